#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// Appends how far two numbers are apart, exactly and without a sign: "0.5" for 1.5 and 1. Both must
// be numbers by the JSON grammar. False, and nothing is appended: it would take more than 40
// digits.
[[nodiscard]] bool append_distance(std::string_view a, std::string_view b, Text& text);

}  // namespace tidegate
