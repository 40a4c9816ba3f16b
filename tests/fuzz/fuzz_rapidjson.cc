#include "fuzz.h"
#include "unit/json/rapidjson_oracle.h"

using namespace tidegate;
using namespace tidegate::rapidjson_oracle;

namespace {

const std::vector<std::string> kPaths = {"a", "b", "a.a", "a.b", "detail.a", "id", ".", "a.a.b"};

// Deeper texts, and longer numbers, are over limits that RapidJSON has not.
bool is_limit(ErrorCode code) {
  return code == ErrorCode::kTooDeep || code == ErrorCode::kNumberTooLong;
}

}  // namespace

// The reader accepts what RapidJSON accepts and nothing else, and both see the same values.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(fuzz::text_of(data, size));
  static PathTree paths;
  if (paths.capacity() == 0) {
    for (const std::string& path : kPaths) fuzz::demand(paths.add(path) != PathTree::kNone);
  }
  EventView view;
  const ErrorCode code = read_event(text, paths, view).code;
  const Verdict verdict = rapidjson_verdict(text);
  if (verdict == Verdict::kOfNoUse || is_limit(code)) return 0;
  fuzz::demand((code == ErrorCode::kOk) == (verdict == Verdict::kAccepted));
  if (code != ErrorCode::kOk) return 0;
  fuzz::demand(values_of(view, paths) == rapidjson_values(text, kPaths));
  return 0;
}
