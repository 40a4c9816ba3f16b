// What lint finds in patterns, as JavaScript sees it (web/lint.ts).

#include <emscripten/emscripten.h>

#include <cstdint>

#include "json/items.h"
#include "lint/linter.h"
#include "state.h"

namespace tidegate {

extern "C" {

// Writes to tg_output_text() what lint finds in the patterns in the input: a JSON array of an array
// with the texts of schemas, and one with an array of the texts of its patterns for each rule. A
// number below kFailed: schema kFailed - 1 minus that number cannot be read.
EMSCRIPTEN_KEEPALIVE int32_t tg_lint(uint32_t size, uint32_t profile, uint32_t hash_seed) {
  Input in;
  JsonItems both;
  JsonItems schemas;
  JsonItems rules;
  JsonItems patterns;
  Profile chosen;
  if (!read_input(0, 0, size, in) || !read_choice(profile, Profile::kRuler, chosen) ||
      !both.read(in.text, problem)) {
    return kFailed;
  }
  if (both.size() != 2) return fail(ErrorCode::kInvalidArgument);
  if (!schemas.read_part(both[0].text) || !rules.read_part(both[1].text))
    return fail(ErrorCode::kOutOfMemory);
  output.clear();
  Linter linter(chosen, output);
  for (uint32_t i = 0; i < schemas.size(); ++i) {
    if (!linter.add_schema(schemas[i].value, hash_seed, problem))
      return kFailed - 1 - static_cast<int32_t>(i);
  }
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
