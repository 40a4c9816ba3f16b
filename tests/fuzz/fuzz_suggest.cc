#include "fuzz.h"
#include "json/syntax.h"
#include "match/rule_set.h"
#include "suggest/suggest_pattern.h"

using namespace tidegate;

// Each part is an event; those that are none are passed over, and every other one is to match. What
// is suggested is JSON, and the matcher agrees with it.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view events[2][8];
  size_t counts[2] = {};
  Diagnostic problem;
  Samples parts;
  std::string_view rest = fuzz::text_of(data, size);
  for (size_t i = 0; !rest.empty() && i < 16; ++i) {
    const std::string_view event = fuzz::take_part(rest);
    if (parts.add(event, problem)) events[i % 2][counts[i % 2]++] = event;
  }

  Samples samples;
  for (size_t side = 0; side < 2; ++side) {
    for (size_t i = 0; i < counts[side]; ++i) {
      fuzz::demand(samples.add(events[side][i], problem));
    }
  }
  Text json;
  const auto match_count = static_cast<uint32_t>(counts[0]);
  fuzz::demand(samples.finish());
  if (match_count == 0) return 0;
  fuzz::demand(suggest_pattern(samples, match_count, {}, json) == ErrorCode::kOk);
  fuzz::demand(validate_json(json.view()).code == ErrorCode::kOk);
  constexpr std::string_view kBegin = "{\"pattern\":";
  if (!json.view().starts_with(kBegin)) return 0;

  RuleSet rules;
  MatchScratch scratch;
  RuleId id = kNoRule;
  const std::string_view pattern =
      json.view().substr(kBegin.size(), json.view().size() - kBegin.size() - 1);
  fuzz::demand(rules.add("", pattern, problem, id) == RuleSet::Added::kNew);
  for (size_t side = 0; side < 2; ++side) {
    for (size_t i = 0; i < counts[side]; ++i) {
      if (!rules.match(events[side][i], scratch, problem)) continue;
      fuzz::demand(scratch.matches.empty() == (side == 1));
    }
  }
  return 0;
}
