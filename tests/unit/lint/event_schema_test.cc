#include "lint/event_schema.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/memory.h"
#include "lint/linter.h"

using namespace tidegate;

namespace {

std::string lint(const std::string& pattern, const std::vector<std::string>& schemas,
                 Profile profile = Profile::kRuler) {
  Text json;
  Linter linter(profile, json);
  Diagnostic problem;
  for (const std::string& schema : schemas) REQUIRE(linter.add_schema(schema, 7, problem));
  REQUIRE(linter.add(pattern, 0));
  REQUIRE(linter.end());
  return std::string(json.view());
}

// Each code with what of the pattern it is about.
std::string found(const std::string& pattern, const std::vector<std::string>& schemas,
                  Profile profile = Profile::kRuler) {
  const std::string json = lint(pattern, schemas, profile);
  std::string all;
  for (size_t at = 0; (at = json.find(",\"code\":\"", at)) != json.npos; ++at) {
    const size_t begin = std::stoul(json.substr(json.rfind("\"begin\":", at) + 8));
    const size_t end = std::stoul(json.substr(json.rfind("\"end\":", at) + 6));
    const std::string code = json.substr(at + 9, json.find('"', at + 9) - at - 9);
    all += (all.empty() ? "" : "; ") + code + " " + pattern.substr(begin, end - begin);
  }
  return all;
}

const std::string kEvent = R"({
  "type": "object", "required": ["detail", "source"],
  "properties": {
    "source": {"type": "string"},
    "detail": {"$ref": "#/definitions/Detail"}},
  "definitions": {
    "Detail": {
      "type": "object", "required": ["state"], "additionalProperties": false,
      "properties": {
        "state": {"type": "string", "enum": ["running", "stopped"]},
        "count": {"type": "integer"},
        "size": {"type": ["number", "null"]},
        "on": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "object", "additionalProperties": false,
                                            "properties": {"key": {"type": "string"}}}},
        "open": {"type": "object", "properties": {"instanceId": {"type": "string"}}},
        "any": {},
        "a.b": {"type": "number"}}}}})";

}  // namespace

TEST_CASE("a field that no event has is reported once, at the key that leads away") {
  CHECK(found(R"({"detail":{"state":["running"]}})", {kEvent}).empty());
  CHECK(found(R"({"detail":{"stat":["running"]}})", {kEvent}) == R"(FIELD_NOT_IN_SCHEMA "stat")");
  CHECK(found(R"({"detail":{"other":{"a":[1],"b":[{"exists":false}]}}})", {kEvent}) ==
        R"(FIELD_NOT_IN_SCHEMA "other")");
  CHECK(found(R"({"detail.state.name":["x"]})", {kEvent}) ==
        R"(FIELD_NOT_IN_SCHEMA "detail.state.name")");
  CHECK(found(R"({"detail":{"tags":{"key":["a"],"kye":["b"]}}})", {kEvent}) ==
        R"(FIELD_NOT_IN_SCHEMA "kye")");
  CHECK(found(R"({"$or":[{"detail":{"x":[1]}},{"detail":{"any":{"x":[1]}}}]})", {kEvent}) ==
        R"(FIELD_NOT_IN_SCHEMA "x")");
  CHECK(found(R"({"detail":{"a":{"b":[1],"c":[1]}}})", {kEvent}) == R"(FIELD_NOT_IN_SCHEMA "a")");
}

TEST_CASE("of an open object a field is reported where its spelling is near another") {
  CHECK(found(R"({"detail":{"open":{"instance-id":["x"]}}})", {kEvent}) ==
        R"(FIELD_SPELLING "instance-id")");
  CHECK(found(R"({"detail":{"open":{"elsewhere":["x"]}}})", {kEvent}).empty());
  CHECK(found(R"({"sources":["x"]})", {kEvent}) == R"(FIELD_SPELLING "sources")");
  const std::string digits = R"({"type":"object","properties":{"ip4":{}}})";
  CHECK(found(R"({"ip6":["x"]})", {digits}).empty());
}

