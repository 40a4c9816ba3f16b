#pragma once

#include <string_view>

#include "base/arena.h"
#include "lint/event_schema.h"
#include "lint/finding.h"
#include "lint/linted_pattern.h"
#include "lint/proof.h"
#include "pattern/parser.h"

namespace tidegate {

// Finds what is wrong, or probably not meant, in the patterns of a set of rules: what is refused,
// what never or always matches, parts that do nothing, slips, and patterns that others cover. What
// it says of the events that match is proved; where it can prove nothing, it says nothing.
//
// Keeps about three times the text of each pattern.
class Linter {
 public:
  // What it finds is written to `json` (FindingWriter), which is empty and outlives it.
  Linter(Profile profile, Text& json) : profile_(profile), json_(json), findings_(json) {}

  // Takes a schema of the events, before any pattern; where there are several, each event is valid
  // against one of them. A pattern is held against those whose source and detail-type it asks for.
  // Errors: those of EventSchema::read().
  [[nodiscard]] bool add_schema(std::string_view text, uint32_t hash_seed, Diagnostic& problem) {
    return schemas_.add(text, hash_seed, problem);
  }

  // Takes the next pattern, as part of the rule of this number. False: no memory.
  //
  // Cost: that of parsing it, and once or twice that of its text; lists of operators are held
  // against the whole list.
  [[nodiscard]] bool add(std::string_view pattern, uint32_t rule);

  // Compares the patterns, and makes `json` complete. False: no memory.
  //
  // A pattern is compared only with those that have one of its values at the field where they have
  // the rarest ones, and with those that have operators alone at one of its fields. Where many
  // share all of their values, that is quadratic in those; Prover::kMaxSteps ends it, which is a
  // finding.
  [[nodiscard]] bool end();

 private:
  bool keep(const Pattern& pattern, LintedPattern& linted);
  bool keep_clause(const Clause& clause, LintClause& kept);
  bool file_all();
  void find_cover(const LintedPattern& pattern);
  bool find_cover(const LintedPattern& pattern, uint64_t key);
  void report_quotas();

  Profile profile_;
  EventSchemas schemas_;
  Arena arena_;  // Of all that is kept.
  Pattern pattern_;
  PathTree paths_;
  Vec<LintedPattern*> patterns_;
  Vec<uint32_t> rules_;  // By pattern.
  Prover prover_;
  Text& json_;
  FindingWriter findings_;
  Vec<char> operand_;

  // What sub-rules are found by: a hash in the upper half, the pattern in the lower one.
  Vec<uint64_t> filed_;
};

}  // namespace tidegate
