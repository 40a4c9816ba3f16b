#include "fuzz.h"
#include "json/reader.h"
#include "match/explain.h"
#include "match/rule_set.h"

using namespace tidegate;

// The first part is an event, the second a pattern. What a rule set takes is explained, with its
// verdict and as JSON; what it refuses is refused with the same code.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view pattern = fuzz::text_of(data, size);
  const std::string_view event = fuzz::take_part(pattern);
  ExplainOptions options;
  options.profile = Profile::kRuler;
  Text json;
  Diagnostic problem;
  const Explained result = explain(event, pattern, options, json, problem);

  RuleSetOptions set_options;
  set_options.profile = options.profile;
  RuleSet rules(set_options);
  MatchScratch scratch;
  Diagnostic expected;
  RuleId id = kNoRule;
  const bool added = rules.add("", pattern, expected, id) == RuleSet::Added::kNew;
  fuzz::demand(added == (result != Explained::kPatternRefused));
  if (added) {
    const bool read = rules.match(event, scratch, expected);
    fuzz::demand(read == (result == Explained::kYes));
  }
  if (result != Explained::kYes) {
    fuzz::demand(problem.code == expected.code);
    return 0;
  }
  fuzz::demand(validate_json(json.view()).code == ErrorCode::kOk);
  const std::string_view verdict =
      scratch.matches.empty() ? "{\"matched\":false," : "{\"matched\":true,";
  fuzz::demand(json.view().starts_with(verdict));
  return 0;
}
