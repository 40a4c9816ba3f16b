#include "match/value_index.h"

#include <new>

namespace tidegate {

ValueIndex* ValueIndex::create(uint64_t hash_seed) {
  void* place = allocate(sizeof(ValueIndex));
  return place == nullptr ? nullptr : new (place) ValueIndex(hash_seed);
}

void ValueIndex::destroy(ValueIndex* index) {
  if (index == nullptr) return;
  index->~ValueIndex();
  release(index);
}

bool ValueIndex::add(PredicateId id, Operator op, std::string_view operand) {
  switch (op) {
    case Operator::kNumericRange:
      return ranges_.add(id, operand);
    case Operator::kAddress:
      return addresses_.add(id, operand);
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
      return folded_.add(id, op, operand);
    case Operator::kWildcard:
      return wildcards_.add(id, operand);
    default:
      return exclusions_.add(id, op, operand);
  }
}

void ValueIndex::remove(PredicateId id, Operator op, std::string_view operand) {
  switch (op) {
    case Operator::kNumericRange:
      return ranges_.remove(id, operand);
    case Operator::kAddress:
      return addresses_.remove(id, operand);
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
      return folded_.remove(id, op, operand);
    case Operator::kWildcard:
      return wildcards_.remove(id, operand);
    default:
      return exclusions_.remove(id, op, operand);
  }
}

size_t ValueIndex::memory_bytes() const {
  return sizeof(*this) + ranges_.memory_bytes() + addresses_.memory_bytes() +
         folded_.memory_bytes() + wildcards_.memory_bytes() + exclusions_.memory_bytes();
}

}  // namespace tidegate
