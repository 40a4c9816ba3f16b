// Explanations as JavaScript sees them (web/explain.ts).

#include "match/explain.h"

#include <emscripten/emscripten.h>

#include <cstdint>

#include "state.h"

namespace tidegate {

extern "C" {

// Explains to tg_output_text() what becomes of the event and, behind it in the input, a pattern.
// `flags`: 1 for a brief explanation. -2: it is the pattern that is refused.
EMSCRIPTEN_KEEPALIVE int32_t tg_explain(uint32_t event_size, uint32_t pattern_size,
                                        uint32_t profile, uint32_t flags) {
  Input in;
  ExplainOptions options;
  if (!read_input(event_size, event_size, pattern_size, in) ||
      !read_choice(profile, Profile::kRuler, options.profile)) {
    return kFailed;
  }
  options.max_event_bytes = event_size;  // JavaScript has held it against the caller's limit.
  options.brief = (flags & 1) != 0;
  output.clear();
  switch (explain(in.name, in.text, options, output, problem)) {
    case Explained::kYes:
      return 0;
    case Explained::kPatternRefused:
      return -2;
    case Explained::kEventRefused:
      return kFailed;
  }
  return kFailed;
}

}  // extern "C"

}  // namespace tidegate
