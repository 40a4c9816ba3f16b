#include "event/string_characters.h"

#include "base/short_text.h"

namespace tidegate {
namespace {

// What the character of more than one byte at `p` is.
uint8_t kind_of(const unsigned char* p) {
  switch (*p) {
    case 0xC2:
      return p[1] < 0xA0 ? kControl : 0;
    case 0xED:
      return p[1] >= 0xA0 ? kSurrogate : 0;
    case 0xEF:
      if (p[1] == 0xB7) return p[2] >= 0x90 && p[2] < 0xB0 ? kNoncharacter : 0;
      return p[1] == 0xBF && p[2] >= 0xBE ? kNoncharacter : 0;
    default: {
      if (*p < 0xF0) return 0;
      const bool is_last_of_plane = (p[1] & 0x0F) == 0x0F && p[2] == 0xBF && p[3] >= 0xBE;
      return is_last_of_plane ? kNoncharacter : 0;
    }
  }
}

// Whether all eight bytes at `p` are printable ASCII; false may be wrong.
bool are_printable(const char* p) {
  static constexpr uint64_t kEach = 0x0101010101010101;
  const uint64_t word = load_word(p);
  return ((word | (word - 0x20 * kEach) | (word + kEach)) & 0x80 * kEach) == 0;
}

}  // namespace

uint8_t find_disallowed(std::string_view text) {
  while (text.size() >= 8 && are_printable(text.data())) text.remove_prefix(8);
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = p + text.size();
  uint8_t found = 0;
  for (; p != end; ++p) {
    if (*p < 0x20 || *p == 0x7F) {
      found |= kControl;
    } else if (*p >= 0xC2) {
      found |= kind_of(p);
    }
  }
  return found;
}

}  // namespace tidegate
