#include "protocol/event_parts.h"

#include "event/member_fault.h"

namespace tidegate {
namespace {

class PartsReader {
 public:
  PartsReader(std::string_view text, bool lenient, EventParts& parts, Diagnostic& problem)
      : text_(text), lenient_(lenient), parts_(parts), problem_(problem) {}

  Outcome read() {
    parts_.attributes.clear();
    if (!parts_.items.read(text_, problem_)) return Outcome::kFailed;
    if (is_old()) return Outcome::kOldVersion;
    const bool done = read_cloud_event(text_, parts_.items, parts_.event, problem_) &&
                      check_names() && read_attributes();
    return done ? Outcome::kDone : Outcome::kFailed;
  }

 private:
  bool is_old() const {
    const JsonItem* version = parts_.items.find("specversion");
    if (version == nullptr) return parts_.items.find("cloudEventsVersion") != nullptr;
    return version->is_string() && (version->value == "0.3" || version->value == "0.2");
  }

  bool check_names() {
    Vec<std::string_view> names;
    if (!names.reserve(parts_.items.size())) return no_memory();
    for (const JsonItem& item : parts_.items) names.push_reserved(item.key);
    const std::string_view twice = find_twice(names);
    return twice.data() == nullptr || refuse(parts_.items.find(twice), twice, "comes twice.");
  }

  bool read_attributes() {
    if (!parts_.attributes.reserve(parts_.items.size())) return no_memory();
    for (const JsonItem& item : parts_.items) {
      if (!is_data(item) && item.type != JsonType::kNull && !read_attribute(item)) return false;
    }
    return true;
  }

  bool is_data(const JsonItem& item) const {
    return &item == parts_.event[CloudEventView::kData] ||
           &item == parts_.event[CloudEventView::kDataBase64];
  }

  bool read_attribute(const JsonItem& item) {
    const ContextAttribute attribute{item.key, item.value, item.type};
    const char* fault = fault_of_name(attribute.name);
    if (fault == nullptr) fault = fault_of_value(attribute, lenient_);
    if (fault != nullptr) return refuse(&item, item.key, fault);
    if (&item != parts_.event[CloudEventView::kDataContentType]) {
      parts_.attributes.push_reserved(attribute);
    }
    return true;
  }

  bool refuse(const JsonItem* item, std::string_view name, std::string_view why) {
    return set_member_fault(text_, item, name, why, "", problem_);
  }

  bool no_memory() {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  std::string_view text_;
  bool lenient_;
  EventParts& parts_;
  Diagnostic& problem_;
};

}  // namespace

Outcome read_event_parts(std::string_view text, bool lenient, EventParts& parts,
                         Diagnostic& problem) {
  return PartsReader(text, lenient, parts, problem).read();
}

}  // namespace tidegate
