#include "base/chunked_vec.h"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace tidegate;

namespace {

// As large as no power of two, so that chunks are not quite 64 KiB.
struct Triple {
  uint32_t a = 7;
  uint32_t b = 8;
  uint32_t c = 9;
};
constexpr uint32_t kChunk = ChunkedVec<Triple>::kChunkSize;

}  // namespace

TEST_CASE("a chunked vector holds what a vector holds") {
  std::mt19937 random(1);
  ChunkedVec<uint32_t> numbers;
  std::vector<uint32_t> expected;
  for (uint32_t step = 0; step < 300; ++step) {
    const auto size = static_cast<uint32_t>(expected.size());
    switch (random() % 4) {
      case 0: {
        const uint32_t grown = size + random() % 40'000;
        REQUIRE(numbers.resize(grown, step));
        expected.resize(grown, step);
        break;
      }
      case 1:
        REQUIRE(numbers.resize(size / 2));
        expected.resize(size / 2);
        break;
      default:
        for (uint32_t i = 0; i < 5'000; ++i) {
          REQUIRE(numbers.push(i ^ step));
          expected.push_back(i ^ step);
        }
    }
    REQUIRE(numbers.size() == expected.size());
    bool equal = true;
    for (uint32_t i = 0; i < numbers.size(); ++i) equal = equal && numbers[i] == expected[i];
    REQUIRE(equal);
  }
}

TEST_CASE("elements beyond the first chunk never move, and those in it no more once it is full") {
  ChunkedVec<Triple> triples;
  REQUIRE(triples.resize(kChunk));
  std::vector<const Triple*> places;
  for (uint32_t i = 0; i < 40 * kChunk; ++i) {
    REQUIRE(triples.push({i, i, i}));
    places.push_back(&triples[triples.size() - 1]);
  }
  CHECK(triples[kChunk - 1].b == 8);
  bool stayed = true;
  for (uint32_t i = 0; i < places.size(); ++i) stayed = stayed && places[i] == &triples[kChunk + i];
  CHECK(stayed);
}

TEST_CASE("a chunked vector is small while it holds little, and never much larger than it holds") {
  ChunkedVec<Triple> triples;
  CHECK(triples.memory_bytes() == 0);
  REQUIRE(triples.push({}));
  CHECK(triples.memory_bytes() <= 256);
  size_t largest_step = 0;
  for (uint32_t i = 1; i < 1'000'000; ++i) {
    const size_t before = triples.memory_bytes();
    REQUIRE(triples.push({}));
    largest_step = std::max(largest_step, triples.memory_bytes() - before);
  }
  CHECK(largest_step <= 66'000);
  CHECK(triples.memory_bytes() <= 1'000'000 * sizeof(Triple) + 66'000);
}

TEST_CASE("chunks whose elements are done with can be released one after the other") {
  ChunkedVec<Triple> triples;
  REQUIRE(triples.resize(10 * kChunk));
  const size_t before = triples.memory_bytes();
  triples.release_below(kChunk - 1);
  CHECK(triples.memory_bytes() == before);
  triples.release_below(3 * kChunk);
  CHECK(triples.memory_bytes() == before - 3 * kChunk * sizeof(Triple));
  REQUIRE(triples.push({1, 2, 3}));
  CHECK(triples[10 * kChunk].c == 3);
  CHECK(triples[3 * kChunk].c == 9);
}

TEST_CASE("a chunked vector that cannot grow stays as it was") {
  for (size_t n = 1; n < 12; ++n) {
    ChunkedVec<Triple> triples;
    uint32_t pushed = 0;
    fail_allocations_from(n);
    while (pushed < 3 * kChunk && triples.push({pushed, 0, 0})) ++pushed;
    CHECK_FALSE(triples.resize(100 * kChunk));
    fail_allocations_from(0);
    CHECK(triples.size() == pushed);
    bool equal = true;
    for (uint32_t i = 0; i < pushed; ++i) equal = equal && triples[i].a == i;
    CHECK(equal);
    CHECK(triples.resize(pushed + 2 * kChunk));
    CHECK(triples[pushed + kChunk].a == 7);
  }
}

TEST_CASE("a chunked vector can be moved") {
  ChunkedVec<uint32_t> numbers;
  REQUIRE(numbers.resize(50'000, 5));
  ChunkedVec<uint32_t> moved(std::move(numbers));
  CHECK(moved.size() == 50'000);
  CHECK(moved[49'999] == 5);
  moved = ChunkedVec<uint32_t>();
  CHECK(moved.empty());
  CHECK(moved.memory_bytes() == 0);
}
