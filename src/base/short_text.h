#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Texts that mostly are short, word by word. What memcpy and memcmp do as well, but in Wasm those
// are calls (memory.copy is one of the engine's) that cost more than the work.
namespace tidegate {

// The eight bytes at `p`.
inline uint64_t load_word(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof(word));
  return word;
}

// The `size` bytes at `p`, of which there are 1 to 7, as the lowest of a word.
inline uint64_t load_tail(const char* p, size_t size) {
  const auto byte = [p](size_t i) { return uint64_t{static_cast<unsigned char>(p[i])} << 8 * i; };
  if (size < 4) return byte(0) | byte(size / 2) | byte(size - 1);
  uint32_t first;
  uint32_t last;
  std::memcpy(&first, p, sizeof(first));
  std::memcpy(&last, p + size - sizeof(last), sizeof(last));
  return first | uint64_t{last} << 8 * (size - sizeof(last));
}

inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const char* p = a.data();
  const char* q = b.data();
  size_t left = a.size();
  for (; left >= 8; left -= 8, p += 8, q += 8) {
    if (load_word(p) != load_word(q)) return false;
  }
  return left == 0 || load_tail(p, left) == load_tail(q, left);
}

// Copies the text to `to`, which it does not overlap.
inline void copy_text(std::string_view text, char* to) {
  const char* p = text.data();
  size_t left = text.size();
  for (; left >= 8; left -= 8, p += 8, to += 8) std::memcpy(to, p, 8);
  if (left >= 4) {
    uint32_t last;
    std::memcpy(&last, p + left - 4, 4);
    std::memcpy(to, p, 4);
    std::memcpy(to + left - 4, &last, 4);
  } else {
    for (; left != 0; --left) *to++ = *p++;
  }
}

}  // namespace tidegate
