// What lint finds in patterns, as JavaScript sees it (web/lint.ts).

#include <emscripten/emscripten.h>

#include <cstdint>

#include "json/items.h"
#include "lint/linter.h"
#include "state.h"

namespace tidegate {

extern "C" {

// Writes to tg_output_text() what lint finds in the patterns in the input: a JSON array with an
// array of the texts of its patterns for each rule.
EMSCRIPTEN_KEEPALIVE int32_t tg_lint(uint32_t size, uint32_t profile) {
  Input in;
  JsonItems rules;
  JsonItems patterns;
  if (!read_input(0, 0, size, in) || !rules.read(in.text, problem)) return kFailed;
  output.clear();
  Linter linter(static_cast<Profile>(profile), output);
  for (uint32_t rule = 0; rule < rules.size(); ++rule) {
    if (!patterns.read_part(rules[rule].text)) return fail(ErrorCode::kOutOfMemory);
    for (const JsonItem& pattern : patterns) {
      if (!linter.add(pattern.value, rule)) return fail(ErrorCode::kOutOfMemory);
    }
  }
  return linter.end() ? 0 : fail(ErrorCode::kOutOfMemory);
}

}  // extern "C"

}  // namespace tidegate
