#include "convert/from_cloud_event.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"
#include "convert/cloud_event.h"

using namespace tidegate;

namespace {

using Detail = FromCloudEventOptions::Detail;
using Profile = CloudEventOptions::Profile;

// The output and, behind " | ", the paths of what was lost.
std::string converted(std::string_view event, const FromCloudEventOptions& options = {}) {
  Text output;
  Losses losses;
  Diagnostic problem;
  if (!from_cloud_event(event, options, output, losses, problem)) {
    CHECK(output.empty());
    return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view()) + " " +
           std::string(problem.reason.view());
  }
  std::string result(output.view());
  Text json;
  losses.write(json);
  constexpr std::string_view kPath = R"("path":")";
  for (size_t at = json.view().find(kPath); at != std::string_view::npos;
       at = json.view().find(kPath, at)) {
    at += kPath.size();
    result += " | " + std::string(json.view().substr(at, json.view().find('"', at) - at));
  }
  return result;
}

std::string cloud_event(std::string_view event, Profile profile, bool lossless) {
  CloudEventOptions options;
  options.profile = profile;
  options.lossless = lossless;
  JsonItems members;
  Text output;
  Diagnostic problem;
  REQUIRE(to_cloud_event(event, options, members, output, nullptr, problem));
  return std::string(output.view());
}

FromCloudEventOptions to(Target target, Detail detail = Detail::kAuto) {
  FromCloudEventOptions options;
  options.target = target;
  options.detail = detail;
  return options;
}

std::string with(std::string_view members) {
  return R"({"specversion":"1.0","id":"1","source":"/s","type":"t")" + std::string(members) + "}";
}

}  // namespace

TEST_CASE("an event of EventBridge comes back as it was") {
  // In the order of the output, so that nothing but the text need be compared.
  const std::string events[] = {
      R"({"version":"0","id":"1","detail-type":"t","source":"aws.ec2","account":"012",)"
      R"("time":"2019-10-28T19:56:14.195503Z","region":"r","resources":["a","b"],)"
      R"("detail":{"n": 1.50},"replay-name":"x"})",
      R"({"id":"1","detail-type":"t","source":"aws.partner/a b/é","region":"r"})",
      R"({"version":"","id":"1","detail-type":"t","source":"my \u0073hop%20\"","account":"",)"
      R"("region":"r s","resources":[],"detail":null,"replay-name":""})",
      R"({"id":"1","detail-type":"t","source":"s","account":"1","region":"r","resources":{"a":1.0},)"
      R"("detail":[1],"version":0,"replay-name":null,"x-y":{"\\":"\ud800"},"x-y":2})",
      // Not what the profile of ARNs writes, though it looks so.
      R"({"id":"1","detail-type":"com.amazon.events.event","source":"s","region":"r",)"
      R"("detail":{"id":"1","detail-type":"t","source":"s","region":"r"}})",
  };
  for (const std::string& event : events) {
    CHECK(converted(cloud_event(event, Profile::kTalk, true)) == event);
    CHECK(converted(cloud_event(event, Profile::kAwsDocs, true)) == event);
    if (event.find("account") != std::string::npos) {
      CHECK(converted(cloud_event(event, Profile::kArn, false)) == event);
    }
  }
}

TEST_CASE("without lossless the source is a guess, which is told") {
  const auto source = [](std::string_view name) {
    return converted(R"({"specversion":"1.0","id":"1","type":"t","awsregion":"r","source":")" +
                     std::string(name) + "\"}");
  };
  const auto event = [](std::string_view name) {
    return R"({"version":"0","id":"1","detail-type":"t","source":")" + std::string(name) +
           R"(","region":"r","resources":[]} | /source)";
  };
  CHECK(source("com.amazonaws/r/ec2") == event("aws.ec2"));
  CHECK(source("com.amazonaws/r/partner/a.com/b") == event("aws.partner/a.com/b"));
  CHECK(source("com.amazonaws/r/com.example.shop") == event("com.example.shop"));
  CHECK(source("com.amazonaws/r/my%20shop") == event("my shop"));
  CHECK(source("com.amazonaws/r/a.%FF%zz") == event("a.%FF%zz"));
  CHECK(source("com.amazonaws/r/") ==
        "ERR_EVENT_FIELD /source The event's \"source\" has no name.");
}

