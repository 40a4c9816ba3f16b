#include "match/rule_tree.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace tidegate {
namespace {

// So many sub-rules are judged one by one rather than split.
constexpr uint32_t kHandful = 8;

// So many predicates are tried one by one rather than put into an index.
constexpr uint32_t kMaxAsked = 8;

// Takes an id out of an unordered list of a few.
void take_out(IdList& list, uint32_t id, Pool& pool) {
  uint32_t* ids = list.begin(pool);
  *std::find(ids, ids + list.size(), id) = ids[list.size() - 1];
  list.pop(pool);
}

bool holds(const IdList& list, uint32_t id, const Pool& pool) {
  const uint32_t* ids = list.begin(pool);
  return std::find(ids, ids + list.size(), id) != ids + list.size();
}

}  // namespace

RuleTree::~RuleTree() {
  for (BranchId id = 0; id < branches_.capacity(); ++id) ValueIndex::destroy(branches_[id].index);
}

bool RuleTree::create_root() {
  if (buckets_.capacity() != 0) return true;
  if (!buckets_.reserve_one() || !splits_.reserve_one()) return false;
  return open_split(buckets_.take());
}

// ---- Sub-rules ----

SubRuleId RuleTree::add(std::span<const ClauseId> clauses) {
  const SubRuleId id = create_root() ? create(clauses) : kNoId;
  if (id == kNoId || place(id)) return id;
  drop(id);
  return kNoId;
}

SubRuleId RuleTree::add(std::span<const ClauseId> clauses, BucketId bucket) {
  const SubRuleId id = create(clauses);
  if (id == kNoId) return kNoId;
  if (!settle(id, bucket)) {
    drop(id);
    return kNoId;
  }
  add_weight(bucket, 1);
  return id;
}

// A sub-rule that holds its clauses and hangs nowhere yet.
SubRuleId RuleTree::create(std::span<const ClauseId> clauses) {
  if (!sub_rules_.reserve_one()) return kNoId;
  const Pool::Ref block =
      table_.pool().add_text({reinterpret_cast<const char*>(clauses.data()), clauses.size_bytes()});
  if (block == Pool::kNone) return kNoId;
  const SubRuleId id = sub_rules_.take();
  sub_rules_[id].clauses = block;
  sub_rules_[id].clause_count = static_cast<uint32_t>(clauses.size());
  for (const ClauseId clause : clauses) table_.hold(clause);
  return id;
}

void RuleTree::drop(SubRuleId id) {
  const auto clauses = clauses_of(id);
  for (const ClauseId clause : clauses) table_.release(clause);
  table_.pool().release_block(sub_rules_[id].clauses, static_cast<uint32_t>(clauses.size_bytes()));
  sub_rules_.give_back(id);
}

void RuleTree::remove(SubRuleId id) {
  const BucketId bucket = sub_rules_[id].bucket;
  unsettle(id);
  add_weight(bucket, -1);
  prune(bucket);
  drop(id);
}

// Goes down from the root as far as buckets are split.
bool RuleTree::place(SubRuleId id) {
  BucketId at = kRoot;
  while (buckets_[at].split != kNoId) {
    const ClauseId clause = choose(at, clauses_of(id));
    if (clause == kNoId) break;
    BucketId next = find_bucket(at, clause);
    if (next == kNoId) next = create_child(at, clause);
    if (next == kNoId) {
      prune(at);
      return false;
    }
    at = next;
  }
  if (!settle(id, at)) {
    prune(at);
    return false;
  }
  add_weight(at, 1);
  while (at != kNoId && buckets_[at].split == kNoId && buckets_[at].residents.size() > kHandful) {
    at = split(at);
  }
  return true;
}

bool RuleTree::settle(SubRuleId id, BucketId bucket) {
  IdList& residents = buckets_[bucket].residents;
  if (!residents.push(table_.pool(), id)) return false;
  sub_rules_[id].bucket = bucket;
  sub_rules_[id].position = residents.size() - 1;
  return true;
}

