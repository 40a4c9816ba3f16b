#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include "json/simd.h"

namespace tidegate {

// A text of which 64 bytes can be read at any place, though nothing outside it is read: the last
// bytes are copied, with spaces behind them.
class PaddedText {
 public:
  explicit PaddedText(std::string_view text)
      : begin_(text.data()), end_(text.data() + text.size()) {
    std::memset(tail_ + kSize, ' ', kSize);
    if (text.size() >= kSize) {
      std::memcpy(tail_, end_ - kSize, kSize);  // Of a fixed size, which is fast.
    } else if (!text.empty()) {
      std::memcpy(tail_ + kSize - text.size(), begin_, text.size());
    }
  }
  PaddedText(const PaddedText&) = delete;
  PaddedText& operator=(const PaddedText&) = delete;

  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  std::string_view view() const { return {begin_, static_cast<size_t>(end_ - begin_)}; }

  // The 64 bytes at `p`.
  const char* bytes(const char* p) const {
    const std::ptrdiff_t left = end_ - p;
    return left >= kSize ? p : tail_ + kSize - left;
  }
  Block block(const char* p) const { return Block(bytes(p)); }

  // Where the block at `p` ends.
  const char* next(const char* p) const { return end_ - p > kSize ? p + kSize : end_; }

 private:
  static constexpr std::ptrdiff_t kSize = Block::kSize;

  const char* const begin_;
  const char* const end_;
  char tail_[2 * kSize];
};

}  // namespace tidegate
