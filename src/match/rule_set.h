#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/records.h"
#include "match/match_scratch.h"
#include "match/rule_tree.h"
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
  Validation validation = Validation::kWhole;  // Of events; see json/reader.h.
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

  // The ids of all rules, in the order in which they were first added. False: no memory.
  [[nodiscard]] bool list_rules(Vec<RuleId>& ids) const;

  // What the set holds on the heap, spare room included. It does not grow while rules are replaced
  // by others like them.
  size_t memory_bytes() const {
    return tree_.memory_bytes() + rules_.memory_bytes() + names_.memory_bytes() +
           pattern_ids_.memory_bytes() + pattern_.memory_bytes() + draft_.memory_bytes();
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
  const PathTree& paths() const { return tree_.clauses().paths(); }

 private:
  friend class Explainer;
  friend class Matching;
  friend class SnapshotWriter;
  friend class SnapshotReader;

  // A pattern is known by its first sub-rule.
  using PatternId = SubRuleId;

  struct Rule {
    Pool::Ref name = Pool::kNone;
    PatternId first_pattern = kNoId;  // The newest.
    uint64_t order = 0;
  };

  // The sub-rules of a pattern as clauses of this set.
  struct Draft {
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
    void sort_sub_rules();
    size_t memory_bytes() const {
      return held.memory_bytes() + clauses.memory_bytes() + sub_rules.memory_bytes();
    }
  };

  [[nodiscard]] bool draft(std::string_view text, Diagnostic& problem);
  [[nodiscard]] bool hold_clauses(const Pattern& pattern);
  void drop_draft();
  uint32_t hash_of(RuleId rule, const Draft& draft) const;
  PatternId find_pattern(RuleId rule, const Draft& draft) const;

  [[nodiscard]] PatternId create(std::string_view name, const Draft& draft, RuleId& id);
  [[nodiscard]] RuleId create_rule(std::string_view name);
  void destroy_rule(RuleId id);
  uint32_t hash_of(PatternId pattern) const;
  bool is_equal(PatternId pattern, const Draft& draft) const;
  bool is_equal(PatternId a, PatternId b) const;
  bool has_pattern(RuleId rule, PatternId pattern) const;
  [[nodiscard]] PatternId create_pattern(RuleId rule, const Draft& draft);
  void destroy_pattern(PatternId id);
  Removed remove_pattern(RuleId rule, PatternId pattern);
  [[nodiscard]] SubRuleId create_sub_rules(RuleId rule, const Draft& draft);
  void destroy_sub_rules(SubRuleId first);
  [[nodiscard]] bool link_pattern(RuleId rule, PatternId id);
  [[nodiscard]] bool list_pattern(PatternId id);
  void unlist_pattern(PatternId id);
  uint32_t hash_of_name(std::string_view name) const;
  [[nodiscard]] bool run(std::string_view event, bool first_only, MatchScratch& scratch,
                         Diagnostic& problem) const;

  RuleSetOptions options_;
  RuleTree tree_;
  Records<Rule> rules_;
  IdTable names_;
  IdTable pattern_ids_;  // The patterns of rules with several.
  uint64_t next_order_ = 0;
  // Of the change that is being made; only their memory is kept between changes.
  Pattern pattern_;
  Draft draft_;
};

}  // namespace tidegate
