#include "json/utf16.h"

#if defined(TIDEGATE_SCALAR)
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tidegate {
namespace {

// Writes 16 units as bytes, which is good for those that are ASCII. Returns one bit for each that
// is not, the first unit lowest.
uint32_t write_ascii16(const char16_t* units, char* out) {
#if defined(TIDEGATE_SCALAR) || !(defined(__wasm_simd128__) || defined(__SSE2__))
  uint32_t beyond = 0;
  for (uint32_t i = 0; i < 16; ++i) {
    beyond |= (units[i] >= 0x80 ? 1u : 0u) << i;
    out[i] = static_cast<char>(units[i]);
  }
  return beyond;
#elif defined(__wasm_simd128__)
  const v128_t low = wasm_v128_load(units);
  const v128_t high = wasm_v128_load(units + 8);
  const v128_t last = wasm_i16x8_splat(0x7f);
  wasm_v128_store(out, wasm_u8x16_narrow_i16x8(low, high));
  return wasm_i8x16_bitmask(
      wasm_i8x16_narrow_i16x8(wasm_u16x8_gt(low, last), wasm_u16x8_gt(high, last)));
#else
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(units));
  const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(units + 8));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(low, high));
  // There is no unsigned comparison: what is left of a unit after 0x7f is 0 for ASCII.
  const auto is_ascii = [](__m128i part) {
    return _mm_cmpeq_epi16(_mm_subs_epu16(part, _mm_set1_epi16(0x7f)), _mm_setzero_si128());
  };
  const auto ascii =
      static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(is_ascii(low), is_ascii(high))));
  return ~ascii & 0xffff;
#endif
}

bool is_surrogate(uint32_t unit) { return unit >> 11 == 0xd800 >> 11; }
bool is_high_surrogate(uint32_t unit) { return unit >> 10 == 0xd800 >> 10; }
bool is_low_surrogate(uint32_t unit) { return unit >> 10 == 0xdc00 >> 10; }

char trail(uint32_t code_point, int shift) {
  return static_cast<char>(0x80 | (code_point >> shift & 0x3f));
}

// Writes the code point at `units` and passes over it. A surrogate alone counts as one.
char* write_code_point(const char16_t*& units, const char16_t* end, char* out) {
  const uint32_t unit = *units++;
  if (unit < 0x80) {
    out[0] = static_cast<char>(unit);
    return out + 1;
  }
  if (unit < 0x800) {
    out[0] = static_cast<char>(0xc0 | unit >> 6);
    out[1] = trail(unit, 0);
    return out + 2;
  }
  if (!is_high_surrogate(unit) || units == end || !is_low_surrogate(*units)) {
    out[0] = static_cast<char>(0xe0 | unit >> 12);
    out[1] = trail(unit, 6);
    out[2] = trail(unit, 0);
    return out + 3;
  }
  const uint32_t point = 0x10000 + ((unit & 0x3ff) << 10 | (*units++ & 0x3ffu));
  out[0] = static_cast<char>(0xf0 | point >> 18);
  out[1] = trail(point, 12);
  out[2] = trail(point, 6);
  out[3] = trail(point, 0);
  return out + 4;
}

// Passes over the ASCII that comes next, or over most of it.
void write_ascii(const char16_t*& units, const char16_t* end, char*& out) {
  while (end - units >= 16) {
    const uint32_t beyond = write_ascii16(units, out);
    if (beyond != 0) {
      units += __builtin_ctz(beyond);
      out += __builtin_ctz(beyond);
      return;
    }
    units += 16;
    out += 16;
  }
}

// `ill_formed` is set where there is a surrogate alone.
uint32_t convert(const char16_t* units, uint32_t count, char* out, bool& ill_formed) {
  const char* begin = out;
  const char16_t* end = units + count;
  for (;;) {
    write_ascii(units, end, out);
    if (units == end) return static_cast<uint32_t>(out - begin);
    // Characters beyond ASCII mostly come several in a row.
    do {
      const bool surrogate = is_surrogate(*units);
      const char* before = out;
      out = write_code_point(units, end, out);
      if (surrogate && out - before == 3) ill_formed = true;
    } while (units != end && *units >= 0x80);
  }
}

}  // namespace

uint32_t utf8_from_utf16(const char16_t* units, uint32_t count, char* out) {
  bool ill_formed = false;
  const uint32_t size = convert(units, count, out, ill_formed);
  return ill_formed ? kIllFormed : size;
}

uint32_t wtf8_from_utf16(const char16_t* units, uint32_t count, char* out) {
  bool ill_formed = false;
  return convert(units, count, out, ill_formed);
}

}  // namespace tidegate