void RuleTree::unsettle(SubRuleId id) {
  const uint32_t position = sub_rules_[id].position;
  IdList& residents = buckets_[sub_rules_[id].bucket].residents;
  uint32_t* ids = residents.begin(table_.pool());
  const SubRuleId last = ids[residents.size() - 1];
  ids[position] = last;
  sub_rules_[last].position = position;
  residents.pop(table_.pool());
}

// The clause by which a sub-rule goes on from a bucket; kNoId when it has gone by all of them.
ClauseId RuleTree::choose(BucketId bucket, std::span<const ClauseId> clauses) const {
  if (buckets_[bucket].depth == clauses.size()) return kNoId;
  ClauseId best = kNoId;
  uint64_t best_cost = UINT64_MAX;
  for (const ClauseId id : clauses) {
    if (leads_to(id, bucket)) continue;
    const uint64_t cost = cost_of(bucket, id);
    if (cost < best_cost) {
      best = id;
      best_cost = cost;
    }
  }
  return best;
}

// What going by a clause costs events, as far as can be told. Few values satisfy a selective one,
// so the fewer rules go by it the better. Any number of the others may be satisfied at once, so the
// more rules share one the better: it costs an event one look, and where it fails the rest none.
uint64_t RuleTree::cost_of(BucketId bucket, ClauseId id) const {
  const ClauseTable::Clause& clause = table_[id];
  if (ClauseTable::is_selective(clause)) return uint64_t{clause.rank} << 40 | crowd(bucket, id);
  constexpr uint64_t kLast = uint64_t{1} << 63;
  return kLast | uint64_t{UINT32_MAX - clause.references} << 8 | clause.rank;
}

// How many sub-rules and buckets an event would come upon behind the predicates of a clause.
uint64_t RuleTree::crowd(BucketId bucket, ClauseId id) const {
  const BucketId child = find_bucket(bucket, id);
  uint64_t crowd = child == kNoId ? 0 : weight(child);
  for (const PredicateId predicate : table_.members(id)) {
    const IdList* others = find_children(bucket, predicate);
    if (others != nullptr) crowd += others->size();
  }
  return crowd;
}

bool RuleTree::leads_to(ClauseId clause, BucketId bucket) const {
  while (bucket != kRoot && buckets_[bucket].clause != clause) bucket = buckets_[bucket].parent;
  return bucket != kRoot;
}

uint32_t RuleTree::weight(BucketId bucket) const {
  const uint32_t split = buckets_[bucket].split;
  return split == kNoId ? buckets_[bucket].residents.size() : splits_[split].weight;
}

void RuleTree::add_weight(BucketId bucket, int32_t added) {
  for (; bucket != kNoId; bucket = buckets_[bucket].parent) {
    const uint32_t split = buckets_[bucket].split;
    if (split != kNoId) splits_[split].weight += static_cast<uint32_t>(added);
  }
}

// ---- Splitting ----

bool RuleTree::open_split(BucketId bucket) {
  if (!splits_.reserve_one()) return false;
  const uint32_t split = splits_.take();
  splits_[split].weight = buckets_[bucket].residents.size();
  buckets_[bucket].split = split;
  return true;
}

// Sends each resident that can go on on its way. Returns a bucket that holds more than a handful
// now, or kNoId. Where memory runs out the rest stays, to no harm but speed.
BucketId RuleTree::split(BucketId bucket) {
  if (!open_split(bucket)) return kNoId;
  BucketId crowded = kNoId;
  for (uint32_t i = buckets_[bucket].residents.size(); i-- != 0;) {
    const SubRuleId id = buckets_[bucket].residents.begin(table_.pool())[i];
    const ClauseId clause = choose(bucket, clauses_of(id));
    if (clause == kNoId) continue;
    BucketId child = find_bucket(bucket, clause);
    if (child == kNoId) child = create_child(bucket, clause);
    if (child == kNoId) return crowded;
    unsettle(id);
    if (!settle(id, child)) {
      // Its place is still there, so this needs no memory.
      static_cast<void>(settle(id, bucket));
      prune(child);
      return crowded;
    }
    if (buckets_[child].residents.size() > kHandful) crowded = child;
  }
  return crowded;
}

// ---- Buckets ----

