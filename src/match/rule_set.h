#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/records.h"
#include "match/clause_index.h"
#include "match/match_scratch.h"
#include "pattern/parser.h"

// Rules by name, matched against events. A rule has one or more patterns and matches an event when
// one of them does; rules never influence each other.
//
//   RuleSet rules;
//   Diagnostic problem;
//   RuleId id;
//   rules.add("stopped", R"({"detail": {"state": ["stopped"]}})", problem, id);
//   MatchScratch scratch;
//   if (rules.match(event, scratch, problem)) {
//     for (RuleId matched : scratch.matches) use(rules.name(matched));
//   }
//
// Whatever fails leaves the set as it was. match() is const and may run in several threads at once,
// each with its own MatchScratch; nothing else may run beside a change of the set. Owns everything
// it keeps; moves are not offered.
namespace tidegate {

struct RuleSetOptions {
  Profile profile = Profile::kEventBridge;
  uint32_t max_event_bytes = kDefaultMaxEventBytes;
  uint64_t hash_seed = 0;  // A random number where patterns or events come from strangers.
};

class RuleSet {
 public:
  // What add() did.
  enum class Added : uint8_t {
    kNo,  // Refused; see the problem.
    kNew,
    kAlreadyThere,  // The rule has an equal pattern: nothing changed.
  };

  explicit RuleSet(const RuleSetOptions& options = {});
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

  // Adds a pattern to the rule of this name, which is made when there is none. `id` is the rule's,
  // which it keeps as long as it has a pattern; ids are small and used again. Errors: those of
  // parse_pattern(), and kOutOfMemory. Cost: about the size of the pattern, whatever the size of
  // the set.
  [[nodiscard]] Added add(std::string_view name, std::string_view pattern, Diagnostic& problem,
                          RuleId& id);

  // Makes `pattern` the only one of the rule, which keeps its place in the order; adds the rule
  // when there is none.
  [[nodiscard]] bool replace(std::string_view name, std::string_view pattern, Diagnostic& problem,
                             RuleId& id);

  // Removes a rule with all its patterns. Returns the id it had, or kNoRule when there was none.
  RuleId remove(std::string_view name);

  // Removes the pattern of a rule that is equal to this one (as parsed, not as written), and the
  // rule with its last pattern.
  enum class Removed : uint8_t {
    kRefused,  // `pattern` is none; see the problem.
    kNothing,  // There is no such rule, or it has no such pattern.
    kPattern,
    kRule,  // It was the rule's last one.
  };
  // `position` is the place that the pattern had among the rule's, in the order in which they were
  // added.
  [[nodiscard]] Removed remove(std::string_view name, std::string_view pattern, Diagnostic& problem,
                               uint32_t& position);

  // Takes back the last pattern that was added to a rule. Never kRefused; needs no memory.
  Removed remove_newest(std::string_view name);

  void clear();

  RuleId find(std::string_view name) const;
  std::string_view name(RuleId id) const;
  uint32_t size() const { return names_.size(); }

  // What the set holds on the heap, spare room included. It does not grow while rules are replaced
  // by others like them.
  size_t memory_bytes() const {
    return index_.memory_bytes() + rules_.memory_bytes() + names_.memory_bytes() +
           patterns_.memory_bytes() + pattern_ids_.memory_bytes() + sub_rules_.memory_bytes() +
           homeless_.memory_bytes();
  }

  // Matches the text of an event (a JSON object in UTF-8) against all rules; the ids of those that
  // match are in scratch.matches, in the order in which the rules were first added. Errors:
  // kTooLarge (max_event_bytes), kEventNotObject, kEventTooComplex, kOutOfMemory and those of
  // read_event(); under the profile kSnsBody what is no JSON object matches nothing. Cost: one pass
  // over the text, then about as much as values and rules match, however many rules there are; but
  // each distinct predicate that is neither an equality nor an affix is held against each value at
  // its path. Allocates nothing once the scratch has grown.
  [[nodiscard]] bool match(std::string_view event, MatchScratch& scratch,
                           Diagnostic& problem) const;

  // The same for one rule at most: stops at the first match, which need not be the first in order.
  [[nodiscard]] bool match_any(std::string_view event, MatchScratch& scratch,
                               Diagnostic& problem) const;

  // The same for an event that somebody else has read: scratch.event holds what paths() wants of
  // it. Errors: kEventTooComplex, kOutOfMemory.
  [[nodiscard]] bool match_view(bool first_only, MatchScratch& scratch, Diagnostic& problem) const;

  // What the rules want to see of an event.
  const PathTree& paths() const { return index_.paths(); }

 private:
  friend class Matching;

  using PatternId = uint32_t;

  struct Rule {
    Pool::Ref name = Pool::kNone;
    uint32_t name_size = 0;
    uint32_t name_hash = 0;
    PatternId first_pattern = kNoId;  // The newest.
    uint64_t order = 0;
  };

  struct PatternEntry {
    RuleId rule = kNoRule;
    PatternId next = kNoId;  // Of the same rule, the one added before.
    PatternId previous = kNoId;
    SubRuleId first_sub_rule = kNoId;
    uint32_t hash = 0;
  };

  struct SubRuleEntry {
    PatternId pattern = kNoId;
    SubRuleId next = kNoId;           // Of the same pattern, in the order of Draft.
    Pool::Ref clauses = Pool::kNone;  // ClauseIds in canonical order of their paths.
    uint32_t clause_count = 0;
    ClauseId home = kNoId;  // The clause in whose bucket it hangs; kNoId: it waits in homeless_.
    uint32_t position = 0;  // In that bucket or in homeless_.
  };

  // The sub-rules of a pattern as clauses of this set.
  struct Draft;

  [[nodiscard]] bool draft(std::string_view text, Draft& draft, Diagnostic& problem);
  [[nodiscard]] bool hold_clauses(const Pattern& pattern, Draft& draft);
  void drop(Draft& draft);
  uint32_t hash_of(RuleId rule, const Draft& draft) const;
  PatternId find_pattern(RuleId rule, const Draft& draft) const;

  [[nodiscard]] PatternId create(std::string_view name, const Draft& draft, RuleId& id);
  [[nodiscard]] RuleId create_rule(std::string_view name);
  void destroy_rule(RuleId id);
  [[nodiscard]] PatternId create_pattern(RuleId rule, const Draft& draft);
  void destroy_pattern(PatternId id);
  Removed remove_pattern(RuleId rule, PatternId pattern);
  [[nodiscard]] bool create_sub_rule(PatternId pattern, std::span<const ClauseId> clauses);
  void destroy_sub_rules(PatternId pattern);
  [[nodiscard]] bool attach(SubRuleId id);
  void detach(SubRuleId id);
  ClauseId choose_home(std::span<const ClauseId> clauses) const;

  std::span<const ClauseId> clauses(const SubRuleEntry& sub_rule) const {
    return {reinterpret_cast<const ClauseId*>(index_.pool().at(sub_rule.clauses)),
            sub_rule.clause_count};
  }
  uint32_t hash_of_name(std::string_view name) const;
  [[nodiscard]] bool run(std::string_view event, bool first_only, MatchScratch& scratch,
                         Diagnostic& problem) const;

  RuleSetOptions options_;
  ClauseIndex index_;
  Records<Rule> rules_;
  IdTable names_;
  Records<PatternEntry> patterns_;
  IdTable pattern_ids_;
  Records<SubRuleEntry> sub_rules_;
  Vec<SubRuleId> homeless_;  // An event may satisfy them without any value: every one asks them.
  uint64_t next_order_ = 0;
};

}  // namespace tidegate
