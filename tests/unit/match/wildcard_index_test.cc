#include "match/wildcard_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/memory.h"
#include "match/operand.h"

using namespace tidegate;

namespace {

std::string operand(std::string_view wildcard) {
  Predicate predicate;
  predicate.op = Operator::kWildcard;
  predicate.text = wildcard;
  Vec<char> bytes;
  REQUIRE(append_operand(predicate, bytes));
  return {bytes.data(), bytes.size()};
}

bool matches(const std::string& operand, std::string_view text) {
  Leaf leaf = {text.data(), static_cast<uint32_t>(text.size()), 0, 0, 0, 0, JsonType::kString};
  Value value(leaf);
  return satisfies(Operator::kWildcard, operand, value);
}

// The index, and beside it all that is in it. Ids are given out from 0.
class Checked {
 public:
  void add(std::string_view wildcard) {
    if (!ids_.emplace(wildcard, ids_.size()).second) return;
    operands_.push_back(operand(wildcard));
    present_.push_back(true);
    REQUIRE(index_.add(static_cast<uint32_t>(operands_.size() - 1), operands_.back()));
  }

  // Adds it or, when it is there, removes it.
  void toggle(std::string_view wildcard) {
    const auto found = ids_.find(std::string(wildcard));
    if (found == ids_.end()) return add(wildcard);
    const uint32_t id = found->second;
    if (present_[id]) {
      index_.remove(id, operands_[id]);
    } else {
      REQUIRE(index_.add(id, operands_[id]));
    }
    present_[id] = !present_[id];
  }

  std::vector<uint32_t> find(std::string_view text) {
    // In memory of its own, so that a sanitizer sees what reads over its end.
    const std::vector<char> copy(text.begin(), text.end());
    std::vector<uint32_t> found;
    REQUIRE(index_.find({copy.data(), copy.size()}, scratch_, [&](uint32_t id) {
      found.push_back(id);
      return true;
    }));
    std::sort(found.begin(), found.end());
    return found;
  }

  std::vector<uint32_t> expected(std::string_view text) const {
    std::vector<uint32_t> expected;
    for (uint32_t id = 0; id < operands_.size(); ++id) {
      if (present_[id] && matches(operands_[id], text)) expected.push_back(id);
    }
    return expected;
  }

  void check(std::string_view text) {
    const auto found = find(text);
    if (found == expected(text)) return;
    CAPTURE(text, found, expected(text));
    FAIL();
  }

  // What testing each on its own looks at, give or take a constant factor.
  uint64_t steps_of_each(std::string_view text) const { return operands_.size() * text.size(); }

  uint64_t steps() const { return scratch_.steps(); }
  size_t scratch_bytes() const { return scratch_.memory_bytes(); }
  WildcardIndex& index() { return index_; }

