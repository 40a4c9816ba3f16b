#include "event/trace_context.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

TEST_CASE("A traceparent is that of W3C Trace Context") {
  const std::string usual = "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01";
  CHECK(is_traceparent(usual));
  CHECK(is_traceparent("cc" + usual.substr(2)));
  CHECK(is_traceparent("cc" + usual.substr(2) + "-what-the-future-brings"));
  CHECK_FALSE(is_traceparent(""));
  CHECK_FALSE(is_traceparent("ff" + usual.substr(2)));
  CHECK_FALSE(is_traceparent(usual + "-"));
  CHECK_FALSE(is_traceparent("cc" + usual.substr(2) + "."));
  CHECK_FALSE(is_traceparent("00-00000000000000000000000000000000-b9c7c989f97918e1-01"));
  CHECK_FALSE(is_traceparent("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"));
  for (size_t i = 0; i < usual.size(); ++i) {
    for (const char c : {'A', 'g', '-', ' ', '\0'}) {
      std::string other = usual;
      if (other[i] == c) continue;
      other[i] = c;
      CAPTURE(other);
      CHECK_FALSE(is_traceparent(other));
    }
    CHECK_FALSE(is_traceparent(usual.substr(0, i)));
  }
}

TEST_CASE("A tracestate is a list of pairs") {
  const auto members = [](int count) {
    std::string list = "a=1";
    for (int i = 1; i < count; ++i) list += ",b" + std::to_string(i) + "=2";
    return list;
  };
  for (const std::string& text :
       {std::string("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"), std::string(""),
        std::string("a=1,,\tb_-*/9= x ,"), std::string("1tenant@system=a"), members(32),
        std::string(256, 'k') + "=" + std::string(256, 'v')}) {
    CAPTURE(text);
    CHECK(is_tracestate(text));
  }
  for (const std::string& text :
       {std::string("a"), std::string("=1"), std::string("a="), std::string("A=1"),
        std::string("1a=1"), std::string("a=b=c"), std::string("a\x01=1"), std::string("a=\x01"),
        std::string("a=caf\xC3\xA9"), std::string("a@=1"), std::string("@b=1"),
        std::string("a@b@c=1"), std::string("a@1b=1"), std::string("a@bbbbbbbbbbbbbbb=1"),
        members(33), std::string(257, 'k') + "=1", "a=" + std::string(257, 'v')}) {
    CAPTURE(text);
    CHECK_FALSE(is_tracestate(text));
  }
}
