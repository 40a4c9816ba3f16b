#include "event/media_type.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tidegate {
namespace {

// token of RFC 2045: any character of ASCII but spaces, controls and tspecials.
constexpr std::array<bool, 128> kTokenCharacters = [] {
  std::array<bool, 128> allowed{};
  for (size_t c = '!'; c < '\x7F'; ++c) allowed[c] = true;
  for (const char c : std::string_view("()<>@,;:\\\"/[]?="))
    allowed[static_cast<unsigned char>(c)] = false;
  return allowed;
}();

bool is_token_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < kTokenCharacters.size() && kTokenCharacters[byte];
}

const char* skip_token(const char* p, const char* end) {
  return std::find_if_not(p, end, is_token_character);
}

const char* skip_blanks(const char* p, const char* end) {
  return std::find_if_not(p, end, [](char c) { return c == ' ' || c == '\t'; });
}

// Behind the closing quote of the quoted-string (RFC 822, section 3.3) at `p`, or nullptr.
const char* skip_quoted(const char* p, const char* end) {
  for (++p; p != end; ++p) {
    if (*p == '"') return p + 1;
    if (*p == '\r') return nullptr;
    if (*p == '\\' && ++p == end) return nullptr;
  }
  return nullptr;
}

// Behind the parameter at `p`, or nullptr.
const char* skip_parameter(const char* p, const char* end) {
  const char* name_end = skip_token(p, end);
  if (name_end == p || name_end == end || *name_end != '=') return nullptr;
  const char* value = name_end + 1;
  if (value != end && *value == '"') return skip_quoted(value, end);
  const char* value_end = skip_token(value, end);
  return value_end == value ? nullptr : value_end;
}

bool equals_lower_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? (a | 0x20) : a) == b; });
}

}  // namespace

bool is_media_type(std::string_view text) {
  const char* const end = text.end();
  const char* p = skip_token(text.begin(), end);
  if (p == text.begin() || p == end || *p != '/') return false;
  const char* subtype = p + 1;
  p = skip_token(subtype, end);
  if (p == subtype) return false;
  while (p != end) {
    p = skip_blanks(p, end);
    if (p == end || *p != ';') return false;
    p = skip_parameter(skip_blanks(p + 1, end), end);
    if (p == nullptr) return false;
  }
  return true;
}

bool is_json_media_type(std::string_view text) {
  text = text.substr(0, text.find(';'));
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view subtype = text.substr(slash + 1);
  static constexpr std::string_view kJson = "json";
  static constexpr std::string_view kSuffix = "+json";
  if (equals_lower_case(subtype, kJson)) return true;
  return subtype.size() > kSuffix.size() &&
         equals_lower_case(subtype.substr(subtype.size() - kSuffix.size()), kSuffix);
}

}  // namespace tidegate
