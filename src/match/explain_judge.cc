#include "match/explain_judge.h"

#include <algorithm>

#include "base/sort.h"

namespace tidegate {
namespace {

using Status = Explainer::Status;
using PatternNode = Explainer::PatternNode;

// Tests to find out which value satisfied a field, beyond those that the engine has made.
constexpr uint64_t kMaxTests = 10'000'000;

// Values and depths that are looked at to see which fields meet in which elements of arrays, and
// how many elements are shown.
constexpr uint32_t kMaxHits = 10'000;
constexpr uint32_t kMaxElementDepth = 8;
constexpr uint32_t kMaxElements = 6;

uint32_t child_count(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kObject:
      return static_cast<uint32_t>(node.members.size());
    case Node::Kind::kOr:
      return static_cast<uint32_t>(node.branches.size());
    default:
      return 0;
  }
}

PatternNode child_of(const Node& node, uint32_t i) {
  PatternNode child;
  if (node.kind == Node::Kind::kObject) {
    child.member = &node.members[i];
    child.node = child.member->value;
  } else {
    child.node = node.branches[i];
  }
  return child;
}

}  // namespace

RuleSetOptions Explainer::options_of(const ExplainOptions& options) {
  RuleSetOptions result;
  result.profile = options.profile;
  result.max_event_bytes = options.max_event_bytes;
  return result;
}

Explained Explainer::run(Diagnostic& problem) {
  RuleId id = kNoRule;
  if (!parse_pattern(text_, options_.profile, pattern_, problem) ||
      rules_.add("", text_, problem, id) == RuleSet::Added::kNo) {
    return Explained::kPatternRefused;
  }
  const auto no_memory = [&] {
    problem.set(ErrorCode::kOutOfMemory);
    return Explained::kEventRefused;
  };
  if (!list_nodes() || !hold_clauses()) return no_memory();
  if (!rules_.match(event_, scratch_, problem)) return Explained::kEventRefused;
  is_match_ = !scratch_.matches.empty();
  // Under some profiles match() passes over what is no object.
  if (!read_object(event_, rules_.paths(), scratch_.event, problem)) {
    if (problem.code == ErrorCode::kOutOfMemory) return Explained::kEventRefused;
    problem.clear();
    nodes_[0].status = Status::kFailed;
    nodes_[0].reason = ReasonCode::kEventNotObject;
    return Explained::kYes;
  }
  if (matching_.run(false) != ErrorCode::kOk || !judge_fields()) return no_memory();
  judge_nodes();
  if (!choose()) return no_memory();
  settle_nodes();
  if (options_.brief) return Explained::kYes;
  const bool disagrees = !is_match_ && chosen_ != kNone;
  const bool found = (!disagrees || find_elements(chosen_)) && list_values() && find_pointers();
  return found ? Explained::kYes : no_memory();
}

// ---- The pattern ----

bool Explainer::list_nodes() {
  struct Open {
    uint32_t index;
    uint32_t next;
  };
  Vec<Open> open;
  PatternNode root;
  root.node = pattern_.root();
  uint32_t clauses = 0;
  if (!nodes_.push(root) || !open.push({0, 0})) return false;
  while (!open.empty()) {
    Open& top = open.back();
    const Node& node = *nodes_[top.index].node;
    if (top.next == child_count(node)) {
      nodes_[top.index].end = nodes_.size();
      open.pop();
      continue;
    }
    PatternNode child = child_of(node, top.next++);
    if (child.node->kind == Node::Kind::kAlternatives) child.clause = clauses++;
    if (!open.push({nodes_.size(), 0}) || !nodes_.push(child)) return false;
  }
  return true;
}

// Adds to what is asked of the event each field by itself, and each of its alternatives.
bool Explainer::hold_clauses() {
  ClauseTable& table = rules_.tree_.clauses();
  for (const Clause& clause : pattern_.clauses()) {
    Field field;
    field.clause = table.acquire(clause.path, clause.alternatives);
    field.first_alternative = alternatives_.size();
    if (field.clause == kNoId || !fields_.push(field)) return false;
    for (size_t i = 0; i < clause.alternatives.size(); ++i) {
      const ClauseId alone = table.acquire(clause.path, clause.alternatives.subspan(i, 1));
      if (alone == kNoId || !alternatives_.push(alone)) return false;
    }
  }
  for (const SubRule& sub_rule : pattern_.sub_rules()) {
    for (const uint32_t clause : sub_rule.clauses.indices()) fields_[clause].is_used = true;
  }
  return true;
}

