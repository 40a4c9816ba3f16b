#include "pattern/sns_policy.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"
#include "pattern/parser.h"

namespace tidegate {
namespace {

Pattern parse(std::string_view text) {
  Pattern pattern;
  Diagnostic problem;
  REQUIRE(parse_pattern(text, Profile::kRuler, pattern, problem));
  return pattern;
}

uint32_t combinations_of(std::string_view text, uint32_t cap = 1000) {
  const Pattern pattern = parse(text);
  uint32_t combinations = 0;
  REQUIRE(count_combinations(*pattern.root(), cap, combinations));
  return combinations;
}

std::string list(int count) {
  std::string values = "[1";
  for (int i = 1; i < count; ++i) values += ",1";
  return values + "]";
}

std::string field(const std::string& key, int count) { return "\"" + key + "\":" + list(count); }

std::string nested(const std::string& inner, int depth) {
  std::string text = inner;
  for (int i = 0; i < depth; ++i) text = R"({"$or":[)" + text + R"(,{"a":{"b":[1,2]}}]})";
  return text;
}

}  // namespace

// The sums are those that the service was recorded with: up to 150 it accepted, above it refused.
TEST_CASE("combinations multiply over fields and add up over branches") {
  CHECK(combinations_of("{" + field("a", 3) + "," + field("b", 1) + "," + field("c", 2) + "}") ==
        6);
  CHECK(combinations_of("{\"a\":{\"b\":{" + field("c", 4) + "}},\"d\":{" + field("e", 3) + "}," +
                        field("f", 3) + "}") == 216);
  const auto flat = [](int sources, int last) {
    return "{" + field("source", sources) + ",\"$or\":[{" + field("name", 6) + "},{" +
           field("type", 4) + ",\"$or\":[{" + field("id", 4) + "},{" + field("space", last) +
           "}]}]}";
  };
  CHECK(combinations_of(flat(4, 4)) == 152);
  CHECK(combinations_of(flat(3, 7)) == 150);
  CHECK(combinations_of("{\"$or\":[{" + field("name", 3) + "},{" + field("space", 2) +
                        "}],\"detail\":{" + field("scope", 2) + ",\"$or\":[{" + field("source", 1) +
                        "},{" + field("type", 3) + "}]}}") == 160);
}

TEST_CASE("combinations do not overflow") {
  std::string text = "{" + field("a", 100);
  for (int i = 0; i < 200; ++i) text += ",\"f" + std::to_string(i) + "\":" + list(100);
  CHECK(combinations_of(text + "}", 150) > 150);
  CHECK(combinations_of(nested("{" + field("a", 1) + "}", 400), 150) > 150);
}

TEST_CASE("memory may lack for the walk") {
  const Pattern pattern = parse(nested("{" + field("a", 1) + "}", 400));
  uint32_t combinations = 0;
  for (size_t n = 1;; ++n) {
    fail_allocations_from(n);
    const bool counted = count_combinations(*pattern.root(), 10'000, combinations);
    fail_allocations_from(0);
    if (counted) break;
    REQUIRE(n < 20);
  }
  CHECK(combinations == 1 + 400 * 4);
}

TEST_CASE("points of wildcards") {
  const auto points = [](const std::string& alternatives) {
    return count_wildcard_points(parse("{\"a\":[" + alternatives + "]}").clauses());
  };
  CHECK(points(R"("x",{"prefix":"x*y"},{"anything-but":"*"})") == 0);
  CHECK(points(R"({"wildcard":"a*b"})") == 1);
  CHECK(points(R"({"wildcard":"a*b\\*"})") == 1);
  CHECK(points(R"({"wildcard":"a*b*"})") == 3);
  CHECK(points(R"({"anything-but":{"wildcard":["a*b*","x*"]}})") == 1);
  CHECK(points(R"("x",{"wildcard":"a*"},{"wildcard":"*a*"},{"anything-but":{"wildcard":"x"}})") ==
        15);
  CHECK(count_wildcard_points(
            parse(R"({"a":[{"wildcard":"*"},{"wildcard":"a*"}],"b":{"c":[{"wildcard":"*a*"}]}})")
                .clauses()) == 7);
}

}  // namespace tidegate