uint32_t RuleTree::hash_of(BucketId bucket, uint32_t other) const {
  return static_cast<uint32_t>(hash_mix(hash_mix(hash_seed_, bucket), other));
}

BucketId RuleTree::find_bucket(BucketId parent, ClauseId clause) const {
  if (parent == kRoot) return table_[clause].bucket;
  return child_ids_.find(hash_of(parent, clause), [&](BucketId id) {
    return buckets_[id].parent == parent && buckets_[id].clause == clause;
  });
}

BucketId RuleTree::add_bucket(BucketId parent, ClauseId clause) {
  if (!create_root()) return kNoId;
  if (buckets_[parent].split == kNoId && !open_split(parent)) return kNoId;
  return create_child(parent, clause);
}

BucketId RuleTree::create_child(BucketId parent, ClauseId clause) {
  if (!buckets_.reserve_one()) return kNoId;
  if (parent != kRoot && !child_ids_.reserve_one()) return kNoId;
  const auto members = static_cast<uint32_t>(table_.members(clause).size());
  uint32_t positions = 0;
  if (members > 1) {
    positions = table_.pool().allocate_block(members * static_cast<uint32_t>(sizeof(uint32_t)));
    if (positions == Pool::kNone) return kNoId;
  }
  const BucketId id = buckets_.take();
  Bucket& bucket = buckets_[id];
  bucket.clause = clause;
  bucket.parent = parent;
  bucket.depth = buckets_[parent].depth + 1;
  bucket.positions = positions;
  if (parent == kRoot) {
    table_[clause].bucket = id;
  } else {
    child_ids_.insert(hash_of(parent, clause), id);
  }
  for (uint32_t i = 0; i < members; ++i) {
    if (link(id, i)) continue;
    while (i-- != 0) unlink(id, i);
    destroy(id);
    return kNoId;
  }
  return id;
}

// Frees a bucket that nothing hangs in or behind, and what becomes so above it.
void RuleTree::prune(BucketId bucket) {
  while (bucket != kRoot && weight(bucket) == 0) {
    const BucketId parent = buckets_[bucket].parent;
    const auto members = static_cast<uint32_t>(table_.members(buckets_[bucket].clause).size());
    for (uint32_t i = members; i-- != 0;) unlink(bucket, i);
    destroy(bucket);
    bucket = parent;
  }
}

// The bucket has been unlinked.
void RuleTree::destroy(BucketId id) {
  const Bucket bucket = buckets_[id];
  const auto members = static_cast<uint32_t>(table_.members(bucket.clause).size());
  if (members > 1) {
    table_.pool().release_block(bucket.positions,
                                members * static_cast<uint32_t>(sizeof(uint32_t)));
  }
  if (bucket.split != kNoId) splits_.give_back(bucket.split);
  if (bucket.parent == kRoot) {
    table_[bucket.clause].bucket = kNoId;
  } else {
    child_ids_.erase(hash_of(bucket.parent, bucket.clause), id);
  }
  buckets_.give_back(id);
}

// ---- Edges: from a bucket by a predicate to the buckets behind it ----

uint32_t RuleTree::find_edge(BucketId bucket, PredicateId predicate) const {
  return edge_ids_.find(hash_of(bucket, predicate), [&](uint32_t id) {
    return edges_[id].bucket == bucket && edges_[id].predicate == predicate;
  });
}

const IdList* RuleTree::find_children(BucketId bucket, PredicateId predicate) const {
  if (bucket == kRoot) return &table_.predicates()[predicate].children;
  const uint32_t edge = find_edge(bucket, predicate);
  return edge == kNoId ? nullptr : &edges_[edge].children;
}

uint32_t& RuleTree::position(BucketId id, uint32_t member) {
  Bucket& bucket = buckets_[id];
  if (table_.members(bucket.clause).size() == 1) return bucket.positions;
  return reinterpret_cast<uint32_t*>(table_.pool().at(bucket.positions))[member];
}

