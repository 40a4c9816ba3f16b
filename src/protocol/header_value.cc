#include "protocol/header_value.h"

#include <algorithm>
#include <cstddef>

#include "base/hex.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

// Whether a character stands in headers as it is.
bool is_plain(char c) { return is_printable(c) && c != ' ' && c != '"' && c != '%'; }

// Negative for what is no hex digit, the end of a value among it.
int hex_value(int c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int letter = c | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

constexpr int kEnd = -1;

// Gives the characters of a value without its quotes, and counts whether all were closed.
class Unquoted {
 public:
  explicit Unquoted(std::string_view written) : rest_(written) {}

  // The next byte, or kEnd.
  int next() {
    while (rest_.starts_with('"')) {
      quoted_ = !quoted_;
      rest_.remove_prefix(1);
    }
    if (quoted_ && rest_.starts_with('\\')) rest_.remove_prefix(1);
    if (rest_.empty()) return kEnd;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  bool closed() const { return !quoted_; }

 private:
  std::string_view rest_;
  bool quoted_ = false;
};

const char* decode(std::string_view written, Text& value) {
  const size_t begin = value.view().size();
  Unquoted unquoted(written);
  for (int byte = unquoted.next(); byte != kEnd; byte = unquoted.next()) {
    if (byte == '%') {
      const int high = hex_value(unquoted.next());
      const int low = hex_value(unquoted.next());
      if (high < 0 || low < 0) return "has a percent sign without two hex digits behind it.";
      byte = high << 4 | low;
    }
    value.append(static_cast<char>(byte));
  }
  if (!unquoted.closed()) return "has a double quote that is not closed.";
  const std::string_view decoded = value.view().substr(begin);
  if (decoded.empty() || is_utf8(decoded)) return nullptr;
  return "has percent-encoded bytes that are not UTF-8.";
}

// Appends the byte that each character stands for. False: one is beyond U+00FF.
bool append_latin1(std::string_view characters, Text& output) {
  for (size_t i = 0; i < characters.size(); ++i) {
    const auto lead = static_cast<unsigned char>(characters[i]);
    if (lead < 0x80) {
      output.append(characters[i]);
      continue;
    }
    if (lead > 0xC3) return false;
    const auto next = static_cast<unsigned char>(characters[++i]);
    output.append(static_cast<char>(lead << 6 | (next & 0x3F)));
  }
  return true;
}

}  // namespace

void append_header_value(std::string_view value, Text& output) {
  for (const char c : value) {
    if (is_plain(c)) {
      output.append(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      output.append('%').append(kUpperHex[byte >> 4]).append(kUpperHex[byte & 15]);
    }
  }
}

bool is_plain_header_value(std::string_view value) {
  return !value.starts_with(' ') && !value.ends_with(' ') &&
         std::all_of(value.begin(), value.end(), [](char c) { return is_plain(c) || c == ' '; });
}

const char* decode_header_value(std::string_view written, Text& value) {
  const bool printable = std::all_of(written.begin(), written.end(),
                                     [](char c) { return is_printable(c) || c == '\t'; });
  return printable ? decode(written, value) : "has characters that are not printable ASCII.";
}

bool decode_header_value_leniently(std::string_view written, Text& value) {
  Text bytes;
  if (append_latin1(written, bytes) && is_utf8(bytes.view())) written = bytes.view();
  Text decoded;
  value.append(decode(written, decoded) == nullptr ? decoded.view() : written);
  return !bytes.failed() && !decoded.failed() && !value.failed();
}

}  // namespace tidegate
