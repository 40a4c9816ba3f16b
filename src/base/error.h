#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// What went wrong, as a value to compare by. The list, with a sentence for each, is
// base/errors.def.
enum class ErrorCode : uint8_t {
  kOk,
#define TIDEGATE_ERROR(constant, code, sentence) constant,
#include "base/errors.def"
#undef TIDEGATE_ERROR
};

// The literal of the JavaScript API, such as "ERR_INVALID_JSON"; "OK" for kOk.
std::string_view error_name(ErrorCode code);

// The sentence that is true of every error with this code; "" for kOk.
std::string_view error_sentence(ErrorCode code);

}  // namespace tidegate
