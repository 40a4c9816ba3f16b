#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// Kinds of characters that a String of CloudEvents must not have (spec.md, "Type System").
enum DisallowedCharacter : uint8_t {
  kControl = 1,       // U+0000 to U+001F and U+007F to U+009F.
  kNoncharacter = 2,  // U+FDD0 to U+FDEF, and the last two code points of every plane.
  kSurrogate = 4,     // Without its partner, which stands as three bytes (json/strings.h).
};

// The kinds that a text in UTF-8 has, one bit each. Cost: linear.
uint8_t find_disallowed(std::string_view text);

}  // namespace tidegate
