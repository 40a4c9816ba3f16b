#include "event/validate_aws_event.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "base/memory.h"
#include "validation.h"

using namespace tidegate;

namespace {

std::string found(std::string_view text, const AwsEventRules& rules = {}) {
  AwsEventValidator validator;
  Issues issues;
  Diagnostic problem;
  REQUIRE(validator.validate(text, rules, issues, problem));
  return listed(text, issues);
}

// An event with another text for one member, or without it where that is empty.
std::string with(const std::string& name, const std::string& value) {
  static const std::pair<std::string, std::string> kMembers[] = {
      {"version", "\"0\""},
      {"id", "\"7bf73129-1428-4cd3-a780-95db273d1602\""},
      {"detail-type", "\"EC2 Instance State-change Notification\""},
      {"source", "\"aws.ec2\""},
      {"account", "\"012345678901\""},
      {"time", "\"2019-10-28T19:56:14.195503Z\""},
      {"region", "\"us-east-2\""},
      {"resources", "[\"arn:aws:ec2:us-east-2:012345678901:instance/i-1\"]"},
      {"detail", "{\"state\":\"running\"}"},
      {"replay-name", ""},
  };
  std::string event = "{";
  for (const auto& [member, usual] : kMembers) {
    const std::string& text = member == name ? value : usual;
    if (text.empty()) continue;
    if (event.size() > 1) event += ',';
    event += '"' + member + "\":" + text;
  }
  return event + '}';
}

std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

}  // namespace

TEST_CASE("An EventBridge event is valid") {
  CHECK(found(with("", "")) == "");
  CHECK(found(with("replay-name", "\"my-replay\"")) == "");
  CHECK(found(with("resources", "[]")) == "");
  CHECK(found(with("detail", "{}")) == "");
  CHECK(found(with("region", "\"global\"")) == "");
}

TEST_CASE("Members of an EventBridge event are there, of their types and not empty") {
  CHECK(found("{}") ==
        "(EB_VERSION_MISSING /version)\nEB_ID_MISSING /id\nEB_DETAIL_TYPE_MISSING /detail-type\n"
        "EB_SOURCE_MISSING /source\nEB_ACCOUNT_MISSING /account\nEB_TIME_MISSING /time\n"
        "EB_REGION_MISSING /region\nEB_RESOURCES_MISSING /resources\nEB_DETAIL_MISSING /detail");
  for (const std::string name :
       {"version", "id", "detail-type", "source", "account", "time", "region"}) {
    std::string code = "EB_" + name;
    for (char& c : code) c = c == '-' ? '_' : static_cast<char>(toupper(c));
    CAPTURE(name);
    for (const char* value : {"null", "1", "{}", "[]", "true"}) {
      CHECK(found(with(name, value)) == code + "_NOT_STRING /" + name + " " + value);
    }
    const bool is_first = name == "version";
    CHECK(found(with(name, "")) ==
          (is_first ? "(" : "") + code + "_MISSING /" + name + (is_first ? ")" : ""));
  }
  for (const std::string name : {"id", "detail-type", "source", "region"}) {
    std::string code = "EB_" + name;
    for (char& c : code) c = c == '-' ? '_' : static_cast<char>(toupper(c));
    CHECK(found(with(name, "\"\"")) == code + "_EMPTY /" + name + " \"\"");
  }
  for (const char* value : {"null", "1", "{}", "\"a\""}) {
    CHECK(found(with("resources", value)) ==
          std::string("EB_RESOURCES_NOT_ARRAY /resources ") + value);
  }
  for (const char* value : {"null", "1", "[]", "\"{}\""}) {
    CHECK(found(with("detail", value)) == std::string("EB_DETAIL_NOT_OBJECT /detail ") + value);
  }
  CHECK(found(with("replay-name", "null")) == "EB_REPLAY_NAME_NOT_STRING /replay-name null");
  CHECK(found(with("resources", "[\"a\", null, [\"b\"], \"c\", 7]")) ==
        "EB_RESOURCE_NOT_STRING /resources/1 null\nEB_RESOURCE_NOT_STRING /resources/2 [\"b\"]\n"
        "EB_RESOURCE_NOT_STRING /resources/4 7");
}

TEST_CASE("Members of an EventBridge event have their forms") {
  const auto issue = [](const std::string& name, const std::string& value) {
    return found(with(name, in_quotes(value)));
  };
  CHECK(issue("version", "1") == "(EB_VERSION_NOT_ZERO /version \"1\")");
  CHECK(issue("version", "") == "(EB_VERSION_NOT_ZERO /version \"\")");
  CHECK(issue("id", "B977EE77-75E0-7A64-DD73-73A159BB4FF2") == "");
  for (const char* id :
       {"CWE-event-id", "7bf73129-1428-4cd3-a780-95db273d160g",
        "7bf73129-1428-4cd3-a780-95db273d16021", "7bf7312901428-4cd3-a780-95db273d160"}) {
    CHECK(issue("id", id) == "(EB_ID_NOT_UUID /id " + in_quotes(id) + ")");
  }
  for (const char* account : {"", "x", "123456789", "1234567890123", "12345678901a"}) {
    CHECK(issue("account", account) ==
          "(EB_ACCOUNT_NOT_NUMBER /account " + in_quotes(account) + ")");
  }
  for (const char* time : {"", "2022-04-31T00:00:00Z", "yyyy-mm-ddThh:mm:ssZ", "2022-04-30"}) {
    CHECK(issue("time", time) == "EB_TIME_NOT_TIMESTAMP /time " + in_quotes(time));
  }
}

