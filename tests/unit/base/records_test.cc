#include "base/records.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace tidegate;

namespace {
struct Record {
  uint32_t first = 1;
  uint32_t second = 2;
  uint32_t third = 3;
};
}  // namespace

TEST_CASE("a record is fresh when it is taken and stays until it is given back") {
  std::mt19937 random(3);
  Records<Record> records;
  std::map<uint32_t, uint32_t> expected;
  for (int step = 0; step < 100'000; ++step) {
    if (expected.size() < 10 || random() % 100 < 52) {
      REQUIRE(records.reserve_one());
      const uint32_t id = records.take();
      REQUIRE(id < records.capacity());
      const Record fresh = records[id];
      REQUIRE((fresh.first == 1 && fresh.second == 2 && fresh.third == 3));
      const uint32_t value = random();
      records[id] = {value, value, value};
      REQUIRE(expected.emplace(id, value).second);
    } else {
      auto it = expected.lower_bound(random() % records.capacity());
      if (it == expected.end()) it = expected.begin();
      const Record record = records[it->first];
      REQUIRE((record.first == it->second && record.third == it->second));
      records.give_back(it->first);
      expected.erase(it);
    }
  }
}

TEST_CASE("ids are used again before there are more of them") {
  Records<Record> records;
  for (uint32_t i = 0; i < 1000; ++i) {
    REQUIRE(records.reserve_one());
    CHECK(records.take() == i);
  }
  const size_t bytes = records.memory_bytes();
  for (uint32_t i = 0; i < 1000; i += 2) records.give_back(i);
  // What is given back needs no memory to be taken again.
  fail_allocations_from(1);
  for (uint32_t i = 0; i < 500; ++i) {
    CHECK(records.reserve_one());
    CHECK(records.take() % 2 == 0);
  }
  fail_allocations_from(0);
  CHECK(records.capacity() == 1000);
  CHECK(records.memory_bytes() == bytes);
}

TEST_CASE("giving a record back overwrites nothing but its beginning") {
  Records<Record> records;
  REQUIRE(records.reserve_one());
  const uint32_t id = records.take();
  records.give_back(id);
  CHECK(records[id].second == 2);
  CHECK(records[id].third == 3);
}

TEST_CASE("when there is no memory for a record there are as many as before") {
  Records<Record> records;
  REQUIRE(records.reserve_one());
  const uint32_t id = records.take();
  while (records.capacity() < 8) {
    REQUIRE(records.reserve_one());
    records.take();
  }
  fail_allocations_from(1);
  CHECK_FALSE(records.reserve_one());
  CHECK(records.capacity() == 8);
  records.give_back(id);
  CHECK(records.reserve_one());
  CHECK(records.take() == id);
  fail_allocations_from(0);
}

TEST_CASE("a record costs its own size, and no step much memory") {
  Records<Record> records;
  for (uint32_t i = 0; i < 1'000'000; ++i) {
    const size_t before = records.memory_bytes();
    REQUIRE(records.reserve_one());
    records.take();
    if (records.memory_bytes() - before > 66'000) FAIL("step " << i);
    if (i + 1 == 100'000 || i + 1 == 1'000'000) {
      CHECK(records.memory_bytes() <= size_t{i + 1} * sizeof(Record) + 66'000);
    }
  }
}
