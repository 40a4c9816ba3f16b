#include "base/arena_vec.h"

#include <catch2/catch.hpp>
#include <vector>

namespace tidegate {

TEST_CASE("an array in an arena keeps its elements while it grows, beside others") {
  Arena arena;
  ArenaVec<uint32_t> even(arena);
  ArenaVec<uint64_t> odd(arena);
  std::vector<uint32_t> want_even;
  std::vector<uint64_t> want_odd;
  for (uint32_t i = 0; i < 10'000; ++i) {
    REQUIRE(even.push(2 * i));
    REQUIRE(odd.push(2 * i + 1));
    want_even.push_back(2 * i);
    want_odd.push_back(2 * i + 1);
    if (i % 7 != 0) continue;
    even.pop();
    want_even.pop_back();
  }
  CHECK(std::vector<uint32_t>(even.begin(), even.end()) == want_even);
  CHECK(std::vector<uint64_t>(odd.begin(), odd.end()) == want_odd);
  CHECK(even.back() == want_even.back());

  REQUIRE(odd.append(odd.data(), 3));
  CHECK(odd.size() == 10'003);
  CHECK(odd[10'002] == 5);
  REQUIRE(odd.resize(10'005, 7));
  CHECK(odd.back() == 7);
  odd.clear();
  CHECK(odd.empty());
}

TEST_CASE("an array whose arena has no memory stays as it was") {
  Arena arena;
  ArenaVec<uint32_t> numbers(arena);
  REQUIRE(numbers.push(1));
  fail_allocations_from(1);
  CHECK_FALSE(numbers.reserve(100'000));
  fail_allocations_from(0);
  CHECK(numbers.size() == 1);
  CHECK(numbers[0] == 1);
  CHECK_FALSE(numbers.resize(UINT32_MAX));
  CHECK(numbers.size() == 1);
}

}  // namespace tidegate
