#include "match/rule_set.h"

#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace tidegate;

namespace {

// A rule set with what a test wants to ask of it, failing the test where the set refuses.
struct Rules {
  RuleSet set;
  MatchScratch scratch;
  Diagnostic problem;
  uint32_t position = 99;

  explicit Rules(const RuleSetOptions& options = {}) : set(options) {}

  RuleSet::Added add(std::string_view name, std::string_view pattern) {
    RuleId id = kNoRule;
    const RuleSet::Added added = set.add(name, pattern, problem, id);
    INFO(pattern << ": " << problem.reason.view());
    REQUIRE(added != RuleSet::Added::kNo);
    CHECK(set.find(name) == id);
    return added;
  }

  void replace(std::string_view name, std::string_view pattern) {
    RuleId id = kNoRule;
    REQUIRE(set.replace(name, pattern, problem, id));
    CHECK(set.find(name) == id);
  }

  RuleSet::Removed remove(std::string_view name, std::string_view pattern) {
    return set.remove(name, pattern, problem, position);
  }

  // The names that match, joined by spaces; or the error.
  std::string match(std::string_view event) {
    std::string names;
    if (!set.match(event, scratch, problem)) return std::string(error_name(problem.code));
    for (const RuleId id : scratch.matches) {
      if (!names.empty()) names += ' ';
      names += set.name(id);
    }
    REQUIRE(set.match_any(event, scratch, problem));
    CHECK(scratch.matches.empty() == names.empty());
    return names;
  }
};

// Whether one pattern matches an event.
bool matches(std::string_view pattern, std::string_view event) {
  Rules rules;
  rules.add("r", pattern);
  return rules.match(event) == "r";
}

}  // namespace

TEST_CASE("all fields must be satisfied, each by one of its alternatives") {
  const std::string_view pattern = R"({"vendor": ["vitamix", "instapot"],
                                       "product_detail": {"price_usd": [{"numeric": ["<=", 150]}]}})";
  CHECK(matches(pattern, R"({"vendor": "vitamix", "product_detail": {"price_usd": 150.0}})"));
  CHECK(
      matches(pattern, R"({"vendor": "instapot", "product_detail": {"price_usd": 1e2}, "x": 1})"));
  CHECK_FALSE(matches(pattern, R"({"vendor": "instapot", "product_detail": {"price_usd": 151}})"));
  CHECK_FALSE(matches(pattern, R"({"vendor": "other", "product_detail": {"price_usd": 1}})"));
  CHECK_FALSE(matches(pattern, R"({"vendor": "vitamix"})"));
}

TEST_CASE("types are kept apart, and numbers are compared as numbers") {
  CHECK(matches(R"({"a": [100000]})", R"({"a": 1e5})"));
  CHECK(matches(R"({"a": [0]})", R"({"a": -0.0})"));
  CHECK_FALSE(matches(R"({"a": [5]})", R"({"a": "5"})"));
  CHECK_FALSE(matches(R"({"a": ["5"]})", R"({"a": 5})"));
  CHECK_FALSE(matches(R"({"a": ["true"]})", R"({"a": true})"));
  CHECK(matches(R"({"a": [null]})", R"({"a": null})"));
  CHECK_FALSE(matches(R"({"a": [null]})", R"({})"));
  CHECK(matches(R"({"a": [12345678901234567890]})", R"({"a": 12345678901234567890})"));
  CHECK_FALSE(matches(R"({"a": [12345678901234567890]})", R"({"a": 12345678901234567891})"));
}

