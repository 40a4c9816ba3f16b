#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// Appends valid JSON without the white space between its tokens. Numbers and escapes stay as they
// are written; only characters that an attribute of a CloudEvent must not hold (CloudEvents, "Type
// System": U+007F to U+009F and the noncharacters of Unicode), which raw JSON may, are escaped. So
// the text can stand where line breaks and those characters may not. Cost: linear.
void append_compact(std::string_view json, Text& output);

// The same as a JSON string whose characters are that text.
void append_compact_string(std::string_view json, Text& output);

// A JSON text without the white space around it.
std::string_view trim(std::string_view json);

}  // namespace tidegate
