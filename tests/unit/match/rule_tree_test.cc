#include "match/rule_tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "match/rule_set.h"
#include "random_rules.h"

// Rules that get into each other's way in the tree, against each of them alone.

using namespace tidegate;
using namespace tidegate::random_rules;

namespace {

struct Rules {
  RuleSet set;
  MatchScratch scratch;
  Diagnostic problem;

  explicit Rules(const RuleSetOptions& options = {}) : set(options) {}

  bool add(const std::string& name, const std::string& text) {
    RuleId id = kNoRule;
    return set.add(name, text, problem, id) != RuleSet::Added::kNo;
  }

  std::vector<std::string> match(const std::string& text) {
    REQUIRE(set.match(text, scratch, problem));
    std::vector<std::string> names;
    for (const RuleId id : scratch.matches) names.emplace_back(set.name(id));
    return names;
  }
};

// Answers by asking each rule alone.
class OneByOne {
 public:
  void add(const std::string& name, const std::string& text) {
    if (rules_.count(name) == 0) order_.push_back(name);
    rules_[name].push_back(text);
    if (alone_[text] != nullptr) return;
    alone_[text] = std::make_unique<Rules>();
    REQUIRE(alone_[text]->add("r", text));
  }

  void remove(const std::string& name) {
    rules_.erase(name);
    order_.erase(std::find(order_.begin(), order_.end(), name));
  }

  std::vector<std::string> match(const std::string& text) {
    std::vector<std::string> names;
    for (const std::string& name : order_) {
      const auto& patterns = rules_[name];
      if (std::any_of(patterns.begin(), patterns.end(),
                      [&](const std::string& p) { return !alone_[p]->match(text).empty(); })) {
        names.push_back(name);
      }
    }
    return names;
  }

  const std::string& any_name() const { return any(order_); }
  bool empty() const { return order_.empty(); }

 private:
  std::map<std::string, std::vector<std::string>> rules_;
  std::vector<std::string> order_;
  std::map<std::string, std::unique_ptr<Rules>> alone_;
};

}  // namespace

TEST_CASE("many rules that come and go match as each of them alone") {
  for (uint32_t round = 0; round < 20; ++round) {
    Rules rules;
    OneByOne expected;
    for (uint32_t step = 0; step < 6; ++step) {
      for (uint32_t i = 0; i < 80; ++i) {
        const std::string name = 'r' + std::to_string(random_below(400));
        const std::string text = pattern();
        if (!rules.add(name, text)) {
          INFO(text << rules.problem.reason.view());
          REQUIRE(rules.problem.code != ErrorCode::kOutOfMemory);
          continue;
        }
        expected.add(name, text);
      }
      for (uint32_t i = 0; i < 30; ++i) {
        const std::string name = expected.any_name();
        REQUIRE(rules.set.remove(name) != kNoRule);
        expected.remove(name);
      }
      for (uint32_t i = 0; i < 40; ++i) {
        const std::string text = event();
        INFO(text);
        REQUIRE(rules.match(text) == expected.match(text));
      }
    }
    while (!expected.empty()) {
      const std::string name = expected.any_name();
      REQUIRE(rules.set.remove(name) != kNoRule);
      expected.remove(name);
    }
    CHECK(rules.match(event()).empty());
    CHECK(rules.set.paths().find("a") == PathTree::kNone);
  }
}

TEST_CASE("a bucket that cannot be split for want of memory holds its rules all the same") {
  std::vector<std::string> patterns;
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    patterns.push_back(R"({"a": ["a"], "b": [)" + quoted("b" + n) + R"(, {"prefix": "p)" + n +
                       R"("}], "c": [{"numeric": [">", )" + n + "]}]}");
  }
  for (size_t n = 1; n < 120; ++n) {
    Rules rules;
    std::vector<std::string> held;
    for (const std::string& text : patterns) {
      fail_allocations_from(n);
      const bool added = rules.add(text, text);
      fail_allocations_from(0);
      if (added) held.push_back(text);
    }
    std::vector<std::string> found;
    for (int i = 0; i < 30; ++i) {
      const auto names =
          rules.match(R"({"a": "a", "b": "b)" + std::to_string(i) + R"(", "c": 99})");
      found.insert(found.end(), names.begin(), names.end());
    }
    REQUIRE(found == held);
    for (const std::string& text : held) REQUIRE(rules.set.remove(text) != kNoRule);
    REQUIRE(rules.match(R"({"a": "a"})").empty());
  }
}

// ---- Growth, counted in buckets that are reached: each is looked at once ----

namespace {

struct Shape {
  const char* name;
  std::string (*pattern)(uint32_t i, uint32_t count);
  const char* event;
};

std::string numbered(const char* before, uint32_t i, const char* after) {
  return before + std::to_string(i) + after;
}

const Shape kShapes[] = {
    {"a value of its own behind a shared one",
     [](uint32_t i, uint32_t) { return numbered(R"({"a": ["x"], "b": ["v)", i, R"("]})"); },
     R"({"a": "x", "b": "v3"})"},
    {"equal rules that do not match",
     [](uint32_t, uint32_t) { return std::string(R"({"a": ["x"], "b": ["y"]})"); },
     R"({"a": "x", "b": "z"})"},
    {"ranges behind a shared value",
     [](uint32_t i, uint32_t) {
       return numbered(R"({"a": ["x"], "b": [{"numeric": [">", )", i, "]}]}");
     },
     R"({"a": "x", "b": -1})"},
    {"ranges that hold behind a value that does not",
     [](uint32_t i, uint32_t) {
       return numbered(R"({"a": ["x"], "b": [{"numeric": [">", )", i, "]}]}");
     },
     R"({"a": "y", "b": 1e9})"},
    {"anything-but behind a shared value",
     [](uint32_t i, uint32_t) {
       return numbered(R"({"a": ["x"], "b": [{"anything-but": ["v", "u)", i, R"("]}]})");
     },
     R"({"a": "x", "b": "v"})"},
    {"a field that may be absent",
     [](uint32_t i, uint32_t) { return numbered(R"({"a": [{"exists": false}, "v)", i, R"("]})"); },
     R"({"a": "none"})"},
    {"a field of its own",
     [](uint32_t i, uint32_t) {
       return numbered(R"({"a": ["x"], "f)", i, R"(": [{"exists": true}]})");
     },
     R"({"a": "x", "f3": 1})"},
    {"a grid",
     [](uint32_t i, uint32_t) {
       return numbered(R"({"a": ["v)", i % 100, R"("], "b": ["v)") + numbered("", i / 100, "\"]}");
     },
     R"({"a": "v3", "b": "v3"})"},
};

}  // namespace

TEST_CASE("no shape of rule set makes an event walk along a list of rules") {
  for (const Shape& shape : kShapes) {
    INFO(shape.name);
    Rules rules;
    for (uint32_t i = 0; i < 5000; ++i) {
      REQUIRE(rules.add(std::to_string(i), shape.pattern(i, 5000)));
    }
    CHECK(rules.match(shape.event).size() <= 1);
    CHECK(rules.scratch.reached.size() <= 12);
  }
}
