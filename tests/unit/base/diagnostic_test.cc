#include "base/diagnostic.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace tidegate;

TEST_CASE("columns count UTF-16 code units, and every line end counts once") {
  const auto at = [](std::string_view text, uint32_t offset) {
    const Place place = place_of(text, offset);
    return std::to_string(place.line) + ":" + std::to_string(place.column);
  };
  CHECK(at("abc", 0) == "1:1");
  CHECK(at("abc", 3) == "1:4");
  CHECK(at("a\nb", 2) == "2:1");
  CHECK(at("a\r\nb", 3) == "2:1");
  CHECK(at("a\rb", 2) == "2:1");
  CHECK(at("\n\r\n\rx", 4) == "4:1");
  CHECK(at("\u00e9x", 2) == "1:2");
  CHECK(at("\u20acx", 3) == "1:2");
  CHECK(at("\U0001F600x", 4) == "1:3");
  CHECK(at("abc", 99) == "1:4");
}

TEST_CASE("every error has a literal of its own and a sentence") {
  std::set<std::string_view> names;
#define TIDEGATE_ERROR(constant, name, sentence)             \
  CHECK(error_name(ErrorCode::constant) == name);            \
  CHECK(std::string_view(name).starts_with("ERR_"));         \
  CHECK(error_sentence(ErrorCode::constant).ends_with(".")); \
  CHECK(names.insert(error_name(ErrorCode::constant)).second);
#include "base/errors.def"
#undef TIDEGATE_ERROR
  CHECK(error_name(ErrorCode::kOk) == "OK");
  CHECK(error_sentence(ErrorCode::kOk).empty());
}
