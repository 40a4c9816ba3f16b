#pragma once

#include <cstdint>
#include <cstring>

#if defined(TIDEGATE_SCALAR)
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tidegate {

// How many of the first 16 bytes at `p` (all must be readable) need no
// attention inside a JSON string: they are ASCII and no quote, backslash or
// control character. 16 when all are plain.
inline uint32_t plain_prefix16(const char* p) {
#if defined(TIDEGATE_SCALAR) || !(defined(__wasm_simd128__) || defined(__SSE2__))
  for (uint32_t i = 0; i < 16; ++i) {
    const auto byte = static_cast<unsigned char>(p[i]);
    if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') return i;
  }
  return 16;
#elif defined(__wasm_simd128__)
  const v128_t bytes = wasm_v128_load(p);
  // As signed bytes, both control characters and non-ASCII are below 0x20.
  const v128_t special = wasm_v128_or(wasm_i8x16_lt(bytes, wasm_i8x16_splat(0x20)),
                                      wasm_v128_or(wasm_i8x16_eq(bytes, wasm_i8x16_splat('"')),
                                                   wasm_i8x16_eq(bytes, wasm_i8x16_splat('\\'))));
  const uint32_t mask = wasm_i8x16_bitmask(special);
  return static_cast<uint32_t>(__builtin_ctz(mask | 0x10000));
#else
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  // As signed bytes, both control characters and non-ASCII are below 0x20.
  const __m128i special = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
                                       _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                    _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
  const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(special));
  return static_cast<uint32_t>(__builtin_ctz(mask | 0x10000));
#endif
}

// Which of the first 32 bytes at `p` (all must be readable) are decimal digits:
// one bit each, the first byte lowest.
inline uint32_t digit_mask32(const char* p) {
#if defined(TIDEGATE_SCALAR) || !(defined(__wasm_simd128__) || defined(__SSE2__))
  uint32_t mask = 0;
  for (uint32_t i = 0; i < 32; ++i) {
    mask |= (static_cast<unsigned char>(p[i]) - uint32_t{'0'} < 10 ? 1u : 0u) << i;
  }
  return mask;
#elif defined(__wasm_simd128__)
  const auto digits = [](const char* at) {
    const v128_t value = wasm_i8x16_sub(wasm_v128_load(at), wasm_i8x16_splat('0'));
    return static_cast<uint32_t>(wasm_i8x16_bitmask(wasm_u8x16_lt(value, wasm_i8x16_splat(10))));
  };
  return digits(p) | digits(p + 16) << 16;
#else
  const auto digits = [](const char* at) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i value = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    // There is no unsigned comparison: the smaller of value and 9 is value
    // itself for digits.
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(9)), value);
    return static_cast<uint32_t>(_mm_movemask_epi8(is_digit));
  };
  return digits(p) | digits(p + 16) << 16;
#endif
}

}  // namespace tidegate
