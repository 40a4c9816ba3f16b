#pragma once

#include <cstddef>
#include <cstdint>
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

// What a code point folds to: one code point, or two or three.
struct Folding {
  char32_t code_points[3];
  uint32_t size;
};

// Folding to hash by: every text that a pattern stands for folds, code point by code point, to what
// the pattern folds to. The converse does not hold.
Folding fold_case(char32_t code_point);

// The first code point of a text that is not empty, or its last one, which is taken off it.
char32_t take_first_code_point(std::string_view& text);
char32_t take_last_code_point(std::string_view& text);

}  // namespace tidegate