TEST_CASE("any CloudEvent is a detail, whole or by its data") {
  FromCloudEventOptions options = to(Target::kEventBridge);
  options.region = "r";
  options.account = "1";
  const std::string event =
      with(R"(,"data":{"a": 1.50},"subject":"x","datacontenttype":"a/b+json")");
  CHECK(converted(event, options) ==
        R"({"version":"0","id":"1","detail-type":"t","source":"/s","account":"1","region":"r",)"
        R"("resources":[],"detail":)" +
            event + "}");
  options.detail = Detail::kData;
  CHECK(converted(event, options) ==
        R"({"version":"0","id":"1","detail-type":"t","source":"/s","account":"1","region":"r",)"
        R"("resources":[],"detail":{"a": 1.50}} | /subject)");
  options.region = {};
  CHECK(converted(event, options).starts_with("ERR_EVENT_FIELD /awsregion "));
}

TEST_CASE("an entry for PutEvents") {
  const std::string trace =
      R"(,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")";
  const std::string event =
      with(R"(,"time":"2020-01-01T00:00:00Z","data":{ "a": 1 },"x":1)" + trace);
  FromCloudEventOptions options = to(Target::kPutEvents, Detail::kData);
  options.event_bus = "b";
  CHECK(converted(event, options) ==
        R"({"Time":"2020-01-01T00:00:00Z","Source":"/s","DetailType":"t","Detail":"{\"a\":1}",)"
        R"("EventBusName":"b","TraceHeader":"Root=1-0af76519-16cd43dd8448eb211c80319c;)"
        R"(Parent=b7ad6b7169203331;Sampled=1"} | /id | /x)");
  CHECK(converted(with(""), to(Target::kPutEvents)) ==
        R"({"Source":"/s","DetailType":"t","Detail":"{\"specversion\":\"1.0\",\"id\":\"1\",)"
        R"(\"source\":\"/s\",\"type\":\"t\"}"})");
  const std::string kept = R"(,"awssource":"shop","awsresources":"[\"a\"]","data":{})";
  CHECK(converted(with(kept), to(Target::kPutEvents, Detail::kData)) ==
        R"({"Source":"shop","DetailType":"t","Resources":["a"],"Detail":"{}"} | /id)");
}

TEST_CASE("what an entry for PutEvents cannot be") {
  const auto refused = [](std::string_view members) {
    return converted(with(members), to(Target::kPutEvents, Detail::kData));
  };
  CHECK(refused("") == "ERR_EVENT_FIELD /data The event's \"data\" is missing.");
  CHECK(refused(R"(,"data":[])") == "ERR_EVENT_FIELD /data The event's \"data\" is not an object.");
  CHECK(refused(R"(,"data_base64":"")").starts_with("ERR_EVENT_FIELD /data_base64 "));
  CHECK(refused(R"(,"data":{},"awssource":"aws.x")").starts_with("ERR_EVENT_FIELD /awssource "));
  const std::string resource(2049, 'x');
  for (const std::string& resources :
       {std::string("5"), std::string("[1]"), std::string("["), "[\\\"" + resource + "\\\"]"}) {
    CHECK(refused(R"(,"data":{},"awsresources":")" + resources + "\"")
              .starts_with("ERR_EVENT_FIELD /awsresources "));
  }
  const auto type_of = [](size_t size) {
    std::string type;
    while (size-- != 0) type += "é";
    return converted(R"({"specversion":"1.0","id":"1","source":"/s","type":")" + type + "\"}",
                     to(Target::kPutEvents));
  };
  CHECK(type_of(128)[0] == '{');
  CHECK(type_of(129).starts_with("ERR_EVENT_FIELD /type "));
}

