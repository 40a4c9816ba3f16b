#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "json/reader.h"
#include "rapidjson_oracle.h"

using namespace tidegate;
using namespace tidegate::rapidjson_oracle;

// The reader against RapidJSON on documents that are damaged at random: both must accept or both
// refuse, and of what they accept both must see the same values.

namespace {

const std::vector<std::string> kPaths = {
    "detail.n",     "a",      "x",   "digits", "id", "a.b.c", "geometry.a.x", "properties.x",
    "properties.n", "id.a.b", "text"};

const std::vector<std::string> kSeeds = {
    R"({"version":"0","id":"f7a3","detail-type":"EC2 Instance State-change","time":"2018-08-21T20:55:26Z",)"
    R"("resources":[],"detail":{"instance-id":"i-00b4","n":[0,-1,1.5e+10,2E-3,-0.25],"ok":[true,false,null]}})",
    "{\"a\":\"\u00e9\u20ac\U0001F600\",\"b\\u0041\\n\":\"\\\"\\\\\\/"
    "\\b\\f\\n\\r\\t\\u20ac\\ud83d\\ude00\"}",
    " [ [ [ ] , { } ] , { \"x\" : [ 1 , 2 ] } ,\t\"\" ,\n\r\"a long string without anything "
    "special in it\" ] ",
    "{\"digits\":[12345678901234567890123456789012345678,0.1234567890123456789012345678901,1e5,-0]"
    "}",
    R"({"type":"Feature","properties":{"a":"0001001","x":null,"street":"DOLORES","n":-12.5},"geometry":)"
    R"({"type":"Polygon","a":[[{"x":-122.39638302343727,"y":37.754023738344074,"z":0.0},)"
    R"({"x":-122.3960746992836,"y":37.75371508545259,"z":0.0}]]},"id":{"a":{"b":1}}})",
    R"({"a":{"b":[{"c":1},{"c":[2,"\"x\\"]}],"b.c":3},"detail":{"n":[[1,[2]],{"n":3}]},"a.b":{"c":true}})",
    R"({"text":"{\"id\":\"\\\"quoted\\\"\",\"note\":\"a text in a text, as queues carry it\"}","x":)"
    "\"\u0442\u0435\u043a\u0441\u0442 \u043d\u0430 "
    "\u043a\u0438\u0440\u0438\u043b\u043b\u0438\u0446\u0435, "
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\"}",
};

std::string damaged(std::string text, std::mt19937& random) {
  static constexpr std::string_view kBytes =
      "{}[]\",:\\/0123456789.+-eEtrufalsn \t\n\r\x01\x1f\x7f\x80\xbf\xc2\xe2\xed\xf0\xf4\xff";
  const auto any = [&] { return kBytes[random() % kBytes.size()]; };
  for (uint32_t changes = random() % 4; changes != 0 && !text.empty(); --changes) {
    const size_t at = random() % text.size();
    switch (random() % 6) {
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
      case 4:
        text.insert(at, random() % 150, any());
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 40));
    }
  }
  return text;
}

// Puts space before the text and behind one of its commas, so that everything comes to stand
// everywhere in a block.
std::string moved(std::string text, std::mt19937& random) {
  const size_t comma = text.find(',', random() % text.size());
  if (comma != std::string::npos && random() % 2 == 0) {
    text.insert(comma + 1, random() % 130, random() % 2 == 0 ? ' ' : '\n');
  }
  return std::string(random() % 70, ' ') + text;
}

}  // namespace

TEST_CASE("the reader accepts what RapidJSON accepts and nothing else, and sees the same") {
  std::mt19937 random(20);
  PathTree paths;
  for (const std::string& path : kPaths) REQUIRE(paths.add(path) != PathTree::kNone);
  int accepted = 0;
  EventView view;
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = damaged(moved(kSeeds[random() % kSeeds.size()], random), random);
    const Verdict oracle = rapidjson_verdict(text);
    if (oracle == Verdict::kOfNoUse) continue;
    const bool skipping = validate_json(text).code == ErrorCode::kOk;
    const bool reading = read_event(text, paths, view).code == ErrorCode::kOk;
    if (skipping != (oracle == Verdict::kAccepted) || reading != skipping) {
      FAIL("RapidJSON " << (oracle == Verdict::kAccepted ? "accepts" : "refuses") << ": " << text);
    }
    if (!skipping) continue;
    ++accepted;
    if (values_of(view, paths) != rapidjson_values(text, kPaths)) FAIL("not the same: " << text);
  }
  CHECK(accepted > 50'000);
}

TEST_CASE("what is found wrong is the same whatever is wanted") {
  std::mt19937 random(21);
  PathTree paths;
  for (const std::string& path : kPaths) REQUIRE(paths.add(path) != PathTree::kNone);
  EventView view;
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = damaged(moved(kSeeds[random() % kSeeds.size()], random), random);
    const JsonError fault = find_fault(text);
    for (const JsonError& error : {validate_json(text), read_event(text, paths, view)}) {
      if (error.code != fault.code || error.offset != fault.offset ||
          std::string_view(error.reason) != fault.reason) {
        FAIL("at " << error.offset << " or " << fault.offset << ": " << text);
      }
    }
    const JsonError touched = read_event(text, paths, view, Validation::kTouched);
    if (touched.code != ErrorCode::kOk) {
      if (touched.code != fault.code || touched.offset != fault.offset) FAIL("touched: " << text);
      continue;
    }
    for (const Leaf& leaf : view.leaves) {
      const bool within = leaf.begin < leaf.end && leaf.end <= text.size();
      if (!within ||
          validate_json(std::string_view(text).substr(leaf.begin, leaf.end - leaf.begin)).code !=
              ErrorCode::kOk) {
        FAIL("touched: " << text);
      }
    }
  }
}
