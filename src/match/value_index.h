#pragma once

#include <string_view>

#include "match/address_index.h"
#include "match/exclusion_index.h"
#include "match/folded_index.h"
#include "match/predicate_table.h"
#include "match/range_index.h"
#include "match/value.h"
#include "match/wildcard_index.h"

namespace tidegate {

// Many predicates of one path that no look into a hash table decides, found by the values that
// satisfy them rather than tried one by one.
class ValueIndex {
 public:
  struct Scratch {
    FoldedIndex::Scratch folded;
    WildcardIndex::Scratch wildcards;
    ExclusionIndex::Scratch exclusions;
  };

  // Whether predicates of this operator can be in it.
  static bool takes(Operator op) {
    return !is_exact(op) && !is_affix(op) && op != Operator::kExists && op != Operator::kAbsent;
  }

  // An empty index, or nullptr when there is no memory.
  [[nodiscard]] static ValueIndex* create(uint64_t hash_seed);
  static void destroy(ValueIndex* index);

  // The operand is that of match/operand.h. False: no memory, nothing changed.
  [[nodiscard]] bool add(PredicateId id, Operator op, std::string_view operand);
  // It must have been added. Needs no memory.
  void remove(PredicateId id, Operator op, std::string_view operand);

  // Calls hit(id) once for each predicate that the value satisfies; false as soon as hit() is, or
  // when the scratch has no memory. Cost: linear in the value and in what it satisfies, logarithmic
  // in the number of predicates.
  template <class Hit>
  bool find(Value& value, Scratch& scratch, Hit hit) const {
    if (!ranges_.empty() && value.number() != nullptr && !ranges_.find(*value.number(), hit)) {
      return false;
    }
    if (!addresses_.empty() && value.address() != nullptr &&
        !addresses_.find(*value.address(), hit)) {
      return false;
    }
    if (value.is_string() && !find_text(value.text(), scratch, hit)) return false;
    return exclusions_.empty() || exclusions_.find(value, scratch.exclusions, hit);
  }

  size_t memory_bytes() const;

 private:
  explicit ValueIndex(uint64_t hash_seed)
      : addresses_(hash_seed), folded_(hash_seed), wildcards_(hash_seed), exclusions_(hash_seed) {}

  template <class Hit>
  bool find_text(std::string_view text, Scratch& scratch, Hit hit) const {
    return (folded_.empty() || folded_.find(text, scratch.folded, hit)) &&
           (wildcards_.empty() || wildcards_.find(text, scratch.wildcards, hit));
  }

  RangeIndex ranges_;
  AddressIndex addresses_;
  FoldedIndex folded_;
  WildcardIndex wildcards_;
  ExclusionIndex exclusions_;
};

}  // namespace tidegate
