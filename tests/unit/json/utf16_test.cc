#include "json/utf16.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

// Table 3-6 of the Unicode standard, with surrogates as any other code point of three bytes.
void append_utf8(std::string& out, uint32_t point) {
  const auto byte = [&](uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xc0 | point >> 6);
    byte(0x80 | (point & 63));
  } else if (point < 0x10000) {
    byte(0xe0 | point >> 12);
    byte(0x80 | (point >> 6 & 63));
    byte(0x80 | (point & 63));
  } else {
    byte(0xf0 | point >> 18);
    byte(0x80 | (point >> 12 & 63));
    byte(0x80 | (point >> 6 & 63));
    byte(0x80 | (point & 63));
  }
}

struct Expected {
  std::string bytes;
  bool well_formed = true;
};

Expected convert_slowly(const std::u16string& text) {
  Expected expected;
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t point = text[i];
    const bool is_pair = point >= 0xd800 && point < 0xdc00 && i + 1 < text.size() &&
                         text[i + 1] >= 0xdc00 && text[i + 1] < 0xe000;
    if (is_pair) {
      point = 0x10000 + ((point - 0xd800) << 10) + (text[++i] - 0xdc00u);
    } else if (point >= 0xd800 && point < 0xe000) {
      expected.well_formed = false;
    }
    append_utf8(expected.bytes, point);
  }
  return expected;
}

// In a buffer of just the room that is asked for, with the units at its very end.
void check(const std::u16string& text) {
  const auto count = static_cast<uint32_t>(text.size());
  const Expected expected = convert_slowly(text);
  const size_t room = size_t{3} * count + kUtf8Slack;
  for (const bool in_place : {false, true}) {
    std::vector<char16_t> buffer((room + 1) / 2 + (in_place ? 0 : count));
    char* out = reinterpret_cast<char*>(buffer.data());
    char16_t* units = buffer.data() + buffer.size() - count;
    const auto convert = [&](auto function) {
      if (count != 0) std::memcpy(units, text.data(), count * sizeof(char16_t));
      return function(units, count, out);
    };
    const uint32_t size = convert(utf8_from_utf16);
    if (expected.well_formed) {
      REQUIRE(size == expected.bytes.size());
      REQUIRE(std::string(out, size) == expected.bytes);
    } else {
      REQUIRE(size == kIllFormed);
    }
    REQUIRE(convert(wtf8_from_utf16) == expected.bytes.size());
    REQUIRE(std::string(out, expected.bytes.size()) == expected.bytes);
  }
}

}  // namespace

TEST_CASE("every code unit alone, and between others") {
  for (uint32_t unit = 0; unit < 0x10000; ++unit) {
    const auto character = static_cast<char16_t>(unit);
    check({character});
    if (unit % 7 == 0 || unit >> 11 == 0x1b) check({u'a', character, character, u'b'});
  }
}

TEST_CASE("every kind of character at every distance") {
  const std::u16string kinds[] = {u"a",          u"\u0080",  u"\u07ff", u"\u0800",
                                  u"\U0001f600", {0xd800},   {0xdfff},  {0xdc00, 0xd800},
                                  u"\uffff",     u"\uff41b", u"\u00e9x"};
  for (const std::u16string& kind : kinds) {
    for (size_t before = 0; before < 40; ++before) {
      check(std::u16string(before, u'x') + kind);
      check(std::u16string(before, u'x') + kind + std::u16string(20, u'y'));
      check(std::u16string(before, u'\u20ac') + kind + std::u16string(17, u'z'));
    }
  }
}

TEST_CASE("random texts") {
  uint32_t state = 1;
  const auto random = [&state](uint32_t limit) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % limit;
  };
  for (int i = 0; i < 20000; ++i) {
    std::u16string text;
    for (uint32_t left = random(80); left != 0; --left) {
      switch (random(8)) {
        case 0:
          text += static_cast<char16_t>(random(0x10000));
          break;
        case 1:
          text += u"\U00010ffff"[0];
          text += u"\U00010ffff"[1];
          break;
        case 2:
          text += static_cast<char16_t>(0x80 + random(0x780));
          break;
        default:
          text += static_cast<char16_t>(random(0x80));
      }
    }
    check(text);
  }
}
