#include "pattern/suggest.h"

#include <catch2/catch.hpp>
#include <string>

namespace tidegate {
namespace {

constexpr std::string_view kNames[] = {"anything-but", "cidr",   "equals-ignore-case",
                                       "exists",       "prefix", "suffix"};

}  // namespace

TEST_CASE("a misspelt name finds the right one") {
  CHECK(suggest("prefx", kNames) == "prefix");
  CHECK(suggest("Prefix", kNames) == "prefix");
  CHECK(suggest("EXIST", kNames) == "exists");
  CHECK(suggest("equalsIgnoreCase", kNames) == "equals-ignore-case");
  CHECK(suggest("equals_ignore_case ", kNames) == "equals-ignore-case");
  CHECK(suggest("anythingbutt", kNames) == "anything-but");
  CHECK(suggest("sufix", kNames) == "suffix");
}

TEST_CASE("a name that is near to none finds none") {
  for (const std::string& name :
       {std::string(), std::string("foo"), std::string("x"), std::string("cde"), std::string("-"),
        std::string("numeric"), std::string(5000, 'p')}) {
    CAPTURE(name);
    CHECK(suggest(name, kNames).empty());
  }
}

}  // namespace tidegate
