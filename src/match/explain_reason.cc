#include "match/explain_reason.h"

#include <algorithm>
#include <cstring>

#include "json/items.h"
#include "json/number.h"
#include "json/syntax.h"
#include "json/unicode.h"
#include "json/writer.h"
#include "match/explain_near.h"
#include "match/explain_number.h"
#include "match/operand.h"
#include "match/text_list.h"

namespace tidegate {
namespace {

constexpr size_t kMaxPreview = 60;

// How close a value comes, as far as its difference says it. In between lies how much agrees.
constexpr uint32_t kFar = 10;
constexpr uint32_t kSameKind = 20;
constexpr uint32_t kPart = 30;
constexpr uint32_t kMaxPart = 25;
constexpr uint32_t kSide = 60;
constexpr uint32_t kNear = 80;
constexpr uint32_t kAlike = 90;

struct ReasonText {
  std::string_view name;
  std::string_view sentence;
};

constexpr ReasonText kReasons[] = {
    {"", ""},
#define TIDEGATE_REASON(constant, code, sentence) {code, sentence},
#include "match/explain_reasons.def"
#undef TIDEGATE_REASON
};

// ---- Finding what differs ----

bool is_number(std::string_view text) {
  if (text.empty() || (text.front() != '-' && (text.front() < '0' || text.front() > '9'))) {
    return false;
  }
  const char* end = text.data() + text.size();
  return skip_scalar(text.data(), end) == end;
}

// The number that a string spells.
bool spells_number(std::string_view text, double& number) {
  return is_number(text) && comparable_number(text, number);
}

uint32_t common_prefix(std::string_view a, std::string_view b) {
  uint32_t size = 0;
  while (size < a.size() && size < b.size() && a[size] == b[size]) ++size;
  return size;
}

uint32_t common_suffix(std::string_view a, std::string_view b) {
  uint32_t size = 0;
  while (size < a.size() && size < b.size() && a[a.size() - 1 - size] == b[b.size() - 1 - size]) {
    ++size;
  }
  return size;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

uint32_t count_characters(std::string_view text) {
  return static_cast<uint32_t>(text.size()) -
         static_cast<uint32_t>(std::count_if(text.begin(), text.end(), continues));
}

Difference partly(ReasonCode code, uint32_t agreed, uint32_t at) {
  return {code, agreed == 0 ? kSameKind : kPart + std::min(agreed, kMaxPart), at};
}

Difference prefix_difference(std::string_view prefix, std::string_view text, bool ignore_case) {
  if (!ignore_case && starts_with_ignore_case(prefix, text)) {
    return {ReasonCode::kCaseDiffers, kAlike, 0};
  }
  uint32_t agreed = common_prefix(prefix, text);
  if (ignore_case) {
    // The longest beginning of the prefix that the text has in some case.
    agreed = 0;
    for (uint32_t size = 1; size <= std::min<size_t>(prefix.size(), 64); ++size) {
      if (size < prefix.size() && continues(prefix[size])) continue;
      if (!starts_with_ignore_case(prefix.substr(0, size), text)) break;
      agreed = size;
    }
  }
  while (agreed > 0 && agreed < prefix.size() && continues(prefix[agreed])) --agreed;
  const uint32_t characters = count_characters(prefix.substr(0, agreed));
  return partly(ReasonCode::kPrefixDiffers, characters, characters + 1);
}

Difference suffix_difference(std::string_view suffix, std::string_view text, bool ignore_case) {
  if (!ignore_case && ends_with_ignore_case(suffix, text)) {
    return {ReasonCode::kCaseDiffers, kAlike, 0};
  }
  uint32_t agreed = common_suffix(suffix, text);
  if (ignore_case) {
    agreed = 0;
    for (uint32_t size = 1; size <= std::min<size_t>(suffix.size(), 64); ++size) {
      if (continues(suffix[suffix.size() - size])) continue;
      if (!ends_with_ignore_case(suffix.substr(suffix.size() - size), text)) break;
      agreed = size;
    }
  }
  while (agreed > 0 && continues(suffix[suffix.size() - agreed])) --agreed;
  const uint32_t characters = count_characters(suffix.substr(suffix.size() - agreed));
  return partly(ReasonCode::kSuffixDiffers, characters, characters + 1);
}

// As the matcher goes: the first part at the beginning, the last at the end, the others in between.
Difference wildcard_difference(std::string_view operand, std::string_view text) {
  const TextList parts(operand);
  const auto missing = [](uint32_t part) {
    return partly(ReasonCode::kWildcardDiffers, part, part + 1);
  };
  if (!text.starts_with(parts[0])) return missing(0);
  text.remove_prefix(parts[0].size());
  const uint32_t last = parts.size() - 1;
  for (uint32_t i = 1; i < last; ++i) {
    const std::string_view part = parts[i];
    const void* found = memmem(text.data(), text.size(), part.data(), part.size());
    if (found == nullptr) return missing(i);
    text.remove_prefix(static_cast<size_t>(static_cast<const char*>(found) - text.data()) +
                       part.size());
  }
  return missing(last);
}

Difference string_difference(const Predicate& predicate, std::string_view operand,
                             std::string_view text) {
  switch (predicate.op) {
    case Operator::kEqualsString: {
      if (equals_ignore_case(operand, text)) return {ReasonCode::kCaseDiffers, kAlike, 0};
      const uint32_t near = nearness(operand, text);
      return {ReasonCode::kValueDiffers, near == kNotNear ? kSameKind : kNear - near, 0};
    }
    case Operator::kEqualsIgnoreCase: {
      const uint32_t near = nearness(operand, text);
      return {ReasonCode::kValueDiffers, near == kNotNear ? kSameKind : kNear - near, 0};
    }
    case Operator::kPrefix:
      return prefix_difference(operand, text, false);
    case Operator::kPrefixIgnoreCase:
      return prefix_difference(operand, text, true);
    case Operator::kSuffix:
      return suffix_difference(operand, text, false);
    case Operator::kSuffixIgnoreCase:
      return suffix_difference(operand, text, true);
    default:
      return wildcard_difference(operand, text);
  }
}

Difference address_difference(const Predicate& predicate, Value& value) {
  const Address* address = value.address();
  if (address == nullptr) return {ReasonCode::kNotAnAddress, kSameKind, 0};
  if (address->size != predicate.block.base.size) {
    return {ReasonCode::kFamilyDiffers, kPart + kMaxPart, 0};
  }
  return {ReasonCode::kOutsideBlock, kSide, 0};
}

bool is_below(const Predicate& range, double number) {
  return range.low_open ? number <= range.low : number < range.low;
}

bool is_above(const Predicate& range, double number) {
  return range.high_open ? number >= range.high : number > range.high;
}

// Of what is no number, in place of one.
Difference number_difference(const Predicate& predicate, Value& value) {
  double number;
  if (value.type() != JsonType::kNumber) {
    const bool alike = value.is_string() && spells_number(value.text(), number) &&
                       !is_below(predicate, number) && !is_above(predicate, number);
    return {ReasonCode::kTypeDiffers, alike ? kAlike : kFar, 0};
  }
  if (value.number() == nullptr) return {ReasonCode::kNotComparable, kSide, 0};
  number = *value.number();
  if (predicate.op == Operator::kEqualsNumber) return {ReasonCode::kValueDiffers, kPart, 0};
  return {ReasonCode::kOutOfRange, kSide, is_above(predicate, number) ? 1u : 0u};
}

Difference token_difference(const Predicate& predicate, Value& value) {
  const JsonType type = type_of(predicate.text.front());
  if (value.is_string()) {
    return {ReasonCode::kTypeDiffers, value.text() == predicate.text ? kAlike : kFar, 0};
  }
  const auto is_boolean = [](JsonType t) { return t == JsonType::kTrue || t == JsonType::kFalse; };
  if (value.type() != type && !(is_boolean(value.type()) && is_boolean(type))) {
    return {ReasonCode::kTypeDiffers, kFar, 0};
  }
  return {ReasonCode::kValueDiffers, kPart, 0};
}

uint32_t excluded_by(const Predicate& predicate, std::string_view operand, Value& value) {
  if (predicate.op != Operator::kAnythingBut) {
    const std::string_view text = value.text();
    const TextList list(operand);
    const auto excludes = [&](std::string_view one) {
      switch (predicate.op) {
        case Operator::kAnythingButPrefix:
          return text.starts_with(one);
        case Operator::kAnythingButSuffix:
          return text.ends_with(one);
        case Operator::kAnythingButIgnoreCase:
          return equals_ignore_case(one, text);
        default:
          return satisfies(Operator::kWildcard, one, value);
      }
    };
    uint32_t i = 0;
    while (i + 1 < list.size() && !excludes(list[i])) ++i;
    return i;
  }
  if (!predicate.numbers.empty()) {
    const auto found =
        std::lower_bound(predicate.numbers.begin(), predicate.numbers.end(), *value.number());
    return static_cast<uint32_t>(found - predicate.numbers.begin());
  }
  const auto found = std::lower_bound(predicate.texts.begin(), predicate.texts.end(), value.text());
  return static_cast<uint32_t>(found - predicate.texts.begin());
}

// ---- Saying it ----

// What an operator compares with, as the pattern has it: of {"prefix": {"equals-ignore-case": "x"}}
// the "x", of a plain value the value. Empty: no memory.
std::string_view operand_as_written(std::string_view alternative) {
  JsonItems items;
  while (!alternative.empty() && alternative.front() == '{') {
    if (!items.read_part(alternative) || items.size() == 0) return {};
    alternative = items[0].text;
  }
  return alternative;
}

// A bound of a numeric range, or the number of {"numeric": ["=", n]}.
std::string_view bound_as_written(std::string_view alternative, bool high) {
  const std::string_view written = operand_as_written(alternative);
  if (written.empty() || written.front() != '[') return written;
  JsonItems items;
  if (!items.read_part(written) || items.size() < 2) return {};
  return items[high && items.size() > 2 ? 3 : 1].text;
}

std::string_view name_of(Operator op) {
  switch (op) {
    case Operator::kPrefix:
    case Operator::kPrefixIgnoreCase:
      return "prefix";
    case Operator::kSuffix:
    case Operator::kSuffixIgnoreCase:
      return "suffix";
    case Operator::kEqualsIgnoreCase:
      return "equals-ignore-case";
    case Operator::kWildcard:
      return "wildcard";
    case Operator::kNumericRange:
      return "numeric";
    case Operator::kAddress:
      return "cidr";
    default:
      return "";
  }
}

bool is_about_numbers(Operator op) {
  return op == Operator::kNumericRange || op == Operator::kEqualsNumber;
}

void append_type_difference(const Compared& compared, const Difference& difference,
                            Text& sentence) {
  const Operator op = compared.predicate.op;
  sentence.append(" is ").append(noun_of(compared.type));
  const std::string_view operation = name_of(op);
  if (!operation.empty() && compared.alternative.front() == '{') {
    sentence.append(", and ").append(operation).append(" looks at ");
    sentence.append(is_about_numbers(op) ? "numbers" : "strings").append(" only");
    if (difference.closeness == kAlike) sentence.append("; as a number it would do");
    return;
  }
  sentence.append(", not ");
  append_preview(bound_as_written(compared.alternative, false), sentence);
}

// The part of a wildcard between two stars that is not found, escapes resolved.
bool append_wildcard_part(std::string_view wildcard, uint32_t part, Text& json) {
  Text characters;
  for (size_t i = 0; i < wildcard.size() && part != 0; ++i) {
    if (wildcard[i] == '*') {
      --part;
      continue;
    }
    if (wildcard[i] == '\\') ++i;
    if (part == 1) characters.append(wildcard[i]);
  }
  append_json_string(characters.view(), json);
  return !characters.failed();
}

bool append_wildcard_difference(const Compared& compared, uint32_t part, Text& sentence) {
  const std::string_view wildcard = compared.predicate.text;
  uint32_t parts = 1;
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') ++parts;
    if (wildcard[i] == '\\') ++i;
  }
  Text json;
  if (!append_wildcard_part(wildcard, part, json)) return false;
  const bool is_last = part == parts && parts != 1;
  if (parts == 1) {
    sentence.append(" is not ");
  } else if (part == 1) {
    sentence.append(" does not begin with ");
  } else {
    sentence.append(is_last ? " does not end with " : " has nowhere behind that ");
  }
  append_preview(json.view(), sentence);
  sentence.append(is_last ? " behind the rest, as " : ", as ");
  append_preview(operand_as_written(compared.alternative), sentence);
  sentence.append(" asks");
  return !json.failed();
}

void append_range_difference(const Compared& compared, const Difference& difference,
                             Text& sentence) {
  const bool high = difference.at != 0;
  const Predicate& range = compared.predicate;
  Text distance;
  const bool known = append_excess(compared, difference, distance);
  if (known && distance.view() == "0") {
    sentence.append(" is the bound itself, and it should be ");
    sentence.append(high ? "below " : "above ");
  } else {
    sentence.append(" is ");
    if (known) sentence.append(distance.view()).append(' ');
    sentence.append(high ? "above " : "below ");
    sentence.append((high ? range.high_open : range.low_open) ? "the open bound " : "the bound ");
  }
  append_preview(bound_as_written(compared.alternative, high), sentence);
}

void append_place(std::string_view side, uint32_t at, Text& sentence) {
  sentence.append(" at character ").append_number(at).append(side);
}

}  // namespace

std::string_view reason_name(ReasonCode code) { return kReasons[static_cast<size_t>(code)].name; }

std::string_view reason_sentence(ReasonCode code) {
  return kReasons[static_cast<size_t>(code)].sentence;
}

Difference difference_of(const Predicate& alternative, std::string_view operand, Value& value) {
  switch (alternative.op) {
    case Operator::kExists:
    case Operator::kAbsent:
      return {ReasonCode::kFieldPresent, kSide, 0};
    case Operator::kEqualsNumber:
    case Operator::kNumericRange:
      return number_difference(alternative, value);
    case Operator::kEqualsToken:
      return token_difference(alternative, value);
    case Operator::kAnythingBut:
    case Operator::kAnythingButPrefix:
    case Operator::kAnythingButSuffix:
    case Operator::kAnythingButIgnoreCase:
    case Operator::kAnythingButWildcard:
      return {ReasonCode::kExcluded, kSide, excluded_by(alternative, operand, value)};
    default:
      break;
  }
  if (!value.is_string()) {
    const bool alike =
        alternative.op == Operator::kEqualsString && value.text() == alternative.text;
    return {ReasonCode::kTypeDiffers, alike ? kAlike : kFar, 0};
  }
  if (alternative.op == Operator::kAddress) return address_difference(alternative, value);
  return string_difference(alternative, operand, value.text());
}

bool append_difference(const Compared& compared, const Difference& difference, Text& sentence) {
  append_preview(compared.written, sentence);
  const std::string_view written = operand_as_written(compared.alternative);
  const auto against = [&](std::string_view words) {
    sentence.append(words);
    append_preview(written, sentence);
  };
  switch (difference.code) {
    case ReasonCode::kTypeDiffers:
      append_type_difference(compared, difference, sentence);
      break;
    case ReasonCode::kCaseDiffers:
      against(" differs only in case from ");
      break;
    case ReasonCode::kValueDiffers:
      sentence.append(difference.closeness > kSide ? " is nearly, but not " : " is not ");
      append_preview(bound_as_written(compared.alternative, false), sentence);
      break;
    case ReasonCode::kPrefixDiffers:
      against(" does not begin with ");
      append_place("", difference.at, sentence.append(": it differs"));
      break;
    case ReasonCode::kSuffixDiffers:
      against(" does not end with ");
      append_place(" from the end", difference.at, sentence.append(": it differs"));
      break;
    case ReasonCode::kWildcardDiffers:
      if (!append_wildcard_difference(compared, difference.at, sentence)) return false;
      break;
    case ReasonCode::kOutOfRange:
      append_range_difference(compared, difference, sentence);
      break;
    case ReasonCode::kNotComparable:
      sentence.append(" is no number that a double keeps exactly, so it compares with none");
      break;
    case ReasonCode::kNotAnAddress:
      against(" is no IP address, so it is not in ");
      break;
    case ReasonCode::kFamilyDiffers:
      sentence.append(compared.predicate.block.base.size == 4 ? " is an IPv6 address, not in "
                                                              : " is an IPv4 address, not in ");
      append_preview(written, sentence);
      break;
    case ReasonCode::kOutsideBlock:
      against(compared.alternative.front() == '{' ? " is outside the block "
                                                  : " is not the address ");
      break;
    case ReasonCode::kExcluded: {
      Text expected;
      if (!append_expected(compared, difference, expected)) return false;
      sentence.append(" is excluded by ");
      append_preview(expected.view(), sentence);
      break;
    }
    default:
      sentence.append(" is there, and the field must have no value");
      break;
  }
  sentence.append('.');
  return !sentence.failed();
}

bool append_expected(const Compared& compared, const Difference& difference, Text& expected) {
  const Predicate& predicate = compared.predicate;
  switch (difference.code) {
    case ReasonCode::kOutOfRange:
      expected.append(bound_as_written(compared.alternative, difference.at != 0));
      break;
    case ReasonCode::kFieldPresent:
      break;
    case ReasonCode::kExcluded:
      if (predicate.numbers.empty()) {
        append_json_string(predicate.texts[difference.at], expected);
      } else {
        expected.append(compared.written);
      }
      break;
    case ReasonCode::kWildcardDiffers:
      return append_wildcard_part(predicate.text, difference.at, expected) && !expected.failed();
    default:
      if (predicate.op == Operator::kNumericRange) break;
      expected.append(bound_as_written(compared.alternative, false));
      break;
  }
  return !expected.failed();
}

bool append_excess(const Compared& compared, const Difference& difference, Text& distance) {
  const std::string_view bound = bound_as_written(compared.alternative, difference.at != 0);
  return !bound.empty() && append_distance(compared.written, bound, distance) && !distance.failed();
}

void append_preview(std::string_view json, Text& text) {
  if (json.size() <= kMaxPreview) {
    text.append(json);
    return;
  }
  size_t size = kMaxPreview;
  while (size > 0 && continues(json[size])) --size;
  text.append(json.substr(0, size)).append("\xE2\x80\xA6");
}

std::string_view noun_of(JsonType type) {
  static constexpr std::string_view kNouns[] = {"null",     "a boolean", "a boolean", "a number",
                                                "a string", "an object", "an array"};
  return kNouns[static_cast<size_t>(type)];
}

}  // namespace tidegate
