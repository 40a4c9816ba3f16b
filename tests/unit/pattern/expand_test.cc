#include "pattern/expand.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "json/unicode.h"
#include "pattern/parser.h"

namespace tidegate {
namespace {

// Path and value; every list of these tests holds one number.
using Rule = std::map<std::string, int>;

Pattern parse(std::string_view text) {
  Pattern pattern;
  Diagnostic problem;
  INFO(text);
  REQUIRE(parse_pattern(text, Profile::kEventBridge, pattern, problem));
  return pattern;
}

std::vector<Rule> rules_of(const Pattern& pattern) {
  std::vector<Rule> rules;
  for (const SubRule& sub_rule : pattern.sub_rules()) {
    Rule rule;
    for (const Clause& clause : sub_rule.clauses) {
      REQUIRE(rule.emplace(std::string(clause.path), static_cast<int>(clause.alternatives[0]->low))
                  .second);
    }
    REQUIRE(rule.size() == sub_rule.clauses.size());
    rules.push_back(rule);
  }
  return rules;
}

std::vector<Rule> rules_of(std::string_view text) { return rules_of(parse(text)); }

// event-ruler's way: maps are copied and put into, branch by branch.
void expand_by_definition(const Node& node, const std::string& path, std::vector<Rule>& rules) {
  for (const Member& member : node.members) {
    const std::string step =
        path.empty() ? std::string(member.key) : path + "." + std::string(member.key);
    if (member.value->kind == Node::Kind::kObject) {
      expand_by_definition(*member.value, step, rules);
    } else if (member.value->kind == Node::Kind::kAlternatives) {
      for (Rule& rule : rules) rule[step] = static_cast<int>(member.value->alternatives[0]->low);
    } else {
      std::vector<Rule> all;
      for (const Node* branch : member.value->branches) {
        std::vector<Rule> forked = rules;
        expand_by_definition(*branch, path, forked);
        all.insert(all.end(), forked.begin(), forked.end());
      }
      rules = all;
    }
  }
}

class PatternMaker {
 public:
  explicit PatternMaker(uint32_t seed) : random_(seed) {}

  std::string object(int depth) {
    std::string text = "{";
    const int members = pick(3) + 1;
    for (int i = 0; i < members; ++i) text += (i == 0 ? "" : ",") + member(depth);
    return text + "}";
  }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<uint32_t>(count)); }

  std::string member(int depth) {
    static const char* const kKeys[] = {"a", "b", "a.b", "c"};
    const int kind = depth == 0 ? 0 : pick(4);
    if (kind == 1) {
      std::string branches = object(depth - 1);
      for (int i = pick(2); i >= 0; --i) branches += "," + object(depth - 1);
      return "\"$or\":[" + branches + "]";
    }
    const std::string key = "\"" + std::string(kKeys[pick(4)]) + "\":";
    return key + (kind == 2 ? object(depth - 1) : "[" + std::to_string(++value_) + "]");
  }

  std::mt19937 random_;
  int value_ = 0;
};

}  // namespace

TEST_CASE("paths are keys joined by dots") {
  CHECK(rules_of(R"({"a":{"b":{"c":[1]}},"a.x":[2],"d":[3]})") ==
        std::vector<Rule>{{{"a.b.c", 1}, {"a.x", 2}, {"d", 3}}});
  CHECK(rules_of(R"({"":[1]})") == std::vector<Rule>{{{"", 1}}});
  CHECK(rules_of(R"({"":{"a":[1]}})") == std::vector<Rule>{{{".a", 1}}});
  CHECK(rules_of(R"({"a":{"":[1]}})") == std::vector<Rule>{{{"a.", 1}}});
  CHECK(rules_of(R"({"":{"":[1]}})") == std::vector<Rule>{{{".", 1}}});
}

