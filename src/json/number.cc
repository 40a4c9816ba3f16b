#include "json/number.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace tidegate {
namespace {

// digits * 10^exponent.
struct Decimal {
  uint64_t digits;
  int exponent;
};

// significand * 2^exponent.
struct Binary {
  uint64_t significand;
  int exponent;
};

// More digits than 17 no double needs for its shortest form.
constexpr uint64_t kTooManyDigits = 100'000'000'000'000'000;

// The value of a token without its sign, with no zero at the end of the digits. False if it takes
// more than 17 digits.
bool read_decimal(std::string_view token, Decimal& decimal) {
  uint64_t digits = 0;
  int64_t exponent = 0;
  int64_t places = 0;  // What a digit takes off the exponent: 1 after the point.
  size_t i = token.front() == '-' ? 1 : 0;
  for (; i < token.size(); ++i) {
    const unsigned digit = static_cast<unsigned char>(token[i]) - unsigned{'0'};
    if (digit <= 9) {
      exponent -= places;
      if (digits < kTooManyDigits) {
        digits = digits * 10 + digit;
      } else if (digit == 0) {
        ++exponent;
      } else {
        return false;
      }
    } else if (token[i] == '.') {
      places = 1;
    } else {
      break;
    }
  }
  for (; digits != 0 && digits % 10 == 0; digits /= 10) ++exponent;
  if (digits >= kTooManyDigits) return false;

  // An exponent may be as long as it likes. This many no digits make up for.
  constexpr int64_t kHuge = int64_t{1} << 48;
  int64_t written = 0;
  bool negative = false;
  for (++i; i < token.size(); ++i) {
    if (token[i] == '+' || token[i] == '-') {
      negative = token[i] == '-';
    } else if (written < kHuge) {
      written = written * 10 + (token[i] - '0');
    }
  }
  exponent += negative ? -written : written;
  constexpr int64_t kFar = 1000;  // Beyond every double.
  decimal = {digits, static_cast<int>(std::clamp(exponent, -kFar, kFar))};
  return true;
}

// 10^exponent for exponents from 0 to 308: exact up to 22, else off by no more than a rounding of
// each factor and of their product.
double power_of_ten(int exponent) {
  static constexpr double kLow[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  static constexpr double kHigh[] = {1e0,   1e16,  1e32,  1e48,  1e64,  1e80,  1e96,
                                     1e112, 1e128, 1e144, 1e160, 1e176, 1e192, 1e208,
                                     1e224, 1e240, 1e256, 1e272, 1e288, 1e304};
  return kLow[exponent % 16] * kHigh[exponent / 16];
}

// A double within a few units in the last place of the decimal; infinity or 0 when it is out of
// range. It is the nearest one when both the digits and the power of ten are doubles, for then a
// single operation rounds (Clinger, "How to read floating point numbers accurately", 1990).
double approximate(const Decimal& decimal) {
  const double digits = static_cast<double>(decimal.digits);
  if (decimal.exponent >= 0) return digits * power_of_ten(decimal.exponent);
  if (decimal.exponent >= -308) return digits / power_of_ten(-decimal.exponent);
  return digits / power_of_ten(308) / power_of_ten(-decimal.exponent - 308);
}

// A positive integer that grows by multiplication. compare() needs no more than 820 of its 1,024
// bits: 58 for the integer it starts from, and 760 for a power of five or for the shift that makes
// up for it.
class BigInteger {
 public:
  explicit BigInteger(uint64_t value)
      : limbs_{static_cast<uint32_t>(value), static_cast<uint32_t>(value >> 32)},
        size_(value >> 32 == 0 ? 1 : 2) {}

  void multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < size_; ++i) {
      carry += uint64_t{limbs_[i]} * factor;
      limbs_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_[size_++] = static_cast<uint32_t>(carry);
  }

  void multiply_by_power_of_5(int exponent) {
    for (; exponent >= 13; exponent -= 13) multiply(1'220'703'125);  // 5^13, the last in 32 bits.
    uint32_t rest = 1;
    for (; exponent > 0; --exponent) rest *= 5;
    multiply(rest);
  }

  void shift_left(int bits) {
    const int limbs = bits / 32;
    std::copy_backward(limbs_, limbs_ + size_, limbs_ + size_ + limbs);
    std::fill_n(limbs_, limbs, 0);
    size_ += limbs;
    multiply(uint32_t{1} << bits % 32);
  }

  // Negative, 0 or positive as `a` is less than, equal to or greater than `b`.
  static int compare(const BigInteger& a, const BigInteger& b) {
    if (a.size_ != b.size_) return a.size_ - b.size_;
    for (int i = a.size_ - 1; i >= 0; --i) {
      if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] < b.limbs_[i] ? -1 : 1;
    }
    return 0;
  }

 private:
  uint32_t limbs_[32];  // Least significant first; the last of the size_ in use is not 0.
  int size_;
};

// The exact comparison that everything here rests on: negative, 0 or positive as the decimal is
// less than, equal to or greater than the binary. Neither may be 0.
int compare(const Decimal& decimal, const Binary& binary) {
  BigInteger left(decimal.digits);
  BigInteger right(binary.significand);
  if (decimal.exponent >= 0) {
    left.multiply_by_power_of_5(decimal.exponent);
  } else {
    right.multiply_by_power_of_5(-decimal.exponent);
  }
  const int shift = decimal.exponent - binary.exponent;
  if (shift >= 0) {
    left.shift_left(shift);
  } else {
    right.shift_left(-shift);
  }
  return BigInteger::compare(left, right);
}

constexpr uint64_t kInfinityBits = 0x7ff0'0000'0000'0000;

// A positive double, or infinity taken as 2^1024, and the decimals that round to it: those between
// the points halfway to its neighbours, and these points too if its significand is even.
class Rounding {
 public:
  explicit Rounding(uint64_t bits) {
    constexpr uint64_t kHiddenBit = uint64_t{1} << 52;
    const uint64_t fraction = bits & (kHiddenBit - 1);
    const int biased = static_cast<int>(bits >> 52);
    const bool subnormal = biased == 0;
    significand_ = subnormal ? fraction : fraction | kHiddenBit;
    exponent_ = subnormal ? -1074 : biased - 1075;
    below_is_closer_ = fraction == 0 && biased > 1;
  }

