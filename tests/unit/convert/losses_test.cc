#include "convert/losses.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/memory.h"

using namespace tidegate;

TEST_CASE("losses are JSON, in the order in which they were added") {
  Losses losses;
  CHECK(losses.empty());
  losses.add(0, "", "All of it.");
  losses.add_member(12, "a/b~\"\n", "No \"place\".");
  Text json;
  losses.write(json);
  CHECK(json.view() == R"([{"index":0,"path":"","reason":"All of it."},)"
                       R"({"index":12,"path":"/a~1b~0\"\n","reason":"No \"place\"."}])");
  losses.clear();
  CHECK(losses.empty());
}

TEST_CASE("losses without memory say so") {
  for (size_t n = 1;; ++n) {
    Losses losses;
    fail_allocations_from(n);
    losses.add_member(0, "a-name-that-is-not-short", "A reason that is not short either.");
    fail_allocations_from(0);
    if (!losses.failed()) break;
    losses.clear();
    CHECK_FALSE(losses.failed());
  }
}
