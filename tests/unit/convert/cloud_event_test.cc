#include "convert/cloud_event.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"

using namespace tidegate;

namespace {

constexpr std::string_view kEvent = R"({
  "version": "0",
  "id": "B977EE77-75E0-7A64-DD73-73A159BB4FF2",
  "detail-type": "EC2 Instance State-change Notification",
  "source": "aws.ec2",
  "account": "012345678901",
  "time": "2019-10-28T19:56:14.195503Z",
  "region": "us-east-2",
  "resources": [],
  "detail": {"instance-id": "i-00b414b880501ae45", "n": [1.10, 12345678901234567890]}
})";

std::string converted(std::string_view event, CloudEventOptions options = {}) {
  JsonItems members;
  Text output;
  Diagnostic problem;
  if (to_cloud_event(event, options, members, output, nullptr, problem))
    return std::string(output.view());
  CHECK(output.empty());
  return std::string(error_name(problem.code)) + " " + std::string(problem.pointer.view()) + " " +
         std::string(problem.reason.view());
}

std::string event_with(std::string_view source, std::string_view region = "us-east-1") {
  return R"({"id":"1","detail-type":"t","region":")" + std::string(region) + R"(","source":")" +
         std::string(source) + R"("})";
}

std::string source_of(std::string_view source, std::string_view region = "us-east-1") {
  const std::string output = converted(event_with(source, region));
  const size_t begin = output.find("\"source\":\"") + 10;
  return output.substr(begin, output.find('"', begin) - begin);
}

}  // namespace

TEST_CASE("an AWS event becomes a CloudEvent, its numbers and digits untouched") {
  CHECK(converted(kEvent) ==
        R"({"awsaccount":"012345678901","awsregion":"us-east-2",)"
        R"("data":{"instance-id": "i-00b414b880501ae45", "n": [1.10, 12345678901234567890]},)"
        R"("datacontenttype":"application/json","id":"B977EE77-75E0-7A64-DD73-73A159BB4FF2",)"
        R"("source":"com.amazonaws/us-east-2/ec2","specversion":"1.0",)"
        R"("time":"2019-10-28T19:56:14.195503Z","type":"EC2 Instance State-change Notification"})");
}

TEST_CASE("version 0.2 is written as it was in 2019") {
  CloudEventOptions options;
  options.version = CloudEventOptions::Version::k0_2;
  const std::string output = converted(kEvent, options);
  CHECK(output.find(R"("contenttype":"application/json","data":)") != std::string::npos);
  CHECK(output.find(R"("specversion":"0.2")") != std::string::npos);
  CHECK(output.find("datacontenttype") == std::string::npos);
}

TEST_CASE("only a leading aws. is taken from the source, and it stays a URI-reference") {
  CHECK(source_of("aws.ec2") == "com.amazonaws/us-east-1/ec2");
  CHECK(source_of("\\u0061ws.ec2") == "com.amazonaws/us-east-1/ec2");
  CHECK(source_of("aws.partner/zendesk.com/9242270/default") ==
        "com.amazonaws/us-east-1/partner/zendesk.com/9242270/default");
  CHECK(source_of("com.mycompany.aws.app") == "com.amazonaws/us-east-1/com.mycompany.aws.app");
  CHECK(source_of("my shop\\\"\u00e9[1]") == "com.amazonaws/us-east-1/my%20shop%22%C3%A9%5B1%5D");
  CHECK(source_of("50%25 100% 7%zz") == "com.amazonaws/us-east-1/50%25%20100%25%207%25zz");
  CHECK(source_of("a#b#c") == "com.amazonaws/us-east-1/a#b%23c");
}

TEST_CASE("what is not there is not invented") {
  CHECK(converted(event_with("s")) ==
        R"({"awsregion":"us-east-1","datacontenttype":"application/json","id":"1",)"
        R"("source":"com.amazonaws/us-east-1/s","specversion":"1.0","type":"t"})");
}

TEST_CASE("what is missing, empty, twice or of the wrong type is named") {
  CHECK(converted("{}") == "ERR_EVENT_FIELD /id The event's \"id\" is missing.");
  CHECK(converted(event_with("")) == "ERR_EVENT_FIELD /source The event's \"source\" is empty.");
  CHECK(converted(R"({"id": 5})") == "ERR_EVENT_FIELD /id The event's \"id\" is not a string.");
  CHECK(converted(R"({"id": ["5"]})") == "ERR_EVENT_FIELD /id The event's \"id\" is not a string.");
  CHECK(converted(R"({"detail": 1, "detail": 2})") ==
        "ERR_EVENT_FIELD /detail The event's \"detail\" comes twice.");
  CHECK(converted("[]").starts_with("ERR_EVENT_NOT_OBJECT"));
  CHECK(converted("{\"id\":").starts_with("ERR_INVALID_JSON"));
  CloudEventOptions options;
  options.max_event_bytes = 10;
  CHECK(converted(kEvent, options).starts_with("ERR_TOO_LARGE"));
}

