#include "schema/discovery.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/memory.h"

namespace tidegate {
namespace {

constexpr uint32_t kSeed = 7;

std::string discover(const std::vector<std::string>& events, SchemaForm form,
                     const DiscoveryLimits& limits = {}) {
  Discovery discovery(limits, kSeed);
  Diagnostic problem;
  for (const std::string& event : events) REQUIRE(discovery.add(event, problem));
  Text output;
  REQUIRE(discovery.write(form, output));
  return std::string(output.view());
}

// What the schema of other events says of their member "v", in samples with these values.
std::string schema_of(std::initializer_list<std::string_view> values,
                      SchemaForm form = SchemaForm::kDraft4, const DiscoveryLimits& limits = {}) {
  std::vector<std::string> events;
  for (const std::string_view value : values) {
    events.push_back("{\"v\":" + std::string(value) + "}");
  }
  const std::string all = discover(events, form, limits);
  const std::string_view before = R"("properties":{"v":)";
  const size_t begin = all.find(before) + before.size();
  size_t end = begin;
  for (int depth = 0; depth >= 0; ++end) {
    if (all[end] == '{') ++depth;
    if (all[end] == '}') --depth;
  }
  return all.substr(begin, end - 1 - begin);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("what is said of a value is what all samples have", "[schema]") {
  const SchemaForm open_api = SchemaForm::kOpenApi3;
  const SchemaForm newest = SchemaForm::k2020_12;
  CHECK(schema_of({"1", "2"}) == R"({"type":"integer","format":"int64"})");
  CHECK(schema_of({"1", "2"}, newest) == R"({"type":"integer"})");
  CHECK(schema_of({"1", "12345678901234567890"}) == R"({"type":"integer"})");
  CHECK(schema_of({"1", "2.5"}) == R"({"type":"number","format":"double"})");
  CHECK(schema_of({"true", "null"}) == R"({"type":["boolean","null"]})");
  CHECK(schema_of({"true", "null"}, open_api) == R"({"type":"boolean","nullable":true})");
  CHECK(schema_of({"null"}) == R"({"type":["object","null"]})");
  CHECK(schema_of({"null"}, newest) == R"({"type":"null"})");
  CHECK(schema_of({"null"}, open_api) == R"({"type":"object","nullable":true})");
  CHECK(schema_of({"\"2026-01-01T00:00:00Z\""}) == R"({"type":"string","format":"date-time"})");
  CHECK(schema_of({"\"::1\"", "\"x\""}) == R"({"type":"string"})");
  CHECK(schema_of({"[]"}) == R"({"type":"array","items":{"type":"object"}})");
  CHECK(schema_of({"[]"}, newest) == R"({"type":"array"})");
  CHECK(schema_of({"[]", "[1,null]"}, newest) ==
        R"({"type":"array","items":{"type":["integer","null"]}})");
  CHECK(schema_of({"1", "\"a\"", "null"}) ==
        R"({"anyOf":[{"type":"integer","format":"int64"},{"type":"string"},{"type":"null"}]})");
  CHECK(schema_of({"{\"a\":1}", "\"a\"", "null"}, open_api) ==
        R"({"anyOf":[{"type":"string","nullable":true},{"$ref":"#/components/schemas/V"}]})");
  CHECK(schema_of({"{}"}) == R"({"type":"object"})");
}

TEST_CASE("a few strings in many samples are an enum", "[schema]") {
  DiscoveryLimits limits;
  limits.enum_samples = 4;
  limits.shapes.values = 2;
  const auto of = [&](std::initializer_list<std::string_view> values) {
    return schema_of(values, SchemaForm::k2020_12, limits);
  };
  const std::string plain = R"({"type":"string"})";
  CHECK(of({"\"b\"", "\"a\"", "\"b\"", "\"a\""}) == R"({"type":"string","enum":["a","b"]})");
  CHECK(of({"\"b\"", "\"a\"", "\"b\"", "\"a\"", "null"}) ==
        R"({"type":["string","null"],"enum":["a","b",null]})");
  CHECK(of({"\"b\"", "\"a\"", "\"b\""}) == plain);
  CHECK(of({"\"b\"", "\"a\"", "\"b\"", "\"b\""}) == plain);
  CHECK(of({"\"a\"", "\"a\"", "\"a\"", "\"a\""}) == plain);
  CHECK(of({"\"a\"", "\"a\"", "\"b\"", "\"b\"", "\"c\"", "\"c\""}) == plain);
  CHECK(of({"\"arn:a\"", "\"arn:a\"", "\"b\"", "\"b\""}) == plain);
  CHECK(of({"\"123456789012\"", "\"123456789012\"", "\"b\"", "\"b\""}) == plain);
}

TEST_CASE("of a member that is there twice the last counts", "[schema]") {
  CHECK(discover({R"({"a":1,"a":"x","b":{},"b":2})"}, SchemaForm::k2020_12) ==
        discover({R"({"a":"x","b":2})"}, SchemaForm::k2020_12));
}

TEST_CASE("schemas are named as in the registry", "[schema]") {
  const std::string all = discover(
      {
          R"({"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{"a":1}})",
          R"({"source":"aws.partner/x.com/1","detail-type":"über","detail":{}})",
          R"({"specversion":"1.0","type":"com.example.sold"})",
          R"({"source":"a","detail-type":"b","detail":[]})",
      },
      SchemaForm::kOpenApi3);
  CHECK(contains(all,
                 R"({"name":"aws.ec2@EC2InstanceStateChangeNotification","kind":"eventbridge")"));
  CHECK(contains(all, R"("name":"aws.partner-x.com-1@Ber")"));
  CHECK(contains(all, R"({"name":"com.example.sold","kind":"cloudevent","samples":1)"));
  CHECK(contains(all, R"({"name":"Event","kind":"other","samples":1)"));
  CHECK(
      contains(all, R"("AWSEvent":{"type":"object","required":["detail-type","detail","source"])"));
}

TEST_CASE("equal components of one name are one, others have numbers", "[schema]") {
  const std::string all = discover({R"({"a":{"t":{"x":1}},"b":{"t":{"x":2}},"c":{"t":{"y":1}}})"},
                                   SchemaForm::k2020_12);
  CHECK(contains(
      all, R"("A":{"type":"object","required":["t"],"properties":{"t":{"$ref":"#/$defs/T"}}})"));
  CHECK(contains(
      all, R"("B":{"type":"object","required":["t"],"properties":{"t":{"$ref":"#/$defs/T"}}})"));
  CHECK(contains(all, R"("t":{"$ref":"#/$defs/T2"})"));
  CHECK(contains(all, R"("T2":{"type":"object","required":["y"])"));
  CHECK(!contains(all, "T3"));
}

TEST_CASE("what is over a limit is described in general, and a note says so", "[schema]") {
  DiscoveryLimits limits;
  limits.shapes.keys = 2;
  std::string all = discover({R"({"m":{"a":1,"b":{"x":[1]}}})", R"({"m":{"c":"s","d":{"y":2}}})"},
                             SchemaForm::k2020_12, limits);
  CHECK(contains(all, R"({"code":"MANY_KEYS","path":"/m",)"));
  CHECK(contains(all, R"("MValue":{"type":"object","properties":{"x":)"));

  limits = {};
  limits.shapes.depth = 1;
  all = discover({R"({"m":{"a":1}})"}, SchemaForm::k2020_12, limits);
  CHECK(contains(all, R"("m":{"type":"object"})"));
  CHECK(contains(all, R"({"code":"TOO_DEEP","path":"/m",)"));

  limits = {};
  limits.shapes.fields = 1;
  all = discover({R"({"a":1,"b":1})", R"({"b":1})"}, SchemaForm::k2020_12, limits);
  CHECK(contains(all, R"("properties":{"b":{"type":"integer"}},"additionalProperties":true)"));
  CHECK(contains(all, R"({"code":"TOO_MANY_FIELDS","path":"",)"));

  limits = {};
  limits.schemas = 1;
  all = discover({R"({"specversion":"1","type":"a"})", R"({"specversion":"1","type":"b"})"},
                 SchemaForm::k2020_12, limits);
  CHECK(contains(all, R"("name":"Event","kind":"other","samples":1)"));
  CHECK(contains(all, R"({"code":"TOO_MANY_SCHEMAS","path":"",)"));
}

TEST_CASE("what the limit of fields has hidden is not described by what is like it", "[schema]") {
  // The elements of the last array are one field too many; as part of a map they meet others.
  DiscoveryLimits limits;
  limits.shapes.fields = 4;
  limits.shapes.keys = 2;
  const std::string all =
      discover({R"({"a":[1],"b":[null]})", R"({"c":2})"}, SchemaForm::k2020_12, limits);
  CHECK(contains(all, R"("additionalProperties":{"anyOf":[{"type":"integer"},{"type":"array",)"
                      R"("items":{"type":["integer","null"]}}]})"));
  limits.shapes.fields = 3;
  const std::string less =
      discover({R"({"a":[1],"b":[null]})", R"({"c":2})"}, SchemaForm::k2020_12, limits);
  CHECK(
      contains(less, R"("additionalProperties":{"anyOf":[{"type":"integer"},{"type":"array"}]})"));
}

// A random value of JSON over few keys, so that objects meet and turn into maps.
std::string random_value(std::mt19937& random, uint32_t depth) {
  const uint32_t kind = static_cast<uint32_t>(random() % (depth == 0 ? 6 : 9));
  const std::string_view scalars[] = {"null", "true", "1", "-2.5", "\"a\"", "\"2026-01-01\""};
  if (kind < 6) return std::string(scalars[kind]);
  const uint32_t size = static_cast<uint32_t>(random() % 4);
  const bool is_array = kind == 6;
  std::string text(1, is_array ? '[' : '{');
  for (uint32_t i = 0; i < size; ++i) {
    if (i != 0) text += ',';
    if (!is_array) text += std::string("\"") + static_cast<char>('a' + random() % 6) + "\":";
    text += random_value(random, depth - 1);
  }
  return text + (is_array ? ']' : '}');
}

TEST_CASE("the order of samples changes nothing, with maps and without", "[schema]") {
  std::mt19937 random(11);
  for (uint32_t run = 0; run < 300; ++run) {
    std::vector<std::string> events;
    for (uint32_t i = 0; i < 12; ++i) {
      events.push_back("{\"v\":" + random_value(random, 4) + ",\"w\":" + random_value(random, 2) +
                       "}");
    }
    DiscoveryLimits limits;
    limits.enum_samples = 4;
    limits.shapes.keys = 1 + static_cast<uint32_t>(run % 7);
    limits.shapes.depth = 1 + static_cast<uint32_t>(run % 5);
    const std::string expected = discover(events, SchemaForm::kDraft4, limits);
    std::shuffle(events.begin(), events.end(), random);
    REQUIRE(discover(events, SchemaForm::kDraft4, limits) == expected);
  }
}

TEST_CASE("events that cannot be read add nothing", "[schema]") {
  Discovery discovery({}, kSeed);
  Diagnostic problem;
  CHECK(!discovery.add(R"({"a":)", problem));
  CHECK(problem.code == ErrorCode::kInvalidJson);
  CHECK(!discovery.add("[]", problem));
  CHECK(problem.code == ErrorCode::kEventNotObject);
  Text output;
  REQUIRE(discovery.write(SchemaForm::kDraft4, output));
  CHECK(output.view() == "[]");
}

TEST_CASE("running out of memory is an error, after which it goes on", "[schema]") {
  const std::vector<std::string> events = {
      R"({"source":"s","detail-type":"d","detail":{"a":1,"b":{"c":["x"]},"d":{"e":1}}})",
      R"({"source":"s","detail-type":"d","detail":{"f":{"c":[]},"g":{"e":"y"}}})"};
  DiscoveryLimits limits;
  limits.shapes.keys = 3;
  for (size_t n = 1;; ++n) {
    Discovery discovery(limits, kSeed);
    Diagnostic problem;
    Text output;
    fail_allocations_from(n);
    bool fits = true;
    for (const std::string& event : events) fits = fits && discovery.add(event, problem);
    const bool is_out = !fits && problem.code == ErrorCode::kOutOfMemory;
    const bool is_written = discovery.write(SchemaForm::kOpenApi3, output);
    fail_allocations_from(0);
    CHECK((fits || is_out));
    output.clear();
    // An arena that had no memory has none.
    static_cast<void>(discovery.write(SchemaForm::kOpenApi3, output));
    if (fits && is_written) break;
    REQUIRE(n < 1000);
  }
}

}  // namespace
}  // namespace tidegate
