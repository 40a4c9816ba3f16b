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
#include "base/vec.h"
#include "json/unicode.h"
#include "match/affix_set.h"
#include "match/length_set.h"
#include "pattern/pattern.h"

namespace tidegate {

// The ignore-case predicates of one path (kEqualsIgnoreCase, kPrefixIgnoreCase, kSuffixIgnoreCase),
// found by a string that satisfies them.
//
// What a pattern stands for folds to what the pattern folds to (json/unicode.h), so patterns lie in
// a hash table by their folding, and a search folds the text once and looks for the whole of it and
// for its affixes. Folding says too much, so what is found is still compared.
class FoldedIndex {
 public:
  class Scratch;

  // Who takes patterns from strangers gives a seed of their own.
  explicit FoldedIndex(uint64_t hash_seed = 0) : hash_seed_(hash_seed) {}

  // Linear in the operand (match/operand.h). False: no memory, nothing changed.
  [[nodiscard]] bool add(uint32_t id, Operator op, std::string_view operand);

  // What was added. Linear in the operand, and in how many others have the same folding. Needs no
  // memory.
  void remove(uint32_t id, Operator op, std::string_view operand);

  // Calls hit(id) for each predicate that a string satisfies, in no order. False as soon as hit()
  // is, or when the scratch found no memory. Linear in the text as far as the longest operand there
  // has been reaches, in the lengths, and in the operands with the folding of some part of it.
  template <class Hit>
  bool find(std::string_view text, Scratch& scratch, Hit hit) const;

  bool empty() const { return ids_.size() == 0; }
  size_t memory_bytes() const;

 private:
  struct Entry {
    Pool::Ref operand;
    uint32_t operand_size;
    uint32_t folding_size;
    uint32_t id;
    uint32_t next;  // With the same hash.
    Operator op;
  };

  // A text and its folding, or that of as much of it as matters.
  struct Folded {
    std::string_view text;
    std::string_view folding;
  };

  uint64_t seed_of(Operator op) const { return hash_mix(hash_seed_, static_cast<uint64_t>(op)); }
  uint32_t hash_of(Operator op, std::string_view folding) const;
  [[nodiscard]] bool enlist(Operator op, uint32_t hash, uint32_t folding_size);
  void unlist(Operator op, uint32_t folding_size);

  template <class Hit>
  bool find_equals(const Folded& folded, Hit hit) const {
    constexpr Operator kOp = Operator::kEqualsIgnoreCase;
    const std::span<const uint32_t> lengths = lengths_.lengths(pool_);
    const auto size = static_cast<uint32_t>(folded.folding.size());
    return !std::binary_search(lengths.begin(), lengths.end(), size) ||
           try_all(kOp, hash_of(kOp, folded.folding), size, folded.text, hit);
  }

  template <TextEnd kEnd, class Hit>
  bool find_affixes(const AffixSet& affixes, const Folded& folded, Hit hit) const {
    constexpr Operator kOp =
        kEnd == TextEnd::kFront ? Operator::kPrefixIgnoreCase : Operator::kSuffixIgnoreCase;
    return affixes.find<kEnd>(seed_of(kOp), folded.folding, pool_,
                              [&](uint32_t hash, std::string_view affix) {
                                const auto size = static_cast<uint32_t>(affix.size());
                                return try_all(kOp, hash, size, folded.text, hit);
                              });
  }

  // Compares the text with all operands whose folding has this hash and size.
  template <class Hit>
  bool try_all(Operator op, uint32_t hash, uint32_t size, std::string_view text, Hit hit) const {
    for (uint32_t i = first_of(hash); i != IdTable::kNone; i = entries_[i].next) {
      const Entry& entry = entries_[i];
      if (entry.op == op && entry.folding_size == size && is_satisfied(entry, text) &&
          !hit(entry.id)) {
        return false;
      }
    }
    return true;
  }

  uint32_t first_of(uint32_t hash) const {
    return ids_.find(hash, [](uint32_t) { return true; });
  }
  bool is_satisfied(const Entry& entry, std::string_view text) const;

  uint64_t hash_seed_;
  Pool pool_;
  Records<Entry> entries_;
  IdTable ids_;        // The first entry of each hash.
  LengthSet lengths_;  // Of the foldings of kEqualsIgnoreCase.
  AffixSet prefixes_;
  AffixSet suffixes_;
  uint32_t longest_ = 0;  // Of all foldings since the index was empty.
  Vec<char> folding_;     // Of the operand being added or removed; has room for any that is there.
};

// The working memory of find(), good for any index and any number of them in turn. Grows to ten
// times the longest operand, and is used again.
class FoldedIndex::Scratch {
 private:
  friend class FoldedIndex;

  // False: no memory.
  [[nodiscard]] bool fold(std::string_view text, Folded& folded);

  Vec<char> folding_;
};

template <class Hit>
bool FoldedIndex::find(std::string_view text, Scratch& scratch, Hit hit) const {
  Folded folded = {text, {}};
  const uint64_t reach = uint64_t{longest_} * kMaxFoldingRatio;
  if (text.size() <= reach) {
    return scratch.fold(text, folded) && find_equals(folded, hit) &&
           find_affixes<TextEnd::kFront>(prefixes_, folded, hit) &&
           find_affixes<TextEnd::kBack>(suffixes_, folded, hit);
  }
  const auto size = static_cast<size_t>(reach);
  if (!prefixes_.empty() && !(scratch.fold(first_code_points(text, size), folded) &&
                              find_affixes<TextEnd::kFront>(prefixes_, folded, hit))) {
    return false;
  }
  return suffixes_.empty() || (scratch.fold(last_code_points(text, size), folded) &&
                               find_affixes<TextEnd::kBack>(suffixes_, folded, hit));
}

}  // namespace tidegate
