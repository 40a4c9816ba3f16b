#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/hash.h"
#include "base/id_table.h"
#include "base/records.h"
#include "base/vec.h"
#include "match/exclusion_table.h"
#include "match/value.h"
#include "pattern/pattern.h"

namespace tidegate {

// The anything-buts of one path, of all five operators, found by a value that none of their
// exclusions holds of.
//
// An anything-but is the set of its exclusions. The sets share a tree: each is a way down from the
// root along its exclusions, those that many share first, so that what nearly all exclude is said
// near the root and in few places. A search asks which exclusions hold of the value, blocks the
// places where the tree says them, and walks the rest, where every way ends in a hit: it costs as
// much as there are places to block and hits. Nodes without a member have two children at least.
class ExclusionIndex {
 public:
  class Scratch;

  // Who takes patterns from strangers gives a seed of their own.
  explicit ExclusionIndex(uint64_t hash_seed = 0) : hash_seed_(hash_seed), exclusions_(hash_seed) {}

  // The operand is one of an anything-but (match/operand.h). O(n log n) for n exclusions. False: no
  // memory, or there is one with the same exclusions; nothing has changed.
  [[nodiscard]] bool add(uint32_t id, Operator op, std::string_view operand);

  // What was added. Linear in the operand.
  void remove(uint32_t id, Operator op, std::string_view operand);

  // Calls hit(id) for each anything-but that a value satisfies, in no order. False as soon as hit()
  // is, or when the scratch found no memory.
  template <class Hit>
  bool find(Value& value, Scratch& scratch, Hit hit) const;

  bool empty() const { return members_.size() == 0; }
  size_t memory_bytes() const {
    return exclusions_.memory_bytes() + nodes_.memory_bytes() + labels_.memory_bytes() +
           children_.memory_bytes() + members_.memory_bytes() + collected_.memory_bytes();
  }

 private:
  static constexpr uint32_t kNone = ExclusionTable::kNone;

  // Where ways part, or one ends. Between the parent and the node the tree says the labels.
  struct Node {
    uint32_t first_label = kNone;
    uint32_t parent = kNone;
    uint32_t first_child = kNone;
    uint32_t next_sibling = kNone;
    uint32_t previous_sibling = kNone;
    uint32_t member = kNone;  // The id of the anything-but whose way ends here.
  };

  // A place where the tree says an exclusion.
  struct Label {
    uint32_t exclusion = kNone;
    uint32_t node = kNone;
    uint32_t next = kNone;        // On the way to the same node.
    uint32_t next_place = kNone;  // Of the same exclusion.
    uint32_t previous_place = kNone;
  };

  [[nodiscard]] bool make_root();
  [[nodiscard]] bool acquire_exclusions(Operator op, std::string_view operand);
  void release_exclusions(Operator op, std::string_view operand);
  int rank(uint32_t exclusion) const;
  uint32_t find_child(uint32_t parent, uint32_t exclusion) const;
  uint32_t follow(uint32_t& length) const;
  [[nodiscard]] uint32_t make_way();
  [[nodiscard]] uint32_t split(uint32_t node, uint32_t last);
  [[nodiscard]] uint32_t make_leaf(uint32_t parent, std::span<const uint32_t> exclusions);
  void tidy(uint32_t node);
  void merge_into_child(uint32_t node);
  void drop_leaf(uint32_t node);
  [[nodiscard]] bool push_label(uint32_t node, uint32_t exclusion);
  void drop_labels(uint32_t node);
  void link(uint32_t node, uint32_t parent);
  void unlink(uint32_t node);

  uint32_t child_hash(uint32_t parent, uint32_t exclusion) const {
    return static_cast<uint32_t>(hash_mix(hash_seed_, uint64_t{parent} << 32 | exclusion));
  }
  uint32_t member_hash(uint32_t id) const {
    return static_cast<uint32_t>(hash_mix(hash_seed_, id));
  }

  uint64_t hash_seed_;
  ExclusionTable exclusions_;
  Records<Node> nodes_;
  Records<Label> labels_;
  IdTable children_;  // The first label on the way to a node, by parent and exclusion.
  IdTable members_;   // The nodes of the anything-buts.
  uint32_t root_ = kNone;
  Vec<uint32_t> collected_;  // The exclusions of the one being added.
};

// The working memory of find(), good for any index and any number of them in turn. Grows to four
// bytes for each node of the largest, and is used again.
class ExclusionIndex::Scratch {
 private:
  friend class ExclusionIndex;

  // A new epoch, in which no node is blocked. False: no memory.
  [[nodiscard]] bool begin(uint32_t nodes);

  ExclusionTable::Scratch exclusions_;
  Vec<uint32_t> blocked_;  // By node: the last epoch in which it was.
  uint32_t epoch_ = 0;
};

template <class Hit>
bool ExclusionIndex::find(Value& value, Scratch& scratch, Hit hit) const {
  if (empty()) return true;
  if (!scratch.begin(nodes_.capacity())) return false;
  const auto block = [&](uint32_t exclusion) {
    for (uint32_t label = exclusions_[exclusion].first_place; label != kNone;
         label = labels_[label].next_place) {
      scratch.blocked_[labels_[label].node] = scratch.epoch_;
    }
    return true;
  };
  if (!exclusions_.find_satisfied(value, scratch.exclusions_, block)) return false;

  for (uint32_t at = root_;;) {
    const Node& node = nodes_[at];
    const bool blocked = scratch.blocked_[at] == scratch.epoch_;
    if (!blocked && node.member != kNone && !hit(node.member)) return false;
    if (!blocked && node.first_child != kNone) {
      at = node.first_child;
      continue;
    }
    while (nodes_[at].next_sibling == kNone) {
      at = nodes_[at].parent;
      if (at == kNone) return true;
    }
    at = nodes_[at].next_sibling;
  }
}

}  // namespace tidegate
