#include "json/unicode.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate {
namespace {

std::string utf8(char32_t c) {
  std::string text;
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
  return text;
}

std::u16string utf16(const std::u32string& text) {
  std::u16string units;
  for (const char32_t c : text) {
    if (c >= 0x10000) {
      units += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
      units += static_cast<char16_t>(0xdc00 + (c & 0x3ff));
    } else {
      units += static_cast<char16_t>(c);
    }
  }
  return units;
}

int sign(int order) { return (order > 0) - (order < 0); }

TEST_CASE("texts sort by UTF-16 code units") {
  const std::vector<std::string> sorted = {
      "",           "\x01",       "A",          "AA",     "B",      "a",      "a\u00e9",
      "b",          "\u0080",     "\u00e9",     "\u07ff", "\u0800", "\ud7ff", "\U00010000",
      "\U00010001", "\U0001f600", "\U0010ffff", "\ue000", "\uff21", "\uffff"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      INFO(i << " " << j);
      const int expected = static_cast<int>(i > j) - static_cast<int>(i < j);
      CHECK(sign(compare_utf16(sorted[i], sorted[j])) == expected);
      CHECK(sign(compare_utf16("same \u00e9\U0001f600" + sorted[i],
                               "same \u00e9\U0001f600" + sorted[j])) == expected);
    }
  }
}

TEST_CASE("random texts sort as their UTF-16 does, lone surrogates too") {
  const char32_t alphabet[] = {'a',    'b',    0xe9,   0x3b1,  0xd7ff, 0xd800,  0xd83d,  0xdbff,
                               0xdc00, 0xde00, 0xdfff, 0xe000, 0xffff, 0x10000, 0x1f600, 0x10ffff};
  std::mt19937 random(1);
  const auto is_high = [](char32_t c) { return c >= 0xd800 && c < 0xdc00; };
  const auto is_low = [](char32_t c) { return c >= 0xdc00 && c < 0xe000; };
  int ties = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::u32string texts[2];
    std::string bytes[2];
    for (int side = 0; side < 2; ++side) {
      for (auto count = random() % 5; count > 0; --count) {
        const char32_t c = alphabet[random() % std::size(alphabet)];
        if (!texts[side].empty() && is_high(texts[side].back()) && is_low(c)) continue;  // A pair.
        texts[side] += c;
        bytes[side] += utf8(c);
      }
    }
    const int expected = sign(utf16(texts[0]).compare(utf16(texts[1])));
    if (expected == 0) ++ties;
    if (sign(compare_utf16(bytes[0], bytes[1])) != expected) FAIL("case " << i);
  }
  CHECK(ties > 100);
}