// Makes the edge where there is none.
bool RuleTree::reserve_edge(BucketId bucket, PredicateId predicate) {
  if (find_children(bucket, predicate) != nullptr) return true;
  if (!edges_.reserve_one() || !edge_ids_.reserve_one()) return false;
  const uint32_t id = edges_.take();
  edges_[id].bucket = bucket;
  edges_[id].predicate = predicate;
  edge_ids_.insert(hash_of(bucket, predicate), id);
  return true;
}

// Puts a bucket behind a predicate of its clause.
bool RuleTree::link(BucketId child, uint32_t member) {
  const BucketId parent = buckets_[child].parent;
  const PredicateId predicate = table_.members(buckets_[child].clause)[member];
  if (!reserve_edge(parent, predicate)) return false;
  auto* children = const_cast<IdList*>(find_children(parent, predicate));
  const uint32_t at = children->size();
  position(child, member) = at;
  const bool linked = children->push(table_.pool(), child);
  if (linked && (at != 0 || enlist(parent, predicate))) return true;
  if (linked) children->pop(table_.pool());
  if (at == 0) drop_edge(parent, predicate);
  return false;
}

void RuleTree::unlink(BucketId child, uint32_t member) {
  const BucketId parent = buckets_[child].parent;
  const PredicateId predicate = table_.members(buckets_[child].clause)[member];
  auto* children = const_cast<IdList*>(find_children(parent, predicate));
  uint32_t* ids = children->begin(table_.pool());
  const BucketId moved = ids[children->size() - 1];
  const uint32_t at = position(child, member);
  ids[at] = moved;
  const auto of_moved = table_.members(buckets_[moved].clause);
  const auto found = std::lower_bound(of_moved.begin(), of_moved.end(), predicate);
  position(moved, static_cast<uint32_t>(found - of_moved.begin())) = at;
  children->pop(table_.pool());
  if (!children->empty()) return;
  unlist(parent, predicate);
  drop_edge(parent, predicate);
}

void RuleTree::drop_edge(BucketId bucket, PredicateId predicate) {
  if (bucket == kRoot) return;
  const uint32_t id = find_edge(bucket, predicate);
  edge_ids_.erase(hash_of(bucket, predicate), id);
  edges_.give_back(id);
}

// ---- Branches ----

BranchId RuleTree::find_branch(BucketId bucket, PathTree::Node path) const {
  if (bucket == kRoot) return table_.path(path).branch;
  return branch_ids_.find(hash_of(bucket, path), [&](BranchId id) {
    return branches_[id].bucket == bucket && branches_[id].path == path;
  });
}

// Has the values at a predicate's path find it from a bucket on.
bool RuleTree::enlist(BucketId bucket, PredicateId id) {
  PredicateTable::Entry& predicate = table_.predicates()[id];
  const bool at_root = bucket == kRoot;
  if (at_root && is_exact(predicate.op)) return true;
  BranchId branch = find_branch(bucket, predicate.path);
  if (branch == kNoId) branch = create_branch(bucket, predicate.path);
  if (branch == kNoId) return false;
  if (!add_predicate(branch, id)) {
    if (branches_[branch].predicates == 0) destroy_branch(branch);
    return false;
  }
  ++branches_[branch].predicates;
  if (at_root) predicate.enlisted = true;
  return true;
}

void RuleTree::unlist(BucketId bucket, PredicateId id) {
  PredicateTable::Entry& predicate = table_.predicates()[id];
  const bool at_root = bucket == kRoot;
  if (at_root && is_exact(predicate.op)) return;
  const BranchId branch = find_branch(bucket, predicate.path);
  remove_predicate(branch, id);
  if (at_root) predicate.enlisted = false;
  if (--branches_[branch].predicates == 0) destroy_branch(branch);
}

BranchId RuleTree::create_branch(BucketId bucket, PathTree::Node path) {
  if (!branches_.reserve_one() || !branch_ids_.reserve_one()) return kNoId;
  const BranchId id = branches_.take();
  if (bucket == kRoot) {
    table_.path(path).branch = id;
  } else {
    IdList& branches = splits_[buckets_[bucket].split].branches;
    if (!branches.push(table_.pool(), id)) {
      branches_.give_back(id);
      return kNoId;
    }
    branch_ids_.insert(hash_of(bucket, path), id);
  }
  branches_[id].bucket = bucket;
  branches_[id].path = path;
  return id;
}

