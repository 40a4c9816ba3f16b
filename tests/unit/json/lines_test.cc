#include "json/lines.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

std::vector<std::string> lines_of(std::string_view text, uint32_t begin = 0) {
  std::vector<std::string> found;
  Lines lines(text, begin);
  std::string_view line;
  while (lines.next(line)) found.emplace_back(line);
  CHECK(lines.position() == std::max(begin, static_cast<uint32_t>(text.size())));
  return found;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("lines end with a newline, and the last may go without") {
  CHECK(lines_of("") == Found{});
  CHECK(lines_of("\n") == Found{""});
  CHECK(lines_of("a") == Found{"a"});
  CHECK(lines_of("a\n") == Found{"a"});
  CHECK(lines_of("a\nb") == Found{"a", "b"});
  CHECK(lines_of("a\r\nb\r\n\r\n") == Found{"a", "b", ""});
  CHECK(lines_of("a\rb\n\rc\r") == Found{"a\rb", "\rc"});
  CHECK(lines_of("abc\nd", 2) == Found{"c", "d"});
  CHECK(lines_of("abc", 3) == Found{});
}

TEST_CASE("newlines are found at any distance") {
  for (size_t first = 0; first < 70; ++first) {
    for (size_t second = 0; second < 70; second += 3) {
      const std::string a(first, 'x');
      const std::string b(second, '\v');
      CHECK(lines_of(a + "\n" + b) == (second == 0 ? Found{a} : Found{a, b}));
    }
  }
}

TEST_CASE("the position is where the next line begins") {
  Lines lines("ab\r\nc\n", 0);
  std::string_view line;
  CHECK(lines.position() == 0);
  REQUIRE(lines.next(line));
  CHECK(lines.position() == 4);
  REQUIRE(lines.next(line));
  CHECK(lines.position() == 6);
  CHECK_FALSE(lines.next(line));
}

TEST_CASE("blank lines hold spaces and tabs") {
  CHECK(is_blank(""));
  CHECK(is_blank(" \t\r "));
  CHECK_FALSE(is_blank(" x"));
  CHECK_FALSE(is_blank("\v"));
}
