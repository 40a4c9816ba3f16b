#include "match/array_check.h"

#include <algorithm>

#include "base/sort.h"

namespace tidegate {
namespace {

constexpr uint32_t kTogether = EventView::kTopPlace;
constexpr uint32_t kNoHit = MatchScratch::kNone;

}  // namespace

bool ArrayCheck::no_memory() {
  matching_.error_ = ErrorCode::kOutOfMemory;
  return false;
}

// Counts comparisons of places. False: they are more than the event may take.
bool ArrayCheck::spend(uint64_t steps) {
  if (steps <= steps_left_) {
    steps_left_ -= steps;
    return true;
  }
  matching_.error_ = ErrorCode::kEventTooComplex;
  return false;
}

bool ArrayCheck::run(std::span<const ClauseId> clauses) {
  if (!prepare(clauses)) return false;
  const uint32_t last = scratch_.array_levels.size() - 1;
  uint32_t level = 0;
  enter(0);
  for (;;) {
    if (next_state(level)) {
      if (++level == last) return true;
      enter(level);
    } else if (level == 0 || matching_.error_ != ErrorCode::kOk) {
      return false;
    } else {
      --level;
    }
  }
}

// ---- Levels: one for each clause about values in arrays, and one behind the last ----

bool ArrayCheck::prepare(std::span<const ClauseId> clauses) {
  Vec<Level>& levels = scratch_.array_levels;
  levels.clear();
  bool ordered = false;
  for (const ClauseId id : clauses) {
    const ClauseTable::Clause& clause = matching_.table_[id];
    // Values outside arrays are together with all others.
    if (!matching_.is_in_array(clause.path)) continue;
    if (!add_level(id)) return false;
    ordered = ordered || clause.absent != 0;
  }
  if (!ordered) sort_siblings();
  note_uses();
  stride_ = levels.size() + 1;
  if (!levels.push({}) || !scratch_.pins.resize(stride_ * (stride_ + 1))) return no_memory();
  return true;
}

bool ArrayCheck::add_level(ClauseId id) {
  const ClauseTable::Clause& clause = matching_.table_[id];
  if (!list_hits(id) || (clause.absent != 0 && !list_path(clause.path))) return false;
  Level level;
  level.path = clause.path;
  level.hits = scratch_.clause_lists[id];
  level.may_be_absent = clause.absent != 0;
  return scratch_.array_levels.push(level) || no_memory();
}

// Puts those of the members of one object first that the fewest values satisfy.
void ArrayCheck::sort_siblings() {
  const PathTree& paths = matching_.table_.paths();
  Level* const end = scratch_.array_levels.end();
  for (Level* run = scratch_.array_levels.begin(); run != end;) {
    const PathTree::Node parent = paths.parent(run->path);
    Level* run_end =
        std::find_if(run, end, [&](const Level& l) { return paths.parent(l.path) != parent; });
    sort(run, run_end, [](const Level& a, const Level& b) {
      return a.hits.end - a.hits.begin < b.hits.end - b.hits.begin;
    });
    run = run_end;
  }
}

// Notes for each node of the path tree which level is the last whose path leads through it.
void ArrayCheck::note_uses() {
  ++scratch_.use_serial;
  const PathTree& paths = matching_.table_.paths();
  for (uint32_t level = 0; level < scratch_.array_levels.size(); ++level) {
    PathTree::Node node = scratch_.array_levels[level].path;
    for (; node != PathTree::kRoot; node = paths.parent(node)) {
      scratch_.path_uses[node] = {scratch_.use_serial, level};
    }
  }
}

// ---- States ----

// Begins to go through what can be taken at a level in the state that stands there.
void ArrayCheck::enter(uint32_t level) {
  scratch_.array_levels[level].next = scratch_.array_levels[level].hits.begin;
  scratch_.array_levels[level].absence_left = scratch_.array_levels[level].may_be_absent;
}

// Takes what can be taken next at a level; the state behind it is at the next level then.
bool ArrayCheck::next_state(uint32_t level) {
  Level& here = scratch_.array_levels[level];
  while (here.next != here.hits.end) {
    const uint32_t found = next_together(state(level), here.hits, here.path, here.next);
    if (found == here.hits.end) {
      here.next = found;
      break;
    }
    // Where no later clause can meet the leaf's arrays again, one leaf is as good as another.
    here.next = leads_through_used(here.path, level) ? found + 1 : here.hits.end;
    here.taken = scratch_.leaf_lists[found];
    if (take(level, event_.leaves[here.taken].place)) return true;
    if (matching_.error_ != ErrorCode::kOk) return false;
  }
  if (!here.absence_left || matching_.error_ != ErrorCode::kOk) return false;
  here.absence_left = false;
  here.taken = MatchScratch::kNone;
  return can_be_absent(state(level), here) && take(level, kTogether);
}

bool ArrayCheck::can_be_absent(State state, const Level& level) {
  const MatchScratch::LeafList& all = scratch_.path_lists[level.path];
  return next_together(state, all, level.path, all.begin) == all.end &&
         matching_.error_ == ErrorCode::kOk;
}

// Makes the state of the next level out of that of this one and a place. False: that state has been
// looked into just before.
bool ArrayCheck::take(uint32_t level, uint32_t place) {
  uint32_t* places = pins(stride_);  // Behind those of all levels.
  uint32_t count = 0;
  for (const uint32_t pin : state(level)) places[count++] = forget(pin, level);
  places[count++] = forget(place, level);
  if (!spend(uint64_t{count} * count)) return false;
  count = keep_lowest(places, count);
  Level& next = scratch_.array_levels[level + 1];
  const State before = state(level + 1);
  if (next.was_entered && std::equal(before.begin(), before.end(), places, places + count)) {
    return false;
  }
  std::copy(places, places + count, pins(level + 1));
  next.pin_count = count;
  next.was_entered = true;
  return true;
}

// Drops from some places the top place, and each that another one lies in. How many are left.
uint32_t ArrayCheck::keep_lowest(uint32_t* places, uint32_t count) const {
  // Places are numbered in the order in which they open, so what lies in a place has a higher
  // number.
  sort(places, places + count);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t depth = event_.places[places[i]].depth;
    bool is_lowest = places[i] != EventView::kTopPlace;
    for (uint32_t other = i + 1; is_lowest && other < count; ++other) {
      is_lowest = lift(places[other], depth) != places[i];
    }
    if (is_lowest) places[kept++] = places[i];
  }
  return kept;
}

