#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// Appends one step of a JSON Pointer (RFC 6901) to the member of this name.
void append_pointer_token(std::string_view name, Text& pointer);

}  // namespace tidegate