TEST_CASE("Sources of AWS are not for everybody") {
  const auto issue = [](const std::string& source, bool custom) {
    return found(with("source", in_quotes(source)), {custom});
  };
  for (const char* source : {"com.example.shop", "awsx", "AWS.ec2", "my app \xC3\xA9"}) {
    CHECK(issue(source, false) == "");
    CHECK(issue(source, true) == "");
  }
  CHECK(issue("aws.ec2", false) == "");
  CHECK(issue("aws.ec2", true) == "EB_SOURCE_RESERVED /source \"aws.ec2\"");
  for (const char* source : {"aws.partner/zendesk.com/9242270/default", "aws.partner/a/b",
                             "aws.partner/A-b_c.d/1/2/3"}) {
    CHECK(issue(source, false) == "");
  }
  for (const char* source : {"aws.partner", "aws.partner/", "aws.partner/a", "aws.partner/a/",
                             "aws.partner/a//b", "aws.partner/a/b c", "aws.partnera/b/c"}) {
    CHECK(issue(source, false) == "(EB_SOURCE_PARTNER /source " + in_quotes(source) + ")");
  }
}

TEST_CASE("PutEvents has limits") {
  const auto text = [](size_t size) { return in_quotes(std::string(size, 'x')); };
  const auto wide = [](size_t size) {
    std::string characters;
    for (size_t i = 0; i < size; ++i) characters += "\xC3\xA9";
    return in_quotes(characters);
  };
  CHECK(found(with("detail-type", text(128))) == "");
  CHECK(found(with("detail-type", wide(128))) == "");
  CHECK(found(with("detail-type", text(129))) ==
        "(EB_DETAIL_TYPE_LONG /detail-type " + text(129) + ")");
  CHECK(found(with("source", wide(256))) == "");
  CHECK(found(with("source", wide(257))) == "(EB_SOURCE_LONG /source " + wide(257) + ")");
  CHECK(found(with("resources", "[" + text(2048) + "]")) == "");
  CHECK(found(with("resources", "[\"\"," + text(2049) + "]")) ==
        "(EB_RESOURCE_LONG /resources/1 " + text(2049) + ")");
  // 14 for the time, 7 for the source, 38 for the detail-type, 46 for the resource.
  const size_t room = (256 << 10) - 14 - 7 - 38 - 47 - std::string("{\"a\":\"\"}").size();
  CHECK(found(with("detail", "{\"a\":" + text(room) + "}")) == "");
  CHECK(found(with("detail", "{\"a\":" + text(room + 1) + "}")) == "(EB_ENTRY_LARGE )");
}

TEST_CASE("Members of an EventBridge event come once, and others not at all") {
  std::string event = with("", "");
  event.insert(1, R"("id":"7bf73129-1428-4cd3-a780-95db273d1602","\u0074race":1,"trace":2,)");
  CHECK(found(event) ==
        "(EB_UNKNOWN /trace \"\\u0074race\")\n(EB_UNKNOWN /trace \"trace\")\n"
        "EB_DUPLICATE /id \"id\"");
  event = with("", "");
  event.insert(1, R"("resources":[7],)");
  CHECK(found(event) == "EB_DUPLICATE /resources \"resources\"");
}

TEST_CASE("What is no EventBridge event at all is one issue") {
  for (const char* text : {"1", "[]", "null", " [{}]"}) CHECK(found(text) == "EB_NOT_OBJECT ");
  CHECK(found("{\"id\":1") == "ERR_INVALID_JSON ");
  CHECK(found("{\"id\":\"\xFF\"}") == "ERR_INVALID_UTF8 ");
}

TEST_CASE("A validation of an EventBridge event that runs out of memory says so") {
  const std::string event = with("resources", "[\"\\u0061\",1,2,3]");
  size_t failures = 0;
  for (size_t n = 1;; ++n) {
    AwsEventValidator validator;
    Issues issues;
    Diagnostic problem;
    fail_allocations_from(n);
    const bool validated = validator.validate(event, {}, issues, problem);
    fail_allocations_from(0);
    if (validated) {
      CHECK(issues.size() == 3);
      break;
    }
    CHECK(problem.code == ErrorCode::kOutOfMemory);
    ++failures;
  }
  CHECK(failures > 4);
}
