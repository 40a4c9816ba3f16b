#include "match/snapshot.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "random_rules.h"

using namespace tidegate;
using namespace tidegate::random_rules;

namespace {

void fill(RuleSet& rules, uint32_t count) {
  Diagnostic problem;
  RuleId id;
  for (uint32_t i = 0; i < count; ++i) {
    const std::string name = "rule " + std::to_string(random_below(count));
    static_cast<void>(rules.add(name, pattern(), problem, id));
    if (random_below(4) == 0) {
      const std::string either = R"({"$or": [)" + pattern() + ", " + pattern() + "]}";
      static_cast<void>(rules.add(name, either, problem, id));
    }
    if (random_below(5) == 0) rules.remove("rule " + std::to_string(random_below(count)));
  }
}

std::string save(const RuleSet& rules, std::string_view attachment = {}) {
  Vec<char> bytes;
  REQUIRE(save_snapshot(rules, attachment, bytes));
  return std::string(bytes.data(), bytes.size());
}

// The set in a snapshot, or nullptr with the problem.
std::unique_ptr<RuleSet> load(std::string_view bytes, Diagnostic& problem) {
  SnapshotHeader header;
  if (!read_snapshot(bytes, header, problem)) return nullptr;
  auto rules = std::make_unique<RuleSet>(header.options);
  if (!load_snapshot(header, *rules, problem)) return nullptr;
  return rules;
}

std::vector<std::string> match(const RuleSet& rules, const std::string& text) {
  MatchScratch scratch;
  Diagnostic problem;
  REQUIRE(rules.match(text, scratch, problem));
  std::vector<std::string> names;
  for (const RuleId id : scratch.matches) names.emplace_back(rules.name(id));
  return names;
}

// Corrects the checksum of bytes that were changed.
void seal(std::string& bytes) {
  const uint64_t checksum = hash_bytes(std::string_view(bytes).substr(16));
  std::memcpy(bytes.data() + 8, &checksum, sizeof(checksum));
}

}  // namespace

TEST_CASE("a loaded set is the set that was saved, and can be changed like it") {
  Diagnostic problem;
  for (uint32_t round = 0; round < 30; ++round) {
    RuleSet rules;
    fill(rules, round * 10);
    auto loaded = load(save(rules), problem);
    REQUIRE(loaded != nullptr);
    for (uint32_t step = 0; step < 3; ++step) {
      REQUIRE(loaded->size() == rules.size());
      for (uint32_t i = 0; i < 30; ++i) {
        const std::string text = event();
        INFO(text);
        REQUIRE(match(*loaded, text) == match(rules, text));
      }
      for (uint32_t i = 0; i < 20; ++i) {
        const std::string name = "rule " + std::to_string(random_below(50));
        const std::string text = pattern();
        RuleId id;
        REQUIRE(loaded->add(name, text, problem, id) == rules.add(name, text, problem, id));
        const std::string other = "rule " + std::to_string(random_below(50));
        REQUIRE((loaded->remove(other) == kNoRule) == (rules.remove(other) == kNoRule));
      }
    }
    loaded->clear();
    CHECK(loaded->size() == 0);
    CHECK(match(*loaded, event()).empty());
    CHECK(loaded->paths().find("a") == PathTree::kNone);
  }
}

