#include "fuzz.h"
#include "json/syntax.h"
#include "lint/linter.h"
#include "match/rule_set.h"

using namespace tidegate;

// Each part is a pattern, and the last one also the schema of the events. A pattern is refused
// exactly if a rule set refuses it, and the findings are JSON; where the same pattern is linted
// twice, the second is found to be the same.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  const std::string_view first = rest.substr(0, rest.find('\xFF'));
  Text json;
  Linter linter(Profile::kEventBridge, json);
  Diagnostic problem;
  static_cast<void>(linter.add_schema(rest.substr(rest.rfind('\xFF') + 1), 7, problem));
  uint32_t rule = 0;
  fuzz::demand(linter.add(first, rule));
  const bool is_refused = json.view().find("\"errorCode\":\"") != std::string_view::npos;
  while (!rest.empty()) fuzz::demand(linter.add(fuzz::take_part(rest), ++rule));
  fuzz::demand(linter.end());
  fuzz::demand(validate_json(json.view()).code == ErrorCode::kOk);

  RuleSet rules;
  RuleId id = kNoRule;
  const bool added = rules.add("", first, problem, id) == RuleSet::Added::kNew;
  fuzz::demand(added != is_refused);
  return 0;
}
