#include "match/explain.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "base/memory.h"
#include "match/explain_near.h"
#include "match/explain_number.h"
#include "match/rule_set.h"
#include "random_rules.h"

using namespace tidegate;

namespace {

std::string explained(std::string_view event, std::string_view pattern,
                      Profile profile = Profile::kRuler, bool brief = false) {
  ExplainOptions options;
  options.profile = profile;
  options.brief = brief;
  Text json;
  Diagnostic problem;
  if (explain(event, pattern, options, json, problem) == Explained::kYes)
    return std::string(json.view());
  return std::string(error_name(problem.code)) + " " + std::string(problem.reason.view());
}

// From behind `begin` up to `end`.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const size_t at = text.find(begin);
  if (at == std::string::npos) return "";
  return text.substr(at + begin.size(), text.find(end, at + begin.size()) - at - begin.size());
}

// The first string of a key, without the escapes of quotes and backslashes.
std::string first_string(const std::string& json, const std::string& key) {
  const std::string begin = "\"" + key + "\":\"";
  std::string text;
  const size_t at = json.find(begin);
  if (at == std::string::npos) return text;
  for (size_t i = at + begin.size(); json[i] != '"'; ++i) {
    if (json[i] == '\\' && (json[i + 1] == '"' || json[i + 1] == '\\')) ++i;
    text += json[i];
  }
  return text;
}

std::string summary(std::string_view event, std::string_view pattern) {
  return first_string(explained(event, pattern), "summary");
}

// Why the value does not satisfy the alternatives: the reason of the field.
std::string reason(const std::string& alternatives, const std::string& value) {
  const std::string json = explained("{\"v\":" + value + "}", "{\"v\":[" + alternatives + "]}");
  return first_string(json, "code") + " " + first_string(json, "message");
}

std::string detail(const std::string& alternatives, const std::string& value) {
  const std::string json = explained("{\"v\":" + value + "}", "{\"v\":[" + alternatives + "]}");
  return between(json, "\"reason\":{", "},\"alternatives\"");
}

std::string missing(const std::string& event, const std::string& path) {
  const std::string json = explained(event, "{\"" + path + "\":[1]}");
  return first_string(json, "code") + " " + first_string(json, "message");
}

std::string distance(std::string_view a, std::string_view b) {
  Text text;
  return append_distance(a, b, text) ? std::string(text.view()) : "none";
}

double milliseconds(const std::string& event, const std::string& pattern) {
  const auto start = std::chrono::steady_clock::now();
  const std::string json = explained(event, pattern);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  CHECK(json.rfind("{\"matched\":", 0) == 0);
  return took.count();
}

// Wide, so that it holds under sanitizers and on a busy machine.
constexpr double kMostMilliseconds = 5000;

}  // namespace

TEST_CASE("a value that differs has a reason that says how") {
  CHECK(reason(R"("stopped")", R"("Stopped")") ==
        R"(CASE_DIFFERS "Stopped" differs only in case from "stopped".)");
  CHECK(reason(R"("stopped")", R"("stoped")") ==
        R"(VALUE_DIFFERS "stoped" is nearly, but not "stopped".)");
  CHECK(reason(R"("a","stopped","b")", R"("stopp3d")") ==
        R"(VALUE_DIFFERS "stopp3d" is nearly, but not "stopped".)");
  CHECK(reason(R"("stopped")", R"("running")") == R"(VALUE_DIFFERS "running" is not "stopped".)");
  CHECK(reason("150", "149.5") == "VALUE_DIFFERS 149.5 is not 150.");
  CHECK(reason("true", "false") == "VALUE_DIFFERS false is not true.");
  CHECK(reason(R"({"equals-ignore-case":"Alice"})", R"("bob")") ==
        R"(VALUE_DIFFERS "bob" is not "Alice".)");
}

