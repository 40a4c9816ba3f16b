#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace tidegate {

// Appends the time (RFC 3339, in UTC) that is so long after 1970 as a JSON number says, in seconds
// or thousandths: 1545084650987 is 2018-12-17T22:10:50.987Z. It is exact: every digit of the number
// comes out, and no others but zeros. False: the number is negative, beyond the year 9999, or finer
// than 1e-18 s; nothing was appended.
enum class EpochUnit : uint8_t { kSeconds, kMilliseconds };
[[nodiscard]] bool append_epoch(std::string_view number, EpochUnit unit, Text& output);

}  // namespace tidegate