TEST_CASE("every operator is reached") {
  const struct {
    std::string_view pattern;
    std::string_view yes;
    std::string_view no;
  } cases[] = {
      {R"([{"exactly": "10.0.0.1"}])", R"("10.0.0.1")", R"("010.0.0.1")"},
      {R"(["10.0.0.1"])", R"("010.0.0.1")", R"("10.0.0.2")"},
      {R"([{"prefix": "ab"}])", R"("abc")", R"("aab")"},
      {R"([{"suffix": "bc"}])", R"("abc")", R"("bca")"},
      {R"([{"prefix": {"equals-ignore-case": "AB"}}])", R"("aBc")", R"("ba")"},
      {R"([{"suffix": {"equals-ignore-case": "BC"}}])", R"("abC")", R"("bca")"},
      {R"([{"equals-ignore-case": "straße"}])", R"("STRASSE")", R"("strasse2")"},
      {R"([{"wildcard": "a*c\\*"}])", R"("abbc*")", R"("abbcx")"},
      {R"([{"wildcard": "*aa*a*"}])", R"("xaaxa")", R"("aa")"},
      {R"([{"numeric": [">", 1, "<=", 2]}])", "2.0", "1"},
      {R"([{"exists": true}])", "null", "{}"},
      {R"([{"cidr": "10.0.0.0/8"}])", R"("10.255.0.1")", R"("11.0.0.1")"},
      {R"([{"cidr": "2001:db8::/32"}])", R"("2001:db8:1::")", R"("2001:db9::")"},
      {R"([{"anything-but": "a"}])", R"("b")", R"("a")"},
      {R"([{"anything-but": ["a", "b"]}])", "5", R"("b")"},
      {R"([{"anything-but": [1, 2]}])", R"("1")", "2.0"},
      {R"([{"anything-but": {"prefix": ["a", "b"]}}])", R"("ca")", R"("bc")"},
      {R"([{"anything-but": {"suffix": "a"}}])", R"("ab")", R"("ba")"},
      {R"([{"anything-but": {"equals-ignore-case": ["a", "b"]}}])", R"("c")", R"("B")"},
      {R"([{"anything-but": {"wildcard": "*a*"}}])", R"("b")", R"("bab")"},
  };
  for (const auto& [pattern, yes, no] : cases) {
    CAPTURE(pattern);
    const std::string whole = "{\"a\":" + std::string(pattern) + "}";
    CHECK(matches(whole, "{\"a\":" + std::string(yes) + "}"));
    CHECK_FALSE(matches(whole, "{\"a\":" + std::string(no) + "}"));
    CHECK_FALSE(matches(whole, "{}"));
  }
}

TEST_CASE("to a filter of bodies what is no object is no match") {
  for (const bool body : {true, false}) {
    Rules rules({.profile = body ? Profile::kSnsBody : Profile::kSnsAttributes});
    rules.add("absent", R"({"a": [{"exists": false}]})");
    CHECK(rules.match("{}") == "absent");
    CHECK(rules.match("Regular string message") == (body ? "" : "ERR_INVALID_JSON"));
    CHECK(rules.match("{} x") == (body ? "" : "ERR_INVALID_JSON"));
    CHECK(rules.match("") == (body ? "" : "ERR_INVALID_JSON"));
    CHECK(rules.match("{\"b\": \"\xFF\"}") == (body ? "" : "ERR_INVALID_UTF8"));
    CHECK(rules.match(R"("text")") == (body ? "" : "ERR_EVENT_NOT_OBJECT"));
    CHECK(rules.match("[{}]") == (body ? "" : "ERR_EVENT_NOT_OBJECT"));
    CHECK(rules.match(std::string(1001, '[')) == "ERR_TOO_DEEP");
  }
  Rules rules({.profile = Profile::kSnsBody, .max_event_bytes = 5});
  CHECK(rules.match("no json") == "ERR_TOO_LARGE");
}

TEST_CASE("exists false is about leaves") {
  CHECK(matches(R"({"a": [{"exists": false}]})", "{}"));
  CHECK(matches(R"({"a": [{"exists": false}]})", R"({"a": {"b": 1}})"));
  CHECK(matches(R"({"a": [{"exists": false}]})", R"({"a": []})"));
  CHECK_FALSE(matches(R"({"a": [{"exists": false}]})", R"({"a": null})"));
  CHECK(matches(R"({"a": [{"exists": false}, "x"]})", R"({"a": "x"})"));
  CHECK_FALSE(matches(R"({"a": [{"exists": false}, "x"]})", R"({"a": "y"})"));
}