// ---- By itself ----

bool Explainer::judge_fields() {
  if (!count_leaves()) return false;
  for (uint32_t i = 0; i < fields_.size(); ++i) {
    Field& field = fields_[i];
    const auto alternatives = pattern_.clauses()[i].alternatives;
    field.leaves = leaf_counts_[matching_.table_[field.clause].path];
    for (uint32_t at = 0; at < alternatives.size() && !field.holds; ++at) {
      field.holds = alternatives[at]->op == Operator::kAbsent
                        ? field.leaves == 0
                        : is_satisfied(alternatives_[field.first_alternative + at]);
    }
  }
  return matching_.error_ == ErrorCode::kOk;
}

bool Explainer::count_leaves() {
  if (!leaf_counts_.resize(rules_.paths().capacity())) return false;
  for (const Leaf& leaf : scratch_.event.leaves) ++leaf_counts_[leaf.path];
  return true;
}

bool Explainer::is_satisfied(ClauseId clause) { return matching_.is_satisfied(clause); }

void Explainer::judge_nodes() {
  for (uint32_t i = nodes_.size(); i-- != 0;) judge_node(i);
}

void Explainer::judge_node(uint32_t index) {
  PatternNode& node = nodes_[index];
  if (node.clause != kNone) {
    const Field& field = fields_[node.clause];
    node.holds = field.holds || !field.is_used;
    node.failed = node.holds ? 0 : 1;
    node.conditions = field.is_used ? 1 : 0;
    return;
  }
  const bool is_or = node.node->kind == Node::Kind::kOr;
  node.holds = !is_or;
  node.choices = is_or ? 0 : 1;
  for (uint32_t i = index + 1; i < node.end; i = nodes_[i].end) {
    const PatternNode& child = nodes_[i];
    if (!is_or) {
      node.holds = node.holds && child.holds;
      node.choices *= child.choices;
      node.failed += child.failed;
      node.conditions += child.conditions;
      continue;
    }
    node.holds = node.holds || child.holds;
    node.choices += child.choices;
    if (node.best != kNone && nodes_[node.best].failed <= child.failed) continue;
    node.best = i;
    node.failed = child.failed;
    node.conditions = child.conditions;
  }
}

// ---- Which choice of branches ----

// Finds the sub-rule that has matched; or, if none has, one whose fields hold each by itself.
bool Explainer::choose() {
  Vec<ClauseId> clauses;
  uint32_t unknown = kNone;
  const auto sub_rules = pattern_.sub_rules();
  for (uint32_t i = 0; i < sub_rules.size() && chosen_ == kNone; ++i) {
    const auto indices = sub_rules[i].clauses.indices();
    if (!is_match_) {
      const bool holds = std::all_of(indices.begin(), indices.end(),
                                     [&](uint32_t clause) { return fields_[clause].holds; });
      if (holds) chosen_ = i;
      continue;
    }
    if (!clauses.reserve(static_cast<uint32_t>(indices.size()))) return false;
    if (is_together(sub_rules[i], clauses)) chosen_ = i;
    if (matching_.error_ == ErrorCode::kOutOfMemory) return false;
    // The engine was spared these arrays: another sub-rule has matched before.
    if (matching_.error_ != ErrorCode::kOk && unknown == kNone) unknown = i;
    matching_.error_ = ErrorCode::kOk;
  }
  if (is_match_ && chosen_ == kNone) chosen_ = unknown;
  if (chosen_ == kNone) return true;
  for (const uint32_t clause : sub_rules[chosen_].clauses.indices()) {
    fields_[clause].is_chosen = true;
  }
  if (is_match_) note_served(sub_rules[chosen_]);
  return true;
}

