#pragma once

#include <algorithm>
#include <iterator>
#include <random>
#include <string>

// Random rules and events over few fields and few values, so that rules get into each other's way.
namespace tidegate::random_rules {

inline std::mt19937 engine(7);

inline uint32_t random_below(uint32_t bound) { return static_cast<uint32_t>(engine() % bound); }

template <class List>
const auto& any(const List& list) {
  return list[random_below(static_cast<uint32_t>(std::size(list)))];
}

inline std::string quoted(const std::string& text) { return '"' + text + '"'; }

inline std::string small_number() { return std::to_string(static_cast<int>(random_below(8)) - 2); }

inline std::string word() {
  std::string text;
  for (uint32_t i = random_below(3) + 1; i-- != 0;) text += "abAB"[random_below(4)];
  return text;
}

inline std::string address() {
  return "10.0." + std::to_string(random_below(3)) + '.' + std::to_string(random_below(4) * 64);
}

inline std::string alternative() {
  switch (random_below(16)) {
    case 0:
    case 1:
    case 2:
      return quoted(word());
    case 3:
      return small_number();
    case 4:
      return random_below(2) == 0 ? "null" : "true";
    case 5:
      return R"({"prefix": )" + quoted(word()) + '}';
    case 6:
      return R"({"suffix": )" + quoted(word()) + '}';
    case 7:
      return R"({"equals-ignore-case": )" + quoted(word()) + '}';
    case 8:
      return R"({"prefix": {"equals-ignore-case": )" + quoted(word()) + "}}";
    case 9:
      return R"({"wildcard": )" + quoted(word().substr(0, 1) + '*' + word()) + '}';
    case 10:
      return R"({"numeric": [">", )" + small_number() + "]}";
    case 11:
      return R"({"numeric": [">=", )" + small_number() + R"(, "<=", 7]})";
    case 12:
      return R"({"anything-but": [)" + quoted(word()) + ", " + quoted(word()) + "]}";
    case 13:
      return R"({"anything-but": {"prefix": )" + quoted(word()) + "}}";
    case 14:
      return R"({"cidr": ")" + address() + "/" + std::to_string(22 + random_below(10)) + "\"}";
    default:
      return random_below(2) == 0 ? R"({"exists": false})" : R"({"exists": true})";
  }
}

inline constexpr const char* kFields[] = {"a", "b", "o.x", "o.y", "o.p.z"};

inline std::string pattern() {
  std::string text;
  const uint32_t first = random_below(4);
  const uint32_t last = std::min(first + random_below(3), 4u);
  for (uint32_t i = first; i <= last; ++i) {
    text += text.empty() ? "{\"" : ", \"";
    // Few clauses of many rules, and many of few.
    text += kFields[i] + std::string("\": [") + (random_below(3) == 0 ? "\"a\"" : alternative());
    while (random_below(4) == 0) text += ", " + alternative();
    text += ']';
  }
  return text + '}';
}

inline std::string value() {
  switch (random_below(6)) {
    case 0:
      return small_number();
    case 1:
      return random_below(2) == 0 ? "null" : "true";
    case 2:
      return quoted(address());
    case 3:
      return '[' + quoted(word()) + ", " + small_number() + ']';
    default:
      return quoted(word());
  }
}

inline std::string any_value() { return random_below(2) == 0 ? "\"a\"" : value(); }

inline std::string element() {
  std::string text = "{\"n\": 0";
  if (random_below(4) != 0) text += ", \"x\": " + any_value();
  if (random_below(4) != 0) text += ", \"y\": " + any_value();
  if (random_below(3) == 0) text += R"(, "p": [{"z": )" + any_value() + R"(}, {"z": "b"}])";
  return text + '}';
}

inline std::string event() {
  std::string text = "{\"n\": 0";
  if (random_below(5) != 0) text += ", \"a\": " + any_value();
  if (random_below(5) != 0) text += ", \"b\": " + any_value();
  if (random_below(4) == 0) text += ", \"o\": " + element();
  if (random_below(2) == 0) {
    text += ", \"o\": [" + element();
    for (uint32_t i = random_below(6); i-- != 0;) text += ", " + element();
    text += ']';
  }
  return text + '}';
}

}  // namespace tidegate::random_rules
