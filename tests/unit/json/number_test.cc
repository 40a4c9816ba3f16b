#include "json/number.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tidegate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kMin = std::numeric_limits<double>::denorm_min();

std::optional<double> comparable(std::string_view token) {
  double value = 0;
  if (!comparable_number(token, value)) return std::nullopt;
  return value;
}

bool same(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return !a && !b;
  return std::memcmp(&*a, &*b, sizeof(double)) == 0;
}

// Exact decimal arithmetic on strings, as slow and plain as can be.

// digits * 10^exponent without zeros at either end of the digits; 0 has none.
struct BigDecimal {
  std::string digits;
  long exponent = 0;

  bool operator==(const BigDecimal& other) const {
    return digits == other.digits && (digits.empty() || exponent == other.exponent);
  }
};

BigDecimal normalized(std::string digits, long exponent) {
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  return {digits, digits.empty() ? 0 : exponent};
}

// Of a JSON number without its sign. An exponent of more than 9 digits counts as one of 9.
BigDecimal parse(std::string_view token) {
  if (token.front() == '-') token.remove_prefix(1);
  const size_t mark = std::min(token.find_first_of("eE"), token.size());
  std::string digits(token.substr(0, mark));
  long exponent = 0;
  if (mark < token.size()) {
    std::string written(token.substr(mark + 1));
    const bool negative = written.front() == '-';
    written.erase(0, written.find_first_not_of("+-0"));
    if (!written.empty() && written.find_first_not_of("0123456789") != std::string::npos) {
      throw std::invalid_argument(std::string(token));
    }
    exponent = written.empty() ? 0 : written.size() > 9 ? 999'999'999 : std::stol(written);
    if (negative) exponent = -exponent;
  }
  const size_t point = digits.find('.');
  if (point != std::string::npos) {
    exponent -= static_cast<long>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  return normalized(digits, exponent);
}

// Writes two decimals as integers of one length in units of the same power of ten, which it
// returns.
long align(const BigDecimal& a, const BigDecimal& b, std::string& left, std::string& right) {
  const long exponent = std::min(a.exponent, b.exponent);
  left = a.digits + std::string(static_cast<size_t>(a.exponent - exponent), '0');
  right = b.digits + std::string(static_cast<size_t>(b.exponent - exponent), '0');
  const size_t size = std::max(left.size(), right.size()) + 1;
  left.insert(0, size - left.size(), '0');
  right.insert(0, size - right.size(), '0');
  return exponent;
}

int compare(const BigDecimal& a, const BigDecimal& b) {
  std::string left, right;
  align(a, b, left, right);
  return left.compare(right);
}

BigDecimal sum(const BigDecimal& a, const BigDecimal& b) {
  std::string left, right;
  const long exponent = align(a, b, left, right);
  int carry = 0;
  for (size_t i = left.size(); i-- > 0;) {
    const int digit = (left[i] - '0') + (right[i] - '0') + carry;
    left[i] = static_cast<char>('0' + digit % 10);
    carry = digit / 10;
  }
  return normalized(left, exponent);
}

// The exact value of a double that is not negative; infinity is 2^1024, as rounding has it.
BigDecimal exactly(double value) {
  if (value == kInfinity) return sum(exactly(0x1p1023), exactly(0x1p1023));
  char text[1500];
  const int size = std::snprintf(text, sizeof text, "%.1074f", value);
  return parse({text, static_cast<size_t>(size)});
}

bool is_even(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits % 2 == 0;
}

// The decimals that round to a double (half to even), straight from the definition.
class Interval {
 public:
  explicit Interval(double value) : closed_(is_even(value)) {
    const BigDecimal exact = exactly(value);
    if (value > 0) twice_bottom_ = sum(exactly(std::nextafter(value, 0)), exact);
    twice_top_ = sum(exact, exactly(std::nextafter(value, kInfinity)));
  }

  bool holds(const BigDecimal& decimal) const {
    const BigDecimal twice = sum(decimal, decimal);
    const int over = compare(twice, twice_bottom_);
    const int under = compare(twice_top_, twice);
    return closed_ ? over >= 0 && under >= 0 : over > 0 && under > 0;
  }

 private:
  BigDecimal twice_bottom_;
  BigDecimal twice_top_;
  bool closed_;
};

// What Double.toString of Java 19 prints for a positive double, straight from its contract.
BigDecimal java_form_by_contract(double value) {
  const BigDecimal exact = exactly(value);
  const Interval interval(value);
  for (size_t size = 2;; ++size) {
    std::string digits = exact.digits;
    digits.resize(std::max(size, digits.size()), '0');
    const long unit =
        exact.exponent + static_cast<long>(exact.digits.size()) - static_cast<long>(size);
    digits.resize(size);
    const BigDecimal below = normalized(digits, unit);
    const BigDecimal above = sum(below, {"1", unit});
    const bool below_fits = interval.holds(below);
    const bool above_fits = interval.holds(above);
    if (!below_fits && !above_fits) continue;
    if (below_fits != above_fits) return below_fits ? below : above;
    const int order = compare(sum(exact, exact), sum(below, above));
    if (order != 0) return order < 0 ? below : above;
    return (digits.back() - '0') % 2 == 0 ? below : above;
  }
}

// The same by the standard library: its shortest form is the closest of the shortest ones, but may
// have a single digit.
BigDecimal java_form_by_library(double value) {
  char text[64];
  const auto print = [&](auto... precision) {
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, precision...);
    return std::string_view(text, static_cast<size_t>(end.ptr - text));
  };
  const BigDecimal shortest = parse(print());
  if (shortest.digits.size() > 1) return shortest;
  const std::string_view two_digits = print(1);
  double back = 0;
  const auto end = std::from_chars(two_digits.data(), two_digits.data() + two_digits.size(), back);
  return end.ec == std::errc() && back == value ? parse(two_digits) : shortest;
}

