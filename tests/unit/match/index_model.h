#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/memory.h"
#include "match/operand.h"

// What the tests of the indexes have in common.
namespace tidegate::index_test {

inline std::string operand(const Predicate& predicate) {
  Vec<char> bytes;
  REQUIRE(append_operand(predicate, bytes));
  return {bytes.data(), bytes.size()};
}

inline Leaf leaf_of(JsonType type, std::string_view text) {
  return {text.data(), static_cast<uint32_t>(text.size()), 0, 0, 0, 0, type};
}

// An index, and beside it the plain list of what is in it. `find` searches the index for a value:
// bool find(const Index&, Value&, Hit).
template <class Index, class Find>
class Model {
 public:
  explicit Model(Find find) : find_(find) {}

  const Index& index() const { return index_; }
  size_t size() const { return predicates_.size(); }

  // Adds what is not there yet. False: no memory.
  bool add(Operator op, const std::string& operand) {
    if (known_.count({op, operand}) != 0) return true;
    const uint32_t id = next_id_;
    if constexpr (requires { index_.add(id, op, operand); }) {
      if (!index_.add(id, op, operand)) return false;
    } else {
      if (!index_.add(id, operand)) return false;
    }
    next_id_ += 7;
    known_.insert({op, operand});
    predicates_[id] = {op, operand};
    return true;
  }

  // Removes whichever the number stands for. There must be one.
  void remove(uint32_t number) {
    auto found = predicates_.begin();
    std::advance(found, number % predicates_.size());
    const Operator op = found->second.first;
    const std::string& operand = found->second.second;
    if constexpr (requires { index_.remove(found->first, op, operand); }) {
      index_.remove(found->first, op, operand);
    } else {
      index_.remove(found->first, operand);
    }
    known_.erase(found->second);
    predicates_.erase(found);
  }

  // Whether the index says of a value what the predicates say. Counts hits.
  bool agrees(const Leaf& leaf) {
    Value value(leaf);
    std::vector<uint32_t> got;
    const bool whole = find_(index_, value, [&](uint32_t id) {
      got.push_back(id);
      return true;
    });
    std::sort(got.begin(), got.end());
    std::vector<uint32_t> expected;
    for (const auto& [id, predicate] : predicates_) {
      if (satisfies(predicate.first, predicate.second, value)) expected.push_back(id);
    }
    hits_ += expected.size();
    return whole && got == expected && index_.empty() == predicates_.empty() && stops(value, got);
  }

  uint64_t hits() const { return hits_; }

 private:
  // Whether a search ends with the first hit when it is told to.
  bool stops(Value& value, const std::vector<uint32_t>& hits) {
    size_t count = 0;
    const bool whole = find_(index_, value, [&](uint32_t) {
      ++count;
      return false;
    });
    return whole == hits.empty() && count == (hits.empty() ? 0 : 1);
  }

  Find find_;
  Index index_;
  std::map<uint32_t, std::pair<Operator, std::string>> predicates_;
  std::set<std::pair<Operator, std::string>> known_;
  uint32_t next_id_ = 3;
  uint64_t hits_ = 0;
};

// Adds and removes at random and compares all along. make(random, op) gives an operand and its
// operator; `leaves` are the values.
template <class Index, class Find, class Make>
void check_at_random(uint32_t seed, Find find, Make make, const std::vector<Leaf>& leaves) {
  std::mt19937 random(seed);
  Model<Index, Find> model(find);
  for (const size_t most : {3, 40, 400, 0, 40}) {
    for (int step = 0; step < 1'500; ++step) {
      if (model.size() != 0 && (model.size() > most || random() % 5 < 2)) {
        model.remove(random());
      } else {
        Operator op{};
        const std::string bytes = make(random, op);
        REQUIRE(model.add(op, bytes));
      }
      if (!model.agrees(leaves[random() % leaves.size()])) FAIL("step " << step);
    }
  }
  while (model.size() != 0) model.remove(0);
  for (const Leaf& leaf : leaves) REQUIRE(model.agrees(leaf));
  CHECK(model.index().empty());
  CHECK(model.hits() > 5'000);
}

// Lets each allocation of each add fail once, and compares after each.
template <class Index, class Find, class Make>
void check_without_memory(uint32_t seed, Find find, Make make, const std::vector<Leaf>& leaves) {
  std::mt19937 random(seed);
  size_t failures = 0;
  for (int round = 0; round < 30; ++round) {
    Model<Index, Find> model(find);
    while (model.size() < 30) {
      Operator op{};
      const std::string bytes = make(random, op);
      for (size_t n = 1;; ++n) {
        fail_allocations_from(n);
        const bool added = model.add(op, bytes);
        fail_allocations_from(0);
        if (added) break;
        ++failures;
        for (int i = 0; i < 5; ++i) REQUIRE(model.agrees(leaves[random() % leaves.size()]));
      }
      REQUIRE(model.agrees(leaves[random() % leaves.size()]));
    }
  }
  CHECK(failures > 30);
}

// The time of one call, at best. Good for telling an order of magnitude.
template <class Call>
double best_time(Call call) {
  double best = 1e9;
  for (int round = 0; round < 20; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) call();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count());
  }
  return best;
}

}  // namespace tidegate::index_test