TEST_CASE("options, order and attachment are kept; equal patterns are known again") {
  RuleSetOptions options;
  options.profile = Profile::kPipes;
  options.max_event_bytes = 12345;
  options.validation = Validation::kTouched;
  RuleSet rules(options);
  Diagnostic problem;
  RuleId id;
  for (const char* name : {"z", "", "\xC3\xA9", "a"}) {
    REQUIRE(rules.add(name, R"({"a": [1]})", problem, id) == RuleSet::Added::kNew);
    REQUIRE(rules.add(name, R"({"a": [{"prefix": "x"}]})", problem, id) == RuleSet::Added::kNew);
    REQUIRE(rules.add(name, R"({"$or": [{"b": [1]}, {"c": [2]}]})", problem, id) ==
            RuleSet::Added::kNew);
  }
  const std::string bytes = save(rules, "of the caller");
  SnapshotHeader header;
  REQUIRE(read_snapshot(bytes, header, problem));
  CHECK(header.options.profile == Profile::kPipes);
  CHECK(header.options.max_event_bytes == 12345);
  CHECK(header.options.validation == Validation::kTouched);
  CHECK(header.attachment == "of the caller");
  const auto loaded = load(bytes, problem);
  REQUIRE(loaded != nullptr);
  CHECK(match(*loaded, R"({"a": 1})") == std::vector<std::string>{"z", "", "\xC3\xA9", "a"});
  CHECK(loaded->add("z", R"({"$or": [{"c": [2]}, {"b": [1]}]})", problem, id) ==
        RuleSet::Added::kAlreadyThere);
  uint32_t position = 99;
  CHECK(loaded->remove("z", R"({"a": [{"prefix": "x"}]})", problem, position) ==
        RuleSet::Removed::kPattern);
  CHECK(position == 1);
}

TEST_CASE("bytes that are no snapshot are refused") {
  RuleSet rules;
  fill(rules, 20);
  const std::string good = save(rules, "attachment");
  Diagnostic problem;
  CHECK(load("", problem) == nullptr);
  CHECK(problem.code == ErrorCode::kSnapshot);
  CHECK(load("{\"a\": [1]}", problem) == nullptr);
  for (size_t size = 0; size < good.size(); ++size) {
    REQUIRE(load(std::string_view(good).substr(0, size), problem) == nullptr);
    REQUIRE(problem.code == ErrorCode::kSnapshot);
  }
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1 << random_below(8));
    REQUIRE(load(bad, problem) == nullptr);
    REQUIRE(problem.code == ErrorCode::kSnapshot);
  }
  std::string later = good;
  later[16] = 2;
  seal(later);
  CHECK(load(later, problem) == nullptr);
  CHECK(problem.reason.view() == "The snapshot was made by another version of the library.");
}

TEST_CASE("whatever a checksum is right for is refused or is a rule set like any other") {
  Diagnostic problem;
  uint32_t loaded_count = 0;
  for (uint32_t round = 0; round < 40; ++round) {
    RuleSet rules;
    fill(rules, 5 + round % 30);
    const std::string good = save(rules);
    for (uint32_t i = 0; i < 400; ++i) {
      std::string bad = good;
      for (uint32_t changes = random_below(3) + 1; changes-- != 0;) {
        const uint32_t at = 16 + random_below(static_cast<uint32_t>(bad.size()) - 16);
        bad[at] = static_cast<char>(random_below(3) == 0 ? random_below(256) : bad[at] + 1);
      }
      seal(bad);
      auto loaded = load(bad, problem);
      if (loaded == nullptr) {
        REQUIRE(problem.code == ErrorCode::kSnapshot);
        continue;
      }
      ++loaded_count;
      for (uint32_t k = 0; k < 3; ++k) match(*loaded, event());
      RuleId id;
      static_cast<void>(loaded->add("new", pattern(), problem, id));
      loaded->clear();
      REQUIRE(match(*loaded, event()).empty());
    }
  }
  CHECK(loaded_count > 500);
}

TEST_CASE("a snapshot that runs out of memory is an error") {
  RuleSet rules;
  fill(rules, 30);
  const std::string good = save(rules);
  Diagnostic problem;
  for (size_t n = 1;; ++n) {
    Vec<char> bytes;
    fail_allocations_from(n);
    const bool saved = save_snapshot(rules, "", bytes);
    fail_allocations_from(0);
    if (saved) break;
    REQUIRE(n < 100);
  }
  for (size_t n = 1;; ++n) {
    SnapshotHeader header;
    REQUIRE(read_snapshot(good, header, problem));
    RuleSet loaded(header.options);
    fail_allocations_from(n);
    const bool ok = load_snapshot(header, loaded, problem);
    fail_allocations_from(0);
    if (ok) {
      CHECK(n > 10);
      break;
    }
    REQUIRE(problem.code == ErrorCode::kOutOfMemory);
  }
}
