#include "pattern/profile.h"

#include <catch2/catch.hpp>
#include <string>

namespace tidegate {
namespace {

constexpr Profile kAll[] = {Profile::kEventBridge,
                            Profile::kPipes,
                            Profile::kCustomBus,
                            Profile::kCustomBusMetadata,
                            Profile::kCustomBusSystemMetadata,
                            Profile::kSnsAttributes,
                            Profile::kSnsBody,
                            Profile::kRuler};

ErrorCode answer_to_pattern(const std::string& text, Profile profile) {
  Pattern pattern;
  Diagnostic problem;
  (void)parse_pattern(text, profile, pattern, problem);
  return problem.code;
}

// A field that every profile has.
ErrorCode answer(const std::string& alternative, Profile profile) {
  return answer_to_pattern("{\"ContentType\":[" + alternative + "]}", profile);
}

std::string values(int count) {
  std::string list = "0";
  for (int i = 1; i < count; ++i) list += "," + std::to_string(i);
  return "[" + list + "]";
}

}  // namespace

TEST_CASE("the table has each profile in its place") {
  for (const Profile profile : kAll) CHECK(rules_of(profile).profile == profile);
}

TEST_CASE("all profiles but METADATA take the operators that all services have") {
  for (const Profile profile : kAll) {
    if (profile == Profile::kCustomBusMetadata) continue;
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
    CHECK(answer(wildcard, Profile::kSnsAttributes) == ErrorCode::kOk);
    CHECK(answer(wildcard, Profile::kSnsBody) == ErrorCode::kOk);
    CHECK(answer(wildcard, Profile::kPipes) == ErrorCode::kPatternUnsupported);
    CHECK(answer(wildcard, Profile::kCustomBus) == ErrorCode::kPatternUnsupported);
    CHECK(answer(wildcard, Profile::kCustomBusSystemMetadata) == ErrorCode::kPatternUnsupported);
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
    return "\"" + std::string(size - std::string(R"({"ContentType":[""]})").size(), 'x') + "\"";
  };
  for (const Profile profile : {Profile::kEventBridge, Profile::kPipes, Profile::kCustomBus,
                                Profile::kCustomBusMetadata, Profile::kCustomBusSystemMetadata}) {
    CHECK(answer(of_size(4096), profile) == ErrorCode::kOk);
    CHECK(answer(of_size(4097), profile) == ErrorCode::kTooLarge);
  }
  for (const Profile profile : {Profile::kSnsAttributes, Profile::kSnsBody}) {
    CHECK(answer(of_size(262'144), profile) == ErrorCode::kOk);
    CHECK(answer(of_size(262'145), profile) == ErrorCode::kTooLarge);
  }
  CHECK(answer(of_size(300'000), Profile::kRuler) == ErrorCode::kOk);

  std::string wide = "\"";
  for (int i = 0; i < 2000; ++i) wide += "😀";  // 8,000 bytes, 4,000 UTF-16 units
  wide += "\"";
  CHECK(answer(wide, Profile::kEventBridge) == ErrorCode::kOk);
  CHECK(answer(wide, Profile::kCustomBus) == ErrorCode::kTooLarge);
}

TEST_CASE("SNS knows less of anything-but") {
  for (const Profile profile : {Profile::kSnsAttributes, Profile::kSnsBody}) {
    CHECK(answer(R"({"anything-but":{"prefix":"x"}})", profile) == ErrorCode::kOk);
    CHECK(answer(R"({"anything-but":{"prefix":["x"]}})", profile) == ErrorCode::kPatternOperand);
    CHECK(answer(R"({"anything-but":{"wildcard":["x*"]}})", profile) == ErrorCode::kOk);
    CHECK(answer(R"({"anything-but":[1,2]})", profile) == ErrorCode::kOk);
    for (const std::string name : {"suffix", "equals-ignore-case", "wrong-operator"}) {
      CHECK(answer("{\"anything-but\":{\"" + name + "\":\"x\"}}", profile) ==
            ErrorCode::kPatternUnsupported);
    }
  }
}

TEST_CASE("SNS has fields within fields in the body of a message only") {
  CHECK(answer_to_pattern(R"({"a":{"b":[1]}})", Profile::kSnsBody) == ErrorCode::kOk);
  for (const std::string nested :
       {R"({"a":{"b":[1]}})", R"({"$or":[{"a":[1]},{"a":{"b":[1]}}]})"}) {
    CHECK(answer_to_pattern(nested, Profile::kSnsAttributes) == ErrorCode::kPatternUnsupported);
  }
  for (const std::string flat : {R"({"a.b":[1]})", R"({"$or":[{"a":[1]},{"b":[1]}]})"}) {
    CHECK(answer_to_pattern(flat, Profile::kSnsAttributes) == ErrorCode::kOk);
  }
}

TEST_CASE("SNS counts keys, values and wildcards") {
  const auto answers = [](const std::string& text) {
    return answer_to_pattern(text, Profile::kSnsBody);
  };
  CHECK(answers(R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1]})") == ErrorCode::kOk);
  CHECK(answers(R"({"a":{"b":[1],"c":[1],"d":[1],"e":[1],"f":[1],"g":[1]}})") == ErrorCode::kOk);
  CHECK(answers(R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})") ==
        ErrorCode::kPatternTooComplex);
  CHECK(answers("{\"a\":" + values(150) + "}") == ErrorCode::kOk);
  CHECK(answers("{\"a\":" + values(151) + "}") == ErrorCode::kPatternTooComplex);
  CHECK(answers(R"({"a":[{"wildcard":"*a*b*c"}]})") == ErrorCode::kOk);
  CHECK(answers(R"({"a":[{"wildcard":"*a*b*c\\*"}]})") == ErrorCode::kOk);
  CHECK(answers(R"({"a":[{"wildcard":"*a*b*c*"}]})") == ErrorCode::kPatternTooComplex);
  CHECK(answers(R"({"a":[{"anything-but":{"wildcard":["x","*a*b*c*"]}}]})") ==
        ErrorCode::kPatternTooComplex);

  const auto wildcards = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += R"({"wildcard":"a*"},)";
    return "{\"a\":[" + list + "1]}";
  };
  CHECK(answers(wildcards(10)) == ErrorCode::kOk);
  CHECK(answers(wildcards(11)) == ErrorCode::kPatternTooComplex);
}

TEST_CASE("METADATA takes plain strings") {
  for (const std::string taken : {R"({"any key":["x","10.0.0.1",""]})", R"({"a":{"b":["x"]}})"}) {
    CHECK(answer_to_pattern(taken, Profile::kCustomBusMetadata) == ErrorCode::kOk);
  }
  for (const std::string refused : {R"({"a":[1]})", R"({"a":[null]})", R"({"a":[{"exactly":"x"}]})",
                                    R"({"a":[{"prefix":"x"}]})", R"({"a":[{"cidr":"::/0"}]})",
                                    R"({"$or":[{"a":["x"]},{"b":["x"]}]})"}) {
    CHECK(answer_to_pattern(refused, Profile::kCustomBusMetadata) ==
          ErrorCode::kPatternUnsupported);
  }
}

TEST_CASE("SYSTEM_METADATA has its keys") {
  for (const std::string key :
       {"ContentType", "DeduplicationId", "EventGroupId", "aws:EventId", "aws:IngestionTime",
        "aws:SequenceNumber", "aws:DeliveryType", "aws:SchemaId", "aws:RegistryType", "aws:Source",
        "aws:DetailType"}) {
    CHECK(answer_to_pattern("{\"" + key + "\":[{\"prefix\":\"x\"}]}",
                            Profile::kCustomBusSystemMetadata) == ErrorCode::kOk);
  }
  CHECK(answer_to_pattern(R"({"$or":[{"aws:Source":["x"]},{"ContentType":["x"]}]})",
                          Profile::kCustomBusSystemMetadata) == ErrorCode::kOk);
  for (const std::string refused :
       {R"({"source":["x"]})", R"({"aws:source":["x"]})", R"({"aws:Source":{"x":["x"]}})",
        R"({"$or":[{"aws:Source":["x"]},{"b":["x"]}]})"}) {
    CHECK(answer_to_pattern(refused, Profile::kCustomBusSystemMetadata) ==
          ErrorCode::kPatternUnsupported);
  }
}

TEST_CASE("what a service refuses comes behind what the compiler refuses") {
  CHECK(answer_to_pattern(R"({"a":{"suffix":"x"}})", Profile::kSnsAttributes) ==
        ErrorCode::kPatternField);
  CHECK(answer_to_pattern(R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[]})",
                          Profile::kSnsBody) == ErrorCode::kPatternEmpty);
  CHECK(answer_to_pattern(R"({"$or":[{"a":[1]}]})", Profile::kCustomBusMetadata) ==
        ErrorCode::kPatternOr);
  CHECK(answer_to_pattern(R"({"a":[1],"a":[x]})", Profile::kCustomBusSystemMetadata) ==
        ErrorCode::kInvalidJson);
}

}  // namespace tidegate
