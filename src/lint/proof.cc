#include "lint/proof.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "json/address.h"
#include "match/operand.h"
#include "match/text_list.h"

namespace tidegate {
namespace {

// Stands for any text. It is no character (Unicode 15, 23.7), so no operand has it but on purpose.
constexpr std::string_view kAnyText = "\xEF\xB7\x90";

enum class Kind : uint8_t { kString, kNumber, kToken, kOther };

Kind kind_of(Operator op) {
  switch (op) {
    case Operator::kEqualsString:
    case Operator::kAddress:
    case Operator::kPrefix:
    case Operator::kSuffix:
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
    case Operator::kWildcard:
      return Kind::kString;
    case Operator::kEqualsNumber:
    case Operator::kNumericRange:
      return Kind::kNumber;
    case Operator::kEqualsToken:
      return Kind::kToken;
    default:
      return Kind::kOther;
  }
}

// The same operator with regard to case; the operator itself where it has that already.
Operator with_case(Operator op) {
  switch (op) {
    case Operator::kEqualsIgnoreCase:
      return Operator::kEqualsString;
    case Operator::kPrefixIgnoreCase:
      return Operator::kPrefix;
    case Operator::kSuffixIgnoreCase:
      return Operator::kSuffix;
    default:
      return op;
  }
}

bool excludes_numbers(const Test& exclusion) {
  return exclusion.op == Operator::kAnythingBut && exclusion.operand[0] == 'n';
}

std::string_view excluded_texts(const Test& exclusion) {
  return exclusion.op == Operator::kAnythingBut ? exclusion.operand.substr(1) : exclusion.operand;
}

// The numbers from `low` to `high`, both of them in it. No double lies between a number and the
// next.
struct Interval {
  double low;
  double high;

