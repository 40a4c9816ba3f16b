#include "event/trace_context.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tidegate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// HEXDIGLC.
bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

// key of section 3.3.1.3.1: lower-case letters, digits and _-*/, at most 256 of them; where there
// is a tenant before an "@", at most 241 and 14.
bool is_key(std::string_view key) {
  const auto is_key_character = [](char c) {
    return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '*' || c == '/';
  };
  const auto is_part = [&](std::string_view part, size_t longest) {
    return !part.empty() && part.size() <= longest &&
           std::all_of(part.begin(), part.end(), is_key_character);
  };
  const size_t at = key.find('@');
  if (at == std::string_view::npos) return is_part(key, 256) && is_lower(key.front());
  const std::string_view system = key.substr(at + 1);
  return is_part(key.substr(0, at), 241) && is_part(system, 14) && is_lower(system.front());
}

// value of section 3.3.1.3.2: printable ASCII without "," and "=", which does not end with a space.
bool is_value(std::string_view value) {
  return !value.empty() && value.size() <= 256 && !value.ends_with(' ') &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; });
}

}  // namespace

bool is_traceparent(std::string_view text) {
  static constexpr size_t kSize = 55;
  if (text.size() < kSize || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace = text.substr(3, 32);
  const std::string_view parent = text.substr(36, 16);
  if (version == "ff" || !is_hex(version) || !is_hex(trace) || is_zero(trace) || !is_hex(parent) ||
      is_zero(parent) || !is_hex(text.substr(53, 2))) {
    return false;
  }
  return text.size() == kSize || (version != "00" && text[kSize] == '-');
}

bool is_tracestate(std::string_view text) {
  static constexpr uint32_t kMostMembers = 32;
  for (uint32_t members = 1; members <= kMostMembers; ++members) {
    const size_t comma = text.find(',');
    std::string_view member = text.substr(0, comma);
    while (member.starts_with(' ') || member.starts_with('\t')) member.remove_prefix(1);
    while (member.ends_with(' ') || member.ends_with('\t')) member.remove_suffix(1);
    const size_t equals = member.find('=');
    const bool is_pair = equals != std::string_view::npos && is_key(member.substr(0, equals)) &&
                         is_value(member.substr(equals + 1));
    if (!member.empty() && !is_pair) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace tidegate
