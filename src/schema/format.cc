#include "schema/format.h"

#include <algorithm>
#include <cstddef>

#include "base/hex.h"
#include "event/timestamp.h"
#include "event/uri.h"

namespace tidegate {
namespace {

constexpr std::string_view kNames[] = {
#define TIDEGATE_FORMAT(constant, name) name,
#include "schema/format.def"
#undef TIDEGATE_FORMAT
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'z');
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

size_t digits_of(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// A short text with others around it.
class Around {
 public:
  Around(std::string_view before, std::string_view text, std::string_view behind) {
    if (before.size() + text.size() + behind.size() > sizeof(text_)) return;
    for (const std::string_view part : {before, text, behind}) {
      size_ = static_cast<size_t>(std::copy(part.begin(), part.end(), text_ + size_) - text_);
    }
  }

  // Empty where it would be too long.
  std::string_view view() const { return {text_, size_}; }

 private:
  char text_[64];
  size_t size_ = 0;
};

bool is_date(std::string_view text) {
  return text.size() == 10 && is_timestamp(Around({}, text, "T00:00:00Z").view());
}

// full-time. A leap second may be in any last minute of an hour before midnight in UTC, which one
// of these two days ends a month with whatever the offset is.
bool is_time(std::string_view text) {
  const size_t fraction = std::min(text.find('.'), text.size());
  const size_t digits = digits_of(text.substr(std::min(fraction + 1, text.size())));
  if (fraction != text.size() && (fraction != 8 || digits == 0)) return false;
  const size_t behind = fraction == text.size() ? fraction : fraction + 1 + digits;
  const Around time(text.substr(0, fraction), text.substr(behind), {});
  return is_timestamp(Around("1998-12-31T", time.view(), {}).view()) ||
         is_timestamp(Around("1999-01-01T", time.view(), {}).view());
}

// Appendix A of RFC 3339: units in their order, weeks alone.
bool is_duration(std::string_view text) {
  if (!take(text, 'P') || text.empty()) return false;
  if (text.back() == 'W') return digits_of(text) + 1 == text.size() && text.size() > 1;
  const auto take_units = [&text](std::string_view units) {
    size_t next = 0;
    bool first = true;
    while (!text.empty() && is_digit(text.front())) {
      text.remove_prefix(digits_of(text));
      const size_t unit = text.empty() ? units.npos : units.find(text.front());
      // Between two units none may be left out.
      if (unit == units.npos || unit < next || (!first && unit != next)) return false;
      first = false;
      next = unit + 1;
      text.remove_prefix(1);
    }
    return !first;
  };
  const bool has_date = text.front() != 'T';
  if (has_date && !take_units("YMD")) return false;
  if (text.empty()) return has_date;
  return take(text, 'T') && take_units("HMS") && text.empty();
}

// Which characters a host name or a mailbox may have.
enum class Characters : uint8_t { kAscii, kAny };

bool is_beyond_ascii(char c, Characters characters) {
  return characters == Characters::kAny && (c & 0x80) != 0;
}

// RFC 1123, section 2.1; of labels with two hyphens in the third and fourth place only A-labels
// (RFC 5890, section 2.3.2.1). Which characters may stand beside each other in a label beyond
// ASCII, or in what punycode stands for, IDNA 2008 has tables for, which are not here.
bool is_hostname(std::string_view text, Characters characters = Characters::kAscii) {
  const auto is_part = [characters](char c) {
    return is_alnum(c) || c == '-' || is_beyond_ascii(c, characters);
  };
  if (text.empty() || text.size() > 253) return false;
  for (;;) {
    const std::string_view label = text.substr(0, text.find('.'));
    const bool plain = std::all_of(label.begin(), label.end(), is_part);
    if (!plain || label.empty() || label.size() > 63 || label.front() == '-' ||
        label.back() == '-') {
      return false;
    }
    const bool reserved = label.size() >= 4 && label[2] == '-' && label[3] == '-';
    const bool is_a_label =
        label.size() > 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n';
    if (reserved && !is_a_label) return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  for (;;) {
    const size_t digits = digits_of(text);
    if (digits == 0 || digits > 3 || (digits > 1 && text.front() == '0')) return false;
    int value = 0;
    for (const char c : text.substr(0, digits)) value = value * 10 + (c - '0');
    if (value > 255) return false;
    text.remove_prefix(digits);
    if (++parts == 4) return text.empty();
    if (!take(text, '.')) return false;
  }
}

// As the host of a URI has it between brackets (RFC 3986, section 3.2.2).
bool is_ipv6(std::string_view text) {
  constexpr size_t kLongest = 45;  // Six groups and an IPv4 address.
  const bool plain = text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
                       return hex_digit(c) >= 0 || c == ':' || c == '.';
                     });
  return plain && is_uri_reference(Around("//[", text, "]").view());
}

// Mailbox of RFC 5321, section 4.1.2; beyond ASCII that of RFC 6531, section 3.3.
bool is_email(std::string_view text, Characters characters = Characters::kAscii) {
  const size_t at = text.rfind('@');
  if (at == text.npos || at == 0) return false;
  std::string_view local = text.substr(0, at);
  std::string_view domain = text.substr(at + 1);
  if (local.size() >= 2 && local.front() == '"' && local.back() == '"') {
    local = local.substr(1, local.size() - 2);
    for (size_t i = 0; i < local.size(); ++i) {
      if (local[i] == '\\') ++i;
      if (i == local.size()) return false;
      const bool is_plain = local[i] >= ' ' && local[i] <= '~';
      if (!is_plain && !is_beyond_ascii(local[i], characters)) return false;
      if (local[i] == '"' && (i == 0 || local[i - 1] != '\\')) return false;
    }
  } else {
    char before = '.';
    for (const char c : local) {
      constexpr std::string_view kAtoms = "!#$%&'*+-/=?^_`{|}~";
      const bool is_atom =
          is_alnum(c) || kAtoms.find(c) != kAtoms.npos || is_beyond_ascii(c, characters);
      if (!is_atom && (c != '.' || before == '.')) return false;
      before = c;
    }
    if (before == '.') return false;
  }
  if (!domain.starts_with('[')) return is_hostname(domain, characters);
  if (!domain.ends_with(']')) return false;
  domain = domain.substr(1, domain.size() - 2);
  return domain.starts_with("IPv6:") ? is_ipv6(domain.substr(5)) : is_ipv4(domain);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

// RFC 6901, section 3.
bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '~') continue;
    ++i;
    if (i == text.size() || (text[i] != '0' && text[i] != '1')) return false;
  }
  return true;
}

