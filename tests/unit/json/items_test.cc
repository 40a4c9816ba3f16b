#include "json/items.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/limits.h"
#include "base/memory.h"

using namespace tidegate;

namespace {

ErrorCode error_of(std::string_view text) {
  JsonItems items;
  Diagnostic problem;
  return items.read(text, problem) ? ErrorCode::kOk : problem.code;
}

}  // namespace

TEST_CASE("members come in the order of the text, with their values as written and decoded") {
  const std::string text =
      R"( { "a":1.50 ,"b\u00e9" : "x\ny" , "c":{"a":[1,{}]},"d":[ ],"e":null,"f":true,"":false } )";
  JsonItems items;
  Diagnostic problem;
  REQUIRE(items.read(text, problem));
  CHECK(items.root() == JsonType::kObject);
  REQUIRE(items.size() == 7);
  CHECK(items[0].key == "a");
  CHECK(items[0].text == "1.50");
  CHECK(items[0].value == "1.50");
  CHECK(items[0].type == JsonType::kNumber);
  CHECK(items[1].key == "bé");
  CHECK(items[1].text == R"("x\ny")");
  CHECK(items[1].value == "x\ny");
  CHECK(items[1].is_string());
  CHECK(items[2].text == R"({"a":[1,{}]})");
  CHECK(items[2].type == JsonType::kObject);
  CHECK(items[3].type == JsonType::kArray);
  CHECK(items[4].type == JsonType::kNull);
  CHECK(items[5].type == JsonType::kTrue);
  CHECK(items[6].type == JsonType::kFalse);
  CHECK(items.find("c") == &items[2]);
  CHECK(items.find("") == &items[6]);
  CHECK(items.find("x") == nullptr);
}

TEST_CASE("of a name that comes twice the last is found") {
  JsonItems items;
  Diagnostic problem;
  REQUIRE(items.read(R"({"a":1,"b":2,"a":3})", problem));
  CHECK(items.size() == 3);
  CHECK(items.find("a")->text == "3");
}

TEST_CASE("elements have no names, and scalars no items") {
  JsonItems items;
  REQUIRE(items.read_part(R"([1,"a",[2]])"));
  CHECK(items.root() == JsonType::kArray);
  REQUIRE(items.size() == 3);
  CHECK(items[1].key.empty());
  CHECK(items[1].value == "a");
  REQUIRE(items.read_part(" -1e5 "));
  CHECK(items.root() == JsonType::kNumber);
  CHECK(items.size() == 0);
  REQUIRE(items.read_part(R"("text")"));
  CHECK(items.root() == JsonType::kString);
  REQUIRE(items.read_part("{}"));
  CHECK(items.size() == 0);
}

TEST_CASE("a text is refused as the reader of events refuses it") {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[",
                           "{]",
                           "[}",
                           "{,}",
                           "[,]",
                           R"({"a"})",
                           R"({"a":})",
                           R"({"a":1,})",
                           "[1,]",
                           "[1 2]",
                           R"({"a" 1})",
                           R"({a:1})",
                           R"({"a":1}x)",
                           "{} {}",
                           "[01]",
                           "[1.]",
                           "[tru]",
                           "[truex]",
                           R"(["\x"])",
                           "[\"a\nb\"]",
                           R"(["a)",
                           R"([{"a":[1,2}])",
                           "nul",
                           "1 1"}) {
    INFO(text);
    CHECK(error_of(text) == validate_json(text).code);
    CHECK(error_of(text) == ErrorCode::kInvalidJson);
  }
  CHECK(error_of("[\"\x80\"]") == ErrorCode::kInvalidUtf8);
  CHECK(error_of("{\"\x80\":1}") == ErrorCode::kInvalidUtf8);
  CHECK(error_of("{\"a\":{\"b\":\"\xC0\xA0\"}}") == ErrorCode::kInvalidUtf8);
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(error_of(nested(kMaxDepth)) == ErrorCode::kOk);
  CHECK(error_of(nested(kMaxDepth + 1)) == ErrorCode::kTooDeep);
  CHECK(error_of("[" + std::string(kMaxNumberLength + 1, '1') + "]") == ErrorCode::kNumberTooLong);
}

TEST_CASE("decoded strings stay where they are while others are decoded") {
  std::string text = "[";
  for (int i = 0; i < 1000; ++i) text += R"("\u0041)" + std::to_string(i) + "\",";
  text += "0]";
  JsonItems items;
  Diagnostic problem;
  REQUIRE(items.read(text, problem));
  for (uint32_t i = 0; i < 1000; ++i) CHECK(items[i].value == "A" + std::to_string(i));
}

TEST_CASE("items that find no memory say so") {
  for (size_t failing = 1; failing <= 2; ++failing) {
    JsonItems items;
    Diagnostic problem;
    fail_allocations_from(failing);
    const bool read = items.read(R"({"a\n":1})", problem);
    fail_allocations_from(0);
    CHECK_FALSE(read);
    CHECK(problem.code == ErrorCode::kOutOfMemory);
  }
}
