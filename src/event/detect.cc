#include "event/detect.h"

#include <algorithm>

#include "base/base64.h"
#include "event/input_shapes.h"

namespace tidegate {
namespace {

// Of the records of a batch so many are looked at for one of a known shape.
constexpr uint32_t kMostTries = 64;

struct RecordMember {
  uint8_t name;
  InputPlace place;
};

constexpr RecordMember kRecordMembers[] = {
    {known_name("Records"), kInRecords},
    {known_name("Entries"), kInEntries},
};

bool holds(const Condition& condition, const JsonItem* item) {
  if (item == nullptr) return condition.want == Want::kNone;
  switch (condition.want) {
    case Want::kAny:
      return true;
    case Want::kObject:
      return item->type == JsonType::kObject;
    case Want::kArray:
      return item->type == JsonType::kArray;
    case Want::kText:
      return item->is_string();
    case Want::kLiteral:
      return item->is_string() && item->value == condition.literal;
    case Want::kPart:
    case Want::kNoPart:
      return item->is_string() && (item->value.find(condition.literal) != std::string_view::npos) ==
                                      (condition.want == Want::kPart);
    default:
      return false;
  }
}

std::string_view specversion_of(InputKind kind, const KnownMembers& members) {
  if (kind != InputKind::kCloudEvent) return {};
  const JsonItem* version = members[known_name("specversion")];
  return version != nullptr ? version->text : members[known_name("cloudEventsVersion")]->text;
}

}  // namespace

bool Detector::detect(std::string_view text, Detection& detection, Diagnostic& problem) {
  detection = {};
  if (!top_.items.read(text, problem)) return false;
  if (recognise(text, detection)) return true;
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

bool Detector::detect_part(std::string_view value, Detection& detection) {
  detection = {};
  return top_.items.read_part(value) && recognise(value, detection);
}

bool Detector::recognise(std::string_view text, Detection& detection) {
  if (top_.items.root() == JsonType::kArray) {
    return recognise_list(text, top_.items, kInArray, detection);
  }
  top_.index();
  for (const RecordMember& member : kRecordMembers) {
    const JsonItem* list = top_[member.name];
    if (list == nullptr || list->type != JsonType::kArray) continue;
    if (!list_.read_part(list->text)) return false;
    if (!recognise_list(list->text, list_, member.place, detection)) return false;
    if (detection.kind != InputKind::kUnknown) return true;
  }
  const Shape* shape = nullptr;
  if (!match(top_, kAlone, shape)) return false;
  if (shape == nullptr) return true;
  detection.kind = shape->kind;
  detection.first = text;
  detection.specversion = specversion_of(shape->kind, top_);
  return shape->list == kNoName || count_records(*top_[shape->list], detection);
}

// A batch may begin with records that are broken, for which the others do not suffer.
bool Detector::recognise_list(std::string_view text, const JsonItems& items, uint8_t place,
                              Detection& detection) {
  const uint32_t tries = std::min(items.size(), kMostTries);
  for (uint32_t i = 0; i < tries; ++i) {
    if (items[i].type != JsonType::kObject) continue;
    if (!record_.items.read_part(items[i].text)) return false;
    record_.index();
    const Shape* shape = nullptr;
    if (!match(record_, place, shape)) return false;
    if (shape == nullptr) continue;
    const bool is_cloud_event = shape->kind == InputKind::kCloudEvent;
    detection.kind = is_cloud_event ? InputKind::kCloudEventBatch : shape->kind;
    detection.records = items.size();
    detection.list = text;
    detection.first = items[i].text;
    detection.specversion = specversion_of(shape->kind, record_);
    return true;
  }
  return true;
}

// The list is an array, or there are several of them as members of an object.
bool Detector::count_records(const JsonItem& holder, Detection& detection) {
  detection.list = holder.text;
  detection.first = {};
  if (!list_.read_part(holder.text)) return false;
  if (holder.type == JsonType::kArray) {
    detection.records = list_.size();
    if (list_.size() != 0) detection.first = list_[0].text;
    return true;
  }
  for (const JsonItem& part : list_) {
    if (part.type != JsonType::kArray) continue;
    if (!record_.items.read_part(part.text)) return false;
    if (detection.records == 0 && record_.items.size() != 0) {
      detection.first = record_.items[0].text;
    }
    detection.records += record_.items.size();
  }
  return true;
}

// The first shape that fits, or nullptr. Here and below false is for no memory.
bool Detector::match(const KnownMembers& members, uint8_t place, const Shape*& found) {
  found = nullptr;
  inner_parent_ = nullptr;
  for (const Shape& shape : input_shapes()) {
    if ((shape.places & place) == 0) continue;
    bool fit = false;
    if (!fits(shape, members, fit)) return false;
    if (!fit) continue;
    found = &shape;
    break;
  }
  return true;
}

bool Detector::fits(const Shape& shape, const KnownMembers& members, bool& fit) {
  fit = false;
  for (const Condition& condition : shape.conditions) {
    if (condition.want == Want::kNothing) break;
    const JsonItem* item = nullptr;
    if (!find(members, condition.parent, condition.name, item)) return false;
    if (!holds(condition, item)) return true;
  }
  fit = true;
  return true;
}

// The members of the parent that was asked for last are kept: shapes in a row ask for the same.
bool Detector::find(const KnownMembers& members, uint8_t parent, uint8_t name,
                    const JsonItem*& item) {
  item = members[name];
  if (parent == kNoName) return true;
  item = nullptr;
  const JsonItem* holder = members[parent];
  if (holder == nullptr || holder->type != JsonType::kObject) return true;
  if (holder != inner_parent_) {
    inner_parent_ = nullptr;
    if (!inner_.items.read_part(holder->text)) return false;
    inner_.index();
    inner_parent_ = holder;
  }
  item = inner_[name];
  return true;
}

bool Detector::descend(Detection& detection) {
  const InputKind kind = detection.kind;
  const std::string_view record = detection.first;
  detection = {};
  if (record.empty()) return true;
  if (!record_.items.read_part(record)) return false;
  record_.index();
  inner_parent_ = nullptr;
  for (const Carrier& carrier : carriers()) {
    if (carrier.kind != kind) continue;
    const JsonItem* item = nullptr;
    if (!find(record_, carrier.parent, carrier.name, item)) return false;
    if (item != nullptr) return detect_payload(*item, carrier.coding, detection);
  }
  return true;
}

bool Detector::detect_payload(const JsonItem& item, Coding coding, Detection& detection) {
  if (coding == Coding::kJson) return detect_part(item.text, detection);
  if (!item.is_string()) return true;
  payload_ ^= 1;
  Text& payload = payloads_[payload_];
  payload.clear();
  const bool is_text = coding == Coding::kText || decode_base64(item.value, payload);
  if (coding == Coding::kText) payload.append(item.value);
  if (payload.failed()) return false;
  Diagnostic problem;
  return !is_text || detect(payload.view(), detection, problem) ||
         problem.code != ErrorCode::kOutOfMemory;
}

}  // namespace tidegate
