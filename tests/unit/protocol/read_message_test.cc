#include "protocol/read_message.h"

#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "base/memory.h"

using namespace tidegate;

namespace {

struct Case {
  std::string head;  // As read_head() takes it.
  std::optional<std::string> body = std::nullopt;
};

// The event; or the error with its pointer.
std::string event_of(const Case& test, Protocol protocol, bool lenient = false) {
  JsonItems items;
  Message message;
  REQUIRE(read_head(test.head, items, message));
  message.has_body = test.body.has_value();
  if (message.has_body) message.body = *test.body;
  Text event;
  Diagnostic problem;
  const Outcome outcome = read_message(message, protocol, lenient, event, problem);
  if (outcome == Outcome::kDone) return std::string(event.view());
  if (outcome == Outcome::kOldVersion) return "old " + std::string(event.view());
  CHECK(event.empty());
  CHECK_FALSE(problem.reason.empty());
  return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view());
}

const std::string kHttpContext =
    R"("ce-specversion","1.0","ce-id","1","ce-source","/s","ce-type","t")";
const std::string kContext = R"("specversion":"1.0","id":"1","source":"/s","type":"t")";

// Of a message of HTTP with further headers, the further members.
std::string members(const std::string& headers, std::optional<std::string> body = std::nullopt,
                    bool lenient = false) {
  const std::string head = "[null," + kHttpContext + (headers.empty() ? "" : ",") + headers + "]";
  const std::string event = event_of({head, std::move(body)}, Protocol::kHttp, lenient);
  const std::string begin = "{" + kContext;
  if (!event.starts_with(begin)) return event;
  return event.substr(begin.size(), event.size() - begin.size() - 1);
}

std::string typed(const std::string& content_type, const std::string& body, bool lenient = false) {
  const std::string event = members(R"("content-type",")" + content_type + "\"", body, lenient);
  const std::string begin = R"(,"datacontenttype":")" + content_type + "\"";
  return event.starts_with(begin) ? event.substr(begin.size()) : event;
}

MessageMode mode(const std::string& head, Protocol protocol) {
  JsonItems items;
  Message message;
  REQUIRE(read_head(head, items, message));
  return mode_of(message, protocol);
}

}  // namespace

TEST_CASE("each protocol's headers are read") {
  const std::string event =
      "{" + kContext + R"(,"subject":"a b","datacontenttype":"application/json","data":[1.0]})";
  CHECK(event_of({"[null," + kHttpContext +
                      R"(,"ce-subject","a%20b","Content-Type","application/json","host","x"])",
                  " [1.0]\n"},
                 Protocol::kHttp) == event);
  CHECK(event_of({R"([null,"ce_specversion","1.0","ce_id","1","ce_source","/s","ce_type","t",)"
                  R"("ce_subject","a b","x","y","content-type","application/json"])",
                  "[1.0]"},
                 Protocol::kKafka) == event);
  for (const std::string separator : {"_", ":"}) {
    const std::string prefix = "\"cloudEvents" + separator;
    CHECK(event_of({"[\"application/json\"," + prefix + "specversion\",\"1.0\"," + prefix +
                        "id\",\"1\"," + prefix + "source\",\"/s\"," + prefix + "type\",\"t\"," +
                        prefix + "subject\",\"a b\"]",
                    "[1.0]"},
                   Protocol::kAmqp) == event);
  }
  CHECK(event_of({R"(["application/json","specversion","1.0","id","1","source","/s","type","t",)"
                  R"("subject","a b","Other","x","data","x"])",
                  "[1.0]"},
                 Protocol::kMqtt) == event);
  CHECK(event_of({"[null," + kHttpContext +
                      R"(,"ce-subject","a%20b","ce-datacontenttype","application/json"])",
                  "[1.0]"},
                 Protocol::kNats) == event);
}

TEST_CASE("native types stay what they are") {
  const std::string head =
      R"([null,"cloudEvents_specversion","1.0","cloudEvents_id","1","cloudEvents_source","/s",)"
      R"("cloudEvents_type","t","cloudEvents_a",true,"cloudEvents_b",-5,"cloudEvents_c","5")";
  CHECK(event_of({head + "]"}, Protocol::kAmqp) == "{" + kContext + R"(,"a":true,"b":-5,"c":"5"})");
  CHECK(event_of({head + R"(,"cloudEvents_d",2147483648])"}, Protocol::kAmqp) ==
        "ERR_PROTOCOL_MESSAGE /application_properties/cloudEvents_d");
  CHECK(event_of({head + R"(,"cloudEvents_d",null])"}, Protocol::kAmqp) ==
        "ERR_PROTOCOL_MESSAGE /application_properties/cloudEvents_d");
  CHECK(members(R"("ce-a",true)") == "ERR_PROTOCOL_MESSAGE /headers/ce-a");
}

