#include "match/rule_set.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/sort.h"

namespace tidegate {
namespace {

uint64_t hash_clauses(uint64_t hash, std::span<const ClauseId> clauses) {
  hash = hash_mix(hash, clauses.size());
  for (const ClauseId id : clauses) hash = hash_mix(hash, id);
  return hash;
}

// A name is kept with its size before it.
uint32_t name_block_size(uint32_t size) { return size + static_cast<uint32_t>(sizeof(size)); }

void set_no_memory(Diagnostic& problem) {
  problem.set(ErrorCode::kOutOfMemory, "There is not enough memory for the rule.");
}

}  // namespace

RuleSet::RuleSet(const RuleSetOptions& options) : options_(options), tree_(options.hash_seed) {}

// ---- Drafts ----

bool RuleSet::draft(std::string_view text, Diagnostic& problem) {
  if (!parse_pattern(text, options_.profile, pattern_, problem)) return false;
  const bool held = hold_clauses(pattern_);
  pattern_.clear();
  if (held) return true;
  drop_draft();
  set_no_memory(problem);
  return false;
}

bool RuleSet::hold_clauses(const Pattern& pattern) {
  draft_.clauses.clear();
  draft_.sub_rules.clear();
  if (!draft_.held.reserve(static_cast<uint32_t>(pattern.clauses().size()))) return false;
  for (const Clause& clause : pattern.clauses()) {
    const ClauseId id = tree_.clauses().acquire(clause.path, clause.alternatives);
    if (id == kNoId) return false;
    draft_.held.push_reserved(id);
  }
  for (const SubRule& sub_rule : pattern.sub_rules()) {
    const auto count = static_cast<uint32_t>(sub_rule.clauses.size());
    if (!draft_.sub_rules.push({draft_.clauses.size(), count})) return false;
    if (!draft_.clauses.reserve_more(count)) return false;
    for (const uint32_t index : sub_rule.clauses.indices()) {
      draft_.clauses.push_reserved(draft_.held[index]);
    }
  }
  draft_.sort_sub_rules();
  return true;
}

void RuleSet::drop_draft() {
  for (const ClauseId id : draft_.held) tree_.clauses().release(id);
  draft_.held.clear();
}

void RuleSet::Draft::sort_sub_rules() {
  const auto less = [this](const Part& a, const Part& b) {
    const auto left = of(a);
    const auto right = of(b);
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
  };
  sort(sub_rules.begin(), sub_rules.end(), less);
  // In a sorted list, what is not less than its successor is equal to it.
  const auto* end = std::unique(sub_rules.begin(), sub_rules.end(),
                                [&](const Part& a, const Part& b) { return !less(a, b); });
  sub_rules.resize_reserved(static_cast<uint32_t>(end - sub_rules.begin()));
}

uint32_t RuleSet::hash_of(RuleId rule, const Draft& draft) const {
  uint64_t hash = hash_mix(options_.hash_seed, rule);
  for (const Draft::Part& part : draft.sub_rules) hash = hash_clauses(hash, draft.of(part));
  return static_cast<uint32_t>(hash);
}

uint32_t RuleSet::hash_of(PatternId pattern) const {
  uint64_t hash = hash_mix(options_.hash_seed, tree_[pattern].rule);
  for (SubRuleId id = pattern; id != kNoId; id = tree_[id].next) {
    hash = hash_clauses(hash, tree_.clauses_of(id));
  }
  return static_cast<uint32_t>(hash);
}

bool RuleSet::is_equal(PatternId pattern, const Draft& draft) const {
  SubRuleId sub_rule = pattern;
  for (const Draft::Part& part : draft.sub_rules) {
    if (sub_rule == kNoId) return false;
    const auto have = tree_.clauses_of(sub_rule);
    const auto want = draft.of(part);
    if (!std::equal(have.begin(), have.end(), want.begin(), want.end())) return false;
    sub_rule = tree_[sub_rule].next;
  }
  return sub_rule == kNoId;
}

bool RuleSet::is_equal(PatternId a, PatternId b) const {
  for (; a != kNoId && b != kNoId; a = tree_[a].next, b = tree_[b].next) {
    const auto left = tree_.clauses_of(a);
    const auto right = tree_.clauses_of(b);
    if (!std::equal(left.begin(), left.end(), right.begin(), right.end())) return false;
  }
  return a == b;
}

// Whether a rule has a pattern that is equal to one that it is to get.
bool RuleSet::has_pattern(RuleId rule, PatternId pattern) const {
  const PatternId first = rules_[rule].first_pattern;
  if (first == kNoId) return false;
  if (tree_[first].next_pattern == kNoId) return is_equal(first, pattern);
  const PatternId found = pattern_ids_.find(hash_of(pattern), [&](PatternId id) {
    return tree_[id].rule == rule && is_equal(id, pattern);
  });
  return found != kNoId;
}

RuleSet::PatternId RuleSet::find_pattern(RuleId rule, const Draft& draft) const {
  const PatternId first = rules_[rule].first_pattern;
  if (tree_[first].next_pattern == kNoId) return is_equal(first, draft) ? first : kNoId;
  return pattern_ids_.find(hash_of(rule, draft), [&](PatternId id) {
    return tree_[id].rule == rule && is_equal(id, draft);
  });
}

// ---- The public changes ----

RuleSet::Added RuleSet::add(std::string_view name, std::string_view pattern, Diagnostic& problem,
                            RuleId& id) {
  id = kNoRule;
  if (!draft(pattern, problem)) return Added::kNo;
  id = find(name);
  const bool there = id != kNoRule && find_pattern(id, draft_) != kNoId;
  const bool added = !there && create(name, draft_, id) != kNoId;
  drop_draft();
  if (there) return Added::kAlreadyThere;
  if (added) return Added::kNew;
  set_no_memory(problem);
  return Added::kNo;
}

bool RuleSet::replace(std::string_view name, std::string_view pattern, Diagnostic& problem,
                      RuleId& id) {
  id = kNoRule;
  if (!draft(pattern, problem)) return false;
  id = find(name);
  PatternId kept = id == kNoRule ? kNoId : find_pattern(id, draft_);
  if (kept == kNoId) kept = create(name, draft_, id);
  drop_draft();
  if (kept == kNoId) {
    set_no_memory(problem);
    return false;
  }
  for (PatternId other = rules_[id].first_pattern; other != kNoId;) {
    const PatternId next = tree_[other].next_pattern;
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
  if (!draft(pattern, problem)) return Removed::kRefused;
  const RuleId id = find(name);
  const PatternId found = id == kNoRule ? kNoId : find_pattern(id, draft_);
  drop_draft();
  if (found == kNoId) return Removed::kNothing;
  position = 0;
  for (PatternId older = tree_[found].next_pattern; older != kNoId;
       older = tree_[older].next_pattern) {
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
  return names_.find(hash_of_name(name),
                     [&](RuleId id) { return same_text(this->name(id), name); });
}

std::string_view RuleSet::name(RuleId id) const {
  const char* block = tree_.clauses().pool().at(rules_[id].name);
  uint32_t size;
  std::memcpy(&size, block, sizeof(size));
  return {block + sizeof(size), size};
}

bool RuleSet::list_rules(Vec<RuleId>& ids) const {
  ids.clear();
  if (!ids.reserve(size())) return false;
  for (RuleId id = 0; id < rules_.capacity(); ++id) {
    if (rules_[id].first_pattern != kNoId) ids.push_reserved(id);
  }
  sort(ids.begin(), ids.end(),
       [this](RuleId a, RuleId b) { return rules_[a].order < rules_[b].order; });
  return true;
}

RuleId RuleSet::create_rule(std::string_view name) {
  if (!rules_.reserve_one() || !names_.reserve_one()) return kNoRule;
  const auto size = static_cast<uint32_t>(name.size());
  Pool& pool = tree_.clauses().pool();
  const Pool::Ref block = pool.allocate_block(name_block_size(size));
  if (block == Pool::kNone) return kNoRule;
  std::memcpy(pool.at(block), &size, sizeof(size));
  copy_text(name, pool.at(block) + sizeof(size));
  const RuleId id = rules_.take();
  Rule& rule = rules_[id];
  rule.name = block;
  rule.order = next_order_++;
  names_.insert(hash_of_name(name), id);
  return id;
}

void RuleSet::destroy_rule(RuleId id) {
  while (rules_[id].first_pattern != kNoId) destroy_pattern(rules_[id].first_pattern);
  const std::string_view text = name(id);
  const auto size = static_cast<uint32_t>(text.size());
  names_.erase(hash_of_name(text), id);
  tree_.clauses().pool().release_block(rules_[id].name, name_block_size(size));
  rules_.give_back(id);
}

// ---- Patterns ----

RuleSet::PatternId RuleSet::create_pattern(RuleId rule, const Draft& draft) {
  const PatternId id = create_sub_rules(rule, draft);
  if (id == kNoId || link_pattern(rule, id)) return id;
  destroy_sub_rules(id);
  return kNoId;
}

// Makes a pattern the rule's first.
bool RuleSet::link_pattern(RuleId rule, PatternId id) {
  const PatternId before = rules_[rule].first_pattern;
  const bool second = before != kNoId && tree_[before].next_pattern == kNoId;
  if (second && !list_pattern(before)) return false;
  if (before != kNoId && !list_pattern(id)) {
    if (second) unlist_pattern(before);
    return false;
  }
  tree_[id].next_pattern = before;
  if (before != kNoId) tree_[before].previous_pattern = id;
  rules_[rule].first_pattern = id;
  return true;
}

bool RuleSet::list_pattern(PatternId id) {
  if (!pattern_ids_.reserve_one()) return false;
  pattern_ids_.insert(hash_of(id), id);
  return true;
}

void RuleSet::unlist_pattern(PatternId id) { pattern_ids_.erase(hash_of(id), id); }

void RuleSet::destroy_pattern(PatternId id) {
  const RuleTree::SubRule pattern = tree_[id];
  const PatternId next = pattern.next_pattern;
  const PatternId previous = pattern.previous_pattern;
  if (next != kNoId || previous != kNoId) unlist_pattern(id);
  if (next != kNoId) tree_[next].previous_pattern = previous;
  PatternId& link =
      previous != kNoId ? tree_[previous].next_pattern : rules_[pattern.rule].first_pattern;
  link = next;
  destroy_sub_rules(id);
  // One alone is not listed.
  const PatternId left = rules_[pattern.rule].first_pattern;
  const bool was_listed = next != kNoId || previous != kNoId;
  if (was_listed && tree_[left].next_pattern == kNoId) unlist_pattern(left);
}

// The first of the new sub-rules, or kNoId.
SubRuleId RuleSet::create_sub_rules(RuleId rule, const Draft& draft) {
  SubRuleId first = kNoId;
  for (uint32_t i = draft.sub_rules.size(); i-- != 0;) {
    const SubRuleId id = tree_.add(draft.of(draft.sub_rules[i]));
    if (id == kNoId) {
      destroy_sub_rules(first);
      return kNoId;
    }
    tree_[id].rule = rule;
    tree_[id].next = first;
    first = id;
  }
  return first;
}

void RuleSet::destroy_sub_rules(SubRuleId first) {
  while (first != kNoId) {
    const SubRuleId next = tree_[first].next;
    tree_.remove(first);
    first = next;
  }
}

}  // namespace tidegate
