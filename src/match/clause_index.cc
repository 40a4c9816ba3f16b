#include "match/clause_index.h"

#include <algorithm>

#include "base/hash.h"

namespace tidegate {
namespace {

// Which clause is worth the bucket of a rule: what a hash finds costs nothing while no value
// satisfies it; other operators cost a look for each value; and most values satisfy an
// anything-but.
uint8_t rank_of(Operator op) {
  if (is_exact(op) || is_affix(op)) return 0;
  switch (op) {
    case Operator::kAddress:
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
      return 1;
    case Operator::kWildcard:
    case Operator::kNumericRange:
      return 2;
    default:
      return 3;
  }
}

}  // namespace

std::span<ClauseIndex::Member> ClauseIndex::members_of(const Clause& clause) {
  return {reinterpret_cast<Member*>(pool_.at(clause.members)), clause.member_count};
}

std::span<const ClauseIndex::Member> ClauseIndex::members_of(const Clause& clause) const {
  return {reinterpret_cast<const Member*>(pool_.at(clause.members)), clause.member_count};
}

uint32_t* ClauseIndex::counter_of(PathEntry& entry, PredicateId id) {
  switch (predicates_[id].op) {
    case Operator::kEqualsString:
      return &entry.strings;
    case Operator::kEqualsNumber:
      return &entry.numbers;
    case Operator::kEqualsToken:
      return &entry.tokens;
    default:
      return nullptr;
  }
}

// ---- Predicates: each wants its path, and exact ones are counted there ----

PredicateId ClauseIndex::acquire_predicate(PathTree::Node path, const Predicate& predicate) {
  const PredicateId id = predicates_.acquire(path, predicate, pool_);
  if (id == kNoId) return kNoId;
  if (uint32_t* counter = counter_of(path_entries_[path], id)) ++*counter;
  return id;
}

void ClauseIndex::release_predicate(PredicateId id) {
  if (uint32_t* counter = counter_of(path_entries_[predicates_[id].path], id)) --*counter;
  predicates_.release(id, pool_);
}

bool ClauseIndex::collect_predicates(PathTree::Node path,
                                     std::span<const Predicate*> alternatives) {
  collected_.clear();
  if (!collected_.reserve(static_cast<uint32_t>(alternatives.size()))) return false;
  for (const Predicate* alternative : alternatives) {
    const PredicateId id = acquire_predicate(path, *alternative);
    if (id == kNoId) {
      release_predicates(collected_);
      return false;
    }
    collected_.push_reserved(id);
  }
  // What was written twice is held once.
  std::sort(collected_.begin(), collected_.end());
  uint32_t kept = 0;
  for (const PredicateId id : collected_) {
    if (kept != 0 && collected_[kept - 1] == id) {
      release_predicate(id);
    } else {
      collected_[kept++] = id;
    }
  }
  collected_.resize_reserved(kept);
  return true;
}

void ClauseIndex::release_predicates(std::span<const PredicateId> ids) {
  for (const PredicateId id : ids) release_predicate(id);
}

// ---- Clauses ----

ClauseId ClauseIndex::find(uint32_t hash, PathTree::Node path) const {
  return ids_.find(hash, [&](ClauseId id) {
    const Clause& clause = clauses_[id];
    if (clause.path != path || clause.member_count != collected_.size()) return false;
    const std::span<const Member> members = members_of(clause);
    return std::equal(
        members.begin(), members.end(), collected_.begin(),
        [](const Member& member, PredicateId wanted) { return member.predicate == wanted; });
  });
}

ClauseId ClauseIndex::acquire(std::string_view path, std::span<const Predicate*> alternatives) {
  const PathTree::Node node = paths_.add(path);
  if (node == PathTree::kNone) return kNoId;
  const bool room = path_entries_.size() > node || path_entries_.resize(paths_.capacity());
  if (!room || !collect_predicates(node, alternatives)) {
    paths_.remove(node);
    return kNoId;
  }
  uint64_t hash = hash_mix(hash_seed_, node);
  for (const PredicateId id : collected_) hash = hash_mix(hash, id);
  const auto hash32 = static_cast<uint32_t>(hash);
  ClauseId id = find(hash32, node);
  if (id == kNoId) {
    id = create(hash32, node);
    if (id != kNoId) return id;
  } else {
    ++clauses_[id].references;
  }
  // The clause that was there has its own hold on path and predicates; or there is no new one to
  // hold them.
  release_predicates(collected_);
  paths_.remove(node);
  return id;
}

ClauseId ClauseIndex::create(uint32_t hash, PathTree::Node path) {
  if (!ids_.reserve_one() || !clauses_.reserve_one()) return kNoId;
  const auto size = collected_.size() * static_cast<uint32_t>(sizeof(Member));
  const Pool::Ref members = pool_.allocate_block(size);
  if (members == Pool::kNone) return kNoId;
  const ClauseId id = clauses_.take();
  Clause& clause = clauses_[id];
  clause.path = path;
  clause.references = 1;
  clause.hash = hash;
  clause.members = members;
  clause.member_count = collected_.size();
  for (uint32_t i = 0; i < collected_.size(); ++i) {
    const Operator op = predicates_[collected_[i]].op;
    members_of(clause)[i] = {collected_[i], kNoId};
    clause.absent = clause.absent || op == Operator::kAbsent;
    clause.kind_rank = std::max(clause.kind_rank, rank_of(op));
  }
  ids_.insert(hash, id);
  return id;
}

void ClauseIndex::release(ClauseId id) {
  Clause& clause = clauses_[id];
  if (--clause.references != 0) return;
  for (const Member& member : members_of(clause)) release_predicate(member.predicate);
  paths_.remove(clause.path);
  pool_.release_block(clause.members, clause.member_count * static_cast<uint32_t>(sizeof(Member)));
  ids_.erase(clause.hash, id);
  clauses_.give_back(id);
}

// ---- Buckets ----

uint32_t ClauseIndex::attach(ClauseId id, SubRuleId sub_rule) {
  const uint32_t position = clauses_[id].bucket.size();
  if (position == 0 && !activate(id)) return kNoId;
  if (clauses_[id].bucket.push(pool_, sub_rule)) return position;
  if (position == 0) deactivate(id, clauses_[id].member_count);
  return kNoId;
}

SubRuleId ClauseIndex::detach(ClauseId id, uint32_t position) {
  IdList& bucket = clauses_[id].bucket;
  uint32_t* sub_rules = bucket.begin(pool_);
  const uint32_t last = bucket.size() - 1;
  const SubRuleId moved = position == last ? kNoId : sub_rules[last];
  sub_rules[position] = sub_rules[last];
  bucket.pop(pool_);
  if (bucket.empty()) deactivate(id, clauses_[id].member_count);
  return moved;
}

// Makes the clause known to each of its predicates.
bool ClauseIndex::activate(ClauseId id) {
  const std::span<Member> members = members_of(clauses_[id]);
  for (uint32_t i = 0; i < members.size(); ++i) {
    PredicateTable::Entry& predicate = predicates_[members[i].predicate];
    members[i].position = predicate.clauses.size();
    const bool first = predicate.clauses.empty();
    if (!predicate.clauses.push(pool_, id)) {
      deactivate(id, i);
      return false;
    }
    if (first && !enlist(members[i].predicate)) {
      deactivate(id, i + 1);
      return false;
    }
  }
  return true;
}

// Takes the clause from the lists of its first `member_count` predicates.
void ClauseIndex::deactivate(ClauseId id, uint32_t member_count) {
  const std::span<Member> members = members_of(clauses_[id]).first(member_count);
  for (const Member& member : members) {
    IdList& list = predicates_[member.predicate].clauses;
    uint32_t* clauses = list.begin(pool_);
    const ClauseId moved = clauses[list.size() - 1];
    clauses[member.position] = moved;
    const std::span<Member> of_moved = members_of(clauses_[moved]);
    std::lower_bound(of_moved.begin(), of_moved.end(), member.predicate,
                     [](const Member& m, PredicateId p) { return m.predicate < p; })
        ->position = member.position;
    list.pop(pool_);
    if (list.empty()) unlist(member.predicate);
  }
}

// Has every value at the path answer the predicate; those that are found by hash for any value need
// nothing.
bool ClauseIndex::enlist(PredicateId id) {
  PredicateTable::Entry& predicate = predicates_[id];
  PathEntry& path = path_entries_[predicate.path];
  if (is_exact(predicate.op)) return true;
  if (predicate.op == Operator::kPrefix) {
    predicate.enlisted = path.prefixes.add(predicate.operand_size, pool_);
  } else if (predicate.op == Operator::kSuffix) {
    predicate.enlisted = path.suffixes.add(predicate.operand_size, pool_);
  } else {
    predicate.enlisted = path.asked.push(pool_, id);
    if (predicate.enlisted) predicate.asked_position = path.asked.size() - 1;
  }
  return predicate.enlisted;
}

void ClauseIndex::unlist(PredicateId id) {
  PredicateTable::Entry& predicate = predicates_[id];
  PathEntry& path = path_entries_[predicate.path];
  if (!predicate.enlisted) return;
  predicate.enlisted = false;
  if (predicate.op == Operator::kPrefix) {
    path.prefixes.remove(predicate.operand_size, pool_);
  } else if (predicate.op == Operator::kSuffix) {
    path.suffixes.remove(predicate.operand_size, pool_);
  } else {
    uint32_t* list = path.asked.begin(pool_);
    const PredicateId moved = list[path.asked.size() - 1];
    list[predicate.asked_position] = moved;
    predicates_[moved].asked_position = predicate.asked_position;
    path.asked.pop(pool_);
  }
}

}  // namespace tidegate
