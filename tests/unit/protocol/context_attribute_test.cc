#include "protocol/context_attribute.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

TEST_CASE("names are of small letters and digits") {
  for (const std::string name : {"a", "0", "awsregion", "data2", "comexampleextension1"}) {
    CHECK(fault_of_name(name) == nullptr);
  }
  for (const std::string name : {"", "data", "A", "a_b", "a-b", "é", "a b", "data_base64"}) {
    CHECK(fault_of_name(name) != nullptr);
  }
}

TEST_CASE("values are those of the type system") {
  const auto is_good = [](std::string_view value, JsonType type, bool lenient = false) {
    return fault_of_value({"a", value, type}, lenient) == nullptr;
  };
  for (const std::string value : {"0", "-1", "2147483647", "-2147483648"}) {
    CHECK(is_good(value, JsonType::kNumber));
  }
  for (const std::string value : {"2147483648", "-2147483649", "1.0", "1e3", "12345678901234567"}) {
    CHECK_FALSE(is_good(value, JsonType::kNumber));
  }
  CHECK(is_good("true", JsonType::kTrue));
  CHECK_FALSE(is_good("null", JsonType::kNull));
  CHECK_FALSE(is_good("{}", JsonType::kObject));

  for (const std::string value :
       {"", "é€😀", "\u00A0", "\uFDCF\uFDF0\uFFFD", "\U0001FFFD\U00010FFF"}) {
    CHECK(is_good(value, JsonType::kString));
  }
  for (const std::string value : {"\n", "\x7F", "a\u0080", "\u009F", "\uFDD0", "\uFDEF", "\uFFFE",
                                  "\uFFFF", "\U0001FFFE", "\U0010FFFF"}) {
    INFO(value);
    CHECK_FALSE(is_good(value, JsonType::kString));
    CHECK(is_good(value, JsonType::kString, true));
  }
  CHECK_FALSE(is_good("\xED\xA0\x80", JsonType::kString, true));
}

TEST_CASE("names that come twice are found") {
  Vec<std::string_view> names;
  CHECK(find_twice(names).data() == nullptr);
  for (const std::string_view name : {"b", "a", "c"}) REQUIRE(names.push(name));
  CHECK(find_twice(names).data() == nullptr);
  REQUIRE(names.push("b"));
  CHECK(find_twice(names) == "b");
}
