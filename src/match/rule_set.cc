#include "match/rule_set.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace tidegate {
namespace {

void set_no_memory(Diagnostic& problem) {
  problem.set(ErrorCode::kOutOfMemory, "There is not enough memory for the rule.");
}

}  // namespace

struct RuleSet::Draft {
  struct Part {
    uint32_t begin;
    uint32_t count;
  };
  Vec<ClauseId> held;     // The clauses of the pattern, in its order; the draft holds them.
  Vec<ClauseId> clauses;  // Those of each sub-rule, one after the other.
  Vec<Part> sub_rules;    // Sorted by their clauses, each once.

  std::span<const ClauseId> of(const Part& part) const {
    return {clauses.data() + part.begin, part.count};
  }

  void sort_sub_rules() {
    const auto less = [this](const Part& a, const Part& b) {
      const auto left = of(a);
      const auto right = of(b);
      return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
    };
    std::sort(sub_rules.begin(), sub_rules.end(), less);
    // In a sorted list, what is not less than its successor is equal to it.
    const auto* end = std::unique(sub_rules.begin(), sub_rules.end(),
                                  [&](const Part& a, const Part& b) { return !less(a, b); });
    sub_rules.resize_reserved(static_cast<uint32_t>(end - sub_rules.begin()));
  }
};

RuleSet::RuleSet(const RuleSetOptions& options) : options_(options), index_(options.hash_seed) {}

// ---- Drafts ----

bool RuleSet::draft(std::string_view text, Draft& draft, Diagnostic& problem) {
  Pattern pattern;
  if (!parse_pattern(text, options_.profile, pattern, problem)) return false;
  if (hold_clauses(pattern, draft)) return true;
  drop(draft);
  set_no_memory(problem);
  return false;
}

bool RuleSet::hold_clauses(const Pattern& pattern, Draft& draft) {
  if (!draft.held.reserve(static_cast<uint32_t>(pattern.clauses().size()))) return false;
  for (const Clause& clause : pattern.clauses()) {
    const ClauseId id = index_.acquire(clause.path, clause.alternatives);
    if (id == kNoId) return false;
    draft.held.push_reserved(id);
  }
  for (const SubRule& sub_rule : pattern.sub_rules()) {
    const auto count = static_cast<uint32_t>(sub_rule.clauses.size());
    if (!draft.sub_rules.push({draft.clauses.size(), count})) return false;
    if (!draft.clauses.reserve_more(count)) return false;
    for (const uint32_t index : sub_rule.clauses.indices()) {
      draft.clauses.push_reserved(draft.held[index]);
    }
  }
  draft.sort_sub_rules();
  return true;
}

void RuleSet::drop(Draft& draft) {
  for (const ClauseId id : draft.held) index_.release(id);
  draft.held.clear();
}

uint32_t RuleSet::hash_of(RuleId rule, const Draft& draft) const {
  uint64_t hash = hash_mix(options_.hash_seed, rule);
  for (const Draft::Part& part : draft.sub_rules) {
    hash = hash_mix(hash, part.count);
    for (const ClauseId id : draft.of(part)) hash = hash_mix(hash, id);
  }
  return static_cast<uint32_t>(hash);
}

RuleSet::PatternId RuleSet::find_pattern(RuleId rule, const Draft& draft) const {
  return pattern_ids_.find(hash_of(rule, draft), [&](PatternId id) {
    if (patterns_[id].rule != rule) return false;
    SubRuleId sub_rule = patterns_[id].first_sub_rule;
    for (const Draft::Part& part : draft.sub_rules) {
      if (sub_rule == kNoId) return false;
      const auto have = clauses(sub_rules_[sub_rule]);
      const auto want = draft.of(part);
      if (!std::equal(have.begin(), have.end(), want.begin(), want.end())) return false;
      sub_rule = sub_rules_[sub_rule].next;
    }
    return sub_rule == kNoId;
  });
}

// ---- The public changes ----

RuleSet::Added RuleSet::add(std::string_view name, std::string_view pattern, Diagnostic& problem,
                            RuleId& id) {
  id = kNoRule;
  Draft draft;
  if (!this->draft(pattern, draft, problem)) return Added::kNo;
  id = find(name);
  const bool there = id != kNoRule && find_pattern(id, draft) != kNoId;
  const bool added = !there && create(name, draft, id) != kNoId;
  drop(draft);
  if (there) return Added::kAlreadyThere;
  if (added) return Added::kNew;
  set_no_memory(problem);
  return Added::kNo;
}

