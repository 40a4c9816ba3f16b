#include "base/memory.h"

#include <catch2/catch.hpp>

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"

using namespace tidegate;

namespace {
struct Failing {
  explicit Failing(size_t from) { fail_allocations_from(from); }
  ~Failing() { fail_allocations_from(0); }
};
}  // namespace

TEST_CASE("a vector that cannot grow stays as it was") {
  Vec<int> numbers;
  REQUIRE(numbers.push(1));
  while (numbers.size() < numbers.capacity()) REQUIRE(numbers.push(2));
  const uint32_t size = numbers.size();
  const Failing failing(1);
  CHECK_FALSE(numbers.push(3));
  CHECK_FALSE(numbers.resize(100));
  CHECK_FALSE(numbers.append(numbers.data(), size));
  CHECK(numbers.size() == size);
  CHECK(numbers[0] == 1);
}

TEST_CASE("an arena that cannot grow says so until it is reset") {
  Arena arena;
  CHECK(arena.copy("abc") == "abc");
  {
    const Failing failing(1);
    CHECK(arena.allocate_bytes(100'000) == nullptr);
  }
  CHECK(arena.failed());
  CHECK(arena.make<int>() == nullptr);
  arena.reset();
  CHECK_FALSE(arena.failed());
  CHECK(arena.make_array<int>(1000).size() == 1000);
}

TEST_CASE("an arena that is filled again with as much allocates nothing") {
  Arena arena;
  const auto fill = [&](size_t pieces) {
    for (size_t i = 0; i < pieces; ++i) {
      const auto piece = arena.make_array<uint64_t>(10);
      REQUIRE(piece.size() == 10);
      REQUIRE(piece[9] == 0);
      piece[9] = i;
    }
    arena.reset();
  };
  for (int i = 0; i < 4; ++i) fill(100);
  const size_t kept = arena.memory_bytes();
  CHECK(kept >= 100 * 80);
  fail_allocations_from(1);
  fill(100);
  fail_allocations_from(0);
  CHECK(arena.memory_bytes() == kept);

  // But it keeps no more than 64 KiB of what was larger.
  fill(10'000);
  CHECK(arena.memory_bytes() < 66'000);
  CHECK(arena.allocate_bytes(1'000'000) != nullptr);
  arena.reset();
  CHECK(arena.memory_bytes() == 0);
}

TEST_CASE("an arena copies values and texts") {
  Arena arena;
  const int numbers[] = {1, 2, 3};
  const std::span<int> copy = arena.copy(std::span<const int>(numbers));
  CHECK(std::equal(copy.begin(), copy.end(), std::begin(numbers), std::end(numbers)));
  CHECK(copy.data() != numbers);
  CHECK(arena.copy(std::span<const int>()).empty());
  CHECK(arena.copy("abcdefghij") == "abcdefghij");
}

TEST_CASE("a text that cannot grow remembers it") {
  Text text;
  text.append("ab").append_number(120);
  CHECK(text.view() == "ab120");
  const Failing failing(1);
  text.append(std::string_view("0123456789012345678901234567890123456789"));
  CHECK(text.failed());
  CHECK(text.view() == "ab120");
}
