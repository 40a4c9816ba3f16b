#include "schema/schema.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/memory.h"
#include "schema/regex_check.h"
#include "schema/validator.h"

namespace tidegate {
namespace {

constexpr uint64_t kSeed = 5;

// Counts what is compiled, so that a test sees what is left.
class CountingEngine final : public RegexEngine {
 public:
  int32_t compile(std::string_view) override { return compiled++; }
  void release(int32_t) override { --compiled; }
  bool test(int32_t, std::string_view text) override { return text.starts_with('a'); }

  int32_t compiled = 0;
};

std::string mistakes_of(std::string_view schema) {
  NoRegexEngine engine;
  Schema compiled(kSeed, engine);
  const SchemaSource sources[] = {{"", schema}};
  Text mistakes;
  Diagnostic problem;
  const bool done = compiled.compile(sources, {}, mistakes, problem);
  REQUIRE(done == (problem.code == ErrorCode::kOk));
  return std::string(mistakes.view());
}

bool holds(std::string_view schema, std::string_view event) {
  CountingEngine engine;
  bool valid = false;
  {
    Schema compiled(kSeed, engine);
    const SchemaSource sources[] = {{"", schema}};
    Text text;
    Diagnostic problem;
    REQUIRE(compiled.compile(sources, {}, text, problem));
    SchemaValidator validator(kSeed);
    const auto verdict = validator.validate(compiled, event, false, problem);
    REQUIRE(verdict != SchemaValidator::Verdict::kFailed);
    REQUIRE(validator.validate(compiled, event, true, problem) == verdict);
    valid = verdict == SchemaValidator::Verdict::kValid;
    REQUIRE(valid == (validator.issue_count() == 0));
  }
  REQUIRE(engine.compiled == 0);
  return valid;
}

TEST_CASE("a schema validates values") {
  const std::string_view schema = R"({
    "type": "object", "required": ["id"],
    "properties": {"id": {"pattern": "^a+$"}, "size": {"exclusiveMaximum": 1e2}},
    "patternProperties": {"^x-": {"type": "integer"}},
    "additionalProperties": {"enum": [null, {"b": [1, 2.0], "a": ""}]}})";
  CHECK(
      holds(schema, R"({"id": "aa", "size": 99.9, "x-n": 3.0, "more": {"a": "", "b": [1e0, 2]}})"));
  CHECK_FALSE(holds(schema, R"({"id": "b"})"));
  CHECK_FALSE(holds(schema, R"({"size": 1})"));
  CHECK_FALSE(holds(schema, R"({"id": "a", "size": 100})"));
  CHECK_FALSE(holds(schema, R"({"id": "a", "x-n": 0.5})"));
  CHECK_FALSE(holds(schema, R"({"id": "a", "more": {"a": "", "b": [2, 1]}})"));
  CHECK_FALSE(holds(schema, "[]"));
}

TEST_CASE("a mistake has its pointer and its place") {
  CHECK(mistakes_of(R"({"allOf": [{"type": 5}]})") ==
        "[{\"document\":0,\"path\":\"/allOf/0/type\",\"message\":\"This has to be \\\"string\\\", "
        "\\\"number\\\", \\\"integer\\\", \\\"boolean\\\", \\\"object\\\", \\\"array\\\" or "
        "\\\"null\\\", or an array of them.\",\"begin\":20,\"end\":21}]");
  CHECK(mistakes_of("{").empty());
  CHECK(mistakes_of(R"({"pattern": "a.c"})").find("no regular expression") != std::string::npos);
  CHECK(mistakes_of(R"({"pattern": "abc"})").empty());
}

TEST_CASE("expressions that take exponential time are told from others") {
  for (const std::string_view safe :
       {"(a|b)*", "a*a*", "(ab*c)*", "[a-c]+[c-d]+", "(a+b)+", "(?=a+)b*", "x{2,9}", "((ab)?c)*",
        "(\\d+\\.)*\\d+", "^[^\\]]+$"}) {
    CHECK(is_safe_regex(safe));
  }
  for (const std::string_view unsafe :
       {"(a+)+", "(a*)*", "(a|a)*", "(a?){9}", "(ab|a|b)*", "(\\w|\\d)+", "(.|\\n)*", "(a*b*)*",
        "([a-c]|[c-d])*", "(?=(a+)+)b", "(a)*\\1", "(é|ü)*"}) {
    CHECK_FALSE(is_safe_regex(unsafe));
  }
}

TEST_CASE("whichever allocation fails, that is the problem, and nothing is left behind") {
  const std::string_view text = R"({
    "$defs": {"n": {"$dynamicAnchor": "n", "pattern": "a.c"}}, "$dynamicRef": "#n",
    "properties": {"a\n": {"enum": [1, [2], {"c": 3}]}}, "unevaluatedProperties": false,
    "items": {"anyOf": [{"uniqueItems": true}, {"not": {}}]}, "unevaluatedItems": true})";
  const std::vector<std::string_view> events = {R"({"a\n": [2]})", R"([[[1], [1.0]], [{"c": 3}]])"};
  bool done = false;
  for (size_t n = 1; !done; ++n) {
    CountingEngine engine;
    {
      Schema schema(kSeed, engine);
      SchemaValidator validator(kSeed);
      const SchemaSource sources[] = {{"", text}};
      Text output;
      Diagnostic problem;
      fail_allocations_from(n);
      done = schema.compile(sources, {}, output, problem);
      for (const std::string_view event : events) {
        if (!done) break;
        done =
            validator.validate(schema, event, true, problem) != SchemaValidator::Verdict::kFailed &&
            validator.write_issues(schema, output);
      }
      fail_allocations_from(0);
    }
    CHECK(engine.compiled == 0);
    REQUIRE(n < 1000);
  }
}

}  // namespace
}  // namespace tidegate
