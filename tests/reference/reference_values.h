#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the reference matcher knows of single values: numbers, addresses, letters, wildcards.
namespace reference {

// A decimal number as text: 0.DIGITS times ten to the power `exponent`. Digits neither begin nor
// end with 0; zero has none and is not negative. Nothing is ever rounded. Exponents beyond a
// thousand million are held there.
struct Decimal {
  bool negative = false;
  std::string digits;
  long exponent = 0;
};

// The value of a JSON number token.
Decimal decimal_of(std::string_view token);

// Negative, 0 or positive.
int compare(const Decimal& a, const Decimal& b);

// The value of a number token that can be compared: one that is exactly what Java's Double.toString
// prints for the double nearest to it. Nothing for all others.
std::optional<Decimal> comparable_decimal(std::string_view token);

// The upper-case hexadecimal digits of an IP literal, 8 or 32 of them.
std::optional<std::string> address_digits(std::string_view text);

// The lowest and the highest address of a block, as digits.
struct Block {
  std::string low;
  std::string high;
};
std::optional<Block> block_of(std::string_view cidr);
bool contains(const Block& block, const std::string& digits);

// Whether `value` as a whole, at its beginning or at its end is a text in which each letter of
// `pattern` is replaced by its lower or its upper case.
bool equals_ignore_case(std::string_view pattern, std::string_view value);
bool starts_with_ignore_case(std::string_view pattern, std::string_view value);
bool ends_with_ignore_case(std::string_view pattern, std::string_view value);

// A wildcard as steps: a code point that must be there, or nothing for `*`.
using Wildcard = std::vector<std::optional<char32_t>>;
std::optional<Wildcard> wildcard_of(std::string_view text);
bool matches(const Wildcard& wildcard, std::string_view value);

// The greatest number of beginnings of a wildcard (in its quotes, by bytes) that one and the same
// text can match: how event-ruler's MachineComplexityEvaluator measures it.
size_t complexity_of(std::string_view wildcard_text);

}  // namespace reference
