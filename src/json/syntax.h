#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"

// JSON's grammar (RFC 8259), token by token: slow beside json/screen.h, but it knows what is wrong.
namespace tidegate {

// What is wrong with a JSON text and where; `reason` is a literal.
struct JsonError {
  ErrorCode code = ErrorCode::kOk;
  const char* reason = "";
  uint32_t offset = 0;
};

// The first thing that is wrong with the text, kOk if nothing is: kInvalidJson, kInvalidUtf8,
// kTooDeep (kMaxDepth) or kNumberTooLong (kMaxNumberLength). The text has at most kMaxTextBytes.
// Cost: linear, without recursion or allocation.
JsonError find_fault(std::string_view text);

// Each passes over what stands at `p` (not `end`) and returns its end, or nullptr if it is broken.
const char* skip_scalar(const char* p, const char* end);  // A number, true, false or null.
const char* skip_value(const char* p, const char* end, uint32_t max_depth);

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

inline const char* skip_space(const char* p, const char* end) {
  if (p != end && static_cast<unsigned char>(*p) > ' ') return p;  // As between most tokens.
  while (p != end && is_space(*p)) ++p;
  return p;
}

}  // namespace tidegate