 private:
  WildcardIndex index_{7};
  WildcardIndex::Scratch scratch_;
  std::map<std::string, uint32_t> ids_;
  std::vector<std::string> operands_;
  std::vector<bool> present_;
};

// All strings over an alphabet up to a length, but for those with two stars in a row.
std::vector<std::string> all_strings(const std::string& alphabet, size_t length) {
  std::vector<std::string> strings = {""};
  for (size_t first = 0; first < strings.size(); ++first) {
    if (strings[first].size() == length) continue;
    for (const char c : alphabet) {
      if (c == '*' && strings[first].ends_with('*')) continue;
      strings.push_back(strings[first] + c);
    }
  }
  return strings;
}

std::string random_text(std::mt19937& random, const std::string& alphabet, size_t size) {
  std::string text;
  while (text.size() < size) text += alphabet[random() % alphabet.size()];
  return text;
}

std::string repeated(std::string_view piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

// A few fragments, each a piece of `text` or made up of its letters.
std::string random_wildcard(std::mt19937& random, const std::string& text, size_t longest) {
  std::string wildcard = random() % 2 == 0 ? "*" : "";
  for (uint32_t left = 1 + random() % 4; left != 0; --left) {
    const size_t size = 1 + random() % longest;
    wildcard += random() % 4 == 0 ? random_text(random, text, size)
                                  : text.substr(random() % text.size(), size);
    if (left > 1 || random() % 2 == 0) wildcard += '*';
  }
  return wildcard;
}

}  // namespace

TEST_CASE("every short wildcard alone, and all of them together, find every short text") {
  const std::vector<std::string> wildcards = all_strings("ab*", 6);
  const std::vector<std::string> texts = all_strings("ab", 6);
  Checked all;
  for (const std::string& wildcard : wildcards) {
    Checked one;
    one.add(wildcard);
    for (const std::string& text : texts) one.check(text);
    all.add(wildcard);
  }
  for (const std::string& text : texts) all.check(text);
  for (const std::string& text : texts) all.check(repeated(text, 9) + "b" + text);
}

TEST_CASE("small sets of short wildcards find every short text") {
  std::mt19937 random(1);
  const std::vector<std::string> wildcards = all_strings("ab*", 7);
  const std::vector<std::string> texts = all_strings("ab", 7);
  for (int round = 0; round < 300; ++round) {
    Checked some;
    for (uint32_t count = 2 + random() % 20; count != 0; --count) {
      some.add(wildcards[random() % wildcards.size()]);
    }
    for (const std::string& text : texts) some.check(text);
  }
}

TEST_CASE("an empty index finds nothing, also after wildcards have come and gone") {
  Checked set;
  CHECK(set.index().empty());
  CHECK(set.find("").empty());
  for (const char* wildcard : {"", "*", "a", "a*", "*a", "*a*", "*abcdef*g*"}) set.toggle(wildcard);
  CHECK_FALSE(set.index().empty());
  CHECK(set.find("xabcdefg").size() == 3);
  for (const char* wildcard : {"", "*", "a", "a*", "*a", "*a*", "*abcdef*g*"}) set.toggle(wildcard);
  CHECK(set.index().empty());
  CHECK(set.find("xabcdefg").empty());
}

TEST_CASE("stars and backslashes that are escaped are themselves") {
  Checked set;
  for (const char* wildcard : {R"(a\*b)", R"(*\\*\**)", R"(\*\*\**)"}) set.add(wildcard);
  for (const char* text : {"a*b", R"(a\*b)", "a**b", R"(\*)", R"(x\y*z)", "****", "**", "axb"}) {
    set.check(text);
  }
}

TEST_CASE("any byte may stand in a wildcard") {
  std::string bytes;
  for (int c = 0; c < 256; ++c) {
    if (c != '*' && c != '\\') bytes += static_cast<char>(c);
  }
  std::mt19937 random(2);
  Checked set;
  for (int i = 0; i < 300; ++i) set.add(random_wildcard(random, bytes, 3));
  for (int i = 0; i < 100; ++i) set.check(random_text(random, bytes, random() % 300));
  set.check(bytes);
}

TEST_CASE("wildcards that come and go, over texts they share pieces with") {
  std::mt19937 random(3);
  for (const char* alphabet : {"ab", "abcdefgh", "aaaaaaaaab"}) {
    for (const size_t longest : {2, 6, 40}) {
      Checked set;
      std::vector<std::string> texts;
      for (int i = 0; i < 20; ++i) texts.push_back(random_text(random, alphabet, random() % 400));
      texts.push_back(random_text(random, alphabet, 60));
      std::vector<std::string> wildcards;
      for (int i = 0; i < 300; ++i) {
        wildcards.push_back(random_wildcard(random, texts.back(), longest));
      }
      for (int step = 0; step < 3000; ++step) {
        // All kinds of sizes come by: growing at first, shrinking to little in the end.
        const size_t most = step < 1500 ? 300 : 300 - static_cast<size_t>(step - 1500) / 5;
        set.toggle(wildcards[random() % most]);
        if (step % 20 == 0) set.check(texts[random() % texts.size()]);
      }
      for (const std::string& text : texts) set.check(text);
    }
  }
}

TEST_CASE("long fragments with a common beginning are told apart") {
  std::mt19937 random(4);
  Checked set;
  const std::string text = random_text(random, "ab", 3000);
  for (int i = 0; i < 300; ++i) {
    const size_t begin = random() % 2500;
    std::string fragment = "abba" + text.substr(begin, random() % 500);
    if (i % 3 == 0) fragment.back() = 'c';
    set.add("*" + fragment + "*");
    set.add("*b*" + fragment + "*a");
  }
  set.check(text);
  set.check("abba" + text);
  for (int i = 0; i < 30; ++i) set.check(text.substr(random() % 100) + "abba" + text);
}

TEST_CASE("many wildcards are found by a text of each kind") {
  Checked set;
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(i);
    set.add("prefix_" + number + "*");
    set.add("*suffix_" + number);
    set.add("*frag_" + number + "*");
    set.add("arn:aws:*:" + number + "*yy" + std::to_string(i % 7));
    set.add("*:*:" + number + "*");
  }
  for (const char* text :
       {"prefix_123 frag_4567 suffix_89", "arn:aws:s3:1234:yy2", "frag_2999", "prefix_", "",
        "arn:aws:arn:aws:::77yy0", "::1:2:3:4:555", "suffix_1suffix_12frag_frag_7"}) {
    set.check(text);
    CHECK(set.steps() < 2000);
  }
}

