#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/records.h"
#include "match/predicate_table.h"

namespace tidegate {

using ClauseId = uint32_t;

// The distinct clauses of a rule set, each once however many rules have it. A clause is the OR-list
// of one path: it is satisfied by a value at the path that satisfies one of its predicates. Counted
// like predicates.
class ClauseTable {
 public:
  struct Clause {
    PathTree::Node path = PathTree::kNone;
    uint32_t references = 0;
    uint32_t members = 0;  // The predicate itself where there is one, or a block of their ids.
    uint32_t member_count : 24 = 0;
    uint32_t absent : 1 = 0;  // One alternative is {"exists": false}.
    uint32_t rank : 7 = 0;    // Of its least selective predicate.
    uint32_t bucket = kNoId;  // Belongs to match/rule_tree.h.
  };

  // Whether few values satisfy a clause, as a rule.
  static bool is_selective(const Clause& clause) { return clause.rank < 2; }

  explicit ClauseTable(uint64_t hash_seed)
      : paths_(hash_seed), predicates_(hash_seed), hash_seed_(hash_seed) {}

  // The clause for a path and its alternatives, made when it is new and counted; kNoId when there
  // is no memory (nothing has changed then).
  [[nodiscard]] ClauseId acquire(std::string_view path, std::span<const Predicate*> alternatives);
  void hold(ClauseId id) { ++clauses_[id].references; }
  void release(ClauseId id);

  // ---- For loading what was saved (match/snapshot.h) ----

  // Wants a path until it is unwanted. kNone: no memory.
  [[nodiscard]] PathTree::Node want(std::string_view path);
  void unwant(PathTree::Node path) { paths_.remove(path); }
  // See PredicateTable::add(). The path must be wanted.
  [[nodiscard]] PredicateId add_predicate(PathTree::Node path, Operator op,
                                          std::string_view operand) {
    return predicates_.add(path, op, operand, pool_);
  }
  // The clause of these predicates, which are ascending and have one path; or kNoId.
  ClauseId find(std::span<const PredicateId> predicates) const;
  // The same where there is none yet: made, and not counted yet. kNoId: no memory.
  [[nodiscard]] ClauseId add_clause(std::span<const PredicateId> predicates);

  // ----

  // Its predicates, ascending, each once. Good until the table changes.
  std::span<const PredicateId> members(ClauseId id) const {
    const Clause& clause = clauses_[id];
    if (clause.member_count == 1) return {&clause.members, 1};
    return {reinterpret_cast<const PredicateId*>(pool_.at(clause.members)), clause.member_count};
  }

  // What is looked for at one path among the exact predicates, by the values they are found with;
  // and where the values of an event go on (match/rule_tree.h).
  struct PathEntry {
    uint32_t strings = 0;
    uint32_t numbers = 0;
    uint32_t tokens = 0;
    uint32_t branch = kNoId;
  };

  Clause& operator[](ClauseId id) { return clauses_[id]; }
  const Clause& operator[](ClauseId id) const { return clauses_[id]; }
  PathEntry& path(PathTree::Node node) { return path_entries_[node]; }
  const PathEntry& path(PathTree::Node node) const { return path_entries_[node]; }

  const PathTree& paths() const { return paths_; }
  PredicateTable& predicates() { return predicates_; }
  const PredicateTable& predicates() const { return predicates_; }
  std::string_view operand(PredicateId id) const { return predicates_.operand(id, pool_); }
  Pool& pool() { return pool_; }
  const Pool& pool() const { return pool_; }

  // One more than the largest id.
  uint32_t capacity() const { return clauses_.capacity(); }

  size_t memory_bytes() const {
    return pool_.memory_bytes() + paths_.memory_bytes() + predicates_.memory_bytes() +
           clauses_.memory_bytes() + ids_.memory_bytes() + path_entries_.memory_bytes();
  }

 private:
  [[nodiscard]] bool collect_predicates(PathTree::Node path,
                                        std::span<const Predicate*> alternatives);
  void release_predicates(std::span<const PredicateId> ids);
  [[nodiscard]] PredicateId acquire_predicate(PathTree::Node path, const Predicate& predicate);
  void hold_predicate(PredicateId id);
  void release_predicate(PredicateId id);
  uint32_t* counter_of(PredicateId id);
  uint32_t hash_of(std::span<const PredicateId> members) const;
  [[nodiscard]] ClauseId create(std::span<const PredicateId> predicates);
  [[nodiscard]] bool set_members(Clause& clause, std::span<const PredicateId> predicates);
  void forget(ClauseId id);

  Pool pool_;
  PathTree paths_;
  PredicateTable predicates_;
  Records<Clause> clauses_;
  IdTable ids_;  // Of the clauses with several predicates; one alone knows its clause.
  ChunkedVec<PathEntry> path_entries_;  // By node of the path tree.
  Vec<PredicateId> collected_;          // The predicates of the clause being looked up, sorted.
  uint64_t hash_seed_;
};

}  // namespace tidegate