TEST_CASE("$or may stand at any level") {
  const std::string_view pattern = R"({"a": {"$or": [{"b": [1]}, {"c": [2]}]}, "d": [3]})";
  CHECK(matches(pattern, R"({"a": {"b": 1}, "d": 3})"));
  CHECK(matches(pattern, R"({"a": {"c": 2}, "d": 3})"));
  CHECK_FALSE(matches(pattern, R"({"a": {"c": 1}, "d": 3})"));
  CHECK_FALSE(matches(pattern, R"({"a": {"c": 2}})"));
}

TEST_CASE("two fields under one array must be satisfied by one element") {
  const std::string_view pattern = R"({"a": {"b": [1], "c": [2]}})";
  CHECK(matches(pattern, R"({"a": [{"b": 0}, {"b": 1, "c": 2}]})"));
  CHECK_FALSE(matches(pattern, R"({"a": [{"b": 1}, {"c": 2}]})"));
  CHECK(matches(R"({"a": {"b": [1]}, "x": {"c": [2]}})",
                R"({"a": [{"b": 1}], "x": [{}, {"c": 2}]})"));
  CHECK(matches(R"({"a": [1, 2], "b": [3]})", R"({"a": [9, [1]], "b": 3})"));
}

TEST_CASE("arrays within arrays are judged at every level") {
  const std::string_view pattern = R"({"a": {"b": {"c": [1], "d": [2]}, "e": [3]}})";
  CHECK(matches(pattern, R"({"a": [{"b": [{"c": 1, "d": 2}], "e": 3}]})"));
  CHECK_FALSE(matches(pattern, R"({"a": [{"b": [{"c": 1}, {"d": 2}], "e": 3}]})"));
  CHECK_FALSE(matches(pattern, R"({"a": [{"b": [{"c": 1, "d": 2}]}, {"e": 3}]})"));
  CHECK(matches(pattern, R"({"a": [{"b": [{"c": 1}]}, {"b": [{}, {"c": 1, "d": 2}], "e": 3}]})"));
}

TEST_CASE("exists false in arrays is judged against the fields that sort before it") {
  const std::string_view event = R"({"a": [{"b": 1}, {"c": 1}]})";
  CHECK_FALSE(matches(R"({"a": {"b": [{"exists": false}], "c": [1]}})", event));
  CHECK(matches(R"({"a": {"b": [1], "c": [{"exists": false}]}})", event));
  CHECK_FALSE(
      matches(R"({"a": {"b": [1], "c": [{"exists": false}]}})", R"({"a": [{"b": 1, "c": 1}]})"));
}

TEST_CASE("names come once each in the order of their first add") {
  Rules rules;
  rules.add("z", R"({"a": [1]})");
  rules.add("a", R"({"a": [{"exists": true}]})");
  rules.add("m", R"({"b": [{"exists": false}]})");
  rules.add("z", R"({"a": [2]})");
  CHECK(rules.set.size() == 3);
  CHECK(rules.match(R"({"a": [2, 1]})") == "z a m");
  CHECK(rules.set.remove("z") != kNoRule);
  rules.add("z", R"({"a": [1]})");
  CHECK(rules.match(R"({"a": 1})") == "a m z");
  rules.replace("a", R"({"a": [1]})");
  CHECK(rules.match(R"({"a": 1})") == "a m z");
  rules.replace("new", R"({"a": [1]})");
  CHECK(rules.match(R"({"a": 1})") == "a m z new");
}

TEST_CASE("removing takes exactly what it names") {
  Rules rules;
  rules.add("r", R"({"a": [1, 2]})");
  rules.add("r", R"({"a": [2], "b": [1]})");
  rules.add("s", R"({"a": [1, 2]})");
  CHECK(rules.add("r", R"({"a": [2.0, 1]})") == RuleSet::Added::kAlreadyThere);
  CHECK(rules.remove("r", R"({"a": [1]})") == RuleSet::Removed::kNothing);
  CHECK(rules.remove("x", R"({"a": [1]})") == RuleSet::Removed::kNothing);
  CHECK(rules.remove("r", R"({"a": )") == RuleSet::Removed::kRefused);
  CHECK(rules.remove("r", R"({"a": [2, 1]})") == RuleSet::Removed::kPattern);
  CHECK(rules.match(R"({"a": 1})") == "s");
  CHECK(rules.match(R"({"a": 2, "b": 1})") == "r s");
  CHECK(rules.remove("r", R"({"b": [1], "a": [2]})") == RuleSet::Removed::kRule);
  CHECK(rules.set.find("r") == kNoRule);
  rules.add("same", R"({"a": [1]})");
  CHECK(rules.remove("same", R"({"$or": [{"a": [2]}, {"a": [3]}], "a": [1]})") ==
        RuleSet::Removed::kRule);
  CHECK(rules.set.remove("r") == kNoRule);
  CHECK(rules.match(R"({"a": 2, "b": 1})") == "s");
  rules.set.clear();
  CHECK(rules.set.size() == 0);
  CHECK(rules.match(R"({"a": 2, "b": 1})").empty());
}

