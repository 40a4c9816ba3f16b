#include "convert/compact.h"

#include <cstdint>

#include "base/hex.h"
#include "json/syntax.h"

namespace tidegate {
namespace {

// The code point at `p`, in well-formed UTF-8, which is moved to its last byte. Of ASCII, itself.
uint32_t take_code_point(const char*& p) {
  const auto lead = static_cast<unsigned char>(*p);
  if (lead < 0x80) return lead;
  const uint32_t following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint32_t point = lead & (0x3Fu >> following);
  for (uint32_t i = 0; i < following; ++i) {
    point = point << 6 | (static_cast<unsigned char>(*++p) & 0x3Fu);
  }
  return point;
}

bool is_disallowed(uint32_t point) {
  return (point >= 0x7F && point <= 0x9F) || (point >= 0xFDD0 && point <= 0xFDEF) ||
         (point & 0xFFFE) == 0xFFFE;
}

class Compactor {
 public:
  Compactor(std::string_view backslash, std::string_view quote, Text& output)
      : backslash_(backslash), quote_(quote), output_(output) {}

  void run(std::string_view json) {
    const char* const end = json.data() + json.size();
    for (const char* p = json.data(); p != end;) {
      if (is_space(*p)) {
        ++p;
      } else if (*p == '"') {
        p = copy_string(p) + 1;
      } else {
        const char* const begin = p;
        while (p != end && !is_space(*p) && *p != '"') ++p;
        output_.append({begin, static_cast<size_t>(p - begin)});
      }
    }
  }

 private:
  // From one quote to the other, where it ends.
  const char* copy_string(const char* p) {
    output_.append(quote_);
    const char* copied = ++p;
    const auto copy_before = [&](const char* to) {
      output_.append({copied, static_cast<size_t>(to - copied)});
    };
    for (; *p != '"'; ++p) {
      if (*p == '\\') {
        copy_before(p);
        output_.append(backslash_);
        if (*++p == '"') {
          output_.append(quote_);
        } else if (*p == '\\') {
          output_.append(backslash_);
        } else {
          output_.append(*p);
        }
        copied = p + 1;
        continue;
      }
      const char* const begin = p;
      const uint32_t point = take_code_point(p);
      if (!is_disallowed(point)) continue;
      copy_before(begin);
      escape(point);
      copied = p + 1;
    }
    copy_before(p);
    output_.append(quote_);
    return p;
  }

  void escape(uint32_t point) {
    if (point < 0x10000) return escape_unit(point);
    escape_unit(0xD7C0 + (point >> 10));
    escape_unit(0xDC00 | (point & 0x3FF));
  }

  void escape_unit(uint32_t unit) {
    output_.append(backslash_).append('u');
    for (int shift = 12; shift >= 0; shift -= 4) output_.append(kLowerHex[unit >> shift & 15]);
  }

  // How each is written.
  const std::string_view backslash_;
  const std::string_view quote_;
  Text& output_;
};

}  // namespace

void append_compact(std::string_view json, Text& output) {
  Compactor("\\", "\"", output).run(json);
}

void append_compact_string(std::string_view json, Text& output) {
  output.append('"');
  Compactor("\\\\", "\\\"", output).run(json);
  output.append('"');
}

std::string_view trim(std::string_view json) {
  constexpr std::string_view kSpaces = " \t\n\r";
  const size_t begin = json.find_first_not_of(kSpaces);
  return json.substr(begin, json.find_last_not_of(kSpaces) + 1 - begin);
}

}  // namespace tidegate
