#include "pattern/token_reader.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/limits.h"

namespace tidegate {
namespace {

struct Step {
  Token token;
  uint32_t position;
  std::string spelling;
};

bool operator==(const Step& a, const Step& b) {
  return a.token == b.token && a.position == b.position && a.spelling == b.spelling;
}

std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << static_cast<int>(step.token) << " @" << step.position << " " << step.spelling;
}

// All tokens; strings are left unread.
std::vector<Step> steps(std::string_view text) {
  Arena arena;
  TokenReader reader(text, arena);
  std::vector<Step> found;
  for (Token token = reader.next(); token != Token::kEnd && token != Token::kError;
       token = reader.next()) {
    found.push_back({token, reader.position(), std::string(reader.spelling())});
  }
  if (reader.token() == Token::kError) found.push_back({Token::kError, reader.position(), ""});
  return found;
}

std::string text_of(std::string_view json) {
  Arena arena;
  TokenReader reader(json, arena);
  REQUIRE(reader.next() == Token::kString);
  std::string_view text;
  REQUIRE(reader.read_text(text));
  CHECK(reader.position() == json.size());
  CHECK(reader.next() == Token::kEnd);
  return std::string(text);
}

std::string pointer_at(std::string_view text, uint32_t offset) {
  Text pointer;
  append_pointer_to(text, offset, pointer);
  return std::string(pointer.view());
}

}  // namespace

TEST_CASE("the reader stands where Jackson stands") {
  SECTION("behind a name, in the value") {
    CHECK(steps(R"({ "a" : [ ] , "b":{"c":12 },"d" : "xy" ,"e":true })") ==
          std::vector<Step>{{Token::kObjectBegin, 1, "{"},
                            {Token::kName, 9, R"("a")"},
                            {Token::kArrayBegin, 9, "["},
                            {Token::kArrayEnd, 11, "]"},
                            {Token::kName, 19, R"("b")"},
                            {Token::kObjectBegin, 19, "{"},
                            {Token::kName, 25, R"("c")"},
                            {Token::kNumber, 25, "12"},
                            {Token::kObjectEnd, 27, "}"},
                            {Token::kName, 35, R"("d")"},
                            {Token::kString, 35, R"("xy")"},
                            {Token::kName, 48, R"("e")"},
                            {Token::kTrue, 48, "true"},
                            {Token::kObjectEnd, 50, "}"}});
  }
  SECTION("behind the opening quote of a string, until it is read") {
    Arena arena;
    TokenReader reader(R"(["ab",null,-1.5e3])", arena);
    REQUIRE(reader.next() == Token::kArrayBegin);
    REQUIRE(reader.next() == Token::kString);
    CHECK(reader.position() == 2);
    CHECK(reader.span().end == 5);
    std::string_view text;
    REQUIRE(reader.read_text(text));
    CHECK(text == "ab");
    CHECK(reader.position() == 5);
    CHECK(reader.next() == Token::kNull);
    CHECK(reader.position() == 10);
    CHECK(reader.next() == Token::kNumber);
    CHECK(reader.spelling() == "-1.5e3");
    CHECK(reader.position() == 17);
  }
  SECTION("a string is left unread until the next token") {
    CHECK(steps(R"(["a\"b\\", "c"])") == std::vector<Step>{{Token::kArrayBegin, 1, "["},
                                                           {Token::kString, 2, R"("a\"b\\")"},
                                                           {Token::kString, 12, R"("c")"},
                                                           {Token::kArrayEnd, 15, "]"}});
  }
}

TEST_CASE("strings are decoded") {
  CHECK(text_of(R"("")").empty());
  CHECK(text_of(R"("plain ñ 日本 😀")") == "plain ñ 日本 😀");
  CHECK(text_of(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u65E5")") == "\"\\/\b\f\n\r\tAé日");
  CHECK(text_of(R"("\ud83d\ude00")") == "😀");
  CHECK(text_of(R"("\ud83dx")") == "\xED\xA0\xBDx");
  CHECK(text_of(R"("\ude00\ud83d")") == "\xED\xB8\x80\xED\xA0\xBD");
}

TEST_CASE("numbers are those of the grammar") {
  for (const std::string number : {"0", "-0", "10", "0.5", "-0.0e0", "1e5", "1E+05", "12.34e-56"}) {
    CHECK(steps("[" + number + "]")[1] ==
          Step{Token::kNumber, static_cast<uint32_t>(number.size()) + 1, number});
  }
  for (const std::string number :
       {"00", "-", "-a", "+1", ".5", "1.", "1.e5", "1e", "1e+", "0x1", "1,000", "1_0"}) {
    CAPTURE(number);
    CHECK(steps("[" + number + "\"x\"]").back().token == Token::kError);
  }
}

TEST_CASE("an error is final") {
  Arena arena;
  TokenReader reader("[1,]", arena);
  REQUIRE(reader.next() == Token::kArrayBegin);
  REQUIRE(reader.next() == Token::kNumber);
  REQUIRE(reader.next() == Token::kError);
  const uint32_t position = reader.position();
  CHECK(reader.next() == Token::kError);
  CHECK(reader.position() == position);
  CHECK(reader.problem().kind == ProblemKind::kValueExpected);
}

TEST_CASE("an error in a string shows when it is read or left") {
  Arena arena;
  TokenReader read(R"(["a\x"])", arena);
  REQUIRE(read.next() == Token::kArrayBegin);
  REQUIRE(read.next() == Token::kString);
  std::string_view text;
  CHECK_FALSE(read.read_text(text));
  CHECK(read.token() == Token::kError);
  CHECK(read.problem().kind == ProblemKind::kUnknownEscape);

  TokenReader left(R"(["a\x"])", arena);
  REQUIRE(left.next() == Token::kArrayBegin);
  REQUIRE(left.next() == Token::kString);
  CHECK(left.next() == Token::kError);
  CHECK(left.problem().place == read.problem().place);
}

TEST_CASE("a text that ends inside a string is an error, however long the string") {
  for (const char* begin : {"{\"", "[\""}) {
    for (size_t size = 0; size <= 70; ++size) {
      const std::string text = begin + std::string(size, 'a');
      // Nothing lies behind these bytes.
      const std::vector<char> bytes(text.begin(), text.end());
      Arena arena;
      TokenReader reader({bytes.data(), bytes.size()}, arena);
      std::string_view string;
      bool failed = reader.next() == Token::kError || reader.next() == Token::kError;
      failed = failed || !reader.read_text(string);
      CHECK(failed);
    }
  }
}

TEST_CASE("nesting is limited without recursion") {
  const auto depth = static_cast<size_t>(kMaxDepth);
  CHECK(steps(std::string(depth, '[') + std::string(depth, ']')).back().token == Token::kArrayEnd);
  CHECK(steps(std::string(depth + 1, '[')).back().token == Token::kError);
  CHECK(steps(std::string(1'000'000, '[')).size() == depth + 1);
}

TEST_CASE("offsets have JSON Pointers") {
  const std::string text = R"({"a":{"b/c~":[1,"x",{"":[]}]},"d":2})";
  CHECK(pointer_at(text, 0).empty());
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find("\"a\""))) == "/a");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find("[1"))) == "/a/b~1c~0");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find('1'))) == "/a/b~1c~0/0");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find('x'))) == "/a/b~1c~0/1");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find("[]"))) == "/a/b~1c~0/2/");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.find('2'))) == "/d");
  CHECK(pointer_at(text, static_cast<uint32_t>(text.size())).empty());
  CHECK(pointer_at(R"({"a":[1,)", 8) == "/a/1");
}

}  // namespace tidegate
