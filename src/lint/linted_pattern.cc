#include "lint/linted_pattern.h"

#include <algorithm>

namespace tidegate {
namespace {

// How many of them may lie in the same arrays as a clause: those that begin with the same key.
size_t count_beside(const LintedPattern& pattern, LintSubRule clauses, const LintClause& clause) {
  return static_cast<size_t>(std::count_if(clauses.begin(), clauses.end(), [&](uint32_t other) {
    return pattern.clauses[other].first_step == clause.first_step;
  }));
}

}  // namespace

bool is_dead(const LintedPattern& pattern, const LintSubRule& sub_rule) {
  return std::any_of(sub_rule.begin(), sub_rule.end(),
                     [&](uint32_t clause) { return pattern.clauses[clause].takes_nothing; });
}

bool covers(const LintedPattern& b_pattern, const LintSubRule& b, const LintedPattern& a_pattern,
            const LintSubRule& a, Prover& prover) {
  if (b.size() > a.size()) return false;
  size_t at = 0;  // Both are sorted by path.
  for (size_t i = 0; i < b.size(); ++i) {
    const LintClause& wide = b_pattern.clauses[b[i]];
    while (at < a.size() && a_pattern.clauses[a[at]].path != wide.path) ++at;
    if (at == a.size()) return false;
    const LintClause& narrow = a_pattern.clauses[a[at]];
    if (!prover.within(narrow.tests, wide.tests, wide.takes_every_value)) return false;
    if (narrow.takes_absence &&
        count_beside(a_pattern, a.first(at), narrow) != count_beside(b_pattern, b.first(i), wide))
      return false;
    ++at;
  }
  return true;
}

bool covers(const LintedPattern& b, const LintedPattern& a, Prover& prover) {
  for (const LintSubRule& narrow : a.sub_rules) {
    if (is_dead(a, narrow)) continue;
    const bool found =
        std::any_of(b.sub_rules.begin(), b.sub_rules.end(), [&](const LintSubRule& wide) {
          return prover.take_steps(1) && covers(b, wide, a, narrow, prover);
        });
    if (!found) return false;
  }
  return true;
}

// By heap, which is a tenth of the code of std::sort().
void sort_words(Vec<uint64_t>& words) {
  std::make_heap(words.begin(), words.end());
  std::sort_heap(words.begin(), words.end());
}

}  // namespace tidegate