TEST_CASE("an alternative that type or enum rule out is reported") {
  const auto of = [](const std::string& list) {
    return found(R"({"detail":{)" + list + "}}", {kEvent});
  };
  CHECK(of(R"("state":["running","runing",{"prefix":"st"},{"prefix":"x"}])") ==
        R"(VALUE_NOT_IN_SCHEMA "runing"; VALUE_NOT_IN_SCHEMA {"prefix":"x"})");
  CHECK(of(R"("state":[{"exists":false}])") == R"(VALUE_NOT_IN_SCHEMA {"exists":false})");
  CHECK(of(R"("state":[{"anything-but":"running"}])").empty());
  CHECK(of(R"("on":[{"anything-but":"x"}],"open":[{"exists":false}])").empty());
  CHECK(of(R"("state":[{"anything-but":["running","stopped"]}])") ==
        R"(VALUE_NOT_IN_SCHEMA {"anything-but":["running","stopped"]})");
  CHECK(of(R"("count":[1,1.5,"x",true,{"numeric":["<",0]},{"exists":false}])") ==
        R"(VALUE_NOT_IN_SCHEMA 1.5; VALUE_NOT_IN_SCHEMA "x"; VALUE_NOT_IN_SCHEMA true)");
  CHECK(of(R"("size":[null,1.5,"x",0.10000000000000001])") == R"(VALUE_NOT_IN_SCHEMA "x")");
  CHECK(of(R"("on":[true,"true",0])") == R"(VALUE_NOT_IN_SCHEMA "true"; VALUE_NOT_IN_SCHEMA 0)");
  CHECK(of(R"("open":[{"exists":true}])") == R"(VALUE_NOT_IN_SCHEMA {"exists":true})");
  CHECK(of(R"("tags":["x"],"any":["x",1])") == R"(VALUE_NOT_IN_SCHEMA "x")");
}

