#pragma once

#include <cstdint>
#include <span>

#include "base/id_list.h"
#include "base/id_table.h"
#include "base/records.h"
#include "match/clause_table.h"
#include "match/value_index.h"

namespace tidegate {

using SubRuleId = uint32_t;
using BucketId = uint32_t;
using BranchId = uint32_t;

// Leads from the values of an event to the sub-rules worth a look.
//
// A sub-rule hangs in a bucket. A bucket that holds more than a handful splits: each sub-rule goes
// on by one of its clauses that it has not gone by yet into a bucket of its own for that clause, so
// that the clauses on the way from the root to a sub-rule are some of its own and the shape of no
// rule set makes an event walk along a list of rules. The root holds nothing itself.
//
// Whoever stands in a bucket goes on by the predicates that the event's values satisfy: a clause's
// bucket lies behind each of its predicates. The buckets behind one bucket by the clauses of one
// path are a branch of it, which finds the predicates of these clauses by a value: exact ones and
// affixes by hash, a few others by trying them, and many by an index.
class RuleTree {
 public:
  static constexpr BucketId kRoot = 0;

  struct SubRule {
    // What it belongs to (match/rule_set.h).
    uint32_t rule = kNoId;
    SubRuleId next = kNoId;
    SubRuleId next_pattern = kNoId;
    SubRuleId previous_pattern = kNoId;

    Pool::Ref clauses = Pool::kNone;  // ClauseIds in canonical order of their paths.
    uint32_t clause_count = 0;
    BucketId bucket = kNoId;
    uint32_t position = 0;  // Among the residents of the bucket.
  };

  struct Bucket {
    ClauseId clause = kNoId;  // By which it is reached.
    BucketId parent = kNoId;
    uint32_t depth = 0;      // How many clauses lead to it.
    uint32_t split = kNoId;  // Once it has been split.
    // Where it stands in the list of each predicate of its clause: the position itself where there
    // is one predicate, or a block.
    uint32_t positions = 0;
    IdList residents;
  };

  struct Split {
    uint32_t weight = 0;  // The sub-rules in the bucket and behind it.
    IdList branches;      // But for the root, whose are known by their paths.
    IdList absences;      // Those of them with a clause that no value may satisfy.
  };

  // The buckets behind a bucket by clauses of one path. The root needs one only for what is not
  // exact.
  struct Branch {
    PathTree::Node path = PathTree::kNone;
    BucketId bucket = kNoId;
    uint32_t predicates = 0;  // All that lead on, and of these:
    uint32_t exact = 0;
    AffixSet prefixes;
    AffixSet suffixes;
    IdList asked;  // To be tried.
    ValueIndex* index = nullptr;
    PredicateId absent = kNoId;
  };

  explicit RuleTree(uint64_t hash_seed) : table_(hash_seed), hash_seed_(hash_seed) {}
  RuleTree(const RuleTree&) = delete;
  RuleTree& operator=(const RuleTree&) = delete;
  ~RuleTree();

  // Files a sub-rule with these clauses, which it holds. kNoId: no memory, nothing changed.
  [[nodiscard]] SubRuleId add(std::span<const ClauseId> clauses);
  void remove(SubRuleId id);

  // For loading what was saved (match/snapshot.h): a new bucket behind another by a clause that
  // does not lead to that one already, and a sub-rule in a bucket that only clauses of its own lead
  // to. kNoId: no memory. A bucket must not stay empty.
  BucketId find_bucket(BucketId parent, ClauseId clause) const;
  [[nodiscard]] BucketId add_bucket(BucketId parent, ClauseId clause);
  [[nodiscard]] SubRuleId add(std::span<const ClauseId> clauses, BucketId bucket);
  // How many sub-rules are in a bucket and behind it.
  uint32_t weight(BucketId bucket) const;
  // Whether a clause is one of those that lead to a bucket.
  bool leads_to(ClauseId clause, BucketId bucket) const;

  ClauseTable& clauses() { return table_; }
  const ClauseTable& clauses() const { return table_; }

  SubRule& operator[](SubRuleId id) { return sub_rules_[id]; }
  const SubRule& operator[](SubRuleId id) const { return sub_rules_[id]; }
  std::span<const ClauseId> clauses_of(SubRuleId id) const {
    const SubRule& sub_rule = sub_rules_[id];
    return {reinterpret_cast<const ClauseId*>(table_.pool().at(sub_rule.clauses)),
            sub_rule.clause_count};
  }

  // ---- The way down, for one event ----

  const Bucket& bucket(BucketId id) const { return buckets_[id]; }
  std::span<const SubRuleId> residents(const Bucket& bucket) const {
    return list(bucket.residents);
  }
  const Branch& branch(BranchId id) const { return branches_[id]; }

