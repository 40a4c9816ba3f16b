#include "base/id_table.h"

#include <catch2/catch.hpp>
#include <random>
#include <unordered_map>

using namespace tidegate;

TEST_CASE("a table finds what is in it and nothing else, with few distinct hashes") {
  std::mt19937 random(2);
  IdTable table;
  std::unordered_map<uint32_t, uint32_t> hash_of;
  for (int step = 0; step < 50'000; ++step) {
    const uint32_t id = random() % 500;
    const auto found = hash_of.find(id);
    if (found == hash_of.end()) {
      const uint32_t hash = (random() % 40) * 0x10001;
      REQUIRE(table.reserve_one());
      table.insert(hash, id);
      hash_of[id] = hash;
    } else {
      table.erase(found->second, id);
      hash_of.erase(found);
    }
    const uint32_t other = random() % 500;
    const auto expected = hash_of.find(other);
    for (uint32_t hash = 0; hash < 40; ++hash) {
      const uint32_t got = table.find(hash * 0x10001, [&](uint32_t x) { return x == other; });
      const bool there = expected != hash_of.end() && expected->second == hash * 0x10001;
      REQUIRE(got == (there ? other : IdTable::kNone));
    }
    REQUIRE(table.size() == hash_of.size());
  }
}