TEST_CASE("ASCII letters match in either case") {
  CHECK(equals_ignore_case("HeLLo, World", "hEllO, wORLD"));
  CHECK(equals_ignore_case("", ""));
  CHECK(!equals_ignore_case("", "a"));
  CHECK(!equals_ignore_case("a", ""));
  CHECK(!equals_ignore_case("a", "aa"));
  CHECK(!equals_ignore_case("aa", "a"));
  for (int pattern = 0; pattern < 0x80; ++pattern) {
    for (int value = 0; value < 0x80; ++value) {
      const char a = static_cast<char>(pattern);
      const char b = static_cast<char>(value);
      const bool letter = (a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z');
      const bool expected = a == b || (letter && (a ^ b) == 0x20);
      if (equals_ignore_case({&a, 1}, {&b, 1}) != expected) FAIL(pattern << " " << value);
    }
  }
}

TEST_CASE("a pattern stands for its own lower and upper forms alone") {
  CHECK(equals_ignore_case("ß", "ß"));
  CHECK(equals_ignore_case("ß", "SS"));
  CHECK(!equals_ignore_case("ß", "ss"));
  CHECK(!equals_ignore_case("ß", "ẞ"));
  CHECK(equals_ignore_case("ẞ", "ß"));
  CHECK(equals_ignore_case("ẞ", "ẞ"));
  CHECK(!equals_ignore_case("ẞ", "SS"));
  CHECK(equals_ignore_case("straße", "STRASSE"));
  CHECK(!equals_ignore_case("STRASSE", "straße"));
  CHECK(equals_ignore_case("ς", "ς"));
  CHECK(equals_ignore_case("ς", "Σ"));
  CHECK(!equals_ignore_case("ς", "σ"));
  CHECK(equals_ignore_case("Σ", "σ"));
  CHECK(!equals_ignore_case("Σ", "ς"));
  CHECK(!equals_ignore_case("ΟΔΟΣ", "οδος"));
  CHECK(equals_ignore_case("ΟΔΟΣ", "οδοσ"));
  CHECK(equals_ignore_case("ﬁ", "ﬁ"));
  CHECK(equals_ignore_case("ﬁ", "FI"));
  CHECK(!equals_ignore_case("ﬁ", "fi"));
  CHECK(!equals_ignore_case("FI", "ﬁ"));
  CHECK(equals_ignore_case("ﬃ", "FFI"));
}

TEST_CASE("the letters i have no locale") {
  CHECK(equals_ignore_case("İ", "İ"));
  CHECK(equals_ignore_case("İ", "i\u0307"));
  CHECK(!equals_ignore_case("İ", "i"));
  CHECK(equals_ignore_case("ı", "ı"));
  CHECK(equals_ignore_case("ı", "I"));
  CHECK(!equals_ignore_case("I", "ı"));
  CHECK(!equals_ignore_case("i", "İ"));
}

TEST_CASE("letters whose other case is ASCII") {
  CHECK(equals_ignore_case("\u212a", "k"));  // Kelvin sign.
  CHECK(equals_ignore_case("\u212a", "\u212a"));
  CHECK(!equals_ignore_case("\u212a", "K"));
  CHECK(!equals_ignore_case("k", "\u212a"));
  CHECK(equals_ignore_case("ſ", "S"));
  CHECK(!equals_ignore_case("ſ", "s"));
}

TEST_CASE("a titlecase letter does not stand for itself") {
  CHECK(equals_ignore_case("ǅ", "ǆ"));
  CHECK(equals_ignore_case("ǅ", "Ǆ"));
  CHECK(!equals_ignore_case("ǅ", "ǅ"));
  CHECK(equals_ignore_case("ǆ", "Ǆ"));
  CHECK(!equals_ignore_case("ǆ", "ǅ"));
  CHECK(equals_ignore_case("ᾼ", "ᾳ"));
  CHECK(equals_ignore_case("ᾼ", "ΑΙ"));
  CHECK(!equals_ignore_case("ᾼ", "ᾼ"));
}

TEST_CASE("forms of other lengths") {
  CHECK(equals_ignore_case("ⱥ", "Ⱥ"));
  CHECK(equals_ignore_case("Ⱥ", "ⱥ"));
  CHECK(equals_ignore_case("ΰ", "Υ\u0308\u0301"));
  CHECK(equals_ignore_case("ŉ", "ʼN"));
  CHECK(equals_ignore_case("ᾷ", "Α\u0342Ι"));
}

TEST_CASE("code points beyond the BMP") {
  CHECK(equals_ignore_case("😀", "😀"));
  CHECK(!equals_ignore_case("😀", "??"));
  CHECK(!equals_ignore_case("😀", "😁"));
  CHECK(equals_ignore_case("𐐀", "𐐨"));
  CHECK(equals_ignore_case("𐐨", "𐐀"));
  CHECK(!equals_ignore_case("𐐨", "𐐩"));
}

TEST_CASE("lone surrogates and the ends of the code space match as themselves") {
  const char32_t ends[] = {0,      0x7f,   0x80,   0x7ff,  0x800,   0xd7ff,
                           0xd800, 0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff};
  for (const char32_t a : ends) {
    for (const char32_t b : ends) CHECK(equals_ignore_case(utf8(a), utf8(b)) == (a == b));
  }
}

TEST_CASE("whole alphabets match in either case and in no other letter") {
  struct Alphabet {
    char32_t upper, upper_end, lower;
  };
  for (const Alphabet& alphabet :
       {Alphabet{0xc0, 0xd7, 0xe0}, Alphabet{0x391, 0x3a2, 0x3b1}, Alphabet{0x400, 0x410, 0x450},
        Alphabet{0x410, 0x430, 0x430}, Alphabet{0x531, 0x557, 0x561},
        Alphabet{0x1c90, 0x1cbb, 0x10d0}, Alphabet{0x13a0, 0x13f0, 0xab70},
        Alphabet{0x24b6, 0x24d0, 0x24d0}, Alphabet{0xff21, 0xff3b, 0xff41},
        Alphabet{0x10400, 0x10428, 0x10428}, Alphabet{0x1e900, 0x1e922, 0x1e922}}) {
    for (char32_t c = alphabet.upper; c < alphabet.upper_end; ++c) {
      const char32_t lower = alphabet.lower + (c - alphabet.upper);
      INFO(static_cast<uint32_t>(c));
      CHECK(equals_ignore_case(utf8(c), utf8(c)));
      CHECK(equals_ignore_case(utf8(c), utf8(lower)));
      CHECK(equals_ignore_case(utf8(lower), utf8(c)));
      CHECK(!equals_ignore_case(utf8(c), utf8(lower + 1)));
      CHECK(!equals_ignore_case(utf8(lower), utf8(c + 1)));
    }
  }
  for (char32_t c = 0x100; c < 0x130; c += 2) {
    CHECK(equals_ignore_case(utf8(c), utf8(c + 1)));
    CHECK(equals_ignore_case(utf8(c + 1), utf8(c)));
    CHECK(!equals_ignore_case(utf8(c + 1), utf8(c + 2)));
  }
}

TEST_CASE("code points without case match nothing but themselves") {
  const char32_t caseless[] = {0xd7, 0xf7, 0x5d0, 0x600, 0x10cf, 0x20ac, 0x4e2d, 0xac00, 0x1f600};
  for (const char32_t c : caseless) {
    INFO(static_cast<uint32_t>(c));
    CHECK(equals_ignore_case(utf8(c), utf8(c)));
    CHECK(!equals_ignore_case(utf8(c), utf8(c + 1)));
    CHECK(!equals_ignore_case(utf8(c), utf8(c + 0x20)));
    CHECK(!equals_ignore_case(utf8(c), utf8(c - 0x20)));
  }
}

TEST_CASE("prefixes and suffixes") {
  CHECK(starts_with_ignore_case("", ""));
  CHECK(starts_with_ignore_case("", "x"));
  CHECK(ends_with_ignore_case("", ""));
  CHECK(ends_with_ignore_case("", "x"));
  CHECK(starts_with_ignore_case("foO", "FOobar"));
  CHECK(!starts_with_ignore_case("foo", "fo"));
  CHECK(ends_with_ignore_case("Bar", "fooBAR"));
  CHECK(!ends_with_ignore_case("bar", "ar"));
  CHECK(!ends_with_ignore_case("bar", "barx"));
  CHECK(starts_with_ignore_case("ß", "SSx"));
  CHECK(ends_with_ignore_case("ß", "xSS"));
  CHECK(!ends_with_ignore_case("ß", "xS"));
  CHECK(starts_with_ignore_case("İ", "i\u0307x"));
  CHECK(!starts_with_ignore_case("İ", "ix"));
  CHECK(ends_with_ignore_case("é𐐀", "xÉ𐐨"));
  CHECK(!ends_with_ignore_case("é", "\xa9"));
}

TEST_CASE("one pass finds what trying every form finds") {
  const std::map<std::string, std::vector<std::string>> forms = {
      {"s", {"s", "S"}},       {"S", {"s", "S"}},
      {"f", {"f", "F"}},       {"I", {"i", "I"}},
      {"ß", {"ß", "SS"}},      {"ẞ", {"ß", "ẞ"}},
      {"ﬁ", {"ﬁ", "FI"}},      {"ﬀ", {"ﬀ", "FF"}},
      {"ﬃ", {"ﬃ", "FFI"}},     {"ſ", {"ſ", "S"}},
      {"İ", {"i\u0307", "İ"}}, {"ǅ", {"ǆ", "Ǆ"}},
      {"ŉ", {"ŉ", "ʼN"}},      {"ΰ", {"ΰ", "Υ\u0308\u0301"}},
      {"Υ", {"υ", "Υ"}},       {"é", {"é", "É"}},
      {"𐐀", {"𐐨", "𐐀"}},       {"😀", {"😀"}},
      {"\u0307", {"\u0307"}}};
  std::vector<std::string> letters;
  for (const auto& entry : forms) letters.push_back(entry.first);

  // Every text that a pattern stands for.
  const auto spell = [&](const std::vector<std::string>& pattern) {
    std::vector<std::string> texts = {""};
    for (const std::string& letter : pattern) {
      std::vector<std::string> longer;
      for (const std::string& text : texts) {
        for (const std::string& form : forms.at(letter)) longer.push_back(text + form);
      }
      texts = longer;
    }
    return texts;
  };

  std::mt19937 random(3);
  const auto pick = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  int matches[3] = {};
  for (int i = 0; i < 50'000; ++i) {
    std::vector<std::string> letters_of_pattern;
    std::string pattern;
    for (auto count = random() % 5; count > 0; --count) {
      letters_of_pattern.push_back(pick(letters));
      pattern += letters_of_pattern.back();
    }
    const std::vector<std::string> texts = spell(letters_of_pattern);
    std::string value = pick(texts);
    if (random() % 3 == 0) value += pick(forms.at(pick(letters)));
    if (random() % 3 == 0) value = pick(forms.at(pick(letters))) + value;
    if (random() % 4 == 0) {
      const std::string& part = pick(letters);
      const size_t at = value.find(part);
      if (at != std::string::npos) value.replace(at, part.size(), pick(forms.at(pick(letters))));
    }

    bool equal = false, starts = false, ends = false;
    for (const std::string& text : texts) {
      equal = equal || value == text;
      starts = starts || value.starts_with(text);
      ends = ends || value.ends_with(text);
    }
    matches[0] += equal;
    matches[1] += starts;
    matches[2] += ends;
    const bool agrees = equals_ignore_case(pattern, value) == equal &&
                        starts_with_ignore_case(pattern, value) == starts &&
                        ends_with_ignore_case(pattern, value) == ends;
    if (!agrees) FAIL("pattern " << pattern << ", value " << value);
  }
  for (const int count : matches) {
    CHECK(count > 10'000);
    CHECK(count < 49'000);
  }
}

// ---- Folding ----

struct CaseRange {
  uint32_t first;
  int32_t distance;
  uint16_t count;
};
struct SpecialCase {
  char16_t code_point;
  char lower[4];
  char upper[7];
};
#include "json/case_table.inc"

std::string folded(std::string_view text) {
  // In memory of just the promised size, so that a sanitizer sees what is written over its end.
  std::vector<char> buffer(folding_room(text.size()));
  const std::vector<char> copy(text.begin(), text.end());
  return {buffer.data(), fold_case({copy.data(), copy.size()}, buffer.data())};
}

TEST_CASE("what a code point stands for folds as it does, over the whole case table") {
  size_t checked = 0;
  const auto check = [&](char32_t c, const std::string& form) {
    INFO(static_cast<uint32_t>(c));
    REQUIRE(equals_ignore_case(utf8(c), form));
    REQUIRE(folded(form) == folded(utf8(c)));
    ++checked;
  };
  for (const CaseRange& range : kCaseRanges) {
    for (uint32_t i = 0; i < range.count; ++i) {
      const uint32_t c = range.first + i;
      check(c, utf8(c));
      check(c, utf8(range.distance == 0 ? range.first + (i ^ 1)
                                        : c + static_cast<uint32_t>(range.distance)));
    }
  }
  for (const SpecialCase& special : kSpecialCases) {
    check(special.code_point, special.lower);
    check(special.code_point, special.upper);
  }
  for (char32_t c = 0; c < 0x80; ++c) {
    check(c, utf8(c));
    if (c >= 'A' && c <= 'Z') check(c, utf8(c | 0x20));
    if (c >= 'a' && c <= 'z') check(c, utf8(c ^ 0x20));
  }
  CHECK(checked > 5'000);
}

TEST_CASE("code points without case fold to themselves") {
  for (const char32_t c : {0x0, 0x40, 0x5b, 0xd7, 0xd800, 0xdfff, 0x4e2d, 0x1f600, 0x10ffff}) {
    CHECK(folded(utf8(c)) == utf8(c));
  }
  CHECK(folded("Straße ŉ") == folded("STRASSE ʼN"));
  CHECK(folded("a") != folded("b"));
  CHECK(folded("").empty());
}

TEST_CASE("a text and its folding are not too far apart in size") {
  uint32_t longest = 0;
  uint32_t shortest = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    const std::string text = utf8(c);
    const std::string folding = folded(text);
    REQUIRE(folding.size() <= kMaxFoldingRatio * text.size());
    REQUIRE(text.size() <= kMaxFoldingRatio * folding.size());
    longest += folding.size() == kMaxFoldingRatio * text.size() ? 1 : 0;
    shortest += text.size() == kMaxFoldingRatio * folding.size() ? 1 : 0;
  }
  CHECK(longest != 0);
  CHECK(shortest != 0);
}

TEST_CASE("a text folds to the foldings of its code points") {
  std::mt19937 random(3);
  const std::vector<std::string> letters = {"a", "B", "Z", "@", "[",  "`", "{",           "\x7f",
                                            "ß", "ŉ", "K", "ΐ", "中", "😀", "\xed\xa0\x80"};
  for (int round = 0; round < 20'000; ++round) {
    const uint32_t ascii = random() % 2 == 0 ? 1 : 20;  // Mostly, so that there are whole words.
    std::string text;
    std::string expected;
    for (size_t size = random() % 40; size > 0; --size) {
      const size_t letter = random() % ascii == 0 ? random() % letters.size() : random() % 8;
      text += letters[letter];
      expected += folded(letters[letter]);
    }
    REQUIRE(folded(text) == expected);
  }
}

TEST_CASE("beginnings and endings are of whole code points") {
  const std::string text = "a\u00e9\u4e2d\U0001f600z";
  const std::string front[] = {"",  "a", "a\u00e9", "a\u00e9\u4e2d", "a\u00e9\u4e2d\U0001f600",
                               text};
  const std::string back[] = {
      "", "z", "\U0001f600z", "\u4e2d\U0001f600z", "\u00e9\u4e2d\U0001f600z", text};
  for (size_t size = 0; size <= text.size(); ++size) {
    INFO(size);
    const auto fits = [&](const std::string& part) { return part.size() >= size; };
    CHECK(first_code_points(text, size) == *std::find_if(std::begin(front), std::end(front), fits));
    CHECK(last_code_points(text, size) == *std::find_if(std::begin(back), std::end(back), fits));
  }
}

}  // namespace
}  // namespace tidegate
