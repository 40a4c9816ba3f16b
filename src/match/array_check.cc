#include "match/array_check.h"

#include <algorithm>

namespace tidegate {
namespace {

constexpr uint32_t kTogether = EventView::kTopPlace;
constexpr uint32_t kNoHit = MatchScratch::kNone;

}  // namespace

bool ArrayCheck::no_memory() {
  matching_.error_ = ErrorCode::kOutOfMemory;
  return false;
}

bool ArrayCheck::run(std::span<const ClauseId> clauses) {
  note_uses(clauses);
  scratch_.states.clear();
  if (!scratch_.states.push(0)) return no_memory();  // One state, with nothing taken.
  for (uint32_t number = 0; number < clauses.size(); ++number) {
    if (!advance(clauses[number], number)) return false;
    if (scratch_.states.empty()) return false;
  }
  return true;
}

// Notes for each node of the path tree which clause is the last whose path leads through it.
void ArrayCheck::note_uses(std::span<const ClauseId> clauses) {
  ++scratch_.use_serial;
  for (uint32_t number = 0; number < clauses.size(); ++number) {
    const PathTree& paths = matching_.table_.paths();
    PathTree::Node node = matching_.table_[clauses[number]].path;
    for (; node != PathTree::kRoot; node = paths.parent(node)) {
      scratch_.path_uses[node] = {scratch_.use_serial, number};
    }
  }
}

// From the states before a clause to those after it.
bool ArrayCheck::advance(ClauseId id, uint32_t number) {
  const ClauseTable::Clause& clause = matching_.table_[id];
  if (!list_hits(id) || (clause.absent != 0 && !list_path(clause.path))) return false;
  const MatchScratch::LeafList& hits = scratch_.clause_lists[id];
  scratch_.next_states.clear();
  last_state_ = 0;
  for (uint32_t at = 0; at < scratch_.states.size();) {
    const State state = {&scratch_.states[at] + 1, scratch_.states[at]};
    if (!take_leaves(state, listed(hits), clause.path, number) ||
        (clause.absent != 0 && !take_absence(state, clause.path, number))) {
      return false;
    }
    at += 1 + scratch_.states[at];
  }
  scratch_.states.swap(scratch_.next_states);
  return true;
}

// Adds what becomes of a state with each of the leaves that is together with it.
bool ArrayCheck::take_leaves(State state, std::span<const uint32_t> leaves, PathTree::Node path,
                             uint32_t number) {
  // Where no later clause can meet the leaf's arrays again, one leaf is as good as another.
  const bool any_will_do = !leads_through_used(path, number);
  for (uint32_t i = 0;; ++i) {
    i = next_together(state, leaves, path, i);
    if (i == leaves.size()) return matching_.error_ == ErrorCode::kOk;
    if (!add_state(state, event_.leaves[leaves[i]].place, number)) return false;
    if (any_will_do) return true;
  }
}

// The state stays possible when no value at the path is together with it.
bool ArrayCheck::take_absence(State state, PathTree::Node path, uint32_t number) {
  const std::span<const uint32_t> leaves = listed(scratch_.path_lists[path]);
  if (next_together(state, leaves, path, 0) != leaves.size()) return true;
  return matching_.error_ == ErrorCode::kOk && add_state(state, kTogether, number);
}

// The first of `leaves`, from `from` on, that is together with all pins of the state; leaves.size()
// when there is none.
uint32_t ArrayCheck::next_together(State state, std::span<const uint32_t> leaves,
                                   PathTree::Node path, uint32_t from) {
  uint32_t i = from;
  while (i < leaves.size()) {
    const uint32_t place = event_.leaves[leaves[i]].place;
    uint32_t element = kTogether;
    for (const uint32_t pin : state) {
      element = element_apart(place, pin);
      if (element != kTogether) break;
    }
    if (steps_left_-- == 0) {
      matching_.error_ = ErrorCode::kEventTooComplex;
      return static_cast<uint32_t>(leaves.size());
    }
    if (element == kTogether) return i;
    const ArrayPlace& wanted = event_.places[element];
    const ArraySpan& array = event_.arrays[wanted.array];
    ++i;
    // Everything of the array but the wanted element is apart as well, except scalars directly in
    // it.
    if (array.path == path) continue;
    const uint32_t target = leaves[i - 1] < wanted.begin ? wanted.begin : array.end;
    i = static_cast<uint32_t>(std::lower_bound(leaves.begin() + i, leaves.end(), target) -
                              leaves.begin());
  }
  return i;
}

bool ArrayCheck::add_state(State state, uint32_t place, uint32_t number) {
  Vec<uint32_t>& pins = scratch_.pins;
  pins.clear();
  if (!pins.reserve(static_cast<uint32_t>(state.size()) + 1)) return no_memory();
  for (const uint32_t pin : state) pins.push_reserved(forget(pin, number));
  pins.push_reserved(forget(place, number));
  keep_lowest_pins();
  Vec<uint32_t>& states = scratch_.next_states;
  if (!states.empty() && states[last_state_] == pins.size() &&
      std::equal(pins.begin(), pins.end(), states.begin() + last_state_ + 1)) {
    return true;
  }
  last_state_ = states.size();
  return (states.push(pins.size()) && states.append(pins.data(), pins.size())) || no_memory();
}

// Drops from scratch_.pins the top place, and each pin that another one lies in.
void ArrayCheck::keep_lowest_pins() {
  Vec<uint32_t>& pins = scratch_.pins;
  // Places are numbered in the order in which they open, so what lies in a place has a higher
  // number.
  std::sort(pins.begin(), pins.end());
  uint32_t kept = 0;
  for (uint32_t i = 0; i < pins.size(); ++i) {
    const uint32_t depth = event_.places[pins[i]].depth;
    bool is_lowest = pins[i] != EventView::kTopPlace;
    for (uint32_t other = i + 1; is_lowest && other < pins.size(); ++other) {
      is_lowest = lift(pins[other], depth) != pins[i];
    }
    if (is_lowest) pins[kept++] = pins[i];
  }
  pins.resize_reserved(kept);
}

// ---- Lists of leaves, made once for each event ----

std::span<const uint32_t> ArrayCheck::listed(const MatchScratch::LeafList& list) const {
  return {scratch_.leaf_lists.data() + list.begin, list.end - list.begin};
}

// The leaves that satisfy some alternative of a clause, in order.
bool ArrayCheck::list_hits(ClauseId id) {
  MatchScratch::LeafList& list = scratch_.clause_lists[id];
  if (list.epoch == scratch_.epoch) return true;
  Vec<uint32_t>& lists = scratch_.leaf_lists;
  const uint32_t begin = lists.size();
  const auto members = matching_.table_.members(id);
  for (const PredicateId predicate : members) {
    if (!matching_.ask(predicate)) return false;
    if (!matching_.has_hit(predicate)) continue;
    uint32_t hit = scratch_.hit_lists[predicate].first;
    for (; hit != kNoHit; hit = scratch_.hits[hit].next) {
      if (!lists.push(scratch_.hits[hit].leaf)) return no_memory();
    }
  }
  if (members.size() > 1) {
    std::sort(lists.begin() + begin, lists.end());
    const uint32_t* end = std::unique(lists.begin() + begin, lists.end());
    lists.resize_reserved(static_cast<uint32_t>(end - lists.begin()));
  }
  list = {scratch_.epoch, begin, lists.size()};
  return true;
}

// All leaves at a path, in order.
bool ArrayCheck::list_path(PathTree::Node path) {
  MatchScratch::LeafList& list = scratch_.path_lists[path];
  if (list.epoch == scratch_.epoch) return true;
  Vec<uint32_t>& lists = scratch_.leaf_lists;
  const uint32_t begin = lists.size();
  uint32_t leaf = matching_.first_leaf(path);
  for (; leaf != kNoHit; leaf = scratch_.next_leaf[leaf]) {
    if (!lists.push(leaf)) return no_memory();
  }
  list = {scratch_.epoch, begin, lists.size()};
  return true;
}

// ---- Places ----

// Whether the path of a clause after this one leads through the node.
bool ArrayCheck::used_later(PathTree::Node node, uint32_t number) const {
  const MatchScratch::PathUse& use = scratch_.path_uses[node];
  return use.serial == scratch_.use_serial && use.last > number;
}

bool ArrayCheck::leads_through_used(PathTree::Node path, uint32_t number) const {
  while (path != PathTree::kRoot && !used_later(path, number)) {
    path = matching_.table_.paths().parent(path);
  }
  return path != PathTree::kRoot;
}

// The part of a place that later clauses can still meet.
uint32_t ArrayCheck::forget(uint32_t place, uint32_t number) const {
  while (place != EventView::kTopPlace &&
         !used_later(event_.arrays[event_.places[place].array].path, number)) {
    place = event_.places[place].parent;
  }
  return place;
}

// The place itself, or the one above it at `depth`.
uint32_t ArrayCheck::lift(uint32_t place, uint32_t depth) const {
  while (event_.places[place].depth > depth) place = event_.places[place].parent;
  return place;
}

// kTogether, or the element that `pin` is or lies in, of the array of which `place` lies in another
// element.
uint32_t ArrayCheck::element_apart(uint32_t place, uint32_t pin) const {
  place = lift(place, event_.places[pin].depth);
  pin = lift(pin, event_.places[place].depth);
  if (place == pin) return kTogether;
  while (event_.places[place].parent != event_.places[pin].parent) {
    place = event_.places[place].parent;
    pin = event_.places[pin].parent;
  }
  return event_.places[place].array == event_.places[pin].array ? pin : kTogether;
}

}  // namespace tidegate