TEST_CASE("a removed pattern had a position, and the newest can be taken back") {
  Rules rules;
  for (const char* pattern : {R"({"a": [0]})", R"({"a": [1]})", R"({"a": [2]})"})
    rules.add("r", pattern);
  CHECK(rules.remove("r", R"({"a": [1]})") == RuleSet::Removed::kPattern);
  CHECK(rules.position == 1);
  CHECK(rules.remove("r", R"({"a": [2]})") == RuleSet::Removed::kPattern);
  CHECK(rules.position == 1);
  rules.add("r", R"({"a": [3]})");
  CHECK(rules.set.remove_newest("r") == RuleSet::Removed::kPattern);
  CHECK(rules.match(R"({"a": 3})").empty());
  CHECK(rules.match(R"({"a": 0})") == "r");
  CHECK(rules.set.remove_newest("r") == RuleSet::Removed::kRule);
  CHECK(rules.set.remove_newest("r") == RuleSet::Removed::kNothing);
  CHECK(rules.set.size() == 0);
}

TEST_CASE("a replaced rule has only its new pattern") {
  Rules rules;
  rules.add("r", R"({"a": [1]})");
  rules.add("r", R"({"a": [2]})");
  rules.replace("r", R"({"a": [2]})");
  CHECK(rules.match(R"({"a": 1})").empty());
  CHECK(rules.match(R"({"a": 2})") == "r");
  RuleId id = kNoRule;
  CHECK_FALSE(rules.set.replace("r", "{}", rules.problem, id));
  CHECK(rules.match(R"({"a": 2})") == "r");
}

TEST_CASE("a bad event is an error and the set goes on") {
  RuleSetOptions options;
  options.max_event_bytes = 40;
  Rules rules(options);
  rules.add("r", R"({"a": [1]})");
  CHECK(rules.match(R"({"a": 1)") == "ERR_INVALID_JSON");
  CHECK(rules.problem.line == 1);
  CHECK(rules.problem.column == 8);
  CHECK(rules.match("[]") == "ERR_EVENT_NOT_OBJECT");
  CHECK(rules.match("5") == "ERR_EVENT_NOT_OBJECT");
  CHECK(rules.match("{\"a\":\"\xFF\"}") == "ERR_INVALID_UTF8");
  CHECK(rules.match(std::string(41, ' ')) == "ERR_TOO_LARGE");
  CHECK(rules.match(R"({"a": 1})") == "r");
}

TEST_CASE("a refused pattern leaves the set as it was") {
  Rules rules;
  rules.add("r", R"({"a": [1]})");
  RuleId id = 7;
  CHECK(rules.set.add("r", R"({"a": [2], "b": []})", rules.problem, id) == RuleSet::Added::kNo);
  CHECK(id == kNoRule);
  CHECK(rules.set.add("s", R"({"a": [2], "b": []})", rules.problem, id) == RuleSet::Added::kNo);
  CHECK(rules.set.size() == 1);
  CHECK(rules.match(R"({"a": 2, "b": 1})").empty());
  CHECK(rules.match(R"({"a": 1})") == "r");
}

