#include "schema/decimal.h"

#include <algorithm>

#include "base/hash.h"

namespace tidegate {
namespace {

constexpr int64_t kMaxExponent = 1'000'000'000'000'000;

int64_t read_exponent(std::string_view text) {
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  int64_t value = 0;
  for (const char c : text) value = std::min(value * 10 + (c - '0'), kMaxExponent);
  return negative ? -value : value;
}

// The digits one after the other, without the point.
class DigitReader {
 public:
  explicit DigitReader(const Decimal& number)
      : p_(number.digits), end_(number.digits + number.size) {}

  // The next one; 0 behind the last, as after the point of a number.
  int next() {
    if (p_ != end_ && *p_ == '.') ++p_;
    return p_ == end_ ? 0 : *p_++ - '0';
  }

 private:
  const char* p_;
  const char* end_;
};

// Numbers of up to 18 digits without point and exponent, as most are.
bool read_small(std::string_view token, int64_t& value) {
  const bool negative = token.front() == '-';
  if (negative) token.remove_prefix(1);
  if (token.size() > 18) return false;
  value = 0;
  for (const char c : token) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  if (negative) value = -value;
  return true;
}

}  // namespace

Decimal read_decimal(std::string_view token) {
  Decimal number = {};
  number.negative = token.front() == '-';
  if (number.negative) token.remove_prefix(1);
  const size_t letter = std::min(token.find_first_of("eE"), token.size());
  const std::string_view written = token.substr(0, letter);
  const size_t first = std::min(written.find_first_not_of("0."), written.size());
  if (first == written.size()) return {};
  const size_t last = written.find_last_not_of("0.");
  const size_t point = std::min(written.find('.'), written.size());
  const bool within = first < point && point < last;
  number.digits = written.data() + first;
  number.size = static_cast<uint32_t>(last - first + 1);
  number.count = number.size - (within ? 1 : 0);
  if (letter != token.size()) number.exponent = read_exponent(token.substr(letter + 1));
  // How far the last digit stands before the point, or behind it.
  number.exponent += static_cast<int64_t>(point) - static_cast<int64_t>(last);
  if (last < point) --number.exponent;
  return number;
}

int compare_decimals(std::string_view a, std::string_view b) {
  int64_t small_a = 0;
  int64_t small_b = 0;
  if (read_small(a, small_a) && read_small(b, small_b))
    return (small_a > small_b) - (small_a < small_b);
  const Decimal x = read_decimal(a);
  const Decimal y = read_decimal(b);
  const int sign_x = x.count == 0 ? 0 : x.negative ? -1 : 1;
  const int sign_y = y.count == 0 ? 0 : y.negative ? -1 : 1;
  if (sign_x != sign_y || sign_x == 0) return sign_x - sign_y;
  const int64_t size_x = x.exponent + x.count;
  const int64_t size_y = y.exponent + y.count;
  if (size_x != size_y) return size_x < size_y ? -sign_x : sign_x;
  DigitReader digits_x(x);
  DigitReader digits_y(y);
  for (uint32_t i = std::max(x.count, y.count); i != 0; --i) {
    const int difference = digits_x.next() - digits_y.next();
    if (difference != 0) return difference < 0 ? -sign_x : sign_x;
  }
  return 0;
}

bool read_divisor(std::string_view token, Divisor& divisor) {
  const Decimal number = read_decimal(token);
  if (number.count == 0 || number.negative || number.count > kMaxDivisorDigits) return false;
  DigitReader digits(number);
  divisor = {0, number.exponent};
  for (uint32_t i = 0; i < number.count; ++i) {
    divisor.digits = divisor.digits * 10 + static_cast<uint64_t>(digits.next());
  }
  return true;
}

bool is_multiple(std::string_view token, const Divisor& divisor) {
  const Decimal number = read_decimal(token);
  if (number.count == 0) return true;
  // The last digit of the number is not 0, so no power of ten divides it.
  if (number.exponent < divisor.exponent) return false;
  // What it is to be divided by without the 2s and 5s of which there are enough in the power of ten
  // that it is multiplied by.
  uint64_t rest = divisor.digits;
  const int64_t power = number.exponent - divisor.exponent;
  for (int64_t i = power; i != 0 && rest % 2 == 0; --i) rest /= 2;
  for (int64_t i = power; i != 0 && rest % 5 == 0; --i) rest /= 5;
  DigitReader digits(number);
  uint64_t remainder = 0;
  for (uint32_t i = 0; i < number.count; ++i) {
    remainder = (remainder * 10 + static_cast<uint64_t>(digits.next())) % rest;
  }
  return remainder == 0;
}

uint64_t hash_decimal(std::string_view token) {
  const Decimal number = read_decimal(token);
  if (number.count == 0) return 0;
  DigitReader digits(number);
  uint64_t hash = hash_mix(number.negative ? 1 : 2, static_cast<uint64_t>(number.exponent));
  for (uint32_t i = 0; i < number.count; ++i) {
    hash = hash_mix(hash, static_cast<uint64_t>(digits.next()));
  }
  return hash;
}

}  // namespace tidegate
