#include "match/clause_table.h"

#include <algorithm>

#include "base/hash.h"
#include "base/sort.h"

namespace tidegate {
namespace {

// How few values satisfy a predicate, as a rule; the smaller the fewer.
uint32_t rank_of(Operator op) {
  if (is_exact(op) || is_affix(op)) return 0;
  switch (op) {
    case Operator::kAddress:
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
    case Operator::kWildcard:
      return 1;
    case Operator::kNumericRange:
      return 2;
    case Operator::kAbsent:
      return 4;
    default:
      return 3;
  }
}

}  // namespace

// ---- Predicates: exact ones are counted at their path ----

uint32_t* ClauseTable::counter_of(PredicateId id) {
  const PredicateTable::Entry& predicate = predicates_[id];
  PathEntry& entry = path_entries_[predicate.path];
  switch (predicate.op) {
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

PredicateId ClauseTable::acquire_predicate(PathTree::Node path, const Predicate& predicate) {
  const PredicateId id = predicates_.acquire(path, predicate, pool_);
  if (id == kNoId) return kNoId;
  if (uint32_t* counter = counter_of(id)) ++*counter;
  return id;
}

void ClauseTable::hold_predicate(PredicateId id) {
  ++predicates_[id].references;
  if (uint32_t* counter = counter_of(id)) ++*counter;
}

void ClauseTable::release_predicate(PredicateId id) {
  if (uint32_t* counter = counter_of(id)) --*counter;
  predicates_.release(id, pool_);
}

bool ClauseTable::collect_predicates(PathTree::Node path,
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
  sort(collected_.begin(), collected_.end());
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

void ClauseTable::release_predicates(std::span<const PredicateId> ids) {
  for (const PredicateId id : ids) release_predicate(id);
}

// ---- Clauses ----

uint32_t ClauseTable::hash_of(std::span<const PredicateId> members) const {
  uint64_t hash = hash_seed_;
  for (const PredicateId id : members) hash = hash_mix(hash, id);
  return static_cast<uint32_t>(hash);
}

// The predicates tell the path.
ClauseId ClauseTable::find(std::span<const PredicateId> predicates) const {
  if (predicates.size() == 1) return predicates_[predicates[0]].sole_clause;
  return ids_.find(hash_of(predicates), [&](ClauseId id) {
    const auto have = members(id);
    return std::equal(have.begin(), have.end(), predicates.begin(), predicates.end());
  });
}

PathTree::Node ClauseTable::want(std::string_view path) {
  const PathTree::Node node = paths_.add(path);
  if (node == PathTree::kNone) return node;
  if (path_entries_.size() > node || path_entries_.resize(paths_.capacity())) return node;
  paths_.remove(node);
  return PathTree::kNone;
}

ClauseId ClauseTable::acquire(std::string_view path, std::span<const Predicate*> alternatives) {
  const PathTree::Node node = want(path);
  if (node == PathTree::kNone) return kNoId;
  if (!collect_predicates(node, alternatives)) {
    unwant(node);
    return kNoId;
  }
  const std::span<const PredicateId> predicates(collected_.data(), collected_.size());
  ClauseId id = find(predicates);
  const bool is_new = id == kNoId;
  if (is_new) id = create(predicates);
  if (id != kNoId) ++clauses_[id].references;
  // A clause that was there has its own hold on path and predicates.
  if (!is_new || id == kNoId) {
    release_predicates(predicates);
    unwant(node);
  }
  return id;
}

ClauseId ClauseTable::add_clause(std::span<const PredicateId> predicates) {
  const ClauseId id = create(predicates);
  if (id == kNoId) return kNoId;
  paths_.hold(clauses_[id].path);
  for (const PredicateId predicate : predicates) hold_predicate(predicate);
  return id;
}

// Takes over the hold on the path and the predicates.
ClauseId ClauseTable::create(std::span<const PredicateId> predicates) {
  if (!clauses_.reserve_one()) return kNoId;
  if (predicates.size() != 1 && !ids_.reserve_one()) return kNoId;
  Clause clause;
  clause.path = predicates_[predicates[0]].path;
  if (!set_members(clause, predicates)) return kNoId;
  const ClauseId id = clauses_.take();
  clauses_[id] = clause;
  if (predicates.size() == 1) {
    predicates_[predicates[0]].sole_clause = id;
  } else {
    ids_.insert(hash_of(predicates), id);
  }
  return id;
}

bool ClauseTable::set_members(Clause& clause, std::span<const PredicateId> predicates) {
  if (predicates.size() >> 24 != 0) return false;
  clause.member_count = predicates.size() & 0xFFFFFF;
  for (const PredicateId id : predicates) {
    const Operator op = predicates_[id].op;
    if (op == Operator::kAbsent) clause.absent = 1;
    clause.rank = std::max<uint32_t>(clause.rank, rank_of(op)) & 0x7F;
  }
  if (predicates.size() == 1) {
    clause.members = predicates[0];
    return true;
  }
  clause.members =
      pool_.add_text({reinterpret_cast<const char*>(predicates.data()), predicates.size_bytes()});
  return clause.members != Pool::kNone;
}

void ClauseTable::release(ClauseId id) {
  if (--clauses_[id].references != 0) return;
  forget(id);
  const Clause& clause = clauses_[id];
  release_predicates(members(id));
  paths_.remove(clause.path);
  if (clause.member_count != 1) {
    pool_.release_block(clause.members,
                        clause.member_count * static_cast<uint32_t>(sizeof(PredicateId)));
  }
  clauses_.give_back(id);
}

void ClauseTable::forget(ClauseId id) {
  const auto predicates = members(id);
  if (predicates.size() == 1) {
    predicates_[predicates[0]].sole_clause = kNoId;
  } else {
    ids_.erase(hash_of(predicates), id);
  }
}

}  // namespace tidegate
