#include "convert/upgrade.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"

using namespace tidegate;

namespace {

std::string upgraded(std::string_view event) {
  JsonItems members;
  Text output;
  Diagnostic problem;
  REQUIRE(members.read(event, problem));
  if (append_upgraded(event, members, output, problem)) return std::string(output.view());
  return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view()) + " " +
         std::string(problem.reason.view());
}

std::string v03(std::string_view members) {
  return upgraded(R"({"specversion":"0.3",)" + std::string(members) + "}");
}

}  // namespace

TEST_CASE("version 1.0 stays as it is") {
  CHECK(upgraded(" {\"specversion\" : \"1.0\", \"schemaurl\":1 }\n") ==
        "{\"specversion\" : \"1.0\", \"schemaurl\":1 }");
}

TEST_CASE("each version has its own names") {
  CHECK(upgraded(R"({"cloudEventsVersion":"0.1","eventType":"t","eventTypeVersion":"2",)"
                 R"("eventID":"1","eventTime":"2018-04-05T17:31:00.000Z","schemaURL":"urn:s",)"
                 R"("contentType":"text/xml","source":"/s","extensions":{"fooBar":true},)"
                 R"("data":"<a/>"})") ==
        R"({"specversion":"1.0","type":"t","eventtypeversion":"2","id":"1",)"
        R"("time":"2018-04-05T17:31:00.000Z","dataschema":"urn:s","datacontenttype":"text/xml",)"
        R"("source":"/s","foobar":true,"data":"<a/>"})");
  CHECK(upgraded(R"({"specversion":"0.2","contenttype":"text/xml","schemaurl":"urn:s"})") ==
        R"({"specversion":"1.0","datacontenttype":"text/xml","dataschema":"urn:s"})");
  CHECK(v03(R"("datacontenttype":"text/xml","schemaurl":"urn:s","subject":"x")") ==
        R"({"specversion":"1.0","datacontenttype":"text/xml","dataschema":"urn:s","subject":"x"})");
  // A name of another version is an extension.
  CHECK(v03(R"("contenttype":"x")") == R"({"specversion":"1.0","contenttype":"x"})");
}

TEST_CASE("data in base64 is data_base64") {
  CHECK(v03(R"("data":"AA==","datacontentencoding":"BASE64")") ==
        R"({"specversion":"1.0","data_base64":"AA=="})");
  CHECK(v03(R"("datacontentencoding":"8bit","data":[1.50])") ==
        R"({"specversion":"1.0","data":[1.50]})");
  CHECK(v03(R"("datacontentencoding":null,"data":null)") == R"({"specversion":"1.0","data":null})");
  CHECK(v03(R"("datacontentencoding":"base64","data":5)") ==
        "ERR_EVENT_FIELD /data The event's \"data\" is not a string.");
  CHECK(v03(R"("datacontentencoding":"quoted-printable")") ==
        "ERR_EVENT_FIELD /datacontentencoding The event's \"datacontentencoding\" is no encoding "
        "that can be read.");
}

TEST_CASE("values that 1.0 has no type for become strings") {
  CHECK(v03(R"("a":{"x": [1.0, "q"]},"b":[ ],"c":1.50,"d":2147483648,"e":-2147483649,"f":1e2)") ==
        R"({"specversion":"1.0","a":"{\"x\":[1.0,\"q\"]}","b":"[]","c":"1.50","d":"2147483648",)"
        R"("e":"-2147483649","f":"1e2"})");
  CHECK(v03(R"("a":2147483647,"b":-2147483648,"c":-0,"d":false,"e":null,"f":"\u0041")") ==
        R"({"specversion":"1.0","a":2147483647,"b":-2147483648,"c":-0,"d":false,"f":"\u0041"})");
}

TEST_CASE("what cannot be upgraded is refused by name") {
  CHECK(upgraded("[]").starts_with("ERR_EVENT_NOT_OBJECT"));
  CHECK(upgraded("{}") == "ERR_EVENT_FIELD /specversion The event's \"specversion\" is missing.");
  CHECK(upgraded(R"({"specversion":"0.9"})") ==
        "ERR_EVENT_FIELD /specversion The event's \"specversion\" is no version that can be read.");
  CHECK(
      v03(R"("schemaurl":"/x")") ==
      "ERR_EVENT_FIELD /schemaurl The event's \"schemaurl\" is no absolute URI, as 1.0 wants it.");
  CHECK(v03(R"("id":5)") == "ERR_EVENT_FIELD /id The event's \"id\" is not a string.");
  CHECK(v03(R"("x-y":"")").starts_with("ERR_EVENT_FIELD /x-y "));
  CHECK(v03(R"("":"")").starts_with("ERR_EVENT_FIELD / "));
  CHECK(v03(R"("Data":1)").starts_with("ERR_EVENT_FIELD /Data "));
  CHECK(v03(R"("foo":1,"x":2,"Foo":3)").starts_with("ERR_EVENT_FIELD /Foo "));
  CHECK(v03(R"("data":1,"data":2)").starts_with("ERR_EVENT_FIELD /data "));
  CHECK(v03(R"("dataschema":"urn:a","schemaurl":"urn:b")")
            .starts_with("ERR_EVENT_FIELD /schemaurl "));
}

TEST_CASE("extensions of version 0.1 are named within their map") {
  const auto v01 = [](std::string_view members) {
    return upgraded(R"({"cloudEventsVersion":"0.1",)" + std::string(members) + "}");
  };
  CHECK(v01(R"("extensions":null)") == R"({"specversion":"1.0"})");
  CHECK(v01(R"("extensions":{"a_b":1})").starts_with("ERR_EVENT_FIELD /extensions/a_b "));
  CHECK(v01(R"("extensions":[])").starts_with("ERR_EVENT_FIELD /extensions "));
  CHECK(v01(R"("extensions":{"a":1},"extensions":{"b":1})")
            .starts_with("ERR_EVENT_FIELD /extensions "));
  CHECK(v01(R"("a":1,"extensions":{"A":2})").starts_with("ERR_EVENT_FIELD /extensions/A "));
}

TEST_CASE("an upgrade without memory says so") {
  constexpr std::string_view kEvent =
      R"({"cloudEventsVersion":"0.1","extensions":{"aName":{"b": "c"}},"eventID":"1"})";
  JsonItems members;
  Diagnostic problem;
  REQUIRE(members.read(kEvent, problem));
  for (size_t n = 1;; ++n) {
    Text output;
    fail_allocations_from(n);
    const bool ok = append_upgraded(kEvent, members, output, problem);
    fail_allocations_from(0);
    if (ok) break;
    REQUIRE(problem.code == ErrorCode::kOutOfMemory);
  }
}
