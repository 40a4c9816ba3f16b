#pragma once

#include <cstdint>
#include <cstring>

#if defined(TIDEGATE_SCALAR)
#elif defined(__wasm_simd128__)
#define TIDEGATE_SIMD_WASM
#include <wasm_simd128.h>
#elif defined(__AVX2__)
#define TIDEGATE_SIMD_AVX2
#include <immintrin.h>
#elif defined(__SSE2__)
#define TIDEGATE_SIMD_SSE2
#include <emmintrin.h>
#if defined(__SSSE3__)
#include <tmmintrin.h>
#endif
#elif defined(__ARM_NEON) && defined(__aarch64__)
#define TIDEGATE_SIMD_NEON
#include <arm_neon.h>
#endif

// The little of SIMD that reading JSON needs, alike on every target: questions to many bytes at
// once, answered by one bit each, the first byte lowest. Without SIMD, or where TIDEGATE_SCALAR is
// defined, plain loops.
namespace tidegate {

// Some bytes in a register. What compares gives bytes of all ones or all zeros.
#if defined(TIDEGATE_SIMD_WASM)
struct Lane {
  static constexpr uint32_t kSize = 16;
  v128_t bytes;

  static Lane load(const char* p) { return {wasm_v128_load(p)}; }
  static Lane load16(const char* p) { return load(p); }
  static Lane splat(char c) { return {wasm_i8x16_splat(c)}; }
  // The top bit of each byte.
  uint32_t bits() const { return wasm_i8x16_bitmask(bytes); }
  friend Lane operator|(Lane a, Lane b) { return {wasm_v128_or(a.bytes, b.bytes)}; }
  friend Lane operator&(Lane a, Lane b) { return {wasm_v128_and(a.bytes, b.bytes)}; }
  friend Lane operator^(Lane a, Lane b) { return {wasm_v128_xor(a.bytes, b.bytes)}; }
  friend Lane operator-(Lane a, Lane b) { return {wasm_i8x16_sub(a.bytes, b.bytes)}; }
  friend Lane operator==(Lane a, Lane b) { return {wasm_i8x16_eq(a.bytes, b.bytes)}; }
  static Lane less_signed(Lane a, Lane b) { return {wasm_i8x16_lt(a.bytes, b.bytes)}; }
  static Lane at_most(Lane a, Lane b) { return {wasm_u8x16_le(a.bytes, b.bytes)}; }

  // For each byte of `a` the larger of 0 and a - b.
  static Lane subtract_down_to_0(Lane a, Lane b) { return {wasm_u8x16_sub_sat(a.bytes, b.bytes)}; }
  Lane high_nibbles() const { return {wasm_u8x16_shr(bytes, 4)}; }
  // For each byte of `nibbles` (0 to 15) the byte of the table.
  static Lane look_up(const uint8_t (&table)[16], Lane nibbles) {
    return {wasm_i8x16_swizzle(wasm_v128_load(table), nibbles.bytes)};
  }
};
#define TIDEGATE_SIMD_TABLES
#elif defined(TIDEGATE_SIMD_AVX2)
struct Lane {
  static constexpr uint32_t kSize = 32;
  __m256i bytes;

  static Lane load(const char* p) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))};
  }
  static Lane load16(const char* p) {
    return {_mm256_zextsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)))};
  }
  static Lane splat(char c) { return {_mm256_set1_epi8(c)}; }
  uint32_t bits() const { return static_cast<uint32_t>(_mm256_movemask_epi8(bytes)); }
  friend Lane operator|(Lane a, Lane b) { return {_mm256_or_si256(a.bytes, b.bytes)}; }
  friend Lane operator&(Lane a, Lane b) { return {_mm256_and_si256(a.bytes, b.bytes)}; }
  friend Lane operator^(Lane a, Lane b) { return {_mm256_xor_si256(a.bytes, b.bytes)}; }
  friend Lane operator-(Lane a, Lane b) { return {_mm256_sub_epi8(a.bytes, b.bytes)}; }
  friend Lane operator==(Lane a, Lane b) { return {_mm256_cmpeq_epi8(a.bytes, b.bytes)}; }
  static Lane less_signed(Lane a, Lane b) { return {_mm256_cmpgt_epi8(b.bytes, a.bytes)}; }
  static Lane at_most(Lane a, Lane b) {
    return {_mm256_cmpeq_epi8(_mm256_min_epu8(a.bytes, b.bytes), a.bytes)};
  }

  static Lane subtract_down_to_0(Lane a, Lane b) { return {_mm256_subs_epu8(a.bytes, b.bytes)}; }
  Lane high_nibbles() const {
    return {_mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15))};
  }
  static Lane look_up(const uint8_t (&table)[16], Lane nibbles) {
    const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
    return {_mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles.bytes)};
  }
};
#define TIDEGATE_SIMD_TABLES
#elif defined(TIDEGATE_SIMD_SSE2)
struct Lane {
  static constexpr uint32_t kSize = 16;
  __m128i bytes;

