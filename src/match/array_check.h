#pragma once

#include <cstdint>
#include <span>

#include "match/matching.h"

namespace tidegate {

// Whether the values that satisfy a sub-rule's clauses can be taken together, when some lie in
// arrays: no two of them in different elements of the same array; and {"exists": false} holds when
// no value at its path is together with what the earlier clauses, in the order of their paths, have
// taken (event-ruler's rule).
//
// Goes through the clauses in that order with the set of states that are possible so far. A state
// is what has been taken, as places that no other place taken lies in or under ("pins"). Of a pin
// only that part is kept which a later clause can still meet: arrays that no later path leads
// through are forgotten, and since the paths of one array are neighbours in the order, there are
// about as many states as elements. Linear in them, but for events that give the same array key
// twice, where states may multiply; the number of steps is bounded (base/limits.h).
class ArrayCheck {
 public:
  explicit ArrayCheck(Matching& matching)
      : matching_(matching),
        scratch_(matching.scratch_),
        event_(matching.scratch_.event),
        steps_left_(kMaxArraySteps + kMaxArrayStepsPerLeaf * event_.leaves.size()) {}

  // False also when matching.error_ is set.
  bool run(std::span<const ClauseId> clauses);

 private:
  // One state: its pins, ascending, within scratch_.states.
  using State = std::span<const uint32_t>;

  void note_uses(std::span<const ClauseId> clauses);
  [[nodiscard]] bool advance(ClauseId clause, uint32_t number);
  [[nodiscard]] bool take_leaves(State state, std::span<const uint32_t> leaves, PathTree::Node path,
                                 uint32_t number);
  [[nodiscard]] bool take_absence(State state, PathTree::Node path, uint32_t number);
  [[nodiscard]] bool add_state(State state, uint32_t place, uint32_t number);
  void keep_lowest_pins();
  uint32_t next_together(State state, std::span<const uint32_t> leaves, PathTree::Node path,
                         uint32_t from);

  [[nodiscard]] bool list_hits(ClauseId clause);
  [[nodiscard]] bool list_path(PathTree::Node path);
  std::span<const uint32_t> listed(const MatchScratch::LeafList& list) const;

  bool used_later(PathTree::Node node, uint32_t number) const;
  bool leads_through_used(PathTree::Node path, uint32_t number) const;
  uint32_t forget(uint32_t place, uint32_t number) const;
  uint32_t lift(uint32_t place, uint32_t depth) const;
  uint32_t element_apart(uint32_t place, uint32_t pin) const;
  [[nodiscard]] bool no_memory();

  Matching& matching_;
  MatchScratch& scratch_;
  const EventView& event_;
  uint64_t steps_left_;
  uint32_t last_state_ = 0;  // Where in scratch_.next_states the newest state begins.
};

}  // namespace tidegate