TEST_CASE("a value of another type has a reason that names both") {
  CHECK(reason("5", R"("5")") == R"(TYPE_DIFFERS "5" is a string, not 5.)");
  CHECK(reason(R"("5")", "5") == R"(TYPE_DIFFERS 5 is a number, not "5".)");
  CHECK(reason("null", "0") == "TYPE_DIFFERS 0 is a number, not null.");
  CHECK(reason("true", R"("true")") == R"(TYPE_DIFFERS "true" is a string, not true.)");
  CHECK(reason(R"({"exactly":"x"})", "true") == R"(TYPE_DIFFERS true is a boolean, not "x".)");
  CHECK(reason(R"({"prefix":"x"})", "1") ==
        "TYPE_DIFFERS 1 is a number, and prefix looks at strings only.");
  CHECK(reason(R"({"numeric":["=",5]})", R"("5.0")") ==
        R"(TYPE_DIFFERS "5.0" is a string, not 5.)");
  CHECK(reason(R"({"numeric":[">",5]})", R"("6")") ==
        R"(TYPE_DIFFERS "6" is a string, and numeric looks at numbers only; )"
        "as a number it would do.");
  CHECK(reason(R"({"numeric":[">",5]})", R"("4")") ==
        R"(TYPE_DIFFERS "4" is a string, and numeric looks at numbers only.)");
}

TEST_CASE("an affix differs at a character, which is counted from its end of the string") {
  CHECK(reason(R"({"prefix":"aws.s3"})", R"("aws.ec2")") ==
        R"(PREFIX_DIFFERS "aws.ec2" does not begin with "aws.s3": it differs at character 5.)");
  CHECK(reason(R"({"prefix":"é😀x"})", R"("é😀")") ==
        R"(PREFIX_DIFFERS "é😀" does not begin with "é😀x": it differs at character 3.)");
  CHECK(reason(R"({"prefix":"AWS"})", R"("aws.ec2")") ==
        R"(CASE_DIFFERS "aws.ec2" differs only in case from "AWS".)");
  CHECK(reason(R"({"prefix":{"equals-ignore-case":"AWX"}})", R"("aws")") ==
        R"(PREFIX_DIFFERS "aws" does not begin with "AWX": it differs at character 3.)");
  CHECK(reason(R"({"suffix":".png"})", R"("a.jpg")") ==
        R"(SUFFIX_DIFFERS "a.jpg" does not end with ".png": )"
        "it differs at character 2 from the end.");
  CHECK(reason(R"({"suffix":{"equals-ignore-case":".PNG"}})", R"("a.jpg")") ==
        R"(SUFFIX_DIFFERS "a.jpg" does not end with ".PNG": )"
        "it differs at character 2 from the end.");
}

