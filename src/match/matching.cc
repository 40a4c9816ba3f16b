#include "match/matching.h"

#include <algorithm>

#include "match/array_check.h"
#include "pattern/profile.h"

namespace tidegate {
namespace {

// A text that is over a limit of the reader may be an object all the same.
bool is_no_object(ErrorCode code) {
  return code == ErrorCode::kInvalidJson || code == ErrorCode::kInvalidUtf8 ||
         code == ErrorCode::kEventNotObject;
}

}  // namespace

ErrorCode Matching::run(bool first_only) {
  scratch_.matches.clear();
  if (!prepare()) return ErrorCode::kOutOfMemory;
  const uint32_t leaves = scratch_.event.leaves.size();
  for (uint32_t leaf = 0; leaf < leaves; ++leaf) {
    if (!take_value(leaf)) return ErrorCode::kOutOfMemory;
  }
  for (uint32_t i = 0; i < scratch_.candidates.size(); ++i) {
    for (const SubRuleId id : index_.bucket(scratch_.candidates[i])) {
      if (!judge(id)) return error_;
      if (first_only && !scratch_.matches.empty()) return ErrorCode::kOk;
    }
  }
  for (const SubRuleId id : rules_.homeless_) {
    if (!judge(id)) return error_;
    if (first_only && !scratch_.matches.empty()) return ErrorCode::kOk;
  }
  const auto& all = rules_.rules_;
  std::sort(scratch_.matches.begin(), scratch_.matches.end(),
            [&](RuleId a, RuleId b) { return all[a].order < all[b].order; });
  return ErrorCode::kOk;
}

// A new epoch, and room for all that this event and this set can stamp.
bool Matching::prepare() {
  if (++scratch_.epoch == 0) {  // After 2^32 events the old stamps could be taken for new ones.
    scratch_.predicates.clear();
    scratch_.clauses.clear();
    scratch_.paths.clear();
    scratch_.rules.clear();
    scratch_.epoch = 1;
  }
  const uint32_t leaves = scratch_.event.leaves.size();
  scratch_.candidates.clear();
  scratch_.hits.clear();
  scratch_.leaf_lists.clear();
  scratch_.values.clear();
  const auto grow = [](auto& states, uint32_t size) {
    return states.size() >= size || states.resize(size);
  };
  return scratch_.values.reserve(leaves) && grow(scratch_.next_leaf, leaves) &&
         grow(scratch_.predicates, index_.predicates().capacity()) &&
         grow(scratch_.clauses, index_.clause_capacity()) &&
         grow(scratch_.paths, index_.paths().capacity()) &&
         grow(scratch_.rules, rules_.rules_.capacity());
}

// ---- From values to candidates ----

bool Matching::take_value(uint32_t leaf) {
  const Leaf& read = scratch_.event.leaves[leaf];
  scratch_.values.push_reserved(Value(read));
  link_leaf(leaf);
  const ClauseIndex::PathEntry& path = index_.path(read.path);
  if (read.type == JsonType::kString) {
    if (path.strings != 0 && !hit_exact(leaf, Operator::kEqualsString, read.view())) return false;
    const auto hit_leaf = [&](PredicateId id) { return hit(id, leaf); };
    if (!index_.find_affixes(read.path, read.view(), hit_leaf)) return false;
  } else if (path.numbers + path.tokens != 0) {
    const double* number = scratch_.values[leaf].number();
    if (number == nullptr) {
      if (!hit_exact(leaf, Operator::kEqualsToken, read.view())) return false;
    } else if (!hit_exact(leaf, Operator::kEqualsNumber,
                          {reinterpret_cast<const char*>(number), sizeof(*number)})) {
      return false;
    }
  }
  for (const PredicateId id : index_.asked(read.path)) {
    const Operator op = index_.predicates()[id].op;
    if (satisfies(op, index_.operand(id), scratch_.values[leaf]) && !hit(id, leaf)) return false;
  }
  return true;
}

void Matching::link_leaf(uint32_t leaf) {
  MatchScratch::PathState& path = scratch_.paths[scratch_.event.leaves[leaf].path];
  scratch_.next_leaf[leaf] = MatchScratch::kNoHit;
  if (path.epoch != scratch_.epoch) {
    path.epoch = scratch_.epoch;
    path.first_leaf = leaf;
  } else {
    scratch_.next_leaf[path.last_leaf] = leaf;
  }
  path.last_leaf = leaf;
}

bool Matching::hit_exact(uint32_t leaf, Operator op, std::string_view operand) {
  const PredicateId id = index_.find_exact(scratch_.event.leaves[leaf].path, op, operand);
  return id == kNoId || hit(id, leaf);
}

// Notes that a value satisfies a predicate. Which value it was matters only where there are arrays.
bool Matching::hit(PredicateId id, uint32_t leaf) {
  MatchScratch::PredicateState& state = scratch_.predicates[id];
  const bool first = state.epoch != scratch_.epoch || state.first_hit == MatchScratch::kNoHit;
  const uint32_t added = scratch_.hits.size();
  if (first) {
    if (!raise_candidates(id)) return false;
    state = {scratch_.epoch, added, added};
  }
  if (!scratch_.event.has_places()) return true;
  if (!scratch_.hits.push({leaf, MatchScratch::kNoHit})) return false;
  if (!first) scratch_.hits[state.last_hit].next = added;
  state.last_hit = added;
  return true;
}

bool Matching::raise_candidates(PredicateId id) {
  for (const ClauseId clause : index_.clauses_of(id)) {
    MatchScratch::ClauseState& state = scratch_.clauses[clause];
    if (state.seen == scratch_.epoch) continue;
    state.seen = scratch_.epoch;
    if (!scratch_.candidates.push(clause)) return false;
  }
  return true;
}

// ---- From candidates to rules ----

// Adds the sub-rule's rule to the matches if its clauses are satisfied. False: error_ is set.
bool Matching::judge(SubRuleId id) {
  const RuleSet::SubRuleEntry& sub_rule = rules_.sub_rules_[id];
  const RuleId rule = rules_.patterns_[sub_rule.pattern].rule;
  if (scratch_.rules[rule] == scratch_.epoch) return true;
  const std::span<const ClauseId> clauses = rules_.clauses(sub_rule);
  for (const ClauseId clause : clauses) {
    if (!is_satisfied(clause)) return error_ == ErrorCode::kOk;
  }
  if (scratch_.event.has_places()) {
    ArrayCheck check(*this);
    if (!check.run(clauses)) return error_ == ErrorCode::kOk;
  }
  scratch_.rules[rule] = scratch_.epoch;
  if (scratch_.matches.push(rule)) return true;
  error_ = ErrorCode::kOutOfMemory;
  return false;
}

bool Matching::is_satisfied(ClauseId id) {
  MatchScratch::ClauseState& state = scratch_.clauses[id];
  if (state.answered != scratch_.epoch) {
    state.satisfied = answer_clause(id);
    state.answered = scratch_.epoch;
  }
  return state.satisfied;
}

bool Matching::answer_clause(ClauseId id) {
  const ClauseIndex::Clause& clause = index_.clause(id);
  if (clause.absent && may_be_absent(clause.path)) return true;
  for (const ClauseIndex::Member& member : index_.members(id)) {
    if (!ask(member.predicate)) return false;
    if (has_hit(member.predicate)) return true;
  }
  return false;
}

// Whether {"exists": false} can be satisfied: not when there is a value, unless it lies in an
// array, where a rule may have settled on another element.
bool Matching::may_be_absent(PathTree::Node path) const {
  const MatchScratch::PathState& state = scratch_.paths[path];
  if (state.epoch != scratch_.epoch) return true;
  if (!scratch_.event.has_places()) return false;
  for (uint32_t leaf = state.first_leaf; leaf != MatchScratch::kNoHit;
       leaf = scratch_.next_leaf[leaf]) {
    if (scratch_.event.leaves[leaf].place == EventView::kTopPlace) return false;
  }
  return true;
}

bool Matching::is_answered(PredicateId id) const {
  const PredicateTable::Entry& predicate = index_.predicates()[id];
  return is_exact(predicate.op) || predicate.enlisted ||
         scratch_.predicates[id].epoch == scratch_.epoch;
}

bool Matching::has_hit(PredicateId id) const {
  const MatchScratch::PredicateState& state = scratch_.predicates[id];
  return state.epoch == scratch_.epoch && state.first_hit != MatchScratch::kNoHit;
}

// Makes sure that a predicate has been held against all values at its path. False: error_ is set.
bool Matching::ask(PredicateId id) {
  if (is_answered(id)) return true;
  scratch_.predicates[id] = {scratch_.epoch, MatchScratch::kNoHit, MatchScratch::kNoHit};
  const PredicateTable::Entry& predicate = index_.predicates()[id];
  const MatchScratch::PathState& path = scratch_.paths[predicate.path];
  if (path.epoch != scratch_.epoch) return true;
  for (uint32_t leaf = path.first_leaf; leaf != MatchScratch::kNoHit;
       leaf = scratch_.next_leaf[leaf]) {
    if (!satisfies(predicate.op, index_.operand(id), scratch_.values[leaf])) continue;
    if (!hit(id, leaf)) {
      error_ = ErrorCode::kOutOfMemory;
      return false;
    }
    if (!scratch_.event.has_places()) return true;
  }
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
  if (!read_object(event, index_.paths(), scratch.event, problem)) {
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
