#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/vec.h"
#include "json/tape.h"
#include "schema/equality.h"
#include "schema/schema.h"

namespace tidegate {

// One keyword that does not hold for a value.
struct SchemaIssue {
  Keyword keyword;
  uint32_t site;   // Of the value of the keyword in the schema's tape.
  uint32_t value;  // In the event's tape.
  uint32_t
      detail;  // What else there is to say, by the keyword: a value in one of the tapes or a count.
  uint32_t other;
  uint32_t within;  // How many issues before it are what it consists of.
};

// Validates events by schemas. Keeps its memory for the next event.
class SchemaValidator {
 public:
  enum class Verdict : uint8_t { kValid, kInvalid, kFailed };

  static constexpr uint32_t kMaxIssues = 1000;
  // Schemas that are open at once.
  static constexpr uint32_t kMaxOpen = 65536;
  // Steps for any event, and for each of its values so many more.
  static constexpr uint64_t kMaxSteps = 10'000'000;
  static constexpr uint64_t kMaxStepsPerValue = 64;

  // `seed` is that of the schemas.
  explicit SchemaValidator(uint64_t seed) : tape_(seed), equality_(steps_, limit_) {}

  // Without issues it ends with the first thing that is wrong. kFailed, as `problem` says: the
  // event is no JSON (the errors of read_event()), kSchemaTooComplex where it takes more than the
  // steps or open schemas above, kOutOfMemory. Cost: linear in the event where the schema goes
  // through each value once; no recursion.
  Verdict validate(const Schema& schema, std::string_view event, bool with_issues,
                   Diagnostic& problem);

  // Appends the issues of the last call as a JSON array of {"keyword", "instancePath",
  // "schemaPath", "message", "params", "begin", "end", "within"}, in the order in which they were
  // found: those that an issue consists of before it. False: no memory.
  [[nodiscard]] bool write_issues(const Schema& schema, Text& output) const;

  uint32_t issue_count() const { return issues_.size(); }

 private:
  static constexpr uint32_t kNone = JsonTape::kNone;

  // What came of applying a schema or a step; kPending: another schema has been opened first.
  enum class Outcome : uint8_t { kNew, kPending, kFalse, kTrue };

  // A schema that is open, at one of its steps.
  struct Frame {
    uint32_t node;
    uint32_t value;
    uint32_t step;
    uint32_t item;  // These three are the step's.
    uint32_t part;
    uint32_t count;
    uint32_t issues;     // How many there were before the step.
    uint32_t evaluated;  // How many there were before the schema.
    bool ok;
    bool step_ok;
    bool matched;
    bool quiet;    // No issues are wanted.
    bool keep;     // Who has opened it asks what it has evaluated,
    bool collect;  // or it does itself.
  };

  bool run();
  Outcome enter(uint32_t node, uint32_t value, bool quiet, bool keep);
  Outcome apply(Frame& frame, const Step& step, Outcome result);
  Outcome apply_members(Frame& frame, const Step& step, Outcome result);
  Outcome apply_member(Frame& frame, const MemberRules& rules);
  Outcome apply_elements(Frame& frame, const Step& step, Outcome result);
  Outcome apply_contains(Frame& frame, const Step& step, Outcome result);
  Outcome apply_names(Frame& frame, const Step& step, Outcome result);
  Outcome apply_list(Frame& frame, const Step& step, Outcome result);
  Outcome apply_if(Frame& frame, const Step& step, Outcome result);
  Outcome apply_unevaluated(Frame& frame, const Step& step, Outcome result);
  bool mark_evaluated(Frame& frame);
  void add_missing(const Frame& frame, const MemberRules& rules);
  uint32_t find_dynamic(const Step& step);
  bool next_step(Frame& frame) const;

  bool check(const Step& step, uint32_t value, bool quiet);
  bool check_enum(const Step& step, uint32_t value);
  bool check_required(const Step& step, uint32_t value, bool quiet);
  static uint32_t length_of(std::string_view text, uint32_t enough);

  bool add_issue(Keyword keyword, uint32_t site, uint32_t value, uint32_t detail = kNone,
                 uint32_t other = kNone, uint32_t within = 0);
  void evaluate(uint32_t item) {
    if (!evaluated_.push(item)) out_of_memory_ = true;
  }

  const Schema* schema_ = nullptr;
  uint64_t steps_ = 0;
  uint64_t limit_ = 0;
  bool out_of_memory_ = false;
  bool too_many_open_ = false;
  uint32_t epoch_ = 0;
  JsonTape tape_;
  JsonEquality equality_;
  Vec<Frame> frames_;
  Vec<SchemaIssue> issues_;
  Vec<uint32_t> evaluated_;  // Names and elements.
  Vec<uint32_t> marks_;      // For each value of the tape the last epoch in which it was evaluated.
};

}  // namespace tidegate
