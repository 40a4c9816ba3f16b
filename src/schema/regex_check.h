#pragma once

#include <string_view>

#include "schema/schema.h"

namespace tidegate {

// Whether it can be shown that an engine which backtracks takes no time for a regular expression of
// ECMA-262 that grows exponentially with the text.
//
// It takes such time only where there are two ways to go from some character of the expression back
// to the same one through the same text: nested repetitions ((a+)+), alternatives in a repetition
// that begin alike ((a|ab|b)*), things that may be left out there ((a?b?)*). What is shown is that
// there are no two such ways. "{2,9}" counts as "+". Refused too, since it cannot be shown of them:
// back references, a counted repetition of what may be empty ((a?){9}), and expressions of more
// than 512 characters, or with more than 128 of them in repetitions. Characters beyond ASCII and
// classes such as \p{L} count as if they were in each other. (Weideman, van der Merwe, Berglund and
// Watson, "Analyzing matching time behavior of backtracking regular expression matchers by using
// ambiguity of NFA", 2016: exponential is only what has exponential ambiguity.)
//
// The expression must be valid, with the flag "u". Cost: at most some million steps; no recursion.
// Without memory it is false.
bool is_safe_regex(std::string_view expression);

// Sets kind, text and text_size where the expression is plain text, which may have "^" before and
// "$" behind it. False: it is not, and needs an engine.
bool read_plain_regex(std::string_view expression, Regex& regex);

}  // namespace tidegate
