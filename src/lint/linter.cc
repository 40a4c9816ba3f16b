#include "lint/linter.h"

#include <algorithm>

#include "base/hash.h"
#include "lint/pattern_lint.h"
#include "match/operand.h"
#include "pattern/messages.h"

namespace tidegate {
namespace {

constexpr uint32_t kMaxRules = 300;
constexpr uint32_t kMaxWildcardRules = 30;

std::string_view first_step(std::string_view path) { return path.substr(0, path.find('.')); }

// By what a clause is found: one of its literals, or that it has an operator.
uint64_t key_of(const LintClause& clause, const Test* literal) {
  uint64_t hash = hash_mix(1, clause.path);
  if (literal != nullptr) hash = hash_text(hash_mix(hash, uint64_t(literal->op)), literal->operand);
  return hash & ~uint64_t{UINT32_MAX};
}

bool has_literals_only(const LintClause& clause) {
  return std::all_of(clause.tests.begin(), clause.tests.end(),
                     [](const Test& test) { return is_literal(test.op); });
}

// Calls visit(key) for each key that a clause is filed under when it is the one to be found by.
template <class Visit>
bool for_each_key(const LintClause& clause, Visit visit) {
  if (!has_literals_only(clause)) return visit(key_of(clause, nullptr));
  for (const Test& test : clause.tests) {
    if (!visit(key_of(clause, &test))) return false;
  }
  return true;
}

// What has this key, of a sorted list.
std::span<const uint64_t> filed_under(const Vec<uint64_t>& filed, uint64_t key) {
  const uint64_t* begin = std::lower_bound(filed.begin(), filed.end(), key);
  const uint64_t* end = std::upper_bound(begin, filed.end(), key | UINT32_MAX);
  return {begin, end};
}

bool is_wildcard(const Test& test) {
  return test.op == Operator::kWildcard || test.op == Operator::kAnythingButWildcard;
}

}  // namespace

bool Linter::add(std::string_view pattern, uint32_t rule) {
  findings_.begin_pattern();
  auto* linted = arena_.make<LintedPattern>();
  if (linted == nullptr || !patterns_.push(linted) || !rules_.push(rule)) return false;
  linted->number = patterns_.size() - 1;
  linted->text = arena_.copy(pattern);
  if (arena_.failed()) return false;
  Diagnostic problem;
  ProblemKind kind = ProblemKind::kNone;
  if (!parse_pattern(linted->text, profile_, pattern_, problem, &kind)) {
    linted->is_refused = true;
    if (problem.code == ErrorCode::kOutOfMemory) return false;
    report_refusal(*linted, kind, problem, findings_);
    return !json_.failed();
  }
  linted->root = pattern_.root()->span;
  return keep(pattern_, *linted) &&
         lint_pattern(pattern_, profile_, schemas_, *linted, prover_, findings_) && !json_.failed();
}

bool Linter::keep(const Pattern& pattern, LintedPattern& linted) {
  linted.clauses = arena_.make_array<LintClause>(pattern.clauses().size());
  linted.sub_rules = arena_.make_array<LintSubRule>(pattern.sub_rules().size());
  if (arena_.failed()) return false;
  for (size_t i = 0; i < linted.clauses.size(); ++i) {
    if (!keep_clause(pattern.clauses()[i], linted.clauses[i])) return false;
    const std::span<const Test> tests = linted.clauses[i].tests;
    linted.has_wildcard =
        linted.has_wildcard || std::any_of(tests.begin(), tests.end(), is_wildcard);
  }
  linted.never_matches = true;
  for (size_t i = 0; i < linted.sub_rules.size(); ++i) {
    linted.sub_rules[i] = arena_.copy(pattern.sub_rules()[i].clauses.indices());
    if (arena_.failed()) return false;
    linted.never_matches = linted.never_matches && is_dead(linted, linted.sub_rules[i]);
  }
  return true;
}

bool Linter::keep_clause(const Clause& clause, LintClause& kept) {
  kept.path = paths_.add(clause.path);
  kept.first_step = paths_.add(first_step(clause.path));
  const std::span<Test> tests = arena_.make_array<Test>(clause.alternatives.size());
  if (arena_.failed() || kept.path == PathTree::kNone || kept.first_step == PathTree::kNone)
    return false;
  for (size_t i = 0; i < tests.size(); ++i) {
    operand_.clear();
    if (!append_operand(*clause.alternatives[i], operand_)) return false;
    tests[i] = {clause.alternatives[i]->op, arena_.copy({operand_.data(), operand_.size()})};
    kept.takes_absence = kept.takes_absence || tests[i].op == Operator::kAbsent;
  }
  kept.tests = tests;
  kept.takes_every_value = prover_.takes_every_value(tests);
  kept.takes_nothing = std::all_of(tests.begin(), tests.end(), is_empty);
  return !arena_.failed();
}

// ---- The patterns beside each other ----

// Files each sub-rule under one of its clauses: the one whose keys are the rarest.
bool Linter::file_all() {
  Vec<uint64_t> all;
  for (const LintedPattern* pattern : patterns_) {
    for (const LintClause& clause : pattern->clauses) {
      if (!for_each_key(clause, [&](uint64_t key) { return all.push(key | pattern->number); }))
        return false;
    }
  }
  sort_words(all);
  for (LintedPattern* pattern : patterns_) {
    for (LintClause& clause : pattern->clauses) {
      for_each_key(clause, [&](uint64_t key) {
        clause.alike += filed_under(all, key).size();
        return true;
      });
    }
    for (const LintSubRule& sub_rule : pattern->sub_rules) {
      LintClause* rarest = nullptr;
      for (const uint32_t index : sub_rule) {
        LintClause& clause = pattern->clauses[index];
        if (rarest == nullptr || clause.alike < rarest->alike) rarest = &clause;
      }
      if (rarest->is_filed) continue;
      rarest->is_filed = true;
      const auto file = [&](uint64_t key) { return filed_.push(key | pattern->number); };
      if (!for_each_key(*rarest, file)) return false;
    }
  }
  sort_words(filed_);
  return true;
}

// Reports the first pattern found that covers this one. Who covers all sub-rules covers the first
// that can match, and is filed under a value, or an operator, of one of its clauses.
void Linter::find_cover(const LintedPattern& pattern) {
  const LintSubRule* first = pattern.sub_rules.data();
  while (is_dead(pattern, *first)) ++first;
  for (const uint32_t i : *first) {
    const LintClause& clause = pattern.clauses[i];
    const bool has_literal = is_literal(clause.tests[0].op);
    if (has_literal && find_cover(pattern, key_of(clause, &clause.tests[0]))) return;
    if (find_cover(pattern, key_of(clause, nullptr))) return;
  }
}

// Of two that cover each other only the later one is reported.
bool Linter::find_cover(const LintedPattern& pattern, uint64_t key) {
  uint32_t before = pattern.number;
  for (const uint64_t filed : filed_under(filed_, key)) {
    const LintedPattern& wide = *patterns_[static_cast<uint32_t>(filed)];
    if (wide.number == pattern.number || wide.number == before || wide.always_matches) continue;
    before = wide.number;
    if (!prover_.take_steps(1)) return true;
    if (!covers(wide, pattern, prover_)) continue;
    const bool is_equal = covers(pattern, wide, prover_);
    if (is_equal && wide.number > pattern.number) continue;
    findings_.add({.code = is_equal ? LintCode::kDuplicateRule : LintCode::kShadowed,
                   .place = pattern.place(pattern.root),
                   .related = wide.place(wide.root)});
    return true;
  }
  return false;
}

void Linter::report_quotas() {
  if (profile_ != Profile::kEventBridge) return;
  uint32_t rules = 0;
  uint32_t with_wildcards = 0;
  uint32_t counted = UINT32_MAX;
  for (uint32_t i = 0; i < patterns_.size(); ++i) {
    const bool is_new = i == 0 || rules_[i] != rules_[i - 1];
    rules += is_new ? 1 : 0;
    if (!patterns_[i]->has_wildcard || rules_[i] == counted) continue;
    counted = rules_[i];
    ++with_wildcards;
  }
  if (rules > kMaxRules) {
    findings_.add({.code = LintCode::kOverDefaultQuota,
                   .about = "There are more than 300 rules, which is the quota of a bus unless it "
                            "was raised."});
  }
  if (with_wildcards > kMaxWildcardRules) {
    findings_.add({.code = LintCode::kOverDefaultQuota,
                   .about = "There are more than 30 rules with wildcards, which no bus takes."});
  }
}

bool Linter::end() {
  if (!file_all()) return false;
  for (uint32_t i = 0; i < patterns_.size(); ++i) {
    const LintedPattern& pattern = *patterns_[i];
    findings_.begin_pattern();
    if (!pattern.is_refused && !pattern.never_matches && !pattern.always_matches)
      find_cover(pattern);
  }
  findings_.begin_pattern();
  report_quotas();
  if (prover_.is_exhausted()) {
    findings_.add({.code = LintCode::kNotExamined,
                   .about = "There are more patterns or alternatives that resemble each other than "
                            "lint compares."});
  }
  findings_.end();
  return !json_.failed();
}

}  // namespace tidegate