TEST_CASE("messages hold the whole event, compact") {
  constexpr std::string_view kAttributes =
      R"("MessageAttributes":{"content-type":{"DataType":"String",)"
      R"("StringValue":"application/cloudevents+json"}}})";
  const std::string text =
      R"({\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\")";
  CHECK(converted(with(" ,\n\"n\" : 1"), to(Target::kSqs)) ==
        R"({"MessageBody":")" + text + R"(,\"n\":1}",)" + std::string(kAttributes));
  const auto sns = [](std::string_view subject) {
    return converted(with(",\"subject\":\"" + std::string(subject) + "\""), to(Target::kSns));
  };
  CHECK(sns("Hi \\\"you\\\"").find(R"(,"Subject":"Hi \"you\"",)") != std::string::npos);
  CHECK(sns(std::string(100, 'x')).find("\"Subject\"") != std::string::npos);
  for (const std::string& subject : {std::string(), std::string(" x"), std::string("\\n"),
                                     std::string("é"), std::string(101, 'x')}) {
    CHECK(sns(subject).find("\"Subject\"") == std::string::npos);
  }
}

TEST_CASE("an event for Event Grid") {
  FromCloudEventOptions options = to(Target::kEventGrid);
  options.data_version = "2";
  CHECK(converted(with(R"(,"subject":"x","time":"y","data":5,"n":1,"dataschema":"urn:s")"),
                  options) ==
        R"({"id":"1","topic":"/s","subject":"x","eventType":"t","eventTime":"y","data":5,)"
        R"("dataVersion":"2"} | /n | /dataschema)");
  CHECK(converted(with(R"(,"time":"y")"), options).starts_with("ERR_EVENT_FIELD /subject "));
  options.subject = "o";
  CHECK(converted(with(""), options).starts_with("ERR_EVENT_FIELD /time "));
  options.time = "z";
  options.topic = false;
  CHECK(converted(with(R"(,"data_base64":"","datacontenttype":"a/b")"), options) ==
        R"({"id":"1","subject":"o","eventType":"t","eventTime":"z","dataVersion":"2"})"
        " | /source | /data_base64 | /datacontenttype");
}

TEST_CASE("an older CloudEvent is upgraded first") {
  CHECK(converted(R"({"specversion":"0.2","id":"1","source":"/s","type":"t","contenttype":"a/b",)"
                  R"("data":{}})",
                  to(Target::kPutEvents, Detail::kData)) ==
        R"({"Source":"/s","DetailType":"t","Detail":"{}"} | /id | /datacontenttype)");
  CHECK(converted(R"({"specversion":"0.3","id":"1","source":"/s"})") ==
        "ERR_EVENT_FIELD /type The event's \"type\" is missing.");
}

TEST_CASE("what is no CloudEvent is refused") {
  CHECK(converted("[]").starts_with("ERR_EVENT_NOT_OBJECT"));
  CHECK(converted("{").starts_with("ERR_INVALID_JSON"));
  CHECK(converted(R"({"specversion":"1.0"})") ==
        "ERR_EVENT_FIELD /id The event's \"id\" is missing.");
  CHECK(converted(with(R"(,"id":"2")")) == "ERR_EVENT_FIELD /id The event's \"id\" comes twice.");
  CHECK(converted(with(R"(,"time":5)")) ==
        "ERR_EVENT_FIELD /time The event's \"time\" is not a string.");
  CHECK(converted(with(R"(,"data":1,"data_base64":"")"))
            .starts_with("ERR_EVENT_FIELD /data_base64 "));
}

TEST_CASE("extensions of lossless that are none are refused") {
  const auto refused = [](std::string_view members) {
    return converted(with(R"(,"awsregion":"r","awssource":"s",)" + std::string(members)));
  };
  CHECK(refused(R"("awsresources":"[")").starts_with("ERR_EVENT_FIELD /awsresources "));
  CHECK(refused(R"("awsextra":"[]")").starts_with("ERR_EVENT_FIELD /awsextra "));
  CHECK(refused(R"("awsextra":"{\"id\":1}")").starts_with("ERR_EVENT_FIELD /awsextra "));
  CHECK(refused(R"("awsversion":"0","awsextra":"{\"version\":1}")")
            .starts_with("ERR_EVENT_FIELD /awsextra "));
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  CHECK(refused("\"awsresources\":\"" + deep + "\"").starts_with("ERR_TOO_DEEP"));
}

TEST_CASE("a conversion without memory says so") {
  const std::string event = with(
      R"(,"awsregion":"r","awssource":"s","awsextra":"{\"a\\n\":1}","awsresources":"[]","x":1)");
  const std::string old = R"({"specversion":"0.3","id":"1","source":"/s","type":"t","Ab":1})";
  for (const std::string& text : {event, old}) {
    for (const Target target : {Target::kEventBridge, Target::kPutEvents, Target::kSns}) {
      FromCloudEventOptions options = to(target);
      options.region = "r";
      for (size_t n = 1;; ++n) {
        Text output;
        Losses losses;
        Diagnostic problem;
        fail_allocations_from(n);
        const bool ok = from_cloud_event(text, options, output, losses, problem);
        fail_allocations_from(0);
        if (ok) break;
        REQUIRE(problem.code == ErrorCode::kOutOfMemory);
        REQUIRE(output.empty());
      }
    }
  }
}
