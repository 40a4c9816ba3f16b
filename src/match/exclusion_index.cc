#include "match/exclusion_index.h"

#include <algorithm>

#include "base/sort.h"
#include "match/operand.h"
#include "match/text_list.h"

namespace tidegate {
namespace {

int bit_width(uint32_t number) { return number == 0 ? 0 : 32 - __builtin_clz(number); }

// Calls visit(op, operand) for each exclusion of an anything-but; false as soon as visit() is.
template <class Visit>
bool for_each_exclusion(Operator op, std::string_view operand, Visit visit) {
  if (op == Operator::kAnythingBut) {
    const bool numbers = operand.front() == 'n';
    operand.remove_prefix(1);
    for (; numbers && !operand.empty(); operand.remove_prefix(sizeof(double))) {
      if (!visit(Operator::kEqualsNumber, operand.substr(0, sizeof(double)))) return false;
    }
    if (numbers) return true;
  }
  const TextList list(operand);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (!visit(operator_within(op), list[i])) return false;
  }
  return true;
}

}  // namespace

bool ExclusionIndex::add(uint32_t id, Operator op, std::string_view operand) {
  if (!make_root() || !members_.reserve_one() || !acquire_exclusions(op, operand)) return false;
  const uint32_t node = make_way();
  if (node == kNone) {
    release_exclusions(op, operand);
    return false;
  }
  nodes_[node].member = id;
  members_.insert(member_hash(id), node);
  return true;
}

void ExclusionIndex::remove(uint32_t id, Operator op, std::string_view operand) {
  const uint32_t hash = member_hash(id);
  const uint32_t node = members_.find(hash, [&](uint32_t at) { return nodes_[at].member == id; });
  members_.erase(hash, node);
  nodes_[node].member = kNone;
  tidy(node);
  release_exclusions(op, operand);
}

// ---- Exclusions ----

// The smaller, the nearer to the root an exclusion belongs: those that nearly all share first, by
// how many do not share them, then the others by how many do. Numbers are rounded to powers of two,
// so that sets which exclude the same mostly agree on the order.
int ExclusionIndex::rank(uint32_t exclusion) const {
  const uint32_t with = exclusions_[exclusion].references;
  const uint32_t without = members_.size() + 1 - with;
  return without < with ? bit_width(without) : 64 - bit_width(with);
}

// Fills collected_, in the order of the way.
bool ExclusionIndex::acquire_exclusions(Operator op, std::string_view operand) {
  collected_.clear();
  const bool acquired = for_each_exclusion(op, operand, [&](Operator within, std::string_view one) {
    if (!collected_.reserve_more(1)) return false;
    const uint32_t exclusion = exclusions_.acquire(within, one);
    if (exclusion == kNone) return false;
    collected_.push_reserved(exclusion);
    return true;
  });
  if (!acquired) {
    for (const uint32_t exclusion : collected_) exclusions_.release(exclusion);
    return false;
  }
  sort(collected_.begin(), collected_.end(), [&](uint32_t a, uint32_t b) {
    const int rank_of_a = rank(a);
    const int rank_of_b = rank(b);
    return rank_of_a != rank_of_b ? rank_of_a < rank_of_b : a < b;
  });
  return true;
}

void ExclusionIndex::release_exclusions(Operator op, std::string_view operand) {
  for_each_exclusion(op, operand, [&](Operator within, std::string_view one) {
    exclusions_.release(exclusions_.find(within, one));
    return true;
  });
}

// ---- The tree ----

bool ExclusionIndex::make_root() {
  if (root_ != kNone) return true;
  if (!nodes_.reserve_one()) return false;
  root_ = nodes_.take();
  return true;
}

// The first label on the way from a node to the child whose way begins with an exclusion; kNone
// when there is none.
uint32_t ExclusionIndex::find_child(uint32_t parent, uint32_t exclusion) const {
  return children_.find(child_hash(parent, exclusion), [&](uint32_t label) {
    return labels_[label].exclusion == exclusion && nodes_[labels_[label].node].parent == parent;
  });
}

// Goes from the root along collected_, as far as the tree does. The last label on that way, or
// kNone at the root; `length` is the number of labels.
uint32_t ExclusionIndex::follow(uint32_t& length) const {
  uint32_t last = kNone;
  for (length = 0; length < collected_.size(); ++length) {
    const uint32_t exclusion = collected_[length];
    uint32_t next = last == kNone ? kNone : labels_[last].next;
    if (next == kNone) next = find_child(last == kNone ? root_ : labels_[last].node, exclusion);
    if (next == kNone || labels_[next].exclusion != exclusion) break;
    last = next;
  }
  return last;
}

// The node at the end of the way along collected_; kNone when it has a member already, or when
// there is no memory, and then nothing has changed.
uint32_t ExclusionIndex::make_way() {
  uint32_t length = 0;
  const uint32_t last = follow(length);
  uint32_t at = last == kNone ? root_ : labels_[last].node;
  if (last != kNone && labels_[last].next != kNone) at = split(at, last);
  if (at == kNone) return kNone;
  const uint32_t rest = collected_.size() - length;
  if (rest == 0) return nodes_[at].member == kNone ? at : kNone;
  const uint32_t leaf = make_leaf(at, {collected_.data() + length, rest});
  if (leaf == kNone) tidy(at);
  return leaf;
}

