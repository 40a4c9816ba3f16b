#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/records.h"

namespace tidegate {

// The numeric ranges of one path, found by a number that lies in them.
//
// An AVL tree sorted by lower bound, in which every node knows the highest upper bound below it.
// All ranges to the left of the number's own place begin early enough, so a search goes only where
// one of them reaches the number: it costs O(log n + k log n) for k hits out of n.
class RangeIndex {
 public:
  // The operand is one of kNumericRange (match/operand.h). O(log n). False: no memory, nothing
  // changed.
  [[nodiscard]] bool add(uint32_t id, std::string_view operand);

  // What was added. O(log n).
  void remove(uint32_t id, std::string_view operand);

  // Calls hit(id) for each range that holds a finite number, in no order; false as soon as hit()
  // is. No allocation.
  template <class Hit>
  bool find(double number, Hit hit) const {
    uint32_t pending[kMaxHeight];
    uint32_t count = 0;
    for (uint32_t at = root_;;) {
      if (at == kNone || nodes_[at].highest < number) {
        if (count == 0) return true;
        at = pending[--count];
        continue;
      }
      const Node& node = nodes_[at];
      if (node.low <= number) {
        if (number <= node.high && !hit(node.id)) return false;
        pending[count++] = node.right;
      }
      at = node.left;
    }
  }

  bool empty() const { return root_ == kNone; }
  size_t memory_bytes() const { return nodes_.memory_bytes(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  // An AVL tree of height 46 has more nodes than there are ids.
  static constexpr uint32_t kMaxHeight = 46;

  struct Node {
    double low;  // Both bounds belong to the range.
    double high;
    double highest;  // The largest `high` of this node and of all below it.
    uint32_t left;
    uint32_t right;
    uint32_t id;
    uint32_t height;
  };

  static Node make_node(uint32_t id, std::string_view operand);
  static bool comes_before(const Node& a, const Node& b) {
    return a.low != b.low ? a.low < b.low : a.id < b.id;
  }

  // Each returns the new root of the subtree that was changed. They call themselves, but no deeper
  // than the tree is high.
  uint32_t insert(uint32_t root, uint32_t fresh);
  uint32_t erase(uint32_t root, const Node& target, uint32_t& erased);
  uint32_t erase_first(uint32_t root, uint32_t& erased);
  uint32_t balance(uint32_t root);
  uint32_t lift_left(uint32_t root);
  uint32_t lift_right(uint32_t root);

  uint32_t height(uint32_t at) const { return at == kNone ? 0 : nodes_[at].height; }
  void update(uint32_t at);

  Records<Node> nodes_;
  uint32_t root_ = kNone;
};

}  // namespace tidegate
