#include "event/sns_attributes.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"
#include "match/rule_set.h"

using namespace tidegate;

namespace {

// The event, or the error with its pointer.
std::string converted(std::string_view attributes) {
  Text event;
  Diagnostic problem;
  if (sns_attributes_event(attributes, event, problem)) return std::string(event.view());
  CHECK(event.empty());
  CHECK_FALSE(problem.reason.empty());
  return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view());
}

// What becomes of one attribute "a".
std::string value_of(const std::string& type, const std::string& value) {
  const std::string event =
      converted("{\"a\":{\"Type\":\"" + type + "\",\"Value\":" + value + "}}");
  if (event == "{}") return "none";
  return event.substr(0, 5) == "{\"a\":" ? event.substr(5, event.size() - 6) : event;
}

bool matches(std::string_view policy, std::string_view attributes) {
  RuleSet rules({.profile = Profile::kSnsAttributes});
  MatchScratch scratch;
  Diagnostic problem;
  RuleId id = kNoRule;
  REQUIRE(rules.add("r", policy, problem, id) == RuleSet::Added::kNew);
  REQUIRE(rules.match(converted(attributes), scratch, problem));
  return !scratch.matches.empty();
}

}  // namespace

TEST_CASE("attributes become the members of an event") {
  CHECK(converted("{}") == "{}");
  CHECK(converted(" { \"a\" : { \"Value\" : \"x\" , \"Type\" : \"String\" } ,\n\"b.c\":"
                  "{\"Type\":\"Number\",\"Value\":\"1.50\"}}\t") == R"({"a":"x","b.c":1.50})");
  CHECK(converted(
            R"({"\u0061":{"DataType":"String","StringValue":"\"{\\\u00e9]"},)"
            R"("b":{"Type":"Binary","Value":"eA=="},"c":{"DataType":"Binary"},)"
            R"("d":{"DataType":"String.Array","StringValue":"[\"x\", 1]","More":[{"}":1}]}})") ==
        R"({"\u0061":"\"{\\\u00e9]","d":["x", 1]})");
}

TEST_CASE("numbers keep their digits, and are numbers only in JSON's spelling") {
  for (const std::string number : {"5", "-0.10", "1E+2", "12345678901234567890"}) {
    CHECK(value_of("Number", "\"" + number + "\"") == number);
    CHECK(value_of("Number", number) == number);
    CHECK(value_of("Number.int", "\"" + number + "\"") == number);
    CHECK(value_of("String", "\"" + number + "\"") == "\"" + number + "\"");
  }
  for (const std::string text :
       {"", "+5", "007", ".5", "5.", "0x10", "NaN", "true", "[5]", "5 6"}) {
    CHECK(value_of("Number", "\"" + text + "\"") == "\"" + text + "\"");
  }
  const std::string digits(1001, '1');
  CHECK(value_of("Number", "\"" + digits + "\"") == "\"" + digits + "\"");
}

TEST_CASE("arrays hold strings, numbers, true, false and null") {
  CHECK(value_of("String.Array", R"("[]")") == "[]");
  CHECK(value_of("String.Array", R"(" [\"a]\", \"\\\"{\", 1e3, true, false, null] ")") ==
        R"( ["a]", "\"{", 1e3, true, false, null] )");
  CHECK(value_of("Number.Array", R"("[100,50]")") == "[100,50]");
  for (const std::string text :
       {"", "x", "['x']", "[", "[1,]", "[1] 2", "{}", R"({\"a\":[1]})", "5", R"(\"[1]\")", "[[1]]",
        R"([1,{\"a\":1}])", "[\\ud800]", "[\\\"\\ud800\\\"]"}) {
    CAPTURE(text);
    CHECK(value_of("String.Array", "\"" + text + "\"") == "none");
  }
}

TEST_CASE("a label behind the type is passed over") {
  CHECK(value_of("String.", R"("x")") == R"("x")");
  CHECK(value_of("String.Array.of.strings", R"("[1]")") == R"("[1]")");
  CHECK(value_of("Binary.png", R"("x")") == "none");
}

TEST_CASE("of a member that comes twice the last counts, of an attribute both") {
  CHECK(converted(R"({"a":{"Type":"Number","Type":"String","Value":"1","Value":"2"}})") ==
        R"({"a":"2"})");
  CHECK(converted(R"({"a":{"Type":"String","Value":"1"},"a":{"Type":"String","Value":"2"}})") ==
        R"({"a":"1","a":"2"})");
}

