#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// A point in time, to compare by.
struct Timestamp {
  int64_t seconds = 0;        // Since 1970-01-01T00:00:00Z, without leap seconds.
  std::string_view fraction;  // The digits behind the point, of the text; empty without one.
};

// Reads a date-time of RFC 3339, section 5.6, as strictly as that says: the day must exist (section
// 5.7), "T" and "Z" may be lower-case, any number of digits may follow the point, and the second is
// 60 only where a leap second can be, in the last minute of a month in UTC. `time` is written only
// when true is returned. Cost: linear, no allocation.
bool parse_timestamp(std::string_view text, Timestamp& time);

inline bool is_timestamp(std::string_view text) {
  Timestamp time;
  return parse_timestamp(text, time);
}

// Whether `a` lies before `b`, to the last digit.
bool is_before(const Timestamp& a, const Timestamp& b);

}  // namespace tidegate
