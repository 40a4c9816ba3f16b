#include "event/aws_event.h"

#include "event/member_fault.h"

namespace tidegate {
namespace {

struct FieldRule {
  std::string_view name;
  bool required;
  bool string;
};

// In the order of AwsEvent::Field.
constexpr FieldRule kFields[AwsEvent::kFieldCount] = {
    {"version", false, false},     {"id", true, true},          {"detail-type", true, true},
    {"source", true, true},        {"account", false, true},    {"time", false, true},
    {"region", true, true},        {"resources", false, false}, {"detail", false, false},
    {"replay-name", false, false},
};

constexpr std::string_view kHint =
    "An EventBridge event has the members id, detail-type, source, region, account, time and "
    "detail, each once; all but detail are strings.";

}  // namespace

std::string_view aws_field_name(AwsEvent::Field field) { return kFields[field].name; }

AwsEvent::Field aws_field(std::string_view name) {
  // No two have the same length and first letter, so few are compared any further.
  const char first = name.empty() ? '\0' : name[0];
  for (uint32_t field = 0; field < AwsEvent::kFieldCount; ++field) {
    const std::string_view candidate = kFields[field].name;
    if (candidate.size() == name.size() && candidate[0] == first && candidate == name)
      return static_cast<AwsEvent::Field>(field);
  }
  return AwsEvent::kFieldCount;
}

bool read_aws_event(std::string_view text, const JsonItems& members, AwsEvent& event,
                    Diagnostic& problem) {
  event = {};
  if (members.root() != JsonType::kObject) {
    problem.set(ErrorCode::kEventNotObject, "The event is not a JSON object.", text, 0);
    return false;
  }
  for (const JsonItem& member : members) {
    const AwsEvent::Field field = aws_field(member.key);
    if (field == AwsEvent::kFieldCount) {
      ++event.others;
      continue;
    }
    const FieldRule& rule = kFields[field];
    if (event.fields[field] != nullptr) {
      return set_member_fault(text, &member, rule.name, "comes twice.", kHint, problem);
    }
    if (rule.string && !member.is_string()) {
      return set_member_fault(text, &member, rule.name, "is not a string.", kHint, problem);
    }
    if (rule.required && member.value.empty()) {
      return set_member_fault(text, &member, rule.name, "is empty.", kHint, problem);
    }
    event.fields[field] = &member;
  }
  for (uint32_t field = 0; field < AwsEvent::kFieldCount; ++field) {
    if (kFields[field].required && event.fields[field] == nullptr) {
      return set_member_fault(text, nullptr, kFields[field].name, "is missing.", kHint, problem);
    }
  }
  return true;
}

}  // namespace tidegate
