#include "base/pool.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <map>
#include <random>
#include <string>

#include "base/id_list.h"

using namespace tidegate;

TEST_CASE("a block has room for what was asked and little more") {
  uint32_t previous = 0;
  for (uint32_t size = 1; size < 300'000; ++size) {
    const uint32_t block = Pool::block_size(size);
    REQUIRE(block >= size);
    REQUIRE(block >= previous);
    REQUIRE(block <= size + size / 4 + 8);
    previous = block;
  }
}

TEST_CASE("blocks keep what was written to them until they are released") {
  std::mt19937 random(1);
  Pool pool;
  std::map<Pool::Ref, std::string> blocks;
  for (int step = 0; step < 20'000; ++step) {
    if (blocks.size() < 200 || random() % 2 == 0) {
      const uint32_t size = random() % 50 == 0 ? random() % 200'000 : random() % 100;
      const std::string text(size, static_cast<char>('a' + random() % 26));
      const Pool::Ref ref = pool.add_text(text);
      REQUIRE(ref != Pool::kNone);
      REQUIRE(blocks.emplace(ref, text).second);
    } else {
      auto block = blocks.begin();
      std::advance(block, random() % blocks.size());
      REQUIRE(std::string(pool.at(block->first), block->second.size()) == block->second);
      pool.release_block(block->first, static_cast<uint32_t>(block->second.size()));
      blocks.erase(block);
    }
  }
}

TEST_CASE("a block that is too large is refused") {
  Pool pool;
  CHECK(pool.allocate_block(Pool::kMaxBlock + 1) == Pool::kNone);
  CHECK(pool.allocate_block(UINT32_MAX) == Pool::kNone);
  CHECK(Pool::block_size(Pool::kMaxBlock) == Pool::kMaxBlock);
}

TEST_CASE("released blocks are given out again") {
  Pool pool;
  const Pool::Ref first = pool.allocate_block(40);
  pool.release_block(first, 40);
  CHECK(pool.allocate_block(33) == first);
}

TEST_CASE("a list of ids grows, shrinks and gives its block back") {
  Pool pool;
  IdList list;
  for (uint32_t i = 0; i < 10'000; ++i) REQUIRE(list.push(pool, i));
  for (uint32_t i = 0; i < 10'000; ++i) REQUIRE(list.begin(pool)[i] == i);
  while (!list.empty()) list.pop(pool);
  CHECK(list.begin(pool) == nullptr);
}
