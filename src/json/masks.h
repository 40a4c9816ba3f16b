#pragma once

#include <cstdint>

// What is worked out from the masks of a block (json/simd.h): one bit a byte, the first lowest.
namespace tidegate {

inline uint32_t lowest_place(uint64_t mask) { return static_cast<uint32_t>(__builtin_ctzll(mask)); }

inline uint32_t count(uint64_t mask) { return static_cast<uint32_t>(__builtin_popcountll(mask)); }

// For each place whether the number of bits up to it is odd.
inline uint64_t parity(uint64_t mask) {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  mask ^= mask << 32;
  return mask;
}

// The bytes that are escaped by a backslash before them. `carry` is 1 where the first byte is,
// because of the block before, and then tells the same of the next block.
inline uint64_t escaped_by(uint64_t backslashes, uint64_t& carry) {
  uint64_t escaped = carry;
  carry = 0;
  for (uint64_t left = backslashes & ~escaped; left != 0;) {
    const uint32_t place = lowest_place(left);
    escaped |= uint64_t{2} << place;
    carry = place == 63 ? 1 : 0;
    left &= ~(uint64_t{3} << place);
  }
  return escaped;
}

// Where a block is inside strings, opening quotes included. `quotes` are those that begin and end
// strings; `carry` is all ones where the block begins inside one, and then tells the same of the
// next block.
inline uint64_t inside_strings(uint64_t quotes, uint64_t& carry) {
  const uint64_t inside = parity(quotes) ^ carry;
  carry = 0 - (inside >> 63);
  return inside;
}

}  // namespace tidegate
