#include "event/detect.h"
#include "fuzz.h"
#include "json/reader.h"

using namespace tidegate;

namespace {

bool lies_in(std::string_view part, std::string_view text) {
  return part.empty() ||
         (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
}

}  // namespace

// JSON, and nothing else, is of some kind; what is shown of it are JSON values that lie in it; the
// same text is of the same kind however it comes; and what it carries can be looked into.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  Detector detector;
  Detection found;
  Diagnostic problem;
  const JsonError fault = validate_json(text);
  fuzz::demand(detector.detect(text, found, problem) == (fault.code == ErrorCode::kOk));
  if (fault.code != ErrorCode::kOk) {
    fuzz::demand(problem.code == fault.code && found.kind == InputKind::kUnknown);
    return 0;
  }
  const bool is_known = found.kind != InputKind::kUnknown;
  for (const std::string_view part : {found.list, found.first, found.specversion}) {
    fuzz::demand(lies_in(part, text) && (is_known || part.empty()));
    fuzz::demand(part.empty() || validate_json(part).code == ErrorCode::kOk);
  }
  fuzz::demand(found.records == 0 || !found.first.empty());
  Detector other;
  Detection again;
  fuzz::demand(other.detect_part(text, again) && again.kind == found.kind &&
               again.records == found.records && again.first.data() == found.first.data());
  for (int level = 0; level < 8 && found.kind != InputKind::kUnknown; ++level) {
    fuzz::demand(detector.descend(found));
  }
  return 0;
}
