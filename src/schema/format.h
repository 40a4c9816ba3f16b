#pragma once

#include <cstdint>
#include <string_view>

#include "schema/regex.h"

namespace tidegate {

// The formats of JSON Schema that are known (schema/format.def).
enum class Format : uint8_t {
#define TIDEGATE_FORMAT(constant, name) constant,
#include "schema/format.def"
#undef TIDEGATE_FORMAT
  kUnknown,
};

Format find_format(std::string_view name);

// "" for kUnknown.
std::string_view format_name(Format format);

// Whether a text is of a format, by what JSON Schema's validation document, section 7.3, says of it
// in the version 2020-12. `regex` serves kRegex. kUnknown is of any text. Cost: linear, but for
// what the engine takes.
bool has_format(Format format, std::string_view text, RegexEngine& regex);

// The same without an engine: of kRegex is any text.
bool has_format(Format format, std::string_view text);

}  // namespace tidegate
