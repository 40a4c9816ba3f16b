#include "event/timestamp.h"
#include "event/trace_context.h"
#include "event/uri.h"
#include "event/validate_aws_event.h"
#include "event/validate_cloud_event.h"
#include "fuzz.h"
#include "json/reader.h"

using namespace tidegate;

namespace {

// Places lie in the text and in its order, and a report is JSON.
void check(std::string_view text, const Issues& issues) {
  uint32_t last = 0;
  bool valid = true;
  for (uint32_t i = 0; i < issues.size(); ++i) {
    const Span span = issues[i].span;
    fuzz::demand(last <= span.begin && span.begin <= span.end && span.end <= text.size());
    last = span.begin;
    valid = valid && issues[i].severity != Severity::kError;
  }
  fuzz::demand(issues.valid() == valid || issues.size() == Issues::kMost);
  const bool is_json = validate_json(text).code == ErrorCode::kOk;
  fuzz::demand(is_json == (issues.problem.code == ErrorCode::kOk));
  Text report;
  issues.write(report);
  fuzz::demand(validate_json(report.view()).code == ErrorCode::kOk);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  static CloudEventValidator cloud_events;
  static AwsEventValidator aws_events;
  static Issues issues;
  Diagnostic problem;
  using Specification = CloudEventRules::Specification;
  for (const Specification specification : {Specification::kRelease, Specification::kDraft}) {
    fuzz::demand(cloud_events.validate(text, {specification}, issues, problem));
    check(text, issues);
  }
  fuzz::demand(aws_events.validate(text, {true}, issues, problem));
  check(text, issues);

  Text reference;
  append_uri_reference(text, reference);
  fuzz::demand(is_uri_reference(reference.view()));
  fuzz::demand(!is_uri_reference(text) || reference.view() == text);
  Timestamp time;
  if (parse_timestamp(text, time)) fuzz::demand(!is_before(time, time));
  is_tracestate(text);
  is_traceparent(text);
  return 0;
}