TEST_CASE("a change that runs out of memory changes nothing") {
  const std::string_view pattern =
      R"({"a": [1, "x", {"prefix": "p"}], "$or": [{"b.c": [{"exists": false}]}, {"d": [null, {"anything-but": "q"}]}]})";
  for (size_t n = 1;; ++n) {
    Rules rules;
    rules.add("kept", R"({"a": [1]})");
    RuleId id = kNoRule;
    fail_allocations_from(n);
    const RuleSet::Added added = rules.set.add("new", pattern, rules.problem, id);
    fail_allocations_from(0);
    CHECK(rules.match(R"({"a": 1})") == (added == RuleSet::Added::kNew ? "kept new" : "kept"));
    if (added == RuleSet::Added::kNew) {
      CHECK(n > 10);
      break;
    }
    REQUIRE(rules.problem.code == ErrorCode::kOutOfMemory);
    REQUIRE(rules.set.size() == 1);
    rules.add("new", pattern);
    REQUIRE(rules.match(R"({"a": 1})") == "kept new");
    REQUIRE(rules.remove("new", pattern) == RuleSet::Removed::kRule);
    REQUIRE(rules.match(R"({"a": 1})") == "kept");
  }
}

TEST_CASE("a match that runs out of memory is an error") {
  Rules rules;
  for (int i = 0; i < 50; ++i)
    rules.add(std::to_string(i), R"({"a": {"b": [1, {"prefix": "x"}], "c": [{"exists": true}]}})");
  const std::string_view event =
      R"({"a": [{"b": 0}, {"b": 1, "c": "\u0041"}, {"b": "x", "c": 1}]})";
  for (size_t n = 1;; ++n) {
    MatchScratch fresh;
    fail_allocations_from(n);
    const bool ok = rules.set.match(event, fresh, rules.problem);
    fail_allocations_from(0);
    if (ok) {
      CHECK(fresh.matches.size() == 50);
      CHECK(n > 5);
      break;
    }
    REQUIRE(rules.problem.code == ErrorCode::kOutOfMemory);
    REQUIRE(fresh.matches.empty());
  }
}

TEST_CASE("a scratch serves several sets, and shrinking ones") {
  Rules many;
  Rules few;
  for (int i = 0; i < 1000; ++i)
    many.add(std::to_string(i), "{\"a\": [" + std::to_string(i) + "]}");
  few.add("r", R"({"a": [5]})");
  MatchScratch scratch;
  for (int round = 0; round < 3; ++round) {
    REQUIRE(many.set.match(R"({"a": [5, 7]})", scratch, many.problem));
    CHECK(scratch.matches.size() == 2);
    REQUIRE(few.set.match(R"({"a": 7})", scratch, few.problem));
    CHECK(scratch.matches.empty());
    REQUIRE(few.set.match(R"({"a": 5})", scratch, few.problem));
    CHECK(scratch.matches.size() == 1);
  }
}

TEST_CASE("a set that changes for ever does not grow for ever") {
  Rules rules;
  const auto churn = [&](int rounds) {
    for (int i = 0; i < rounds; ++i) {
      const std::string n = std::to_string(i % 97);
      const std::string pattern = "{\"a" + n + "\": [\"" + n + "\", {\"prefix\": \"x" + n +
                                  "\"}], \"b\": [{\"anything-but\": " + n +
                                  "}, {\"exists\": false}]}";
      rules.add("r" + n, pattern);
      if (i % 3 != 0) CHECK(rules.set.remove("r" + n) != kNoRule);
    }
    rules.set.clear();
  };
  churn(2000);
  const size_t after_once = rules.set.memory_bytes();
  for (int i = 0; i < 20; ++i) churn(2000);
  CHECK(rules.set.memory_bytes() == after_once);
  CHECK(rules.match(R"({"a1": "1", "b": 5})").empty());
}

TEST_CASE("threads may match one set at once, each with its own scratch") {
  Rules rules;
  for (int i = 0; i < 100; ++i)
    rules.add(std::to_string(i), "{\"a\": [" + std::to_string(i) + ", {\"prefix\": \"x\"}]}");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      MatchScratch scratch;
      Diagnostic problem;
      for (int i = 0; i < 2000; ++i) {
        const std::string event = "{\"a\": " + std::to_string(i % 100) + "}";
        if (!rules.set.match(event, scratch, problem) || scratch.matches.size() != 1) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
