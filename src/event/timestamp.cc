#include "event/timestamp.h"

#include <algorithm>
#include <cstddef>

namespace tidegate {
namespace {

constexpr int64_t kSecondsOfDay = 24 * 60 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that the next two digits of `text` are, which are taken off; -1 where there are none.
int take_two(std::string_view& text) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return -1;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

int days_of_month(int year, int month) {
  static constexpr int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// Days from 1970-01-01 to a date of the Gregorian calendar.
int64_t days_since_epoch(int year, int month, int day) {
  // With years that begin in March a leap day comes last.
  const int64_t shifted = month > 2 ? year : year - 1;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const int64_t year_of_era = shifted - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

struct Date {
  int year;
  int month;
  int day;
};

bool take_date(std::string_view& text, Date& date) {
  const int century = take_two(text);
  const int year = take_two(text);
  if (century < 0 || year < 0 || !take(text, '-')) return false;
  date.year = century * 100 + year;
  date.month = take_two(text);
  if (date.month < 1 || date.month > 12 || !take(text, '-')) return false;
  date.day = take_two(text);
  return date.day >= 1 && date.day <= days_of_month(date.year, date.month);
}

// Hours and minutes as minutes; -1 where there are none.
int take_minutes(std::string_view& text) {
  const int hour = take_two(text);
  if (hour < 0 || hour > 23 || !take(text, ':')) return -1;
  const int minute = take_two(text);
  return minute < 0 || minute > 59 ? -1 : hour * 60 + minute;
}

bool take_fraction(std::string_view& text, std::string_view& fraction) {
  if (!take(text, '.')) return true;
  const auto* end = std::find_if_not(text.begin(), text.end(), is_digit);
  fraction = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(fraction.size());
  return !fraction.empty();
}

// time-offset, in minutes east of UTC, which must be all that is left.
bool take_offset(std::string_view text, int& offset) {
  offset = 0;
  if (text == "Z" || text == "z") return true;
  const bool west = text.starts_with('-');
  if (!take(text, west ? '-' : '+')) return false;
  const int minutes = take_minutes(text);
  offset = west ? -minutes : minutes;
  return minutes >= 0 && text.empty();
}

// Whether a minute of UTC, which began so many seconds after the epoch, is the last of a month.
bool is_last_of_month(int64_t seconds, const Date& date) {
  const int64_t next = seconds + 60;
  if (next % kSecondsOfDay != 0) return false;
  // An offset moves the date by a day at most, so this is the first of the month or of the next.
  const int64_t first = days_since_epoch(date.year, date.month, 1);
  return next / kSecondsOfDay == first ||
         next / kSecondsOfDay == first + days_of_month(date.year, date.month);
}

}  // namespace

bool parse_timestamp(std::string_view text, Timestamp& time) {
  Date date;
  if (!take_date(text, date) || !(take(text, 'T') || take(text, 't'))) return false;
  const int minutes = take_minutes(text);
  if (minutes < 0 || !take(text, ':')) return false;
  const int second = take_two(text);
  if (second < 0 || second > 60) return false;
  std::string_view fraction;
  int offset = 0;
  if (!take_fraction(text, fraction) || !take_offset(text, offset)) return false;
  const int64_t minute_begin =
      days_since_epoch(date.year, date.month, date.day) * kSecondsOfDay + (minutes - offset) * 60;
  if (second == 60 && !is_last_of_month(minute_begin, date)) return false;
  time = {minute_begin + second, fraction};
  return true;
}

bool is_before(const Timestamp& a, const Timestamp& b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds;
  const size_t digits = std::max(a.fraction.size(), b.fraction.size());
  for (size_t i = 0; i < digits; ++i) {
    const char of_a = i < a.fraction.size() ? a.fraction[i] : '0';
    const char of_b = i < b.fraction.size() ? b.fraction[i] : '0';
    if (of_a != of_b) return of_a < of_b;
  }
  return false;
}

}  // namespace tidegate
