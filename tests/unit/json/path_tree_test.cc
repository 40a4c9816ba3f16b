#include "json/path_tree.h"

#include <catch2/catch.hpp>

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

TEST_CASE("an empty tree has no paths") { CHECK(PathTree().find("a") == PathTree::kNone); }