  Binary value() const { return {significand_, exponent_}; }
  Binary twice() const { return {significand_, exponent_ + 1}; }

  // The two halves of "rounds to it". Zero has no bottom.
  bool over_bottom(const Decimal& decimal) const {
    const int order =
        compare(decimal, {4 * significand_ - (below_is_closer_ ? 1 : 2), exponent_ - 2});
    return order > 0 || (order == 0 && even());
  }
  bool under_top(const Decimal& decimal) const {
    const int order = compare(decimal, {4 * significand_ + 2, exponent_ - 2});
    return order < 0 || (order == 0 && even());
  }

 private:
  bool even() const { return significand_ % 2 == 0; }

  uint64_t significand_;
  int exponent_;
  bool below_is_closer_;  // At a power of two the doubles below lie twice as close as those above.
};

// The bits of the positive double nearest to a positive decimal, ties to even; 0 or kInfinityBits
// when there is none. The approximation is right or nearly so: the loops take a step or two, and
// each step is decided exactly.
uint64_t nearest_double(const Decimal& decimal) {
  const double approximation = approximate(decimal);
  uint64_t bits;
  std::memcpy(&bits, &approximation, sizeof bits);
  while (bits < kInfinityBits && !Rounding(bits).under_top(decimal)) ++bits;
  while (bits > 0 && !Rounding(bits).over_bottom(decimal)) --bits;
  return bits;
}

// Whether the decimal is what Double.toString of Java 19 prints for the double it rounds to. Its
// contract: of all decimals that round to the double take those with the fewest digits, but not
// fewer than two; of these the closest to the double; of two that are as close the one whose last
// digit is even.
bool is_shortest(Decimal decimal, const Rounding& rounding) {
  if (decimal.digits < 10) decimal = {decimal.digits * 10, decimal.exponent - 1};

  // If any decimal with a digit less rounds to the double, so does one of the two around this one.
  if (decimal.digits >= 100) {
    const uint64_t shorter = decimal.digits / 10;
    if (rounding.over_bottom({shorter, decimal.exponent + 1}) ||
        rounding.under_top({shorter + 1, decimal.exponent + 1})) {
      return false;
    }
  }

  // Only the next decimal of the same length towards the double can be as close.
  const int side = compare(decimal, rounding.value());
  if (side == 0) return true;
  const bool above = side > 0;
  if (above && decimal.digits == 10) decimal = {100, decimal.exponent - 1};  // 0.99 is next to 1.0.
  const uint64_t digits = decimal.digits;
  const bool rival = above ? rounding.over_bottom({digits - 1, decimal.exponent})
                           : rounding.under_top({digits + 1, decimal.exponent});
  if (!rival) return true;
  const uint64_t sum = above ? 2 * digits - 1 : 2 * digits + 1;
  const int middle = compare({sum, decimal.exponent}, rounding.twice());
  return middle == 0 ? digits % 2 == 0 : (middle > 0) != above;
}

}  // namespace

bool comparable_number(std::string_view token, double& value) {
  Decimal decimal;
  if (!read_decimal(token, decimal)) return false;
  if (decimal.digits == 0) {
    value = 0;
    return true;
  }
  // Too large for any double; or with finer digits than Java prints for any, which are those
  // of 4.9E-324.
  if (decimal.exponent > 308 || decimal.exponent < -325) return false;

  double magnitude;
  if (decimal.digits < 1'000'000'000'000'000 && decimal.exponent >= -22 && decimal.exponent <= 22) {
    // Here the approximation is exact, and no two decimals of 15 digits round to one double
    // (DBL_DIG).
    magnitude = approximate(decimal);
  } else {
    const uint64_t bits = nearest_double(decimal);
    if (bits == 0 || bits >= kInfinityBits || !is_shortest(decimal, Rounding(bits))) return false;
    std::memcpy(&magnitude, &bits, sizeof magnitude);
  }
  value = token.front() == '-' ? -magnitude : magnitude;
  return true;
}

}  // namespace tidegate
