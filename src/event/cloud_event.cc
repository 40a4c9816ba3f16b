#include "event/cloud_event.h"

#include "event/member_fault.h"

namespace tidegate {
namespace {

struct MemberRule {
  std::string_view name;
  bool required;
};

// In the order of CloudEventView::Member.
constexpr MemberRule kMembers[CloudEventView::kMemberCount] = {
    {"id", true},
    {"source", true},
    {"specversion", true},
    {"type", true},
    {"datacontenttype", false},
    {"dataschema", false},
    {"subject", false},
    {"time", false},
    {"data", false},
    {"data_base64", false},
};

constexpr std::string_view kHint =
    "A CloudEvent 1.0 has id, source, specversion and type, and may have datacontenttype, "
    "dataschema, subject, time and one of data and data_base64.";

}  // namespace

CloudEventView::Member cloud_event_member(std::string_view name) {
  uint32_t member = 0;
  while (member < CloudEventView::kMemberCount && kMembers[member].name != name) ++member;
  return static_cast<CloudEventView::Member>(member);
}

const JsonItem* string_extension(const JsonItems& members, std::string_view name) {
  const JsonItem* found = members.find(name);
  return found != nullptr && found->is_string() ? found : nullptr;
}

bool read_cloud_event(std::string_view text, const JsonItems& members, CloudEventView& event,
                      Diagnostic& problem) {
  event = {};
  if (members.root() != JsonType::kObject) {
    problem.set(ErrorCode::kEventNotObject, "The event is not a JSON object.", text, 0);
    return false;
  }
  const auto refuse = [&](const JsonItem* member, std::string_view name, std::string_view why) {
    return set_member_fault(text, member, name, why, kHint, problem);
  };
  for (const JsonItem& item : members) {
    const CloudEventView::Member member = cloud_event_member(item.key);
    if (member == CloudEventView::kMemberCount) continue;
    const MemberRule& rule = kMembers[member];
    if (event.members[member] != nullptr) return refuse(&item, rule.name, "comes twice.");
    if (member != CloudEventView::kData) {
      if (item.type == JsonType::kNull) continue;
      if (!item.is_string()) return refuse(&item, rule.name, "is not a string.");
      if (rule.required && item.value.empty()) return refuse(&item, rule.name, "is empty.");
    }
    event.members[member] = &item;
  }
  for (uint32_t member = 0; member < CloudEventView::kMemberCount; ++member) {
    const MemberRule& rule = kMembers[member];
    if (rule.required && event.members[member] == nullptr)
      return refuse(nullptr, rule.name, "is missing.");
  }
  const JsonItem* version = event[CloudEventView::kSpecVersion];
  if (version->value != "1.0") return refuse(version, "specversion", "is not \"1.0\".");
  const JsonItem* binary = event[CloudEventView::kDataBase64];
  if (binary != nullptr && event[CloudEventView::kData] != nullptr)
    return refuse(binary, "data_base64", "stands beside data.");
  return true;
}

}  // namespace tidegate