// The first leaf of a list, from `from` on, that is together with all pins of the state; list.end
// when there is none. Positions are those in leaf_lists.
uint32_t ArrayCheck::next_together(State state, const MatchScratch::LeafList& list,
                                   PathTree::Node path, uint32_t from) {
  const uint32_t* leaves = scratch_.leaf_lists.data();
  for (uint32_t i = from; i < list.end;) {
    const uint32_t place = event_.leaves[leaves[i]].place;
    uint32_t element = kTogether;
    for (const uint32_t pin : state) {
      element = element_apart(place, pin);
      if (element != kTogether) break;
    }
    if (!spend(1 + state.size())) return list.end;
    if (element == kTogether) return i;
    const ArrayPlace& wanted = event_.places[element];
    const ArraySpan& array = event_.arrays[wanted.array];
    const uint32_t apart = leaves[i++];
    // Everything of the array but the wanted element is apart as well, except scalars directly in
    // it.
    if (array.path == path) continue;
    const uint32_t target = apart < wanted.begin ? wanted.begin : array.end;
    i = static_cast<uint32_t>(std::lower_bound(leaves + i, leaves + list.end, target) - leaves);
  }
  return list.end;
}

// ---- Lists of leaves, made once for each event ----

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
    sort(lists.begin() + begin, lists.end());
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

// Whether the path of a later level leads through the node.
bool ArrayCheck::used_later(PathTree::Node node, uint32_t level) const {
  const MatchScratch::PathUse& use = scratch_.path_uses[node];
  return use.serial == scratch_.use_serial && use.last > level;
}

bool ArrayCheck::leads_through_used(PathTree::Node path, uint32_t level) const {
  while (path != PathTree::kRoot && !used_later(path, level)) {
    path = matching_.table_.paths().parent(path);
  }
  return path != PathTree::kRoot;
}

// Whether a path leads through the array that a place is an element of.
bool ArrayCheck::is_within(PathTree::Node path, uint32_t place) const {
  if (place == EventView::kTopPlace) return false;
  const PathTree::Node array = event_.arrays[event_.places[place].array].path;
  while (path != PathTree::kRoot && path != array) path = matching_.table_.paths().parent(path);
  return path == array;
}

// The part of a place that later clauses can still meet.
uint32_t ArrayCheck::forget(uint32_t place, uint32_t level) const {
  while (place != EventView::kTopPlace &&
         !used_later(event_.arrays[event_.places[place].array].path, level)) {
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