  static Lane load(const char* p) { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))}; }
  static Lane load16(const char* p) { return load(p); }
  static Lane splat(char c) { return {_mm_set1_epi8(c)}; }
  uint32_t bits() const { return static_cast<uint32_t>(_mm_movemask_epi8(bytes)); }
  friend Lane operator|(Lane a, Lane b) { return {_mm_or_si128(a.bytes, b.bytes)}; }
  friend Lane operator&(Lane a, Lane b) { return {_mm_and_si128(a.bytes, b.bytes)}; }
  friend Lane operator^(Lane a, Lane b) { return {_mm_xor_si128(a.bytes, b.bytes)}; }
  friend Lane operator-(Lane a, Lane b) { return {_mm_sub_epi8(a.bytes, b.bytes)}; }
  friend Lane operator==(Lane a, Lane b) { return {_mm_cmpeq_epi8(a.bytes, b.bytes)}; }
  static Lane less_signed(Lane a, Lane b) { return {_mm_cmplt_epi8(a.bytes, b.bytes)}; }
  static Lane at_most(Lane a, Lane b) {
    return {_mm_cmpeq_epi8(_mm_min_epu8(a.bytes, b.bytes), a.bytes)};
  }

#if defined(__SSSE3__)
#define TIDEGATE_SIMD_TABLES
  static Lane subtract_down_to_0(Lane a, Lane b) { return {_mm_subs_epu8(a.bytes, b.bytes)}; }
  Lane high_nibbles() const { return {_mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15))}; }
  static Lane look_up(const uint8_t (&table)[16], Lane nibbles) {
    return {
        _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)), nibbles.bytes)};
  }
#endif
};
#elif defined(TIDEGATE_SIMD_NEON)
struct Lane {
  static constexpr uint32_t kSize = 16;
  uint8x16_t bytes;

  static Lane load(const char* p) { return {vld1q_u8(reinterpret_cast<const uint8_t*>(p))}; }
  static Lane load16(const char* p) { return load(p); }
  static Lane splat(char c) { return {vdupq_n_u8(static_cast<uint8_t>(c))}; }
  uint32_t bits() const {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t sums = vandq_u8(vcltzq_s8(vreinterpretq_s8_u8(bytes)), weights);
    sums = vpaddq_u8(sums, sums);
    sums = vpaddq_u8(sums, sums);
    sums = vpaddq_u8(sums, sums);
    return vgetq_lane_u16(vreinterpretq_u16_u8(sums), 0);
  }
  friend Lane operator|(Lane a, Lane b) { return {vorrq_u8(a.bytes, b.bytes)}; }
  friend Lane operator&(Lane a, Lane b) { return {vandq_u8(a.bytes, b.bytes)}; }
  friend Lane operator^(Lane a, Lane b) { return {veorq_u8(a.bytes, b.bytes)}; }
  friend Lane operator-(Lane a, Lane b) { return {vsubq_u8(a.bytes, b.bytes)}; }
  friend Lane operator==(Lane a, Lane b) { return {vceqq_u8(a.bytes, b.bytes)}; }
  static Lane less_signed(Lane a, Lane b) {
    return {vcltq_s8(vreinterpretq_s8_u8(a.bytes), vreinterpretq_s8_u8(b.bytes))};
  }
  static Lane at_most(Lane a, Lane b) { return {vcleq_u8(a.bytes, b.bytes)}; }

  static Lane subtract_down_to_0(Lane a, Lane b) { return {vqsubq_u8(a.bytes, b.bytes)}; }
  Lane high_nibbles() const { return {vshrq_n_u8(bytes, 4)}; }
  static Lane look_up(const uint8_t (&table)[16], Lane nibbles) {
    return {vqtbl1q_u8(vld1q_u8(table), nibbles.bytes)};
  }
};
#define TIDEGATE_SIMD_TABLES
#else
struct Lane {
  static constexpr uint32_t kSize = 16;
  uint8_t bytes[kSize];

  static Lane load(const char* p) {
    Lane lane;
    std::memcpy(lane.bytes, p, kSize);
    return lane;
  }
  static Lane load16(const char* p) { return load(p); }
  static Lane splat(char c) {
    Lane lane;
    std::memset(lane.bytes, c, kSize);
    return lane;
  }
  uint32_t bits() const {
    uint32_t mask = 0;
    for (uint32_t i = 0; i < kSize; ++i) mask |= uint32_t{bytes[i]} >> 7 << i;
    return mask;
  }
  friend Lane operator|(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x | y; });
  }
  friend Lane operator&(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x & y; });
  }
  friend Lane operator^(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x ^ y; });
  }
  friend Lane operator-(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x - y; });
  }
  friend Lane operator==(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x == y ? 0xFF : 0; });
  }
  static Lane less_signed(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return (x ^ 0x80) < (y ^ 0x80) ? 0xFF : 0; });
  }
  static Lane at_most(Lane a, Lane b) {
    return each(a, b, [](uint8_t x, uint8_t y) { return x <= y ? 0xFF : 0; });
  }

 private:
  template <class Operation>
  static Lane each(Lane a, Lane b, Operation operation) {
    for (uint32_t i = 0; i < kSize; ++i) {
      a.bytes[i] = static_cast<uint8_t>(operation(a.bytes[i], b.bytes[i]));
    }
    return a;
  }
};
#endif

