#include "event/aws_event.h"

namespace tidegate {
namespace {

struct FieldRule {
  std::string_view key;
  bool required;
  bool string;
};

// In the order of AwsEvent::Field.
constexpr FieldRule kFields[AwsEvent::kFieldCount] = {
    {"account", false, true}, {"detail", false, false}, {"detail-type", true, true},
    {"id", true, true},       {"region", true, true},   {"source", true, true},
    {"time", false, true},
};

bool refuse(ErrorCode code, std::string_view text, uint32_t offset, std::string_view key,
            std::string_view why, Diagnostic& problem) {
  problem.set(code, "", text, offset);
  problem.pointer.append('/').append(key);
  problem.reason.append("The event's \"").append(key).append("\" ").append(why);
  problem.hint.append(
      "An EventBridge event has the members id, detail-type, source, region, account, ");
  problem.hint.append("time and detail, each once; all but detail are strings.");
  return false;
}

}  // namespace

bool read_aws_event(std::string_view text, EventView& view, AwsEvent& event, Diagnostic& problem) {
  event = {};
  PathTree paths;
  PathTree::Node nodes[AwsEvent::kFieldCount];
  for (uint32_t field = 0; field < AwsEvent::kFieldCount; ++field) {
    nodes[field] = paths.add(kFields[field].key, PathTree::Want::kWhole);
    if (nodes[field] == PathTree::kNone) {
      problem.set(ErrorCode::kOutOfMemory);
      return false;
    }
  }
  if (!read_object(text, paths, view, problem)) return false;
  for (const Leaf& leaf : view.leaves) {
    uint32_t field = 0;
    while (nodes[field] != leaf.path) ++field;
    AwsEvent::Value& value = event.fields[field];
    const FieldRule& rule = kFields[field];
    if (value.present()) {
      return refuse(ErrorCode::kEventField, text, leaf.begin, rule.key, "comes twice.", problem);
    }
    if (rule.string && leaf.type != JsonType::kString) {
      return refuse(ErrorCode::kEventField, text, leaf.begin, rule.key, "is not a string.",
                    problem);
    }
    if (rule.required && leaf.text_size == 0) {
      return refuse(ErrorCode::kEventField, text, leaf.begin, rule.key, "is empty.", problem);
    }
    value.text = text.substr(leaf.begin, leaf.end - leaf.begin);
    value.decoded = leaf.view();
    value.type = leaf.type;
  }
  for (uint32_t field = 0; field < AwsEvent::kFieldCount; ++field) {
    if (kFields[field].required && !event.fields[field].present()) {
      return refuse(ErrorCode::kEventField, text, 0, kFields[field].key, "is missing.", problem);
    }
  }
  return true;
}

}  // namespace tidegate
