#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/id_list.h"
#include "base/records.h"
#include "match/length_set.h"
#include "match/predicate_table.h"

namespace tidegate {

using ClauseId = uint32_t;
using SubRuleId = uint32_t;

// Leads from the values of an event to the rules worth a look.
//
// A clause is the OR-list of one path; equal clauses of different rules are one clause. A sub-rule
// hangs in the bucket of one of its clauses. A clause that has a bucket is active: each of its
// predicates knows it, exact predicates and affixes are found by hash, and the others stand in the
// list of predicates that every value at their path is asked for.
class ClauseIndex {
 public:
  struct Clause {
    PathTree::Node path = PathTree::kNone;
    uint32_t references = 0;
    uint32_t hash = 0;
    Pool::Ref members = Pool::kNone;  // member_count Members, sorted by predicate.
    uint32_t member_count = 0;
    IdList bucket;          // The sub-rules that hang here.
    bool absent = false;    // One alternative is {"exists": false}.
    uint8_t kind_rank = 0;  // Of its least selective predicate; the smaller the better a bucket.
  };

  struct Member {
    PredicateId predicate;
    uint32_t position;  // Of the clause in the predicate's list, while active.
  };

  // What is looked for at one path.
  struct PathEntry {
    // Exact predicates, also of clauses that are not active, by the values they are found with.
    uint32_t strings = 0;
    uint32_t numbers = 0;
    uint32_t tokens = 0;
    // Predicates of active clauses: the lengths of affixes, and all others.
    LengthSet prefixes;
    LengthSet suffixes;
    IdList asked;
  };

  explicit ClauseIndex(uint64_t hash_seed)
      : paths_(hash_seed), predicates_(hash_seed), hash_seed_(hash_seed) {}

  // The clause for a path and its alternatives, made when it is new and counted; kNoId when there
  // is no memory.
  [[nodiscard]] ClauseId acquire(std::string_view path, std::span<const Predicate*> alternatives);
  void hold(ClauseId id) { ++clauses_[id].references; }
  void release(ClauseId id);

  // Hangs a sub-rule into the bucket of a clause that is not absent; its position in the bucket, or
  // kNoId when there is no memory (nothing has changed then).
  [[nodiscard]] uint32_t attach(ClauseId id, SubRuleId sub_rule);
  // Takes out the sub-rule at a position. Returns the one that now stands there in its stead, or
  // kNoId.
  SubRuleId detach(ClauseId id, uint32_t position);

  // How many sub-rules and clauses an event would have to look at for values of this clause.
  uint32_t crowd(ClauseId id) const {
    uint32_t crowd = clauses_[id].bucket.size();
    for (const Member& member : members(id)) crowd += predicates_[member.predicate].clauses.size();
    return crowd;
  }

  const PathTree& paths() const { return paths_; }
  const PredicateTable& predicates() const { return predicates_; }
  const Clause& clause(ClauseId id) const { return clauses_[id]; }
  const PathEntry& path(PathTree::Node node) const { return path_entries_[node]; }
  std::span<const Member> members(ClauseId id) const { return members_of(clauses_[id]); }
  std::span<const SubRuleId> bucket(ClauseId id) const {
    return {clauses_[id].bucket.begin(pool_), clauses_[id].bucket.size()};
  }
  std::span<const PredicateId> asked(PathTree::Node node) const {
    return {path_entries_[node].asked.begin(pool_), path_entries_[node].asked.size()};
  }
  std::span<const ClauseId> clauses_of(PredicateId id) const {
    const IdList& list = predicates_[id].clauses;
    return {list.begin(pool_), list.size()};
  }
  std::string_view operand(PredicateId id) const { return predicates_.operand(id, pool_); }

  // Calls hit(id) for each affix of active clauses at a path that the text of a string satisfies;
  // false as soon as hit() is.
  template <class Hit>
  bool find_affixes(PathTree::Node node, std::string_view text, Hit hit) const {
    const PathEntry& entry = path_entries_[node];
    return (entry.prefixes.empty() ||
            predicates_.find_affixes(node, Operator::kPrefix, text, entry.prefixes.lengths(pool_),
                                     pool_, hit)) &&
           (entry.suffixes.empty() ||
            predicates_.find_affixes(node, Operator::kSuffix, text, entry.suffixes.lengths(pool_),
                                     pool_, hit));
  }

  PredicateId find_exact(PathTree::Node path, Operator op, std::string_view operand) const {
    return predicates_.find(path, op, operand, pool_);
  }

  size_t memory_bytes() const {
    return pool_.memory_bytes() + paths_.memory_bytes() + predicates_.memory_bytes() +
           clauses_.memory_bytes() + ids_.memory_bytes() + path_entries_.memory_bytes();
  }

  uint32_t clause_capacity() const { return clauses_.capacity(); }

  Pool& pool() { return pool_; }
  const Pool& pool() const { return pool_; }

 private:
  [[nodiscard]] bool collect_predicates(PathTree::Node path,
                                        std::span<const Predicate*> alternatives);
  void release_predicates(std::span<const PredicateId> ids);
  [[nodiscard]] PredicateId acquire_predicate(PathTree::Node path, const Predicate& predicate);
  void release_predicate(PredicateId id);
  ClauseId find(uint32_t hash, PathTree::Node path) const;
  [[nodiscard]] ClauseId create(uint32_t hash, PathTree::Node path);
  [[nodiscard]] bool activate(ClauseId id);
  void deactivate(ClauseId id, uint32_t member_count);
  [[nodiscard]] bool enlist(PredicateId id);
  void unlist(PredicateId id);
  std::span<Member> members_of(const Clause& clause);
  std::span<const Member> members_of(const Clause& clause) const;
  uint32_t* counter_of(PathEntry& entry, PredicateId id);

  Pool pool_;
  PathTree paths_;
  PredicateTable predicates_;
  Records<Clause> clauses_;
  IdTable ids_;
  Vec<PathEntry> path_entries_;  // By node of the path tree.
  Vec<PredicateId> collected_;   // The predicates of the clause being looked up, sorted.
  uint64_t hash_seed_;
};

}  // namespace tidegate
