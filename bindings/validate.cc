// The validators as JavaScript sees them (web/).

#include <emscripten/emscripten.h>

#include <cstdint>

#include "event/issues.h"
#include "event/validate_aws_event.h"
#include "event/validate_cloud_event.h"
#include "state.h"

namespace tidegate {
namespace {

CloudEventValidator cloud_event_validator;
AwsEventValidator aws_event_validator;
Issues issues;

// How many issues there are. The report on them is at tg_output_text() where there are any.
int32_t report(bool validated) {
  if (!validated) return kFailed;
  if (issues.size() == 0) return 0;
  output.clear();
  issues.write(output);
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : static_cast<int32_t>(issues.size());
}

}  // namespace

extern "C" {

// Validates the CloudEvent, or the batch of them, in the input. `flags`: 1 for the rules of 1.0.3.
EMSCRIPTEN_KEEPALIVE int32_t tg_validate_cloud_event(uint32_t size, uint32_t flags) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  CloudEventRules rules;
  if ((flags & 1) != 0) rules.specification = CloudEventRules::Specification::kDraft;
  return report(cloud_event_validator.validate(in.text, rules, issues, problem));
}

// Validates the EventBridge event in the input. `flags`: 1 for an event of one's own.
EMSCRIPTEN_KEEPALIVE int32_t tg_validate_aws_event(uint32_t size, uint32_t flags) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  const AwsEventRules rules = {(flags & 1) != 0};
  return report(aws_event_validator.validate(in.text, rules, issues, problem));
}

}  // extern "C"

}  // namespace tidegate
