#include "event/timestamp.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

namespace {

Timestamp read(const char* text) {
  Timestamp time;
  REQUIRE(parse_timestamp(text, time));
  return time;
}

TEST_CASE("Timestamps are those of RFC 3339") {
  // Section 5.8 first.
  for (const char* text :
       {"1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00", "1937-01-01T12:00:27.87+00:20", "0000-01-01t00:00:00z",
        "9999-12-31T23:59:59.999999999999999999999999+23:59", "2000-02-29T00:00:00-00:00",
        "2024-02-29T00:00:00Z", "2019-10-28T19:56:14.195503Z", "1998-01-01T08:59:60+09:00",
        "2016-12-31T23:59:60.5Z", "2015-06-30T23:59:60Z", "2024-02-29T23:59:60Z",
        "0000-12-31T23:59:60Z"}) {
    CAPTURE(text);
    CHECK(is_timestamp(text));
  }
  for (const char* text : {"",
                           "2019-10-28",
                           "2019-10-28T19:56:14",
                           "2019-10-28 19:56:14Z",
                           "2019-10-28T19:56Z",
                           "2019-10-28T19:56:14.Z",
                           "2019-10-28T19:56:14,5Z",
                           "2019-10-28T19:56:14ZZ",
                           "2019-10-28T19:56:14Z ",
                           " 2019-10-28T19:56:14Z",
                           "2019-10-28T19:56:14+0800",
                           "2019-10-28T19:56:14+08",
                           "2019-10-28T19:56:14+24:00",
                           "2019-10-28T19:56:14+08:60",
                           "2019-10-28T19:56:14+08:00Z",
                           "2019-10-28T24:00:00Z",
                           "2019-10-28T23:60:00Z",
                           "2019-10-28T23:59:61Z",
                           "2019-10-28T23:59:60Z",
                           "2016-12-31T22:59:60Z",
                           "2016-12-31T23:58:60Z",
                           "2016-12-31T23:59:60-08:00",
                           "2023-02-28T23:59:60+00:01",
                           "2024-02-28T23:59:60Z",
                           "2019-13-01T00:00:00Z",
                           "2019-00-01T00:00:00Z",
                           "2019-01-00T00:00:00Z",
                           "2019-01-32T00:00:00Z",
                           "2022-04-31T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "19-10-28T19:56:14Z",
                           "12019-10-28T19:56:14Z",
                           "+2019-10-28T19:56:14Z",
                           "2019-1-28T19:56:14Z",
                           "2019-10-28T1:56:14Z",
                           "2019-1a-28T19:56:14Z",
                           "yyyy-mm-ddThh:mm:ssZ",
                           "2019-301T19:56:14Z",
                           "2019-10-28T19:56:14.5.5Z"}) {
    CAPTURE(text);
    CHECK_FALSE(is_timestamp(text));
  }
}

TEST_CASE("Timestamps count from 1970 and compare to the last digit") {
  CHECK(read("1970-01-01T00:00:00Z").seconds == 0);
  CHECK(read("1969-12-31T23:59:59Z").seconds == -1);
  CHECK(read("2000-03-01T00:00:00Z").seconds == 951868800);
  CHECK(read("2038-01-19T03:14:08Z").seconds == int64_t{1} << 31);
  CHECK(read("0000-01-01T00:00:00Z").seconds == -62167219200);
  CHECK(read("2018-04-26T14:48:09+02:00").seconds == read("2018-04-26T12:48:09Z").seconds);
  CHECK(read("1985-04-12T23:20:50.520Z").fraction == "520");

  const auto before = [](const char* a, const char* b) { return is_before(read(a), read(b)); };
  CHECK(before("2019-10-28T19:56:14Z", "2019-10-28T19:56:15Z"));
  CHECK(before("2019-10-28T19:56:14Z", "2019-10-28T19:56:14.000000000000000000001Z"));
  CHECK(before("2019-10-28T19:56:14.1Z", "2019-10-28T19:56:14.11Z"));
  CHECK_FALSE(before("2019-10-28T19:56:14.1Z", "2019-10-28T19:56:14.100Z"));
  CHECK_FALSE(before("2019-10-28T19:56:14.100Z", "2019-10-28T19:56:14.1Z"));
  CHECK_FALSE(before("2019-10-28T19:56:14.2Z", "2019-10-28T19:56:14.19Z"));
  CHECK_FALSE(before("2019-10-28T19:56:14+01:00", "2019-10-28T18:56:14Z"));
  CHECK(before("2016-12-31T23:59:59.9Z", "2016-12-31T23:59:60Z"));
}

TEST_CASE("Days follow each other through all years") {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int64_t expected = -62167219200;
  for (int year = 0; year < 10000; ++year) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (int month = 1; month <= 12; ++month) {
      const int days = kDays[month - 1] + (month == 2 && leap ? 1 : 0);
      char text[64];
      for (const int day : {1, days, days + 1}) {
        snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
        Timestamp time;
        if (parse_timestamp(text, time) != (day <= days)) FAIL(text);
        if (day <= days && time.seconds != expected + int64_t{day - 1} * 86400) FAIL(text);
      }
      expected += int64_t{days} * 86400;
    }
  }
}

}  // namespace
