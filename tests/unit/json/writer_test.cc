#include "json/writer.h"

#include <catch2/catch.hpp>
#include <string>

#include "json/strings.h"

using namespace tidegate;

namespace {

std::string written(std::string_view characters) {
  Text text;
  append_json_string(characters, text);
  return std::string(text.view());
}

}  // namespace

TEST_CASE("strings are escaped as JSON.stringify() does") {
  CHECK(written("") == R"("")");
  CHECK(written("a/b é 😤 \x7f") == "\"a/b é 😤 \x7f\"");
  CHECK(written("\"\\\b\f\n\r\t") == R"("\"\\\b\f\n\r\t")");
  CHECK(written(std::string_view("\0\x1f", 2)) == R"("\u0000\u001f")");
}

TEST_CASE("a surrogate without its partner comes out as it came in") {
  for (const std::string raw : {R"(\ud800)", R"(a\udfffb)", R"(\udc00\ud800)", "\xED\x9F\xBF"}) {
    std::string characters(raw.size(), 0);
    characters.resize(
        static_cast<size_t>(decode_string(raw, characters.data()) - characters.data()));
    CHECK(written(characters) == "\"" + raw + "\"");
  }
}

TEST_CASE("members are written in the order in which they are given") {
  Text text;
  ObjectWriter writer(text);
  writer.member("a", "1.50");
  writer.string("b", "\n");
  writer.name("c");
  text.append("[]");
  writer.end();
  CHECK(text.view() == R"({"a":1.50,"b":"\n","c":[]})");

  Text empty;
  ObjectWriter(empty).end();
  CHECK(empty.view() == "{}");
}
