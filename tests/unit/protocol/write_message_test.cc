#include "protocol/write_message.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"

using namespace tidegate;

namespace {

constexpr std::string_view kContext = R"("specversion":"1.0","id":"1","source":"/s","type":"t")";

std::string event_of(std::string_view members) {
  return "{" + std::string(kContext) + (members.empty() ? "" : ",") + std::string(members) + "}";
}

// The head and the body, or the error with its pointer.
std::string written(std::string_view event, Protocol protocol = Protocol::kHttp,
                    const WriteOptions& options = {}) {
  WrittenMessage message;
  Diagnostic problem;
  const Outcome outcome = write_message(event, protocol, options, message, problem);
  if (outcome == Outcome::kOldVersion) return "old";
  if (outcome == Outcome::kDone) {
    return std::string(message.head.view()) +
           (message.has_body ? " " + std::string(message.body.view()) : "");
  }
  CHECK(message.head.empty());
  CHECK(message.body.empty());
  CHECK_FALSE(problem.reason.empty());
  return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view());
}

// Only the content type and the body of a message of AMQP.
std::string data_of(std::string_view members) {
  const std::string message = written(event_of(members), Protocol::kAmqp);
  const std::string headers = R"({"headers":{"cloudEvents_specversion":"1.0","cloudEvents_id":"1",)"
                              R"("cloudEvents_source":"/s","cloudEvents_type":"t"})";
  return message.starts_with(headers) ? message.substr(headers.size()) : message;
}

}  // namespace

TEST_CASE("each protocol has its own headers") {
  const std::string event = event_of(R"("subject":"a b","flag":true,"n":-5,"x":null,"data":[1.0])");
  CHECK(written(event, Protocol::kHttp) ==
        R"({"headers":{"ce-specversion":"1.0","ce-id":"1","ce-source":"/s","ce-type":"t",)"
        R"("ce-subject":"a%20b","ce-flag":"true","ce-n":"-5","content-type":"application/json"}})"
        " [1.0]");
  CHECK(written(event, Protocol::kKafka) ==
        R"({"headers":{"ce_specversion":"1.0","ce_id":"1","ce_source":"/s","ce_type":"t",)"
        R"("ce_subject":"a b","ce_flag":"true","ce_n":"-5","content-type":"application/json"}})"
        " [1.0]");
  CHECK(written(event, Protocol::kAmqp) ==
        R"({"headers":{"cloudEvents_specversion":"1.0","cloudEvents_id":"1",)"
        R"("cloudEvents_source":"/s","cloudEvents_type":"t","cloudEvents_subject":"a b",)"
        R"("cloudEvents_flag":true,"cloudEvents_n":-5},"contentType":"application/json"} [1.0])");
  CHECK(written(event, Protocol::kMqtt) ==
        R"({"headers":{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"a b",)"
        R"("flag":"true","n":"-5"},"contentType":"application/json"} [1.0])");
  CHECK(written(event, Protocol::kNats) ==
        R"({"headers":{"ce-specversion":"1.0","ce-id":"1","ce-source":"/s","ce-type":"t",)"
        R"("ce-subject":"a%20b","ce-flag":"true","ce-n":"-5",)"
        R"("ce-datacontenttype":"application/json"}} [1.0])");
  CHECK(written(event_of(""), Protocol::kAmqp, {.colon = true}) ==
        R"({"headers":{"cloudEvents:specversion":"1.0","cloudEvents:id":"1",)"
        R"("cloudEvents:source":"/s","cloudEvents:type":"t"}})");
}

TEST_CASE("JSON data is the body as it was written") {
  for (const std::string json :
       {"null", "false", "0", "\"\"", "\"I'm just a string\"", R"("\u00e9\/")", "1.50",
        "9007199254740993", "[ 1 ,\n2]", R"({"a":1,"a":2})"}) {
    const std::string data = R"("data":)" + json;
    CHECK(data_of(data) == R"(,"contentType":"application/json"} )" + json);
    CHECK(data_of(R"("datacontenttype":"Application/Geo+JSON; charset=x",)" + data) ==
          R"(,"contentType":"Application/Geo+JSON; charset=x"} )" + json);
  }
}

TEST_CASE("other data is its characters or its bytes") {
  CHECK(data_of(R"("datacontenttype":"text/xml","data":"<a b=\"\u00e9\"/>")") ==
        R"(,"contentType":"text/xml"} <a b="é"/>)");
  CHECK(data_of(R"("datacontenttype":"text/plain; charset=us-ascii","data":"")") ==
        R"(,"contentType":"text/plain; charset=us-ascii"} )");
  CHECK(data_of(R"("data_base64":"eyAieHl6IjogMTIzIH0=")") == R"(} { "xyz": 123 })");
  CHECK(data_of(R"("datacontenttype":"image/png","data_base64":"")") ==
        R"(,"contentType":"image/png"} )");
  CHECK(data_of(R"("datacontenttype":"image/png")") == R"(,"contentType":"image/png"})");
  CHECK(data_of(R"("data_base64":null)") == "}");
}

