#pragma once

#include <algorithm>
#include <cstdint>

#include "json/masks.h"
#include "json/padded_text.h"
#include "json/simd.h"
#include "json/strings.h"

namespace tidegate {

// Where the string whose quote stands at `p` ends, behind its closing quote, or nullptr if it is
// broken. Sets `escaped` where it has escapes, and clears `is_ascii` where it, or what is near, has
// more than ASCII; whether that is UTF-8 is not checked.
inline const char* find_string_end(const PaddedText& text, const char* p, bool& escaped,
                                   bool& is_ascii) {
  const char* const end = text.end();
  for (++p; p < end;) {
    const Block block = text.block(p);
    is_ascii = is_ascii && block.is_ascii();
    const char* next = text.next(p);
    for (uint64_t stops = block.string_stops(); stops != 0;) {
      const uint32_t place = lowest_place(stops);
      if (p[place] == '"') return p + place + 1;
      const uint32_t length = p[place] == '\\' ? escape_length(p + place, end) : 0;
      if (length == 0) return nullptr;
      escaped = true;
      next = std::max(next, p + place + length);
      stops &= ~uint64_t{1} << std::min(place + length - 1, Block::kSize - 1);
    }
    p = next;
  }
  return nullptr;
}

}  // namespace tidegate
