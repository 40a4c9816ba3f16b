#include "base/pool.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

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

TEST_CASE("large blocks go back to where they came from") {
  Pool pool;
  REQUIRE(pool.allocate_block(8) != Pool::kNone);
  const size_t bytes = pool.memory_bytes();
  for (int round = 0; round < 100; ++round) {
    const Pool::Ref large = pool.allocate_block(1'000'000);
    const Pool::Ref middle = pool.allocate_block(50'000);
    REQUIRE((large != Pool::kNone && middle != Pool::kNone));
    std::memset(pool.at(large), 1, 1'000'000);
    std::memset(pool.at(middle), 2, 50'000);
    CHECK(pool.at(large)[999'999] == 1);
    pool.release_block(large, 1'000'000);
    pool.release_block(middle, 50'000);
    CHECK(pool.memory_bytes() <= bytes + 1'000);
  }
}

TEST_CASE("a pool of few blocks is small") {
  Pool pool;
  CHECK(pool.memory_bytes() == 0);
  for (int i = 0; i < 10; ++i) REQUIRE(pool.allocate_block(40) != Pool::kNone);
  CHECK(pool.memory_bytes() <= 1'100);
  for (int i = 0; i < 1'000; ++i) REQUIRE(pool.allocate_block(40) != Pool::kNone);
  CHECK(pool.memory_bytes() <= 2 * 40'400 + 1'100);
}

TEST_CASE("blocks of mixed sizes come and go in the same memory") {
  std::mt19937 random(5);
  Pool pool;
  struct Block {
    Pool::Ref ref;
    uint32_t size;
  };
  std::vector<Block> blocks;
  const auto random_size = [&] {
    return random() % 100 == 0 ? random() % 30'000 : 1 + random() % 100;
  };
  size_t live = 0;
  size_t most_live = 0;
  for (int step = 0; step < 400'000; ++step) {
    if (blocks.size() < 5'000) {
      const auto size = static_cast<uint32_t>(random_size());
      blocks.push_back({pool.allocate_block(size), size});
      REQUIRE(blocks.back().ref != Pool::kNone);
      live += size;
    } else {
      Block& block = blocks[random() % blocks.size()];
      pool.release_block(block.ref, block.size);
      live -= block.size;
      block = blocks.back();
      blocks.pop_back();
    }
    most_live = std::max(most_live, live);
  }
  CHECK(pool.memory_bytes() <= 2 * most_live);
}

TEST_CASE("a pool that cannot grow stays as it was") {
  Pool pool;
  std::map<Pool::Ref, std::string> blocks;
  std::mt19937 random(6);
  for (int i = 0; i < 2'000; ++i) {
    const size_t size = random() % 50 == 0 ? random() % 200'000 : random() % 200;
    const std::string text(size, static_cast<char>('a' + i % 26));
    Pool::Ref ref = Pool::kNone;
    for (size_t n = 1; ref == Pool::kNone; ++n) {
      const size_t bytes = pool.memory_bytes();
      fail_allocations_from(n);
      ref = pool.add_text(text);
      fail_allocations_from(0);
      if (ref == Pool::kNone) REQUIRE(pool.memory_bytes() <= bytes + 1'000);
    }
    REQUIRE(blocks.emplace(ref, text).second);
  }
  for (const auto& [ref, text] : blocks) {
    REQUIRE(std::string_view(pool.at(ref), text.size()) == text);
  }
}
