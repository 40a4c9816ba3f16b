#include "event/validate_aws_event.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "event/aws_event.h"
#include "event/timestamp.h"
#include "json/syntax.h"

namespace tidegate {
namespace {

constexpr size_t kLongestDetailType = 128;
constexpr size_t kLongestSource = 256;
constexpr size_t kLongestResource = 2048;
constexpr size_t kSureEntrySize = size_t{256} << 10;
constexpr size_t kTimeSize = 14;  // In the formula of PutEvents for the size of an entry.

using Field = AwsEvent::Field;

// kMalformed where nothing can be wrong in that way.
struct FieldRule {
  IssueCode missing;
  IssueCode not_of_type;
  IssueCode empty;
};

// In the order of the fields.
constexpr FieldRule kRules[Field::kFieldCount] = {
    {IssueCode::kEbVersionMissing, IssueCode::kEbVersionNotString, IssueCode::kEbVersionNotZero},
    {IssueCode::kEbIdMissing, IssueCode::kEbIdNotString, IssueCode::kEbIdEmpty},
    {IssueCode::kEbDetailTypeMissing, IssueCode::kEbDetailTypeNotString,
     IssueCode::kEbDetailTypeEmpty},
    {IssueCode::kEbSourceMissing, IssueCode::kEbSourceNotString, IssueCode::kEbSourceEmpty},
    {IssueCode::kEbAccountMissing, IssueCode::kEbAccountNotString, IssueCode::kEbAccountNotNumber},
    {IssueCode::kEbTimeMissing, IssueCode::kEbTimeNotString, IssueCode::kEbTimeNotTimestamp},
    {IssueCode::kEbRegionMissing, IssueCode::kEbRegionNotString, IssueCode::kEbRegionEmpty},
    {IssueCode::kEbResourcesMissing, IssueCode::kEbResourcesNotArray, IssueCode::kMalformed},
    {IssueCode::kEbDetailMissing, IssueCode::kEbDetailNotObject, IssueCode::kMalformed},
    {IssueCode::kMalformed, IssueCode::kEbReplayNameNotString, IssueCode::kMalformed},
};

JsonType type_of_field(Field field) {
  if (field == Field::kResources) return JsonType::kArray;
  return field == Field::kDetail ? JsonType::kObject : JsonType::kString;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_hex = is_digit(text[i]) || ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'f');
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !is_hex) return false;
  }
  return true;
}

bool is_account(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), is_digit);
}

// aws\.partner(/[\.\-_A-Za-z0-9]+){2,}, as the API reference has it.
bool is_partner_source(std::string_view source) {
  source.remove_prefix(std::string_view("aws.partner").size());
  uint32_t parts = 0;
  while (source.starts_with('/')) {
    source.remove_prefix(1);
    const auto* end = std::find_if_not(source.begin(), source.end(), [](char c) {
      return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
    });
    if (end == source.begin()) return false;
    source.remove_prefix(static_cast<size_t>(end - source.begin()));
    ++parts;
  }
  return parts >= 2 && source.empty();
}

bool is_longer(std::string_view text, size_t limit) {
  if (text.size() <= limit) return false;
  const auto characters =
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<size_t>(characters) > limit;
}

}  // namespace

// The check of one event.
class AwsEventCheck {
 public:
  AwsEventCheck(std::string_view text, const AwsEventRules& rules, AwsEventValidator& memory,
                Issues& issues)
      : text_(text),
        rules_(rules),
        items_(memory.items_),
        resources_(memory.resources_),
        issues_(issues) {}

  // False: no memory.
  bool check_text() {
    if (!items_.read(text_, issues_.problem)) {
      if (issues_.problem.code == ErrorCode::kOutOfMemory) return false;
      issues_.add_problem();
      return true;
    }
    const auto begin =
        static_cast<uint32_t>(skip_space(text_.begin(), text_.end()) - text_.begin());
    event_span_ = {begin, begin};
    if (items_.root() != JsonType::kObject) {
      issues_.add(IssueCode::kEbNotObject, {{}, {}, event_span_, true});
      return true;
    }
    return check_event(text_.begin() + begin);
  }

