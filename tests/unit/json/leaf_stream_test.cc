#include "json/leaf_stream.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/memory.h"

using namespace tidegate;

namespace {

// Writes records as web/leaf-stream.ts does.
class Writer {
 public:
  Writer& put(LeafRecord record, PathTree::Node path = 0) {
    words.push_back(path << kLeafRecordBits | static_cast<uint32_t>(record));
    return *this;
  }
  Writer& put(LeafRecord record, PathTree::Node path, const std::u16string& text) {
    put(record, path);
    words.push_back(static_cast<uint32_t>(text.size()));
    utf16 += text;
    for (const char16_t unit : text) ascii += static_cast<char>(unit);
    return *this;
  }

  std::vector<uint32_t> words;
  std::u16string utf16;
  std::string ascii;
};

void check_same(const EventView& view, const EventView& expected) {
  CHECK(view.root == expected.root);
  REQUIRE(view.leaves.size() == expected.leaves.size());
  for (uint32_t i = 0; i < view.leaves.size(); ++i) {
    INFO("leaf " << i);
    CHECK(view.leaves[i].view() == expected.leaves[i].view());
    CHECK(view.leaves[i].type == expected.leaves[i].type);
    CHECK(view.leaves[i].path == expected.leaves[i].path);
    CHECK(view.leaves[i].place == expected.leaves[i].place);
    CHECK(view.leaves[i].begin == 0);
    CHECK(view.leaves[i].end == 0);
  }
  REQUIRE(view.places.size() == expected.places.size());
  for (uint32_t i = 0; i < view.places.size(); ++i) {
    INFO("place " << i);
    CHECK(view.places[i].parent == expected.places[i].parent);
    CHECK(view.places[i].array == expected.places[i].array);
    CHECK(view.places[i].depth == expected.places[i].depth);
    CHECK(view.places[i].begin == expected.places[i].begin);
    CHECK(view.places[i].end == expected.places[i].end);
  }
  REQUIRE(view.arrays.size() == expected.arrays.size());
  for (uint32_t i = 0; i < view.arrays.size(); ++i) {
    INFO("array " << i);
    CHECK(view.arrays[i].path == expected.arrays[i].path);
    CHECK(view.arrays[i].begin == expected.arrays[i].begin);
    CHECK(view.arrays[i].end == expected.arrays[i].end);
  }
}

}  // namespace

TEST_CASE("a stream is read as its JSON text would be") {
  PathTree paths;
  const PathTree::Node a = paths.add("a");
  const PathTree::Node x = paths.add("a.x");
  const PathTree::Node b = paths.add("b");
  EventView expected;
  REQUIRE(read_event(R"({"a": [1, [true, [], {"x": null}], {"x": [false, {"y": 1}], "z": 1}, "s"],
                         "b": -1.5e3, "c": 1})",
                     paths, expected)
              .code == ErrorCode::kOk);

  using enum LeafRecord;
  Writer writer;
  writer.put(kArray, a).put(kNumber, a, u"1");
  writer.put(kElement).put(kArray, a).put(kTrue, a);
  writer.put(kElement).put(kArray, a).put(kEndArray).put(kEndElement);
  writer.put(kElement).put(kNull, x).put(kEndElement);
  writer.put(kEndArray).put(kEndElement);
  writer.put(kElement).put(kArray, x).put(kFalse, x).put(kEndArray).put(kEndElement);
  writer.put(kString, a, u"s").put(kEndArray);
  writer.put(kNumber, b, u"-1.5e3");

  EventView view;
  REQUIRE(read_leaf_stream(writer.words, writer.ascii, {}, view));
  for (Leaf& leaf : expected.leaves) leaf.begin = leaf.end = 0;
  check_same(view, expected);
  REQUIRE(read_leaf_stream(writer.words, writer.utf16, {}, view));
  check_same(view, expected);
  REQUIRE(read_leaf_stream({}, std::string_view(), {}, view));
  CHECK(view.leaves.empty());
  CHECK_FALSE(view.has_places());
}

TEST_CASE("texts in UTF-16 are cut before they are joined") {
  using enum LeafRecord;
  Writer writer;
  writer.put(kString, 1, u"\u00e9\u20ac").put(kString, 2, u"").put(kString, 3, u"\U0001f600");
  writer.put(kString, 4, {0xd83d}).put(kString, 5, {0xde00}).put(kNumber, 6, u"1");
  EventView view;
  REQUIRE(read_leaf_stream(writer.words, writer.utf16, {}, view));
  REQUIRE(view.leaves.size() == 6);
  CHECK(view.leaves[0].view() == "\xc3\xa9\xe2\x82\xac");
  CHECK(view.leaves[1].view().empty());
  CHECK(view.leaves[2].view() == "\xf0\x9f\x98\x80");
  CHECK(view.leaves[3].view() == "\xed\xa0\xbd");
  CHECK(view.leaves[4].view() == "\xed\xb8\x80");
  CHECK(view.leaves[5].view() == "1");
}

TEST_CASE("known texts come by their ids") {
  KnownTexts known;
  REQUIRE(known.add("one") == 0);
  REQUIRE(known.add("") == 1);
  REQUIRE(known.add("\xc3\xa9") == 2);
  using enum LeafRecord;
  Writer writer;
  for (const uint32_t id : {2u, 0u, 1u, 0u}) {
    writer.put(kKnownString, 7 + id);
    writer.words.push_back(id);
    writer.put(kString, 1, u"x");
  }
  EventView view;
  REQUIRE(read_leaf_stream(writer.words, writer.ascii, known, view));
  REQUIRE(view.leaves.size() == 8);
  CHECK(view.leaves[0].view() == "\xc3\xa9");
  CHECK(view.leaves[0].path == 9);
  CHECK(view.leaves[0].type == JsonType::kString);
  CHECK(view.leaves[1].view() == "x");
  CHECK(view.leaves[2].view() == "one");
  CHECK(view.leaves[4].view().empty());
  known.clear();
  CHECK(known.add("two") == 0);
  CHECK(known[0] == "two");

  fail_allocations_from(1);
  const uint32_t id = known.add(std::string(10'000, 'x'));
  fail_allocations_from(0);
  CHECK(id == KnownTexts::kNone);
  CHECK(known.add("three") == 1);
  CHECK(known[0] == "two");
}

TEST_CASE("a stream is refused when there is no memory for it") {
  using enum LeafRecord;
  Writer writer;
  for (int i = 0; i < 100; ++i) {
    writer.put(kArray, 1).put(kElement).put(kString, 1, u"text").put(kEndElement).put(kEndArray);
  }
  size_t failures = 0;
  for (size_t n = 1;; ++n) {
    EventView view;
    fail_allocations_from(n);
    const bool read = read_leaf_stream(writer.words, writer.utf16, {}, view);
    fail_allocations_from(0);
    if (read) break;
    ++failures;
  }
  CHECK(failures >= 4);
}