TEST_CASE("one scratch serves any number of indexes, and does not grow any more") {
  std::mt19937 random(5);
  Checked small;
  Checked large;
  for (int i = 0; i < 5; ++i) small.add(random_wildcard(random, "abcabcabc", 2));
  for (int i = 0; i < 500; ++i) large.add(random_wildcard(random, "abcabcabc", 4));
  WildcardIndex::Scratch scratch;
  const std::string text = random_text(random, "abc", 200);
  size_t bytes = 0;
  for (int round = 0; round < 50; ++round) {
    for (Checked* set : {&large, &small}) {
      std::vector<uint32_t> found;
      REQUIRE(set->index().find(text, scratch, [&](uint32_t id) {
        found.push_back(id);
        return true;
      }));
      std::sort(found.begin(), found.end());
      CHECK(found == set->expected(text));
    }
    if (round == 0) bytes = scratch.memory_bytes();
  }
  CHECK(scratch.memory_bytes() == bytes);
}

TEST_CASE("a search ends when it is told to") {
  Checked set;
  for (const char* wildcard : {"a*", "*b", "*", "a*b", "*c"}) set.add(wildcard);
  WildcardIndex::Scratch scratch;
  int hits = 0;
  CHECK_FALSE(set.index().find("a b", scratch, [&](uint32_t) { return ++hits < 2; }));
  CHECK(hits == 2);
}

TEST_CASE("an add that finds no memory changes nothing") {
  const std::vector<std::string> wildcards = {
      "*",           "abc",      "ab*",          "*bc",          "*b*",          "*a*b*c*",
      "*long frag*", "*longer*", "*long frag*b", "ab*bcbcbc*c",  "ab*bcbcb*d*e", "*a*bc*x*longx*y",
      "*k*lo*zz*q",  "abcb*",    "*frag",        "*ong*r f*rag*"};
  const std::vector<std::string> texts = {"", "abc", "abcbcbc longer zz", "xa long frag b",
                                          "abcbcbcdedc k lo longx y long frag"};
  for (size_t last = 0; last < wildcards.size(); ++last) {
    Checked set;
    for (size_t i = 0; i < last; ++i) set.add(wildcards[i]);
    // So many that they are looked up.
    for (const std::string other : {"k", "l", "m", "n", "o", "p"}) {
      for (const std::string& some : {"*" + other + "*q*", other + "*", "*" + other}) set.add(some);
    }
    const std::string bytes = operand(wildcards[last]);
    // Whatever was allocated before one that fails is there for the next attempt.
    bool added = false;
    for (size_t attempt = 0; !added; ++attempt) {
      REQUIRE(attempt < 100);
      std::vector<uint64_t> steps;
      for (const std::string& text : texts) {
        set.check(text);
        steps.push_back(set.steps());
      }
      fail_allocations_from(1 + attempt % 4);
      added = set.index().add(99, bytes);
      fail_allocations_from(0);
      if (added) set.index().remove(99, bytes);
      for (size_t i = 0; i < texts.size(); ++i) {
        set.check(texts[i]);
        CHECK(set.steps() == steps[i]);
      }
    }
  }
}

