#include <iostream>
#include <string>

#include "fuzz.h"
#include "reference/comparison.h"

namespace {

using Kind = reference::Step::Kind;

// Matching is done after every change anyway, so it needs no byte of its own to be likely.
constexpr Kind kKinds[] = {Kind::kAdd, Kind::kAdd, Kind::kAdd,           Kind::kReplace,
                           Kind::kAdd, Kind::kAdd, Kind::kRemovePattern, Kind::kRemove};

constexpr size_t kMostSteps = 24;

}  // namespace

// The first byte chooses the limits. The first part is an event. Each part after it is a pattern,
// behind a byte that says what is done with it and with which of a few names; after each, the event
// is matched. The library and the reference matcher answer the same.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto limits =
      (data[0] & 1) == 0 ? reference::Limits::kLanguage : reference::Limits::kEventBridge;
  std::string_view rest = fuzz::text_of(data + 1, size - 1);
  const std::string event(fuzz::take_part(rest));
  reference::Steps steps;
  while (!rest.empty() && steps.size() < kMostSteps) {
    const std::string_view part = fuzz::take_part(rest);
    if (part.empty()) continue;
    const auto byte = static_cast<unsigned char>(part[0]);
    const std::string name(1, static_cast<char>('a' + byte / 8 % 4));
    steps.push_back({kKinds[byte % 8], name, std::string(part.substr(1))});
    steps.push_back({Kind::kMatch, "", event});
  }
  if (reference::compare(steps, limits)) {
    std::cerr << reference::describe(steps, limits);
    fuzz::demand(false);
  }
  return 0;
}
