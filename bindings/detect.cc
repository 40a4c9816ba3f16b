// What an input is, as JavaScript sees it (web/detect.ts).

#include "event/detect.h"

#include <emscripten/emscripten.h>

#include <cstdint>

#include "state.h"

namespace tidegate {
namespace {

// Deeper nesting is not looked into, so that the cost stays linear.
constexpr int kMostLevels = 8;

Detector detector;

void write_name(InputKind kind) { output.append('"').append(input_kind_name(kind)).append('"'); }

void write(const Detection& detection) {
  output.clear();
  output.append("{\"kind\":");
  write_name(detection.kind);
  if (!detection.specversion.empty()) {
    output.append(",\"specversion\":").append(detection.specversion);
  }
  if (!detection.list.empty()) output.append(",\"records\":").append_number(detection.records);
}

// False: no memory.
bool write_contents(Detection& detection) {
  output.append(",\"contains\":[");
  for (int level = 0; level < kMostLevels; ++level) {
    if (!detector.descend(detection)) return false;
    if (detection.kind == InputKind::kUnknown) break;
    if (level != 0) output.append(',');
    write_name(detection.kind);
  }
  output.append(']');
  return true;
}

}  // namespace

extern "C" {

// Writes what the text in the input is to tg_output_text(), as an object that is a Detection of
// web/detect.ts, which has `contains` if `deep`.
EMSCRIPTEN_KEEPALIVE int32_t tg_detect(uint32_t size, bool deep) {
  Input in;
  Detection detection;
  if (!read_input(0, 0, size, in)) return kFailed;
  if (!detector.detect(in.text, detection, problem)) return kFailed;
  write(detection);
  if (deep && !write_contents(detection)) return fail(ErrorCode::kOutOfMemory);
  output.append('}');
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

}  // extern "C"

}  // namespace tidegate