TEST_CASE("of two lists for one path the later counts") {
  CHECK(rules_of(R"({"a":[1],"a":[2]})") == std::vector<Rule>{{{"a", 2}}});
  CHECK(rules_of(R"({"a":{"b":[1]},"a.b":[2]})") == std::vector<Rule>{{{"a.b", 2}}});
  CHECK(rules_of(R"({"a":{"b":[1],"c":[2]},"a":{"b":[3]}})") ==
        std::vector<Rule>{{{"a.b", 3}, {"a.c", 2}}});
  CHECK(rules_of(R"({"a":[1],"$or":[{"a":[2]},{"b":[3]}]})") ==
        std::vector<Rule>{{{"a", 2}}, {{"a", 1}, {"b", 3}}});
  CHECK(rules_of(R"({"$or":[{"a":[2]},{"b":[3]}],"a":[1]})") ==
        std::vector<Rule>{{{"a", 1}}, {{"a", 1}, {"b", 3}}});
}

TEST_CASE("the branches of $or multiply out") {
  CHECK(rules_of(R"({"s":[1],"$or":[{"a":[2]},{"b":[3],"c":[4]},{"d":[5]}]})") ==
        std::vector<Rule>{
            {{"s", 1}, {"a", 2}}, {{"s", 1}, {"b", 3}, {"c", 4}}, {{"s", 1}, {"d", 5}}});
  CHECK(rules_of(R"({"$or":[{"a":[1]},{"b":[2]}],"x":{"$or":[{"c":[3]},{"d":[4]}]}})") ==
        std::vector<Rule>{{{"a", 1}, {"x.c", 3}},
                          {{"b", 2}, {"x.c", 3}},
                          {{"a", 1}, {"x.d", 4}},
                          {{"b", 2}, {"x.d", 4}}});
  CHECK(rules_of(R"({"$or":[{"a":[1],"$or":[{"b":[2]},{"c":[3]}]},{"d":[4]}],"e":[5]})") ==
        std::vector<Rule>{
            {{"a", 1}, {"b", 2}, {"e", 5}}, {{"a", 1}, {"c", 3}, {"e", 5}}, {{"d", 4}, {"e", 5}}});
}

TEST_CASE("clauses are sorted by UTF-16") {
  const Pattern pattern = parse(
      "{\"b\":[1],\"\xEF\xBC\xA1\":[2],\"\xF0\x9F\x98\x80\":[3],\"a\":[4],\"B\":[5],\"a.b\":[6]}");
  const ClauseList clauses = pattern.sub_rules()[0].clauses;
  REQUIRE(clauses.size() == 6);
  for (size_t i = 1; i < clauses.size(); ++i)
    CHECK(compare_utf16(clauses[i - 1].path, clauses[i].path) < 0);
  CHECK(clauses[0].path == "B");
  CHECK(clauses[4].path == "\xF0\x9F\x98\x80");  // A surrogate sorts before U+FF21.
}

TEST_CASE("sub-rules share their clauses") {
  const Pattern pattern = parse(R"({"s":[1],"$or":[{"a":[2]},{"b":[3]}],"s":[4]})");
  REQUIRE(pattern.clauses().size() == 4);
  CHECK(pattern.clauses()[0].alternatives[0]->low == 1);
  CHECK(pattern.clauses()[3].alternatives[0]->low == 4);
  REQUIRE(pattern.sub_rules().size() == 2);
  for (const SubRule& sub_rule : pattern.sub_rules()) {
    REQUIRE(sub_rule.clauses.size() == 2);
    CHECK(sub_rule.clauses.indices()[1] == 3);
    CHECK(&sub_rule.clauses[1] == &pattern.clauses()[3]);
  }
}

TEST_CASE("generated patterns expand as by definition") {
  size_t branched = 0;
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    const std::string text = PatternMaker(seed).object(3);
    if (text.size() > 4096) continue;
    CAPTURE(text);
    Pattern pattern;
    Diagnostic problem;
    if (!parse_pattern(text, Profile::kEventBridge, pattern, problem)) {
      REQUIRE(problem.code == ErrorCode::kPatternTooComplex);
      continue;
    }
    std::vector<Rule> expected(1);
    expand_by_definition(*pattern.root(), "", expected);
    REQUIRE(rules_of(pattern) == expected);
    branched += expected.size() > 1;
  }
  CHECK(branched > 500);
}

}  // namespace tidegate
