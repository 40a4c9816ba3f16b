#include "event/validate_cloud_event.h"

#include <algorithm>
#include <cstddef>

#include "base/short_text.h"
#include "event/media_type.h"
#include "event/string_characters.h"
#include "event/timestamp.h"
#include "event/trace_context.h"
#include "event/uri.h"
#include "json/syntax.h"

namespace tidegate {
namespace {

constexpr size_t kSureSize = size_t{64} << 10;
constexpr size_t kUsualNameLength = 20;

// What is wrong with an attribute of the specification; kMalformed where nothing can be.
struct CoreRule {
  IssueCode missing;
  IssueCode not_string;
  IssueCode empty;
  IssueCode form;
};

const CoreRule& core_rule(Attribute attribute) {
  static constexpr IssueCode kNone = IssueCode::kMalformed;
  static constexpr CoreRule kRules[] = {
      {IssueCode::kCeIdMissing, IssueCode::kCeIdNotString, IssueCode::kCeIdEmpty, kNone},
      {IssueCode::kCeSourceMissing, IssueCode::kCeSourceNotString, IssueCode::kCeSourceEmpty,
       IssueCode::kCeSourceNotUriReference},
      {IssueCode::kCeSpecversionMissing, IssueCode::kCeSpecversionNotString,
       IssueCode::kCeSpecversionEmpty, kNone},
      {IssueCode::kCeTypeMissing, IssueCode::kCeTypeNotString, IssueCode::kCeTypeEmpty, kNone},
      {kNone, IssueCode::kCeDatacontenttypeNotString, IssueCode::kCeDatacontenttypeNotMediaType,
       IssueCode::kCeDatacontenttypeNotMediaType},
      {kNone, IssueCode::kCeDataschemaNotString, IssueCode::kCeDataschemaEmpty,
       IssueCode::kCeDataschemaNotUri},
      {kNone, IssueCode::kCeSubjectNotString, IssueCode::kCeSubjectEmpty, kNone},
      {kNone, IssueCode::kCeTimeNotString, IssueCode::kCeTimeNotTimestamp,
       IssueCode::kCeTimeNotTimestamp},
  };
  return kRules[static_cast<uint8_t>(attribute)];
}

bool is_core(Attribute attribute) { return attribute < Attribute::kData; }

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Two labels with a dot between them, the first of which starts with a letter. Whether there is
// such a domain cannot be told.
bool is_reverse_dns(std::string_view type) {
  const auto is_label = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  const auto* end = std::find_if_not(type.begin(), type.end(), is_label);
  return is_letter(type.front()) && end != type.end() && *end == '.' && end + 1 != type.end() &&
         is_label(end[1]);
}

bool is_usual_authtype(std::string_view authtype) {
  static constexpr std::string_view kUsual[] = {
      "app_user", "user", "service_account", "api_key", "system", "unauthenticated", "unknown",
  };
  return std::find(std::begin(kUsual), std::end(kUsual), authtype) != std::end(kUsual);
}

// Entries between commas, with spaces around them but not within.
bool is_regulation_list(std::string_view list) {
  for (;;) {
    const size_t comma = list.find(',');
    std::string_view entry = list.substr(0, comma);
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    if (entry.find(' ') != std::string_view::npos) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

bool has_lower_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// How the value of an attribute, which is of its type, stands to the document of its extension.
enum class Fit : uint8_t { kFits, kUnusual, kWrong };

Fit right_if(bool fits) { return fits ? Fit::kFits : Fit::kWrong; }
Fit usual_if(bool fits) { return fits ? Fit::kFits : Fit::kUnusual; }

}  // namespace

// The check of one event after the other.
class CloudEventCheck {
 public:
  CloudEventCheck(std::string_view text, const CloudEventRules& rules, CloudEventValidator& memory,
                  Issues& issues)
      : text_(text),
        is_new_(rules.specification == CloudEventRules::Specification::kDraft),
        memory_(memory),
        items_(memory.items_),
        issues_(issues) {}

  // Each returns false where there is no memory, but for malformed texts, which read() tells apart.
  bool check_text() {
    const char* begin = skip_space(text_.begin(), text_.end());
    if (begin != text_.end() && *begin == '[') return check_batch();
    if (!items_.read(text_, issues_.problem)) return report_problem();
    return check_event(text_.substr(static_cast<size_t>(begin - text_.begin())));
  }

 private:
  using Member = CloudEventValidator::Member;

  bool report_problem() {
    if (issues_.problem.code == ErrorCode::kOutOfMemory) return false;
    issues_.add_problem();
    return true;
  }

  // JSON format, section 4.
  bool check_batch() {
    if (!memory_.events_.read(text_, issues_.problem)) return report_problem();
    uint32_t index = 0;
    for (const JsonItem& event : memory_.events_) {
      parent_.clear();
      parent_.append('/').append_number(index++);
      if (!items_.read_part(event.text) || !check_event(event.text)) return false;
    }
    return !parent_.failed() && !version_.failed();
  }

  // Whether the event is of an earlier version than 1.0. Before 0.2 the attribute had another name.
  bool check_old_version() {
    const bool has_name = (seen_ & bit_of(Attribute::kSpecversion)) != 0;
    const JsonItem* version =
        has_name ? value_of(Attribute::kSpecversion) : items_.find("cloudEventsVersion");
    if (version == nullptr || !version->is_string() || !version->value.starts_with("0.")) {
      return false;
    }
    check_version(*version);
    return true;
  }

  // A specversion that is a string and not empty.
  void check_version(const JsonItem& version) {
    if (version.value.starts_with("0.")) {
      Issue issue(IssueCode::kCeSpecversionOld);
      issue.hint = "upgradeCloudEvent() makes it one of version 1.0.";
      issues_.add(issue, place_of_value(version));
    } else if (version.value != "1.0") {
      add(IssueCode::kCeSpecversionUnknown, version);
    }
    if (parent_.empty()) return;
    if (version_.empty()) {
      version_.append(version.value);
    } else if (version_.view() != version.value) {
      add(IssueCode::kCeBatchVersions, version);
    }
  }

  // The event begins where `event` does.
  bool check_event(std::string_view event) {
    begin_ = event.data();
    for (const JsonItem*& value : values_) value = nullptr;
    if (items_.root() != JsonType::kObject) {
      add_at_event(IssueCode::kCeNotObject);
      return true;
    }
    if (!look_up_members()) return false;
    if (check_old_version()) return true;
    for (const Attribute attribute :
         {Attribute::kId, Attribute::kSource, Attribute::kSpecversion, Attribute::kType}) {
      if ((seen_ & bit_of(attribute)) == 0) add_missing(attribute);
    }
    if (event.size() > kSureSize) add_at_event(IssueCode::kCeEventLarge);
    const char* end_before = begin_;
    for (uint32_t i = 0; i < items_.size(); ++i) {
      check_name(items_[i], memory_.members_[i], end_before);
      check_member(items_[i], memory_.members_[i]);
      end_before = items_[i].text.end();
    }
    return true;
  }

  static uint64_t bit_of(Attribute attribute) {
    static_assert(kAttributeCount <= 64);
    return uint64_t{1} << static_cast<uint8_t>(attribute);
  }

  bool look_up_members() {
    Vec<Member>& members = memory_.members_;
    Vec<uint32_t>& unknown = memory_.unknown_;
    members.clear();
    unknown.clear();
    seen_ = 0;
    if (!members.reserve(items_.size())) return false;
    for (const JsonItem& item : items_) {
      const Attribute attribute = find_attribute(item.key);
      if (attribute == Attribute::kUnknown) {
        if (!unknown.push(members.size())) return false;
        members.push_reserved({attribute, false});
        continue;
      }
      members.push_reserved({attribute, (seen_ & bit_of(attribute)) != 0});
      seen_ |= bit_of(attribute);
      const bool is_set = item.type != JsonType::kNull || attribute == Attribute::kData;
      if (is_set) values_[static_cast<uint8_t>(attribute)] = &item;
    }
    find_repeated_names();
    return true;
  }

  void find_repeated_names() {
    Vec<uint32_t>& unknown = memory_.unknown_;
    const auto key = [this](uint32_t i) { return items_[i].key; };
    if (unknown.size() <= CloudEventValidator::kFewNames) {
      for (uint32_t i = 1; i < unknown.size(); ++i) {
        memory_.members_[unknown[i]].is_repeated =
            std::any_of(unknown.begin(), unknown.begin() + i,
                        [&](uint32_t other) { return same_text(key(other), key(unknown[i])); });
      }
      return;
    }
    // By heap, which is a tenth of the code of std::sort().
    const auto is_less = [key](uint32_t a, uint32_t b) {
      const int order = key(a).compare(key(b));
      return order != 0 ? order < 0 : a < b;
    };
    std::make_heap(unknown.begin(), unknown.end(), is_less);
    std::sort_heap(unknown.begin(), unknown.end(), is_less);
    for (uint32_t i = 1; i < unknown.size(); ++i) {
      memory_.members_[unknown[i]].is_repeated = key(unknown[i - 1]) == key(unknown[i]);
    }
  }

  // CloudEvents, "Attribute Naming Convention". Known names follow it.
  void check_name(const JsonItem& item, Member member, const char* end_before) {
    const auto add_at_name = [&](IssueCode code) {
      issues_.add(code, {parent_.view(), item.key, name_span(text_, end_before, item)});
    };
    if (member.is_repeated) add_at_name(IssueCode::kCeDuplicate);
    const std::string_view name = item.key;
    if (name.size() > kUsualNameLength && !is_documented(member.attribute)) {
      add_at_name(IssueCode::kCeNameLong);
    }
    if (member.attribute != Attribute::kUnknown) return;
    if (name.empty()) return add_at_name(IssueCode::kCeNameEmpty);
    if (!std::all_of(name.begin(), name.end(), is_lower_or_digit)) {
      add_at_name(IssueCode::kCeNameCharacters);
    } else if (is_new_ && !is_letter(name.front())) {
      add_at_name(IssueCode::kCeNameNoLetter);
    }
  }

  static bool is_documented(Attribute attribute) { return find_extension(attribute) != nullptr; }

  void check_member(const JsonItem& item, Member member) {
    const Attribute attribute = member.attribute;
    if (attribute == Attribute::kData) return check_data(item);
    if (item.type == JsonType::kNull) {
      const bool is_unset = attribute != Attribute::kUnknown && value_of(attribute) == nullptr;
      if (is_unset && !member.is_repeated) report_unset(attribute, item);
    } else if (attribute == Attribute::kDataBase64) {
      check_data_base64(item);
    } else if (is_core(attribute)) {
      check_core(attribute, item);
    } else if (check_value(item) && attribute != Attribute::kUnknown) {
      check_extension(attribute, item);
    }
  }

  void report_unset(Attribute attribute, const JsonItem& item) {
    if (!is_core(attribute)) return;
    const IssueCode missing = core_rule(attribute).missing;
    if (missing != IssueCode::kMalformed) add(missing, item);
  }

  void check_core(Attribute attribute, const JsonItem& item) {
    const CoreRule& rule = core_rule(attribute);
    if (!item.is_string()) return add(rule.not_string, item);
    if (item.value.empty()) return add(rule.empty, item);
    switch (attribute) {
      case Attribute::kSource: {
        const UriReference source = parse_uri_reference(item.value);
        if (!source.valid) return add(rule.form, item);
        if (!source.has_scheme) add(IssueCode::kCeSourceNotAbsolute, item);
        return;
      }
      case Attribute::kSpecversion:
        return check_version(item);
      case Attribute::kDatacontenttype:
        if (!is_media_type(item.value)) return add(rule.form, item);
        return check_characters(item);
      case Attribute::kDataschema:
        if (!is_uri(item.value)) add(rule.form, item);
        return;
      case Attribute::kTime:
        if (!is_timestamp(item.value)) add(rule.form, item);
        return;
      case Attribute::kType:
        if (!is_reverse_dns(item.value)) add(IssueCode::kCeTypeNotReverseDns, item);
        return check_characters(item);
      default:
        return check_characters(item);
    }
  }

  // CloudEvents, "Type System", and JSON format, section 2.2. Whether nothing is wrong with the
  // type.
  bool check_value(const JsonItem& item) {
    switch (item.type) {
      case JsonType::kString:
        check_characters(item);
        return true;
      case JsonType::kNumber:
        if (is_integer(item.text)) return true;
        add(item.text.find_first_of(".eE") == std::string_view::npos ? IssueCode::kCeIntegerRange
                                                                     : IssueCode::kCeIntegerForm,
            item);
        return false;
      case JsonType::kObject:
      case JsonType::kArray:
        add(IssueCode::kCeValueNotScalar, item);
        return false;
      default:
        return true;
    }
  }

  void check_characters(const JsonItem& item) {
    const uint8_t found = find_disallowed(item.value);
    if (found == 0) return;
    if ((found & kControl) != 0) add(IssueCode::kCeStringControl, item);
    if ((found & kNoncharacter) != 0) add(IssueCode::kCeStringNoncharacter, item);
    if ((found & kSurrogate) != 0) add(IssueCode::kCeStringSurrogate, item);
  }

  // JSON format, section 3.1.1.
  void check_data(const JsonItem& item) {
    if (item.is_string()) return;
    const JsonItem* type = value_of(Attribute::kDatacontenttype);
    if (type == nullptr || !type->is_string() || is_json_media_type(type->value)) return;
    if (is_media_type(type->value)) add(IssueCode::kCeDataNotString, item);
  }

  void check_data_base64(const JsonItem& item) {
    if (value_of(Attribute::kData) != nullptr) add(IssueCode::kCeDataTwice, item);
    if (!item.is_string()) {
      add(IssueCode::kCeDataBase64NotString, item);
    } else if (!is_of_type(item, AttributeType::kBinary)) {
      add(IssueCode::kCeDataBase64NotBase64, item);
    }
  }

  void check_extension(Attribute attribute, const JsonItem& item) {
    const Extension& extension = *find_extension(attribute);
    if (is_new_ && extension.has(Extension::kGone)) return;
    check_required(attribute, extension, item);
    if (!is_of_type(item, extension.type)) {
      return add_of_extension(IssueCode::kCeExtensionType, extension, place_of_value(item));
    }
    const bool is_empty = extension.has(Extension::kNotEmpty) && item.value.empty();
    switch (is_empty ? Fit::kWrong : fit(attribute, item)) {
      case Fit::kFits:
        return;
      case Fit::kUnusual:
        return add_of_extension(IssueCode::kCeExtensionUnusual, extension, place_of_value(item));
      case Fit::kWrong:
        return add_of_extension(IssueCode::kCeExtensionValue, extension, place_of_value(item));
    }
  }

  // With the first attribute of an extension: those that it requires.
  void check_required(Attribute attribute, const Extension& extension, const JsonItem& item) {
    const auto same = [&extension](uint8_t i) {
      const Extension* other = find_extension(static_cast<Attribute>(i));
      return other != nullptr && other->document == extension.document;
    };
    auto first = static_cast<uint8_t>(attribute);
    while (same(static_cast<uint8_t>(first - 1))) --first;
    uint8_t end = first;
    while (same(end)) {
      const JsonItem* other = values_[end++];
      if (other != nullptr && other < &item) return;
    }
    for (uint8_t i = first; i != end; ++i) {
      const auto required = static_cast<Attribute>(i);
      if (!find_extension(required)->has(Extension::kRequired) || values_[i] != nullptr) continue;
      const IssuePlace place = {parent_.view(), attribute_name(required), value_span(text_, item)};
      add_of_extension(IssueCode::kCeExtensionIncomplete, *find_extension(required), place);
    }
  }

  Fit fit(Attribute attribute, const JsonItem& item) const {
    const std::string_view value = item.value;
    switch (attribute) {
      case Attribute::kTraceparent:
        return right_if(is_traceparent(value));
      case Attribute::kTracestate:
        return right_if(is_tracestate(value));
      case Attribute::kSequence:
        return right_if(!is_sequence_of_integers() || is_integer(value));
      case Attribute::kSampledrate:
        return right_if(!value.starts_with('-') && value != "0");
      case Attribute::kSeveritynumber:
        return right_if(!value.starts_with('-') || value == "-0");
      case Attribute::kSeveritytext:
        return usual_if(!has_lower_case(value));
      case Attribute::kDeprecated:
        return right_if(value == "true");
      case Attribute::kDeprecationsunset:
        return right_if(!is_before_time(value, Attribute::kDeprecationfrom));
      case Attribute::kExpirytime:
      case Attribute::kRecordedtime:
        return usual_if(!is_before_time(value, Attribute::kTime));
      case Attribute::kAuthtype:
        return usual_if(is_usual_authtype(value));
      case Attribute::kDataregulation:
        return right_if(is_regulation_list(value));
      case Attribute::kOpcuametadatamajorversion:
      case Attribute::kOpcuametadataminorversion:
        return right_if(value_of(Attribute::kDataschema) == nullptr);
      default:
        return Fit::kFits;
    }
  }

  bool is_sequence_of_integers() const {
    const JsonItem* type = value_of(Attribute::kSequencetype);
    return !is_new_ && type != nullptr && type->is_string() && type->value == "Integer";
  }

  // Whether a timestamp lies before that of another attribute, which may be none.
  bool is_before_time(std::string_view timestamp, Attribute attribute) const {
    const JsonItem* other = value_of(attribute);
    Timestamp time;
    Timestamp other_time;
    return other != nullptr && other->is_string() && parse_timestamp(timestamp, time) &&
           parse_timestamp(other->value, other_time) && is_before(time, other_time);
  }

  // The last value of an attribute, as JSON.parse() has it; nullptr where it is not set.
  const JsonItem* value_of(Attribute attribute) const {
    return values_[static_cast<uint8_t>(attribute)];
  }

  IssuePlace place_of_value(const JsonItem& item) const {
    return {parent_.view(), item.key, value_span(text_, item)};
  }

  Span event_span() const {
    const auto begin = static_cast<uint32_t>(begin_ - text_.begin());
    return {begin, begin};
  }

  void add(IssueCode code, const JsonItem& item) { issues_.add(code, place_of_value(item)); }

  void add_at_event(IssueCode code) { issues_.add(code, {parent_.view(), {}, event_span(), true}); }

  void add_missing(Attribute attribute) {
    issues_.add(core_rule(attribute).missing,
                {parent_.view(), attribute_name(attribute), event_span()});
  }

  void add_of_extension(IssueCode code, const Extension& extension, const IssuePlace& place) {
    Issue issue(code);
    if (extension.has(Extension::kNew) && !is_new_) issue.severity = Severity::kWarning;
    issue.section = extension.document;
    if (code == IssueCode::kCeExtensionIncomplete) {
      issue.hint = extension.rule;
    } else {
      issue.sentence = extension.rule;
    }
    issues_.add(issue, place);
  }

  const std::string_view text_;
  const bool is_new_;
  CloudEventValidator& memory_;
  JsonItems& items_;
  Issues& issues_;
  Text parent_;                  // JSON Pointer to the event.
  Text version_;                 // The first specversion of a batch.
  const char* begin_ = nullptr;  // Of the event.
  uint64_t seen_ = 0;            // One bit for each known name.
  const JsonItem* values_[kAttributeCount] = {};
};

bool CloudEventValidator::validate(std::string_view text, const CloudEventRules& rules,
                                   Issues& issues, Diagnostic& problem) {
  issues.clear();
  CloudEventCheck check(text, rules, *this, issues);
  if (check.check_text() && !issues.failed()) return true;
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

}  // namespace tidegate
