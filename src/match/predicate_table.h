#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/hash.h"
#include "base/id_list.h"
#include "base/id_table.h"
#include "base/pool.h"
#include "base/records.h"
#include "json/path_tree.h"
#include "match/affix_set.h"
#include "match/operand.h"

namespace tidegate {

using PredicateId = uint32_t;
inline constexpr uint32_t kNoId = UINT32_MAX;

// How an operator is answered. Everything that an event's value decides at one look into a hash
// table is exact.
inline bool is_exact(Operator op) {
  return op == Operator::kEqualsString || op == Operator::kEqualsNumber ||
         op == Operator::kEqualsToken;
}

// Affixes are answered by a few looks: for each beginning (or ending) of the value that is as long
// as some operand.
inline bool is_affix(Operator op) { return op == Operator::kPrefix || op == Operator::kSuffix; }

// The distinct predicates of a rule set, each once for its path however many rules use it. Counted:
// every acquire() needs a release(), and the last one frees what the predicate held.
class PredicateTable {
 public:
  struct Entry {
    PathTree::Node path = PathTree::kNone;
    uint32_t references = 0;
    Pool::Ref operand = Pool::kNone;
    uint32_t operand_size = 0;
    uint32_t sole_clause = kNoId;  // The clause that is this predicate alone (clause_table.h).
    // Both belong to match/rule_tree.h: what lies behind the predicate at the root of the tree, and
    // whether every value at the path answers it there.
    IdList children;
    bool enlisted = false;
    Operator op = Operator::kExists;
  };

  explicit PredicateTable(uint64_t hash_seed) : hash_seed_(hash_seed) {}

  // The predicate at a path, made when it is new; kNoId when there is no memory. The path must stay
  // as long as it.
  [[nodiscard]] PredicateId acquire(PathTree::Node path, const Predicate& predicate, Pool& pool);
  void release(PredicateId id, Pool& pool);

  // A new predicate by its operand (match/operand.h), not counted yet. kNoId: no memory, or there
  // is such a one.
  [[nodiscard]] PredicateId add(PathTree::Node path, Operator op, std::string_view operand,
                                Pool& pool);

  // The exact predicate of an operator and operand at a path, or kNoId. No allocation.
  PredicateId find(PathTree::Node path, Operator op, std::string_view operand,
                   const Pool& pool) const;

  // Calls hit(id) for each predicate of kPrefix, or of kSuffix, at a path that `text` satisfies and
  // that passes the set of affixes; false as soon as hit() is. No allocation. Cost: that of the
  // set, and what passes.
  template <TextEnd kEnd, class Hit>
  bool find_affixes(PathTree::Node path, std::string_view text, const AffixSet& affixes,
                    const Pool& pool, Hit hit) const {
    constexpr Operator kOp = kEnd == TextEnd::kFront ? Operator::kPrefix : Operator::kSuffix;
    return affixes.find<kEnd>(seed_of(path, kOp), text, pool,
                              [&](uint32_t hash, std::string_view affix) {
                                const PredicateId id = find_hashed(hash, path, kOp, affix, pool);
                                return id == kNoId || hit(id);
                              });
  }

  // What an AffixSet knows the predicate by, which is of kPrefix or kSuffix.
  uint32_t hash_of(PredicateId id, const Pool& pool) const {
    return hash_of(entries_[id].path, entries_[id].op, operand(id, pool));
  }

  // Room for so many in an empty table.
  [[nodiscard]] bool reserve(uint32_t count) { return ids_.reserve(count); }

  Entry& operator[](PredicateId id) { return entries_[id]; }
  const Entry& operator[](PredicateId id) const { return entries_[id]; }

  size_t memory_bytes() const { return entries_.memory_bytes() + ids_.memory_bytes(); }

  // One more than the largest id.
  uint32_t capacity() const { return entries_.capacity(); }

  std::string_view operand(PredicateId id, const Pool& pool) const {
    return {pool.at(entries_[id].operand), entries_[id].operand_size};
  }

 private:
  uint64_t seed_of(PathTree::Node path, Operator op) const {
    return hash_mix(hash_seed_, uint64_t{path} << 8 | static_cast<uint64_t>(op));
  }
  uint32_t hash_of(PathTree::Node path, Operator op, std::string_view operand) const;

  PredicateId find_hashed(uint32_t hash, PathTree::Node path, Operator op, std::string_view operand,
                          const Pool& pool) const {
    return ids_.find(hash, [&](PredicateId id) {
      const Entry& entry = entries_[id];
      return entry.path == path && entry.op == op && same_text(this->operand(id, pool), operand);
    });
  }

  [[nodiscard]] PredicateId create(uint32_t hash, PathTree::Node path, Operator op,
                                   std::string_view operand, Pool& pool);

  uint64_t hash_seed_;
  Records<Entry> entries_;
  IdTable ids_;
  Vec<char> operand_;  // The operand being looked up, unless it is a text.
};

}  // namespace tidegate
