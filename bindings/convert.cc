// EventBridge events to CloudEvents and back, as JavaScript sees it (web/).

#include <emscripten/emscripten.h>

#include <cstdint>

#include "convert/cloud_event.h"
#include "convert/from_cloud_event.h"
#include "convert/upgrade.h"
#include "state.h"

namespace tidegate {
namespace {

JsonItems members;
Text kept;  // By tg_keep_text().

}  // namespace

extern "C" {

// Keeps the text in the input for the calls that follow.
EMSCRIPTEN_KEEPALIVE int32_t tg_keep_text(uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  kept.clear();
  kept.append(in.text);
  return kept.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

// Writes the event in the input as a CloudEvent to tg_output_text(). `flags`: 1 for version 0.2, 2
// for lossless, 4 where the text that was kept is the name of the event bus; 8 times the
// CloudEventOptions::Profile. Its size in bytes.
EMSCRIPTEN_KEEPALIVE int32_t tg_to_cloud_event(uint32_t size, uint32_t flags) {
  Input in;
  CloudEventOptions options;
  if (!read_input(0, 0, size, in) ||
      !read_choice(flags >> 3, CloudEventOptions::Profile::kArn, options.profile)) {
    return kFailed;
  }
  options.max_event_bytes = size;  // JavaScript has held it against the caller's limit.
  if ((flags & 1) != 0) options.version = CloudEventOptions::Version::k0_2;
  options.lossless = (flags & 2) != 0;
  if ((flags & 4) != 0) options.event_bus = kept.view();
  if (!to_cloud_event(in.text, options, members, output, nullptr, problem)) return kFailed;
  return static_cast<int32_t>(output.view().size());
}

// Turns the CloudEvent in the input into what the options say that were kept, in the JSON of
// read_from_cloud_event_options(). tg_output_text() begins with a line that holds the losses.
EMSCRIPTEN_KEEPALIVE int32_t tg_from_cloud_event(uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in) || !members.read(kept.view(), problem)) return kFailed;
  const FromCloudEventOptions options = read_from_cloud_event_options(members);
  Text converted;
  Losses losses;
  if (!from_cloud_event(in.text, options, converted, losses, problem)) return kFailed;
  output.clear();
  losses.write(output);
  output.append('\n').append(converted.view());
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

// Writes the CloudEvent in the input in version 1.0 to tg_output_text().
EMSCRIPTEN_KEEPALIVE int32_t tg_upgrade_cloud_event(uint32_t size) {
  Input in;
  output.clear();
  return read_input(0, 0, size, in) && members.read(in.text, problem) &&
                 append_upgraded(in.text, members, output, problem)
             ? 0
             : kFailed;
}

}  // extern "C"

}  // namespace tidegate