// The positive double that a token rounds to, 0 or infinity when there is none, by the standard
// library.
double nearest_by_library(std::string_view token) {
  if (token.front() == '-') token.remove_prefix(1);
  double value = 0;
  const auto end = std::from_chars(token.data(), token.data() + token.size(), value);
  if (end.ec != std::errc::result_out_of_range) return value;
  const BigDecimal decimal = parse(token);
  return decimal.exponent + static_cast<long>(decimal.digits.size()) > 0 ? kInfinity : 0;
}

std::optional<double> expected(std::string_view token, BigDecimal (*java_form)(double)) {
  const BigDecimal decimal = parse(token);
  if (decimal.digits.empty()) return 0.0;
  const double value = nearest_by_library(token);
  if (value == 0 || value == kInfinity || !(java_form(value) == decimal)) return std::nullopt;
  return token.front() == '-' ? -value : value;
}

// One assertion for all tokens that go through it: there are too many to count each.
class Comparison {
 public:
  ~Comparison() {
    CHECK(wrong_ == 0);
    CHECK(comparable_ > 0);
    CHECK(comparable_ < tested_);
  }

  void test(const std::string& token) {
    const std::optional<double> actual = comparable(token);
    ++tested_;
    if (actual) ++comparable_;
    if (same(actual, expected(token, java_form_by_library))) return;
    if (++wrong_ <= 10) UNSCOPED_INFO("wrong: " << token);
  }

 private:
  int tested_ = 0;
  int comparable_ = 0;
  int wrong_ = 0;
};

std::string print(const char* format, int precision, double value) {
  char text[512];
  std::snprintf(text, sizeof text, format, precision, value);
  return text;
}

class Random {
 public:
  // From `low` to `high`, both included.
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  uint64_t bits() { return engine_(); }

