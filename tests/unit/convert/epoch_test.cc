#include "convert/epoch.h"

#include <catch2/catch.hpp>
#include <string>

#include "event/timestamp.h"

using namespace tidegate;

namespace {

std::string time_of(std::string_view number, EpochUnit unit) {
  Text text;
  return append_epoch(number, unit, text) ? std::string(text.view()) : "none";
}

std::string seconds(std::string_view number) { return time_of(number, EpochUnit::kSeconds); }
std::string milliseconds(std::string_view number) {
  return time_of(number, EpochUnit::kMilliseconds);
}

}  // namespace

TEST_CASE("numbers become times with all their digits") {
  CHECK(milliseconds("1545084650987") == "2018-12-17T22:10:50.987Z");
  CHECK(milliseconds("1545084650000") == "2018-12-17T22:10:50.000Z");
  CHECK(milliseconds("0") == "1970-01-01T00:00:00.000Z");
  CHECK(milliseconds("5") == "1970-01-01T00:00:00.005Z");
  CHECK(milliseconds("1.545084650987E12") == "2018-12-17T22:10:50.987Z");
  CHECK(milliseconds("1545084650987.25") == "2018-12-17T22:10:50.98725Z");
  CHECK(seconds("1428537600") == "2015-04-09T00:00:00Z");
  CHECK(seconds("1635734407.1234567") == "2021-11-01T02:40:07.1234567Z");
  CHECK(seconds("1.635734407e9") == "2021-11-01T02:40:07Z");
  CHECK(seconds("0.000000000000000001") == "1970-01-01T00:00:00.000000000000000001Z");
  CHECK(seconds("253402300799") == "9999-12-31T23:59:59Z");
}

TEST_CASE("what is no time of RFC 3339 gives none") {
  for (const char* number :
       {"-1", "253402300800", "1e12", "1e99999999999", "1e-19", "0.0000000000000000001",
        "99999999999999999999999999999999999999999"}) {
    INFO(number);
    CHECK(seconds(number) == "none");
  }
  CHECK(seconds("0e99999999999") == "1970-01-01T00:00:00Z");
}

TEST_CASE("every day from 1970 to 2400 is the one after the day before") {
  for (uint64_t day = 0; day < 157'000; ++day) {
    const std::string text = seconds(std::to_string(day * 86'400));
    Timestamp time;
    if (!parse_timestamp(text, time)) FAIL(text);
    if (time.seconds != static_cast<int64_t>(day * 86'400)) FAIL(text);
  }
}
