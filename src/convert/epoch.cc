#include "convert/epoch.h"

#include <cstddef>

namespace tidegate {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;
constexpr uint64_t kEndOfTime = 253'402'300'800;  // The year 10000.
constexpr int kMaxDigits = 40;                    // Of a number that is taken at all.
constexpr int kMaxFraction = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A JSON number that is not negative, as its digits and the place of the point among them.
struct Decimal {
  char digits[kMaxDigits];
  int count = 0;
  int point = 0;

  char digit(int i) const { return i >= 0 && i < count ? digits[i] : '0'; }
};

// The exponent behind the "e" at `i`; a large one is cut down to what is still too large.
int read_exponent(std::string_view number, size_t i) {
  const bool negative = number[i + 1] == '-';
  int exponent = 0;
  for (size_t k = i + 1; k < number.size(); ++k) {
    if (is_digit(number[k]) && exponent < 10'000) exponent = exponent * 10 + (number[k] - '0');
  }
  return negative ? -exponent : exponent;
}

bool read_decimal(std::string_view number, Decimal& decimal) {
  bool in_fraction = false;
  for (size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (c == '-') return false;
    if (c == '.') {
      in_fraction = true;
    } else if (is_digit(c)) {
      if (decimal.count == kMaxDigits) return false;
      decimal.digits[decimal.count++] = c;
      if (!in_fraction) ++decimal.point;
    } else {
      decimal.point += read_exponent(number, i);
      break;
    }
  }
  return true;
}

void append_padded(uint64_t number, int width, Text& output) {
  char digits[4];
  for (int i = width; i > 0; --i, number /= 10)
    digits[i - 1] = static_cast<char>('0' + number % 10);
  output.append({digits, static_cast<size_t>(width)});
}

// The day in the Gregorian calendar, counted from 1970-01-01. Years are counted from March on, so
// that the leap day is the last of a year (Hinnant, "chrono-compatible low-level date algorithms").
void append_date(int64_t days, Text& output) {
  const int64_t shifted = days + 719'468;
  const int64_t era = shifted / 146'097;
  const int64_t day_of_era = shifted % 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  append_padded(static_cast<uint64_t>(year), 4, output);
  output.append('-');
  append_padded(static_cast<uint64_t>(month), 2, output);
  output.append('-');
  append_padded(static_cast<uint64_t>(day), 2, output);
}

}  // namespace

bool append_epoch(std::string_view number, EpochUnit unit, Text& output) {
  Decimal decimal;
  if (!read_decimal(number, decimal)) return false;
  if (unit == EpochUnit::kMilliseconds) decimal.point -= 3;
  uint64_t seconds = 0;
  for (int i = 0; i < decimal.point; ++i) {
    seconds = seconds * 10 + static_cast<uint64_t>(decimal.digit(i) - '0');
    if (seconds >= kEndOfTime) return false;
  }
  const int fraction = decimal.count - decimal.point;
  if (fraction > kMaxFraction) return false;
  append_date(static_cast<int64_t>(seconds) / kSecondsPerDay, output);
  const uint64_t second = seconds % kSecondsPerDay;
  output.append('T');
  append_padded(second / 3600, 2, output);
  output.append(':');
  append_padded(second / 60 % 60, 2, output);
  output.append(':');
  append_padded(second % 60, 2, output);
  if (fraction > 0) {
    output.append('.');
    for (int i = 0; i < fraction; ++i) output.append(decimal.digit(decimal.point + i));
  }
  output.append('Z');
  return true;
}

}  // namespace tidegate
