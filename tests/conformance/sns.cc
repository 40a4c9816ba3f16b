#include "conformance/sns.h"

#include <stdexcept>

#include "event/sns_attributes.h"
#include "match/rule_set.h"
#include "pattern/parser.h"

namespace conformance {
namespace {

using reference::JsonValue;
using tidegate::Profile;
using tidegate::RuleSet;
using tidegate::SnsCall;

// The rows do not say how their errors were recorded. The tests that the ids name (their source is
// at each row's path) call Subscribe without a scope, which is then MessageAttributes, but for
// these: the first changes a subscription without a scope, the second one with the scope
// MessageBody, and one case calls Subscribe with that scope.
struct Recording {
  const char* part_of_id;
  SnsCall call;
  Profile profile;
};
constexpr Recording kRecordings[] = {
    {"/test_sub_filter_policy_nested_property/", SnsCall::kSetSubscriptionAttributes,
     Profile::kSnsAttributes},
    {"/test_sub_filter_policy_nested_property_constraints/", SnsCall::kSetSubscriptionAttributes,
     Profile::kSnsBody},
    {"/error-complexity-or-nested", SnsCall::kSubscribe, Profile::kSnsBody},
    {"", SnsCall::kSubscribe, Profile::kSnsAttributes},
};

const Recording& recording_of(const std::string& id) {
  for (const Recording& recording : kRecordings) {
    if (id.find(recording.part_of_id) != std::string::npos) return recording;
  }
  throw std::logic_error("the last recording is of every id");
}

// Bodies are texts, or values that were texts once.
std::string body_of(const JsonValue& row) {
  const JsonValue& body = *row.find("body");
  return body.kind == JsonValue::Kind::kString ? body.text : write_json(body);
}

}  // namespace

std::string sns_answer(const JsonValue& row) {
  const bool of_body = row.find("scope")->text == "MessageBody";
  RuleSet rules({.profile = of_body ? Profile::kSnsBody : Profile::kSnsAttributes});
  tidegate::RuleId id = tidegate::kNoRule;
  tidegate::Diagnostic problem;
  if (rules.add("policy", write_json(*row.find("policy")), problem, id) == RuleSet::Added::kNo)
    return std::string(problem.reason.view());
  tidegate::Text event;
  if (of_body) {
    event.append(body_of(row));
  } else if (!sns_attributes_event(write_json(*row.find("attributes")), event, problem)) {
    return std::string(problem.reason.view());
  }
  tidegate::MatchScratch scratch;
  if (!rules.match(event.view(), scratch, problem)) return std::string(problem.reason.view());
  return scratch.matches.empty() ? "nomatch" : "match";
}

std::string sns_message(const JsonValue& row) {
  const Recording& recording = recording_of(row.find("id")->text);
  tidegate::Text message;
  if (!aws_message(write_json(*row.find("policy")), recording.profile, message, recording.call))
    throw std::runtime_error("no memory for a message");
  return std::string(message.view());
}

}  // namespace conformance
