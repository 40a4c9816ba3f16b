#include "base/id_table.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <unordered_map>
#include <vector>

#include "base/hash.h"

using namespace tidegate;

namespace {

uint32_t find(const IdTable& table, uint32_t hash, uint32_t wanted) {
  return table.find(hash, [&](uint32_t id) { return id == wanted; });
}

uint32_t spread(uint32_t id) { return static_cast<uint32_t>(hash_mix(1, id)); }

// Adds and erases ids below `ids` at random, each with the hash hash_of gives it, for as many
// steps. About `filled` of a hundred ids are in the table once it is in balance.
template <class HashOf>
void compare_with_map(uint32_t ids, uint32_t filled, int steps, HashOf hash_of) {
  std::mt19937 random(2);
  IdTable table;
  std::vector<bool> there(ids);
  uint32_t size = 0;
  for (int step = 0; step < steps; ++step) {
    const uint32_t id = random() % ids;
    if (!there[id] && random() % 100 < filled) {
      REQUIRE(table.reserve_one());
      table.insert(hash_of(id), id);
      there[id] = true;
      ++size;
    } else if (there[id] && random() % 100 >= filled) {
      table.erase(hash_of(id), id);
      there[id] = false;
      --size;
    }
    const uint32_t other = random() % ids;
    REQUIRE(find(table, hash_of(other), other) == (there[other] ? other : IdTable::kNone));
    REQUIRE(find(table, random(), ids) == IdTable::kNone);
  }
  REQUIRE(table.size() == size);
  for (uint32_t id = 0; id < ids; ++id) {
    REQUIRE(find(table, hash_of(id), id) == (there[id] ? id : IdTable::kNone));
  }
}

}  // namespace

TEST_CASE("a table finds what is in it and nothing else") {
  compare_with_map(20, 50, 20'000, spread);
  compare_with_map(1'000, 90, 100'000, spread);
  compare_with_map(100'000, 80, 400'000, spread);
}

TEST_CASE("a table finds what is in it and nothing else, with few distinct hashes") {
  compare_with_map(500, 50, 50'000, [](uint32_t id) { return id % 40 * 0x10001; });
  compare_with_map(20'000, 95, 100'000, [](uint32_t id) { return spread(id % 400); });
}

TEST_CASE("a table finds what is in it and nothing else, at the ends of the hashes") {
  compare_with_map(300, 80, 20'000, [](uint32_t) { return UINT32_MAX; });
  compare_with_map(300, 80, 20'000, [](uint32_t) { return 0u; });
  compare_with_map(30'000, 95, 100'000, [](uint32_t id) { return UINT32_MAX - id / 8; });
  compare_with_map(30'000, 95, 100'000, [](uint32_t id) { return id / 8; });
  compare_with_map(30'000, 95, 100'000,
                   [](uint32_t id) { return id % 2 == 0 ? id : UINT32_MAX - id; });
}

TEST_CASE("every id can be found after every step of growing") {
  IdTable table;
  for (uint32_t id = 0; id < 40'000; ++id) {
    REQUIRE(table.reserve_one());
    table.insert(spread(id), id);
    // All of them now and then, and a few each time.
    const uint32_t step = id % 997 == 0 ? 1 : id / 16 + 1;
    bool found = true;
    for (uint32_t i = id % step; i <= id; i += step)
      found = found && find(table, spread(i), i) == i;
    REQUIRE(found);
  }
  for (uint32_t id = 0; id < 40'000; ++id) {
    table.erase(spread(id), id);
    REQUIRE(find(table, spread(id), id) == IdTable::kNone);
  }
  CHECK(table.size() == 0);
}

TEST_CASE("a table that cannot grow stays as it was") {
  IdTable table;
  uint32_t failures = 0;
  for (uint32_t id = 0; id < 60'000; ++id) {
    fail_allocations_from(1);
    const bool reserved = table.reserve_one();
    fail_allocations_from(0);
    if (!reserved) {
      ++failures;
      for (uint32_t i = 0; i < id; i += id / 1000 + 1) REQUIRE(find(table, spread(i), i) == i);
      // Half a step, where one needs more than one allocation.
      fail_allocations_from(2);
      const bool half = table.reserve_one();
      fail_allocations_from(0);
      for (uint32_t i = 0; i < id; i += id / 1000 + 1) REQUIRE(find(table, spread(i), i) == i);
      REQUIRE((half || table.reserve_one()));
    }
    table.insert(spread(id), id);
  }
  CHECK(failures > 20);
  for (uint32_t id = 0; id < 60'000; ++id) REQUIRE(find(table, spread(id), id) == id);
}

TEST_CASE("ids come and go without the table growing") {
  IdTable table;
  for (uint32_t id = 0; id < 50'000; ++id) {
    REQUIRE(table.reserve_one());
    table.insert(spread(id), id);
  }
  const size_t bytes = table.memory_bytes();
  for (uint32_t id = 50'000; id < 400'000; ++id) {
    table.erase(spread(id - 50'000), id - 50'000);
    REQUIRE(table.reserve_one());
    table.insert(spread(id), id);
  }
  CHECK(table.memory_bytes() <= bytes + 200'000);
  CHECK(table.memory_bytes() >= bytes - 200'000);
}

// A table that moved all its ids at once would need all their memory at once.
TEST_CASE("an id costs about 11 bytes, and no step much memory") {
  IdTable table;
  size_t largest_step = 0;
  double bytes_per_id = 0;
  uint32_t measured = 0;
  for (uint32_t id = 0; id < 1'000'000; ++id) {
    const size_t before = table.memory_bytes();
    REQUIRE(table.reserve_one());
    table.insert(spread(id), id);
    const size_t after = table.memory_bytes();
    if (after > before) largest_step = std::max(largest_step, after - before);
    if (id == 1'000 || id == 100'000 || id == 999'999) CHECK(after <= 14 * size_t{id} + 200'000);
    if (id >= 1'000 && id % (id / 50) == 0) {
      bytes_per_id += static_cast<double>(after) / id;
      ++measured;
    }
  }
  CHECK(largest_step <= 132'000);
  CHECK(bytes_per_id / measured <= 12);
}
