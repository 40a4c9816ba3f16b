#include "match/exclusion_index.h"

#include "index_model.h"

using namespace tidegate;
using namespace tidegate::index_test;

namespace {

constexpr Operator kOperators[] = {Operator::kAnythingBut, Operator::kAnythingButPrefix,
                                   Operator::kAnythingButSuffix, Operator::kAnythingButIgnoreCase,
                                   Operator::kAnythingButWildcard};

std::string excluding(Operator op, const std::set<std::string>& texts) {
  std::vector<std::string_view> views(texts.begin(), texts.end());
  Predicate predicate;
  predicate.op = op;
  predicate.texts = views;
  return operand(predicate);
}

std::string excluding(const std::set<double>& numbers) {
  std::vector<double> doubles(numbers.begin(), numbers.end());
  Predicate predicate;
  predicate.op = Operator::kAnythingBut;
  predicate.numbers = doubles;
  return operand(predicate);
}

// Searches with one scratch for all indexes, as it may be used.
const auto find = [](const ExclusionIndex& index, Value& value, auto hit) {
  static ExclusionIndex::Scratch scratch;
  return index.find(value, scratch, hit);
};

size_t count_hits(const ExclusionIndex& index, std::string_view text) {
  const Leaf leaf = leaf_of(JsonType::kString, text);
  Value value(leaf);
  size_t hits = 0;
  CHECK(find(index, value, [&](uint32_t) { return ++hits != 0; }));
  return hits;
}

double time_of(const ExclusionIndex& index, std::string_view text) {
  const Leaf leaf = leaf_of(JsonType::kString, text);
  Value value(leaf);
  return best_time([&] { return find(index, value, [](uint32_t) { return true; }); });
}

std::string any_text(std::mt19937& random, size_t least, size_t most) {
  std::string text;
  for (size_t size = least + random() % (most - least + 1); size > 0; --size) {
    text += "aAbB"[random() % 4];
  }
  return text;
}

std::vector<Leaf> all_kinds_of_values(std::vector<std::string>& texts) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) texts.push_back(any_text(random, 0, 5));
  for (int i = 0; i < 12; ++i) texts.push_back(std::to_string(i));
  texts.push_back("9007199254740993");  // Not comparable.
  std::vector<Leaf> leaves;
  for (size_t i = 0; i < texts.size(); ++i) {
    leaves.push_back(leaf_of(i < 300 ? JsonType::kString : JsonType::kNumber, texts[i]));
  }
  leaves.push_back(leaf_of(JsonType::kString, "5"));
  leaves.push_back(leaf_of(JsonType::kNull, "null"));
  return leaves;
}

}  // namespace

TEST_CASE("anything-buts are found as they say, whatever comes and goes") {
  std::vector<std::string> texts;
  const std::vector<Leaf> leaves = all_kinds_of_values(texts);
  const auto make = [](std::mt19937& random, Operator& op) {
    op = kOperators[random() % std::size(kOperators)];
    const size_t size = 1 + random() % (random() % 3 == 0 ? 12 : 3);
    if (op == Operator::kAnythingBut && random() % 2 == 0) {
      std::set<double> numbers;
      while (numbers.size() < std::min<size_t>(size, 8)) numbers.insert(random() % 10);
      return excluding(numbers);
    }
    const bool affix = op == Operator::kAnythingButPrefix || op == Operator::kAnythingButSuffix;
    std::set<std::string> excluded;
    while (excluded.size() < size) {
      std::string text = any_text(random, affix ? 1 : 0, 3);
      if (op == Operator::kAnythingButWildcard) {
        text.insert(random() % (text.size() + 1), "*");
        if (random() % 3 == 0 && text.back() != '*') text += '*';
      }
      excluded.insert(text);
    }
    return excluding(op, excluded);
  };
  check_at_random<ExclusionIndex>(1, find, make, leaves);
  check_without_memory<ExclusionIndex>(1, find, make, leaves);
}

TEST_CASE("anything-buts that exclude much in common are found as they say") {
  std::vector<std::string> texts;
  const std::vector<Leaf> leaves = all_kinds_of_values(texts);
  // Nearly all of a few texts, so that ways are long, part late and grow together again.
  const auto make = [](std::mt19937& random, Operator& op) {
    op = Operator::kAnythingBut;
    std::set<std::string> excluded;
    for (const char* text : {"a", "b", "A", "B", "aa", "ab", "ba", "bb", "aA", "Aa"}) {
      if (random() % 4 != 0) excluded.insert(text);
    }
    if (random() % 2 == 0) excluded.insert(any_text(random, 0, 3));
    if (excluded.empty()) excluded.insert("a");
    return excluding(op, excluded);
  };
  check_at_random<ExclusionIndex>(2, find, make, leaves);
  check_without_memory<ExclusionIndex>(2, find, make, leaves);
}