TEST_CASE("a removal needs no memory") {
  Checked set;
  std::mt19937 random(6);
  std::vector<std::string> wildcards;
  for (int i = 0; i < 500; ++i) {
    wildcards.push_back(random_wildcard(random, "abcdabcabacda", 7));
    set.add(wildcards.back());
  }
  std::sort(wildcards.begin(), wildcards.end());
  wildcards.erase(std::unique(wildcards.begin(), wildcards.end()), wildcards.end());
  fail_allocations_from(1);
  for (const std::string& wildcard : wildcards) set.toggle(wildcard);
  fail_allocations_from(0);
  CHECK(set.index().empty());
  set.check("abcdabcabacda");
  for (const std::string& wildcard : wildcards) set.toggle(wildcard);
  set.check("abcdabcabacda");
}

TEST_CASE("a search that finds no memory says so") {
  Checked set;
  for (int i = 0; i < 30; ++i) set.add("*" + std::to_string(i) + "*x*" + std::to_string(i));
  const std::string text = "1 2 3 11 12 13 x 12";
  size_t failures = 0;
  for (size_t n = 1;; ++n) {
    WildcardIndex::Scratch scratch;
    int hits = 0;
    fail_allocations_from(n);
    const bool ok = set.index().find(text, scratch, [&](uint32_t) { return ++hits != 0; });
    fail_allocations_from(0);
    if (ok) {
      CHECK(hits == 2);
      break;
    }
    CHECK(hits == 0);
    ++failures;
  }
  CHECK(failures >= 4);
  set.check(text);
}

// ---- Growth, in bytes and records looked at ----

