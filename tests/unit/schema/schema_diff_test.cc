#include "schema/schema_diff.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "base/memory.h"

namespace tidegate {
namespace {

std::string compare(std::string_view before, std::string_view after) {
  SchemaTree first(1);
  SchemaTree second(2);
  Diagnostic problem;
  REQUIRE(first.read(before, problem));
  REQUIRE(second.read(after, problem));
  Text output;
  SchemaDiff diff(first, second, output);
  REQUIRE(diff.run());
  return std::string(output.view());
}

// Code, path and whom it breaks of each change, and the level.
std::string told(std::string_view before, std::string_view after) {
  const std::string all = compare(before, after);
  std::string short_form;
  const auto value_behind = [&](std::string_view name, size_t from) {
    const size_t begin = all.find(name, from) + name.size();
    return all.substr(begin, all.find('"', begin) - begin);
  };
  for (size_t at = 0; (at = all.find(R"("code":")", at)) != std::string::npos; ++at) {
    const size_t breaks = all.find(R"("breaks":[)", at);
    const std::string parties = all.substr(breaks, all.find(']', breaks) - breaks);
    short_form += value_behind(R"("code":")", at) + " " + value_behind(R"("path":")", at);
    if (parties.find("consumers") != std::string::npos) short_form += " C";
    if (parties.find("producers") != std::string::npos) short_form += " P";
    short_form += "; ";
  }
  return short_form + value_behind(R"("level":")", 0);
}

TEST_CASE("each change is told with whom it breaks", "[schema]") {
  struct Case {
    std::string_view before;
    std::string_view after;
    std::string_view told;
  };
  const Case cases[] = {
      {R"({"type":"string"})", R"( {"type" : ["string"]} )", "none"},
      {R"({"type":"string"})", R"({"type":["string","null"]})", "TYPE_WIDENED  C; major"},
      {R"({"type":"string"})", R"({"type":"string","nullable":true})", "TYPE_WIDENED  C; major"},
      {R"({"type":"string","nullable":true})", R"({"anyOf":[{"type":"string"},{"type":"null"}]})",
       "none"},
      {R"({"anyOf":[{"type":"integer","nullable":true,"minimum":1},{"type":"string"}]})",
       R"({"anyOf":[{"type":"integer","minimum":1},{"type":"string"},{"type":"null"}]})", "none"},
      {R"({"type":"null"})", R"({"type":"string","nullable":true,"format":"uuid"})",
       "TYPE_WIDENED  C; major"},
      {R"({"type":"integer"})", R"({"type":"number"})", "TYPE_WIDENED  C; major"},
      {R"({"type":"number"})", R"({"type":"integer"})", "TYPE_NARROWED  P; major"},
      {R"({"type":"number"})", R"({"type":"string"})", "TYPE_CHANGED  C P; major"},
      {R"({})", R"({"type":"string"})", "TYPE_NARROWED  P; major"},
      {R"({"enum":["a","b"]})", R"({"enum":["b","c"]})",
       "ENUM_VALUE_REMOVED  P; ENUM_VALUE_ADDED  C; major"},
      {R"({"type":"string","const":"a"})", R"({"type":"string","enum":["a"]})", "none"},
      {R"({"type":"string"})", R"({"type":"string","enum":["a"]})", "ENUM_ADDED  P; major"},
      {R"({"type":"string","enum":["a"]})", R"({"type":"string"})", "ENUM_REMOVED  C; major"},
      {R"({"type":"string"})", R"({"type":"string","format":"uuid"})", "LIMIT_TIGHTENED  P; major"},
      {R"({"format":"uuid"})", R"({"format":"email"})", "LIMIT_CHANGED  C P; major"},
      {R"({"minimum":1})", R"({"minimum":1.0})", "none"},
      {R"({"minimum":1})", R"({"minimum":2})", "LIMIT_TIGHTENED  P; major"},
      {R"({"minLength":3})", R"({"minLength":2})", "LIMIT_LOOSENED  C; major"},
      {R"({"maximum":10})", R"({"maximum":9})", "LIMIT_TIGHTENED  P; major"},
      {R"({"maxItems":10})", R"({})", "LIMIT_LOOSENED  C; major"},
      {R"({"uniqueItems":false})", R"({})", "none"},
      {R"({"properties":{"a":{}}})", R"({"properties":{"a":{},"b":{}}})", "FIELD_ADDED /b; minor"},
      {R"({"properties":{"a":{}}})", R"({"properties":{"a":{},"b":{}},"required":["b"]})",
       "FIELD_ADDED /b P; major"},
      {R"({"properties":{"a":{}},"additionalProperties":false})",
       R"({"properties":{"a":{},"b":{}},"additionalProperties":false})", "FIELD_ADDED /b C; major"},
      {R"({"properties":{"a":{},"b":{}}})", R"({"properties":{"a":{}}})",
       "FIELD_REMOVED /b; minor"},
      {R"({"properties":{"b":{}},"required":["b"]})", R"({})", "FIELD_REMOVED /b C; major"},
      {R"({"properties":{"b":{}}})", R"({"additionalProperties":false})",
       "FIELD_REMOVED /b P; CLOSED  P; major"},
      {R"({"additionalProperties":false})", R"({})", "OPENED  C; major"},
      {R"({"additionalProperties":{"type":"string"}})",
       R"({"additionalProperties":{"type":"null"}})", "TYPE_CHANGED /* C P; major"},
      {R"({"properties":{"a":{}},"required":["a"]})", R"({"properties":{"a":{}}})",
       "FIELD_OPTIONAL /a C; major"},
      {R"({"properties":{"a":{}}})", R"({"properties":{"a":{}},"required":["a","a"]})",
       "FIELD_REQUIRED /a P; FIELD_REQUIRED /a P; major"},
      {R"({"items":{"type":"string"}})", R"({"items":{"type":"object"}})",
       "TYPE_CHANGED /* C P; major"},
      {R"({"items":{"type":"string"}})", R"({})", "TYPE_WIDENED /* C; major"},
      {R"({"properties":{"a/b":{"items":{"type":"null"}}}})",
       R"({"properties":{"a/b":{"items":{"type":"string"}}}})", "TYPE_CHANGED /a~1b/* C P; major"},
      {R"({"description":"x"})", R"({"description":"y"})", "DESCRIPTION_CHANGED ; patch"},
      {R"({"not":{"type":"null"}})", R"({"not":{"type" : "null"}})", "none"},
      {R"({"not":{"type":"null"}})", R"({"not":{}})", "ALTERNATIVES_CHANGED  C P; major"},
      {R"({"anyOf":[{"type":"string"},{"type":"integer"}]})",
       R"({"oneOf":[{"type":"integer"},{"type":"string","maxLength":1}]})",
       "LIMIT_TIGHTENED  P; major"},
      {R"({"allOf":[{"minimum":1},{"maximum":5}]})", R"({"allOf":[{"minimum":1},{"maximum":6}]})",
       "LIMIT_LOOSENED  C; major"},
      {R"({"allOf":[{"minimum":1},{"maximum":5}]})", R"({"minimum":1,"maximum":5})",
       "LIMIT_TIGHTENED  P; LIMIT_TIGHTENED  P; ALTERNATIVES_CHANGED  C P; major"},
      {R"(true)", R"({})", "none"},
      {R"({"properties":{"a":true}})", R"({"properties":{"a":false}})",
       "TYPE_NARROWED /a P; major"},
  };
  for (const auto& [before, after, expected] : cases) {
    CAPTURE(before, after);
    CHECK(told(before, after) == expected);
  }
}

TEST_CASE("references are followed, in circles too", "[schema]") {
  const std::string_view before = R"({"$ref":"#/definitions/n","definitions":{"n":{"properties":{
      "next":{"$ref":"#/definitions/n"},"a":{"$ref":"#/definitions/s"},"b":{"$ref":"#/definitions/s"}}},
      "s":{"type":"string"}}})";
  const std::string_view after = R"({"$ref":"#/$defs/n","$defs":{"n":{"properties":{
      "next":{"$ref":"#/$defs/n"},"a":{"$ref":"#/$defs/s"},"b":{"$ref":"#/$defs/s"}}},
      "s":{"type":"integer"}}})";
  CHECK(told(before, after) == "TYPE_CHANGED /a C P; major");
  CHECK(told(before, before) == "none");
  CHECK(told(R"({"$ref":"#"})", R"({"$ref":"#/x","x":{"$ref":"#"}})") == "none");
  CHECK(told(R"({"$ref":"other.json"})", R"({"$ref":"another.json"})") ==
        "LIMIT_CHANGED  C P; major");
}

TEST_CASE("what changed is told with the values", "[schema]") {
  CHECK(compare(R"({"type":["null","string"]})", R"({"type":"string"})") ==
        R"({"changes":[{"code":"TYPE_NARROWED","path":"","keyword":"type","breaks":["producers"],)"
        R"("message":"There may not be values of all the types that there were.",)"
        R"("before":["null","string"],"after":["string"]}],)"
        R"("level":"major","breaksConsumers":false,"breaksProducers":true})");
}

TEST_CASE("running out of memory while comparing is an error", "[schema]") {
  const std::string_view before =
      R"({"properties":{"a":{"enum":["x","\u0079"]}},"required":["a"]})";
  const std::string_view after = R"({"properties":{"a":{"enum":["x"]},"b":{}}})";
  for (size_t n = 1;; ++n) {
    Diagnostic problem;
    Text output;
    fail_allocations_from(n);
    SchemaTree first(1);
    SchemaTree second(1);
    const bool is_read = first.read(before, problem) && second.read(after, problem);
    SchemaDiff diff(first, second, output);
    const bool fits = is_read && diff.run();
    fail_allocations_from(0);
    if (!is_read) CHECK(problem.code == ErrorCode::kOutOfMemory);
    if (fits) break;
    REQUIRE(n < 1000);
  }
}

}  // namespace
}  // namespace tidegate