bool Explainer::is_together(const SubRule& sub_rule, Vec<ClauseId>& clauses) {
  clauses.clear();
  scratch_.array_levels.clear();
  for (const uint32_t clause : sub_rule.clauses.indices()) {
    clauses.push_reserved(fields_[clause].clause);
  }
  const std::span<const ClauseId> ids = {clauses.data(), clauses.size()};
  return matching_.are_satisfied(ids) && (!matching_.has_places_ || matching_.are_together(ids));
}

// Takes over which values the check of arrays has settled on.
void Explainer::note_served(const SubRule& sub_rule) {
  for (const MatchScratch::ArrayLevel& level : scratch_.array_levels) {
    for (const uint32_t clause : sub_rule.clauses.indices()) {
      Field& field = fields_[clause];
      if (matching_.table_[field.clause].path != level.path) continue;
      field.served = level.taken;
      field.is_settled = true;
    }
  }
}

// ---- What became of each node ----

void Explainer::settle_nodes() {
  PatternNode& root = nodes_[0];
  root.choice = chosen_;
  for (uint32_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].is_skipped) {
      i = nodes_[i].end - 1;  // All below is not reached either.
    } else {
      settle(i);
    }
  }
  if (is_match_) root.status = Status::kMatched;
  if (chosen_ == kNone) return;
  root.failed = 0;
  root.conditions = static_cast<uint32_t>(pattern_.sub_rules()[chosen_].clauses.size());
  if (is_match_) return;
  root.status = Status::kFailed;
  root.reason = ReasonCode::kArrayElementsDisagree;
}

void Explainer::settle(uint32_t index) {
  PatternNode& node = nodes_[index];
  if (node.clause != kNone) return settle_field(node);
  const bool is_served = node.choice != kNone || node.holds;
  // A branch with a reason is one that was passed over.
  const bool holds = is_served && node.reason == ReasonCode::kNone;
  node.status = holds ? Status::kMatched : Status::kFailed;
  if (node.node->kind == Node::Kind::kOr) return settle_or(index);
  if (node.choice == kNone) return;
  uint32_t left = node.choice;
  for (uint32_t i = index + 1; i < node.end; i = nodes_[i].end) {
    nodes_[i].choice = left % nodes_[i].choices;
    left /= nodes_[i].choices;
  }
}

void Explainer::settle_or(uint32_t index) {
  const PatternNode& node = nodes_[index];
  uint32_t left = node.choice;
  bool is_done = false;
  for (uint32_t i = index + 1; i < node.end; i = nodes_[i].end) {
    PatternNode& branch = nodes_[i];
    branch.is_skipped = is_done;
    if (is_done) continue;
    if (node.choice == kNone) {
      is_done = branch.holds;
    } else if (left < branch.choices) {
      branch.choice = left;
      is_done = true;
    } else {
      left -= branch.choices;
      if (branch.holds) branch.reason = ReasonCode::kNotTogether;
    }
  }
}

void Explainer::settle_field(PatternNode& node) {
  const Field& field = fields_[node.clause];
  const bool counts = node.choice == kNone ? field.is_used : field.is_chosen;
  if (!counts) {
    node.status = Status::kNotReached;
    node.reason = ReasonCode::kOverridden;
    return;
  }
  node.status = node.choice != kNone || field.holds ? Status::kMatched : Status::kFailed;
}

// ---- Values ----

std::string_view Explainer::operand(const Field& field, uint32_t alternative) const {
  return matching_.table_.operand(predicate_of(field, alternative));
}

bool Explainer::satisfies_alternative(const Field& field, uint32_t alternative, uint32_t leaf) {
  const PredicateId predicate = predicate_of(field, alternative);
  const Operator op = matching_.table_.predicates()[predicate].op;
  return satisfies(op, matching_.table_.operand(predicate), scratch_.values[leaf]);
}

PredicateId Explainer::predicate_of(const Field& field, uint32_t alternative) const {
  return matching_.table_[alternatives_[field.first_alternative + alternative]].members;
}

