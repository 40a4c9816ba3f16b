#pragma once

#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "base/vec.h"
#include "suggest/candidate.h"
#include "suggest/samples.h"

namespace tidegate {

struct SuggestOptions {
  Preference preference = Preference::kGeneral;
  Vec<std::string_view> ignored;  // Fields of which the pattern says nothing, by their paths.
};

// Appends the smallest pattern that is found for the first `match_count` of the events and for none
// of the others, as a JSON object:
//
//   pattern                the pattern
//   reason, match, not     why there is none: "INDISTINGUISHABLE", and two events by their numbers
//                          that no pattern tells apart; "NOT_FOUND"; "TOO_COMPLEX", no steps left
//
// Smallest is: no $or if there can be none; then the fewest fields, then the fewest alternatives,
// anything-but counting for each value, then the operators that are preferred. What is guaranteed,
// and what is searched for how long: suggest/pattern_search.h. With $or each branch is such a
// pattern for as many events as can be had, one after the other. A pattern that is given has been
// held against all the events.
//
// Errors: kOutOfMemory. Cost: about events squared times fields, within PatternSearch::kMaxSteps.
[[nodiscard]] ErrorCode suggest_pattern(const Samples& samples, uint32_t match_count,
                                        const SuggestOptions& options, Text& json);

}  // namespace tidegate
