#include "match/range_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "match/text_list.h"

namespace tidegate {

// An open bound becomes the closed one at the next double, so that all comparisons are alike.
RangeIndex::Node RangeIndex::make_node(uint32_t id, std::string_view operand) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  auto low = read_plain<double>(operand);
  auto high = read_plain<double>(operand, sizeof(double));
  const bool low_open = operand[2 * sizeof(double)] != 0;
  const bool high_open = operand[2 * sizeof(double) + 1] != 0;
  if (low_open) low = std::nextafter(low, kInfinity);
  if (high_open) high = std::nextafter(high, -kInfinity);
  return {low, high, high, kNone, kNone, id, 1};
}

bool RangeIndex::add(uint32_t id, std::string_view operand) {
  if (!nodes_.reserve_one()) return false;
  const uint32_t fresh = nodes_.take();
  nodes_[fresh] = make_node(id, operand);
  root_ = insert(root_, fresh);
  return true;
}

void RangeIndex::remove(uint32_t id, std::string_view operand) {
  uint32_t erased = kNone;
  root_ = erase(root_, make_node(id, operand), erased);
  nodes_.give_back(erased);
}

uint32_t RangeIndex::insert(uint32_t root, uint32_t fresh) {
  if (root == kNone) return fresh;
  Node& node = nodes_[root];
  uint32_t& side = comes_before(nodes_[fresh], node) ? node.left : node.right;
  side = insert(side, fresh);
  return balance(root);
}

uint32_t RangeIndex::erase(uint32_t root, const Node& target, uint32_t& erased) {
  Node& node = nodes_[root];
  if (comes_before(target, node)) {
    node.left = erase(node.left, target, erased);
    return balance(root);
  }
  if (comes_before(node, target)) {
    node.right = erase(node.right, target, erased);
    return balance(root);
  }
  erased = root;
  if (node.left == kNone) return node.right;
  if (node.right == kNone) return node.left;
  uint32_t heir = kNone;
  const uint32_t right = erase_first(node.right, heir);
  nodes_[heir].left = node.left;
  nodes_[heir].right = right;
  return balance(heir);
}

uint32_t RangeIndex::erase_first(uint32_t root, uint32_t& erased) {
  Node& node = nodes_[root];
  if (node.left == kNone) {
    erased = root;
    return node.right;
  }
  node.left = erase_first(node.left, erased);
  return balance(root);
}

// Heights on both sides are apart by two at most; afterwards by one.
uint32_t RangeIndex::balance(uint32_t root) {
  Node& node = nodes_[root];
  if (height(node.left) > height(node.right) + 1) {
    const Node& left = nodes_[node.left];
    if (height(left.right) > height(left.left)) node.left = lift_right(node.left);
    return lift_left(root);
  }
  if (height(node.right) > height(node.left) + 1) {
    const Node& right = nodes_[node.right];
    if (height(right.left) > height(right.right)) node.right = lift_left(node.right);
    return lift_right(root);
  }
  update(root);
  return root;
}

// Makes the left child the root of this subtree.
uint32_t RangeIndex::lift_left(uint32_t root) {
  const uint32_t lifted = nodes_[root].left;
  nodes_[root].left = nodes_[lifted].right;
  nodes_[lifted].right = root;
  update(root);
  update(lifted);
  return lifted;
}

// Makes the right child the root of this subtree.
uint32_t RangeIndex::lift_right(uint32_t root) {
  const uint32_t lifted = nodes_[root].right;
  nodes_[root].right = nodes_[lifted].left;
  nodes_[lifted].left = root;
  update(root);
  update(lifted);
  return lifted;
}

void RangeIndex::update(uint32_t at) {
  Node& node = nodes_[at];
  node.height = 1 + std::max(height(node.left), height(node.right));
  node.highest = node.high;
  for (const uint32_t child : {node.left, node.right}) {
    if (child != kNone) node.highest = std::max(node.highest, nodes_[child].highest);
  }
}

}  // namespace tidegate
