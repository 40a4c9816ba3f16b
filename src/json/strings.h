#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"

// JSON strings (RFC 8259, section 7) in UTF-8.
namespace tidegate {

// What is wrong with a JSON text and where; `reason` is a literal.
struct JsonError {
  ErrorCode code = ErrorCode::kOk;
  const char* reason = "";
  uint32_t offset = 0;
};

// The length of the well-formed UTF-8 sequence of two to four bytes at `p` (Unicode, table 3-7), or
// 0.
uint32_t utf8_sequence(const char* p, const char* end);

// Checks the inside of a string and passes over it: `p` stands behind the opening quote. Returns
// the closing quote, or nullptr with `error` filled (offsets count from `begin`). `escaped` is set
// to true when the string has an escape.
const char* skip_string(const char* p, const char* end, const char* begin, bool& escaped,
                        JsonError& error);

// Writes the characters of a checked string without its quotes to `out`, which has room for
// raw.size() bytes, and returns the end. A surrogate escape without its partner becomes three bytes
// (ED A0..BF xx).
char* decode_string(std::string_view raw, char* out);

}  // namespace tidegate
