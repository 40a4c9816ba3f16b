#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/short_text.h"
#include "match/length_set.h"

namespace tidegate {

// Which end of a text an affix is at.
enum class TextEnd : uint8_t { kFront, kBack };

// The hashes of the affixes of a text by their lengths, eight bytes at a step.
template <TextEnd kEnd>
class AffixHash {
 public:
  AffixHash(uint64_t seed, std::string_view text) : state_(seed), text_(text), next_(word()) {}

  // Of the affix of a length, which is at most the text's and no less than that of the call before.
  uint32_t at(uint32_t length) {
    while (length - done_ >= kWord) {
      state_ = hash_mix(state_, next_);
      done_ += kWord;
      next_ = word();
    }
    // In two shifts, as there may be no bytes left, and one shift must be of less than all bits.
    const uint32_t others = (kWord - 1 - (length - done_)) * 8;
    const uint64_t rest = kEnd == TextEnd::kFront ? next_ << others << 8 : next_ >> others >> 8;
    return static_cast<uint32_t>(hash_mix(state_ ^ length, rest));
  }

 private:
  static constexpr uint32_t kWord = sizeof(uint64_t);

  // The next eight bytes, counted from the end that the affixes are at; zeros behind the other end.
  uint64_t word() const {
    const size_t left = text_.size() - done_;
    if (left == 0) return 0;
    if constexpr (kEnd == TextEnd::kFront) {
      const char* next = text_.data() + done_;
      return left < kWord ? load_tail(next, left) : load_word(next);
    } else {
      return left < kWord ? load_tail(text_.data(), left) << (kWord - left) * 8
                          : load_word(text_.data() + left - kWord);
    }
  }

  uint64_t state_;
  std::string_view text_;
  uint32_t done_ = 0;
  uint64_t next_;
};

// What is known of many affixes, so that a text need not be asked for each of them: their lengths,
// and a filter of their hashes that most of those of other texts do not pass. The affixes
// themselves are kept by the owner. The pool is given with each call.
class AffixSet {
 public:
  bool empty() const { return lengths_.empty(); }

  // The hash is AffixHash::at() of the affix and its whole length. False: no memory, nothing
  // changed.
  [[nodiscard]] bool add(uint32_t length, uint32_t hash, Pool& pool);
  // An affix of this length must have been added. The filter forgets only when it is the last one.
  void remove(uint32_t length, Pool& pool);

  // Calls look(hash, affix) for each affix of a text that may be in the set; false as soon as
  // look() is. Cost: linear in the text as far as the longest reaches, and a step for each length.
  template <TextEnd kEnd, class Look>
  bool find(uint64_t seed, std::string_view text, const Pool& pool, Look look) const {
    if (empty()) return true;
    AffixHash<kEnd> affixes(seed, text);
    const char* filter = pool.at(filter_);
    for (const uint32_t length : lengths_.lengths(pool)) {
      if (length > text.size()) break;
      const uint32_t hash = affixes.at(length);
      if (!passes(filter, hash)) continue;
      const size_t begin = kEnd == TextEnd::kFront ? 0 : text.size() - length;
      if (!look(hash, text.substr(begin, length))) return false;
    }
    return true;
  }

 private:
  bool passes(const char* filter, uint32_t hash) const {
    const uint32_t bit = hash >> shift_;
    return (filter[bit / 8] >> bit % 8 & 1) != 0;
  }
  void grow(Pool& pool);

  LengthSet lengths_;
  Pool::Ref filter_ = Pool::kNone;
  uint32_t count_ = 0;
  uint32_t shift_ = 32;  // 32 less the logarithm of the bits in the filter.
};

}  // namespace tidegate
