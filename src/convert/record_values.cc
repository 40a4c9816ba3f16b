#include "convert/record_values.h"

#include <cstddef>

#include "base/base64.h"
#include "base/hex.h"
#include "convert/epoch.h"
#include "event/string_characters.h"
#include "event/timestamp.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

// False: there is a "%" without two hex digits.
bool decode_form(std::string_view text, Text& output) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      output.append(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) return false;
    output.append(static_cast<char>(high << 4 | low));
    i += 2;
  }
  return true;
}

// Whether an attribute may have these characters (CloudEvents, "Type System").
bool is_attribute_text(std::string_view text) {
  return !text.empty() && is_utf8(text) && find_disallowed(text) == 0;
}

bool append_checked(const Text& decoded, Text& output) {
  if (decoded.failed() || !is_attribute_text(decoded.view())) return false;
  output.append(decoded.view());
  return true;
}

bool append_form(std::string_view text, Text& output) {
  Text decoded;
  return decode_form(text, decoded) && append_checked(decoded, output);
}

bool append_base64_text(std::string_view text, Text& output) {
  Text decoded;
  return decode_base64(text, decoded) && append_checked(decoded, output);
}

// A time, and one whose offset is "+0000", as services of AWS write it too.
bool append_time(std::string_view text, Text& output) {
  if (is_timestamp(text)) {
    output.append(text);
    return true;
  }
  if (text.size() < 5) return false;
  const size_t minutes = text.size() - 2;
  Text mended;
  mended.append(text.substr(0, minutes)).append(':').append(text.substr(minutes));
  if (mended.failed() || !is_timestamp(mended.view())) return false;
  output.append(mended.view());
  return true;
}

// "ObjectCreated:Put" of "s3:ObjectCreated:Put".
std::string_view event_name(std::string_view text) {
  if (text.starts_with("s3:")) text.remove_prefix(3);
  return text;
}

void append_lower_case(std::string_view text, Text& output) {
  for (const char c : text) {
    output.append(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  }
}

// What stands behind a marker, up to the first of some characters; empty if the marker is not
// there.
std::string_view part_behind(std::string_view text, std::string_view marker,
                             std::string_view ends) {
  const size_t at = text.find(marker);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + marker.size());
  return text.substr(0, text.find_first_of(ends));
}

// Of "https://...&SubscriptionArn=arn:aws:sns:..." and "You have chosen to deactivate subscription
// arn:aws:sns:....\nTo cancel ...".
bool append_subscription(std::string_view text, Text& output) {
  const std::string_view parameter = part_behind(text, "SubscriptionArn=", "&");
  if (!parameter.empty()) return append_form(parameter, output);
  std::string_view word = part_behind(text, " subscription ", " \n\r");
  if (word.ends_with('.')) word.remove_suffix(1);
  if (!word.starts_with("arn:") || !is_attribute_text(word)) return false;
  output.append(word);
  return true;
}

}  // namespace

const JsonItem* RecordValues::find_in_input(std::string_view name) {
  for (uint32_t i = 0; i < known_count_; ++i) {
    if (known_[i].name == name) return known_[i].item;
  }
  const JsonItem* item = input_ == nullptr ? nullptr : input_->find(name);
  if (known_count_ < kMostKnown) known_[known_count_++] = {name, item};
  return item;
}

const JsonItem* RecordValues::find_one(std::string_view path) {
  if (path.empty()) return nullptr;
  if (path.front() == '^') return find_in_input(path.substr(1));
  const JsonItems* level = record_;
  for (;;) {
    const std::string_view name = path.substr(0, path.find('/'));
    const JsonItem* item = level->find(name);
    if (item == nullptr) return nullptr;
    found_ = *item;
    if (name.size() == path.size()) return &found_;
    if (found_.type != JsonType::kObject) return nullptr;
    path.remove_prefix(name.size() + 1);
    if (!level_.read_part(found_.text)) {
      failed_ = true;
      return nullptr;
    }
    level = &level_;
  }
}

const JsonItem* RecordValues::find(std::string_view paths) {
  while (!paths.empty()) {
    const std::string_view path = paths.substr(0, paths.find('|'));
    const JsonItem* item = find_one(path);
    if (item != nullptr && item->type != JsonType::kNull) return item;
    paths.remove_prefix(path.size() == paths.size() ? path.size() : path.size() + 1);
  }
  return nullptr;
}

bool RecordValues::append_keys(const JsonItem& item, Text& output) {
  if (item.type != JsonType::kObject) return false;
  JsonItems keys;
  if (!keys.read_part(item.text)) {
    failed_ = true;
    return false;
  }
  Text joined;
  for (const JsonItem& key : keys) {
    if (!joined.empty()) joined.append(',');
    joined.append(key.key);
  }
  return append_checked(joined, output);
}

bool RecordValues::append_as(std::string_view form, const JsonItem& item, Text& output) {
  if (form == "keys") return append_keys(item, output);
  if (item.type != JsonType::kString && item.type != JsonType::kNumber) return false;
  const std::string_view text = item.value;
  if (form == "s" || form == "ms") {
    // SQS writes its numbers as strings.
    if (text.empty() || skip_scalar(text.data(), text.data() + text.size()) != text.end()) {
      return false;
    }
    return type_of(text.front()) == JsonType::kNumber &&
           append_epoch(text, form == "s" ? EpochUnit::kSeconds : EpochUnit::kMilliseconds, output);
  }
  if (form == "url") return append_form(text, output);
  if (form == "base64") return append_base64_text(text, output);
  if (form == "time") return append_time(text, output);
  if (form == "arn") return append_subscription(text, output);
  if (!is_attribute_text(text)) return false;
  if (form == "event") {
    output.append(event_name(text));
  } else if (form == "family") {
    const std::string_view name = event_name(text);
    append_lower_case(name.substr(0, name.find(':')), output);
  } else {
    output.append(text);
  }
  return true;
}

// One of the paths of an expression, with the form of the value before it.
bool RecordValues::append_value(std::string_view expression, Text& output) {
  if (expression == "queue") {
    if (!is_attribute_text(queue_)) return false;
    output.append(queue_);
    return true;
  }
  while (!expression.empty()) {
    const std::string_view choice = expression.substr(0, expression.find('|'));
    const size_t colon = choice.find(':');
    const bool has_form = colon != std::string_view::npos;
    const std::string_view form = has_form ? choice.substr(0, colon) : std::string_view();
    const JsonItem* item = find_one(has_form ? choice.substr(colon + 1) : choice);
    if (item != nullptr && append_as(form, *item, output)) return true;
    expression.remove_prefix(choice.size() == expression.size() ? choice.size()
                                                                : choice.size() + 1);
  }
  return false;
}

bool RecordValues::append(std::string_view pattern, Text& output) {
  Text text;
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    text.append(pattern.substr(0, open));
    if (open == std::string_view::npos) break;
    const size_t close = pattern.find('}', open);
    if (!append_value(pattern.substr(open + 1, close - open - 1), text)) return false;
    pattern.remove_prefix(close + 1);
  }
  if (text.failed()) {
    failed_ = true;
    return false;
  }
  if (text.empty()) return false;
  output.append(text.view());
  return true;
}

}  // namespace tidegate
