#pragma once

#include <cstddef>
#include <string_view>

// UTF-8 texts: order and case. Texts must be valid, but may hold lone surrogates as three bytes
// each (ED A0..BF xx), which is how an escape such as \ud800 without its partner is kept.
namespace tidegate {

// Negative, 0 or positive as `a` sorts before, with or after `b` by UTF-16 code units (Java's and
// JavaScript's order).
int compare_utf16(std::string_view a, std::string_view b);

// Case folding is one-sided, as in event-ruler: each code point of `pattern` stands for its own
// lower-case or upper-case full mapping (Unicode SpecialCasing, no locale, no context) and for
// nothing else, so pattern "ß" matches "SS", and pattern "STRASSE" does not match "straße". Nothing
// is folded in `value`. Linear, no allocation.
bool equals_ignore_case(std::string_view pattern, std::string_view value);
bool starts_with_ignore_case(std::string_view pattern, std::string_view value);
bool ends_with_ignore_case(std::string_view pattern, std::string_view value);

}  // namespace tidegate
