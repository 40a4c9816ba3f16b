#include "convert/compact.h"

#include <catch2/catch.hpp>
#include <string>

#include "json/reader.h"

using namespace tidegate;

namespace {

std::string compact(std::string_view json) {
  Text output;
  append_compact(json, output);
  return std::string(output.view());
}

std::string compact_string(std::string_view json) {
  Text output;
  append_compact_string(json, output);
  CHECK(validate_json(output.view()).code == ErrorCode::kOk);
  return std::string(output.view());
}

}  // namespace

TEST_CASE("only the white space between tokens goes") {
  CHECK(compact(" [ 1.50 ,\n\t{ \"a b\" : \" \\\" \" } , -0 , 1E5,true ]\r\n") ==
        R"([1.50,{"a b":" \" "},-0,1E5,true])");
  CHECK(compact("\"\\\\\"") == "\"\\\\\"");
  CHECK(compact(" 5 ") == "5");
}

TEST_CASE("characters that an attribute must not hold are escaped, others stay") {
  CHECK(compact("\"\x7F\xC2\x80\xC2\x9F\xC2\xA0\"") == "\"\\u007f\\u0080\\u009f\xC2\xA0\"");
  CHECK(compact("\"\xEF\xB7\x90\xEF\xB7\xB0\xEF\xBF\xBD\xEF\xBF\xBE\"") ==
        "\"\\ufdd0\xEF\xB7\xB0\xEF\xBF\xBD\\ufffe\"");
  CHECK(compact("\"\xF0\x9F\xBF\xBF\xF0\x9F\x98\x80\"") == "\"\\ud83f\\udfff\xF0\x9F\x98\x80\"");
  CHECK(compact(R"("\ud800\u0000")") == R"("\ud800\u0000")");
}

TEST_CASE("as a string the text is escaped once more") {
  CHECK(compact_string(R"([ "a\"\\\n", "é" ])") == R"("[\"a\\\"\\\\\\n\",\"é\"]")");
  CHECK(compact_string("\"\x7F\"") == R"("\"\\u007f\"")");
  CHECK(compact_string("{}") == R"("{}")");
}

TEST_CASE("white space around a text is not part of it") {
  CHECK(trim(" \n{ }\t\r") == "{ }");
  CHECK(trim("1") == "1");
}