bool RuleSet::replace(std::string_view name, std::string_view pattern, Diagnostic& problem,
                      RuleId& id) {
  id = kNoRule;
  Draft draft;
  if (!this->draft(pattern, draft, problem)) return false;
  id = find(name);
  PatternId kept = id == kNoRule ? kNoId : find_pattern(id, draft);
  if (kept == kNoId) kept = create(name, draft, id);
  drop(draft);
  if (kept == kNoId) {
    set_no_memory(problem);
    return false;
  }
  for (PatternId other = rules_[id].first_pattern; other != kNoId;) {
    const PatternId next = patterns_[other].next;
    if (other != kept) destroy_pattern(other);
    other = next;
  }
  return true;
}

RuleId RuleSet::remove(std::string_view name) {
  const RuleId id = find(name);
  if (id != kNoRule) destroy_rule(id);
  return id;
}

RuleSet::Removed RuleSet::remove(std::string_view name, std::string_view pattern,
                                 Diagnostic& problem, uint32_t& position) {
  Draft draft;
  if (!this->draft(pattern, draft, problem)) return Removed::kRefused;
  const RuleId id = find(name);
  const PatternId found = id == kNoRule ? kNoId : find_pattern(id, draft);
  drop(draft);
  if (found == kNoId) return Removed::kNothing;
  position = 0;
  for (PatternId older = patterns_[found].next; older != kNoId; older = patterns_[older].next) {
    ++position;
  }
  return remove_pattern(id, found);
}

RuleSet::Removed RuleSet::remove_newest(std::string_view name) {
  const RuleId id = find(name);
  return id == kNoRule ? Removed::kNothing : remove_pattern(id, rules_[id].first_pattern);
}

RuleSet::Removed RuleSet::remove_pattern(RuleId rule, PatternId pattern) {
  destroy_pattern(pattern);
  if (rules_[rule].first_pattern != kNoId) return Removed::kPattern;
  destroy_rule(rule);
  return Removed::kRule;
}

void RuleSet::clear() {
  for (RuleId id = 0; id < rules_.capacity(); ++id) {
    if (rules_[id].first_pattern != kNoId) destroy_rule(id);
  }
}

// Adds the pattern to the rule `id`, or to a new rule when that is kNoRule. The pattern, or kNoId
// with nothing changed.
RuleSet::PatternId RuleSet::create(std::string_view name, const Draft& draft, RuleId& id) {
  if (id != kNoRule) return create_pattern(id, draft);
  id = create_rule(name);
  if (id == kNoRule) return kNoId;
  const PatternId pattern = create_pattern(id, draft);
  if (pattern == kNoId) {
    destroy_rule(id);
    id = kNoRule;
  }
  return pattern;
}

// ---- Rules ----

uint32_t RuleSet::hash_of_name(std::string_view name) const {
  return static_cast<uint32_t>(hash_text(options_.hash_seed, name));
}

RuleId RuleSet::find(std::string_view name) const {
  return names_.find(hash_of_name(name), [&](RuleId id) { return this->name(id) == name; });
}

std::string_view RuleSet::name(RuleId id) const {
  return {index_.pool().at(rules_[id].name), rules_[id].name_size};
}

RuleId RuleSet::create_rule(std::string_view name) {
  if (!rules_.reserve_one() || !names_.reserve_one()) return kNoRule;
  const Pool::Ref text = index_.pool().add_text(name);
  if (text == Pool::kNone) return kNoRule;
  const RuleId id = rules_.take();
  Rule& rule = rules_[id];
  rule.name = text;
  rule.name_size = static_cast<uint32_t>(name.size());
  rule.name_hash = hash_of_name(name);
  rule.order = next_order_++;
  names_.insert(rule.name_hash, id);
  return id;
}

void RuleSet::destroy_rule(RuleId id) {
  while (rules_[id].first_pattern != kNoId) destroy_pattern(rules_[id].first_pattern);
  const Rule& rule = rules_[id];
  names_.erase(rule.name_hash, id);
  index_.pool().release_block(rule.name, rule.name_size);
  rules_.give_back(id);
}

// ---- Patterns ----

