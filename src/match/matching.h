#pragma once

#include <span>

#include "base/error.h"
#include "match/match_scratch.h"
#include "match/rule_set.h"

namespace tidegate {

// One event against one rule set; the event has been read into scratch.event. What leads on from
// the root of the tree answers each value as it comes, every other predicate when a bucket or a
// rule first asks, and the answers are kept. Only what the index of a further bucket finds, which
// is what holds, is asked again where a rule is judged.
class Matching {
 public:
  Matching(const RuleSet& rules, MatchScratch& scratch)
      : rules_(rules), tree_(rules.tree_), table_(tree_.clauses()), scratch_(scratch) {}

  // Fills scratch.matches. kOk, kOutOfMemory or kEventTooComplex.
  ErrorCode run(bool first_only);

 private:
  friend class ArrayCheck;
  friend class Explainer;

  bool prepare();
  bool prepare_places();
  bool is_done() const { return first_only_ && !scratch_.matches.empty(); }

  bool take_values();
  bool take_value(uint32_t leaf);
  void link_leaf(uint32_t leaf);
  PredicateId find_exact(uint32_t leaf);
  bool hit(PredicateId id, uint32_t leaf);
  bool note_hit(PredicateId id, uint32_t leaf, bool first);

  bool reach(std::span<const BucketId> buckets);
  bool explore(BucketId id);
  bool explore_branches(BucketId id, const RuleTree::Bucket& bucket);
  bool explore_branch(BucketId bucket, const RuleTree::Branch& branch);
  bool explore_absences(BucketId id);
  bool are_in_arrays(ClauseId clause, PathTree::Node path) const;
  bool is_in_array(PathTree::Node path) const;

  bool judge(SubRuleId id, uint32_t depth);
  bool are_satisfied(std::span<const ClauseId> clauses);
  bool are_together(std::span<const ClauseId> clauses);
  bool is_satisfied(ClauseId id);
  bool answer_clause(ClauseId id);
  bool may_be_absent(PathTree::Node path) const;
  bool ask(PredicateId id);
  bool has_hit(PredicateId id) const { return scratch_.predicates[id] == (scratch_.epoch | 1); }
  uint32_t first_leaf(PathTree::Node path) const;
  bool sort_matches();
  bool no_memory();

  const RuleSet& rules_;
  const RuleTree& tree_;
  const ClauseTable& table_;
  MatchScratch& scratch_;
  bool first_only_ = false;
  bool has_places_ = false;
  ErrorCode error_ = ErrorCode::kOk;
};

}  // namespace tidegate
