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

// Folding to hash by: every text that a pattern stands for folds to what the pattern folds to, and
// the beginnings and endings of whole code points fold to those of the folding. The converse does
// not hold.
//
// The larger of a text and its folding has at most so many times the bytes of the other.
inline constexpr uint32_t kMaxFoldingRatio = 3;

// Writes the folding of a text to a buffer with room for folding_room() bytes; its size.
uint32_t fold_case(std::string_view text, char* folding);
constexpr uint64_t folding_room(uint64_t text_size) { return kMaxFoldingRatio * text_size + 8; }

// The shortest beginning, or ending, of whole code points that has at least `size` bytes, which the
// text must have.
std::string_view first_code_points(std::string_view text, size_t size);
std::string_view last_code_points(std::string_view text, size_t size);

}  // namespace tidegate
