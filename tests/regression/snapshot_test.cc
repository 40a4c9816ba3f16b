#include "match/snapshot.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "base/hash.h"

using namespace tidegate;

// A rule of a snapshot that has one pattern twice would keep it when that is removed once. Leaving
// the comparison out went unnoticed before.

namespace {

constexpr size_t kChecksumEnd = 16;
constexpr size_t kPatternSize = 4 * sizeof(uint32_t);  // One sub-rule of one clause.

bool loads(std::string bytes) {
  const uint64_t checksum = hash_bytes(std::string_view(bytes).substr(kChecksumEnd));
  std::memcpy(bytes.data() + kChecksumEnd - sizeof(checksum), &checksum, sizeof(checksum));
  SnapshotHeader header;
  Diagnostic problem;
  REQUIRE(read_snapshot(bytes, header, problem));
  RuleSet rules(header.options);
  return load_snapshot(header, rules, problem);
}

}  // namespace

TEST_CASE("a snapshot of a rule that has one pattern twice is refused") {
  RuleSet rules;
  Diagnostic problem;
  RuleId id = kNoRule;
  // The first rule uses all that the second would use no more.
  for (const char* name : {"first", "second"}) {
    REQUIRE(rules.add(name, R"({"a": [1]})", problem, id) == RuleSet::Added::kNew);
    REQUIRE(rules.add(name, R"({"b": [1]})", problem, id) == RuleSet::Added::kNew);
  }
  Vec<char> saved;
  REQUIRE(save_snapshot(rules, "", saved));
  std::string bytes(saved.data(), saved.size());
  CHECK(loads(bytes));
  const std::string last = bytes.substr(bytes.size() - kPatternSize);
  bytes.replace(bytes.size() - 2 * kPatternSize, kPatternSize, last);
  CHECK_FALSE(loads(bytes));
}