TEST_CASE("of a wildcard the part is named that is not found") {
  CHECK(reason(R"({"wildcard":"dir/*.png"})", R"("x.png")") ==
        R"(WILDCARD_DIFFERS "x.png" does not begin with "dir/", as "dir/*.png" asks.)");
  CHECK(reason(R"({"wildcard":"dir/*/b/*.png"})", R"("dir/x.png")") ==
        R"(WILDCARD_DIFFERS "dir/x.png" has nowhere behind that "/b/", as "dir/*/b/*.png" asks.)");
  CHECK(reason(R"({"wildcard":"ab*bc"})", R"("abc")") ==
        R"(WILDCARD_DIFFERS "abc" does not end with "bc" behind the rest, as "ab*bc" asks.)");
  CHECK(reason(R"({"wildcard":"a\\*b"})", R"("aab")") ==
        R"(WILDCARD_DIFFERS "aab" is not "a*b", as "a\\*b" asks.)");
}

TEST_CASE("a number outside a range is so far from one of its bounds") {
  CHECK(reason(R"({"numeric":[">",0,"<=",150]})", "150.25") ==
        "OUT_OF_RANGE 150.25 is 0.25 above the bound 150.");
  CHECK(reason(R"({"numeric":[">",1e1]})", "-2.50") ==
        "OUT_OF_RANGE -2.50 is 12.5 below the open bound 1e1.");
  CHECK(reason(R"({"numeric":["<",5]})", "5.0") ==
        "OUT_OF_RANGE 5.0 is the bound itself, and it should be below 5.");
  CHECK(reason(R"({"numeric":["<",5]})", "1e300") ==
        "OUT_OF_RANGE 1e300 is above the open bound 5.");
  CHECK(detail(R"({"numeric":["<",5]})", "7") ==
        R"("code":"OUT_OF_RANGE","message":"7 is 2 above the open bound 5.","value":0,)"
        R"("alternative":0,"expected":"5","distance":"2")");
  CHECK(reason(R"({"numeric":["<",5]})", "9007199254740993") ==
        "NOT_COMPARABLE 9007199254740993 is no number that a double keeps exactly, "
        "so it compares with none.");
}

TEST_CASE("an address is none, of the other family, or outside the block") {
  CHECK(reason(R"({"cidr":"10.0.0.0/24"})", R"("10.0.1.5")") ==
        R"(OUTSIDE_BLOCK "10.0.1.5" is outside the block "10.0.0.0/24".)");
  CHECK(reason(R"({"cidr":"10.0.0.0/24"})", R"("10.0.1.500")") ==
        R"(NOT_AN_ADDRESS "10.0.1.500" is no IP address, so it is not in "10.0.0.0/24".)");
  CHECK(reason(R"({"cidr":"10.0.0.0/24"})", R"("2001:db8::1")") ==
        R"(FAMILY_DIFFERS "2001:db8::1" is an IPv6 address, not in "10.0.0.0/24".)");
  CHECK(reason(R"("10.0.0.1")", R"("10.0.0.2")") ==
        R"(OUTSIDE_BLOCK "10.0.0.2" is not the address "10.0.0.1".)");
}

TEST_CASE("what is excluded, or there, has a reason too") {
  CHECK(reason(R"({"anything-but":["a","b"]})", R"("b")") == R"(EXCLUDED "b" is excluded by "b".)");
  CHECK(reason(R"({"anything-but":[1,2]})", "2.0") == "EXCLUDED 2.0 is excluded by 2.0.");
  CHECK(reason(R"({"anything-but":{"prefix":["x","aws."]}})", R"("aws.ec2")") ==
        R"(EXCLUDED "aws.ec2" is excluded by "aws.".)");
  CHECK(reason(R"({"anything-but":{"wildcard":"*b*"}})", R"("abc")") ==
        R"(EXCLUDED "abc" is excluded by "*b*".)");
  CHECK(reason(R"({"exists":false})", "null") ==
        "FIELD_PRESENT null is there, and the field must have no value.");
}

TEST_CASE("a field that is missing has the name that was probably meant") {
  const std::string event = R"({"detail-type":1,"detail":{"state":"x","list":[],"o":{}},"s":"t"})";
  CHECK(missing(event, "detailType") ==
        R"(FIELD_MISSING There is no "detailType" in the event; did you mean "detail-type"?)");
  CHECK(missing(event, "detail.Stat") ==
        R"(FIELD_MISSING There is no "Stat" in "detail"; did you mean "state"?)");
  CHECK(missing(event, "detail.none") == R"(FIELD_MISSING There is no "none" in "detail".)");
  CHECK(missing(event, "other.x") == R"(FIELD_MISSING There is no "other" in the event.)");
  CHECK(missing(event, "s.x") == R"(FIELD_MISSING "s" is a string, so there is no "x" in it.)");
  CHECK(missing(event, "detail.list") ==
        R"(FIELD_NOT_A_VALUE "detail.list" is an array without values, which counts as absent.)");
  CHECK(missing(event, "detail") ==
        R"(FIELD_NOT_A_VALUE "detail" is an object, and a list is about values: name its fields.)");
  CHECK(missing(R"({"a":[{"coler":1},{"b":2}]})", "a.color") ==
        R"(FIELD_MISSING There is no "color" in "a"; did you mean "coler"?)");
  CHECK(missing(R"({"":{"ab":1}})", ".abc") == R"(FIELD_MISSING There is no "abc" in "".)");
}

TEST_CASE("names are near to each other by what people mistake") {
  CHECK(nearness("detailType", "detail-type") == 0);
  CHECK(nearness("detail_type", "DETAIL TYPE") == 0);
  CHECK(nearness("colour", "color") == 1);
  CHECK(nearness("time", "mite") == kNotNear);
  CHECK(nearness("id", "ip") == kNotNear);
  CHECK(nearness("-", "_") == kNotNear);
  CHECK(nearness(std::string(65, 'a'), std::string(65, 'a')) == kNotNear);
}

TEST_CASE("distances are exact") {
  CHECK(distance("1.5", "1") == "0.5");
  CHECK(distance("1", "1.5") == "0.5");
  CHECK(distance("-1", "1") == "2");
  CHECK(distance("0.3", "0.1") == "0.2");
  CHECK(distance("1e3", "1") == "999");
  CHECK(distance("1E+2", "5e1") == "50");
  CHECK(distance("0", "0.000") == "0");
  CHECK(distance("0.00005", "5e-5") == "0");
  CHECK(distance("0", "12.50") == "12.5");
  CHECK(distance("-0.05", "0") == "0.05");
  CHECK(distance("100", "0e5") == "100");
  CHECK(distance("123456789012345678901234567890", "1") == "123456789012345678901234567889");
  CHECK(distance("1e300", "1") == "none");
  CHECK(distance("1e-300", "0") == "none");
  CHECK(distance("1e99999999999", "0") == "none");
  CHECK(distance(std::string(50, '1'), "0") == "none");
}

TEST_CASE("the summary counts conditions, of every $or those of the branch that comes closest") {
  CHECK(summary(R"({"a":1,"b":2})", R"({"a":[1],"b":[3]})") ==
        "No match: 1 of 2 conditions failed: b.");
  CHECK(summary(R"({"a":1,"b":2})", R"({"a":[1],"b":[2]})") == "Match: 2 conditions hold.");
  CHECK(summary(R"({"a":1})", R"({"$or":[{"x":[1],"y":[1]},{"a":[1],"z":[1]}]})") ==
        "No match: 1 of 2 conditions failed: z.");
  CHECK(summary(R"({"a":1})", R"({"$or":[{"x":[1]},{"a":[1]}],"c":[{"exists":false}]})") ==
        "Match: 2 conditions hold.");
  CHECK(summary("{}", R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})") ==
        "No match: 6 of 6 conditions failed: a, b, c, d, e and more.");
}

TEST_CASE("where elements of an array disagree, it says which fields meet in which") {
  const std::string event = R"({"items":[{"sku":"A","n":9},{"sku":"B","n":3},{"sku":"A","n":8}]})";
  const std::string json = explained(event, R"({"items":{"sku":["A"],"n":[{"numeric":["<",5]}]}})");
  CHECK(first_string(json, "summary") ==
        "No match: all 2 conditions hold, but not in the same elements of arrays: "
        "items.sku in /items/0; items.n in /items/1.");
  CHECK(between(json, "\"elements\":", "},\"members\"") ==
        R"([{"pointer":"/items/0","fields":["items.sku"]},)"
        R"({"pointer":"/items/1","fields":["items.n"]}])");

  const std::string deep = explained(R"({"a":[{"b":[{"x":1},{"y":1}]},{"b":[{"x":1}]}]})",
                                     R"({"a":{"b":{"x":[1],"y":[1]}}})");
  CHECK(between(deep, "\"elements\":", "},\"members\"") ==
        R"([{"pointer":"/a/0/b/0","fields":["a.b.x"]},{"pointer":"/a/0/b/1","fields":["a.b.y"]}])");
}

TEST_CASE("it says which element has served") {
  const std::string json = explained(R"({"items":[{"sku":"A","n":9},{"sku":"A","n":3}]})",
                                     R"({"items":{"sku":["A"],"n":[{"numeric":["<",5]}]}})");
  CHECK(
      between(json, "\"values\":", ",\"valueCount\"") ==
      R"([{"pointer":"/items/0/sku","text":"\"A\"","type":"string","span":[17,20]},)"
      R"({"pointer":"/items/1/sku","text":"\"A\"","type":"string","span":[35,38],"served":true}])");
}

TEST_CASE("branches that did not matter are not reached, and neither are overridden lists") {
  const std::string json =
      explained(R"({"a":2,"b":2})", R"({"a":[1],"$or":[{"a":[3]},{"a":[2]},{"b":[2]}]})");
  CHECK(first_string(json, "summary") == "Match: 1 condition holds.");
  CHECK(json.find(
            R"("path":"a","status":"not-reached","span":[5,8],"reason":{"code":"OVERRIDDEN")") !=
        std::string::npos);
  CHECK(json.find(R"("path":"a","status":"failed","span":[21,24])") != std::string::npos);
  CHECK(json.find(R"("path":"a","status":"matched","span":[31,34])") != std::string::npos);
  CHECK(json.find(R"("path":"b","status":"not-reached","span":[41,44])") != std::string::npos);
}

TEST_CASE("a branch that holds by itself alone is told apart") {
  const std::string json = explained(R"({"i":[{"a":1},{"b":1,"c":1}]})",
                                     R"({"i":{"$or":[{"a":[1]},{"c":[1]}],"b":[1]}})");
  CHECK(json.find(R"("reason":{"code":"NOT_TOGETHER")") != std::string::npos);
  CHECK(json.find(R"("path":"i.c","status":"matched")") != std::string::npos);
}

TEST_CASE("what is no object is explained where it is no error") {
  CHECK(explained("5", R"({"a":[1]})") == "ERR_EVENT_NOT_OBJECT The event is not a JSON object.");
  const std::string json = explained("5", R"({"a":[1]})", Profile::kSnsBody);
  CHECK(first_string(json, "summary") == "No match: the event is no JSON object.");
  CHECK(first_string(json, "code") == "EVENT_NOT_OBJECT");
}

TEST_CASE("what is refused is the pattern or the event") {
  ExplainOptions options;
  Text json;
  Diagnostic problem;
  CHECK(explain("{}", R"({"a":1})", options, json, problem) == Explained::kPatternRefused);
  CHECK(problem.code == ErrorCode::kPatternField);
  CHECK(explain("{]", R"({"a":[1]})", options, json, problem) == Explained::kEventRefused);
  CHECK(problem.code == ErrorCode::kInvalidJson);
  options.max_event_bytes = 8;
  CHECK(explain(R"({"a":"long"})", R"({"a":[1]})", options, json, problem) ==
        Explained::kEventRefused);
  CHECK(problem.code == ErrorCode::kTooLarge);
}

TEST_CASE("a brief explanation has what patterns are compared by") {
  CHECK(explained(R"({"a":1})", R"({"a":[1],"b":[1]})", Profile::kRuler, true) ==
        R"({"matched":false,"failed":1,"conditions":2})");
}

TEST_CASE("long texts and lists are cut") {
  const std::string text(300, 'x');
  const std::string json = explained("{\"v\":\"" + text + "\"}", "{\"v\":[\"" + text + "\"]}");
  CHECK(json.find(text) == std::string::npos);
  CHECK(json.find("\"text\":\"\\\"" + std::string(199, 'x') + "\u2026\"") != std::string::npos);

  std::string values = "[0";
  std::string alternatives = "1000";
  for (int i = 1; i < 1000; ++i) values += "," + std::to_string(i);
  for (int i = 1; i < 300; ++i) alternatives += "," + std::to_string(1000 + i);
  const std::string many =
      explained("{\"v\":" + values + "]}", "{\"v\":[" + alternatives + ",999]}");
  CHECK(many.find("\"index\":99,") != std::string::npos);
  CHECK(many.find("\"index\":100,") == std::string::npos);
  CHECK(many.find(R"("index":300,"status":"matched","text":"999")") != std::string::npos);
  CHECK(many.find("\"/v/9\"") != std::string::npos);
  CHECK(many.find("\"/v/10\"") == std::string::npos);
  CHECK(many.find(R"("pointer":"/v/999","text":"999")") != std::string::npos);
  CHECK(many.find("\"valueCount\":1000}") != std::string::npos);
}

TEST_CASE("the verdict is that of a rule set") {
  for (int i = 0; i < 3000; ++i) {
    const std::string pattern = random_rules::pattern();
    const std::string event = random_rules::event();
    RuleSet rules;
    MatchScratch scratch;
    Diagnostic problem;
    RuleId id = kNoRule;
    REQUIRE(rules.add("r", pattern, problem, id) == RuleSet::Added::kNew);
    REQUIRE(rules.match(event, scratch, problem));
    const std::string json = explained(event, pattern, Profile::kEventBridge);
    CAPTURE(pattern, event, json);
    REQUIRE((json.rfind("{\"matched\":true", 0) == 0) == !scratch.matches.empty());
    const std::string brief = explained(event, pattern, Profile::kEventBridge, true);
    REQUIRE(json.rfind(brief.substr(0, brief.size() - 1), 0) == 0);
  }
}

TEST_CASE("every allocation of an explanation may fail") {
  const std::string event =
      R"({"i":[{"a":1,"c\n":"x"},{"b":1,"d":12}],"detail-type":"x","s":"Stopped"})";
  for (const std::string_view pattern :
       {R"({"i":{"a":[1],"b":[1]}})",
        R"({"i":{"$or":[{"a":[2]},{"b":[1]}],"d":[{"numeric":["<",5]}]},"detailType":["x"],)"
        R"("s":["stopped",{"wildcard":"a*b"}]})",
        R"({"i":{"a":[1],"c\n":["x"]},"x":[{"exists":false}]})"}) {
    const ExplainOptions options = {Profile::kRuler, kDefaultMaxEventBytes, false};
    const std::string expected = explained(event, pattern);
    bool failed = true;
    for (size_t n = 1; failed; ++n) {
      Text json;
      Diagnostic problem;
      fail_allocations_from(n);
      const Explained result = explain(event, pattern, options, json, problem);
      fail_allocations_from(0);
      failed = result != Explained::kYes;
      if (failed) {
        REQUIRE(problem.code == ErrorCode::kOutOfMemory);
      } else {
        REQUIRE(json.view() == expected);
      }
      REQUIRE(n < 10000);
    }
  }
}

// ---- Hostile texts ----

TEST_CASE("a large event with wide arrays is explained in time") {
  std::string event = "{\"a\":[{\"x\":1}";
  for (int i = 0; i < 100'000; ++i) event += ",{\"y\":1}";
  event += "]}";
  CHECK(milliseconds(event, R"({"a":{"x":[1],"y":[1]}})") < kMostMilliseconds);
  std::string scalars = "{\"a\":[0";
  for (int i = 0; i < 300'000; ++i) scalars += ",1";
  CHECK(milliseconds(scalars + "]}", R"({"a":[2,{"wildcard":"*x"}],"b":[1]})") < kMostMilliseconds);
}

TEST_CASE("long strings are explained in time, however many alternatives there are") {
  std::string alternatives = "\"x\"";
  for (int i = 0; i < 2000; ++i) {
    alternatives += R"(,{"wildcard":"a*b)" + std::to_string(i) + R"(*c"})";
  }
  const std::string text(1'000'000, 'a');
  CHECK(milliseconds("{\"v\":\"" + text + "\"}", "{\"v\":[" + alternatives + "]}") <
        kMostMilliseconds);
}

TEST_CASE("many names that are missing are looked for in time") {
  std::string event = "{\"k\":0";
  std::string pattern = "{\"nothing\":[1]";
  for (int i = 0; i < 50'000; ++i) event += ",\"some-long-name-" + std::to_string(i) + "\":1";
  for (int i = 0; i < 250; ++i) pattern += ",\"some-long-name" + std::to_string(i) + "x\":[1]";
  CHECK(milliseconds(event + "}", pattern + "}") < kMostMilliseconds);
}

TEST_CASE("a thousand choices of branches are explained in time") {
  std::string pattern = "{";
  for (const char* name : {"a", "b", "c"}) {
    pattern += pattern.size() == 1 ? "" : ",";
    pattern += "\"i\":{\"$or\":[";
    for (int i = 0; i < 10; ++i) {
      pattern += (i == 0 ? "{\"" : ",{\"") + std::string(name) + std::to_string(i) + "\":[1]}";
    }
    pattern += "]}";
  }
  std::string event = "{\"i\":[{}";
  for (int i = 0; i < 30'000; ++i) {
    event += ",{\"" + std::string(1, "abc"[i % 3]) + std::to_string(i % 10) + "\":1}";
  }
  CHECK(milliseconds(event + "]}", pattern + "}") < kMostMilliseconds);
}

TEST_CASE("deep texts are explained without recursion") {
  std::string event;
  std::string pattern;
  for (int i = 0; i < 998; ++i) {
    event += "{\"a\":";
    pattern += "{\"a\":";
  }
  const std::string closing(998, '}');
  CHECK(milliseconds(event + "1" + closing, pattern + "[1]" + closing) < kMostMilliseconds);
  CHECK(milliseconds(event + "2" + closing, pattern + "[1]" + closing) < kMostMilliseconds);
  const std::string arrays(990, '[');
  CHECK(milliseconds("{\"a\":" + arrays + "1" + std::string(990, ']') + "}", R"({"a":[2]})") <
        kMostMilliseconds);
}