TEST_CASE("what is not understood proves nothing") {
  const std::string pattern = R"({"a":{"b":[1]}})";
  const auto a_is = [](const std::string& schema) {
    return R"({"type":"object","additionalProperties":false,"properties":{"a":)" + schema +
           R"(},"definitions":{"n":{"$id":"x","$ref":"#/definitions/n"}}})";
  };
  const std::string object = R"("type":"object",)";
  CHECK_FALSE(found(pattern, {a_is(R"({"type":"string"})")}).empty());
  CHECK_FALSE(found(pattern, {a_is("false")}).empty());
  CHECK_FALSE(found(pattern, {a_is("{" + object + R"("additionalProperties":false})")}).empty());
  CHECK_FALSE(found(pattern, {a_is("{" + object + R"("properties":{"b":{"const":2}}})")}).empty());
  CHECK_FALSE(found(pattern, {a_is(R"({"allOf":[{},{"type":"number"}]})")}).empty());
  for (const std::string open :
       {R"({})",
        R"(true)",
        R"(7)",
        R"({"type":"array"})",
        R"({"type":["array","string"]})",
        R"({"anyOf":[{"type":"string"}]})",
        R"({"not":{}})",
        R"({"if":{},"then":false})",
        R"({"type":"object"})",
        R"({"type":"object","additionalProperties":true})",
        R"({"type":"object","patternProperties":{"c":false},"additionalProperties":false})",
        R"({"type":"object","properties":{"b":{"minimum":5,"format":"date"}}})",
        R"({"$ref":"#/definitions/n"})",
        R"({"$ref":"other.json"})",
        R"({"$ref":"#/nowhere"})",
        R"({"$ref":7})",
        R"({"$ref":"#/properties/a"})",
        R"({"allOf":[{"$ref":"#/properties/a"}]})",
        R"({"type":"array","items":[{"type":"string"}]})",
        R"({"type":"array","prefixItems":[{}],"items":false})",
        R"({"type":["odd","string"]})",
        R"({"enum":[{"b":1}]})",
        R"({"type":"object","properties":{"b":{"enum":[2],"nullable":true,"type":"any"}}})"}) {
    CAPTURE(open);
    if (open.find("nullable") == open.npos) CHECK(found(pattern, {a_is(open)}).empty());
    CHECK(found(R"({"a":{"b":[null]}})", {a_is(open)}).empty());
  }
  // Draft 4 and OpenAPI have no const; of other dialects nothing is known.
  const std::string constant = R"({"type":"object","properties":{"b":{"const":2}}})";
  const std::string rest = a_is(constant).substr(1);
  CHECK(
      found(pattern, {R"({"$schema":"http://json-schema.org/draft-04/schema#",)" + rest}).empty());
  CHECK(found(pattern, {R"({"$schema":"https://example.com/mine",)" + rest}).empty());
  CHECK_FALSE(
      found(pattern, {R"({"$schema":"http://json-schema.org/draft-07/schema#",)" + rest}).empty());
}

TEST_CASE("a pattern is held against the schemas of the events that it asks for") {
  const auto schema = [](const std::string& source, const std::string& field) {
    return R"({"openapi":"3.0.0","components":{"schemas":{"AWSEvent":{"type":"object",)"
           R"("x-amazon-events-source":")" +
           source + R"(","properties":{"detail":{"type":"object","additionalProperties":false,)" +
           R"("properties":{")" + field + R"(":{"type":"string"}}}}}}}})";
  };
  const std::vector<std::string> both = {schema("shop", "order"), schema("bank", "account")};
  const std::vector<std::string> one = {both[0]};
  const std::string detail = R"("detail":{"account":["x"]}})";
  CHECK(found(R"({"source":["shop"],)" + detail, one) == R"(FIELD_NOT_IN_SCHEMA "account")");
  CHECK(found(R"({"source":["shop"],)" + detail, both) == R"(FIELD_NOT_IN_SCHEMA "account")");
  CHECK(found(R"({"source":["bank"],)" + detail, one).empty());
  CHECK(found(R"({"source":["bank"],)" + detail, both).empty());
  CHECK(found("{" + detail, both).empty());
  CHECK(found(R"({"source":[{"prefix":"s"}],)" + detail, both) ==
        R"(FIELD_NOT_IN_SCHEMA "account")");
  CHECK(found(R"({"$or":[{"source":["shop"]},{"source":["else"]}],)" + detail, both).empty());
  CHECK(found(R"({"detail":{"order":[1],"account":[2],"none":["x"]}})", both) ==
        R"(VALUE_NOT_IN_SCHEMA 1; VALUE_NOT_IN_SCHEMA 2; FIELD_NOT_IN_SCHEMA "none")");
  // What the envelope has already been found to rule out is not said again.
  CHECK(found(R"({"source":["shop"],"detailType":["x"],"account":[1]})",
              {R"({"type":"object","additionalProperties":false,"properties":)"
               R"({"source":{"type":"string"},"account":{"type":"string"}}})"},
              Profile::kEventBridge) == R"(UNKNOWN_FIELD "detailType"; ENVELOPE_TYPE 1)");
}

TEST_CASE("fixes write what the schema has") {
  const auto has = [&](const std::string& list, const std::string& text) {
    const std::string json = lint(R"({"detail":{)" + list + "}}", {kEvent});
    CAPTURE(json);
    CHECK(json.find(text) != json.npos);
  };
  has(R"("stat":["running"])", R"("edits":[{"begin":11,"end":17,"text":"\"state\""}])");
  has(R"("state":["Running"])", R"("text":"\"running\"")");
  has(R"("state":[{"exactly":"Running"}])", R"("hint":"Did you mean \"running\"?"})");
  has(R"("count":["5"])", R"("text":"5")");
  has(R"("on":["true"])", R"("text":"true")");
  has(R"("open":[1])", R"(The schema has here: object. Name its fields; a list looks at values)");
  has(R"("size":["x"])", R"("hint":"The schema has here: number or null.")");
}

TEST_CASE("hostile schemas end, and so does memory") {
  std::string wide = R"({"type":"object","properties":{"a":{"enum":[)";
  for (int i = 0; i < 100'000; ++i) wide += std::to_string(i) + ",";
  wide += R"(0]}}})";
  std::string pattern = R"({"a":[)";
  for (int i = 0; i < 3'000; ++i) pattern += std::to_string(100'001 + i) + ",";
  CHECK(lint(pattern + "0]}", {wide}).find("NOT_EXAMINED") != std::string::npos);
  std::string fans =
      R"({"type":"object","properties":{"a":{"$ref":"#/definitions/d0"}},"definitions":{)";
  for (int i = 0; i < 30; ++i) {
    const std::string next = R"({"$ref":"#/definitions/d)" + std::to_string(i + 1) + R"("})";
    fans += R"("d)" + std::to_string(i) + R"(":{"allOf":[)" + next + "," + next + "]},";
  }
  CHECK(found(R"({"a":["x"]})", {fans + R"("d30":{"type":"number"}}})"}) ==
        R"(VALUE_NOT_IN_SCHEMA "x")");
  Diagnostic problem;
  EventSchema broken(1);
  CHECK_FALSE(broken.read("{", problem));
  CHECK(problem.code == ErrorCode::kInvalidJson);
  CHECK(broken.look_up("a") == EventSchema::Answer::kNothing);

  const std::string odd = R"({"detail":{"stat":["x"],"state":["runing"],"on":["true"]}})";
  const std::string expected = lint(odd, {kEvent});
  for (size_t n = 1;; ++n) {
    fail_allocations_from(n);
    Text json;
    Linter linter(Profile::kRuler, json);
    const bool ok = linter.add_schema(kEvent, 7, problem) && linter.add(odd, 0) && linter.end();
    fail_allocations_from(0);
    if (ok && json.view() == expected) break;
    REQUIRE(n < 10'000);
    if (ok) CHECK(json.view().size() < expected.size());
  }
}
