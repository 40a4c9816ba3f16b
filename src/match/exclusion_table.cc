#include "match/exclusion_table.h"

namespace tidegate {

// An affix is hashed as find_affixes() comes upon it.
uint32_t ExclusionTable::hash_of(Operator op, std::string_view operand) const {
  const uint64_t seed = seed_of(op);
  const auto size = static_cast<uint32_t>(operand.size());
  if (op == Operator::kPrefix) return AffixHash<TextEnd::kFront>(seed, operand).at(size);
  if (op == Operator::kSuffix) return AffixHash<TextEnd::kBack>(seed, operand).at(size);
  return static_cast<uint32_t>(hash_text(seed, operand));
}

uint32_t ExclusionTable::acquire(Operator op, std::string_view operand) {
  const uint32_t hash = hash_of(op, operand);
  uint32_t id = find_hashed(hash, op, operand);
  if (id != kNone) {
    ++entries_[id].references;
    return id;
  }
  if (!ids_.reserve_one() || !entries_.reserve_one()) return kNone;
  const Pool::Ref copy = pool_.add_text(operand);
  if (copy == Pool::kNone) return kNone;
  const auto size = static_cast<uint32_t>(operand.size());
  id = entries_.take();
  if (!enlist(id, hash, op, operand)) {
    entries_.give_back(id);
    pool_.release_block(copy, size);
    return kNone;
  }
  entries_[id] = {1, kNone, copy, size, hash, op};
  ids_.insert(hash, id);
  return id;
}

void ExclusionTable::release(uint32_t id) {
  Entry& entry = entries_[id];
  if (--entry.references != 0) return;
  unlist(id);
  ids_.erase(entry.hash, id);
  pool_.release_block(entry.operand, entry.operand_size);
  entries_.give_back(id);
}

bool ExclusionTable::enlist(uint32_t id, uint32_t hash, Operator op, std::string_view operand) {
  const auto size = static_cast<uint32_t>(operand.size());
  switch (op) {
    case Operator::kEqualsString:
      return equal_lengths_.add(size, pool_);
    case Operator::kPrefix:
      return prefixes_.add(size, hash, pool_);
    case Operator::kSuffix:
      return suffixes_.add(size, hash, pool_);
    case Operator::kEqualsIgnoreCase:
      return folded_.add(id, op, operand);
    case Operator::kWildcard:
      return wildcards_.add(id, operand);
    default:
      ++numbers_;
      return true;
  }
}

void ExclusionTable::unlist(uint32_t id) {
  const Entry& entry = entries_[id];
  switch (entry.op) {
    case Operator::kEqualsString:
      return equal_lengths_.remove(entry.operand_size, pool_);
    case Operator::kPrefix:
      return prefixes_.remove(entry.operand_size, pool_);
    case Operator::kSuffix:
      return suffixes_.remove(entry.operand_size, pool_);
    case Operator::kEqualsIgnoreCase:
      return folded_.remove(id, entry.op, operand_of(entry));
    case Operator::kWildcard:
      return wildcards_.remove(id, operand_of(entry));
    default:
      --numbers_;
  }
}

}  // namespace tidegate
