#include "match/operand.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

std::string operand(const Predicate& predicate) {
  Vec<char> bytes;
  REQUIRE(append_operand(predicate, bytes));
  return {bytes.data(), bytes.size()};
}

Predicate with_text(Operator op, std::string_view text) {
  Predicate predicate;
  predicate.op = op;
  predicate.text = text;
  return predicate;
}

Predicate cidr(std::string_view address, uint8_t mask_bits) {
  Predicate predicate;
  predicate.op = Operator::kAddress;
  REQUIRE(parse_address(address, predicate.block.base) == AddressError::kNone);
  predicate.block.mask_bits = mask_bits;
  return predicate;
}

bool string_satisfies(Operator op, const std::string& operand, std::string_view text) {
  Leaf leaf = {text.data(), static_cast<uint32_t>(text.size()), 0, 0, 0, 0, JsonType::kString};
  Value value(leaf);
  return satisfies(op, operand, value);
}

// The definition of a wildcard, with no cleverness.
bool naive(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return naive(pattern.substr(1), text) || (!text.empty() && naive(pattern, text.substr(1)));
  }
  if (pattern[0] == '\\') pattern.remove_prefix(1);
  return !text.empty() && pattern[0] == text[0] && naive(pattern.substr(1), text.substr(1));
}

void all_texts(const std::string& alphabet, size_t length, std::vector<std::string>& texts) {
  texts.push_back("");
  for (size_t first = 0; first < texts.size(); ++first) {
    if (texts[first].size() == length) continue;
    for (const char c : alphabet) texts.push_back(texts[first] + c);
  }
}

}  // namespace

TEST_CASE("blocks that hold the same addresses have the same operand") {
  CHECK(operand(cidr("10.1.2.3", 8)) == operand(cidr("10.0.0.0", 8)));
  CHECK(operand(cidr("10.128.0.0", 9)) != operand(cidr("10.0.0.0", 9)));
  CHECK(operand(cidr("2001:db8::1", 33)) == operand(cidr("2001:db8:7fff::", 33)));
  CHECK(operand(cidr("1.2.3.4", 0)) == operand(cidr("5.6.7.8", 0)));
}

TEST_CASE("wildcards agree with their definition on every short pattern and text") {
  std::vector<std::string> pieces;
  std::vector<std::string> texts;
  all_texts("ab*", 5, pieces);
  all_texts("ab*", 6, texts);
  for (const std::string& piece : pieces) {
    if (piece.find("**") != std::string::npos) continue;
    // A star after a b is an escaped one.
    std::string pattern;
    for (const char c : piece) {
      if (c == '*' && pattern.ends_with('b')) pattern += '\\';
      pattern += c;
    }
    const std::string bytes = operand(with_text(Operator::kWildcard, pattern));
    for (const std::string& text : texts) {
      if (string_satisfies(Operator::kWildcard, bytes, text) != naive(pattern, text)) {
        FAIL(pattern << " on " << text);
      }
    }
  }
}

TEST_CASE("lists that differ only in how they are cut have different operands") {
  std::vector<std::string_view> first = {"a", "bc"};
  std::vector<std::string_view> second = {"ab", "c"};
  Predicate predicate;
  predicate.op = Operator::kAnythingBut;
  predicate.texts = first;
  const std::string one = operand(predicate);
  predicate.texts = second;
  CHECK(one != operand(predicate));
  CHECK_FALSE(string_satisfies(Operator::kAnythingBut, one, "bc"));
  CHECK(string_satisfies(Operator::kAnythingBut, one, "b"));
}
