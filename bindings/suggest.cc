// Which pattern matches some events and not others, as JavaScript sees it
// (web/schema/suggest-pattern.ts).

#include <emscripten/emscripten.h>

#include <cstdint>
#include <optional>

#include "json/items.h"
#include "state.h"
#include "suggest/suggest_pattern.h"

namespace tidegate {
namespace {

std::optional<Samples> samples;

}  // namespace

extern "C" {

// Begins with no events.
EMSCRIPTEN_KEEPALIVE void tg_suggest_begin() { samples.emplace(); }

// Takes the event in the input. Those that are to match come first.
EMSCRIPTEN_KEEPALIVE int32_t tg_suggest_event(uint32_t size) {
  Input in;
  if (!samples) return fail(ErrorCode::kInvalidArgument);
  return read_input(0, 0, size, in) && samples->add(in.text, problem) ? 0 : kFailed;
}

// Writes to tg_output_text() the smallest pattern for so many of the events, and forgets them. In
// the input is a JSON array of the fields to leave out.
EMSCRIPTEN_KEEPALIVE int32_t tg_suggest(uint32_t size, uint32_t match_count, uint32_t preference) {
  Input in;
  JsonItems ignored;
  SuggestOptions options;
  if (!samples || match_count == 0 || match_count > samples->size()) {
    return fail(ErrorCode::kInvalidArgument);
  }
  if (!read_input(0, 0, size, in) ||
      !read_choice(preference, Preference::kValues, options.preference) ||
      !ignored.read(in.text, problem)) {
    return kFailed;
  }
  bool has_memory = samples->finish();
  for (const JsonItem& path : ignored) {
    has_memory = has_memory && options.ignored.push(path.value);
  }
  output.clear();
  const ErrorCode code = has_memory ? suggest_pattern(*samples, match_count, options, output)
                                    : ErrorCode::kOutOfMemory;
  samples.reset();
  return code == ErrorCode::kOk ? 0 : fail(code);
}

}  // extern "C"

}  // namespace tidegate
