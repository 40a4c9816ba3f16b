#include "base/limits.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pattern/parser.h"

// Limits, each from both sides, and the ugliest patterns of 4,096 characters that were found.
namespace tidegate {
namespace {

constexpr size_t kLargest = 4096;

std::string repeat(const std::string& part, size_t count) {
  std::string whole;
  for (size_t i = 0; i < count; ++i) whole += part;
  return whole;
}

// `head`, as many items between commas as fit into the largest pattern, `tail`.
std::string filled(const std::string& head, const std::function<std::string(int)>& item,
                   const std::string& tail) {
  std::string text = head;
  for (int i = 0;; ++i) {
    const std::string next = (i == 0 ? "" : ",") + item(i);
    if (text.size() + next.size() + tail.size() > kLargest) return text + tail;
    text += next;
  }
}

// `count` times `head`, `middle`, `count` times `tail`, as deep as fits.
std::string nested(const std::string& head, const std::string& middle, const std::string& tail) {
  const size_t count = (kLargest - middle.size()) / (head.size() + tail.size());
  return repeat(head, count) + middle + repeat(tail, count);
}

std::string key(int i) {
  std::string name(1, static_cast<char>('a' + i % 26));
  for (i /= 26; i > 0; i /= 26) name += static_cast<char>('a' + i % 26);
  return "\"" + name + "\"";
}

std::string field(int i) { return key(i) + ":[1]"; }

std::string fields(int count) {
  std::string text = field(0);
  for (int i = 1; i < count; ++i) text += "," + field(i);
  return text;
}

std::string or_of(size_t branches) {
  return "\"$or\":[" + repeat(R"({"a":[1]},)", branches - 1) + R"({"a":[1]}])";
}

ErrorCode answer(const std::string& text, Profile profile, size_t& sub_rules) {
  Pattern pattern;
  Diagnostic problem;
  (void)parse_pattern(text, profile, pattern, problem);
  sub_rules = pattern.sub_rules().size();
  return problem.code;
}

ErrorCode answer(const std::string& text) {
  size_t sub_rules = 0;
  return answer(text, Profile::kRuler, sub_rules);
}

}  // namespace

TEST_CASE("a sub-rule has at most 256 paths") {
  const auto with_paths = [](int count) { return "{" + fields(count) + "}"; };
  CHECK(answer(with_paths(256)) == ErrorCode::kOk);
  CHECK(answer(with_paths(257)) == ErrorCode::kPatternTooComplex);

  // The same path counts once, and branches count apart.
  std::string text = with_paths(256);
  text.back() = ',';
  CHECK(answer(text + with_paths(256).substr(1)) == ErrorCode::kOk);
  CHECK(answer("{\"$or\":[" + with_paths(256) + ",{\"A\":[1]}]}") == ErrorCode::kOk);
  CHECK(answer("{\"B\":[1],\"$or\":[" + with_paths(256) + ",{\"A\":[1]}]}") ==
        ErrorCode::kPatternTooComplex);
}

TEST_CASE("$or multiplies out to at most 1,000 sub-rules") {
  size_t sub_rules = 0;
  CHECK(answer("{" + or_of(10) + "," + or_of(10) + "," + or_of(10) + "}", Profile::kRuler,
               sub_rules) == ErrorCode::kOk);
  CHECK(sub_rules == kMaxSubRules);
  CHECK(answer("{" + or_of(1000) + "}") == ErrorCode::kOk);
  CHECK(answer("{" + or_of(1001) + "}") == ErrorCode::kPatternTooComplex);
  CHECK(answer("{" + or_of(7) + ",\"x\":{" + or_of(11) + "}," + or_of(13) + "}") ==
        ErrorCode::kPatternTooComplex);
}

TEST_CASE("patterns are as deep as Jackson reads") {
  CHECK(answer(repeat(R"({"a":)", 999) + "[1]" + repeat("}", 999)) == ErrorCode::kOk);
  CHECK(answer(repeat(R"({"a":)", 1000) + "[1]" + repeat("}", 1000)) == ErrorCode::kTooDeep);
  CHECK(answer(repeat(R"({"a":)", 1'000'000)) == ErrorCode::kTooDeep);
}

TEST_CASE("numbers have at most 1,000 digits") {
  CHECK(answer("{\"a\":[-" + std::string(1000, '9') + "]}") == ErrorCode::kOk);
  CHECK(answer("{\"a\":[" + std::string(1001, '9') + "]}") == ErrorCode::kNumberTooLong);
  CHECK(answer("{\"a\":[1." + std::string(997, '0') + "e-00]}") == ErrorCode::kOk);
  CHECK(answer("{\"a\":[1." + std::string(997, '0') + "e-000]}") == ErrorCode::kNumberTooLong);
}

TEST_CASE("no pattern takes long") {
  const std::string thousand = or_of(10) + "," + or_of(10) + "," + or_of(10);
  const std::string nine_hundred = or_of(10) + "," + or_of(10) + "," + or_of(9);
  const auto some_field = [](int i) { return field(i < 255 ? i + 26 : 0); };
  const size_t room = kLargest - nine_hundred.size() - 20;

  struct Case {
    std::string name;
    std::string text;
    ErrorCode code;
  };
  const Case cases[] = {
      {"1,000 sub-rules of 256 paths", filled("{" + thousand + ",", some_field, "}"),
       ErrorCode::kOk},
      {"256 paths, then 1,000 sub-rules", filled("{", some_field, "," + thousand + "}"),
       ErrorCode::kOk},
      {"1,000 sub-rules of one path, written again and again",
       filled(
           "{" + thousand + ",", [](int) { return std::string(R"("b":[1])"); }, "}"),
       ErrorCode::kOk},
      {"an endless product",
       filled(
           "{", [](int) { return or_of(2); }, "}"),
       ErrorCode::kPatternTooComplex},
      {"a wide $or", filled(R"({"$or":[)", [](int) { return std::string(R"({"a":[1]})"); }, "]}"),
       ErrorCode::kOk},
      {"$or in the last branch of $or", nested(R"({"$or":[{"a":[1]},)", R"({"b":[1]})", "]}"),
       ErrorCode::kOk},
      {"$or in the first branch of $or", nested(R"({"$or":[)", R"({"b":[1]})", R"(,{"a":[1]}]})"),
       ErrorCode::kOk},
      {"900 sub-rules, then $or in $or",
       "{" + nine_hundred + "," + repeat("\"$or\":[{", room / 21) + "\"b\":[1]" +
           repeat("},{\"a\":[1]}]", room / 21) + "}",
       ErrorCode::kPatternTooComplex},
      {"deep", nested(R"({"a":)", "[1]", "}"), ErrorCode::kOk},
      {"deep, then wide", repeat(R"({"a":)", 340) + "{" + fields(200) + "}" + repeat("}", 340),
       ErrorCode::kOk},
      {"deep $or", nested(R"({"$or":[)", "", "]}"), ErrorCode::kPatternOr},
      {"a wildcard of one long word", R"({"a":[{"wildcard":"*)" + std::string(4000, 'a') + "\"}]}",
       ErrorCode::kPatternTooComplex},
      {"a wildcard of different words",
       R"({"a":[{"wildcard":")" + repeat("*a" + std::string(440, 'b'), 9) + "\"}]}",
       ErrorCode::kPatternTooComplex},
      {"a wildcard of stars", R"({"a":[{"wildcard":")" + repeat("*a", 2000) + "\"}]}",
       ErrorCode::kPatternTooComplex},
      {"many wildcards",
       filled(R"({"a":[)", [](int) { return std::string(R"({"wildcard":"*a*b*c*d*e"})"); }, "]}"),
       ErrorCode::kOk},
      {"a long anything-but", filled(R"({"a":[{"anything-but":[)", key, "]}]}"), ErrorCode::kOk},
      {"long numbers", filled(R"({"a":[)", [](int) { return "0." + std::string(990, '3'); }, "]}"),
       ErrorCode::kOk},
      {"small numbers",
       filled(R"({"a":[)", [](int i) { return "1e-" + std::to_string(300 + i % 20); }, "]}"),
       ErrorCode::kOk},
      {"numbers of 17 digits",
       filled(R"({"a":[)", [](int) { return std::string("2.2250738585072011e-308"); }, "]}"),
       ErrorCode::kOk},
      {"escapes", R"({"a":[")" + repeat("\\ud800", 680) + "\"]}", ErrorCode::kOk},
      {"addresses", filled(R"({"a":[)", [](int) { return std::string("\"1::\""); }, "]}"),
       ErrorCode::kOk},
      {"lines", R"({"a":[)" + std::string(4090, '\n'), ErrorCode::kInvalidJson},
      {"an operator nobody knows", R"({"a":[{")" + std::string(4000, 'p') + "\":1}]}",
       ErrorCode::kPatternOperator},
      {"too many fields", filled("{", field, "}"), ErrorCode::kPatternTooComplex},
      {"brackets", std::string(kLargest, '['), ErrorCode::kPatternNotObject},
  };
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
  constexpr double kMilliseconds = 10;
#else
  constexpr double kMilliseconds = 100;
#endif
  for (const Case& one : cases) {
    CAPTURE(one.name);
    REQUIRE(one.text.size() <= kLargest);
    double fastest = 1e9;
    for (int run = 0; run < 5; ++run) {
      const auto start = std::chrono::steady_clock::now();
      size_t sub_rules = 0;
      CHECK(answer(one.text, Profile::kEventBridge, sub_rules) == one.code);
      const std::chrono::duration<double, std::milli> taken =
          std::chrono::steady_clock::now() - start;
      fastest = std::min(fastest, taken.count());
    }
    CHECK(fastest < kMilliseconds);
  }
}

}  // namespace tidegate
