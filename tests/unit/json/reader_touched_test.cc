#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "json/reader.h"

using namespace tidegate;

// Reading only what is touched (Validation::kTouched) against reading the whole.

namespace {

// Valid texts in which no member comes twice, nor twice by way of dots.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string object(int depth = 0) {
    std::vector<std::string> names = {"a", "b", "c", "d", "e\\u0041", "", "\u00fc", "a.b.c.x"};
    std::shuffle(names.begin(), names.end(), random_);
    names.resize(random_() % (names.size() + 1));
    std::string text = "{";
    for (const std::string& name : names) {
      if (text.size() > 1) text += ',';
      text += space() + '"' + name + '"' + space() + ':' + space() + value(depth + 1) + space();
    }
    return text + '}';
  }

 private:
  std::string value(int depth) {
    switch (random_() % (depth < 5 ? 8 : 5)) {
      case 0:
        return std::vector<std::string>{"true", "false", "null"}[random_() % 3];
      case 1:
        return std::vector<std::string>{
            "0", "-1", "12.5", "-0.25", "1e5", "2.5E-10"}[random_() % 6];
      case 2:
        return '"' + std::string(random_() % 140, 'x') + '"';
      case 3:
        return std::vector<std::string>{R"("]}\"{[")", R"("\\")", "\"\u00e9\u20ac\"", R"("\u00e9")",
                                        R"("a\\\\\"")"}[random_() % 5];
      case 4:
        return std::string(random_() % 3, '-').substr(0, 1) + std::to_string(random_());
      case 5:
        return array(depth);
      default:
        return object(depth);
    }
  }

  std::string array(int depth) {
    std::string text = "[";
    for (uint32_t left = random_() % 5; left != 0; --left) {
      text += space() + value(depth + 1) + space() + (left == 1 ? "" : ",");
    }
    return text + ']';
  }

  std::string space() {
    if (random_() % 8 != 0) return "";
    return std::string(random_() % 70, " \t\n\r"[random_() % 4]);
  }

  std::mt19937 random_;
};

std::string description(const EventView& view) {
  std::string text;
  for (const Leaf& leaf : view.leaves) {
    text += std::string(leaf.view()) + '@' + std::to_string(leaf.path) + ' ' +
            std::to_string(leaf.begin) + '-' + std::to_string(leaf.end) + '#' +
            std::to_string(leaf.place) + ':' + std::to_string(static_cast<int>(leaf.type)) + '\n';
  }
  for (const ArrayPlace& place : view.places) {
    text += "place " + std::to_string(place.parent) + ' ' + std::to_string(place.array) + ' ' +
            std::to_string(place.begin) + '-' + std::to_string(place.end) + '\n';
  }
  for (const ArraySpan& array : view.arrays) {
    text += "array " + std::to_string(array.path) + ' ' + std::to_string(array.begin) + '-' +
            std::to_string(array.end) + '\n';
  }
  return text;
}

// The leaves of `text` read with kTouched, or the name of the error.
std::string touched(std::string_view text, const std::vector<std::string>& paths) {
  PathTree tree;
  for (const std::string& path : paths) REQUIRE(tree.add(path) != PathTree::kNone);
  EventView view;
  const JsonError error = read_event(text, tree, view, Validation::kTouched);
  if (error.code != ErrorCode::kOk) return std::string(error_name(error.code));
  std::string out;
  for (const Leaf& leaf : view.leaves) out += std::string(leaf.view()) + ' ';
  return out;
}

}  // namespace

