#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "match/rule_set.h"

using namespace tidegate;

// The ugliest patterns of 4,096 characters and events that have been found. The bounds are wide, so
// that they hold under sanitizers and on a busy machine; what they rule out is growth of another
// order.

namespace {

constexpr double kMostMilliseconds = 2000;

struct Outcome {
  bool matched;
  ErrorCode code;
};

Outcome match(const std::string& pattern, const std::string& event) {
  const auto start = std::chrono::steady_clock::now();
  RuleSetOptions options;
  options.profile = Profile::kRuler;
  RuleSet rules(options);
  Diagnostic problem;
  RuleId id = kNoRule;
  REQUIRE(pattern.size() <= 4096);
  REQUIRE(rules.add("r", pattern, problem, id) == RuleSet::Added::kNew);
  MatchScratch scratch;
  const bool ok = rules.match(event, scratch, problem);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  CHECK(took.count() < kMostMilliseconds);
  return {ok && !scratch.matches.empty(), ok ? ErrorCode::kOk : problem.code};
}

// `count` members "<name>0": value, "<name>1": value, ... but for one.
std::string members(const std::string& name, int count, const std::string& value, int but = -1) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i == but) continue;
    if (!text.empty()) text += ',';
    text += "\"" + name + std::to_string(i) + "\":" + value;
  }
  return text;
}

std::string choice(const std::string& name, int count) {
  std::string text = "{\"$or\":[";
  for (int i = 0; i < count; ++i) {
    text += (i == 0 ? "{\"" : ",{\"") + name + std::to_string(i) + "\":[1]}";
  }
  return text + "]}";
}

// 1,000 sub-rules with many fields in common.
std::string thousand_sub_rules() {
  return "{\"q\":{\"x\":" + choice("a", 10) + ",\"y\":" + choice("b", 10) +
         ",\"w\":" + choice("c", 10) + "," + members("z", 240, "[1]") + "}}";
}

std::string repeated(const std::string& element, int count) {
  std::string text = element;
  for (int i = 1; i < count; ++i) text += "," + element;
  return text;
}

}  // namespace

TEST_CASE("a thousand sub-rules over an array of which no element has all fields") {
  const std::string head = "{\"x\":{\"a0\":1},\"y\":{\"b0\":1},\"w\":{\"c0\":1},";
  std::string event = "{\"q\":[";
  for (int i = 0; i < 200; ++i) {
    event += (i == 0 ? "" : ",") + head + members("z", 240, "1", i) + "}";
  }
  CHECK_FALSE(match(thousand_sub_rules(), event + "]}").matched);
  CHECK(match(thousand_sub_rules(), event + "," + head + members("z", 240, "1") + "}]}").matched);
}

TEST_CASE("wildcards and folding that almost match") {
  const std::string event = "{\"a\":\"" + std::string(200'000, 'a') + "b\"}";
  std::string stars;
  for (int i = 0; i < 2000; ++i) stars += "a*";
  CHECK_FALSE(match("{\"a\":[{\"wildcard\":\"" + stars + "bb\"}]}", event).matched);
  CHECK(match("{\"a\":[{\"wildcard\":\"" + stars + "b\"}]}", event).matched);
  const std::string needle(2000, 'a');
  CHECK_FALSE(match("{\"a\":[{\"wildcard\":\"*" + needle + "c*\"}]}", event).matched);
  CHECK_FALSE(
      match("{\"a\":[{\"suffix\":{\"equals-ignore-case\":\"c" + needle + "B\"}}]}", event).matched);
  std::string list = "\"*aab*aab*\"";
  while (list.size() < 4000) list += ",\"*aa*ab*aab*b" + std::to_string(list.size()) + "\"";
  CHECK(match("{\"a\":[{\"anything-but\":{\"wildcard\":[" + list + "]}}]}",
              "{\"a\":[" + repeated("\"" + std::string(1000, 'a') + "\"", 100) + "]}")
            .matched);
}

TEST_CASE("two fields of a long array take linear time") {
  std::string event = "{\"a\":[";
  for (int i = 0; i < 100'000; ++i) event += (i % 2 == 0 ? "{\"b\":1}," : "{\"c\":1},");
  CHECK_FALSE(match(R"({"a":{"b":[1],"c":[1]}})", event + "1]}").matched);
  CHECK(match(R"({"a":{"b":[1],"c":[1]}})", event + "{\"c\":1,\"b\":1}]}").matched);
  CHECK(match(R"({"a":{"b":[1],"c":[{"exists":false}]}})", event + "1]}").matched);
}

// Each of the arrays "a" stands for a variable, which is true where its first element is taken and
// false where its second is; each field for a clause of propositional logic, and an element has the
// fields of the clauses that it makes true. Eight pigeons do not fit into seven holes.
TEST_CASE("an array that comes many times may be too much, which is an error") {
  constexpr int kPigeons = 8;
  constexpr int kHoles = 7;
  std::vector<std::string> when_true(kPigeons * kHoles, "{\"n\":0");
  std::vector<std::string> when_false = when_true;
  int clauses = 0;
  const auto add = [&](std::string& element) {
    element += ",\"f" + std::to_string(clauses) + "\":1";
  };
  for (int pigeon = 0; pigeon < kPigeons; ++pigeon, ++clauses) {
    for (int hole = 0; hole < kHoles; ++hole) add(when_true[pigeon * kHoles + hole]);
  }
  for (int hole = 0; hole < kHoles; ++hole) {
    for (int a = 0; a < kPigeons; ++a) {
      for (int b = 0; b < a; ++b, ++clauses) {
        add(when_false[a * kHoles + hole]);
        add(when_false[b * kHoles + hole]);
      }
    }
  }
  std::string event = "{";
  for (int i = 0; i < kPigeons * kHoles; ++i) {
    event += (i == 0 ? "\"a\":[" : ",\"a\":[") + when_true[i] + "}," + when_false[i] + "}]";
  }
  REQUIRE(clauses < 256);
  const Outcome outcome = match("{\"a\":{" + members("f", clauses, "[1]") + "}}", event + "}");
  CHECK(outcome.code == ErrorCode::kEventTooComplex);
}
