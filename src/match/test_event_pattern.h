#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "pattern/parser.h"

namespace tidegate {

// What the API call TestEventPattern of EventBridge answers. Where it refuses, `message` is AWS's
// message, word for word, and `problem` our own account of it, with its place in the event or the
// pattern.
struct ServiceAnswer {
  enum class Kind : uint8_t {
    kMatch,
    kNoMatch,
    kInvalidPattern,  // InvalidEventPatternException
    kInvalidEvent,    // ValidationException
    kFailed,          // Not an answer: there was no memory, see the problem.
  };

  Kind kind = Kind::kFailed;
  Text message;
  Diagnostic problem;
};

// The name of the exception that the service raises; "" where it raises none.
std::string_view exception_name(ServiceAnswer::Kind kind);

// Answers as the service does (Amazon EventBridge API Reference, TestEventPattern). The event must
// be a JSON object with the members id, account, source, time, region and detail-type: it is
// recorded that all six are enough and that none is too few; that each of the six is needed is
// inferred, and so is that the event is looked at before the pattern.
void test_event_pattern(std::string_view event, std::string_view pattern, ServiceAnswer& answer);

}  // namespace tidegate