TEST_CASE("of a valid text without double members all that is wanted is seen") {
  const std::vector<std::string> all = {"a", "a.b",  "b.c",      "c",     "d.a.b", "eA",
                                        "",  "b..a", "\u00fc.a", "a.a.a", "c.d",   "b.a.c.b"};
  Generator generator(5);
  std::mt19937 random(6);
  EventView whole;
  EventView part;
  int with_leaves = 0;
  for (int i = 0; i < 30'000; ++i) {
    PathTree tree;
    for (const std::string& path : all) {
      const auto want = random() % 4 == 0 ? PathTree::Want::kWhole : PathTree::Want::kLeaves;
      if (random() % 3 == 0) REQUIRE(tree.add(path, want) != PathTree::kNone);
    }
    const std::string text = generator.object();
    REQUIRE(read_event(text, tree, whole).code == ErrorCode::kOk);
    REQUIRE(read_event(text, tree, part, Validation::kTouched).code == ErrorCode::kOk);
    if (description(whole) != description(part)) FAIL(text);
    with_leaves += whole.leaves.empty() ? 0 : 1;
  }
  CHECK(with_leaves > 5'000);
}

TEST_CASE("what is not wanted is not looked into") {
  CHECK(touched(R"({"x": {"n": 01, "s": "\q", "l": nul}, "a": 1})", {"a"}) == "1 ");
  CHECK(touched(R"({"x": ["]}\\", {"y": "\"]"}], "a": 1})", {"a"}) == "1 ");
  CHECK(touched("{\"x\": [\"\xFF\"], \"a\": 1}", {"a"}) == "1 ");
}

TEST_CASE("around what is wanted the text is checked") {
  for (const char* broken :
       {R"({"x": tru, "a": 1})", R"({"x": 01, "a": 1})", R"({"x" 1, "a": 1})", R"({"x": 1 "a": 1})",
        R"({x: 1, "a": 1})", R"({"x": {], "a": 1)", R"({"x": "\q", "a": 1})", R"({"a": 1.})",
        R"({"a": "\u12"})", R"({"a")", R"({"a": [1)", R"({"b": 1)", R"({"b": 1} 2)"}) {
    CAPTURE(broken);
    CHECK(touched(broken, {"a", "z"}) == "ERR_INVALID_JSON");
  }
  CHECK(touched(R"({"a": [1, {"z": 1,}]})", {"a.y"}) == "ERR_INVALID_JSON");
  CHECK(touched("{\"a\": \"\xFF\"}", {"a"}) == "ERR_INVALID_UTF8");
  CHECK(touched("", {"a"}) == "ERR_INVALID_JSON");
  CHECK(touched("nul", {"a"}) == "ERR_INVALID_JSON");
  CHECK(touched("17", {"a"}).empty());
}

TEST_CASE("what is wanted whole is checked all through") {
  const auto whole = [](std::string_view text) {
    PathTree tree;
    REQUIRE(tree.add("a", PathTree::Want::kWhole) != PathTree::kNone);
    EventView view;
    return read_event(text, tree, view, Validation::kTouched).code;
  };
  CHECK(whole(R"({"a": {"b": [1, "x"]}})") == ErrorCode::kOk);
  CHECK(whole(R"({"a": {"b": [1, "x"}]})") == ErrorCode::kInvalidJson);
  CHECK(whole("{\"a\": [\"\xFF\"]}") == ErrorCode::kInvalidUtf8);
  CHECK(whole("{\"a\": [\"\u00e9\"]}") == ErrorCode::kOk);
}

TEST_CASE("reading ends where nothing further can matter") {
  CHECK(touched(R"({"a": 1, "b": 2, !)", {"a", "b"}) == "1 2 ");
  CHECK(touched(R"({"a": 1, "a": 2, "b": 3})", {"a", "b"}) == "1 2 ");
  CHECK(touched(R"({"a": {"b": 1, "x": !}, "c": 2)", {"a.b", "c"}) == "1 2 ");
  CHECK(touched(R"({"a": {"b": 1, !)", {"a.b"}) == "1 ");
  CHECK(touched(R"({"a.b": 1, "a": {"c": 2}})", {"a.b", "a.c"}) == "1 2 ");
  CHECK(touched(R"({"a": [{"b": 1}, {"b": 2}], !)", {"a.b"}) == "1 2 ");
  CHECK(touched(R"({"a": [{"b": 1}, {"b": !)", {"a.b"}) == "ERR_INVALID_JSON");
  CHECK(touched(R"([{"a": 1}, {"a": 2}])", {"a"}) == "1 2 ");
  CHECK(touched(R"({"a": !)", {}).empty());
}
