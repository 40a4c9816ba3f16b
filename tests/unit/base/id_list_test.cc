#include "base/id_list.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace tidegate;

namespace {
bool holds(const IdList& list, const Pool& pool, const std::vector<uint32_t>& expected) {
  return list.size() == expected.size() &&
         std::equal(expected.begin(), expected.end(), list.begin(pool));
}
}  // namespace

TEST_CASE("lists of ids hold what vectors hold, and give all their blocks back") {
  std::mt19937 random(4);
  Pool pool;
  std::vector<IdList> lists(50);
  std::vector<std::vector<uint32_t>> expected(lists.size());
  for (int step = 0; step < 200'000; ++step) {
    const size_t i = random() % lists.size();
    const size_t wanted = i < 25 ? i % 5 : i * i;
    if (expected[i].size() < wanted || random() % 2 == 0) {
      REQUIRE(lists[i].push(pool, static_cast<uint32_t>(step)));
      expected[i].push_back(static_cast<uint32_t>(step));
    } else if (!expected[i].empty()) {
      const size_t at = random() % expected[i].size();
      lists[i].begin(pool)[at] = 99;
      expected[i][at] = 99;
      lists[i].pop(pool);
      expected[i].pop_back();
    }
    if (step % 64 == 0) {
      std::swap(lists[i], lists[0]);
      std::swap(expected[i], expected[0]);
    }
    REQUIRE(holds(lists[i], pool, expected[i]));
  }
  const size_t bytes = pool.memory_bytes();
  for (int round = 0; round < 3; ++round) {
    for (size_t i = 0; i < lists.size(); ++i) {
      while (!lists[i].empty()) lists[i].pop(pool);
    }
    for (size_t i = 0; i < lists.size(); ++i) {
      for (const uint32_t id : expected[i]) REQUIRE(lists[i].push(pool, id));
      REQUIRE(holds(lists[i], pool, expected[i]));
    }
    CHECK(pool.memory_bytes() <= bytes);
  }
}

TEST_CASE("a list of one id needs no block") {
  Pool pool;
  IdList list;
  fail_allocations_from(1);
  CHECK(list.push(pool, 5));
  CHECK_FALSE(list.push(pool, 6));
  fail_allocations_from(0);
  CHECK(holds(list, pool, {5}));
  CHECK(pool.memory_bytes() == 0);
  CHECK(list.push(pool, 6));
  CHECK(holds(list, pool, {5, 6}));
  list.pop(pool);
  CHECK(holds(list, pool, {5}));
  list.release(pool);
  CHECK(list.empty());
}

TEST_CASE("a list that cannot grow stays as it was") {
  Pool pool;
  IdList list;
  std::vector<uint32_t> expected;
  for (uint32_t i = 0; i < 30'000; ++i) {
    fail_allocations_from(1);
    const bool pushed = list.push(pool, i);
    fail_allocations_from(0);
    if (!pushed) {
      REQUIRE(holds(list, pool, expected));
      REQUIRE(list.push(pool, i));
    }
    expected.push_back(i);
  }
  CHECK(holds(list, pool, expected));
}

TEST_CASE("what a long list leaves behind as it grows is not kept") {
  Pool pool;
  IdList list;
  for (uint32_t i = 0; i < 1'000'000; ++i) REQUIRE(list.push(pool, i));
  CHECK(list.begin(pool)[999'999] == 999'999);
  CHECK(pool.memory_bytes() <= 7'000'000);
  list.release(pool);
  CHECK(pool.memory_bytes() <= 200'000);
}
