#include "lint/linter.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "base/memory.h"

using namespace tidegate;

namespace {

std::string lint(const std::vector<std::string>& patterns, Profile profile = Profile::kRuler) {
  Text json;
  Linter linter(profile, json);
  for (uint32_t i = 0; i < patterns.size(); ++i) REQUIRE(linter.add(patterns[i], i));
  REQUIRE(linter.end());
  return std::string(json.view());
}

// The values of a member, one after the other.
std::string all(const std::string& json, const std::string& name) {
  const std::string begin = "\"" + name + "\":\"";
  std::string values;
  for (size_t at = json.find(begin); at != std::string::npos; at = json.find(begin, at)) {
    at += begin.size();
    values += (values.empty() ? "" : " ") + json.substr(at, json.find('"', at) - at);
  }
  return values;
}

std::string codes(const std::vector<std::string>& patterns, Profile profile = Profile::kRuler) {
  return all(lint(patterns, profile), "code");
}

double milliseconds(const std::vector<std::string>& patterns, std::string& json) {
  const auto start = std::chrono::steady_clock::now();
  json = lint(patterns);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

}  // namespace

TEST_CASE("a finding has its place") {
  CHECK(lint({}) == "[]");
  CHECK(lint({R"({"a":[1]})"}) == "[]");
  CHECK(lint({R"({"a":[1]})", R"({"é":{"a.b":["x","y","x"]}})"}) ==
        R"([{"pattern":1,"path":"/é/a.b/2","begin":22,"end":25,"code":"REDUNDANT_ALTERNATIVE",)"
        R"("severity":"warning","message":"Whatever is \"x\", another alternative of the list )"
        R"(takes as well.","related":{"pattern":1,"path":"/é/a.b/0","begin":14,"end":17},)"
        R"("fix":{"title":"Drop the alternative","edits":[{"begin":21,"end":25,"text":""}]}}])");
}

TEST_CASE("never and always are said of what is proved alone") {
  const std::string none = R"({"numeric":[">",1,"<",1.0000000000000002]})";
  CHECK(codes({R"({"a":[)" + none + R"(],"b":[1]})"}) == "NEVER_MATCHES");
  CHECK(codes({R"({"$or":[{"a":[)" + none + R"(]},{"b":[1]}]})"}) == "EMPTY_RANGE");
  CHECK(codes({R"({"$or":[{"a":[)" + none + R"(]},{"b":[)" + none + R"(]}]})"}) == "NEVER_MATCHES");
  CHECK(codes({R"({"$or":[{"a":[{"exists":true}]},{"a":[{"exists":false}]}]})"}) ==
        "ALWAYS_MATCHES");
  CHECK(codes({R"({"a.b":[{"exists":true},{"exists":false}],"a.c":[{"exists":true},)"
               R"({"exists":false}]})"}) == "ALWAYS_MATCHES");
  CHECK(codes({R"({"$or":[{"a":[{"exists":true}]},{"b":[{"exists":false}]}]})"}).empty());
  CHECK(codes({R"({"a":["x"],"a.b":[{"exists":true}]})"}).empty());
}

TEST_CASE("a pattern is covered by another where each of its branches is") {
  const std::string both = R"({"$or":[{"a":[1]},{"b":[2]}]})";
  CHECK(codes({both, R"({"b":[2],"c":[3]})"}) == "SHADOWED");
  CHECK(codes({both, R"({"$or":[{"b":[2]},{"a":[1]}]})"}) == "DUPLICATE_RULE");
  CHECK(codes({both, R"({"$or":[{"b":[2]},{"c":[1]}]})"}).empty());
  CHECK(codes({R"({"a":[1]})", both}) == "SHADOWED");
  // The first pattern, then the third, is within another; what never or always matches is in none.
  CHECK(codes({R"({"a":["x1"]})", R"({"a":[{"prefix":"x"}]})", R"({"a":["x2"],"b":[1]})"}) ==
        "SHADOWED SHADOWED");
  CHECK(codes({R"({"a":[{"exists":true},{"exists":false}]})", R"({"a":[1]})"}) == "ALWAYS_MATCHES");
  CHECK(codes({R"({"a":)", R"({"a":[1]})"}) == "REFUSED");
}

TEST_CASE("what is absent must be so beside the same fields") {
  const std::string absent = R"({"a.c":[{"exists":false}]})";
  CHECK(codes({absent, R"({"a.b":[1],"a.c":[{"exists":false}]})"}).empty());
  CHECK(codes({absent, R"({"a.c":[{"exists":false}],"a.d":[1]})"}) == "SHADOWED");
  CHECK(codes({absent, R"({"a":[1],"a!":[1],"a.c":[{"exists":false}]})"}).empty());
  CHECK(codes({absent, R"({"a!":[1],"a.c":[{"exists":false}]})"}) == "SHADOWED");
}

