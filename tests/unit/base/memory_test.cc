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

TEST_CASE("a text that cannot grow remembers it") {
  Text text;
  text.append("ab").append_number(120);
  CHECK(text.view() == "ab120");
  const Failing failing(1);
  text.append(std::string_view("0123456789012345678901234567890123456789"));
  CHECK(text.failed());
  CHECK(text.view() == "ab120");
}