TEST_CASE("anything-buts that exclude long affixes are found as they say") {
  std::mt19937 engine(3);
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) texts.push_back(any_text(engine, 0, 60));
  std::vector<Leaf> leaves;
  for (const std::string& text : texts) leaves.push_back(leaf_of(JsonType::kString, text));
  const auto make = [&](std::mt19937& random, Operator& op) {
    op = kOperators[1 + random() % 4];
    std::set<std::string> excluded;
    for (size_t size = 1 + random() % 3; size > 0; --size) {
      const std::string& text = texts[random() % texts.size()];
      const size_t part = text.size() < 20 ? text.size() : 1 + random() % text.size();
      const bool front = op == Operator::kAnythingButPrefix || random() % 2 == 0;
      std::string affix = front ? text.substr(0, part) : text.substr(text.size() - part);
      if (op == Operator::kAnythingButWildcard) affix = front ? affix + "*" : "*" + affix;
      excluded.insert(random() % 4 == 0 || affix.empty() ? affix + "x" : affix);
    }
    return excluding(op, excluded);
  };
  check_at_random<ExclusionIndex>(4, find, make, leaves);
}

TEST_CASE("anything-buts that exclude the value are not tried one by one") {
  constexpr uint32_t kFew = 30;
  constexpr uint32_t kMany = 30'000;
  struct Shape {
    Operator op;
    // What the i-th excludes, all of them the value "value" among it.
    std::set<std::string> (*make)(uint32_t i);
  };
  const Shape shapes[] = {
      {Operator::kAnythingBut,
       [](uint32_t i) {
         return std::set<std::string>{"value", std::to_string(i)};
       }},
      {Operator::kAnythingButPrefix,
       [](uint32_t i) {
         return std::set<std::string>{"val", std::to_string(i)};
       }},
      {Operator::kAnythingButIgnoreCase,
       [](uint32_t i) {
         return std::set<std::string>{"VALUE", std::to_string(i)};
       }},
      // By one of two, half each.
      {Operator::kAnythingButSuffix,
       [](uint32_t i) {
         return std::set<std::string>{i % 2 == 0 ? "ue" : "lue", std::to_string(i)};
       }},
      // By one of many, of which each is popular enough.
      {Operator::kAnythingBut,
       [](uint32_t i) {
         std::set<std::string> texts = {"value", "own" + std::to_string(i)};
         for (uint32_t bit = 0; bit < 10; ++bit) {
           if ((i >> bit & 1) != 0) texts.insert("bit" + std::to_string(bit));
         }
         return texts;
       }},
      // Besides nearly all of a pool, whose texts sort before it and behind it.
      {Operator::kAnythingBut,
       [](uint32_t i) {
         std::set<std::string> texts = {"value", "own" + std::to_string(i)};
         for (const char end : {'a', 'z'}) {
           for (uint32_t k = 0; k < 8; ++k) {
             if (i / (k + 1) % 8 != k) texts.insert(end + std::to_string(k));
           }
         }
         return texts;
       }},
  };
  for (const Shape& shape : shapes) {
    double times[2];
    for (const uint32_t n : {kFew, kMany}) {
      ExclusionIndex index;
      for (uint32_t i = 0; i < n; ++i) {
        REQUIRE(index.add(i, shape.op, excluding(shape.op, shape.make(i))));
      }
      CHECK(count_hits(index, "value") == 0);
      CHECK(count_hits(index, "other") == n);
      times[n == kMany] = time_of(index, "value");
    }
    CHECK(times[1] < times[0] * 50);  // A thousand times as many.
  }
}

TEST_CASE("one anything-but among many that does not exclude the value is found at once") {
  double times[2];
  for (const uint32_t n : {30u, 30'000u}) {
    ExclusionIndex index;
    constexpr Operator kOp = Operator::kAnythingBut;
    for (uint32_t i = 0; i < n; ++i) {
      REQUIRE(index.add(i, kOp, excluding(kOp, {"value", std::to_string(i)})));
    }
    REQUIRE(index.add(n, kOp, excluding(kOp, {"0"})));
    REQUIRE(index.add(n + 1, kOp, excluding(std::set<double>{0})));
    CHECK(count_hits(index, "value") == 2);
    times[n != 30] = time_of(index, "value");
    for (uint32_t i = 0; i < n; ++i) {
      index.remove(i, kOp, excluding(kOp, {"value", std::to_string(i)}));
    }
    CHECK(count_hits(index, "value") == 2);
    CHECK(count_hits(index, "0") == 1);
  }
  CHECK(times[1] < times[0] * 50);
}

TEST_CASE("the same exclusions come once, in whatever order") {
  ExclusionIndex index;
  constexpr Operator kOp = Operator::kAnythingButWildcard;
  std::vector<std::string_view> one = {"a*", "b*"};
  std::vector<std::string_view> other = {"b*", "a*"};
  Predicate predicate;
  predicate.op = kOp;
  predicate.texts = one;
  REQUIRE(index.add(1, kOp, operand(predicate)));
  predicate.texts = other;
  CHECK(!index.add(2, kOp, operand(predicate)));
  CHECK(count_hits(index, "c") == 1);
  index.remove(1, kOp, operand(predicate));
  CHECK(index.empty());
}

TEST_CASE("a search of anything-buts that finds no memory says so") {
  ExclusionIndex index;
  REQUIRE(index.add(1, Operator::kAnythingBut, excluding(Operator::kAnythingBut, {"a"})));
  const Leaf leaf = leaf_of(JsonType::kString, "b");
  Value value(leaf);
  ExclusionIndex::Scratch scratch;
  fail_allocations_from(1);
  const bool found = index.find(value, scratch, [](uint32_t) { return true; });
  fail_allocations_from(0);
  CHECK(!found);
  CHECK(index.find(value, scratch, [](uint32_t) { return true; }));
}
