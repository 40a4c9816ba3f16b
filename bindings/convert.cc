// The converter as JavaScript sees it (web/).

#include <emscripten/emscripten.h>

#include <cstdint>

#include "convert/cloud_event.h"
#include "state.h"

namespace tidegate {

extern "C" {

// Writes the event in the input as a CloudEvent to tg_output_text(). `flags`: 1 for version 0.2.
EMSCRIPTEN_KEEPALIVE int32_t tg_to_cloud_event(uint32_t size, uint32_t flags) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  CloudEventOptions options;
  options.max_event_bytes = size;  // JavaScript has held it against the caller's limit.
  if ((flags & 1) != 0) options.version = CloudEventOptions::Version::k0_2;
  return to_cloud_event(in.text, options, output, problem) ? 0 : kFailed;
}

}  // extern "C"

}  // namespace tidegate