TEST_CASE("the body is data by its content type") {
  CHECK(typed("application/json", R"({ "a" : 1.0 })") == R"(,"data":{ "a" : 1.0 })");
  CHECK(typed("application/json; charset=utf-8", "\"x\"") == R"(,"data":"x")");
  CHECK(typed("Application/Geo+JSON", "null") == R"(,"data":null)");
  CHECK(typed("text/plain", "é\"\n") == R"(,"data":"é\"\n")");
  CHECK(typed("text/plain", "\xE9") == R"(,"data_base64":"6Q==")");
  CHECK(typed("text/plain; charset=iso-8859-1", "\xE9") == R"(,"data_base64":"6Q==")");
  CHECK(typed("text/plain; charset=iso-8859-1", "e") == R"(,"data":"e")");
  CHECK(typed("image/svg+xml", "<svg/>") == R"(,"data":"<svg/>")");
  CHECK(typed("application/octet-stream", "text") == R"(,"data_base64":"dGV4dA==")");
  CHECK(members("", "{}") == R"(,"data_base64":"e30=")");
}

TEST_CASE("a body that is missing is no data") {
  CHECK(members("").empty());
  CHECK(members("", "").empty());
  CHECK(typed("application/json", "").empty());
  CHECK(typed("text/plain", "") == R"(,"data":"")");
  CHECK(typed("image/png", "") == R"(,"data_base64":"")");
  CHECK(members(R"("content-type","text/plain")") == R"(,"datacontenttype":"text/plain")");

  const std::string head =
      R"([null,"ce_specversion","1.0","ce_id","1","ce_source","/s","ce_type","t"])";
  CHECK(event_of({head}, Protocol::kKafka) == "{" + kContext + "}");
  CHECK(event_of({head, ""}, Protocol::kKafka) == "{" + kContext + R"(,"data_base64":""})");
}

TEST_CASE("a body that is not what its type says is refused, or taken as bytes") {
  CHECK(typed("application/json", "{\"a\":1,}") == "ERR_INVALID_JSON /body");
  CHECK(typed("application/json", "\"\xFF\"") == "ERR_INVALID_UTF8 /body");
  CHECK(typed("application/json", "{", true) == R"(,"data_base64":"ew==")");
}

TEST_CASE("headers that are not as they should be are refused") {
  const std::string refused = "ERR_PROTOCOL_MESSAGE /headers/";
  CHECK(members(R"("ce-a","%C0%A0")") == refused + "ce-a");
  CHECK(members(R"("ce-a","é")") == refused + "ce-a");
  CHECK(members(R"("ce-a","%0A")") == refused + "ce-a");
  CHECK(members(R"("ce-a_b","x")") == refused + "ce-a_b");
  CHECK(members(R"("ce-","x")") == refused + "ce-");
  CHECK(members(R"("ce-data","x")") == refused + "ce-data");
  CHECK(members(R"("ce-id","2")") == refused + "ce-id");
  CHECK(members(R"("ce-datacontenttype","text/plain")") == refused + "ce-datacontenttype");
  CHECK(members(R"("content-type","a/b","Content-Type","a/b")") == refused + "content-type");
  CHECK(members(R"("content-type","a\u0000b")") == refused + "content-type");
}

TEST_CASE("lenient reading takes what is sent all the same") {
  CHECK(members(R"("ce-a","100% é","ce-b","\u00c3\u00a9","ce-c","a%20b","ce-d","\u0007")",
                std::nullopt, true) == R"(,"a":"100% é","b":"é","c":"a b","d":"\u0007")");
  CHECK(members(R"("ce-a_b","x")", std::nullopt, true).empty());
  CHECK(members(R"("ce-datacontenttype","text/plain","content-type","text/xml")", "x", true) ==
        R"(,"datacontenttype":"text/xml","data":"x")");
  CHECK(members(R"("ce-datacontenttype","text/plain")", "x", true) ==
        R"(,"datacontenttype":"text/plain","data":"x")");
  CHECK(event_of({"[null," + kHttpContext + R"(,"content-type","text/plain"])", "x"},
                 Protocol::kNats,
                 true) == "{" + kContext + R"(,"datacontenttype":"text/plain","data":"x"})");
}

TEST_CASE("outside of HTTP datacontenttype may be there twice, if it is the same") {
  const std::string head =
      R"(["text/plain","specversion","1.0","id","1","source","/s","type","t",)";
  CHECK(event_of({head + R"("datacontenttype","text/plain"])", "x"}, Protocol::kMqtt) ==
        "{" + kContext + R"(,"datacontenttype":"text/plain","data":"x"})");
  CHECK(event_of({head + R"("datacontenttype","text/xml"])", "x"}, Protocol::kMqtt) ==
        "ERR_PROTOCOL_MESSAGE /properties/userProperties/datacontenttype");
}

