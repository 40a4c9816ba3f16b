#pragma once

#include <bit>
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
// defined, eight bytes at a time.
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
  static Lane lesser_signed(Lane a, Lane b) { return {wasm_i8x16_min(a.bytes, b.bytes)}; }
  bool any() const { return wasm_v128_any_true(bytes); }
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
  static Lane lesser_signed(Lane a, Lane b) { return {_mm256_min_epi8(a.bytes, b.bytes)}; }
  bool any() const { return bits() != 0; }
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
  static Lane lesser_signed(Lane a, Lane b) {
    // SSE2 has only that of unsigned bytes.
    const __m128i top = _mm_set1_epi8(-128);
    return {
        _mm_xor_si128(_mm_min_epu8(_mm_xor_si128(a.bytes, top), _mm_xor_si128(b.bytes, top)), top)};
  }
  bool any() const { return bits() != 0; }
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
  static Lane lesser_signed(Lane a, Lane b) {
    return {
        vreinterpretq_u8_s8(vminq_s8(vreinterpretq_s8_u8(a.bytes), vreinterpretq_s8_u8(b.bytes)))};
  }
  bool any() const { return vmaxvq_u8(bytes) != 0; }
  static Lane at_most(Lane a, Lane b) { return {vcleq_u8(a.bytes, b.bytes)}; }

  static Lane subtract_down_to_0(Lane a, Lane b) { return {vqsubq_u8(a.bytes, b.bytes)}; }
  Lane high_nibbles() const { return {vshrq_n_u8(bytes, 4)}; }
  static Lane look_up(const uint8_t (&table)[16], Lane nibbles) {
    return {vqtbl1q_u8(vld1q_u8(table), nibbles.bytes)};
  }
};
#define TIDEGATE_SIMD_TABLES
#else
// Eight bytes in a word; of what compares only the top bit of each byte counts.
struct Lane {
  static constexpr uint32_t kSize = 16;
  static constexpr uint64_t kTops = 0x8080808080808080;
  uint64_t words[2];

  static Lane load(const char* p) {
    Lane lane;
    std::memcpy(lane.words, p, kSize);
    if constexpr (std::endian::native == std::endian::big) {
      for (uint64_t& word : lane.words) word = __builtin_bswap64(word);
    }
    return lane;
  }
  static Lane load16(const char* p) { return load(p); }
  static Lane splat(char c) {
    const uint64_t word = static_cast<unsigned char>(c) * uint64_t{0x0101010101010101};
    return {{word, word}};
  }
  uint32_t bits() const { return bits_of(words[0]) | bits_of(words[1]) << 8; }
  bool any() const { return ((words[0] | words[1]) & kTops) != 0; }
  friend Lane operator|(Lane a, Lane b) {
    return {{a.words[0] | b.words[0], a.words[1] | b.words[1]}};
  }
  friend Lane operator-(Lane a, Lane b) { return each(a, b, subtract); }
  friend Lane operator==(Lane a, Lane b) {
    return each(a, b, [](uint64_t x, uint64_t y) { return at_most_of(x ^ y, 0); });
  }
  static Lane less_signed(Lane a, Lane b) {
    return each(a, b, [](uint64_t x, uint64_t y) { return ~at_most_of(y ^ kTops, x ^ kTops); });
  }
  static Lane lesser_signed(Lane a, Lane b) {
    return each(a, b, [](uint64_t x, uint64_t y) {
      const uint64_t tops = at_most_of(x ^ kTops, y ^ kTops) & kTops;
      const uint64_t x_is_lesser = (tops >> 7) * 0xFF;
      return (x & x_is_lesser) | (y & ~x_is_lesser);
    });
  }
  static Lane at_most(Lane a, Lane b) { return each(a, b, at_most_of); }

 private:
  template <class Operation>
  static Lane each(Lane a, Lane b, Operation operation) {
    return {{operation(a.words[0], b.words[0]), operation(a.words[1], b.words[1])}};
  }
  static uint32_t bits_of(uint64_t word) {
    return static_cast<uint32_t>(((word & kTops) >> 7) * 0x0102040810204080 >> 56);
  }
  static uint64_t subtract(uint64_t x, uint64_t y) {
    return ((x | kTops) - (y & ~kTops)) ^ ((x ^ ~y) & kTops);
  }
  static uint64_t at_most_of(uint64_t x, uint64_t y) {
    return (~x & y) | (~(x ^ y) & ((y | kTops) - (x & ~kTops)));
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
    // Moved so that the digits become the lowest signed bytes: comparing signed bytes is cheapest.
    const Lane lowest = Lane::splat(static_cast<char>('0' + 0x80));
    const Lane behind = Lane::splat(static_cast<char>(0x80 + 10));
    return ask([&](Lane lane) { return Lane::less_signed(lane - lowest, behind); });
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
  bool is_ascii() const {
    Lane all = lanes_[0];
    for (uint32_t i = 1; i < kLanes; ++i) all = all | lanes_[i];
    return all.bits() == 0;
  }
  // Whether any byte is a backslash, a control character or not ASCII.
  bool any_special() const {
    Lane least = lanes_[0];
    Lane backslashes = lanes_[0] == Lane::splat('\\');
    for (uint32_t i = 1; i < kLanes; ++i) {
      least = Lane::lesser_signed(least, lanes_[i]);
      backslashes = backslashes | (lanes_[i] == Lane::splat('\\'));
    }
    return (Lane::less_signed(least, Lane::splat(' ')) | backslashes).any();
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

  Lane lanes_[kLanes];
};

}  // namespace tidegate