// The first value that satisfies the first alternative that any does; kNone where it is an absence,
// or would take too many tests to find.
uint32_t Explainer::find_served(const Field& field, uint32_t clause) {
  const auto alternatives = pattern_.clauses()[clause].alternatives;
  for (uint32_t at = 0; at < alternatives.size(); ++at) {
    if (alternatives[at]->op == Operator::kAbsent) {
      if (field.leaves == 0) return kNone;
      continue;
    }
    const ClauseId alone = alternatives_[field.first_alternative + at];
    if (!is_satisfied(alone)) continue;
    if (matching_.has_places_) {  // Then the engine has noted who satisfies what.
      return scratch_.hits[scratch_.hit_lists[predicate_of(field, at)].first].leaf;
    }
    uint32_t leaf = matching_.first_leaf(matching_.table_[alone].path);
    for (; leaf != kNone && tests_left_ != 0; leaf = scratch_.next_leaf[leaf]) {
      --tests_left_;
      if (satisfies_alternative(field, at, leaf)) return leaf;
    }
    return kNone;
  }
  return kNone;
}

bool Explainer::list_values() {
  tests_left_ = kMaxTests;
  for (const PatternNode& node : nodes_) {
    if (node.clause == kNone || node.status == Status::kNotReached) continue;
    Field& field = fields_[node.clause];
    if (node.status == Status::kMatched && !field.is_settled) {
      field.served = find_served(field, node.clause);
    }
    if (!list_values_of(node.clause)) return false;
    if (node.status != Status::kFailed || field.leaves != 0) continue;
    field.missing = missing_count_++;
    if (!missing_.add(pattern_.clauses()[node.clause].path)) return false;
  }
  return missing_.look(event_);
}

bool Explainer::list_values_of(uint32_t clause) {
  Field& field = fields_[clause];
  field.listed = listed_.size();
  uint32_t leaf = matching_.first_leaf(matching_.table_[field.clause].path);
  bool has_served = field.served == kNone;
  for (; leaf != kNone; leaf = scratch_.next_leaf[leaf]) {
    if (listed_.size() - field.listed == kMaxListedValues) break;
    has_served = has_served || leaf == field.served;
    if (!listed_.push({leaf, {}})) return false;
  }
  if (!has_served && !listed_.push({field.served, {}})) return false;
  field.listed_end = listed_.size();
  return true;
}

// ---- Elements of arrays ----

// Finds an array in which fields hold, but nowhere in one element as many as in all together.
bool Explainer::find_elements(uint32_t sub_rule) {
  for (uint32_t depth = 1; depth <= kMaxElementDepth; ++depth) {
    if (!collect_meetings(sub_rule, depth)) return false;
    if (meetings_.empty()) return true;
    if (!keep_disagreeing()) return false;
    if (!meetings_.empty()) return true;
  }
  return true;
}

bool Explainer::collect_meetings(uint32_t sub_rule, uint32_t depth) {
  meetings_.clear();
  for (const uint32_t clause : pattern_.sub_rules()[sub_rule].clauses.indices()) {
    const Field& field = fields_[clause];
    const auto alternatives = pattern_.clauses()[clause].alternatives;
    for (uint32_t at = 0; at < alternatives.size(); ++at) {
      const bool is_absence = alternatives[at]->op == Operator::kAbsent;
      if (is_absence || !is_satisfied(alternatives_[field.first_alternative + at])) continue;
      uint32_t hit = scratch_.hit_lists[predicate_of(field, at)].first;
      for (; hit != kNone && meetings_.size() < kMaxHits; hit = scratch_.hits[hit].next) {
        const uint32_t leaf = scratch_.hits[hit].leaf;
        const uint32_t element = element_at(scratch_.event.leaves[leaf].place, depth);
        if (element == EventView::kTopPlace) continue;
        if (!meetings_.push({element, clause, leaf, depth, {}})) return false;
      }
    }
  }
  const auto key = [](const Meeting& meeting) {
    return uint64_t{meeting.element} << 32 | meeting.clause;
  };
  sort(meetings_.begin(), meetings_.end(), [&](const Meeting& a, const Meeting& b) {
    const uint32_t first = scratch_.event.places[a.element].array;
    const uint32_t second = scratch_.event.places[b.element].array;
    return first != second ? first < second : key(a) != key(b) ? key(a) < key(b) : a.leaf < b.leaf;
  });
  const Meeting* end =
      std::unique(meetings_.begin(), meetings_.end(),
                  [&](const Meeting& a, const Meeting& b) { return key(a) == key(b); });
  meetings_.resize_reserved(static_cast<uint32_t>(end - meetings_.begin()));
  return true;
}