TEST_CASE("the findings of one pattern are cut at a hundred") {
  std::string list = R"({"a":["x")";
  for (int i = 0; i < 500; ++i) list += R"(,"x")";
  const std::string json = lint({list + "]}", R"({"b":[1,"x*"]})"});
  CHECK(all(json, "code").size() == std::string("REDUNDANT_ALTERNATIVE ").size() * 99 +
                                        std::string("NOT_EXAMINED LITERAL_STAR").size());
}

TEST_CASE("many rules are compared in little time") {
  std::vector<std::string> patterns;
  for (int i = 0; i < 5000; ++i) {
    const std::string n = std::to_string(i);
    patterns.push_back(R"({"source":["aws.ec2"],"detail-type":["State"],"detail":{"id":["i-)" + n +
                       R"("],"state":["on","off"]}})");
    patterns.push_back(R"({"source":["aws.s3"],"detail":{"key":[{"prefix":"p)" + n +
                       R"(/"}],"bucket":["b)" + std::to_string(i % 500) + R"("]}})");
  }
  patterns.push_back(patterns[4000]);
  std::string json;
  CHECK(milliseconds(patterns, json) < 10'000);
  CHECK(all(json, "code") == "DUPLICATE_RULE");

  // All of them have all values in common with each other.
  patterns.clear();
  for (int i = 0; i < 20000; ++i)
    patterns.push_back(R"({"a":["x"],"b":[{"prefix":"p)" + std::to_string(i) + R"(/"}]})");
  CHECK(milliseconds(patterns, json) < 20'000);
  CHECK(all(json, "code") == "NOT_EXAMINED");
}

TEST_CASE("hostile lists end") {
  std::string many = R"({"a":[{"anything-but":[")";
  for (int i = 0; i < 20000; ++i) many += std::to_string(i) + R"(",")";
  std::string other = many;
  std::string json;
  CHECK(milliseconds({many + R"(x"]}]})", other + R"(y"]}]})"}, json) < 20'000);
  std::string wildcards = R"({"a":[)";
  for (int i = 0; i < 3000; ++i) wildcards += R"({"wildcard":"*a*)" + std::to_string(i) + R"(*"},)";
  CHECK(milliseconds({wildcards + "1]}"}, json) < 20'000);
  // Many of everything.
  const auto repeat = [](int count, const std::string& text) {
    std::string all_of_them;
    for (int i = 0; i < count; ++i) all_of_them += text + (i + 1 < count ? "," : "");
    return all_of_them;
  };
  std::string values;
  for (int i = 0; i < 50000; ++i) values += std::to_string(i) + ",";
  for (const std::string& pattern : {
           R"({"a":[)" + values + "1]}",
           R"({"a":[)" + values + R"({"prefix":"x"},{"exists":true}]})",
           "{" + repeat(50000, R"("a":[1])") + "}",
           "{" + repeat(50000, R"("a":[1],"b":[1])") + R"(,"$or":[{"a":[1]},{"b":[1]}]})",
           R"({"a":[)" + repeat(20000, R"({"anything-but":"x"})") + "]}",
           R"({"a":[)" + repeat(20000, R"({"anything-but":"x"},{"anything-but":"y"})") + "]}",
           R"({"a":[)" + repeat(20000, R"({"anything-but":"x"})") + R"(,{"exists":true}]})",
           R"({"a":[)" + values + R"(1],"$or":[)" + repeat(1000, R"({"b":[1]})") + "]}",
       }) {
    INFO(pattern.substr(0, 60));
    CHECK(milliseconds({pattern, pattern}, json) < 20'000);
    CHECK(all(json, "code").find("REFUSED") == std::string::npos);
  }
  std::string deep;
  for (int i = 0; i < 990; ++i) deep += R"({"a":)";
  deep += R"(["x","x"])" + std::string(990, '}');
  CHECK(milliseconds({deep}, json) < 20'000);
  CHECK(all(json, "code") == "REDUNDANT_ALTERNATIVE");
}

TEST_CASE("without memory lint says so") {
  const std::vector<std::string> patterns = {
      R"({"source":["AWS.x",{"wildcard":"b*"}],"detailType":["x"],"source":["y*"]})",
      R"({"a":"x"})", R"({"a":[{"anything-but":"x"},"x",{"prefix":"y*"}]})", R"({"b":[1]})",
      R"({"b":[1]})"};
  const std::string expected = lint(patterns, Profile::kEventBridge);
  for (size_t n = 1;; ++n) {
    fail_allocations_from(n);
    Text json;
    Linter linter(Profile::kEventBridge, json);
    bool ok = true;
    for (uint32_t i = 0; i < patterns.size() && ok; ++i) ok = linter.add(patterns[i], i);
    ok = ok && linter.end();
    fail_allocations_from(0);
    if (ok && json.view() == expected) break;
    REQUIRE(n < 10'000);
    // Where there was none for a hint or a proof, that is not there; the rest is.
    if (ok) CHECK(json.view().size() < expected.size());
  }
}