  double positive_double() {
    uint64_t bits = engine_() >> 1;
    if (bits >= 0x7ff0'0000'0000'0000) bits &= 0x7fdf'ffff'ffff'ffff;
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

  std::string digits(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + between(i == 0 ? 1 : 0, 9));
    return text;
  }

  // A token of at most `max_digits` significant digits, of any size up to and beyond the range of
  // doubles.
  std::string token(int max_digits) {
    const std::string significant = digits(between(1, max_digits));
    return spelling(significant, between(-360, 320));
  }

  // One of the many spellings of digits * 10^exponent.
  std::string spelling(std::string digits, long exponent) {
    const int zeros = between(0, 3);
    digits.append(static_cast<size_t>(zeros), '0');
    exponent -= zeros;
    std::string text = between(0, 3) == 0 ? "-" : "";
    const int point = between(-3, static_cast<int>(digits.size()));
    if (point <= 0) {
      text += "0." + std::string(static_cast<size_t>(-point), '0') + digits;
      exponent += static_cast<long>(digits.size()) - point;
    } else if (point < static_cast<int>(digits.size())) {
      text += digits.substr(0, static_cast<size_t>(point)) + "." +
              digits.substr(static_cast<size_t>(point));
      exponent += static_cast<long>(digits.size()) - point;
    } else {
      text += digits;
    }
    if (exponent == 0 && between(0, 1) == 0) return text;
    text += between(0, 1) == 0 ? 'e' : 'E';
    text += exponent < 0 ? "-" : between(0, 1) == 0 ? "+" : "";
    text.append(between(0, 9) == 0 ? 900 : 0, '0');
    return text + std::to_string(std::labs(exponent));
  }

 private:
  std::mt19937_64 engine_{20};
};

TEST_CASE("numbers are equal however they are written") {
  for (const char* token : {"100000", "1e5", "1E5", "1e+5", "100000.0", "1.0E5", "1.0e+5", "10e4",
                            "0.1e6", "0.000001e11", "100000.00000000000000000000", "1e0000000005",
                            "10000000000000000000000000e-20"}) {
    INFO(token);
    CHECK(comparable(token) == 100000.0);
  }
  CHECK(comparable("-1e5") == -100000.0);
  CHECK(comparable("0.1") == 0.1);
  CHECK(comparable("300.0") == 300.0);
  CHECK(comparable("37.80780792169409") == 37.80780792169409);
  CHECK(comparable("-786011.0182216072") == -786011.0182216072);
}

TEST_CASE("every zero is positive zero") {
  for (const char* token : {"0", "-0", "0.0", "-0.0", "0e0", "0e999999999999", "-0.000E-99"}) {
    INFO(token);
    CHECK(same(comparable(token), 0.0));
  }
  CHECK(same(comparable("0e" + std::string(900, '9')), 0.0));
  CHECK(same(comparable("0." + std::string(900, '0')), 0.0));
}

TEST_CASE("a number that is not the shortest form of its double is not comparable") {
  for (const char* token :
       {"9007199254740993", "12345678901234567890", "0.10000000000000001", "0.1000000000000000055",
        "1152921504606846976", "18446744073709551615", "1e400", "-1e400", "1e-400", "1e309",
        "1.7976931348623158e308", "1.7976931348623159e308", "2e-324", "5e-324", "1e-323",
        "9007199254740992.1"}) {
    INFO(token);
    CHECK(!comparable(token));
  }
  double untouched = 7;
  CHECK(!comparable_number("1e400", untouched));
  CHECK(untouched == 7);
  CHECK(comparable("9007199254740992") == 9007199254740992.0);
  CHECK(comparable("9007199254740994") == 9007199254740994.0);
  CHECK(comparable("1152921504606847000") == 1152921504606846976.0);
  CHECK(comparable("1.7976931348623157e308") == kMax);
  CHECK(comparable("2.2250738585072014E-308") == std::numeric_limits<double>::min());
}

TEST_CASE("forms that Java prints since version 19") {
  CHECK(comparable("1e23") == 1e23);
  CHECK(comparable("2e23") == 2e23);
  CHECK(comparable("2.82879384806159E17") == 2.82879384806159E17);
  CHECK(comparable("2e-323") == 4 * kMin);
  CHECK(comparable("1e-321") == 1e-321);
}

TEST_CASE("the smallest doubles have two digits, as Java prints them") {
  CHECK(comparable("4.9E-324") == kMin);
  CHECK(comparable("9.9e-324") == 2 * kMin);
  CHECK(comparable("9.9E-323") == 20 * kMin);
  for (const char* token : {"5e-324", "4.94e-324", "4.8e-324", "1e-323", "9.8e-324", "1e-322"}) {
    INFO(token);
    CHECK(!comparable(token));
  }
}

TEST_CASE("a power of two has the doubles below it closer by") {
  // 2^-44: ...801 is closer to it but no longer rounds to it.
  CHECK(comparable("5.684341886080802e-14") == 0x1p-44);
  CHECK(!comparable("5.6843418860808015e-14"));
  CHECK(comparable("5.684341886080801e-14") == std::nextafter(0x1p-44, 0));
}

TEST_CASE("exponents and digits without end") {
  const std::string nines(900, '9');
  const std::string zeros(900, '0');
  CHECK(!comparable("1e" + nines));
  CHECK(!comparable("1e-" + nines));
  CHECK(!comparable("1" + zeros));
  CHECK(!comparable("0." + zeros + "1"));
  CHECK(comparable("1e" + zeros + "5") == 100000.0);
  CHECK(comparable("1" + zeros + "e-900") == 1.0);
  CHECK(comparable("0." + zeros + "1e901") == 1.0);
  CHECK(comparable("1.5" + zeros) == 1.5);
  CHECK(!comparable("1.5" + zeros + "1"));
}

TEST_CASE("the oracle agrees with exact decimal arithmetic") {
  Random random;
  const auto agrees = [](double value) {
    const BigDecimal form = java_form_by_library(value);
    INFO(form.digits << "e" << form.exponent);
    CHECK(Interval(value).holds(form));
    CHECK(form == java_form_by_contract(value));
  };
  for (int i = 0; i < 500; ++i) agrees(random.positive_double());
  for (int i = 1; i <= 250; ++i) agrees(i * kMin);
  for (int exponent = -1074; exponent <= 1023; exponent += 3) agrees(std::ldexp(1.0, exponent));
  for (const double value : {kMax, 1e23, 2e23, 9007199254740992.0, 0x1p-44}) agrees(value);

  for (int i = 0; i < 500; ++i) {
    const std::string token = random.token(20);
    const double value = nearest_by_library(token);
    INFO(token);
    if (value != kInfinity) CHECK(Interval(value).holds(parse(token)));
    CHECK(same(comparable(token), expected(token, java_form_by_contract)));
  }
}

TEST_CASE("decimals of few digits, all of them") {
  Comparison comparison;
  for (int exponent = -345; exponent <= 312; ++exponent) {
    for (int digits = 1; digits <= 109; ++digits) {
      comparison.test(std::to_string(digits) + "e" + std::to_string(exponent));
    }
  }
  for (int exponent = -328; exponent <= -320; ++exponent) {
    for (int digits = 110; digits <= 4000; ++digits) {
      comparison.test(std::to_string(digits) + "e" + std::to_string(exponent));
    }
  }
}

TEST_CASE("doubles printed with 15 to 18 digits") {
  Random random;
  Comparison comparison;
  for (int i = 0; i < 50'000; ++i) {
    const double value = random.positive_double();
    for (int digits = 15; digits <= 18; ++digits) {
      comparison.test(print("%.*e", digits - 1, value));
    }
  }
}

TEST_CASE("doubles of everyday size in every spelling, and the decimals next to them") {
  Random random;
  Comparison comparison;
  for (int i = 0; i < 50'000; ++i) {
    const double value =
        std::ldexp(static_cast<double>(random.bits() >> 11), random.between(-90, 12));
    const BigDecimal decimal = parse(print("%.*e", random.between(14, 16), value));
    comparison.test(random.spelling(decimal.digits, decimal.exponent));
    const BigDecimal next = sum(decimal, {"1", decimal.exponent});
    comparison.test(random.spelling(next.digits, next.exponent));
  }
}

TEST_CASE("neighbours of the powers of two, printed with any number of digits") {
  Comparison comparison;
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    double value = std::ldexp(1.0, exponent);
    value = std::nextafter(std::nextafter(value, 0), 0);
    for (int i = -2; i <= 2 && value != kInfinity; ++i, value = std::nextafter(value, kInfinity)) {
      for (int digits = 13; digits <= 18; ++digits) {
        comparison.test(print("%.*e", digits - 1, value));
      }
    }
  }
}

