#pragma once

#include <cstdint>
#include <span>

#include "base/limits.h"
#include "match/matching.h"

namespace tidegate {

// Whether the values that satisfy a sub-rule's clauses can be taken together, when some lie in
// arrays: no two of them in different elements of the same array; and {"exists": false} holds when
// no value at its path is together with what the earlier clauses, in the order of their paths, have
// taken (event-ruler's rule).
//
// A search, depth first. A state is what has been taken, as places that no other place taken lies
// in or under ("pins"). Of a pin only that part is kept which a later clause can still meet: arrays
// that no later path leads through are forgotten, and since the paths of one array are neighbours
// in the order, there are about as many states as elements, those that are equal come one after the
// other, and each is looked into once. Where nothing may be absent the order of the members of one
// object does not matter, and those that the fewest values satisfy come first. Linear in the
// elements, but for events that give the same array key twice, where states may multiply; the
// number of steps is bounded (base/limits.h).
class ArrayCheck {
 public:
  explicit ArrayCheck(Matching& matching)
      : matching_(matching),
        scratch_(matching.scratch_),
        event_(matching.scratch_.event),
        steps_left_(kMaxArraySteps + kMaxArrayStepsPerLeaf * event_.leaves.size()) {}

  // False also when matching.error_ is set.
  bool run(std::span<const ClauseId> clauses);

  // Calls visit(leaf) for the values at a path that are together with one that satisfies a clause,
  // which no absence satisfies; perhaps for others too, and more than once. False as soon as
  // visit() is, and when matching.error_ is set.
  template <class Visit>
  bool visit_together(ClauseId clause, PathTree::Node path, Visit visit) {
    if (!list_hits(clause) || !list_path(path)) return false;
    const MatchScratch::LeafList hits = scratch_.clause_lists[clause];
    const MatchScratch::LeafList all = scratch_.path_lists[path];
    uint32_t left = (hits.end - hits.begin) + (all.end - all.begin);
    for (uint32_t i = hits.begin; i != hits.end; ++i) {
      const uint32_t place = event_.leaves[scratch_.leaf_lists[i]].place;
      if (!is_within(path, place)) return visit_all(all, visit);
      for (uint32_t at = all.begin;; ++at) {
        at = next_together({&place, 1}, all, path, at);
        if (at == all.end) break;
        if (left-- == 0) return visit_all(all, visit);
        if (!visit(scratch_.leaf_lists[at])) return false;
      }
    }
    return matching_.error_ == ErrorCode::kOk;
  }

 private:
  using Level = MatchScratch::ArrayLevel;
  using State = std::span<const uint32_t>;  // The pins, ascending.

  [[nodiscard]] bool prepare(std::span<const ClauseId> clauses);
  [[nodiscard]] bool add_level(ClauseId id);
  void sort_siblings();
  void note_uses();
  void enter(uint32_t level);
  bool next_state(uint32_t level);
  bool take(uint32_t level, uint32_t place);
  bool can_be_absent(State state, const Level& level);
  uint32_t next_together(State state, const MatchScratch::LeafList& list, PathTree::Node path,
                         uint32_t from);

  uint32_t* pins(uint32_t level) { return scratch_.pins.data() + size_t{level} * stride_; }
  State state(uint32_t level) { return {pins(level), scratch_.array_levels[level].pin_count}; }
  uint32_t keep_lowest(uint32_t* places, uint32_t count) const;

  template <class Visit>
  bool visit_all(const MatchScratch::LeafList& list, Visit visit) {
    for (uint32_t i = list.begin; i != list.end; ++i) {
      if (!visit(scratch_.leaf_lists[i])) return false;
    }
    return true;
  }
  bool is_within(PathTree::Node path, uint32_t place) const;

  [[nodiscard]] bool list_hits(ClauseId clause);
  [[nodiscard]] bool list_path(PathTree::Node path);

  bool used_later(PathTree::Node node, uint32_t level) const;
  bool leads_through_used(PathTree::Node path, uint32_t level) const;
  uint32_t forget(uint32_t place, uint32_t level) const;
  uint32_t lift(uint32_t place, uint32_t depth) const;
  uint32_t element_apart(uint32_t place, uint32_t pin) const;
  bool spend(uint64_t steps);
  [[nodiscard]] bool no_memory();

  Matching& matching_;
  MatchScratch& scratch_;
  const EventView& event_;
  uint64_t steps_left_;
  uint32_t stride_ = 0;  // From the pins of one level to those of the next.
};

}  // namespace tidegate