void RuleTree::destroy_branch(BranchId id) {
  Branch& branch = branches_[id];
  ValueIndex::destroy(branch.index);
  branch.index = nullptr;
  if (branch.bucket == kRoot) {
    table_.path(branch.path).branch = kNoId;
  } else {
    take_out(splits_[buckets_[branch.bucket].split].branches, id, table_.pool());
    branch_ids_.erase(hash_of(branch.bucket, branch.path), id);
  }
  branches_.give_back(id);
}

bool RuleTree::add_predicate(BranchId id, PredicateId added) {
  const PredicateTable::Entry& predicate = table_.predicates()[added];
  Branch& branch = branches_[id];
  switch (predicate.op) {
    case Operator::kEqualsString:
    case Operator::kEqualsNumber:
    case Operator::kEqualsToken:
      ++branch.exact;
      return true;
    case Operator::kPrefix:
      return branch.prefixes.add(predicate.operand_size, affix_hash(added), table_.pool());
    case Operator::kSuffix:
      return branch.suffixes.add(predicate.operand_size, affix_hash(added), table_.pool());
    case Operator::kAbsent:
      if (!splits_[buckets_[branch.bucket].split].absences.push(table_.pool(), id)) return false;
      branch.absent = added;
      return true;
    default:
      return add_asked(branch, added);
  }
}

void RuleTree::remove_predicate(BranchId id, PredicateId removed) {
  const PredicateTable::Entry& predicate = table_.predicates()[removed];
  Branch& branch = branches_[id];
  switch (predicate.op) {
    case Operator::kEqualsString:
    case Operator::kEqualsNumber:
    case Operator::kEqualsToken:
      --branch.exact;
      return;
    case Operator::kPrefix:
      return branch.prefixes.remove(predicate.operand_size, table_.pool());
    case Operator::kSuffix:
      return branch.suffixes.remove(predicate.operand_size, table_.pool());
    case Operator::kAbsent:
      branch.absent = kNoId;
      return take_out(splits_[buckets_[branch.bucket].split].absences, id, table_.pool());
    default:
      return remove_asked(branch, removed);
  }
}

bool RuleTree::add_asked(Branch& branch, PredicateId id) {
  const Operator op = table_.predicates()[id].op;
  const bool many = branch.index != nullptr || branch.asked.size() >= kMaxAsked;
  if (!many || !ValueIndex::takes(op)) return branch.asked.push(table_.pool(), id);
  return index_asked(branch) && branch.index->add(id, op, table_.operand(id));
}

void RuleTree::remove_asked(Branch& branch, PredicateId id) {
  if (holds(branch.asked, id, table_.pool())) {
    take_out(branch.asked, id, table_.pool());
  } else {
    branch.index->remove(id, table_.predicates()[id].op, table_.operand(id));
  }
}

// Makes sure that there is an index, and that what it can take is in it.
bool RuleTree::index_asked(Branch& branch) {
  if (branch.index == nullptr) branch.index = ValueIndex::create(hash_seed_);
  if (branch.index == nullptr) return false;
  for (uint32_t i = branch.asked.size(); i-- != 0;) {
    const PredicateId id = branch.asked.begin(table_.pool())[i];
    const Operator op = table_.predicates()[id].op;
    if (!ValueIndex::takes(op)) continue;
    if (!branch.index->add(id, op, table_.operand(id))) return false;
    take_out(branch.asked, id, table_.pool());
  }
  return true;
}

size_t RuleTree::memory_bytes() const {
  size_t bytes = table_.memory_bytes() + sub_rules_.memory_bytes() + buckets_.memory_bytes() +
                 splits_.memory_bytes() + branches_.memory_bytes() + edges_.memory_bytes() +
                 child_ids_.memory_bytes() + branch_ids_.memory_bytes() + edge_ids_.memory_bytes();
  for (BranchId id = 0; id < branches_.capacity(); ++id) {
    if (branches_[id].index != nullptr) bytes += branches_[id].index->memory_bytes();
  }
  return bytes;
}

}  // namespace tidegate
