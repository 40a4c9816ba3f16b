#include "pattern/wildcard.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace tidegate {
namespace {

uint32_t complexity_of(std::string_view wildcard, uint32_t cap = 1000) {
  uint32_t complexity = 0;
  REQUIRE(wildcard_complexity(wildcard, cap, complexity));
  return complexity;
}

// By definition: the most beginnings of the quoted wildcard that match one text, over all short
// texts of a small alphabet.
bool matches(std::string_view beginning, std::string_view text) {
  if (beginning.empty()) return text.empty();
  if (beginning[0] == '*') {
    return matches(beginning.substr(1), text) ||
           (!text.empty() && matches(beginning, text.substr(1)));
  }
  return !text.empty() && beginning[0] == text[0] && matches(beginning.substr(1), text.substr(1));
}

uint32_t complexity_by_definition(const std::string& wildcard, size_t longest) {
  const std::string quoted = "\"" + wildcard + "\"";
  std::vector<std::string> texts = {"\""};  // Nothing else begins like any beginning.
  uint32_t most = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    uint32_t count = 0;
    for (size_t size = 1; size <= quoted.size(); ++size) {
      count += matches(std::string_view(quoted).substr(0, size), texts[i]);
    }
    most = std::max(most, count);
    if (texts[i].size() == longest) continue;
    for (const char c : {'a', 'b', '"'}) texts.push_back(texts[i] + c);
  }
  return most;
}

}  // namespace

TEST_CASE("stars and escapes of a wildcard are checked") {
  uint32_t position = 0;
  for (const std::string_view good : {"", "*", "a*b*", "\\*", "\\\\", "*\\**", "\\\\*", "日*本"}) {
    CHECK(check_wildcard(good, position) == ProblemKind::kNone);
  }
  CHECK(check_wildcard("**", position) == ProblemKind::kConsecutiveWildcards);
  CHECK(position == 1);
  CHECK(check_wildcard("é***", position) == ProblemKind::kConsecutiveWildcards);
  CHECK(position == 3);
  CHECK(check_wildcard("\\***", position) == ProblemKind::kConsecutiveWildcards);
  CHECK(position == 3);
  CHECK(check_wildcard("ab\\c**", position) == ProblemKind::kWildcardEscape);
  CHECK(position == 3);
  CHECK(check_wildcard("*\\", position) == ProblemKind::kWildcardEscape);
  CHECK(position == 2);
}

TEST_CASE("the complexity of a wildcard is event-ruler's") {
  CHECK(complexity_of("") == 1);
  CHECK(complexity_of("abc") == 1);
  CHECK(complexity_of("\\*a\\*") == 1);
  CHECK(complexity_of("*") == 2);
  CHECK(complexity_of("a*") == 2);
  CHECK(complexity_of("*aa") == 3);
  CHECK(complexity_of("*aba*") == 4);
  CHECK(complexity_of("a*bcb") == 3);
  CHECK(complexity_of("*ab*b*b*") == 7);
  CHECK(complexity_of("*a*a*a*a*a*a*a*a*") == 17);
  CHECK(complexity_of("*\\*\\**\\*") == 5);
  // Recorded from EventBridge: the first three are accepted, the last is not.
  CHECK(complexity_of("*/dir/*") == 4);
  CHECK(complexity_of("arn:aws:events:us-east-1:*:event-bus/*") == 3);
  CHECK(complexity_of("/Users/*/dir/dir/dir/dir/dir/doc.txt") == 7);
  CHECK(complexity_of("*:*:*:*:*:event-bus/*") == 11);
}

TEST_CASE("complexity over the cap is only known to be over it") {
  CHECK(complexity_of("*a*a*a*a", 5) > 5);
  CHECK(complexity_of("*a*b*c*d*e*f*g*h*i*j*k*l*m", 10) > 10);
  CHECK(complexity_of(std::string(1'000'000, 'a') + "*", 10) == 2);
}

TEST_CASE("the complexity agrees with its definition") {
  std::mt19937 random(5);
  for (int round = 0; round < 150; ++round) {
    std::string wildcard;
    const size_t size = random() % 6 + 1;
    while (wildcard.size() < size) {
      const char c = "aab*"[random() % 4];
      if (c != '*' || wildcard.empty() || wildcard.back() != '*') wildcard += c;
    }
    CAPTURE(wildcard);
    CHECK(complexity_of(wildcard) == complexity_by_definition(wildcard, 8));
  }
}

TEST_CASE("escaped stars are no stars") {
  CHECK(count_stars("") == 0);
  CHECK(count_stars("a*b*") == 2);
  CHECK(count_stars(R"(\*a\\*)") == 1);
}

}  // namespace tidegate