 private:
  bool check_event(const char* begin) {
    for (const JsonItem& item : items_) values_[aws_field(item.key)] = &item;
    const JsonItem* resources = values_[Field::kResources];
    has_resources_ = resources != nullptr && resources->type == JsonType::kArray;
    if (has_resources_ && !resources_.read_part(resources->text)) return false;
    check_whole();
    bool seen[Field::kFieldCount + 1] = {};
    const char* end_before = begin;
    for (const JsonItem& item : items_) {
      const Field field = aws_field(item.key);
      if (field == Field::kFieldCount || seen[field]) {
        issues_.add(field == Field::kFieldCount ? IssueCode::kEbUnknown : IssueCode::kEbDuplicate,
                    {{}, item.key, name_span(text_, end_before, item)});
      }
      if (field != Field::kFieldCount) check_field(field, item);
      seen[field] = true;
      end_before = item.text.end();
    }
    return true;
  }

  // What is missing, and whether all of it is too large.
  void check_whole() {
    for (uint8_t field = 0; field < Field::kFieldCount; ++field) {
      const FieldRule& rule = kRules[field];
      if (values_[field] != nullptr || rule.missing == IssueCode::kMalformed) continue;
      issues_.add(rule.missing, {{}, aws_field_name(static_cast<Field>(field)), event_span_});
    }
    size_t size = kTimeSize;
    for (const Field field : {Field::kSource, Field::kDetailType, Field::kDetail}) {
      if (values_[field] != nullptr) size += values_[field]->value.size();
    }
    if (has_resources_) {
      for (const JsonItem& resource : resources_) size += resource.value.size();
    }
    if (size > kSureEntrySize) issues_.add(IssueCode::kEbEntryLarge, {{}, {}, event_span_, true});
  }

  void check_field(Field field, const JsonItem& item) {
    const FieldRule& rule = kRules[field];
    if (item.type != type_of_field(field)) return add(rule.not_of_type, item);
    const std::string_view value = item.value;
    if (value.empty() && rule.empty != IssueCode::kMalformed) return add(rule.empty, item);
    switch (field) {
      case Field::kVersion:
        if (value != "0") add(IssueCode::kEbVersionNotZero, item);
        return;
      case Field::kId:
        if (!is_uuid(value)) add(IssueCode::kEbIdNotUuid, item);
        return;
      case Field::kDetailType:
        if (is_longer(value, kLongestDetailType)) add(IssueCode::kEbDetailTypeLong, item);
        return;
      case Field::kSource:
        return check_source(item);
      case Field::kAccount:
        if (!is_account(value)) add(IssueCode::kEbAccountNotNumber, item);
        return;
      case Field::kTime:
        if (!is_timestamp(value)) add(IssueCode::kEbTimeNotTimestamp, item);
        return;
      case Field::kResources:
        if (values_[Field::kResources] == &item) check_resources();
        return;
      default:
        return;
    }
  }

  void check_source(const JsonItem& item) {
    const std::string_view source = item.value;
    if (is_longer(source, kLongestSource)) add(IssueCode::kEbSourceLong, item);
    if (rules_.custom && source.starts_with("aws.")) add(IssueCode::kEbSourceReserved, item);
    if (source.starts_with("aws.partner") && !is_partner_source(source)) {
      add(IssueCode::kEbSourcePartner, item);
    }
  }

  void check_resources() {
    uint32_t index = 0;
    for (const JsonItem& resource : resources_) {
      if (!resource.is_string()) {
        add_at_resource(IssueCode::kEbResourceNotString, index, resource);
      } else if (is_longer(resource.value, kLongestResource)) {
        add_at_resource(IssueCode::kEbResourceLong, index, resource);
      }
      ++index;
    }
  }

  void add_at_resource(IssueCode code, uint32_t index, const JsonItem& resource) {
    Text key;
    key.append_number(index);
    issues_.add(code, {"/resources", key.view(), value_span(text_, resource)});
  }

  void add(IssueCode code, const JsonItem& item) {
    issues_.add(code, {{}, item.key, value_span(text_, item)});
  }

  const std::string_view text_;
  const AwsEventRules& rules_;
  JsonItems& items_;
  JsonItems& resources_;
  Issues& issues_;
  Span event_span_;
  bool has_resources_ = false;
  const JsonItem* values_[Field::kFieldCount + 1] = {};  // The last one stands for unknown members.
};

bool AwsEventValidator::validate(std::string_view text, const AwsEventRules& rules, Issues& issues,
                                 Diagnostic& problem) {
  issues.clear();
  AwsEventCheck check(text, rules, *this, issues);
  if (check.check_text() && !issues.failed()) return true;
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

}  // namespace tidegate
