#include "match/folded_index.h"

#include "index_model.h"

using namespace tidegate;
using namespace tidegate::index_test;

namespace {

constexpr Operator kOperators[] = {Operator::kEqualsIgnoreCase, Operator::kPrefixIgnoreCase,
                                   Operator::kSuffixIgnoreCase};

// Searches with one scratch for all indexes, as it may be used, and the text in memory of its own,
// so that a sanitizer sees what reads over its end.
const auto find = [](const FoldedIndex& index, Value& value, auto hit) {
  static FoldedIndex::Scratch scratch;
  if (!value.is_string()) return true;
  const std::vector<char> copy(value.text().begin(), value.text().end());
  return index.find({copy.data(), copy.size()}, scratch, hit);
};

std::string any_text(std::mt19937& random, const std::vector<std::string>& letters, size_t most) {
  std::string text;
  for (size_t size = random() % (most + 1); size > 0; --size) {
    text += letters[random() % letters.size()];
  }
  return text;
}

void check_with(uint32_t seed, const std::vector<std::string>& letters) {
  std::mt19937 random(seed);
  std::vector<std::string> texts;
  std::vector<Leaf> leaves;
  // Some so long that only their ends are looked at.
  for (int i = 0; i < 500; ++i) texts.push_back(any_text(random, letters, i % 10 == 0 ? 90 : 6));
  for (const std::string& text : texts) leaves.push_back(leaf_of(JsonType::kString, text));
  leaves.push_back(leaf_of(JsonType::kTrue, "true"));
  const auto make = [&](std::mt19937& engine, Operator& op) {
    op = kOperators[engine() % 3];
    return any_text(engine, letters, 4);
  };
  check_at_random<FoldedIndex>(seed, find, make, leaves);
  check_without_memory<FoldedIndex>(seed, find, make, leaves);
}

}  // namespace

TEST_CASE("ignore-case predicates of ASCII are found as they say, whatever comes and goes") {
  check_with(1, {"a", "A", "b", "B", "[", "{", "@", "`"});
}

TEST_CASE("ignore-case predicates of letters with strange cases are found as they say") {
  check_with(2, {"s", "S", "ß", "ẞ", "ſ", "ss", "SS"});
  check_with(3, {"ς", "σ", "Σ", "k", "K", "\u212a", "µ", "μ", "Μ"});
  check_with(4, {"i", "I", "ı", "İ", "i\u0307", "\u0307"});
  check_with(5, {"ﬁ", "ﬀ", "ﬃ", "f", "F", "i", "I", "FI", "FF", "FFI"});
  check_with(6, {"ǅ", "ǆ", "Ǆ", "ŉ", "ʼN", "ʼn", "ΰ", "Υ\u0308\u0301", "ᾷ", "Α\u0342Ι"});
  check_with(7, {"é", "É", "𐐀", "𐐨", "😀", "\xed\xa0\x80", "\xed\xbf\xbf", "中"});
}

TEST_CASE("long ignore-case predicates are found as they say") {
  std::mt19937 random(8);
  const std::vector<std::string> letters = {"a", "B", "ß", "SS", "ŉ", "ΐ", "K", "中"};
  std::vector<std::string> texts;
  std::vector<Leaf> leaves;
  for (int i = 0; i < 60; ++i) {
    const std::string ascii = std::string(random() % 60, 'a') + "Bc" + std::string(i % 9u, 'D');
    texts.push_back(i % 2 == 0 ? ascii : ascii + any_text(random, letters, 4) + ascii);
  }
  for (const std::string& text : texts) leaves.push_back(leaf_of(JsonType::kString, text));
  const auto make = [&](std::mt19937& engine, Operator& op) {
    op = kOperators[engine() % 3];
    std::string text = texts[engine() % texts.size()];
    const size_t part = std::min(text.size(), size_t{20} + engine() % 30);
    if (op == Operator::kPrefixIgnoreCase) text = first_code_points(text, part);
    if (op == Operator::kSuffixIgnoreCase) text = last_code_points(text, part);
    for (char& c : text) {
      if (engine() % 2 == 0 && c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
    }
    if (engine() % 4 == 0) text += "x";
    return text;
  };
  check_at_random<FoldedIndex>(8, find, make, leaves);
}

TEST_CASE("a search of ignore-case predicates that finds no memory says so") {
  FoldedIndex index;
  REQUIRE(index.add(1, Operator::kSuffixIgnoreCase, "Abc"));
  for (const std::string text : {"xabC", "a text that is much longer than the operand: aBC"}) {
    int hits = 0;
    const auto hit = [&](uint32_t) { return ++hits != 0; };
    FoldedIndex::Scratch fresh;
    fail_allocations_from(1);
    CHECK(!index.find(text, fresh, hit));
    fail_allocations_from(0);
    CHECK(hits == 0);
    CHECK(index.find(text, fresh, hit));
    CHECK(hits == 1);
  }
}

TEST_CASE("a removal of ignore-case predicates needs no memory") {
  FoldedIndex index;
  for (uint32_t i = 0; i < 300; ++i) {
    REQUIRE(index.add(i, kOperators[i % 3], std::string(i, 'A') + "ß"));
  }
  fail_allocations_from(1);
  for (uint32_t i = 0; i < 300; ++i) index.remove(i, kOperators[i % 3], std::string(i, 'A') + "ß");
  fail_allocations_from(0);
  CHECK(index.empty());
}

TEST_CASE("ignore-case predicates are not tried one by one") {
  FoldedIndex::Scratch scratch;
  for (const Operator op : kOperators) {
    double times[2];
    for (const uint32_t n : {100u, 100'000u}) {
      FoldedIndex index;
      for (uint32_t i = 0; i < n; ++i) {
        const std::string number = std::to_string(1'000'000 + i);
        REQUIRE(index.add(i, op, "Straße" + number));
      }
      uint32_t found = 0;
      CHECK(index.find("STRASSE1000077", scratch, [&](uint32_t id) {
        found = id;
        return true;
      }));
      CHECK(found == 77);
      times[n != 100] = best_time(
          [&] { return index.find("STRASSE1000077", scratch, [](uint32_t) { return true; }); });
    }
    CHECK(times[1] < times[0] * 50);
  }
}

TEST_CASE("a long text costs no more than the longest operand") {
  FoldedIndex index;
  for (const Operator op : kOperators) REQUIRE(index.add(static_cast<uint32_t>(op), op, "Abc"));
  FoldedIndex::Scratch scratch;
  const std::string shorter(1'000, 'a');
  const std::string longer(10'000'000, 'a');
  const auto time = [&](const std::string& text) {
    return best_time([&] { return index.find(text, scratch, [](uint32_t) { return true; }); });
  };
  CHECK(time(longer) < time(shorter) * 50);
}
