#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// The length of the well-formed UTF-8 sequence of two to four bytes at `p` (Unicode, table 3-7), or
// 0.
uint32_t utf8_sequence(const char* p, const char* end);

// Whether the text is well-formed UTF-8. Cost: linear, about the same whatever the text is made of
// where there are SIMD table look-ups (everywhere but on x86-64 below SSSE3).
bool is_utf8(std::string_view text);

}  // namespace tidegate
