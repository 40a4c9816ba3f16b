#include <string>

#include "fuzz.h"
#include "match/rule_set.h"

using namespace tidegate;

// The first part is an event, the others are patterns. A rule matches beside others if and only if
// it matches alone, and after the others are removed it still does.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  const std::string_view event = fuzz::take_part(rest);
  RuleSetOptions options;
  options.profile = Profile::kRuler;
  RuleSet all(options);
  Diagnostic problem;
  MatchScratch scratch;
  std::string expected;
  for (int n = 0; !rest.empty() && n < 40; ++n) {
    const std::string_view pattern = fuzz::take_part(rest);
    const std::string name = std::to_string(n);
    RuleSet alone(options);
    RuleId id = kNoRule;
    const bool added = alone.add(name, pattern, problem, id) == RuleSet::Added::kNew;
    fuzz::demand(added == (all.add(name, pattern, problem, id) == RuleSet::Added::kNew));
    if (!added) continue;
    const bool ok = alone.match(event, scratch, problem);
    if (!ok) return 0;
    if (!scratch.matches.empty()) expected += name + ' ';
    uint32_t position = 0;
    fuzz::demand(alone.remove(name, pattern, problem, position) == RuleSet::Removed::kRule);
    fuzz::demand(alone.match(event, scratch, problem) && scratch.matches.empty());
  }
  if (!all.match(event, scratch, problem)) return 0;
  std::string got;
  for (const RuleId id : scratch.matches) got += std::string(all.name(id)) + ' ';
  fuzz::demand(got == expected);
  return 0;
}
