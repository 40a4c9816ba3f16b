#include "base/base64.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

namespace {

std::string encoded(std::string_view bytes) {
  Text output;
  append_base64(bytes, output);
  return std::string(output.view());
}

std::string decoded(std::string_view text) {
  Text output;
  return decode_base64(text, output) ? std::string(output.view()) : "refused";
}

}  // namespace

TEST_CASE("base64 is that of RFC 4648, section 10") {
  const std::string pairs[][2] = {{"", ""},
                                  {"f", "Zg=="},
                                  {"fo", "Zm8="},
                                  {"foo", "Zm9v"},
                                  {"foob", "Zm9vYg=="},
                                  {"fooba", "Zm9vYmE="},
                                  {"foobar", "Zm9vYmFy"},
                                  {"\xFB\xEF\xFF", "++//"}};
  for (const auto& [bytes, text] : pairs) {
    CHECK(encoded(bytes) == text);
    CHECK(decoded(text) == bytes);
  }
}

TEST_CASE("all bytes come back") {
  std::string bytes;
  for (int i = 0; i < 3 * 256; ++i) {
    CHECK(decoded(encoded(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST_CASE("what is no base64 is refused") {
  for (const std::string text : {"Z", "Zg", "Zg=", "Zm9vY===", "=", "==", "===", "====", "Zg==Zg==",
                                 "Z===", "Zm9v\n", "Zm9 ", "Zm-_", "Zm9\xC3", "Z=g=", "=Zg="}) {
    INFO(text);
    CHECK(decoded(text) == "refused");
  }
}
