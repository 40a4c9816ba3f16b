#pragma once

#include <string_view>

#include "base/text.h"

// Base64 (RFC 4648, section 4). Cost of each: linear.
namespace tidegate {

// Appends bytes in base64, with padding.
void append_base64(std::string_view bytes, Text& output);

// Appends the bytes of a text in base64. False: it is none, for it has other characters (line
// breaks too) or no padding where that belongs; `output` is of no use then. Whether there was
// memory is for output.failed() to say.
[[nodiscard]] bool decode_base64(std::string_view text, Text& output);

}  // namespace tidegate
