#pragma once

#include <cstdint>
#include <string_view>

#include "json/utf8.h"

// JSON strings (RFC 8259, section 7) in UTF-8.
namespace tidegate {

// The length of the escape sequence whose backslash stands at `p`, or 0 if it is none.
uint32_t escape_length(const char* p, const char* end);

// Writes the characters of a checked string without its quotes to `out`, which has room for
// raw.size() bytes, and returns the end. A surrogate escape without its partner becomes three bytes
// (ED A0..BF xx).
char* decode_string(std::string_view raw, char* out);

}  // namespace tidegate
