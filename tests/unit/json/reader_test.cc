#include "json/reader.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

// The leaves of an event at the given paths, as "text@begin-end#place".
std::string leaves(std::string_view text, const std::vector<std::string>& paths,
                   PathTree::Want want = PathTree::Want::kLeaves) {
  PathTree tree;
  for (const std::string& path : paths) REQUIRE(tree.add(path, want) != PathTree::kNone);
  EventView view;
  const JsonError error = read_event(text, tree, view);
  if (error.code != ErrorCode::kOk) return std::string(error_name(error.code));
  std::string out;
  for (const Leaf& leaf : view.leaves) {
    if (!out.empty()) out += ' ';
    out += std::string(leaf.view()) + '@' + std::to_string(leaf.begin) + '-' +
           std::to_string(leaf.end) + '#' + std::to_string(leaf.place);
  }
  return out;
}

struct Broken {
  std::string_view text;
  ErrorCode code;
  uint32_t offset;
};

}  // namespace

TEST_CASE("only the wanted leaves come out, with their spans") {
  CHECK(leaves(R"({"a": "x", "b": 1, "c": {"d": true}})", {"a", "c.d"}) == "x@6-9#0 true@30-34#0");
  CHECK(leaves(R"({"a": null, "ab": 2})", {"a"}) == "null@6-10#0");
  CHECK(leaves(R"({"a": {"b": 1}})", {"a"}).empty());
  CHECK(leaves("{}", {"a"}).empty());
}

TEST_CASE("dotted keys are nested keys, also when escaped") {
  CHECK(leaves(R"({"a.b": 1, "a": {"b": 2}})", {"a.b"}) == "1@8-9#0 2@22-23#0");
  CHECK(leaves(R"({"a\u002eb": 1})", {"a.b"}) == "1@13-14#0");
  CHECK(leaves(R"({"": {"": 1}})", {"."}) == "1@10-11#0");
}

TEST_CASE("a member that comes twice is seen twice") {
  CHECK(leaves(R"({"a": 1, "a": 2})", {"a"}) == "1@6-7#0 2@14-15#0");
}

TEST_CASE("escapes are resolved in what comes out") {
  CHECK(leaves(R"({"a": "\"\\\/\b\f\n\r\t"})", {"a"}) == "\"\\/\b\f\n\r\t@6-24#0");
  CHECK(leaves(R"({"a": "\u00e9\u20AC\ud83d\ude00"})", {"a"}) == "\u00e9\u20ac\U0001F600@6-32#0");
  CHECK(leaves(R"({"a": "\ud83d x"})", {"a"}) == "\xED\xA0\xBD x@6-16#0");
  CHECK(leaves(R"({"a": "\ude00\ud83d"})", {"a"}) == "\xED\xB8\x80\xED\xA0\xBD@6-20#0");
}

TEST_CASE("elements of arrays that are objects or arrays are places") {
  CHECK(leaves(R"({"a": [1, 2]})", {"a"}) == "1@7-8#0 2@10-11#0");
  CHECK(leaves(R"({"a": [{"b": 1}, {"b": 2}]})", {"a.b"}) == "1@13-14#1 2@23-24#2");
  CHECK(leaves(R"({"a": [[1, [2]], 3]})", {"a"}) == "1@8-9#1 2@12-13#2 3@17-18#0");
  CHECK(leaves(R"({"x": [{"b": 1}], "a": {"b": 2}})", {"a.b"}) == "2@29-30#0");
}

TEST_CASE("places form a tree and know their leaves") {
  PathTree tree;
  REQUIRE(tree.add("a.b.c") != PathTree::kNone);
  EventView view;
  const JsonError error =
      read_event(R"({"a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": {"c": 3}}]})", tree, view);
  REQUIRE(error.code == ErrorCode::kOk);
  REQUIRE(view.places.size() == 5);
  REQUIRE(view.arrays.size() == 2);
  CHECK(view.places[1].parent == EventView::kTopPlace);
  CHECK(view.places[1].begin == 0);
  CHECK(view.places[1].end == 2);
  CHECK(view.places[3].parent == 1);
  CHECK(view.places[3].depth == 2);
  CHECK(view.places[3].begin == 1);
  CHECK(view.places[3].end == 2);
  CHECK(view.places[4].parent == EventView::kTopPlace);
  CHECK(view.places[4].array == view.places[1].array);
  CHECK(view.arrays[1].begin == 0);
  CHECK(view.arrays[1].end == 2);
  CHECK(view.arrays[0].end == 3);
}

TEST_CASE("what is wanted whole comes in one piece") {
  const auto whole = PathTree::Want::kWhole;
  CHECK(leaves(R"({"a": {"b": [1]}, "c": 2})", {"a", "c"}, whole) ==
        "{\"b\": [1]}@6-16#0 2@23-24#0");
  CHECK(leaves(R"({"a": [ {} ]})", {"a"}, whole) == "[ {} ]@6-12#0");
}

