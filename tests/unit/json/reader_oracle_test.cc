#include <rapidjson/reader.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "json/reader.h"

using namespace tidegate;

// The reader against RapidJSON on documents that are damaged at random: both must accept or both
// refuse.

namespace {

enum class Verdict { kAccepted, kRefused, kOfNoUse };

Verdict rapidjson_verdict(const std::string& text) {
  // It stops at NUL, which is never JSON outside a string and must be escaped inside.
  if (text.find('\0') != std::string::npos) return Verdict::kRefused;
  rapidjson::Reader reader;
  // On UTF-8 that breaks off it reads some bytes beyond the end.
  const std::string padded = text + std::string(8, '\0');
  rapidjson::StringStream stream(padded.c_str());
  rapidjson::BaseReaderHandler<> handler;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (!result.IsError()) return Verdict::kAccepted;
  // It takes no escape of a surrogate without its partner, and no exponent beyond a double; JSON's
  // grammar takes both.
  const bool too_strict = result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid ||
                          result.Code() == rapidjson::kParseErrorNumberTooBig;
  return too_strict ? Verdict::kOfNoUse : Verdict::kRefused;
}

const std::vector<std::string> kSeeds = {
    R"({"version":"0","id":"f7a3","detail-type":"EC2 Instance State-change","time":"2018-08-21T20:55:26Z",)"
    R"("resources":[],"detail":{"instance-id":"i-00b4","n":[0,-1,1.5e+10,2E-3,-0.25],"ok":[true,false,null]}})",
    "{\"a\":\"\u00e9\u20ac\U0001F600\",\"b\\u0041\\n\":\"\\\"\\\\\\/"
    "\\b\\f\\n\\r\\t\\u20ac\\ud83d\\ude00\"}",
    " [ [ [ ] , { } ] , { \"x\" : [ 1 , 2 ] } ,\t\"\" ,\n\r\"a long string without anything "
    "special in it\" ] ",
    "{\"digits\":[12345678901234567890123456789012345678,0.1234567890123456789012345678901,1e5,-0]"
    "}",
};

std::string damaged(std::string text, std::mt19937& random) {
  static constexpr std::string_view kBytes =
      "{}[]\",:\\/0123456789.+-eEtrufalsn \t\n\r\x01\x1f\x7f\x80\xbf\xc2\xe2\xed\xf0\xf4\xff";
  const auto any = [&] { return kBytes[random() % kBytes.size()]; };
  for (uint32_t changes = 1 + random() % 3; changes != 0 && !text.empty(); --changes) {
    const size_t at = random() % text.size();
    switch (random() % 5) {
      case 0:
        text[at] = any();
        break;
      case 1:
        text.insert(at, 1, any());
        break;
      case 2:
        text.erase(at, 1 + random() % 3);
        break;
      case 3:
        text.resize(at);
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 12));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("the reader accepts what RapidJSON accepts and nothing else") {
  std::mt19937 random(20);
  PathTree paths;
  for (const char* path : {"detail.n", "a", "x", "digits", "id"}) {
    REQUIRE(paths.add(path) != PathTree::kNone);
  }
  int accepted = 0;
  EventView view;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = damaged(kSeeds[random() % kSeeds.size()], random);
    const Verdict oracle = rapidjson_verdict(text);
    if (oracle == Verdict::kOfNoUse) continue;
    const bool skipping = validate_json(text).code == ErrorCode::kOk;
    const bool reading = read_event(text, paths, view).code == ErrorCode::kOk;
    if (skipping != (oracle == Verdict::kAccepted) || reading != skipping) {
      FAIL("RapidJSON " << (oracle == Verdict::kAccepted ? "accepts" : "refuses") << ": " << text);
    }
    accepted += skipping ? 1 : 0;
  }
  CHECK(accepted > 10'000);
}
