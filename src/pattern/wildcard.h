#pragma once

#include <cstdint>
#include <string_view>

#include "pattern/messages.h"

namespace tidegate {

// Checks the stars and escapes of a wildcard: kNone, kConsecutiveWildcards or kWildcardEscape.
// `position` is then the byte at fault, counted from 1 (event-ruler counts the opening quote).
ProblemKind check_wildcard(std::string_view wildcard, uint32_t& position);

// The stars of a checked wildcard, without those that stand for themselves.
uint32_t count_stars(std::string_view wildcard);

// How much work a value can make with a checked wildcard, by event-ruler's measure
// (MachineComplexityEvaluator): the greatest number of beginnings of the wildcard, its quotes
// included, that match one and the same text. "*" has 2: the quote and star match any text that the
// quote matches. Above `cap` any larger number may be given. False: no memory. Cost: linear in the
// wildcard, times `cap`.
[[nodiscard]] bool wildcard_complexity(std::string_view wildcard, uint32_t cap,
                                       uint32_t& complexity);

}  // namespace tidegate