// draft-bhutton-relative-json-pointer-00, section 3.
bool is_relative_json_pointer(std::string_view text) {
  const size_t digits = digits_of(text);
  if (digits == 0 || (digits > 1 && text.front() == '0')) return false;
  text.remove_prefix(digits);
  return text == "#" || is_json_pointer(text);
}

bool is_regex(std::string_view text, RegexEngine& engine) {
  const int32_t regex = engine.compile(text);
  if (regex == RegexEngine::kInvalid) return false;
  engine.release(regex);
  return true;
}

}  // namespace

Format find_format(std::string_view name) {
  return static_cast<Format>(std::find(std::begin(kNames), std::end(kNames), name) -
                             std::begin(kNames));
}

std::string_view format_name(Format format) {
  return format == Format::kUnknown ? std::string_view() : kNames[static_cast<size_t>(format)];
}

bool has_format(Format format, std::string_view text, RegexEngine& regex) {
  return format == Format::kRegex ? is_regex(text, regex) : has_format(format, text);
}

bool has_format(Format format, std::string_view text) {
  switch (format) {
    case Format::kDateTime:
      return is_timestamp(text);
    case Format::kDate:
      return is_date(text);
    case Format::kTime:
      return is_time(text);
    case Format::kDuration:
      return is_duration(text);
    case Format::kEmail:
      return is_email(text);
    case Format::kIdnEmail:
      return is_email(text, Characters::kAny);
    case Format::kHostname:
      return is_hostname(text);
    case Format::kIpv4:
      return is_ipv4(text);
    case Format::kIpv6:
      return is_ipv6(text);
    case Format::kUri:
    case Format::kIri: {
      const UriReference reference = parse_uri_reference(text, format == Format::kIri);
      return reference.valid && reference.has_scheme;
    }
    case Format::kUriReference:
    case Format::kIriReference:
      return parse_uri_reference(text, format == Format::kIriReference).valid;
    case Format::kUuid:
      return is_uuid(text);
    case Format::kJsonPointer:
      return is_json_pointer(text);
    case Format::kRelativeJsonPointer:
      return is_relative_json_pointer(text);
    case Format::kRegex:
    case Format::kUnknown:
      return true;
  }
  return true;
}

}  // namespace tidegate
