#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/hash.h"
#include "base/id_table.h"
#include "base/pool.h"
#include "base/records.h"
#include "base/short_text.h"
#include "match/affix_set.h"
#include "match/folded_index.h"
#include "match/length_set.h"
#include "match/value.h"
#include "match/wildcard_index.h"
#include "pattern/pattern.h"

namespace tidegate {

// What the anything-buts of one path exclude, each thing once however many of them exclude it. An
// exclusion is a predicate: kEqualsString, kEqualsNumber, kPrefix, kSuffix, kEqualsIgnoreCase or
// kWildcard. Counted: every acquire() needs a release(), and the last one frees it.
class ExclusionTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // The working memory of find_satisfied(), good for any table and any number of them in turn.
  struct Scratch {
    FoldedIndex::Scratch folded;
    WildcardIndex::Scratch wildcards;
  };

  struct Entry {
    uint32_t references = 0;
    uint32_t first_place = kNone;  // Belongs to match/exclusion_index.h.
    Pool::Ref operand = Pool::kNone;
    uint32_t operand_size = 0;
    uint32_t hash = 0;
    Operator op = Operator::kEqualsString;
  };

  explicit ExclusionTable(uint64_t hash_seed)
      : hash_seed_(hash_seed), folded_(hash_seed), wildcards_(hash_seed) {}

  // The exclusion with this operator and operand (match/operand.h), made when it is new; kNone when
  // there is no memory, and then nothing has changed. Linear in the operand.
  [[nodiscard]] uint32_t acquire(Operator op, std::string_view operand);
  void release(uint32_t id);

  // The same, if it is there; else kNone.
  uint32_t find(Operator op, std::string_view operand) const {
    return find_hashed(hash_of(op, operand), op, operand);
  }

  Entry& operator[](uint32_t id) { return entries_[id]; }
  const Entry& operator[](uint32_t id) const { return entries_[id]; }

  // Calls hit(id) for each exclusion that a value satisfies, in no order. False as soon as hit()
  // is, or when the scratch found no memory. Cost: what AffixSet, FoldedIndex
  // and WildcardIndex take, and a look or two.
  template <class Hit>
  bool find_satisfied(Value& value, Scratch& scratch, Hit hit) const {
    if (value.is_string()) {
      const std::string_view text = value.text();
      return find_equal(text, hit) && find_affixes<TextEnd::kFront>(prefixes_, text, hit) &&
             find_affixes<TextEnd::kBack>(suffixes_, text, hit) &&
             (folded_.empty() || folded_.find(text, scratch.folded, hit)) &&
             (wildcards_.empty() || wildcards_.find(text, scratch.wildcards, hit));
    }
    const double* number = numbers_ == 0 ? nullptr : value.number();
    if (number == nullptr) return true;
    const uint32_t id =
        find(Operator::kEqualsNumber, {reinterpret_cast<const char*>(number), sizeof(*number)});
    return id == kNone || hit(id);
  }

  size_t memory_bytes() const {
    return pool_.memory_bytes() + entries_.memory_bytes() + ids_.memory_bytes() +
           folded_.memory_bytes() + wildcards_.memory_bytes();
  }

 private:
  uint64_t seed_of(Operator op) const { return hash_mix(hash_seed_, static_cast<uint64_t>(op)); }
  uint32_t hash_of(Operator op, std::string_view operand) const;
  std::string_view operand_of(const Entry& entry) const {
    return {pool_.at(entry.operand), entry.operand_size};
  }
  uint32_t find_hashed(uint32_t hash, Operator op, std::string_view operand) const {
    return ids_.find(hash, [&](uint32_t id) {
      const Entry& entry = entries_[id];
      return entry.op == op && same_text(operand_of(entry), operand);
    });
  }

  template <class Hit>
  bool find_equal(std::string_view text, Hit hit) const {
    const std::span<const uint32_t> lengths = equal_lengths_.lengths(pool_);
    if (!std::binary_search(lengths.begin(), lengths.end(), text.size())) return true;
    const uint32_t id = find(Operator::kEqualsString, text);
    return id == kNone || hit(id);
  }

  template <TextEnd kEnd, class Hit>
  bool find_affixes(const AffixSet& affixes, std::string_view text, Hit hit) const {
    constexpr Operator kOp = kEnd == TextEnd::kFront ? Operator::kPrefix : Operator::kSuffix;
    return affixes.find<kEnd>(seed_of(kOp), text, pool_,
                              [&](uint32_t hash, std::string_view affix) {
                                const uint32_t id = find_hashed(hash, kOp, affix);
                                return id == kNone || hit(id);
                              });
  }

  // Put an exclusion where find_satisfied() comes upon it, and take it away again.
  [[nodiscard]] bool enlist(uint32_t id, uint32_t hash, Operator op, std::string_view operand);
  void unlist(uint32_t id);

  uint64_t hash_seed_;
  Pool pool_;
  Records<Entry> entries_;
  IdTable ids_;
  uint32_t numbers_ = 0;  // Of kEqualsNumber.
  LengthSet equal_lengths_;
  AffixSet prefixes_;
  AffixSet suffixes_;
  FoldedIndex folded_;
  WildcardIndex wildcards_;
};

}  // namespace tidegate
