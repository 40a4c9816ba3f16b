#include "json/writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/hex.h"

namespace tidegate {
namespace {

// The letter of a two-character escape, or 0.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_unit(uint32_t unit, Text& output) {
  output.append("\\u");
  for (int shift = 12; shift >= 0; shift -= 4) output.append(kLowerHex[unit >> shift & 15]);
}

}  // namespace

// In one piece, which takes a fifth of the time of five.
void ObjectWriter::member(std::string_view key, std::string_view json) {
  const size_t size = key.size() + json.size() + (first_ ? 3 : 4);
  char* at = output_.extend(static_cast<uint32_t>(size));
  if (at == nullptr) return;
  if (!first_) *at++ = ',';
  first_ = false;
  *at++ = '"';
  at = std::copy(key.begin(), key.end(), at);
  *at++ = '"';
  *at++ = ':';
  std::copy(json.begin(), json.end(), at);
}

void append_json_string(std::string_view characters, Text& output) {
  output.append('"');
  size_t written = 0;
  const auto write_before = [&](size_t i) {
    output.append(characters.substr(written, i - written));
  };
  for (size_t i = 0; i < characters.size(); ++i) {
    const auto byte = static_cast<unsigned char>(characters[i]);
    if (byte >= ' ' && byte != '"' && byte != '\\' && byte != 0xED) continue;
    if (byte == 0xED) {
      const bool is_surrogate =
          i + 2 < characters.size() && static_cast<unsigned char>(characters[i + 1]) >= 0xA0;
      if (!is_surrogate) continue;
      write_before(i);
      const uint32_t middle = static_cast<unsigned char>(characters[i + 1]) & 0x3F;
      const uint32_t last = static_cast<unsigned char>(characters[i + 2]) & 0x3F;
      append_unit(0xD000 | middle << 6 | last, output);
      i += 2;
    } else {
      write_before(i);
      const char letter = short_escape(characters[i]);
      if (letter != 0) {
        output.append('\\').append(letter);
      } else {
        append_unit(byte, output);
      }
    }
    written = i + 1;
  }
  write_before(characters.size());
  output.append('"');
}

}  // namespace tidegate
