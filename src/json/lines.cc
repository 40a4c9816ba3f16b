#include "json/lines.h"

#if defined(TIDEGATE_SCALAR)
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tidegate {
namespace {

#if !defined(TIDEGATE_SCALAR) && (defined(__wasm_simd128__) || defined(__SSE2__))
// Which of the 16 bytes at `p` are newlines: one bit each, the first byte lowest.
uint32_t newline_mask16(const char* p) {
#if defined(__wasm_simd128__)
  return wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(p), wasm_i8x16_splat('\n')));
#else
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))));
#endif
}
#endif

// The first newline, or `end`. Emscripten's memchr() would take as long as reading the event.
const char* find_newline(const char* p, const char* end) {
#if !defined(TIDEGATE_SCALAR) && (defined(__wasm_simd128__) || defined(__SSE2__))
  for (; end - p >= 16; p += 16) {
    const uint32_t mask = newline_mask16(p);
    if (mask != 0) return p + __builtin_ctz(mask);
  }
#endif
  while (p != end && *p != '\n') ++p;
  return p;
}

}  // namespace

bool Lines::next(std::string_view& line) {
  if (next_ >= text_.size()) return false;
  const char* begin = text_.data() + next_;
  const char* text_end = text_.data() + text_.size();
  const char* end = find_newline(begin, text_end);
  line = {begin, static_cast<size_t>(end - begin)};
  next_ += static_cast<uint32_t>(line.size()) + (end == text_end ? 0 : 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace tidegate
