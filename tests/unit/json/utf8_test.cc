#include "json/utf8.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace tidegate;

namespace {

// Character by character.
bool is_utf8_slowly(std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  while (p != end) {
    const uint32_t length = static_cast<unsigned char>(*p) < 0x80 ? 1 : utf8_sequence(p, end);
    if (length == 0) return false;
    p += length;
  }
  return true;
}

}  // namespace

TEST_CASE("any three bytes are judged alike within a text and alone") {
  const std::string before(32, 'x');
  const std::string behind(40, 'x');
  std::string bytes(3, ' ');
  for (int lead = 0x80; lead < 0x100; ++lead) {
    for (int second = 0; second < 0x100; ++second) {
      for (const int third : {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE1, 0xF1}) {
        bytes.assign(
            {static_cast<char>(lead), static_cast<char>(second), static_cast<char>(third)});
        for (const std::string& fourth :
             {std::string(), std::string("\x80"), std::string("\xBF")}) {
          const std::string text = bytes + fourth;
          const bool expected = is_utf8_slowly(text);
          if (is_utf8(before + text + behind) != expected || is_utf8(before + text) != expected ||
              is_utf8(text) != expected) {
            FAIL(lead << ' ' << second << ' ' << third);
          }
        }
      }
    }
  }
}

TEST_CASE("characters are whole across every edge") {
  const std::string character = "\U0001F600";
  for (size_t before = 0; before < 100; ++before) {
    const std::string text = std::string(before, 'x') + character + "\u20ac\u00e9";
    for (size_t size = 0; size <= text.size(); ++size) {
      const std::string cut = text.substr(0, size);
      CHECK(is_utf8(cut) == is_utf8_slowly(cut));
    }
  }
}

TEST_CASE("damaged texts in other alphabets are judged alike") {
  const std::string seed =
      "\u041f\u0440\u0438\u0432\u0435\u0442, \u4f60\u597d\uff0c\u4e16\u754c! \U0001F600 na\u00efve "
      "\u201cquotes\u201d and plain text, \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627";
  std::mt19937 random(3);
  int valid = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = seed + seed.substr(0, random() % seed.size());
    for (uint32_t changes = random() % 3; changes != 0; --changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const bool expected = is_utf8_slowly(text);
    if (is_utf8(text) != expected) FAIL(text);
    valid += expected ? 1 : 0;
  }
  CHECK(valid > 10'000);
  CHECK(valid < 90'000);
}

TEST_CASE("no text at all is UTF-8") {
  CHECK(is_utf8({}));
  CHECK(is_utf8(""));
}