  // The branches of a bucket, and those of them that also lead on where there is no value; all of
  // the root's such ones.
  std::span<const BranchId> branches(const Bucket& bucket) const {
    return bucket.split == kNoId ? std::span<const BranchId>()
                                 : list(splits_[bucket.split].branches);
  }
  std::span<const BranchId> absences(const Bucket& bucket) const {
    return bucket.split == kNoId ? std::span<const BranchId>()
                                 : list(splits_[bucket.split].absences);
  }
  // The branch of a bucket by a path, or kNoId.
  BranchId find_branch(BucketId bucket, PathTree::Node path) const;

  // The predicates of a branch to be tried on its values.
  std::span<const PredicateId> asked(const Branch& branch) const { return list(branch.asked); }

  // Calls hit(id) for each predicate of a branch that a value satisfies, but for exact ones and
  // those of asked(); perhaps also for some of the same path that do not lead on from this branch.
  // False as soon as hit() is.
  template <class Hit>
  bool find(const Branch& branch, Value& value, ValueIndex::Scratch& scratch, Hit hit) const {
    return (!value.is_string() || find_affixes(branch, value.text(), hit)) &&
           (branch.index == nullptr || branch.index->find(value, scratch, hit));
  }

  // The buckets behind a predicate of a bucket.
  std::span<const BucketId> behind(BucketId bucket, PredicateId predicate) const {
    const IdList* buckets = find_children(bucket, predicate);
    return buckets == nullptr ? std::span<const BucketId>() : list(*buckets);
  }

  // One more than the largest id of a bucket.
  uint32_t bucket_capacity() const { return buckets_.capacity(); }

  size_t memory_bytes() const;

 private:
  // What lies behind a predicate of a bucket other than the root, whose predicates know it
  // themselves.
  struct Edge {
    BucketId bucket = kNoId;
    PredicateId predicate = kNoId;
    IdList children;
  };

  std::span<const uint32_t> list(const IdList& ids) const {
    return {ids.begin(table_.pool()), ids.size()};
  }
  template <class Hit>
  bool find_affixes(const Branch& branch, std::string_view text, Hit hit) const {
    const Pool& pool = table_.pool();
    const PredicateTable& predicates = table_.predicates();
    return predicates.find_affixes<TextEnd::kFront>(branch.path, text, branch.prefixes, pool,
                                                    hit) &&
           predicates.find_affixes<TextEnd::kBack>(branch.path, text, branch.suffixes, pool, hit);
  }

  [[nodiscard]] bool create_root();
  [[nodiscard]] SubRuleId create(std::span<const ClauseId> clauses);
  void drop(SubRuleId id);
  [[nodiscard]] bool place(SubRuleId id);
  [[nodiscard]] bool settle(SubRuleId id, BucketId bucket);
  void unsettle(SubRuleId id);
  ClauseId choose(BucketId bucket, std::span<const ClauseId> clauses) const;
  uint64_t cost_of(BucketId bucket, ClauseId id) const;
  uint64_t crowd(BucketId bucket, ClauseId id) const;
  void add_weight(BucketId bucket, int32_t added);

  [[nodiscard]] bool open_split(BucketId bucket);
  BucketId split(BucketId bucket);

  [[nodiscard]] BucketId create_child(BucketId parent, ClauseId clause);
  void prune(BucketId bucket);
  void destroy(BucketId bucket);

  uint32_t hash_of(BucketId bucket, uint32_t other) const;
  const IdList* find_children(BucketId bucket, PredicateId predicate) const;
  uint32_t find_edge(BucketId bucket, PredicateId predicate) const;
  [[nodiscard]] bool reserve_edge(BucketId bucket, PredicateId predicate);
  [[nodiscard]] bool link(BucketId child, uint32_t member);
  void unlink(BucketId child, uint32_t member);
  void drop_edge(BucketId bucket, PredicateId predicate);
  uint32_t& position(BucketId bucket, uint32_t member);

  [[nodiscard]] bool enlist(BucketId bucket, PredicateId predicate);
  void unlist(BucketId bucket, PredicateId predicate);
  [[nodiscard]] BranchId create_branch(BucketId bucket, PathTree::Node path);
  void destroy_branch(BranchId id);
  uint32_t affix_hash(PredicateId id) const {
    return table_.predicates().hash_of(id, table_.pool());
  }
  [[nodiscard]] bool add_predicate(BranchId branch, PredicateId id);
  void remove_predicate(BranchId branch, PredicateId id);
  [[nodiscard]] bool add_asked(Branch& branch, PredicateId id);
  void remove_asked(Branch& branch, PredicateId id);
  [[nodiscard]] bool index_asked(Branch& branch);

  ClauseTable table_;
  Records<SubRule> sub_rules_;
  Records<Bucket> buckets_;
  Records<Split> splits_;
  Records<Branch> branches_;
  Records<Edge> edges_;
  IdTable child_ids_;   // Buckets by parent and clause; those behind the root are known by theirs.
  IdTable branch_ids_;  // By bucket and path; those of the root are known by their paths.
  IdTable edge_ids_;    // By bucket and predicate.
  uint64_t hash_seed_;
};

}  // namespace tidegate
