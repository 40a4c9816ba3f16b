#include "match/range_index.h"

#include <cmath>
#include <limits>

#include "index_model.h"

using namespace tidegate;
using namespace tidegate::index_test;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string range(double low, double high, bool low_open = false, bool high_open = false) {
  Predicate predicate;
  predicate.op = Operator::kNumericRange;
  predicate.low = low;
  predicate.high = high;
  predicate.low_open = low_open;
  predicate.high_open = high_open;
  return operand(predicate);
}

const auto find = [](const RangeIndex& index, Value& value, auto hit) {
  return value.number() == nullptr || index.find(*value.number(), hit);
};

size_t count_hits(const RangeIndex& index, double number) {
  size_t hits = 0;
  CHECK(index.find(number, [&](uint32_t) { return ++hits != 0; }));
  return hits;
}

}  // namespace

TEST_CASE("ranges are found as they say, whatever comes and goes") {
  std::vector<std::string> texts;
  std::vector<Leaf> leaves;
  for (int i = -3; i < 44; ++i) texts.push_back(std::to_string(i) + ".5");
  for (int i = -3; i < 44; ++i) texts.push_back(std::to_string(i));
  texts.insert(texts.end(), {"-1.7976931348623157E308", "1.7976931348623157E308", "4.9E-324"});
  for (const std::string& text : texts) leaves.push_back(leaf_of(JsonType::kNumber, text));
  leaves.push_back(leaf_of(JsonType::kString, "5"));
  const auto make = [](std::mt19937& random, Operator& op) {
    op = Operator::kNumericRange;
    const bool spread = random() % 2 == 0;
    const double low = static_cast<double>(random() % 40);
    const double high = low + 0.25 + static_cast<double>(random() % (spread ? 40 : 3));
    if (random() % 10 == 0) return range(-kInfinity, high, false, random() % 2 == 0);
    if (random() % 10 == 0) return range(low, kInfinity, random() % 2 == 0);
    return range(low, high, random() % 2 == 0, random() % 2 == 0);
  };
  check_at_random<RangeIndex>(1, find, make, leaves);
  check_without_memory<RangeIndex>(1, find, make, leaves);
}

TEST_CASE("an open bound is not in the range, its neighbour is") {
  for (const double bound : {0.0, 1.0, -1.0, 0.1, 1e300, -1e-300, 4.9e-324}) {
    RangeIndex index;
    REQUIRE(index.add(1, range(bound, kInfinity, true)));
    REQUIRE(index.add(2, range(-kInfinity, bound, false, true)));
    CHECK(count_hits(index, bound) == 0);
    CHECK(count_hits(index, std::nextafter(bound, kInfinity)) == 1);
    CHECK(count_hits(index, std::nextafter(bound, -kInfinity)) == 1);
  }
  RangeIndex index;
  REQUIRE(index.add(1, range(1, std::nextafter(1, 2), true, true)));
  CHECK(count_hits(index, 1) == 0);
  CHECK(count_hits(index, std::nextafter(1, 2)) == 0);
}

TEST_CASE("zero has no sign") {
  RangeIndex index;
  REQUIRE(index.add(1, range(0, 1)));
  REQUIRE(index.add(2, range(-1, -0.0)));
  REQUIRE(index.add(3, range(-0.0, 1, true)));
  for (const double zero : {0.0, -0.0}) CHECK(count_hits(index, zero) == 2);
}

TEST_CASE("ranges that do not hold the number are not tried") {
  constexpr uint32_t kFew = 100;
  constexpr uint32_t kMany = 100'000;
  // Each makes range i of n; the number is 0.
  using Make = std::string (*)(double i, double n);
  const Make shapes[] = {
      [](double i, double) { return range(-1 - i, -0.001, false, true); },  // All end below it.
      [](double i, double) { return range(0.001, 1 + i); },                 // All begin above it.
      [](double i, double n) { return range(2 * (i - n / 2) + 0.5, 2 * (i - n / 2) + 1); },
      [](double i, double n) { return range(i - n / 2 - 0.6, i - n / 2 + 0.2); },
      [](double i, double n) { return range(i < n / 2 ? -n + i : i, i < n / 2 ? -1 - i : n + i); },
  };
  for (const Make make : shapes) {
    double times[2];
    for (const uint32_t n : {kFew, kMany}) {
      RangeIndex index;
      for (uint32_t i = 0; i < n; ++i) REQUIRE(index.add(i, make(i, n)));
      CHECK(count_hits(index, 0) <= 1);
      times[n == kMany] = best_time([&] { return index.find(0, [](uint32_t) { return true; }); });
    }
    CHECK(times[1] < times[0] * 50);  // A thousand times as many.
  }
}

TEST_CASE("nested ranges are found by as many as hold the number") {
  RangeIndex index;
  constexpr uint32_t kCount = 10'000;
  for (uint32_t i = 0; i < kCount; ++i) REQUIRE(index.add(i, range(-1.0 - i, 1.0 + i)));
  CHECK(count_hits(index, 0) == kCount);
  CHECK(count_hits(index, kCount - 5.5) == 6);
  CHECK(count_hits(index, -1.0 * kCount) == 1);
  CHECK(count_hits(index, kCount + 0.5) == 0);
}