TEST_CASE("a search costs what the text has of the wildcards, not how many there are") {
  std::mt19937 random(7);
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  const std::string text = random_text(random, letters, 1000);
  uint64_t steps[2];
  for (const int size : {0, 1}) {
    Checked set;
    for (int i = 0; i < (size == 0 ? 100 : 20'000); ++i) {
      set.add("*" + random_text(random, letters, 6) + "*" + random_text(random, letters, 6) + "*");
    }
    set.check(text);
    steps[size] = set.steps();
  }
  CHECK(steps[1] < 3 * steps[0]);
}

TEST_CASE("texts and fragments that repeat one letter") {
  const std::string text = repeated("a", 20'000);
  SECTION("fragments that nearly occur everywhere, of all lengths") {
    Checked set;
    for (int i = 1; i <= 200; ++i) set.add("*" + repeated("a", i) + "b*");
    set.check(text);
    CHECK(set.steps() < 2 * set.steps_of_each(text));
  }
  SECTION("one long such fragment among many of other kinds") {
    Checked set;
    for (int i = 0; i < 10; ++i) set.add("*" + repeated("a", 4000) + std::to_string(i) + "*");
    set.check(text);
    CHECK(set.steps() < 3 * set.steps_of_each(text));
  }
  SECTION("fragments that occur everywhere, and one that never does") {
    Checked set;
    for (int i = 1; i <= 1000; ++i) set.add("*" + repeated("a", i) + "*");
    set.add("*aaaab*");
    set.check(text);
    CHECK(set.steps() < 100 * text.size());
  }
  SECTION("longer and longer chains of fragments") {
    Checked set;
    for (int i = 1; i <= 1000; ++i) {
      set.add(repeated("*a", i) + "*b");
      set.add(repeated("*a", i) + "*b*");
    }
    for (const char* letter : {"a", "b"}) {
      set.check(repeated(letter, 2000));
      CHECK(set.steps() < 10'000);
      set.check(repeated("a", 1000) + repeated(letter, 1000) + "b");
      CHECK(set.steps() < 20'000);
    }
  }
  SECTION("many states that wait for many fragments each") {
    Checked set;
    for (char first = 'a'; first <= 'z'; ++first) {
      for (int second = 0; second < 300; ++second) {
        set.add(std::string("*") + first + "*" + std::to_string(second) + "*");
      }
    }
    std::string all = "abcdefghijklmnopqrstuvwxyz ";
    for (int i = 0; i < 300; ++i) all += std::to_string(i % 150) + " ";
    set.check(all);
    CHECK(set.steps() < 30'000);
  }
  SECTION("ends within ends") {
    Checked set;
    std::string all;
    for (int i = 0; i < 400; ++i) {
      const std::string first = std::to_string(100 + i) + "-";
      for (int k = 0; k < 6; ++k)
        set.add("*" + first + "*" + repeated("a", 1 + (i + 50 * k) % 300));
      all += first;
    }
    set.check(all + repeated("a", 400));
    CHECK(set.steps() < 60'000);  // 45,150 letters are in the ends, and each is read once.
  }
}

TEST_CASE("states of many children, and a text that consists of fragments all over") {
  std::mt19937 random(8);
  Checked set;
  const std::string text = random_text(random, "abcdefgh", 200);
  for (size_t begin = 0; begin < text.size(); ++begin) {
    for (size_t size = 1; size <= 30; ++size) set.add("*" + text.substr(begin, size) + "*");
  }
  const uint64_t fragments = 30 * text.size();
  std::string firsts;
  for (int i = 0; i < 100; ++i) {
    const std::string first = std::to_string(100 + i) + "-";
    for (int k = 0; k < 200; ++k) set.add("*" + first + "*x" + std::to_string(k) + "*");
    firsts += first;
  }
  set.check(firsts + text);
  CHECK(set.steps() < 50 * fragments);
}

TEST_CASE("a search ends when nothing is missing any more") {
  Checked set;
  for (int i = 10; i < 30; ++i) {
    set.add("*" + std::to_string(i) + "*");
    set.add("*" + std::to_string(i) + "*x*" + std::to_string(i) + "*");
  }
  std::string text;
  for (int i = 10; i < 30; ++i) text += std::to_string(i) + " x ";
  set.check(text + text + repeated("12 ", 10'000));
  CHECK(set.steps() < 1000);
}

TEST_CASE("an index that changes for ever does not grow for ever, be memory short or not") {
  std::mt19937 random(9);
  std::string bytes;
  for (int c = '0'; c <= 'z'; ++c) bytes += static_cast<char>(c == '\\' ? '!' : c);
  WildcardIndex index;
  std::vector<std::string> added;
  for (int step = 0; step < 20'000; ++step) {
    added.push_back(operand(random_wildcard(random, bytes, 9)));
    fail_allocations_from(step % 2 == 0 ? 0 : 1 + random() % 3);
    if (std::count(added.begin(), added.end(), added.back()) > 1 || !index.add(0, added.back())) {
      added.pop_back();
    }
    fail_allocations_from(0);
    if (added.size() < 20) continue;
    index.remove(0, added[step % 20]);
    added.erase(added.begin() + step % 20);
  }
  CHECK(index.memory_bytes() < 50'000);
  for (const std::string& wildcard : added) index.remove(0, wildcard);
  CHECK(index.empty());
}
