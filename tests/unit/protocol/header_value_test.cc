#include "protocol/header_value.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

namespace {

std::string encoded(std::string_view value) {
  Text output;
  append_header_value(value, output);
  return std::string(output.view());
}

// What a value stands for; or why it stands for nothing.
std::string decoded(std::string_view written) {
  Text output;
  const char* fault = decode_header_value(written, output);
  return fault == nullptr ? std::string(output.view()) : std::string("! ") + fault;
}

std::string leniently(std::string_view written) {
  Text output;
  CHECK(decode_header_value_leniently(written, output));
  return std::string(output.view());
}

}  // namespace

TEST_CASE("header values are percent-encoded and decoded as the specification has it") {
  const std::string pairs[][2] = {
      {"", ""},
      {"simple", "simple"},
      {"Euro € 😀", "Euro%20%E2%82%AC%20%F0%9F%98%80"},
      {"space encoded", "space%20encoded"},
      {"percent%encoded", "percent%25encoded"},
      {"%41", "%2541"},
      {"quote\"encoded", "quote%22encoded"},
      {"café", "caf%C3%A9"},
      {"line1\r\nline2\x7F", "line1%0D%0Aline2%7F"},
      {"!#$&'()*+,-./:;<=>?@[\\]^_`{|}~", "!#$&'()*+,-./:;<=>?@[\\]^_`{|}~"},
  };
  for (const auto& [value, header] : pairs) {
    CHECK(encoded(value) == header);
    CHECK(decoded(header) == value);
    CHECK(leniently(header) == value);
  }
}

TEST_CASE("encodings that no writer makes are read") {
  CHECK(decoded("needless %30%31") == "needless 01");
  CHECK(decoded("Euro%20%e2%82%ac%20%f0%9F%98%80") == "Euro € 😀");
  CHECK(decoded("\"  quoted  text  \"unquoted") == "  quoted  text  unquoted");
  CHECK(decoded(R"("escaped quote\"end")") == "escaped quote\"end");
  CHECK(decoded(R"("escaped backslash\\end")") == "escaped backslash\\end");
  CHECK(decoded(R"(non-escaping backslash\end)") == "non-escaping backslash\\end");
  CHECK(decoded(R"("%"41 "\%42" "")") == "A B ");
  CHECK(decoded("%2541") == "%41");  // One round.
  CHECK(decoded("a\tb") == "a\tb");
}

TEST_CASE("what is no encoding is refused, or taken as it is") {
  for (const std::string written : {
           "unterminated percent %",
           "unterminated percent %0",
           "non hex percent %g0",
           "non hex percent %0g",
           "non hex percent %0$",
           "low surrogate %ED%B0%80",
           "high surrogate %ED%A0%80",
           "surrogate pair %ED%A0%80%ED%B0%80",
           "overlong %C0%A0",
           "incomplete %E2",
           "incomplete %E2%",
           "incomplete %E2x",
           "invalid first byte %82",
           "invalid second byte %E2%E2",
           "\"unterminated quote",
           "\"unterminated escape \\",
           "\"unterminated escape \\\"",
       }) {
    INFO(written);
    CHECK(decoded(written).substr(0, 6) == "! has ");
    CHECK(leniently(written) == written);
  }
  CHECK(decoded("café") == "! has characters that are not printable ASCII.");
  CHECK(decoded("a\nb") == "! has characters that are not printable ASCII.");
}

TEST_CASE("who does not encode is understood") {
  CHECK(leniently("café €") == "café €");
  CHECK(leniently("caf\u00C3\u00A9 %20") == "café  ");     // UTF-8 read as ISO 8859-1.
  CHECK(leniently("caf\u00E9 100%") == "caf\u00E9 100%");  // ISO 8859-1 that is no UTF-8.
  CHECK(leniently("\"café\"") == "café");
}

TEST_CASE("plain values are those that decode to themselves") {
  for (const std::string value : {"", "a", "EC2 Instance State-change Notification", "a\\b"}) {
    CHECK(is_plain_header_value(value));
    CHECK(decoded(value) == value);
  }
  for (const std::string value : {" a", "a ", "a\"b\"", "50%", "%20", "é", "a\tb", "a\nb"}) {
    CHECK_FALSE(is_plain_header_value(value));
  }
}
