#include "base/sort.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace tidegate {
namespace {

struct Pair {
  uint32_t key;
  uint32_t other;
  uint32_t check;
};

TEST_CASE("sort: any number of records of any size, whatever their order") {
  std::mt19937 generator(1);
  const auto random = [&] { return static_cast<uint32_t>(generator()); };
  for (uint32_t count = 0; count < 300; ++count) {
    for (const uint32_t distinct : {1u, 3u, 1000000u}) {
      std::vector<Pair> pairs(count);
      for (Pair& pair : pairs) {
        pair = {random() % distinct, random(), 0};
        pair.check = pair.key ^ pair.other;
      }
      std::vector<uint32_t> keys;
      for (const Pair& pair : pairs) keys.push_back(pair.key);
      std::sort(keys.begin(), keys.end());

      sort(pairs.data(), pairs.data() + count,
           [](const Pair& a, const Pair& b) { return a.key < b.key; });
      for (uint32_t i = 0; i < count; ++i) {
        REQUIRE(pairs[i].key == keys[i]);
        REQUIRE(pairs[i].check == (pairs[i].key ^ pairs[i].other));
      }
    }
  }
}

TEST_CASE("sort: numbers and texts by themselves") {
  std::vector<double> numbers = {3.5, -1, 1e300, 0, -2e-5};
  sort(numbers.data(), numbers.data() + numbers.size());
  CHECK(std::is_sorted(numbers.begin(), numbers.end()));
  std::vector<std::string_view> texts = {"b", "", "a", "ab", "b"};
  sort(texts.data(), texts.data() + texts.size());
  CHECK(texts == std::vector<std::string_view>{"", "a", "ab", "b", "b"});
}

TEST_CASE("sort: in n log n comparisons, whatever the order") {
  constexpr uint32_t kCount = 1u << 14;
  for (const int order : {0, 1, 2}) {
    std::vector<uint32_t> values(kCount);
    for (uint32_t i = 0; i < kCount; ++i) {
      values[i] = order == 0 ? i : order == 1 ? kCount - i : i % 2 == 0 ? i : kCount - i;
    }
    uint64_t comparisons = 0;
    sort(values.data(), values.data() + kCount, [&](uint32_t a, uint32_t b) {
      ++comparisons;
      return a < b;
    });
    CHECK(std::is_sorted(values.begin(), values.end()));
    CHECK(comparisons <= 3 * 14 * kCount);
  }
}

}  // namespace
}  // namespace tidegate