// Of the first array whose elements disagree keeps the element where most fields meet, and those
// where others hold. Keeps nothing where there is no such array.
bool Explainer::keep_disagreeing() {
  Vec<uint32_t> seen;  // By clause: the number of the array in which it was met last, plus 1.
  if (!seen.resize(fields_.size(), 0)) return false;
  const auto array_of = [&](const Meeting* meeting) {
    return scratch_.event.places[meeting->element].array;
  };
  const Meeting* const end = meetings_.end();
  const auto end_of_element = [&](const Meeting* at) {
    return std::find_if(at, end, [&](const Meeting& m) { return m.element != at->element; });
  };
  for (const Meeting* array = meetings_.begin(); array != end;) {
    uint32_t fields = 0;
    const Meeting* largest = array;
    const Meeting* array_end = array;
    while (array_end != end && array_of(array_end) == array_of(array)) {
      const Meeting* next = end_of_element(array_end);
      if (next - array_end > end_of_element(largest) - largest) largest = array_end;
      for (; array_end != next; ++array_end) {
        if (seen[array_end->clause] != array_of(array) + 1) ++fields;
        seen[array_end->clause] = array_of(array) + 1;
      }
    }
    if (end_of_element(largest) - largest < static_cast<std::ptrdiff_t>(fields)) {
      return keep_elements(array, array_end, largest);
    }
    array = array_end;
  }
  meetings_.clear();
  return true;
}

bool Explainer::keep_elements(const Meeting* begin, const Meeting* end, const Meeting* largest) {
  Vec<bool> is_shown;
  Vec<Meeting> kept;
  if (!is_shown.resize(fields_.size(), false)) return false;
  uint32_t elements = 0;
  const auto keep = [&](const Meeting* element) {
    ++elements;
    for (const Meeting* at = element; at != end && at->element == element->element; ++at) {
      is_shown[at->clause] = true;
      if (!kept.push(*at)) return false;
    }
    return true;
  };
  if (!keep(largest)) return false;
  for (const Meeting* at = begin; at != end && elements < kMaxElements; ++at) {
    if (is_shown[at->clause]) continue;
    // All that meets in this element, also what stood before.
    while (at != begin && at[-1].element == at->element) --at;
    if (!keep(at)) return false;
  }
  meetings_.swap(kept);
  return true;
}

// The element that a place is or lies in, so many deep among elements; kTopPlace: not so deep.
uint32_t Explainer::element_at(uint32_t place, uint32_t depth) const {
  const Vec<ArrayPlace>& places = scratch_.event.places;
  if (places[place].depth < depth) return EventView::kTopPlace;
  while (places[place].depth > depth) place = places[place].parent;
  return place;
}

// ---- Pointers ----

bool Explainer::find_pointers() {
  struct Wanted {
    uint32_t begin;
    uint32_t elements;
    Span* pointer;
  };
  Vec<Wanted> wanted;
  if (!wanted.reserve(listed_.size() + meetings_.size())) return false;
  for (Listed& value : listed_) wanted.push_reserved({leaf(value.leaf).begin, 0, &value.pointer});
  for (Meeting& meeting : meetings_) {
    wanted.push_reserved({leaf(meeting.leaf).begin, meeting.depth, &meeting.pointer});
  }
  sort(wanted.begin(), wanted.end(),
       [](const Wanted& a, const Wanted& b) { return a.begin < b.begin; });
  EventWalk walk(event_);
  const Wanted* next = wanted.begin();
  while (next != wanted.end() && walk.next()) {
    for (; next != wanted.end() && next->begin == walk.begin(); ++next) {
      next->pointer->begin = static_cast<uint32_t>(pointers_.view().size());
      if (!walk.append_pointer(pointers_, next->elements)) return false;
      next->pointer->end = static_cast<uint32_t>(pointers_.view().size());
    }
  }
  return !walk.failed();
}

}  // namespace tidegate
