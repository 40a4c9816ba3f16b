#include "schema/type_writer.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "base/memory.h"

namespace tidegate {
namespace {

std::string types_of(std::string_view schema) {
  SchemaTree tree(1);
  Diagnostic problem;
  REQUIRE(tree.read(schema, problem));
  Text output;
  TypeWriter writer(tree, 2, output);
  REQUIRE(writer.write());
  return std::string(output.view());
}

// The type of a member `v`.
std::string type_of(std::string_view schema) {
  const std::string all =
      types_of(R"({"required":["v"],"properties":{"v":)" + std::string(schema) + "}}");
  const std::string_view before = "export interface Event {\n  v: ";
  REQUIRE(all.substr(0, before.size()) == before);
  return all.substr(before.size(), all.rfind(";\n}") - before.size());
}

TEST_CASE("each kind of schema has its type", "[schema]") {
  CHECK(type_of("{}") == "unknown");
  CHECK(type_of("true") == "unknown");
  CHECK(type_of("false") == "never");
  CHECK(type_of(R"({"type":"integer"})") == "number");
  CHECK(type_of(R"({"type":["string","null"]})") == "string | null");
  CHECK(type_of(R"({"type":"boolean","nullable":true})") == "boolean | null");
  CHECK(type_of(R"({"enum":["a\"b",1,null]})") == R"("a\"b" | 1 | null)");
  CHECK(type_of(R"({"enum":["a"],"nullable":true})") == R"("a" | null)");
  CHECK(type_of(R"({"const":-1.5})") == "-1.5");
  CHECK(type_of(R"({"enum":[]})") == "never");
  CHECK(type_of(R"({"type":"array"})") == "unknown[]");
  CHECK(type_of(R"({"type":"array","items":{"type":["string","null"]}})") == "(string | null)[]");
  CHECK(type_of(R"({"type":"array","items":{"type":"array","items":{"enum":[1,2]}}})") ==
        "(1 | 2)[][]");
  CHECK(type_of(R"({"type":"object"})") == "{ [key: string]: unknown }");
  CHECK(type_of(R"({"additionalProperties":{"type":"string"}})") == "{ [key: string]: string }");
  CHECK(type_of(R"({"type":"object","additionalProperties":false})") == "{ [key: string]: never }");
  CHECK(type_of(R"({"anyOf":[{"type":"string"},{"type":"array","items":{}}]})") ==
        "string | unknown[]");
  CHECK(type_of(R"({"allOf":[{"enum":[1,2]},{"type":"integer"}],"nullable":true})") ==
        "((1 | 2) & number) | null");
  CHECK(type_of(R"({"$ref":"http://example.com/"})") == "unknown");
  CHECK(type_of(R"({"type":"object","properties":{"a-b":{"type":"string"}},"required":["c"]})") ==
        "{\n    \"a-b\"?: string;\n    c: unknown;\n  }");
  CHECK(type_of(R"({"properties":{"a":{}},"additionalProperties":{"type":"string"}})") ==
        "{\n    a?: unknown;\n    [key: string]: unknown;\n  }");
}

TEST_CASE("an optional member that all objects inherit may be anything", "[schema]") {
  const std::string_view members = R"("properties":{"constructor":{"type":"null"}})";
  CHECK(type_of("{" + std::string(members) + "}") == "{\n    constructor?: unknown;\n  }");
  CHECK(type_of("{" + std::string(members) + R"(,"required":["constructor"]})") ==
        "{\n    constructor: null;\n  }");
}

TEST_CASE("names are identifiers, and each its own", "[schema]") {
  const std::string all = types_of(R"({"components":{"schemas":{
      "order-item":{"type":"object"},"OrderItem":{"type":"string"},"1st":{"type":"null"},"é":{},
      "order_item":{"$ref":"#/components/schemas/1st"}}}})");
  CHECK(all ==
        "export interface OrderItem { [key: string]: unknown }\n\n"
        "export type OrderItem_2 = string;\n\n"
        "export type Type1st = null;\n\n"
        "export type Type = unknown;\n\n"
        "export type OrderItem_3 = Type1st;\n");
}

TEST_CASE("an interface that may be null is so where it is used", "[schema]") {
  CHECK(types_of(R"({"title":"a","properties":{"b":{"$ref":"#/$defs/b"},
            "l":{"items":{"$ref":"#/$defs/b"}}},
            "$defs":{"b":{"type":["object","null"],"properties":{"c":{"type":"null"}}}}})") ==
        "export interface A {\n  b?: B | null;\n  l?: (B | null)[];\n}\n\n"
        "export interface B {\n  c?: null;\n}\n");
}

TEST_CASE("what goes in a circle ends in unknown, where types may not", "[schema]") {
  CHECK(types_of(R"({"title":"a","properties":{"a":{"$ref":"#"}}})") ==
        "export interface A {\n  a?: A;\n}\n");
  CHECK(types_of(R"({"title":"r","$ref":"#/$defs/a","$defs":{
            "a":{"anyOf":[{"$ref":"#/$defs/b"},{"type":"null"}]},
            "b":{"items":{"$ref":"#/$defs/a"},"type":"array"},
            "c":{"allOf":[{"$ref":"#/$defs/d"}]},"d":{"$ref":"#/$defs/c"}}})") ==
        "export type R = A;\n\n"
        "export type A = B | null;\n\n"
        "export type B = A[];\n\n"
        "export type C = unknown;\n\n"
        "export type D = unknown;\n");
}

TEST_CASE("descriptions are comments that end where they should", "[schema]") {
  CHECK(types_of(R"({"description":"One */ two\nthree","type":"string"})") ==
        "/** One *\\/ two\n * three */\nexport type Event = string;\n");
}

TEST_CASE("running out of memory while writing types is an error", "[schema]") {
  const std::string_view schema = R"({"properties":{"a":{"$ref":"#/definitions/x"}},
      "definitions":{"x":{"anyOf":[{"type":"string"},{"$ref":"#/definitions/y"}]},"y":{"enum":[1]}}})";
  for (size_t n = 1;; ++n) {
    Diagnostic problem;
    Text output;
    fail_allocations_from(n);
    SchemaTree tree(1);
    bool fits = tree.read(schema, problem);
    TypeWriter writer(tree, 2, output);
    fits = fits && writer.write();
    fail_allocations_from(0);
    if (fits) break;
    REQUIRE(n < 1000);
  }
}

}  // namespace
}  // namespace tidegate