// Puts a node in the middle of the way to `node`, behind the label `last`. kNone: no memory.
uint32_t ExclusionIndex::split(uint32_t node, uint32_t last) {
  if (!nodes_.reserve_one() || !children_.reserve_one()) return kNone;
  const uint32_t upper = nodes_.take();
  const uint32_t rest = labels_[last].next;
  labels_[last].next = kNone;
  nodes_[upper].first_label = nodes_[node].first_label;
  nodes_[node].first_label = rest;
  for (uint32_t label = nodes_[upper].first_label; label != kNone; label = labels_[label].next) {
    labels_[label].node = upper;
  }
  const uint32_t parent = nodes_[node].parent;
  unlink(node);
  link(upper, parent);
  link(node, upper);
  children_.insert(child_hash(upper, labels_[rest].exclusion), rest);
  return upper;
}

uint32_t ExclusionIndex::make_leaf(uint32_t parent, std::span<const uint32_t> exclusions) {
  if (!nodes_.reserve_one() || !children_.reserve_one()) return kNone;
  const uint32_t node = nodes_.take();
  for (size_t i = exclusions.size(); i-- > 0;) {
    if (!push_label(node, exclusions[i])) {
      drop_labels(node);
      nodes_.give_back(node);
      return kNone;
    }
  }
  link(node, parent);
  children_.insert(child_hash(parent, exclusions.front()), nodes_[node].first_label);
  return node;
}

// Takes away the nodes from here upwards that are not needed any more.
void ExclusionIndex::tidy(uint32_t node) {
  while (node != root_ && nodes_[node].member == kNone) {
    const uint32_t child = nodes_[node].first_child;
    if (child != kNone) {
      if (nodes_[child].next_sibling == kNone) merge_into_child(node);
      return;
    }
    const uint32_t parent = nodes_[node].parent;
    drop_leaf(node);
    node = parent;
  }
}

void ExclusionIndex::merge_into_child(uint32_t node) {
  const uint32_t child = nodes_[node].first_child;
  const uint32_t rest = nodes_[child].first_label;
  children_.erase(child_hash(node, labels_[rest].exclusion), rest);
  uint32_t last = kNone;
  for (uint32_t label = nodes_[node].first_label; label != kNone; label = labels_[label].next) {
    labels_[label].node = child;
    last = label;
  }
  labels_[last].next = rest;
  nodes_[child].first_label = nodes_[node].first_label;
  const uint32_t parent = nodes_[node].parent;
  unlink(node);
  link(child, parent);
  nodes_.give_back(node);
}

void ExclusionIndex::drop_leaf(uint32_t node) {
  const uint32_t first = nodes_[node].first_label;
  children_.erase(child_hash(nodes_[node].parent, labels_[first].exclusion), first);
  unlink(node);
  drop_labels(node);
  nodes_.give_back(node);
}

// Before the labels that the node has.
bool ExclusionIndex::push_label(uint32_t node, uint32_t exclusion) {
  if (!labels_.reserve_one()) return false;
  const uint32_t label = labels_.take();
  uint32_t& first_place = exclusions_[exclusion].first_place;
  labels_[label] = {exclusion, node, nodes_[node].first_label, first_place, kNone};
  if (first_place != kNone) labels_[first_place].previous_place = label;
  first_place = label;
  nodes_[node].first_label = label;
  return true;
}

void ExclusionIndex::drop_labels(uint32_t node) {
  for (uint32_t at = nodes_[node].first_label; at != kNone;) {
    const Label label = labels_[at];
    if (label.next_place != kNone) labels_[label.next_place].previous_place = label.previous_place;
    if (label.previous_place != kNone) {
      labels_[label.previous_place].next_place = label.next_place;
    } else {
      exclusions_[label.exclusion].first_place = label.next_place;
    }
    labels_.give_back(at);
    at = label.next;
  }
}

void ExclusionIndex::link(uint32_t node, uint32_t parent) {
  const uint32_t next = nodes_[parent].first_child;
  nodes_[node].parent = parent;
  nodes_[node].previous_sibling = kNone;
  nodes_[node].next_sibling = next;
  if (next != kNone) nodes_[next].previous_sibling = node;
  nodes_[parent].first_child = node;
}

void ExclusionIndex::unlink(uint32_t at) {
  const Node& node = nodes_[at];
  if (node.next_sibling != kNone) {
    nodes_[node.next_sibling].previous_sibling = node.previous_sibling;
  }
  if (node.previous_sibling != kNone) {
    nodes_[node.previous_sibling].next_sibling = node.next_sibling;
  } else {
    nodes_[node.parent].first_child = node.next_sibling;
  }
}

// ---- Working memory ----

bool ExclusionIndex::Scratch::begin(uint32_t nodes) {
  if (blocked_.size() < nodes && !blocked_.resize(nodes)) return false;
  if (++epoch_ == 0) {  // After 2^32 searches old marks could be taken for new ones.
    std::fill(blocked_.begin(), blocked_.end(), 0);
    epoch_ = 1;
  }
  return true;
}

}  // namespace tidegate
