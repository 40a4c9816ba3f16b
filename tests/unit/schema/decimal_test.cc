#include "schema/decimal.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate {
namespace {

TEST_CASE("decimals compare by what they are") {
  // From the least on; those in one row are equal.
  const std::vector<std::vector<std::string_view>> rows = {
      {"-1e400", "-10e399"},
      {"-9007199254740993"},
      {"-9007199254740992", "-9007199254740992.0"},
      {"-1.5", "-15e-1"},
      {"-1e-400"},
      {"0", "-0", "0.000", "0e99", "-0.0E-7"},
      {"1e-400", "0.1e-399"},
      {"0.1", "1e-1", "0.10"},
      {"0.10000000000000001"},
      {"1", "1.0", "10e-1", "0.01e2"},
      {"99999999999999999999", "9.9999999999999999999e19"},
      {"1e20", "100000000000000000000", "1E+20"},
      {"1e400"},
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t k = 0; k < rows.size(); ++k) {
      for (const std::string_view a : rows[i]) {
        for (const std::string_view b : rows[k]) {
          const int order = compare_decimals(a, b);
          CHECK((order < 0) == (i < k));
          CHECK((order > 0) == (i > k));
          if (i == k) CHECK(hash_decimal(a) == hash_decimal(b));
        }
      }
    }
  }
}

TEST_CASE("integers are told from fractions, however they are written") {
  for (const std::string_view token :
       {"0", "-7", "1.0", "12e1", "1.20e1", "1e400", "0.0", "0e-9"}) {
    CHECK(is_integer(token));
  }
  for (const std::string_view token : {"0.5", "12e-1", "1.25e1", "-1e-400", "100e-3"}) {
    CHECK_FALSE(is_integer(token));
  }
}

bool is_multiple_of(std::string_view token, std::string_view of) {
  Divisor divisor;
  REQUIRE(read_divisor(of, divisor));
  return is_multiple(token, divisor);
}

TEST_CASE("multiples are exact") {
  CHECK(is_multiple_of("0.07", "0.01"));
  CHECK(is_multiple_of("19.99", "0.01"));
  CHECK(is_multiple_of("-4.5", "1.5"));
  CHECK(is_multiple_of("0", "3"));
  CHECK(is_multiple_of("1e308", "0.123456789e-9") == false);
  CHECK(is_multiple_of("1e308", "0.5"));
  CHECK(is_multiple_of("12391239123", "1e-8"));
  CHECK_FALSE(is_multiple_of("0.0075", "0.01"));
  CHECK_FALSE(is_multiple_of("10", "3"));
  CHECK(is_multiple_of("1e300", "1e299"));
  for (int a = 1; a < 200; ++a) {
    for (int b = 1; b < 60; ++b) {
      CHECK(is_multiple_of(std::to_string(a), std::to_string(b)) == (a % b == 0));
    }
  }
  Divisor divisor;
  for (const std::string_view token : {"0", "-1", "123456789012345678"}) {
    CHECK_FALSE(read_divisor(token, divisor));
  }
}

}  // namespace
}  // namespace tidegate
