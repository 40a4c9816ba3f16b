#include "base/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tidegate {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 64;

// What each character is as a digit.
constexpr std::array<uint8_t, 256> kValues = [] {
  std::array<uint8_t, 256> values{};
  values.fill(kNone);
  for (size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<uint8_t>(i);
  }
  return values;
}();

// Appends the bytes of two to four digits. False: one of them is none.
bool append_digits(std::string_view digits, Text& output) {
  uint32_t bits = 0;
  for (const char digit : digits) {
    const uint8_t value = kValues[static_cast<unsigned char>(digit)];
    if (value == kNone) return false;
    bits = bits << 6 | value;
  }
  bits <<= 6 * (4 - digits.size());
  const char bytes[] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                        static_cast<char>(bits)};
  output.append({bytes, digits.size() - 1});
  return true;
}

}  // namespace

void append_base64(std::string_view bytes, Text& output) {
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u);
    }
    char digits[] = {kDigits[bits >> 18], kDigits[bits >> 12 & 63], kDigits[bits >> 6 & 63],
                     kDigits[bits & 63]};
    if (bytes.size() < 3) digits[3] = '=';
    if (bytes.size() < 2) digits[2] = '=';
    output.append({digits, sizeof(digits)});
  }
}

bool decode_base64(std::string_view text, Text& output) {
  if (text.size() % 4 != 0) return false;
  if (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 3 && text.ends_with('=')) text.remove_suffix(1);
  for (; text.size() > 4; text.remove_prefix(4)) {
    if (!append_digits(text.substr(0, 4), output)) return false;
  }
  return text.empty() || append_digits(text, output);
}

}  // namespace tidegate
