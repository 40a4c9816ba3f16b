#pragma once

#include <span>

#include "base/error.h"
#include "match/match_scratch.h"
#include "match/rule_set.h"

namespace tidegate {

// One event against one rule set; the event has been read into scratch.event. Every distinct
// predicate is answered at most once for it: exact ones and those of active clauses for each value
// as it comes, the others when a rule first asks.
class Matching {
 public:
  Matching(const RuleSet& rules, MatchScratch& scratch)
      : rules_(rules), index_(rules.index_), scratch_(scratch) {}

  // Fills scratch.matches. kOk, kOutOfMemory or kEventTooComplex.
  ErrorCode run(bool first_only);

 private:
  friend class ArrayCheck;

  bool prepare();
  bool take_value(uint32_t leaf);
  void link_leaf(uint32_t leaf);
  bool hit_exact(uint32_t leaf, Operator op, std::string_view operand);
  bool hit(PredicateId id, uint32_t leaf);
  bool raise_candidates(PredicateId id);
  bool judge(SubRuleId id);
  bool is_satisfied(ClauseId id);
  bool answer_clause(ClauseId id);
  bool may_be_absent(PathTree::Node path) const;
  bool ask(PredicateId id);
  bool is_answered(PredicateId id) const;
  bool has_hit(PredicateId id) const;

  const RuleSet& rules_;
  const ClauseIndex& index_;
  MatchScratch& scratch_;
  ErrorCode error_ = ErrorCode::kOk;
};

}  // namespace tidegate
