#include "match/affix_set.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

template <TextEnd kEnd>
uint32_t hash_of(std::string_view affix) {
  return AffixHash<kEnd>(7, affix).at(static_cast<uint32_t>(affix.size()));
}

template <TextEnd kEnd>
std::string_view affix_of(std::string_view text, size_t size) {
  return kEnd == TextEnd::kFront ? text.substr(0, size) : text.substr(text.size() - size);
}

// What of the affixes in a model the set finds; everything else that it offers is counted.
template <TextEnd kEnd>
std::set<std::string> find(const AffixSet& set, const std::set<std::string>& model,
                           std::string_view text, const Pool& pool, uint32_t& in_vain) {
  std::set<std::string> found;
  const bool whole = set.find<kEnd>(7, text, pool, [&](uint32_t hash, std::string_view affix) {
    REQUIRE(hash == hash_of<kEnd>(affix));
    if (model.count(std::string(affix)) == 0) {
      ++in_vain;
    } else {
      found.emplace(affix);
    }
    return true;
  });
  REQUIRE(whole);
  return found;
}

template <TextEnd kEnd>
void check_random_sets() {
  std::mt19937 engine(3);
  const auto random_text = [&] {
    std::string text;
    for (size_t size = engine() % 40; size-- != 0;) text += "ab"[engine() % 2];
    return text;
  };
  for (const uint32_t count : {1u, 10u, 1000u}) {
    Pool pool;
    AffixSet set;
    std::set<std::string> model;
    for (uint32_t i = 0; i < count; ++i) {
      const std::string affix = random_text();
      if (!model.insert(affix).second) continue;
      REQUIRE(set.add(static_cast<uint32_t>(affix.size()), hash_of<kEnd>(affix), pool));
    }
    while (!model.empty()) {
      for (int i = 0; i < 5; ++i) {
        const std::string text = random_text();
        std::set<std::string> expected;
        for (size_t size = 0; size <= text.size(); ++size) {
          const std::string affix(affix_of<kEnd>(text, size));
          if (model.count(affix) != 0) expected.insert(affix);
        }
        uint32_t in_vain = 0;
        REQUIRE(find<kEnd>(set, model, text, pool, in_vain) == expected);
      }
      const std::string gone = *model.begin();
      set.remove(static_cast<uint32_t>(gone.size()), pool);
      model.erase(gone);
    }
    CHECK(set.empty());
  }
}

}  // namespace

TEST_CASE("the hash of an affix is the same within every text") {
  const std::string text = "the quick brown fox jumps over the lazy dog";
  for (size_t begin = 0; begin < text.size(); ++begin) {
    const std::string part = text.substr(begin);
    AffixHash<TextEnd::kFront> front(7, part);
    AffixHash<TextEnd::kBack> back(7, part);
    for (uint32_t size = 0; size <= part.size(); ++size) {
      REQUIRE(front.at(size) == hash_of<TextEnd::kFront>(part.substr(0, size)));
      REQUIRE(back.at(size) == hash_of<TextEnd::kBack>(part.substr(part.size() - size)));
    }
  }
  CHECK(hash_of<TextEnd::kFront>("a") != hash_of<TextEnd::kFront>(std::string("a\0", 2)));
  CHECK(hash_of<TextEnd::kBack>("a") != hash_of<TextEnd::kBack>(std::string("\0a", 2)));
}

TEST_CASE("a set finds every affix of a text that is in it, at both ends") {
  check_random_sets<TextEnd::kFront>();
  check_random_sets<TextEnd::kBack>();
}

TEST_CASE("few affixes that are not in a set pass its filter, however large it is") {
  Pool pool;
  AffixSet set;
  std::set<std::string> model;
  for (uint32_t i = 0; i < 100'000; ++i) {
    const std::string affix = "prefix " + std::to_string(i);
    model.insert(affix);
    REQUIRE(set.add(static_cast<uint32_t>(affix.size()), hash_of<TextEnd::kFront>(affix), pool));
  }
  uint32_t in_vain = 0;
  for (uint32_t i = 0; i < 1000; ++i) {
    find<TextEnd::kFront>(set, model, "Prefix " + std::to_string(i) + "000", pool, in_vain);
  }
  CHECK(in_vain < 1250);  // Of 5,000 or so.
}

TEST_CASE("a set that runs out of memory is as it was, or finds all the same") {
  for (size_t n = 1; n < 12; ++n) {
    Pool pool;
    AffixSet set;
    std::set<std::string> model;
    for (uint32_t i = 0; i < 200; ++i) {
      const std::string affix = std::string(i % 7, 'x') + std::to_string(i);
      fail_allocations_from(n);
      const bool added =
          set.add(static_cast<uint32_t>(affix.size()), hash_of<TextEnd::kFront>(affix), pool);
      fail_allocations_from(0);
      if (added) model.insert(affix);
    }
    uint32_t in_vain = 0;
    for (const std::string& affix : model) {
      REQUIRE(find<TextEnd::kFront>(set, model, affix, pool, in_vain).count(affix) == 1);
    }
  }
}