// What in a string does not stand for itself or is not ASCII: quotes, backslashes, control
// characters and bytes from 0x80 on (as signed bytes both are below the space).
inline Lane not_plain(Lane lane) {
  return (lane == Lane::splat('"')) | (lane == Lane::splat('\\')) |
         Lane::less_signed(lane, Lane::splat(' '));
}

// How many of the first 16 bytes at `p` (all must be readable) are plain in that sense.
inline uint32_t plain_prefix16(const char* p) {
  return static_cast<uint32_t>(__builtin_ctz(not_plain(Lane::load16(p)).bits() | 1u << 16));
}

// 64 bytes of a text; the answers are masks of one bit a byte.
class Block {
 public:
  static constexpr uint32_t kSize = 64;

  // All 64 bytes at `p` must be readable.
  explicit Block(const char* p) {
    for (uint32_t i = 0; i < kLanes; ++i) lanes_[i] = Lane::load(p + i * Lane::kSize);
  }

  uint64_t equal(char c) const {
    const Lane wanted = Lane::splat(c);
    return ask([&](Lane lane) { return lane == wanted; });
  }
  // Brackets, where `c` is '{' or '}': '[' and ']' differ from them in one bit.
  uint64_t brackets(char c) const {
    const Lane wanted = Lane::splat(c);
    const Lane fold = Lane::splat('{' ^ '[');
    return ask([&](Lane lane) { return (lane | fold) == wanted; });
  }
  uint64_t digits() const {
    const Lane zero = Lane::splat('0');
    const Lane nine = Lane::splat(9);
    return ask([&](Lane lane) { return Lane::at_most(lane - zero, nine); });
  }
  uint64_t control() const {
    const Lane last = Lane::splat(0x1F);
    return ask([&](Lane lane) { return Lane::at_most(lane, last); });
  }
  // What ends a run of bytes of a string that stand for themselves: a quote, a backslash or a
  // control character.
  uint64_t string_stops() const {
    const Lane quote = Lane::splat('"');
    const Lane backslash = Lane::splat('\\');
    const Lane last_control = Lane::splat(0x1F);
    return ask([&](Lane lane) {
      return (lane == quote) | (lane == backslash) | Lane::at_most(lane, last_control);
    });
  }
  uint64_t not_plain() const {
    return ask([](Lane lane) { return tidegate::not_plain(lane); });
  }
  // What may follow a number or a literal: a comma, a closing bracket or whitespace (or what is
  // not allowed outside strings anyway: control characters and what is not ASCII).
  uint64_t scalar_ends() const {
    const Lane comma = Lane::splat(',');
    const Lane fold = Lane::splat('{' ^ '[');
    const Lane closing = Lane::splat('}');
    const Lane above_space = Lane::splat(' ' + 1);
    return ask([&](Lane lane) {
      return (lane == comma) | ((lane | fold) == closing) | Lane::less_signed(lane, above_space);
    });
  }
  bool is_ascii() const {
    return !any([](Lane lane) { return lane; });
  }
  // Whether any byte is a backslash, a control character or not ASCII.
  bool any_special() const {
    const Lane space = Lane::splat(' ');
    const Lane backslash = Lane::splat('\\');
    return any([&](Lane lane) { return Lane::less_signed(lane, space) | (lane == backslash); });
  }

 private:
  static constexpr uint32_t kLanes = kSize / Lane::kSize;

  template <class Question>
  uint64_t ask(Question question) const {
    if constexpr (kLanes == 2) {
      return uint64_t{question(lanes_[1]).bits()} << 32 | question(lanes_[0]).bits();
    } else {
      // Halves of 32 bits cost V8 less than four steps of 64.
      const uint32_t low = question(lanes_[1]).bits() << 16 | question(lanes_[0]).bits();
      const uint32_t high = question(lanes_[3]).bits() << 16 | question(lanes_[2]).bits();
      return uint64_t{high} << 32 | low;
    }
  }

  template <class Question>
  bool any(Question question) const {
    Lane any = question(lanes_[0]);
    for (uint32_t i = 1; i < kLanes; ++i) any = any | question(lanes_[i]);
    return any.bits() != 0;
  }

  Lane lanes_[kLanes];
};

}  // namespace tidegate
