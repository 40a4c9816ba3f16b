#include "json/strings.h"

#include <cstring>

#include "json/simd.h"

namespace tidegate {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The four hex digits at `p`, or a negative number.
int hex4(const char* p) {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The length of the escape whose backslash stands at `p`, or 0.
uint32_t escape_length(const char* p, const char* end) {
  if (end - p < 2) return 0;
  if (std::memchr("\"\\/bfnrt", p[1], 8) != nullptr) return 2;
  return p[1] == 'u' && end - p >= 6 && hex4(p + 2) >= 0 ? 6 : 0;
}

char* encode_utf8(uint32_t code, char* out) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xE0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | code >> 18);
    *out++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;  // The quote, the backslash and the slash stand for themselves.
  }
}

}  // namespace

uint32_t utf8_sequence(const char* p, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(p[i]); };
  const auto follows = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead >= 0xC2 && lead < 0xE0) return end - p >= 2 && follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead < 0xF0) {
    if (end - p < 3 || !follows(1) || !follows(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;   // overlong
    if (lead == 0xED && byte(1) >= 0xA0) return 0;  // surrogate
    return 3;
  }
  if (lead >= 0xF0 && lead < 0xF5) {
    if (end - p < 4 || !follows(1) || !follows(2) || !follows(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;   // overlong
    if (lead == 0xF4 && byte(1) >= 0x90) return 0;  // beyond U+10FFFF
    return 4;
  }
  return 0;
}

const char* skip_string(const char* p, const char* end, const char* begin, bool& escaped,
                        JsonError& error) {
  const auto fail = [&](ErrorCode code, const char* reason) {
    error = {code, reason, static_cast<uint32_t>(p - begin)};
    return nullptr;
  };
  for (;;) {
    while (end - p >= 16) {
      const uint32_t plain = plain_prefix16(p);
      p += plain;
      if (plain != 16) break;
    }
    if (p == end) return fail(ErrorCode::kInvalidJson, "The text ends inside a string.");
    const auto byte = static_cast<unsigned char>(*p);
    if (byte == '"') return p;
    if (byte == '\\') {
      const uint32_t length = escape_length(p, end);
      if (length == 0) return fail(ErrorCode::kInvalidJson, "This is no escape sequence of JSON.");
      escaped = true;
      p += length;
    } else if (byte < 0x20) {
      return fail(ErrorCode::kInvalidJson, "A control character in a string must be escaped.");
    } else if (byte < 0x80) {
      ++p;
    } else {
      const uint32_t length = utf8_sequence(p, end);
      if (length == 0) return fail(ErrorCode::kInvalidUtf8, "The bytes are not UTF-8.");
      p += length;
    }
  }
}

char* decode_string(std::string_view raw, char* out) {
  const char* p = raw.data();
  const char* end = p + raw.size();
  while (p != end) {
    if (*p != '\\') {
      *out++ = *p++;
      continue;
    }
    if (p[1] != 'u') {
      *out++ = simple_escape(p[1]);
      p += 2;
      continue;
    }
    auto code = static_cast<uint32_t>(hex4(p + 2));
    p += 6;
    if (code >= 0xD800 && code < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
      const auto low = static_cast<uint32_t>(hex4(p + 2));
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        p += 6;
      }
    }
    out = encode_utf8(code, out);
  }
  return out;
}

}  // namespace tidegate
