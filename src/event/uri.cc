#include "event/uri.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/hex.h"

namespace tidegate {
namespace {

// Where a character may stand, one bit each. "%" and what it encodes may stand wherever any of
// these but a scheme may.
enum Place : uint8_t {
  kScheme = 1,        // Behind the first letter (section 3.1).
  kName = 2,          // reg-name of section 3.2.2: unreserved and sub-delims.
  kUserInfo = 4,      // Section 3.2.1.
  kFirstSegment = 8,  // segment-nz-nc of section 3.3.
  kPath = 16,         // pchar and "/".
  kQuery = 32,        // Also of a fragment (sections 3.4 and 3.5).
};

// Beside one of them: what RFC 3987, section 2.2, lets stand there beyond ASCII; and in a query.
constexpr uint8_t kBeyondAscii = 64;
constexpr uint8_t kPrivate = 128;

constexpr std::array<uint8_t, 128> kPlaces = [] {
  std::array<uint8_t, 128> places{};
  const auto allow = [&places](std::string_view characters, int where) {
    for (const char c : characters)
      places[static_cast<unsigned char>(c)] |= static_cast<uint8_t>(where);
  };
  const int everywhere = kName | kUserInfo | kFirstSegment | kPath | kQuery;
  allow("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.", kScheme | everywhere);
  allow("_~!$&'()*,;=", everywhere);
  allow(":", kUserInfo | kPath | kQuery);
  allow("@", kFirstSegment | kPath | kQuery);
  allow("/", kPath | kQuery);
  allow("?", kQuery);
  return places;
}();

bool may_stand(char c, uint8_t place) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < kPlaces.size() && (kPlaces[byte] & place) != 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_hex_digit(char c) { return hex_digit(c) >= 0; }

bool is_encoded(const char* p, const char* end) {
  return end - p >= 3 && *p == '%' && is_hex_digit(p[1]) && is_hex_digit(p[2]);
}

// The code point of a character beyond ASCII, behind which `p` is then.
uint32_t take_character(const char*& p) {
  const auto first = static_cast<unsigned char>(*p++);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  uint32_t code = first & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) code = code << 6 | (static_cast<unsigned char>(*p++) & 0x3F);
  return code;
}

// ucschar and iprivate of RFC 3987, section 2.2.
bool may_stand_beyond_ascii(uint32_t code, uint8_t place) {
  const bool is_noncharacter = (code & 0xFFFE) == 0xFFFE;
  const bool is_private =
      (code >= 0xE000 && code < 0xF900) || (code >= 0xF0000 && !is_noncharacter);
  if (is_private) return (place & kPrivate) != 0;
  if (code >= 0x10000) return !is_noncharacter && (code < 0xE0000 || code >= 0xE1000);
  return (code >= 0xA0 && code < 0xD800) || (code >= 0xF900 && code < 0xFDD0) ||
         (code >= 0xFDF0 && code < 0xFFF0);
}

// Where the characters end that may stand in one place.
const char* skip(const char* p, const char* end, uint8_t place) {
  for (;;) {
    while (p != end && may_stand(*p, place)) ++p;
    if (is_encoded(p, end)) {
      p += 3;
      continue;
    }
    if ((place & kBeyondAscii) == 0 || p == end || (*p & 0x80) == 0) return p;
    const char* behind = p;
    if (!may_stand_beyond_ascii(take_character(behind), place)) return p;
    p = behind;
  }
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

// dec-octet four times (section 3.2.2): without leading zeros.
bool is_ipv4(std::string_view text) {
  const char* p = text.begin();
  for (int part = 0; part < 4; ++part) {
    if (part != 0 && (p == text.end() || *p++ != '.')) return false;
    const char* begin = p;
    int value = 0;
    while (p != text.end() && p - begin < 3 && is_digit(*p)) value = value * 10 + (*p++ - '0');
    if (p == begin || value > 255 || (*begin == '0' && p - begin > 1)) return false;
  }
  return p == text.end();
}

// IPv6address of section 3.2.2: eight groups, of which the last two may be written as IPv4, and one
// or more may be left out at one "::".
bool is_ipv6(std::string_view text) {
  bool gap = text.starts_with("::");
  uint32_t groups = 0;
  for (size_t i = gap ? 2 : 0; i < text.size();) {
    const size_t begin = i;
    while (i < text.size() && is_hex_digit(text[i])) ++i;
    if (i < text.size() && text[i] == '.') {
      if (!is_ipv4(text.substr(begin))) return false;
      groups += 2;
      break;
    }
    if (i == begin || i - begin > 4 || ++groups > 8) return false;
    if (i == text.size()) break;
    if (text[i++] != ':' || i == text.size()) return false;
    if (text[i] == ':') {
      if (gap) return false;
      gap = true;
      ++i;
    }
  }
  return gap ? groups < 8 : groups == 8;
}

// IPvFuture of section 3.2.2.
bool is_later_ip(std::string_view text) {
  const char* p = text.begin() + 1;
  while (p != text.end() && is_hex_digit(*p)) ++p;
  if (p == text.begin() + 1 || p == text.end() || *p++ != '.' || p == text.end()) return false;
  return std::all_of(p, text.end(), [](char c) { return may_stand(c, kUserInfo); });
}

// authority = [ userinfo "@" ] host [ ":" port ] (section 3.2).
bool is_authority(std::string_view text, uint8_t beyond = 0) {
  const char* p = skip(text.begin(), text.end(), kUserInfo | beyond);
  p = p != text.end() && *p == '@' ? p + 1 : text.begin();
  if (p != text.end() && *p == '[') {
    const char* close = std::find(p, text.end(), ']');
    if (close == text.end()) return false;
    const std::string_view address = between(p + 1, close);
    const bool later = address.starts_with('v') || address.starts_with('V');
    if (!(later ? is_later_ip(address) : is_ipv6(address))) return false;
    p = close + 1;
  } else {
    p = skip(p, text.end(), kName | beyond);
  }
  if (p == text.end()) return true;
  return *p == ':' && std::all_of(p + 1, text.end(), is_digit);
}

// Behind the scheme and its colon, or the beginning where there is none.
const char* skip_scheme(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return text.begin();
  const char* p = text.begin();
  while (p != text.end() && may_stand(*p, kScheme)) ++p;
  return p != text.end() && *p == ':' ? p + 1 : text.begin();
}

// The authority behind "//".
std::string_view authority_of(std::string_view text) {
  return text.substr(2, std::min(text.find_first_of("/?#", 2), text.size()) - 2);
}

void append_encoded(std::string_view text, uint8_t place, Text& output) {
  for (const char* p = text.begin(); p != text.end();) {
    const char* end = skip(p, text.end(), place);
    output.append(between(p, end));
    if (end == text.end()) return;
    const auto byte = static_cast<unsigned char>(*end);
    output.append('%').append(kUpperHex[byte >> 4]).append(kUpperHex[byte & 15]);
    p = end + 1;
  }
}

}  // namespace

UriReference parse_uri_reference(std::string_view text, bool is_iri) {
  const uint8_t beyond = is_iri ? kBeyondAscii : 0;
  UriReference result;
  const char* const end = text.end();
  const char* p = skip_scheme(text);
  result.has_scheme = p != text.begin();
  if (between(p, end).starts_with("//")) {
    const std::string_view authority = authority_of(between(p, end));
    if (!is_authority(authority, beyond)) return result;
    p = authority.end();
  } else if (!result.has_scheme) {
    p = skip(p, end, kFirstSegment | beyond);
    if (p != end && *p == ':') return result;
  }
  p = skip(p, end, kPath | beyond);
  if (p != end && *p == '?') p = skip(p + 1, end, kQuery | beyond | (is_iri ? kPrivate : 0));
  if (p != end && *p == '#') {
    result.has_fragment = true;
    p = skip(p + 1, end, kQuery | beyond);
  }
  result.valid = p == end;
  return result;
}

void append_uri_reference(std::string_view text, Text& output) {
  if (is_uri_reference(text)) {
    output.append(text);
    return;
  }
  const char* p = skip_scheme(text);
  output.append(between(text.begin(), p));
  std::string_view rest = between(p, text.end());
  if (rest.starts_with("//")) {
    const std::string_view authority = authority_of(rest);
    output.append("//");
    if (is_authority(authority)) {
      output.append(authority);
    } else {
      append_encoded(authority, kName, output);
    }
    rest.remove_prefix(2 + authority.size());
  } else if (p == text.begin()) {
    const std::string_view segment = rest.substr(0, rest.find_first_of("/?#"));
    append_encoded(segment, kFirstSegment, output);
    rest.remove_prefix(segment.size());
  }
  const size_t fragment = std::min(rest.find('#'), rest.size());
  const size_t query = std::min(rest.find('?'), fragment);
  append_encoded(rest.substr(0, query), kPath, output);
  append_encoded(rest.substr(query, fragment - query), kQuery, output);
  if (fragment == rest.size()) return;
  output.append('#');
  append_encoded(rest.substr(fragment + 1), kQuery, output);
}

}  // namespace tidegate