TEST_CASE("attributes of another form are errors") {
  for (const std::string attribute :
       {"5", "[]", "null", "{}", R"({"Value":"x"})", R"({"Type":5,"Value":"x"})",
        R"({"Type":"string","Value":"x"})", R"({"Type":"Strings","Value":"x"})",
        R"({"Type":"","Value":"x"})", R"({"Type":"String"})", R"({"Type":"String","Value":5})",
        R"({"Type":"String","Value":null})", R"({"Type":"Number","Value":true})",
        R"({"Type":"String.Array","Value":["x"]})", R"({"TYPE":"String","VALUE":"x"})"}) {
    CAPTURE(attribute);
    CHECK(converted("{\"ok\":{\"Type\":\"Number\",\"Value\":1},\"a~\\/b\":" + attribute + "}") ==
          "ERR_EVENT_FIELD /a~0~1b");
  }
}

TEST_CASE("an error names the attribute and its place") {
  Text event;
  Diagnostic problem;
  const std::string_view text = "{\n\"a\": {\"Type\":\"Color\", \"Value\":\"x\"}}";
  REQUIRE_FALSE(sns_attributes_event(text, event, problem));
  CHECK(problem.reason.view() == "The attribute \"a\" has a type that SNS does not have.");
  CHECK(problem.line == 2);
  CHECK(problem.column == 6);
  CHECK(text.substr(problem.span.begin, problem.span.end - problem.span.begin) ==
        R"({"Type":"Color", "Value":"x"})");
  CHECK_FALSE(problem.hint.empty());
}

TEST_CASE("attributes are a JSON object") {
  CHECK(converted("[]") == "ERR_EVENT_NOT_OBJECT ");
  CHECK(converted("5") == "ERR_EVENT_NOT_OBJECT ");
  CHECK(converted("{\"a\":{}") == "ERR_INVALID_JSON ");
  CHECK(converted("{\"a\":\"\xFF\"}") == "ERR_INVALID_UTF8 ");
  CHECK(converted(std::string(1001, '[')) == "ERR_TOO_DEEP ");
}

TEST_CASE("policies match attributes") {
  const std::string_view attributes =
      R"({"store":{"Type":"String.Array","Value":"[\"value1\", 5, true]"},)"
      R"("price":{"Type":"Number","Value":"99.0"},"a.b":{"Type":"String","Value":"x"},)"
      R"("bad":{"Type":"String.Array","Value":"['x']"},"logo":{"Type":"Binary","Value":"eA=="}})";
  CHECK(matches(R"({"store":["value1"],"price":[{"numeric":["=",99]}]})", attributes));
  CHECK(matches(R"({"store":[true],"a.b":["x"]})", attributes));
  CHECK_FALSE(matches(R"({"store":["value2"]})", attributes));
  CHECK_FALSE(matches(R"({"price":["99.0"]})", attributes));
  for (const std::string absent : {"bad", "logo", "other"}) {
    CHECK(matches("{\"" + absent + "\":[{\"exists\":false}]}", attributes));
    CHECK_FALSE(matches("{\"" + absent + "\":[{\"anything-but\":\"y\"}]}", attributes));
  }
}

TEST_CASE("without memory there is no event") {
  const std::string_view good =
      R"({"\u0061":{"\u0054ype":"String.Array","Value":"[1]"},"b":{"Type":"Number","Value":"5"}})";
  for (size_t n = 1;; ++n) {
    Text event;
    Diagnostic problem;
    fail_allocations_from(n);
    const bool done = sns_attributes_event(good, event, problem);
    fail_allocations_from(0);
    if (done) {
      CHECK(n > 10);
      break;
    }
    REQUIRE(problem.code == ErrorCode::kOutOfMemory);
    REQUIRE(event.empty());
  }
  // An error that had no room for its words still has its code.
  for (size_t n = 1;; ++n) {
    Text event;
    Diagnostic problem;
    fail_allocations_from(n);
    REQUIRE_FALSE(sns_attributes_event(R"({"a":{"Type":"Number"}})", event, problem));
    fail_allocations_from(0);
    REQUIRE((problem.code == ErrorCode::kOutOfMemory || problem.code == ErrorCode::kEventField));
    if (problem.pointer.view() == "/a") break;
  }
}
