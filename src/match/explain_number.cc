#include "match/explain_number.h"

#include <algorithm>
#include <cstdlib>

namespace tidegate {
namespace {

constexpr int kMaxDigits = 40;

// The digits of a number without its sign, the first of them not 0 unless there is but one, and the
// power of ten of the last one.
struct Digits {
  char digits[kMaxDigits];
  int size = 0;
  int exponent = 0;
  bool negative = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// False: it has too many digits, or too large an exponent.
bool read_exponent(std::string_view text, int& exponent) {
  const bool negative = text.front() == '-';
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) continue;
    value = value * 10 + (c - '0');
    if (value > 1000) return false;
  }
  exponent += negative ? -value : value;
  return true;
}

bool read_digits(std::string_view token, Digits& number) {
  int zeros = 0;  // That stand before the next digit other than 0, if there is one.
  bool in_fraction = false;
  size_t i = 0;
  number.negative = token.front() == '-';
  for (; i < token.size() && token[i] != 'e' && token[i] != 'E'; ++i) {
    if (token[i] == '.') in_fraction = true;
    if (!is_digit(token[i])) continue;
    if (in_fraction) --number.exponent;
    if (token[i] == '0') {
      if (number.size != 0) ++zeros;
      continue;
    }
    if (number.size + zeros >= kMaxDigits) return false;
    std::fill_n(number.digits + number.size, zeros, '0');
    number.size += zeros;
    zeros = 0;
    number.digits[number.size++] = token[i];
  }
  number.exponent += zeros;
  return i == token.size() || read_exponent(token.substr(i + 1), number.exponent);
}

// Appends zeros until the last digit is that of `exponent`.
bool align(Digits& number, int exponent) {
  if (number.size == 0) {
    number.exponent = exponent;
    return true;
  }
  const int zeros = number.exponent - exponent;
  if (zeros > kMaxDigits - number.size) return false;
  std::fill_n(number.digits + number.size, zeros, '0');
  number.size += zeros;
  number.exponent = exponent;
  return true;
}

int digit_at(const Digits& number, int place) {
  return place < number.size ? number.digits[number.size - 1 - place] - '0' : 0;
}

bool is_smaller(const Digits& a, const Digits& b) {
  if (a.size != b.size) return a.size < b.size;
  return std::lexicographical_compare(a.digits, a.digits + a.size, b.digits, b.digits + b.size);
}

// `digits` from the lowest place on: the sum, or the difference of a larger and a smaller.
int combine(const Digits& a, const Digits& b, bool add, int* digits) {
  const int places = std::max(a.size, b.size) + 1;
  int carry = 0;
  for (int place = 0; place < places; ++place) {
    int digit = digit_at(a, place) + carry;
    digit += add ? digit_at(b, place) : -digit_at(b, place);
    carry = digit > 9 ? 1 : digit < 0 ? -1 : 0;
    digits[place] = digit - carry * 10;
  }
  return places;
}

void append_plain(const int* digits, int places, int exponent, Text& text) {
  int top = places - 1;
  while (top > 0 && digits[top] == 0) --top;
  if (digits[top] == 0) {
    text.append('0');
    return;
  }
  int bottom = 0;
  while (bottom < -exponent && bottom < places && digits[bottom] == 0) ++bottom;
  for (int place = std::max(top, -exponent); place >= bottom; --place) {
    if (place == -exponent - 1) text.append('.');
    text.append(static_cast<char>('0' + (place < places ? digits[place] : 0)));
  }
  for (; exponent > 0; --exponent) text.append('0');
}

}  // namespace

bool append_distance(std::string_view a, std::string_view b, Text& text) {
  Digits first;
  Digits second;
  if (!read_digits(a, first) || !read_digits(b, second)) return false;
  if (first.size == 0) first.exponent = second.exponent;
  const int exponent =
      second.size == 0 ? first.exponent : std::min(first.exponent, second.exponent);
  if (std::abs(exponent) > kMaxDigits || !align(first, exponent) || !align(second, exponent)) {
    return false;
  }
  int digits[kMaxDigits + 1] = {};
  const bool add = first.negative != second.negative;
  const bool swap = !add && is_smaller(first, second);
  const int places = combine(swap ? second : first, swap ? first : second, add, digits);
  append_plain(digits, places, exponent, text);
  return true;
}

}  // namespace tidegate
