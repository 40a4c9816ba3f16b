#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "json/path_tree.h"
#include "lint/finding.h"
#include "lint/proof.h"
#include "pattern/pattern.h"

// What lint keeps of a pattern, so that it can be compared with others.
namespace tidegate {

struct LintClause {
  PathTree::Node path = PathTree::kNone;
  PathTree::Node first_step = PathTree::kNone;
  std::span<const Test> tests;  // As written.
  bool takes_every_value = false;
  bool takes_absence = false;  // One of them is {"exists": false}.
  bool takes_nothing = false;
  size_t alike = 0;       // How many clauses of all patterns it is found beside.
  bool is_filed = false;  // The pattern can be found by it.
};

// The clauses of a sub-rule, by their places in LintedPattern::clauses; sorted by path.
using LintSubRule = std::span<const uint32_t>;

struct LintedPattern {
  uint32_t number = 0;
  std::string_view text;
  Span root;
  std::span<LintClause> clauses;  // As Pattern::clauses().
  std::span<LintSubRule> sub_rules;
  bool is_refused = false;
  bool always_matches = false;
  bool never_matches = false;
  bool has_wildcard = false;

  LintPlace place(Span span) const { return {number, text, span}; }
};

// Every event that satisfies the sub-rule `a` of one pattern satisfies `b` of another (or of the
// same). Events may have arrays, and then one field may be satisfied by several values. What makes
// up for that: the values that satisfy `a` also satisfy `b`, which asks for no other field. Only
// {"exists": false} also depends on the fields before it, by the places in arrays that they take
// up; so `b` must have those of them that may lie in the same arrays.
bool covers(const LintedPattern& b_pattern, const LintSubRule& b, const LintedPattern& a_pattern,
            const LintSubRule& a, Prover& prover);

// The same for the whole patterns: each sub-rule of `a` is covered by one of `b`, or never matches.
bool covers(const LintedPattern& b, const LintedPattern& a, Prover& prover);

// No value satisfies one of its clauses.
bool is_dead(const LintedPattern& pattern, const LintSubRule& sub_rule);

// Sorts numbers, in little code.
void sort_words(Vec<uint64_t>& words);

}  // namespace tidegate
