#include "json/path_tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

using namespace tidegate;

TEST_CASE("a path is the same however its keys are cut by dots") {
  PathTree tree;
  const PathTree::Node node = tree.add("detail.state.name");
  CHECK(tree.find("detail.state.name") == node);
  CHECK(tree.descend(tree.find("detail"), "state.name") == node);
  CHECK(tree.descend(tree.find("detail.state"), "name") == node);
  CHECK(tree.find("detail.state.nam") == PathTree::kNone);
  CHECK(tree.wanted(node));
  CHECK_FALSE(tree.wanted(tree.find("detail")));
}

TEST_CASE("empty keys are keys like any other") {
  PathTree tree;
  const PathTree::Node empty = tree.add("");
  const PathTree::Node inner = tree.add(".a");
  const PathTree::Node twice = tree.add("..");
  CHECK(tree.find("") == empty);
  CHECK(tree.descend(empty, "a") == inner);
  CHECK(tree.descend(tree.descend(empty, ""), "") == twice);
  CHECK(tree.find("a") == PathTree::kNone);
}

TEST_CASE("paths are counted, and what leads nowhere goes") {
  PathTree tree;
  const PathTree::Node node = tree.add("a.b.c");
  CHECK(tree.add("a.b.c") == node);
  const PathTree::Node above = tree.add("a.b");
  tree.remove(node);
  CHECK(tree.find("a.b.c") == node);
  tree.remove(node);
  CHECK(tree.find("a.b.c") == PathTree::kNone);
  CHECK(tree.find("a.b") == above);
  tree.remove(above);
  CHECK(tree.find("a") == PathTree::kNone);
  const uint32_t capacity = tree.capacity();
  for (int i = 0; i < 100; ++i) tree.remove(tree.add("x.y.z"));
  CHECK(tree.capacity() == capacity);
}

TEST_CASE("few children and many, short keys and long ones, are all found") {
  std::vector<std::string> keys = {""};
  for (uint32_t size = 1; size <= 40; ++size) {
    keys.push_back(std::string(size, 'a'));
    // Others that differ in one byte.
    for (const uint32_t at : {0u, size / 2, size - 1}) {
      std::string key(size, 'a');
      key[at] = 'b';
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  for (const size_t count : {size_t{1}, size_t{5}, size_t{6}, size_t{7}, size_t{8}, keys.size()}) {
    for (size_t begin = 0; begin + count <= keys.size(); begin += count) {
      PathTree tree;
      std::map<std::string, PathTree::Node> nodes;
      for (size_t i = begin; i < begin + count; ++i) nodes[keys[i]] = tree.add("x." + keys[i]);
      while (!nodes.empty()) {
        for (const std::string& key : keys) {
          const auto expected = nodes.count(key) == 0 ? PathTree::kNone : nodes[key];
          REQUIRE(tree.descend(tree.find("x"), key) == expected);
          REQUIRE(tree.find("x." + key) == expected);
        }
        tree.remove(nodes.begin()->second);
        nodes.erase(nodes.begin());
      }
      REQUIRE(tree.find("x") == PathTree::kNone);
    }
  }
}

TEST_CASE("an empty tree has no paths") { CHECK(PathTree().find("a") == PathTree::kNone); }
