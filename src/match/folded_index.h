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
#include "json/unicode.h"
#include "match/length_set.h"
#include "pattern/pattern.h"

namespace tidegate {

// The ignore-case predicates of one path (kEqualsIgnoreCase, kPrefixIgnoreCase, kSuffixIgnoreCase),
// found by a string that satisfies them.
//
// What a pattern stands for folds to what the pattern folds to (json/unicode.h), so patterns lie in
// a hash table by their folding, and a search looks once for each length that some have, in code
// points of the folding. Folding says too much, so what is found is still compared.
class FoldedIndex {
 public:
  // Who takes patterns from strangers gives a seed of their own.
  explicit FoldedIndex(uint64_t hash_seed = 0) : hash_seed_(hash_seed) {}

  // Linear in the operand (match/operand.h). False: no memory, nothing changed.
  [[nodiscard]] bool add(uint32_t id, Operator op, std::string_view operand);

  // What was added. Linear in the operand, and in how many others have the same folding.
  void remove(uint32_t id, Operator op, std::string_view operand);

  // Calls hit(id) for each predicate that a string satisfies, in no order; false as soon as hit()
  // is. Linear in the text as far as the longest operand reaches, in the lengths, and in the
  // operands with the folding of some part of it. No allocation.
  template <class Hit>
  bool find(std::string_view text, Hit hit) const {
    return find_affixes(Operator::kPrefixIgnoreCase, text, hit) &&
           find_affixes(Operator::kSuffixIgnoreCase, text, hit) && find_equals(text, hit);
  }

  bool empty() const { return ids_.size() == 0; }
  size_t memory_bytes() const {
    return entries_.memory_bytes() + ids_.memory_bytes() + pool_.memory_bytes();
  }

 private:
  struct Entry {
    Pool::Ref operand;
    uint32_t operand_size;
    uint32_t id;
    uint32_t next;  // With the same hash.
    Operator op;
  };

  // The folding of a text that grows at its end, or for kSuffixIgnoreCase at its beginning.
  class Key {
   public:
    Key(Operator op, uint64_t hash_seed)
        : hash_(hash_mix(hash_seed, static_cast<uint64_t>(op))),
          from_end_(op == Operator::kSuffixIgnoreCase) {}

    // Takes the next code point off a text that is not empty.
    void take(std::string_view& text) {
      const char c = from_end_ ? text.back() : text.front();
      if (static_cast<unsigned char>(c) >= 0x80) {
        add(fold_case(from_end_ ? take_last_code_point(text) : take_first_code_point(text)));
        return;
      }
      hash_.add(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
      ++length_;
      if (from_end_) {
        text.remove_suffix(1);
      } else {
        text.remove_prefix(1);
      }
    }

    uint32_t hash() const { return static_cast<uint32_t>(hash_.value()); }
    uint32_t length() const { return length_; }  // In code points.

   private:
    void add(const Folding& folding);

    GrowingHash hash_;
    uint32_t length_ = 0;
    bool from_end_;
  };

  Key key_of(Operator op, std::string_view operand) const;

  static uint32_t kind_of(Operator op) {
    return op == Operator::kEqualsIgnoreCase ? 0 : op == Operator::kPrefixIgnoreCase ? 1 : 2;
  }

  template <class Hit>
  bool find_affixes(Operator op, std::string_view text, Hit hit) const {
    const std::span<const uint32_t> lengths = lengths_[kind_of(op)].lengths(pool_);
    if (lengths.empty()) return true;
    Key key(op, hash_seed_);
    std::string_view rest = text;
    for (const uint32_t length : lengths) {
      while (key.length() < length) {
        if (rest.empty()) return true;
        key.take(rest);
      }
      if (key.length() == length && !try_all(op, key.hash(), text, hit)) return false;
    }
    return true;
  }

  template <class Hit>
  bool find_equals(std::string_view text, Hit hit) const {
    constexpr Operator kOp = Operator::kEqualsIgnoreCase;
    const std::span<const uint32_t> lengths = lengths_[kind_of(kOp)].lengths(pool_);
    if (lengths.empty()) return true;
    Key key(kOp, hash_seed_);
    std::string_view rest = text;
    while (!rest.empty()) {
      if (key.length() >= lengths.back()) return true;
      key.take(rest);
    }
    return !std::binary_search(lengths.begin(), lengths.end(), key.length()) ||
           try_all(kOp, key.hash(), text, hit);
  }

  // Compares the text with all operands of a hash.
  template <class Hit>
  bool try_all(Operator op, uint32_t hash, std::string_view text, Hit hit) const {
    for (uint32_t i = first_of(hash); i != IdTable::kNone; i = entries_[i].next) {
      if (entries_[i].op == op && is_satisfied(entries_[i], text) && !hit(entries_[i].id)) {
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
  IdTable ids_;           // The first entry of each hash.
  LengthSet lengths_[3];  // Of the operands' foldings, by kind_of().
};

}  // namespace tidegate
