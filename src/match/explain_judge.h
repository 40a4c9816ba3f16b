#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/vec.h"
#include "match/explain.h"
#include "match/explain_missing.h"
#include "match/explain_reason.h"
#include "match/matching.h"
#include "match/rule_set.h"

namespace tidegate {

// What an explanation says, before it is put into words: the nodes of the pattern with what became
// of them, and the values that were looked at. Asks the engine that match() is, and no other.
//
// A field holds by itself where a rule of this field alone would match. Where the pattern matches,
// one choice of branches of every $or is what matched (a sub-rule: pattern/pattern.h); where it
// does not and yet each field of some choice holds by itself, the elements of arrays disagree;
// otherwise a field fails in every choice.
class Explainer {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  enum class Status : uint8_t { kMatched, kFailed, kNotReached };

  // A node of the pattern; those below it follow, up to `end`.
  struct PatternNode {
    const Node* node = nullptr;
    const Member* member = nullptr;  // nullptr for the root and for branches.
    uint32_t end = 0;
    uint32_t clause = kNone;  // Of a field.
    uint32_t choices = 1;     // Sub-rules that it multiplies out to.
    uint32_t best = kNone;    // Of a $or: the branch with the fewest failures.
    uint32_t failed = 0;  // Conditions that fail by themselves, and all; of a $or those of `best`.
    uint32_t conditions = 0;
    uint32_t choice = kNone;  // Which of its choices matched, if any.
    bool holds = false;       // By itself.
    bool is_skipped = false;
    Status status = Status::kNotReached;
    ReasonCode reason = ReasonCode::kNone;
  };

  // A field of the pattern, by its clause.
  struct Field {
    ClauseId clause = kNoId;
    uint32_t first_alternative = 0;  // Into the clauses of single alternatives.
    uint32_t leaves = 0;             // Values at its path.
    uint32_t served = kNone;         // The leaf that satisfied it.
    uint32_t listed = 0;             // Its values in listed(): begin and end.
    uint32_t listed_end = 0;
    uint32_t missing = kNone;  // In missing().
    bool is_used = false;      // In some sub-rule.
    bool holds = false;        // By itself.
    bool is_chosen = false;    // In the sub-rule that matched.
    bool is_settled = false;   // Whether `served` is known; kNone is an absence then.
  };

  // A value that is shown, and where its pointer stands in pointers().
  struct Listed {
    uint32_t leaf;
    Span pointer;
  };

  // Elements of one array, and a field that some value in it satisfies.
  struct Meeting {
    uint32_t element;  // A place.
    uint32_t clause;
    uint32_t leaf;   // One of those in it.
    uint32_t depth;  // Of the element among the elements around the leaf, from 1.
    Span pointer;
  };

  Explainer(std::string_view event, std::string_view pattern, const ExplainOptions& options)
      : event_(event),
        text_(pattern),
        options_(options),
        rules_(options_of(options)),
        matching_(rules_, scratch_) {}

  // Finds out all that the rest says. The results, and `problem`, are those of explain().
  [[nodiscard]] Explained run(Diagnostic& problem);

  bool is_match() const { return is_match_; }
  const Vec<PatternNode>& nodes() const { return nodes_; }
  const Pattern& pattern() const { return pattern_; }
  const Vec<Field>& fields() const { return fields_; }
  const Vec<Listed>& listed() const { return listed_; }
  const Vec<Meeting>& meetings() const { return meetings_; }
  const MissingFields& missing() const { return missing_; }
  std::string_view pointer(Span span) const {
    return pointers_.view().substr(span.begin, span.end - span.begin);
  }
  const Leaf& leaf(uint32_t i) const { return scratch_.event.leaves[i]; }
  Value& value(uint32_t leaf) { return scratch_.values[leaf]; }
  std::string_view event() const { return event_; }
  std::string_view text() const { return text_; }
  std::string_view as_written(Span span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }
  std::string_view as_written(const Leaf& leaf) const {
    return event_.substr(leaf.begin, leaf.end - leaf.begin);
  }
  std::string_view operand(const Field& field, uint32_t alternative) const;
  bool satisfies_alternative(const Field& field, uint32_t alternative, uint32_t leaf);

 private:
  static RuleSetOptions options_of(const ExplainOptions& options);

  // Each of these returns false where there is no memory.
  bool list_nodes();
  bool hold_clauses();
  bool judge_fields();
  bool count_leaves();
  bool choose();
  bool find_elements(uint32_t sub_rule);
  bool list_values();
  bool list_values_of(uint32_t clause);
  bool find_pointers();

  void judge_nodes();
  void judge_node(uint32_t node);
  void settle_nodes();
  void settle(uint32_t node);
  void settle_or(uint32_t node);
  void settle_field(PatternNode& field);
  bool is_satisfied(ClauseId clause);
  PredicateId predicate_of(const Field& field, uint32_t alternative) const;
  bool is_together(const SubRule& sub_rule, Vec<ClauseId>& clauses);
  void note_served(const SubRule& sub_rule);
  uint32_t find_served(const Field& field, uint32_t clause);
  bool collect_meetings(uint32_t sub_rule, uint32_t depth);
  bool keep_disagreeing();
  bool keep_elements(const Meeting* begin, const Meeting* end, const Meeting* largest);
  uint32_t element_at(uint32_t place, uint32_t depth) const;

  const std::string_view event_;
  const std::string_view text_;
  const ExplainOptions options_;
  RuleSet rules_;
  MatchScratch scratch_;
  Matching matching_;
  Pattern pattern_;
  Vec<PatternNode> nodes_;
  Vec<Field> fields_;
  Vec<ClauseId> alternatives_;  // The clause of each alternative alone.
  Vec<uint32_t> leaf_counts_;   // By path.
  Vec<Listed> listed_;
  Vec<Meeting> meetings_;
  Text pointers_;
  MissingFields missing_;
  uint32_t missing_count_ = 0;
  uint64_t tests_left_ = 0;
  uint32_t chosen_ = kNone;  // The sub-rule that matched, or whose fields hold each by itself.
  bool is_match_ = false;
};

}  // namespace tidegate