TEST_CASE("subnormal doubles, printed with any number of digits") {
  Random random;
  Comparison comparison;
  const auto test = [&](double value) {
    for (int digits = 1; digits <= 18; ++digits) {
      comparison.test(print("%.*e", digits - 1, value));
    }
  };
  for (int i = 1; i <= 2500; ++i) test(i * kMin);
  for (int i = 0; i < 2500; ++i) {
    test(static_cast<double>(random.bits() >> random.between(12, 60)) * kMin);
  }
}

TEST_CASE("integers about 2^53 and up to 2^64") {
  Random random;
  Comparison comparison;
  for (uint64_t i = 0; i < 2000; ++i) {
    for (int exponent = 53; exponent < 64; ++exponent) {
      comparison.test(std::to_string((uint64_t{1} << exponent) - 1000 + i));
    }
  }
  for (int i = 0; i < 50'000; ++i) {
    const uint64_t integer = random.bits() >> random.between(0, 14);
    comparison.test(std::to_string(integer));
    comparison.test(std::to_string(integer / 10 * 10));
    comparison.test(std::to_string(integer / 1000 * 1000));
  }
}

TEST_CASE("random digits with exponents over and beyond the range") {
  Random random;
  Comparison comparison;
  for (int i = 0; i < 100'000; ++i) comparison.test(random.token(18));
}

}  // namespace
}  // namespace tidegate
