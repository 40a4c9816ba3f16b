// What AWS services make of an input, as JavaScript sees it (web/sns.ts,
// web/test-event-pattern.ts).

#include <emscripten/emscripten.h>

#include <cstdint>
#include <utility>

#include "event/sns_attributes.h"
#include "match/test_event_pattern.h"
#include "state.h"

namespace tidegate {

extern "C" {

// Writes the message attributes of SNS in the input as an event to tg_output_text().
EMSCRIPTEN_KEEPALIVE int32_t tg_sns_attributes(uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  return sns_attributes_event(in.text, output, problem) ? 0 : kFailed;
}

// Asks what TestEventPattern answers for the event and the pattern in the input. 1: they match. 0:
// they do not. -2: InvalidEventPatternException, -3: ValidationException; the message of the
// service is at tg_output_text(), and tg_problem() is our own account.
EMSCRIPTEN_KEEPALIVE int32_t tg_test_event_pattern(uint32_t event_size, uint32_t pattern_size) {
  Input in;
  if (!read_input(event_size, event_size, pattern_size, in)) return kFailed;
  ServiceAnswer answer;
  test_event_pattern(in.name, in.text, answer);
  std::swap(output, answer.message);
  std::swap(problem, answer.problem);
  switch (answer.kind) {
    case ServiceAnswer::Kind::kMatch:
      return 1;
    case ServiceAnswer::Kind::kNoMatch:
      return 0;
    case ServiceAnswer::Kind::kInvalidPattern:
      return -2;
    case ServiceAnswer::Kind::kInvalidEvent:
      return -3;
    case ServiceAnswer::Kind::kFailed:
      return kFailed;
  }
  return kFailed;
}

}  // extern "C"

}  // namespace tidegate
