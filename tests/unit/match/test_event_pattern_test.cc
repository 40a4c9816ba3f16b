#include "match/test_event_pattern.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"

using namespace tidegate;

namespace {

constexpr std::string_view kEvent =
    R"({"id": "1", "account": "1", "source": "s", "time": "t", "region": "r", "detail-type": "d"})";

using Kind = ServiceAnswer::Kind;

}  // namespace

TEST_CASE("the service answers whether the pattern matches") {
  ServiceAnswer answer;
  test_event_pattern(kEvent, R"({"source": ["s"]})", answer);
  CHECK(answer.kind == Kind::kMatch);
  CHECK(exception_name(answer.kind).empty());
  test_event_pattern(kEvent, R"({"source": ["x"]})", answer);
  CHECK(answer.kind == Kind::kNoMatch);
}

TEST_CASE("every mandatory member is wanted") {
  for (const std::string_view key : {"id", "account", "source", "time", "region", "detail-type"}) {
    std::string event(kEvent);
    event.replace(event.find("\"" + std::string(key) + "\"") + 1, 1, "_");
    ServiceAnswer answer;
    test_event_pattern(event, R"({"source": ["s"]})", answer);
    CHECK(answer.kind == Kind::kInvalidEvent);
    CHECK(exception_name(answer.kind) == "ValidationException");
    CHECK(answer.message.view() == "Parameter Event is not valid.");
    CHECK(answer.problem.code == ErrorCode::kEventField);
    CHECK(answer.problem.pointer.view() == "/" + std::string(key));
  }
}

TEST_CASE("a refusal is AWS's message word for word") {
  ServiceAnswer answer;
  test_event_pattern(kEvent, R"({"source": []})", answer);
  CHECK(answer.kind == Kind::kInvalidPattern);
  CHECK(exception_name(answer.kind) == "InvalidEventPatternException");
  CHECK(answer.message.view() ==
        "Event pattern is not valid. Reason: Empty arrays are not allowed\n"
        " at [Source: (String)\"{\"source\": []}\"; line: 1, column: 14]");
  CHECK(answer.problem.code == ErrorCode::kPatternEmpty);
  test_event_pattern("[]", R"({"source": ["s"]})", answer);
  CHECK(answer.kind == Kind::kInvalidEvent);
  CHECK(answer.problem.code == ErrorCode::kEventNotObject);
  test_event_pattern("{", R"({"source": ["s"]})", answer);
  CHECK(answer.problem.code == ErrorCode::kInvalidJson);
}

TEST_CASE("without memory there is no answer") {
  for (const std::string_view pattern : {R"({"source": ["s"]})", R"({"source": []})"}) {
    for (size_t n = 1;; ++n) {
      ServiceAnswer answer;
      fail_allocations_from(n);
      test_event_pattern(kEvent, pattern, answer);
      fail_allocations_from(0);
      if (answer.kind != Kind::kFailed) break;
      REQUIRE(answer.problem.code == ErrorCode::kOutOfMemory);
    }
  }
}
