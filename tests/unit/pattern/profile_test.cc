#include "pattern/profile.h"

#include <catch2/catch.hpp>
#include <string>

namespace tidegate {
namespace {

constexpr Profile kAll[] = {Profile::kEventBridge, Profile::kPipes, Profile::kCustomBus,
                            Profile::kRuler};

ErrorCode answer(const std::string& alternative, Profile profile) {
  Pattern pattern;
  Diagnostic problem;
  (void)parse_pattern("{\"a\":[" + alternative + "]}", profile, pattern, problem);
  return problem.code;
}

}  // namespace

TEST_CASE("the table has each profile in its place") {
  for (const Profile profile : kAll) CHECK(rules_of(profile).profile == profile);
}

TEST_CASE("all profiles take the operators that all services have") {
  for (const Profile profile : kAll) {
    for (const std::string alternative :
         {R"("x")", "1", "null", R"({"exactly":"x"})", R"({"prefix":"x"})",
          R"({"prefix":{"equals-ignore-case":"x"}})", R"({"suffix":"x"})",
          R"({"suffix":{"equals-ignore-case":"x"}})", R"({"equals-ignore-case":"x"})",
          R"({"anything-but":["x"]})", R"({"numeric":[">",1]})", R"({"exists":false})",
          R"({"cidr":"::/0"})"}) {
      CAPTURE(alternative);
      CHECK(answer(alternative, profile) == ErrorCode::kOk);
    }
  }
}

TEST_CASE("each profile refuses what its service refuses") {
  for (const std::string wildcard :
       {R"({"wildcard":"a*"})", R"({"anything-but":{"wildcard":"a*"}})"}) {
    CHECK(answer(wildcard, Profile::kEventBridge) == ErrorCode::kOk);
    CHECK(answer(wildcard, Profile::kRuler) == ErrorCode::kOk);
    CHECK(answer(wildcard, Profile::kPipes) == ErrorCode::kPatternUnsupported);
    CHECK(answer(wildcard, Profile::kCustomBus) == ErrorCode::kPatternUnsupported);
  }
  for (const std::string part : {"prefix", "suffix", "equals-ignore-case"}) {
    const std::string alternative = "{\"anything-but\":{\"" + part + "\":[\"a\"]}}";
    CHECK(answer(alternative, Profile::kEventBridge) == ErrorCode::kOk);
    CHECK(answer(alternative, Profile::kRuler) == ErrorCode::kOk);
    CHECK(answer(alternative, Profile::kPipes) == ErrorCode::kPatternUnsupported);
    CHECK(answer(alternative, Profile::kCustomBus) == ErrorCode::kOk);
  }
}

TEST_CASE("only EventBridge judges the complexity of wildcards") {
  const std::string complex = R"({"wildcard":"*:*:*:*:*:event-bus/*"})";
  CHECK(answer(complex, Profile::kEventBridge) == ErrorCode::kPatternTooComplex);
  CHECK(answer(complex, Profile::kRuler) == ErrorCode::kOk);
  CHECK(answer(R"({"anything-but":{"wildcard":["x","*a*a*a*a*a*a"]}})", Profile::kEventBridge) ==
        ErrorCode::kPatternTooComplex);
  // One by one they are simple enough.
  CHECK(answer(R"({"wildcard":"*a*b*c*d"},{"wildcard":"*e*f*g*h"},{"wildcard":"*i*j*k*l"})",
               Profile::kEventBridge) == ErrorCode::kOk);
}

TEST_CASE("the length of a pattern is limited by its service") {
  const auto of_size = [](size_t size) {
    return "\"" + std::string(size - std::string(R"({"a":[""]})").size(), 'x') + "\"";
  };
  for (const Profile profile : {Profile::kEventBridge, Profile::kPipes, Profile::kCustomBus}) {
    CHECK(answer(of_size(4096), profile) == ErrorCode::kOk);
    CHECK(answer(of_size(4097), profile) == ErrorCode::kTooLarge);
  }
  CHECK(answer(of_size(100'000), Profile::kRuler) == ErrorCode::kOk);

  std::string wide = "\"";
  for (int i = 0; i < 2000; ++i) wide += "😀";  // 8,000 bytes, 4,000 UTF-16 units
  wide += "\"";
  CHECK(answer(wide, Profile::kEventBridge) == ErrorCode::kOk);
  CHECK(answer(wide, Profile::kCustomBus) == ErrorCode::kTooLarge);
}

}  // namespace tidegate