TEST_CASE("what is broken is refused where it breaks, wanted or not") {
  const std::vector<Broken> cases = {
      {"", ErrorCode::kInvalidJson, 0},
      {"  ", ErrorCode::kInvalidJson, 2},
      {"{", ErrorCode::kInvalidJson, 1},
      {"{\"a\"", ErrorCode::kInvalidJson, 4},
      {"{\"a\":", ErrorCode::kInvalidJson, 5},
      {"{\"a\":1", ErrorCode::kInvalidJson, 6},
      {"{\"a\":1,}", ErrorCode::kInvalidJson, 7},
      {"{\"a\":1 \"b\":2}", ErrorCode::kInvalidJson, 7},
      {"{a:1}", ErrorCode::kInvalidJson, 1},
      {"{\"a\" 1}", ErrorCode::kInvalidJson, 5},
      {"[1,]", ErrorCode::kInvalidJson, 3},
      {"[1 2]", ErrorCode::kInvalidJson, 3},
      {"[1}", ErrorCode::kInvalidJson, 2},
      {"{} {}", ErrorCode::kInvalidJson, 3},
      {"[01]", ErrorCode::kInvalidJson, 2},
      {"[-]", ErrorCode::kInvalidJson, 1},
      {"[1.]", ErrorCode::kInvalidJson, 3},
      {"[1e]", ErrorCode::kInvalidJson, 3},
      {"[+1]", ErrorCode::kInvalidJson, 1},
      {"[.5]", ErrorCode::kInvalidJson, 1},
      {"[NaN]", ErrorCode::kInvalidJson, 1},
      {"[tru]", ErrorCode::kInvalidJson, 1},
      {"[truex]", ErrorCode::kInvalidJson, 5},
      {"[\"a", ErrorCode::kInvalidJson, 3},
      {"[\"\n\"]", ErrorCode::kInvalidJson, 2},
      {"[\"\\x\"]", ErrorCode::kInvalidJson, 2},
      {"[\"\\u12G4\"]", ErrorCode::kInvalidJson, 2},
      {"[\"\\u123", ErrorCode::kInvalidJson, 2},
      {"[\"\x80\"]", ErrorCode::kInvalidUtf8, 2},
      {"[\"\xC0\x80\"]", ErrorCode::kInvalidUtf8, 2},
      {"[\"\xE0\x9F\xBF\"]", ErrorCode::kInvalidUtf8, 2},
      {"[\"\xED\xA0\x80\"]", ErrorCode::kInvalidUtf8, 2},
      {"[\"\xF4\x90\x80\x80\"]", ErrorCode::kInvalidUtf8, 2},
      {"[\"\xF0\x9F\x98\"]", ErrorCode::kInvalidUtf8, 2},
      {"\xEF\xBB\xBF{}", ErrorCode::kInvalidJson, 0},
      {"/**/{}", ErrorCode::kInvalidJson, 0},
  };
  for (const Broken& broken : cases) {
    CAPTURE(broken.text);
    const JsonError error = validate_json(broken.text);
    CHECK(error.code == broken.code);
    CHECK(error.offset == broken.offset);
    CHECK(std::string_view(error.reason).ends_with('.'));
    // The same within a member that nobody asked for.
    const std::string inside = "{\"x\":" + std::string(broken.text);
    CHECK(validate_json(inside + "}").code != ErrorCode::kOk);
  }
}

TEST_CASE("strings of every length around a block are read alike") {
  for (size_t length = 0; length < 70; ++length) {
    const std::string plain(length, 'x');
    CHECK(leaves("{\"a\":\"" + plain + "\"}", {"a"}) ==
          plain + "@5-" + std::to_string(length + 7) + "#0");
    CHECK(validate_json("[\"" + plain + "\x1F\"]").offset == length + 2);
    CHECK(validate_json("[\"" + plain + "\xFF\"]").code == ErrorCode::kInvalidUtf8);
    CHECK(validate_json("[\"" + plain).offset == length + 2);
  }
}

TEST_CASE("depth and numbers are bounded, and depth costs no stack") {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(validate_json(nested(kMaxDepth)).code == ErrorCode::kOk);
  CHECK(validate_json(nested(kMaxDepth + 1)).code == ErrorCode::kTooDeep);
  CHECK(validate_json(nested(2'000'000)).code == ErrorCode::kTooDeep);
  CHECK(validate_json("[" + std::string(kMaxNumberLength, '1') + "]").code == ErrorCode::kOk);
  CHECK(validate_json("[" + std::string(kMaxNumberLength + 1, '1') + "]").code ==
        ErrorCode::kNumberTooLong);
  // The sign, the point and the exponent's letter and sign do not count.
  const std::string digits(kMaxNumberLength - 2, '1');
  CHECK(validate_json("[-1." + digits + "e-1]").code == ErrorCode::kOk);
  CHECK(validate_json("[-1." + digits + "e-11]").code == ErrorCode::kNumberTooLong);
}

TEST_CASE("a reader without memory says so") {
  PathTree tree;
  REQUIRE(tree.add("a") != PathTree::kNone);
  for (size_t n = 1;; ++n) {
    EventView view;
    fail_allocations_from(n);
    const JsonError error = read_event(R"({"a": "\u0041", "a": [[{}], 1]})", tree, view);
    fail_allocations_from(0);
    if (error.code == ErrorCode::kOk) {
      CHECK(n > 3);
      break;
    }
    REQUIRE(error.code == ErrorCode::kOutOfMemory);
  }
}
