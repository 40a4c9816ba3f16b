#include "protocol/content_type.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "json/unicode.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

constexpr std::string_view kEventType = "application/cloudevents";
constexpr std::string_view kBatchType = "application/cloudevents-batch";

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpaces = " \t";
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin);
}

// Splits off what stands before the first separator that is not within quotes.
std::string_view take_until(char separator, std::string_view& rest) {
  bool quoted = false;
  size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != separator); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (quoted && rest[end] == '\\' && end + 1 < rest.size()) ++end;
  }
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::string_view without_quotes(std::string_view value) {
  const bool quoted = value.size() > 1 && value.starts_with('"') && value.ends_with('"');
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// Whether a subtype is this format, or one that is based on it: "xml" and "atom+xml".
bool is_based_on(std::string_view format, std::string_view subtype) {
  if (equals_ignore_case(format, subtype)) return true;
  const size_t plus = subtype.rfind('+');
  return plus != std::string_view::npos && equals_ignore_case(format, subtype.substr(plus + 1));
}

bool is_text_name(std::string_view name) {
  static constexpr std::string_view kFormats[] = {"xml", "yaml", "javascript",
                                                  "x-www-form-urlencoded"};
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos) return false;
  return equals_ignore_case("text", name.substr(0, slash)) ||
         std::any_of(std::begin(kFormats), std::end(kFormats), [&](std::string_view format) {
           return is_based_on(format, name.substr(slash + 1));
         });
}

}  // namespace

TextType text_type_of(std::string_view content_type) {
  TextType type;
  type.is_text = is_text_name(trim(take_until(';', content_type)));
  while (!content_type.empty()) {
    std::string_view value = take_until(';', content_type);
    const std::string_view parameter = trim(take_until('=', value));
    if (!equals_ignore_case("charset", parameter)) continue;
    type.charset = without_quotes(trim(value));
    type.is_text = true;
  }
  return type;
}

bool is_encoded(std::string_view utf8, std::string_view charset) {
  static constexpr std::string_view kUtf8[] = {"", "utf-8", "utf8"};
  static constexpr std::string_view kExtendAscii[] = {"us-ascii", "ascii", "iso-8859-",
                                                      "windows-12"};
  const auto is_named = [&](std::string_view name) { return equals_ignore_case(name, charset); };
  if (std::any_of(std::begin(kUtf8), std::end(kUtf8), is_named))
    return utf8.empty() || is_utf8(utf8);
  const auto begins = [&](std::string_view name) { return starts_with_ignore_case(name, charset); };
  return std::any_of(std::begin(kExtendAscii), std::end(kExtendAscii), begins) &&
         std::none_of(utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) != 0; });
}

ContentMode content_mode(std::string_view content_type) {
  content_type = trim(content_type);
  if (starts_with_ignore_case(kBatchType, content_type)) return ContentMode::kBatch;
  const bool structured = starts_with_ignore_case(kEventType, content_type);
  return structured ? ContentMode::kStructured : ContentMode::kBinary;
}

bool is_json_format(std::string_view content_type) {
  const std::string_view name = trim(take_until(';', content_type));
  static constexpr std::string_view kNames[] = {
      kEventType, kBatchType, "application/cloudevents+json", "application/cloudevents-batch+json"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view known) { return equals_ignore_case(known, name); });
}

}  // namespace tidegate
