#include "json/strings.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

using namespace tidegate;

TEST_CASE("every code point is one sequence, and nothing else is") {
  const auto length = [](std::string_view bytes) {
    return utf8_sequence(bytes.data(), bytes.data() + bytes.size());
  };
  for (uint32_t code = 0x80; code < 0x110000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    char buffer[4];
    char raw[32];
    if (code < 0x10000) {
      std::snprintf(raw, sizeof(raw), "\\u%04x", code);
    } else {
      std::snprintf(raw, sizeof(raw), "\\u%04x\\u%04x", 0xD800 + ((code - 0x10000) >> 10),
                    0xDC00 + (code & 0x3FF));
    }
    const char* end = decode_string(raw, buffer);
    const std::string_view bytes(buffer, static_cast<size_t>(end - buffer));
    if (length(bytes) != bytes.size()) FAIL("U+" << std::hex << code);
    if (length(bytes.substr(0, bytes.size() - 1)) != 0) FAIL("cut U+" << std::hex << code);
  }
  CHECK(length("\x80") == 0);
  CHECK(length("\xC1\xBF") == 0);
  CHECK(length("\xED\xA0\x80") == 0);
  CHECK(length("\xF5\x80\x80\x80") == 0);
  CHECK(length("\xE2\x82\x41") == 0);
}