TEST_CASE("data that has no form is refused") {
  CHECK(data_of(R"("data":1,"data_base64":"")") == "ERR_EVENT_FIELD /data_base64");
  CHECK(data_of(R"("data_base64":"eA=")") == "ERR_EVENT_FIELD /data_base64");
  CHECK(data_of(R"("data_base64":5)") == "ERR_EVENT_FIELD /data_base64");
  CHECK(data_of(R"("datacontenttype":"text/plain","data":{})") == "ERR_EVENT_FIELD /data");
  CHECK(data_of(R"("datacontenttype":"text/plain","data":"\ud800")") == "ERR_EVENT_FIELD /data");
  CHECK(data_of(R"("datacontenttype":"text/plain; charset=iso-8859-1","data":"é")") ==
        "ERR_EVENT_FIELD /data");
  CHECK(data_of(R"("datacontenttype":"text/plain; charset=utf-16","data":"e")") ==
        "ERR_EVENT_FIELD /data");
  const std::string number = event_of(R"("datacontenttype":"text/plain","data":5)");
  CHECK(written(number, Protocol::kMqtt, {.lenient = true}).ends_with(" 5"));
}

TEST_CASE("a content type is a header that nothing can be smuggled into") {
  CHECK(data_of(R"("datacontenttype":"text/plain\r\nx: y")") == "ERR_EVENT_FIELD /datacontenttype");
  CHECK(data_of(R"("datacontenttype":"text/é")") == "ERR_EVENT_FIELD /datacontenttype");
  const std::string nested =
      event_of(R"("datacontenttype":"application/CloudEvents+json","data":{})");
  CHECK(written(nested) == "ERR_EVENT_FIELD /datacontenttype");
  CHECK(written(nested, Protocol::kNats).ends_with(" {}"));
}

TEST_CASE("what is no event is refused") {
  CHECK(written("") == "ERR_INVALID_JSON ");
  CHECK(written("[]") == "ERR_EVENT_NOT_OBJECT ");
  CHECK(written(event_of(R"("id":"2")")) == "ERR_EVENT_FIELD /id");
  CHECK(written(event_of(R"("\u0069d":null)")) == "ERR_EVENT_FIELD /id");
  for (const std::string value : {"null", "5", "\"\"", "{}"}) {
    CHECK(written(R"({"specversion":"1.0","id":)" + value + R"(,"source":"/s","type":"t"})") ==
          "ERR_EVENT_FIELD /id");
  }
  CHECK(written(R"({"id":"1","source":"/s","type":"t"})") == "ERR_EVENT_FIELD /specversion");
  CHECK(written(R"({"specversion":"1.1","id":"1","source":"/s","type":"t"})") ==
        "ERR_EVENT_FIELD /specversion");
  CHECK(written(R"({"specversion":"0.3","comExt":{}})") == "old");
  CHECK(written(event_of(R"("comExt":"x")")) == "ERR_EVENT_FIELD /comExt");
  CHECK(written(event_of(R"("a/b":"x")")) == "ERR_EVENT_FIELD /a~1b");
  CHECK(written(event_of(R"("x":{})")) == "ERR_EVENT_FIELD /x");
  CHECK(written(event_of(R"("x":1.5)")) == "ERR_EVENT_FIELD /x");
  CHECK(written(event_of(R"("x":"\u0007")")) == "ERR_EVENT_FIELD /x");
  CHECK(written(event_of(R"("x":"\udc00")")) == "ERR_EVENT_FIELD /x");
}

TEST_CASE("lenient headers are plain where a reader takes them for the same") {
  const std::string event =
      event_of(R"("a":"a \\ b","b":"50%\\","c":" x","d":"é","e":"a\"b","f":"\n")");
  CHECK(written(event, Protocol::kHttp, {.lenient = true}) ==
        R"({"headers":{"ce-specversion":"1.0","ce-id":"1","ce-source":"/s","ce-type":"t",)"
        R"("ce-a":"a \\ b","ce-b":"50%25\\","ce-c":"%20x","ce-d":"%C3%A9","ce-e":"a%22b",)"
        R"("ce-f":"%0A"}})");
}

TEST_CASE("writing a message survives running out of memory") {
  const std::string event =
      event_of(R"("subject":"\u00e9 a","datacontenttype":"image/png","data_base64":"eA==","n":5)");
  for (const Protocol protocol : {Protocol::kHttp, Protocol::kAmqp}) {
    for (size_t n = 1;; ++n) {
      WrittenMessage message;
      Diagnostic problem;
      fail_allocations_from(n);
      const Outcome outcome = write_message(event, protocol, {}, message, problem);
      fail_allocations_from(0);
      if (outcome == Outcome::kDone) break;
      CHECK(problem.code == ErrorCode::kOutOfMemory);
      CHECK(message.head.empty());
      REQUIRE(n < 100);
    }
  }
}
