#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "pattern/pattern.h"

namespace tidegate {

// Whose rules of what is allowed a pattern is held against; the tables are in pattern/profile.h.
enum class Profile : uint8_t {
  kEventBridge,  // Rules of an event bus. The default.
  kPipes,        // EventBridge Pipes and Lambda event source mappings.
  kCustomBus,    // Subscribers of EventBridge's custom event bus, scope DATA.
};

// Reads the text of a pattern (UTF-8). Returns true and fills `pattern`, or returns false and fills `problem` with AWS's
// words for it, at AWS's line and column. `pattern` is then empty.
//
// Errors: kInvalidJson, kInvalidUtf8, kTooDeep, kNumberTooLong, kTooLarge, kOutOfMemory and all kPattern...
// Cost: linear in the text, times the sub-rules that its $or multiply out to (at most kMaxSubRules).
// Source: the compiler of event-ruler (JsonRuleCompiler), whose order of checks and positions this follows.
[[nodiscard]] bool parse_pattern(std::string_view text, Profile profile, Pattern& pattern,
                                 Diagnostic& problem);

}  // namespace tidegate
