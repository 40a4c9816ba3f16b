#include "suggest/suggest_pattern.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "base/memory.h"
#include "match/rule_set.h"

using namespace tidegate;

namespace {

using Events = std::vector<std::string>;

std::string suggest(const Events& match, const Events& others, const SuggestOptions& options = {}) {
  Samples samples;
  Diagnostic problem;
  for (const Events* events : {&match, &others}) {
    for (const std::string& event : *events) REQUIRE(samples.add(event, problem));
  }
  REQUIRE(samples.finish());
  Text json;
  const auto count = static_cast<uint32_t>(match.size());
  REQUIRE(suggest_pattern(samples, count, options, json) == ErrorCode::kOk);
  return std::string(json.view());
}

// The pattern alone, or the reason.
std::string pattern_for(const Events& match, const Events& others,
                        const SuggestOptions& options = {}) {
  const std::string json = suggest(match, others, options);
  constexpr std::string_view kBegin = "{\"pattern\":";
  return json.starts_with(kBegin) ? json.substr(kBegin.size(), json.size() - kBegin.size() - 1)
                                  : json;
}

std::string values_for(const Events& match, const Events& others) {
  SuggestOptions options;
  options.preference = Preference::kValues;
  return pattern_for(match, others, options);
}

bool matches(const std::string& pattern, const std::string& event) {
  RuleSet rules;
  Diagnostic problem;
  RuleId id = kNoRule;
  INFO(pattern);
  REQUIRE(rules.add("", pattern, problem, id) == RuleSet::Added::kNew);
  MatchScratch scratch;
  REQUIRE(rules.match(event, scratch, problem));
  return !scratch.matches.empty();
}

// Events with the same few fields and values time and again, in arrays and out of them.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  uint32_t below(uint32_t count) { return static_cast<uint32_t>(random_() % count); }

  std::string event() { return object(0); }

  Events events(uint32_t least, uint32_t most) {
    Events made;
    for (uint32_t count = least + below(most - least + 1); count != 0; --count) {
      made.push_back(event());
    }
    return made;
  }

 private:
  std::string object(uint32_t depth) {
    std::string json = "{";
    for (const char* key : {"a", "b", "prefix", "$or", "a.b"}) {
      if (below(depth == 0 ? 3 : 2) == 0) continue;
      if (json.size() > 1) json += ',';
      json += '"' + std::string(key) + "\":" + value(depth + 1);
    }
    return json + '}';
  }