TEST_CASE("a converter without memory says so") {
  for (size_t n = 1;; ++n) {
    JsonItems members;
    Text output;
    Diagnostic problem;
    fail_allocations_from(n);
    const bool ok = to_cloud_event(kEvent, {}, members, output, nullptr, problem);
    fail_allocations_from(0);
    if (ok) break;
    REQUIRE(problem.code == ErrorCode::kOutOfMemory);
    REQUIRE(output.empty());
  }
}

TEST_CASE("the profile of AWS's guide") {
  CloudEventOptions options;
  options.profile = CloudEventOptions::Profile::kAwsDocs;
  CHECK(converted(event_with("aws.x y"), options) ==
        R"({"id":"1","region":"us-east-1","source":"aws.x%20y","specversion":"1.0","type":"t"})");
}

TEST_CASE("the profile of ARNs has the whole event as data") {
  CloudEventOptions options;
  options.profile = CloudEventOptions::Profile::kArn;
  const auto source = [&](std::string_view region) {
    const std::string event =
        R"({"id":"1","detail-type":"t","source":"s","account":"12","region":")" +
        std::string(region) + "\"}";
    return converted(" " + event + "\n", options) ==
           R"({"awseventsdetailtype":"t","awseventssource":"s","data":)" + event +
               R"(,"datacontenttype":"application/json","id":"1","source":"arn:)" +
               (region == "cn-north-1" ? "aws-cn" : "aws") + ":events:" + std::string(region) +
               R"(:12:event-bus/default","specversion":"1.0","type":"com.amazon.events.event"})";
  };
  CHECK(source("us-east-1"));
  CHECK(source("cn-north-1"));
  CHECK(converted(event_with("s"), options) ==
        "ERR_EVENT_FIELD /account The event's \"account\" is missing.");
}

TEST_CASE("lossless adds what has no attribute") {
  CloudEventOptions options;
  options.lossless = true;
  CHECK(converted(R"({"id":"1","detail-type":"t","source":"s","region":"r","version":"0",)"
                  R"("resources":[ "a" ],"replay-name":"n","x":1.0,"y z":[ ]})",
                  options) ==
        R"({"awsextra":"{\"x\":1.0,\"y z\":[]}","awsregion":"r","awsreplayname":"n",)"
        R"("awsresources":"[\"a\"]","awssource":"s","awsversion":"0",)"
        R"("datacontenttype":"application/json","id":"1","source":"com.amazonaws/r/s",)"
        R"("specversion":"1.0","type":"t"})");
}

TEST_CASE("what is not carried is a loss") {
  const auto lost = [](std::string_view event, CloudEventOptions::Profile profile, bool lossless) {
    CloudEventOptions options;
    options.profile = profile;
    options.lossless = lossless;
    JsonItems members;
    Text output;
    Losses losses;
    Diagnostic problem;
    REQUIRE(to_cloud_event(event, options, members, output, &losses, problem));
    Text json;
    losses.write(json);
    std::string paths;
    constexpr std::string_view kPath = R"("path":")";
    for (size_t at = json.view().find(kPath); at != std::string_view::npos;
         at = json.view().find(kPath, at)) {
      at += kPath.size();
      paths += std::string(json.view().substr(at, json.view().find('"', at) - at));
    }
    return paths;
  };
  using Profile = CloudEventOptions::Profile;
  CHECK(lost(kEvent, Profile::kTalk, false) == "/version/resources");
  CHECK(lost(kEvent, Profile::kTalk, true).empty());
  CHECK(lost(kEvent, Profile::kArn, false).empty());
  CHECK(lost(event_with("aws.x"), Profile::kTalk, false).empty());
  CHECK(lost(event_with("aws.x y"), Profile::kTalk, false) == "/source");
  CHECK(lost(event_with("x"), Profile::kTalk, false) == "/source");
  CHECK(lost(event_with("x"), Profile::kAwsDocs, false).empty());
  CHECK(lost(event_with("x y"), Profile::kAwsDocs, false) == "/source");
  CHECK(lost(event_with("aws.x").insert(1, "\"a/b\":1,"), Profile::kTalk, false) == "/a~1b");
}
