#pragma once

#include <string_view>

namespace tidegate {

// The values of W3C Trace Context, level 1, sections 3.2 and 3.3. Cost: linear, no allocation.
//
// Of a version that came later, only what all versions have in common is checked.
bool is_traceparent(std::string_view text);
bool is_tracestate(std::string_view text);

}  // namespace tidegate
