#include "match/matching.h"

#include <algorithm>

#include "match/array_check.h"
#include "pattern/profile.h"

namespace tidegate {
namespace {

constexpr uint32_t kNone = MatchScratch::kNone;

// A text that is over a limit of the reader may be an object all the same.
bool is_no_object(ErrorCode code) {
  return code == ErrorCode::kInvalidJson || code == ErrorCode::kInvalidUtf8 ||
         code == ErrorCode::kEventNotObject;
}

// Long lists digit by digit, which is linear.
bool sort_keys(Vec<MatchScratch::SortKey>& keys, Vec<MatchScratch::SortKey>& spare) {
  using Key = MatchScratch::SortKey;
  constexpr uint32_t kDigitBits = 11;
  if (keys.size() < 1024) {
    // The one place where the speed of std::sort() is worth its size.
    std::sort(keys.begin(), keys.end(),
              [](const Key& a, const Key& b) { return a.order < b.order; });
    return true;
  }
  if (!spare.resize(keys.size())) return false;
  for (uint32_t shift = 0; shift < 64; shift += kDigitBits) {
    uint32_t ends[1u << kDigitBits] = {};
    const auto digit = [&](const Key& key) {
      return key.order >> shift & ((1u << kDigitBits) - 1);
    };
    for (const Key& key : keys) ++ends[digit(key)];
    if (ends[digit(keys[0])] == keys.size()) continue;
    uint32_t sum = 0;
    for (uint32_t& end : ends) end = sum += end;
    for (uint32_t i = keys.size(); i-- != 0;) spare[--ends[digit(keys[i])]] = keys[i];
    keys.swap(spare);
  }
  return true;
}

template <class States>
bool grow(States& states, uint32_t size) {
  return states.size() >= size || states.resize(size);
}

}  // namespace

// A member function that returns false has set error_.

ErrorCode Matching::run(bool first_only) {
  first_only_ = first_only;
  has_places_ = scratch_.event.has_places();
  scratch_.matches.clear();
  if (tree_.bucket_capacity() == 0) return ErrorCode::kOk;
  if (!prepare() || (has_places_ && !prepare_places())) return ErrorCode::kOutOfMemory;
  if (!take_values() || !explore_absences(RuleTree::kRoot)) return error_;
  for (uint32_t i = 0; i < scratch_.reached.size(); ++i) {
    if (!explore(scratch_.reached[i])) return error_;
    if (is_done()) return ErrorCode::kOk;
  }
  return sort_matches() ? ErrorCode::kOk : error_;
}

bool Matching::no_memory() {
  error_ = ErrorCode::kOutOfMemory;
  return false;
}

// A new epoch, and room for all that this event and this set can stamp.
bool Matching::prepare() {
  scratch_.epoch += 2;
  if (scratch_.epoch == 0) {  // After 2^31 events the old stamps could be taken for new ones.
    scratch_.paths.clear();
    scratch_.predicates.clear();
    scratch_.clauses.clear();
    scratch_.buckets.clear();
    scratch_.rules.clear();
    scratch_.clause_lists.clear();
    scratch_.path_lists.clear();
    scratch_.epoch = 2;
  }
  const uint32_t leaves = scratch_.event.leaves.size();
  scratch_.reached.clear();
  scratch_.event_paths.clear();
  scratch_.values.clear();
  return (scratch_.values.reserve(leaves) && grow(scratch_.exact, leaves) &&
          grow(scratch_.next_leaf, leaves) && grow(scratch_.paths, table_.paths().capacity()) &&
          scratch_.event_paths.reserve(std::min(leaves, table_.paths().capacity())) &&
          grow(scratch_.predicates, table_.predicates().capacity()) &&
          grow(scratch_.clauses, table_.capacity()) &&
          grow(scratch_.buckets, tree_.bucket_capacity()) &&
          grow(scratch_.rules, rules_.rules_.capacity())) ||
         no_memory();
}

bool Matching::prepare_places() {
  scratch_.hits.clear();
  scratch_.leaf_lists.clear();
  return (grow(scratch_.hit_lists, table_.predicates().capacity()) &&
          grow(scratch_.clause_lists, table_.capacity()) &&
          grow(scratch_.path_lists, table_.paths().capacity()) &&
          grow(scratch_.path_uses, table_.paths().capacity())) ||
         no_memory();
}

// ---- From values to buckets behind the root ----

bool Matching::take_values() {
  const uint32_t leaves = scratch_.event.leaves.size();
  for (uint32_t leaf = 0; leaf < leaves; ++leaf) {
    if (!take_value(leaf)) return false;
  }
  return true;
}

bool Matching::take_value(uint32_t leaf) {
  scratch_.values.push_reserved(Value(scratch_.event.leaves[leaf]));
  link_leaf(leaf);
  const PredicateId exact = find_exact(leaf);
  scratch_.exact[leaf] = exact;
  if (exact != kNoId && !hit(exact, leaf)) return false;

  const uint32_t id = table_.path(scratch_.event.leaves[leaf].path).branch;
  if (id == kNoId) return true;
  const RuleTree::Branch& branch = tree_.branch(id);
  Value& value = scratch_.values[leaf];
  const auto hit_leaf = [&](PredicateId found) { return hit(found, leaf); };
  if (!tree_.find(branch, value, scratch_.index, hit_leaf)) return no_memory();
  for (const PredicateId asked : tree_.asked(branch)) {
    const Operator op = table_.predicates()[asked].op;
    if (satisfies(op, table_.operand(asked), value) && !hit(asked, leaf)) return false;
  }
  return true;
}

void Matching::link_leaf(uint32_t leaf) {
  const PathTree::Node id = scratch_.event.leaves[leaf].path;
  MatchScratch::PathState& path = scratch_.paths[id];
  scratch_.next_leaf[leaf] = kNone;
  if (path.epoch != scratch_.epoch) {
    path.epoch = scratch_.epoch;
    path.first_leaf = leaf;
    path.in_array = false;
    scratch_.event_paths.push_reserved(id);
  } else {
    scratch_.next_leaf[path.last_leaf] = leaf;
  }
  path.last_leaf = leaf;
  path.in_array = path.in_array || scratch_.event.leaves[leaf].place != EventView::kTopPlace;
}

PredicateId Matching::find_exact(uint32_t leaf) {
  const Leaf& read = scratch_.event.leaves[leaf];
  const ClauseTable::PathEntry& path = table_.path(read.path);
  const auto find = [&](Operator op, std::string_view operand) {
    return table_.predicates().find(read.path, op, operand, table_.pool());
  };
  if (read.type == JsonType::kString) {
    return path.strings == 0 ? kNoId : find(Operator::kEqualsString, read.view());
  }
  if (path.numbers + path.tokens == 0) return kNoId;
  const double* number = scratch_.values[leaf].number();
  if (number == nullptr) return find(Operator::kEqualsToken, read.view());
  return find(Operator::kEqualsNumber, {reinterpret_cast<const char*>(number), sizeof(*number)});
}

// Notes that a value satisfies a predicate, behind which the root leads on.
bool Matching::hit(PredicateId id, uint32_t leaf) {
  const bool first = !has_hit(id);
  scratch_.predicates[id] = scratch_.epoch | 1;
  if (has_places_ && !note_hit(id, leaf, first)) return false;
  return !first || reach(tree_.behind(RuleTree::kRoot, id));
}

// Which value it was matters only where there are arrays.
bool Matching::note_hit(PredicateId id, uint32_t leaf, bool first) {
  const uint32_t added = scratch_.hits.size();
  if (!scratch_.hits.push({leaf, kNone})) return no_memory();
  MatchScratch::HitList& list = scratch_.hit_lists[id];
  if (first) {
    list.first = added;
  } else {
    scratch_.hits[list.last].next = added;
  }
  list.last = added;
  return true;
}

// ---- From bucket to bucket ----

bool Matching::reach(std::span<const BucketId> buckets) {
  for (const BucketId id : buckets) {
    if (scratch_.buckets[id] == scratch_.epoch) continue;
    scratch_.buckets[id] = scratch_.epoch;
    if (!scratch_.reached.push(id)) return no_memory();
  }
  return true;
}

bool Matching::explore(BucketId id) {
  const RuleTree::Bucket& bucket = tree_.bucket(id);
  for (const SubRuleId sub_rule : tree_.residents(bucket)) {
    if (!judge(sub_rule, bucket.depth)) return false;
    if (is_done()) return true;
  }
  return bucket.split == kNoId || (explore_branches(id, bucket) && explore_absences(id));
}

// Goes by the branches of the bucket or by the paths of the event, whichever are fewer.
bool Matching::explore_branches(BucketId id, const RuleTree::Bucket& bucket) {
  const auto branches = tree_.branches(bucket);
  if (branches.size() <= scratch_.event_paths.size()) {
    for (const BranchId branch : branches) {
      if (!explore_branch(id, tree_.branch(branch))) return false;
    }
    return true;
  }
  for (const PathTree::Node path : scratch_.event_paths) {
    const BranchId branch = tree_.find_branch(id, path);
    if (branch != kNoId && !explore_branch(id, tree_.branch(branch))) return false;
  }
  return true;
}

bool Matching::explore_branch(BucketId bucket, const RuleTree::Branch& branch) {
  const auto reach_behind = [&](PredicateId id) { return reach(tree_.behind(bucket, id)); };
  const auto visit = [&](uint32_t leaf) {
    const PredicateId exact = scratch_.exact[leaf];
    if (branch.exact != 0 && exact != kNoId && !reach_behind(exact)) return false;
    return tree_.find(branch, scratch_.values[leaf], scratch_.index, reach_behind) || no_memory();
  };
  const ClauseId by = tree_.bucket(bucket).clause;
  if (has_places_ && are_in_arrays(by, branch.path)) {
    if (!ArrayCheck(*this).visit_together(by, branch.path, visit)) return false;
  } else {
    uint32_t leaf = first_leaf(branch.path);
    for (; leaf != kNone; leaf = scratch_.next_leaf[leaf]) {
      if (!visit(leaf)) return false;
    }
  }
  for (const PredicateId asked : tree_.asked(branch)) {
    if (!ask(asked)) return false;
    if (has_hit(asked) && !reach_behind(asked)) return false;
  }
  return true;
}

// Whether values in arrays satisfy a clause, and there are some at the path, so that only those in
// the same elements are worth a look.
bool Matching::are_in_arrays(ClauseId clause, PathTree::Node path) const {
  return table_[clause].absent == 0 && is_in_array(table_[clause].path) && is_in_array(path);
}

bool Matching::is_in_array(PathTree::Node path) const {
  const MatchScratch::PathState& state = scratch_.paths[path];
  return state.epoch == scratch_.epoch && state.in_array;
}

bool Matching::explore_absences(BucketId id) {
  for (const BranchId absence : tree_.absences(tree_.bucket(id))) {
    const RuleTree::Branch& branch = tree_.branch(absence);
    if (may_be_absent(branch.path) && !reach(tree_.behind(id, branch.absent))) return false;
  }
  return true;
}

// ---- From buckets to rules ----

// Adds the rule of a sub-rule to the matches if its clauses are satisfied. As many as `depth` are
// those by which its bucket was reached.
bool Matching::judge(SubRuleId id, uint32_t depth) {
  const RuleTree::SubRule& sub_rule = tree_[id];
  uint32_t& stamp = scratch_.rules[sub_rule.rule];
  if (stamp == scratch_.epoch) return true;
  if (sub_rule.clause_count != depth && !are_satisfied(tree_.clauses_of(id))) {
    return error_ == ErrorCode::kOk;
  }
  if (has_places_ && !are_together(tree_.clauses_of(id))) return error_ == ErrorCode::kOk;
  stamp = scratch_.epoch;
  return scratch_.matches.push(sub_rule.rule) || no_memory();
}

// What is known already, or as good as known, first: most rules fail there.
bool Matching::are_satisfied(std::span<const ClauseId> clauses) {
  for (const ClauseId id : clauses) {
    if (table_[id].rank == 0 && !is_satisfied(id)) return false;
  }
  for (const ClauseId id : clauses) {
    if (table_[id].rank != 0 && !is_satisfied(id)) return false;
  }
  return true;
}

// Whether one choice of values satisfies all clauses. There is one unless two of them are about
// values in arrays.
bool Matching::are_together(std::span<const ClauseId> clauses) {
  uint32_t in_arrays = 0;
  for (const ClauseId id : clauses) {
    if (is_in_array(table_[id].path)) in_arrays += table_[id].absent != 0 ? 2 : 1;
  }
  return in_arrays < 2 || ArrayCheck(*this).run(clauses);
}

bool Matching::is_satisfied(ClauseId id) {
  const ClauseTable::Clause& clause = table_[id];
  if (clause.member_count == 1 && clause.absent == 0) {
    return ask(clause.members) && has_hit(clause.members);
  }
  uint32_t& state = scratch_.clauses[id];
  if ((state & ~1u) != scratch_.epoch) state = scratch_.epoch | (answer_clause(id) ? 1 : 0);
  return (state & 1) != 0;
}

bool Matching::answer_clause(ClauseId id) {
  if (table_[id].absent != 0 && may_be_absent(table_[id].path)) return true;
  for (const PredicateId predicate : table_.members(id)) {
    if (!ask(predicate)) return false;
    if (has_hit(predicate)) return true;
  }
  return false;
}

// Whether {"exists": false} can be satisfied: not when there is a value, unless it lies in an
// array, where a rule may have settled on another element.
bool Matching::may_be_absent(PathTree::Node path) const {
  const uint32_t first = first_leaf(path);
  if (first == kNone) return true;
  if (!has_places_) return false;
  for (uint32_t leaf = first; leaf != kNone; leaf = scratch_.next_leaf[leaf]) {
    if (scratch_.event.leaves[leaf].place == EventView::kTopPlace) return false;
  }
  return true;
}

uint32_t Matching::first_leaf(PathTree::Node path) const {
  const MatchScratch::PathState& state = scratch_.paths[path];
  return state.epoch == scratch_.epoch ? state.first_leaf : kNone;
}

// Makes sure that a predicate has been held against all values at its path.
bool Matching::ask(PredicateId id) {
  uint32_t& state = scratch_.predicates[id];
  if ((state & ~1u) == scratch_.epoch) return true;
  state = scratch_.epoch;
  // The values have answered these as they came.
  const PredicateTable::Entry& predicate = table_.predicates()[id];
  if (predicate.enlisted || is_exact(predicate.op)) return true;
  const std::string_view operand = table_.operand(id);
  for (uint32_t leaf = first_leaf(predicate.path); leaf != kNone; leaf = scratch_.next_leaf[leaf]) {
    if (!satisfies(predicate.op, operand, scratch_.values[leaf])) continue;
    const bool first = state == scratch_.epoch;
    state = scratch_.epoch | 1;
    if (!has_places_) return true;
    if (!note_hit(id, leaf, first)) return false;
  }
  return true;
}

// ---- The result ----

// Sorts the matches by the order of their rules.
bool Matching::sort_matches() {
  Vec<RuleId>& matches = scratch_.matches;
  Vec<MatchScratch::SortKey>& keys = scratch_.sort_keys;
  keys.clear();
  if (!keys.reserve(matches.size())) return no_memory();
  bool sorted = true;
  for (const RuleId rule : matches) {
    const uint64_t order = rules_.rules_[rule].order;
    sorted = sorted && (keys.empty() || keys.back().order < order);
    keys.push_reserved({order, rule});
  }
  if (sorted) return true;
  if (!sort_keys(keys, scratch_.sort_spare)) return no_memory();
  for (uint32_t i = 0; i < matches.size(); ++i) matches[i] = keys[i].rule;
  return true;
}

bool RuleSet::run(std::string_view event, bool first_only, MatchScratch& scratch,
                  Diagnostic& problem) const {
  scratch.matches.clear();
  if (event.size() > options_.max_event_bytes) {
    problem.set(ErrorCode::kTooLarge, "The event has more than ");
    problem.reason.append_number(options_.max_event_bytes);
    problem.reason.append(" bytes.");
    problem.hint.append("Raise the limit for events of the rule set, or send smaller events.");
    return false;
  }
  if (!read_object(event, paths(), scratch.event, problem, options_.validation)) {
    return is_no_object(problem.code) && rules_of(options_.profile).passes_over_other_events;
  }
  return match_view(first_only, scratch, problem);
}

bool RuleSet::match_view(bool first_only, MatchScratch& scratch, Diagnostic& problem) const {
  const ErrorCode code = Matching(*this, scratch).run(first_only);
  if (code == ErrorCode::kOk) return true;
  problem.set(code);
  scratch.matches.clear();
  return false;
}

bool RuleSet::match(std::string_view event, MatchScratch& scratch, Diagnostic& problem) const {
  return run(event, false, scratch, problem);
}

bool RuleSet::match_any(std::string_view event, MatchScratch& scratch, Diagnostic& problem) const {
  return run(event, true, scratch, problem);
}

}  // namespace tidegate
