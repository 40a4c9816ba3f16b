#include "schema/text_format.h"

#include <cstring>

#include "base/hex.h"
#include "event/timestamp.h"
#include "event/uri.h"
#include "json/address.h"

namespace tidegate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'z');
}

bool is_date_time(std::string_view text) { return is_timestamp(text); }

bool is_date(std::string_view text) {
  constexpr size_t kDateSize = 10;
  constexpr std::string_view kMidnight = "T00:00:00Z";
  if (text.size() != kDateSize) return false;
  char whole[kDateSize + kMidnight.size()];
  std::memcpy(whole, text.data(), kDateSize);
  std::memcpy(whole + kDateSize, kMidnight.data(), kMidnight.size());
  return is_timestamp({whole, sizeof(whole)});
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";
  if (text.size() != kForm.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (kForm[i] == '-' ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

// Of an email address the local part without quotes.
bool is_local_part(std::string_view text) {
  char previous = '.';
  for (const char c : text) {
    constexpr std::string_view kOthers = "!#$%&'*+/=?^_`{|}~-";
    const bool is_dot = c == '.';
    if (is_dot ? previous == '.' : !is_alphanumeric(c) && kOthers.find(c) == kOthers.npos) {
      return false;
    }
    previous = c;
  }
  return previous != '.';
}

// Of an email address the domain, which has two labels or more.
bool is_domain(std::string_view text) {
  char previous = '.';
  bool has_dot = false;
  for (const char c : text) {
    const bool is_inner = c == '.' || c == '-';
    if (is_inner ? !is_alphanumeric(previous) && (c == '.' || previous != '-')
                 : !is_alphanumeric(c)) {
      return false;
    }
    has_dot = has_dot || c == '.';
    previous = c;
  }
  return has_dot && is_alphanumeric(previous);
}

bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  return at != text.npos && is_local_part(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

bool is_uri_text(std::string_view text) {
  if (text.find("://") == text.npos) return false;
  const UriReference reference = parse_uri_reference(text);
  return reference.valid && reference.has_scheme;
}

bool is_ipv4(std::string_view text) {
  if (text.empty() || !is_digit(text[0])) return false;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const bool begins = i == 0 || text[i - 1] == '.';
    if (begins && text[i] == '0' && is_digit(text[i + 1])) return false;
  }
  Address address;
  return text.find(':') == text.npos && parse_address(text, address) == AddressError::kNone;
}

bool is_ipv6(std::string_view text) {
  Address address;
  return text.find(':') != text.npos && parse_address(text, address) == AddressError::kNone;
}

struct FormatRow {
  std::string_view name;
  bool (*takes)(std::string_view text);
};

constexpr FormatRow kFormats[] = {
    {"date-time", is_date_time}, {"date", is_date}, {"uuid", is_uuid}, {"email", is_email},
    {"uri", is_uri_text},        {"ipv4", is_ipv4}, {"ipv6", is_ipv6},
};

}  // namespace

uint8_t formats_of(std::string_view text, uint8_t asked) {
  uint8_t found = 0;
  for (uint32_t i = 0; asked >> i != 0; ++i) {
    const auto bit = static_cast<uint8_t>(1u << i);
    if ((asked & bit) != 0 && kFormats[i].takes(text)) found |= bit;
  }
  return found;
}

std::string_view format_name(uint8_t formats) {
  return formats == 0 ? std::string_view() : kFormats[__builtin_ctz(formats)].name;
}

}  // namespace tidegate
