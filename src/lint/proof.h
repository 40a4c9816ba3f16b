#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"
#include "base/vec.h"
#include "pattern/pattern.h"

// What can be proved about alternatives without any event. Every answer is one-sided: true is a
// proof, false says only that there is none here.
namespace tidegate {

// An alternative as match/operand.h has it. The operand is a view.
struct Test {
  Operator op = Operator::kExists;
  std::string_view operand;
};

bool is_anything_but(Operator op);

// Whether it looks for certain values that can be listed: a string, a number, true, false, null.
bool is_literal(Operator op);

// Whether it holds for strings only, and whether it holds for no string at all.
bool wants_string(Operator op);
bool wants_no_string(const Test& test);

// No value satisfies it: {"numeric": [">", 1, "<", 1.0000000000000002]}.
bool is_empty(const Test& test);

// Proves things in memory of its own, in so many steps in all. Where either has run out, nothing is
// proved any more. To compare two operands is a step, and one more for each 64 bytes of them;
// anything-but is as many tests as it excludes values.
class Prover {
 public:
  static constexpr uint64_t kMaxSteps = 5'000'000;

  bool is_exhausted() const { return steps_left_ == 0; }

  // For what else takes its time. False: none are left.
  bool take_steps(uint64_t count) {
    steps_left_ -= count < steps_left_ ? count : steps_left_;
    return steps_left_ != 0;
  }

  // Every value that satisfies `a` satisfies `b`; kAbsent is within kAbsent alone.
  bool within(const Test& a, const Test& b);

  // Every value satisfies one of them. Says nothing of there being none.
  bool takes_every_value(std::span<const Test> tests);

  // The same, for the reason that others take what this anything-but, one of them, excludes.
  bool takes_every_value_by(const Test& exclusion, std::span<const Test> tests);

  // Each of `a` is within one of `b`.
  bool within(std::span<const Test> a, std::span<const Test> b, bool b_takes_all);

 private:
  bool text_within(const Test& a, const Test& b);
  bool is_excluded_by(const Test& b, const Test& a);
  bool is_apart_from_all(const Test& a, const Test& exclusion);

  bool take_step(const Test& a, const Test& b) {
    return take_steps(1 + (a.operand.size() + b.operand.size()) / 64);
  }

  Vec<char> sample_;
  uint64_t steps_left_ = kMaxSteps;
};

// What anything-but excludes: the tests that must fail.
uint32_t excluded_count(const Test& exclusion);
Test excluded(const Test& exclusion, uint32_t i);

// Whether a string satisfies it.
bool takes_text(const Test& test, std::string_view text);

// Appends a string that satisfies a test which wants one, but an address. False: no memory.
[[nodiscard]] bool append_example(const Test& test, std::string_view star, Vec<char>& text);

}  // namespace tidegate