RuleSet::PatternId RuleSet::create_pattern(RuleId rule, const Draft& draft) {
  if (!patterns_.reserve_one() || !pattern_ids_.reserve_one()) return kNoId;
  const PatternId id = patterns_.take();
  for (uint32_t i = draft.sub_rules.size(); i-- != 0;) {
    if (!create_sub_rule(id, draft.of(draft.sub_rules[i]))) {
      destroy_sub_rules(id);
      patterns_.give_back(id);
      return kNoId;
    }
  }
  PatternEntry& entry = patterns_[id];
  entry.rule = rule;
  entry.hash = hash_of(rule, draft);
  entry.next = rules_[rule].first_pattern;
  if (entry.next != kNoId) patterns_[entry.next].previous = id;
  rules_[rule].first_pattern = id;
  pattern_ids_.insert(entry.hash, id);
  return id;
}

void RuleSet::destroy_pattern(PatternId id) {
  const PatternEntry entry = patterns_[id];
  pattern_ids_.erase(entry.hash, id);
  if (entry.next != kNoId) patterns_[entry.next].previous = entry.previous;
  if (entry.previous != kNoId) {
    patterns_[entry.previous].next = entry.next;
  } else {
    rules_[entry.rule].first_pattern = entry.next;
  }
  destroy_sub_rules(id);
  patterns_.give_back(id);
}

// ---- Sub-rules ----

// The new sub-rule becomes the pattern's first. It holds its clauses.
bool RuleSet::create_sub_rule(PatternId pattern, std::span<const ClauseId> clauses) {
  if (!sub_rules_.reserve_one()) return false;
  const Pool::Ref list = index_.pool().allocate_block(static_cast<uint32_t>(clauses.size_bytes()));
  if (list == Pool::kNone) return false;
  std::memcpy(index_.pool().at(list), clauses.data(), clauses.size_bytes());
  const SubRuleId id = sub_rules_.take();
  SubRuleEntry& sub_rule = sub_rules_[id];
  sub_rule.pattern = pattern;
  sub_rule.clauses = list;
  sub_rule.clause_count = static_cast<uint32_t>(clauses.size());
  if (!attach(id)) {
    index_.pool().release_block(list, static_cast<uint32_t>(clauses.size_bytes()));
    sub_rules_.give_back(id);
    return false;
  }
  for (const ClauseId clause : clauses) index_.hold(clause);
  sub_rule.next = patterns_[pattern].first_sub_rule;
  patterns_[pattern].first_sub_rule = id;
  return true;
}

void RuleSet::destroy_sub_rules(PatternId pattern) {
  SubRuleId id = patterns_[pattern].first_sub_rule;
  patterns_[pattern].first_sub_rule = kNoId;
  while (id != kNoId) {
    detach(id);
    const SubRuleEntry sub_rule = sub_rules_[id];
    for (const ClauseId clause : clauses(sub_rule)) index_.release(clause);
    index_.pool().release_block(sub_rule.clauses,
                                sub_rule.clause_count * static_cast<uint32_t>(sizeof(ClauseId)));
    sub_rules_.give_back(id);
    id = sub_rule.next;
  }
}

bool RuleSet::attach(SubRuleId id) {
  SubRuleEntry& sub_rule = sub_rules_[id];
  sub_rule.home = choose_home(clauses(sub_rule));
  if (sub_rule.home == kNoId) {
    sub_rule.position = homeless_.size();
    return homeless_.push(id);
  }
  sub_rule.position = index_.attach(sub_rule.home, id);
  return sub_rule.position != kNoId;
}

void RuleSet::detach(SubRuleId id) {
  const SubRuleEntry& sub_rule = sub_rules_[id];
  SubRuleId moved = kNoId;
  if (sub_rule.home == kNoId) {
    moved = homeless_.back();
    homeless_.remove_unordered(sub_rule.position);
  } else {
    moved = index_.detach(sub_rule.home, sub_rule.position);
  }
  if (moved != kNoId) sub_rules_[moved].position = sub_rule.position;
}

// The clause that the fewest events will satisfy and the fewest rules hang from, as far as can be
// told.
ClauseId RuleSet::choose_home(std::span<const ClauseId> clauses) const {
  ClauseId best = kNoId;
  uint64_t best_cost = UINT64_MAX;
  for (const ClauseId id : clauses) {
    const ClauseIndex::Clause& clause = index_.clause(id);
    if (clause.absent) continue;
    const uint64_t cost = uint64_t{clause.kind_rank} << 32 | index_.crowd(id);
    if (cost < best_cost) {
      best = id;
      best_cost = cost;
    }
  }
  return best;
}

}  // namespace tidegate