TEST_CASE("required attributes are there and not empty") {
  for (const std::string name : {"specversion", "id", "source", "type"}) {
    std::string head = "[null," + kHttpContext + "]";
    const size_t begin = head.find("\"ce-" + name);
    const size_t value = head.find(",\"", begin) + 2;
    const size_t end = head.find('"', value);
    std::string empty = head;
    empty.erase(value, end - value);
    CHECK(event_of({empty}, Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE /headers/ce-" + name);
    head.replace(begin + 4, 1, "x");
    CHECK(event_of({head}, Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE /headers/ce-" + name);
  }
  CHECK(event_of({R"([null,"host","x"])"}, Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE ");
  CHECK(event_of({"[null]"}, Protocol::kMqtt) == "ERR_PROTOCOL_MESSAGE ");
  CHECK(event_of({R"([null,"ce-specversion","1.1"])"}, Protocol::kHttp) ==
        "ERR_PROTOCOL_MESSAGE /headers/ce-specversion");
}

TEST_CASE("structured mode is told by the content type") {
  const std::string event = " {" + kContext + ",\"data\":1.0}\n";
  for (const std::string type :
       {"application/cloudevents+json", "Application/CloudEvents+json; charset=UTF-8"}) {
    CHECK(event_of({R"([null,"content-type",")" + type + R"(","ce-id","2"])", event},
                   Protocol::kHttp) == event);
    CHECK(event_of({"[\"" + type + "\"]", event}, Protocol::kAmqp) == event);
  }
  const std::string type = R"([null,"content-type","application/cloudevents+json"])";
  CHECK(event_of({type}, Protocol::kHttp) == "ERR_INVALID_JSON ");
  CHECK(event_of({type, "{}"}, Protocol::kHttp) == "ERR_EVENT_FIELD /id");
  const std::string old = R"({"specversion":"0.2"})";
  CHECK(event_of({type, old}, Protocol::kHttp) == "old " + old);
  CHECK(event_of({R"([null,"content-type","application/cloudevents+avro"])", "x"},
                 Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE /headers/content-type");
  CHECK(event_of({R"([null,"content-type","application/cloudevents-batch+json"])", "[]"},
                 Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE /headers/content-type");
}

TEST_CASE("binary messages of old versions become those of 1.0") {
  const std::string context = R"("ce-id","1","ce-source","/s","ce-type","t","ce-specversion",)";
  const std::string begin = R"({"id":"1","source":"/s","type":"t","specversion":"1.0")";
  CHECK(event_of({"[null," + context +
                      R"("0.2","ce-schemaurl","http://x/","content-type",)"
                      R"("text/plain"])",
                  "x"},
                 Protocol::kHttp) ==
        begin + R"(,"dataschema":"http://x/","datacontenttype":"text/plain","data":"x"})");
  const std::string base64 = "[null," + context +
                             R"("0%2e3","ce-datacontentencoding","base64",)"
                             R"("content-type","application/json"])";
  CHECK(event_of({base64, "e30="}, Protocol::kHttp) ==
        begin + R"(,"datacontenttype":"application/json","data":{}})");
  CHECK(event_of({base64, "{}"}, Protocol::kHttp) == "ERR_PROTOCOL_MESSAGE /body");
}

TEST_CASE("modes are told without the body") {
  const std::string context = "[null," + kHttpContext + "]";
  CHECK(mode(context, Protocol::kHttp) == MessageMode::kBinary);
  CHECK(mode(context, Protocol::kNats) == MessageMode::kBinary);
  CHECK(mode(context, Protocol::kKafka) == MessageMode::kNone);
  CHECK(mode(R"([null,"ce-id","1"])", Protocol::kHttp) == MessageMode::kNone);
  CHECK(mode(R"(["application/cloudevents+avro"])", Protocol::kMqtt) == MessageMode::kStructured);
  CHECK(mode(R"([null,"CONTENT-TYPE","application/CloudEvents-batch+json"])", Protocol::kKafka) ==
        MessageMode::kBatch);
}

TEST_CASE("heads are lists of names and values") {
  JsonItems items;
  Message message;
  for (const std::string json :
       {"", "{}", "[]", "[null,\"a\"]", "[null,1,\"a\"]", "[null,null,1]"}) {
    CHECK_FALSE(read_head(json, items, message));
  }
  CHECK(read_head(R"(["a/b","\u0041",{}])", items, message));
  CHECK(message.content_type == "a/b");
  CHECK(message.headers[0].name == "A");
  CHECK(message.headers[0].type == JsonType::kObject);
}

TEST_CASE("reading a message survives running out of memory") {
  const std::string head = "[null," + kHttpContext + R"(,"ce-a","%20\"x\"","content-type","x/y"])";
  for (const bool lenient : {false, true}) {
    for (size_t n = 1;; ++n) {
      JsonItems items;
      Message message;
      REQUIRE(read_head(head, items, message));
      message.body = "body";
      message.has_body = true;
      Text event;
      Diagnostic problem;
      fail_allocations_from(n);
      const Outcome outcome = read_message(message, Protocol::kHttp, lenient, event, problem);
      fail_allocations_from(0);
      if (outcome == Outcome::kDone) break;
      CHECK(problem.code == ErrorCode::kOutOfMemory);
      CHECK(event.empty());
      REQUIRE(n < 100);
    }
  }
}