  std::string value(uint32_t depth) {
    const uint32_t kind = below(10);
    if (depth < 4 && kind == 0) return object(depth);
    if (depth < 4 && kind <= 2) {
      std::string json = "[";
      for (uint32_t i = below(3); i != 0; --i) {
        json += (json.size() > 1 ? "," : "") + (below(2) == 0 ? object(depth) : value(depth + 1));
      }
      return json + ']';
    }
    static constexpr const char* kLeaves[] = {
        "\"\"",
        "\"x\"",
        "\"xy\"",
        "\"yx\"",
        "\"10.0.0.1\"",
        "\"010.0.0.1\"",
        "1",
        "1.0",
        "-2.5",
        "3e2",
        "5e-324",
        "9007199254740993",
        "null",
        "true",
        "false",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\\ude01\"",
        "\"\\ud83d\"",
    };
    return kLeaves[below(std::size(kLeaves))];
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a suggested pattern has the fewest fields and alternatives", "[suggest]") {
  CHECK(pattern_for({R"({"s":"run","t":1})"}, {R"({"s":"stop","t":1})"}) ==
        R"({"s":[{"anything-but":"stop"}]})");
  CHECK(values_for({R"({"s":"run","t":1})"}, {R"({"s":"stop","t":1})"}) == R"({"s":["run"]})");
  CHECK(values_for({R"({"s":"run"})", R"({"s":"rest"})"}, {R"({"s":"stop"})"}) ==
        R"({"s":[{"prefix":"r"}]})");
  CHECK(values_for({R"({"s":"a.png"})", R"({"s":"b.png"})"}, {R"({"s":"a.jpg"})"}) ==
        R"({"s":[{"suffix":"ng"}]})");
  CHECK(values_for({R"({"n":5})", R"({"n":7})"}, {R"({"n":2})", R"({"n":1e1})"}) ==
        R"({"n":[{"numeric":[">",2,"<",1e1]}]})");
  CHECK(values_for({R"({"n":5})", R"({"n":7})"}, {R"({"n":"2"})"}) ==
        R"({"n":[{"numeric":[">=",5]}]})");
  CHECK(pattern_for({R"({"a":1})"}, {R"({"a":1,"b":1})"}) == R"({"b":[{"exists":false}]})");
  CHECK(pattern_for({R"({"a":1,"b":null})"}, {R"({"a":1})"}) == R"({"b":[{"exists":true}]})");
  CHECK(pattern_for({R"({"a":1})", R"({"a":"x","c":2})"}, {}) == R"({"a":[{"exists":true}]})");
  // Two fields, since none is enough; three values, since no other operator is.
  CHECK(values_for({R"({"a":1,"b":1,"c":1})"},
                   {R"({"a":1,"b":2,"c":1})", R"({"a":2,"b":1,"c":1})"}) == R"({"a":[1],"b":[1]})");
  CHECK(values_for({R"({"s":"b"})", R"({"s":"d"})", R"({"s":"f"})"},
                   {R"({"s":"bx"})", R"({"s":"xb"})", R"({"s":"dx"})", R"({"s":"xd"})",
                    R"({"s":"fx"})", R"({"s":"xf"})"}) == R"({"s":["b","d","f"]})");
}

TEST_CASE("fields that cannot nest are written with dots", "[suggest]") {
  CHECK(values_for({R"({"a":{"b":1,"c":{"d":1}},"e":1})"},
                   {R"({"a":{"b":1,"c":{"d":1}},"e":2})", R"({"a":{"b":1,"c":{"d":2}},"e":1})",
                    R"({"a":{"b":2,"c":{"d":1}},"e":1})"}) ==
        R"({"a":{"b":[1],"c":{"d":[1]}},"e":[1]})");
  CHECK(values_for({R"({"a":[1,{"b":1}]})"}, {R"({"a":[1,{"b":2}]})", R"({"a":[2,{"b":1}]})"}) ==
        R"({"a":[1],"a.b":[1]})");
  CHECK(values_for({R"({"a":{"$or":1}})"}, {R"({"a":{"$or":2}})"}) == R"({"a.$or":[1]})");
  CHECK(values_for({R"({"ip":"10.0.0.1"})"}, {R"({"ip":"010.0.0.1"})"}) ==
        R"({"ip":[{"exactly":"10.0.0.1"}]})");
}

TEST_CASE("where one set of fields is not enough there is a $or", "[suggest]") {
  const Events match = {R"({"a":1,"b":1})", R"({"a":2,"b":2})"};
  const Events others = {R"({"a":1,"b":2})", R"({"a":2,"b":1})"};
  CHECK(values_for(match, others) == R"({"$or":[{"a":[1],"b":[1]},{"a":[2],"b":[2]}]})");
}

TEST_CASE("elements of arrays are told apart by their fields together", "[suggest]") {
  CHECK(pattern_for({R"({"c":[{"n":"web","x":1},{"n":"log","x":0}]})"},
                    {R"({"c":[{"n":"web","x":0},{"n":"log","x":1}]})"}) ==
        R"({"c":{"n":["web"],"x":[1]}})");
}

TEST_CASE("where no pattern tells two events apart, it says which", "[suggest]") {
  CHECK(suggest({R"({"a":0})", R"({"a":1,"b":[]})"}, {R"({"a":2})", R"({"a":1.0,"c":{}})"}) ==
        R"({"reason":"INDISTINGUISHABLE","match":1,"not":1})");
  CHECK(suggest({R"({"a":[1]})"}, {R"({"a":[1,2]})"}) ==
        R"({"reason":"INDISTINGUISHABLE","match":0,"not":0})");
  CHECK(pattern_for({R"({"a":[1,2]})"}, {R"({"a":[1]})"}) == R"({"a":[{"anything-but":1}]})");
  SuggestOptions options;
  REQUIRE(options.ignored.push("id"));
  CHECK(suggest({R"({"id":1})"}, {R"({"id":2})"}, options) ==
        R"({"reason":"INDISTINGUISHABLE","match":0,"not":0})");
  CHECK(suggest({"{}"}, {}) == R"({"reason":"NOT_FOUND"})");
}

TEST_CASE("the matcher agrees with every suggestion", "[suggest]") {
  Generator generator(7);
  size_t found = 0;
  size_t alike = 0;
  size_t lost = 0;
  for (size_t i = 0; i < 20'000; ++i) {
    const Events match = generator.events(1, 4);
    Events others = generator.events(0, 4);
    const bool has_copy = generator.below(10) == 0;
    if (has_copy) others.push_back(match[0]);
    SuggestOptions options;
    if (i % 2 == 1) options.preference = Preference::kValues;
    const std::string json = suggest(match, others, options);
    if (json.find("\"reason\"") != std::string::npos) {
      (json.find("INDISTINGUISHABLE") != std::string::npos ? alike : lost) += 1;
      continue;
    }
    ++found;
    REQUIRE_FALSE(has_copy);
    const std::string pattern = pattern_for(match, others, options);
    for (const std::string& event : match) {
      CAPTURE(pattern, event);
      REQUIRE(matches(pattern, event));
    }
    for (const std::string& event : others) {
      CAPTURE(pattern, event);
      REQUIRE_FALSE(matches(pattern, event));
    }
  }
  CHECK(found > 15'000);
  CHECK(alike >= 1'000);
  CHECK(lost < 400);
}

TEST_CASE("a suggestion may run out of memory anywhere", "[suggest]") {
  const Events events = {R"({"a":[1,{"b":"x"}],"c":"xy"})", R"({"a":[2,{"b":"y"}]})",
                         R"({"a":[1,{"b":"y"}]})", R"({"a":[2,{"b":"x"}]})"};
  for (size_t n = 1;; ++n) {
    Samples samples;
    Diagnostic problem;
    Text json;
    fail_allocations_from(n);
    bool is_read = true;
    for (const std::string& event : events) is_read = is_read && samples.add(event, problem);
    const bool is_done =
        is_read && samples.finish() && suggest_pattern(samples, 2, {}, json) == ErrorCode::kOk;
    fail_allocations_from(0);
    if (!is_read) CHECK(problem.code == ErrorCode::kOutOfMemory);
    if (!is_done) continue;
    CHECK(std::string(json.view()) == suggest({events[0], events[1]}, {events[2], events[3]}));
    break;
  }
}

TEST_CASE("many and long events end in time", "[suggest]") {
  Events match;
  Events others;
  for (int i = 0; i < 150; ++i) {
    std::string event = "{";
    for (int field = 0; field < 150; ++field) {
      event += "\"f" + std::to_string(field) + "\":\"" +
               std::string(20, static_cast<char>('a' + (i * field) % 7)) + "\",";
    }
    event += "\"x\":" + std::to_string(i) + "}";
    (i % 2 == 0 ? match : others).push_back(event);
  }
  const std::string pattern = pattern_for(match, others);
  CHECK(pattern.starts_with("{\""));
}