  bool empty() const { return low > high; }
};

Interval interval_of(const Test& test) {
  constexpr double kMost = std::numeric_limits<double>::max();
  Interval interval = {read_plain<double>(test.operand), 0};
  if (test.op == Operator::kEqualsNumber) return {interval.low, interval.low};
  interval.high = read_plain<double>(test.operand, sizeof(double));
  if (test.operand[2 * sizeof(double)] != 0) interval.low = std::nextafter(interval.low, HUGE_VAL);
  if (test.operand[2 * sizeof(double) + 1] != 0)
    interval.high = std::nextafter(interval.high, -HUGE_VAL);
  return {std::fmax(interval.low, -kMost), std::fmin(interval.high, kMost)};
}

// The characters that every text begins, or ends, with.
std::string_view head_of(const Test& test) {
  if (test.op == Operator::kPrefix || test.op == Operator::kEqualsString) return test.operand;
  return test.op == Operator::kWildcard ? TextList(test.operand)[0] : std::string_view();
}

std::string_view tail_of(const Test& test) {
  if (test.op == Operator::kSuffix || test.op == Operator::kEqualsString) return test.operand;
  if (test.op != Operator::kWildcard) return {};
  const TextList fragments(test.operand);
  return fragments[fragments.size() - 1];
}

// No value satisfies both. `b` is what an anything-but excludes.
bool are_apart(const Test& a, const Test& b) {
  const Kind kind = kind_of(a.op);
  if (kind != kind_of(b.op)) return true;
  if (kind == Kind::kNumber) {
    const Interval range = interval_of(a);
    const auto number = read_plain<double>(b.operand);
    return number < range.low || number > range.high;
  }
  if (a.op == Operator::kEqualsString) return !takes_text(b, a.operand);
  if (b.op == Operator::kEqualsString) return !takes_text(a, b.operand);
  const std::string_view heads[] = {head_of(a), head_of(b)};
  const std::string_view tails[] = {tail_of(a), tail_of(b)};
  return (!heads[0].starts_with(heads[1]) && !heads[1].starts_with(heads[0])) ||
         (!tails[0].ends_with(tails[1]) && !tails[1].ends_with(tails[0]));
}

// Blocks of one family, of which the one holds the other. All that contains() (json/address.h)
// finds in the inner one, addresses of the other family too, it then finds in the outer one.
bool block_within(const Test& a, const Test& b) {
  const auto inner = read_plain<AddressBlock>(a.operand);
  const auto outer = read_plain<AddressBlock>(b.operand);
  return inner.base.size == outer.base.size && inner.mask_bits >= outer.mask_bits &&
         contains(outer, inner.base);
}

}  // namespace

bool is_anything_but(Operator op) { return op >= Operator::kAnythingBut; }

bool is_literal(Operator op) { return op <= Operator::kEqualsToken; }

bool wants_string(Operator op) { return kind_of(op) == Kind::kString; }

bool wants_no_string(const Test& test) {
  const Kind kind = kind_of(test.op);
  return kind == Kind::kNumber || kind == Kind::kToken;
}

bool is_empty(const Test& test) {
  return test.op == Operator::kNumericRange && interval_of(test).empty();
}

bool takes_text(const Test& test, std::string_view text) {
  Leaf leaf = {};
  leaf.text = text.data();
  leaf.text_size = static_cast<uint32_t>(text.size());
  leaf.type = JsonType::kString;
  Value value(leaf);
  return satisfies(test.op, test.operand, value);
}

uint32_t excluded_count(const Test& exclusion) {
  if (excludes_numbers(exclusion)) {
    return static_cast<uint32_t>(exclusion.operand.size() / sizeof(double));
  }
  return TextList(excluded_texts(exclusion)).size();
}

Test excluded(const Test& exclusion, uint32_t i) {
  if (excludes_numbers(exclusion)) {
    return {Operator::kEqualsNumber,
            exclusion.operand.substr(1 + i * sizeof(double), sizeof(double))};
  }
  return {operator_within(exclusion.op), TextList(excluded_texts(exclusion))[i]};
}

bool append_example(const Test& test, std::string_view star, Vec<char>& text) {
  const auto append = [&](std::string_view part) {
    return text.append(part.data(), static_cast<uint32_t>(part.size()));
  };
  const Operator op = with_case(test.op);
  if (op == Operator::kWildcard) {
    const TextList fragments(test.operand);
    for (uint32_t i = 0; i < fragments.size(); ++i) {
      if ((i != 0 && !append(star)) || !append(fragments[i])) return false;
    }
    return true;
  }
  return (op != Operator::kSuffix || append(star)) && append(test.operand) &&
         (op != Operator::kPrefix || append(star));
}

bool Prover::within(const Test& a, const Test& b) {
  if (!take_step(a, b)) return false;
  if (a.op == b.op && a.operand == b.operand) return true;
  if (a.op == Operator::kAbsent || b.op == Operator::kAbsent) return false;
  if (b.op == Operator::kExists || is_empty(a)) return true;
  if (is_anything_but(b.op)) {
    return is_anything_but(a.op) ? is_excluded_by(b, a)
                                 : a.op != Operator::kExists && is_apart_from_all(a, b);
  }
  const Kind kind = kind_of(a.op);
  if (kind != kind_of(b.op)) return false;
  if (kind == Kind::kNumber) {
    const Interval inner = interval_of(a);
    const Interval outer = interval_of(b);
    return outer.low <= inner.low && inner.high <= outer.high;
  }
  return kind == Kind::kString && text_within(a, b);
}

// A text of `a` in which kAnyText stands wherever it may be any text. What `b` says of it, it says
// whatever stands there, as `b` has no such character: only a star, or what lies beyond a prefix or
// suffix, can have taken it.
bool Prover::text_within(const Test& a, const Test& b) {
  if (a.op == Operator::kAddress && b.op == Operator::kAddress) return block_within(a, b);
  if (b.operand.find(kAnyText) != std::string_view::npos) return false;
  sample_.clear();
  // Which texts ignore case is known only to what ignores case too: the same letters fold alike.
  const bool ignores_case = with_case(a.op) != a.op;
  const bool both_ignore_case = ignores_case && with_case(b.op) != b.op;
  const bool any = a.op == Operator::kAddress || (ignores_case && !both_ignore_case);
  const Test shape = any ? Test{Operator::kPrefix, {}} : a;
  if (!append_example(shape, kAnyText, sample_)) return false;
  const Test test = {both_ignore_case ? with_case(b.op) : b.op, b.operand};
  return takes_text(test, {sample_.data(), sample_.size()});
}

// All that `b` excludes, `a` excludes as well.
bool Prover::is_excluded_by(const Test& b, const Test& a) {
  for (uint32_t i = 0; i < excluded_count(b); ++i) {
    bool found = false;
    for (uint32_t j = 0; j < excluded_count(a) && !found; ++j) {
      found = within(excluded(b, i), excluded(a, j));
    }
    if (!found) return false;
  }
  return true;
}

bool Prover::is_apart_from_all(const Test& a, const Test& exclusion) {
  for (uint32_t i = 0; i < excluded_count(exclusion); ++i) {
    const Test left_out = excluded(exclusion, i);
    if (!take_step(a, left_out) || !are_apart(a, left_out)) return false;
  }
  return true;
}

bool Prover::takes_every_value(std::span<const Test> tests) {
  for (const Test& test : tests) {
    if (test.op == Operator::kExists) return true;
    if (is_anything_but(test.op) && takes_every_value_by(test, tests)) return true;
  }
  return false;
}

bool Prover::takes_every_value_by(const Test& exclusion, std::span<const Test> tests) {
  for (uint32_t i = 0; i < excluded_count(exclusion); ++i) {
    if (is_exhausted()) return false;
    const Test left_out = excluded(exclusion, i);
    bool found = false;
    for (const Test& other : tests) found = found || within(left_out, other);
    if (!found) return false;
  }
  return true;
}

bool Prover::within(std::span<const Test> a, std::span<const Test> b, bool b_takes_all) {
  for (const Test& test : a) {
    bool found = b_takes_all && test.op != Operator::kAbsent;
    for (size_t i = 0; i < b.size() && !found; ++i) found = within(test, b[i]);
    if (!found) return false;
  }
  return true;
}

}  // namespace tidegate
