#pragma once

#include <cstdint>
#include <string_view>

// Numbers of JSON by what is written, of any length: exact, where a double would round. All tokens
// must be numbers by the JSON grammar. An exponent beyond 10^15 counts as that.
namespace tidegate {

// digits * 10^exponent, with neither a first nor a last digit of 0; no digits are 0.
struct Decimal {
  const char*
      digits;      // From the first to the last that is not 0, with a point that may be between.
  uint32_t size;   // Of them and the point.
  uint32_t count;  // Of them alone.
  int64_t exponent;
  bool negative;
};

Decimal read_decimal(std::string_view token);

// Negative, 0 or positive as `a` is less than, equal to or greater than `b`.
int compare_decimals(std::string_view a, std::string_view b);

// Whether a number has no fraction, however it is written: 1.0 and 10e-1 have none.
inline bool is_integer(std::string_view token) {
  if (token.find_first_of(".eE") == std::string_view::npos) return true;
  return read_decimal(token).exponent >= 0;
}

// A number whose multiples are asked for; with more than 17 digits there are none.
struct Divisor {
  uint64_t digits;
  int64_t exponent;
};
inline constexpr uint32_t kMaxDivisorDigits = 17;

// False: it is not greater than 0, or has more than kMaxDivisorDigits.
[[nodiscard]] bool read_divisor(std::string_view token, Divisor& divisor);
bool is_multiple(std::string_view token, const Divisor& divisor);

// Equal for equal numbers.
uint64_t hash_decimal(std::string_view token);

}  // namespace tidegate
