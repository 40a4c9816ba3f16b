#pragma once

// (contract only; the body follows)
#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "pattern/parser.h"

namespace tidegate {

using RuleId = uint32_t;
inline constexpr RuleId kNoRule = UINT32_MAX;

struct RuleSetOptions {
  Profile profile = Profile::kEventBridge;
  uint32_t max_event_bytes = kDefaultMaxEventBytes;
};

// Working memory of one match at a time; reuse it. ids: matched rules, in order of first add.
struct MatchScratch;

class RuleSet {
 public:
  enum class Change : uint8_t { kRefused, kAdded, kAlreadyThere };
  Change add(std::string_view name, std::string_view pattern, Diagnostic& problem, RuleId& id);
  bool replace(std::string_view name, std::string_view pattern, Diagnostic& problem, RuleId& id);
  RuleId remove(std::string_view name);
  // false + problem.code != kOk when the pattern is refused
  bool remove(std::string_view name, std::string_view pattern, Diagnostic& problem, bool& name_gone);
  RuleId find(std::string_view name) const;
  uint32_t size() const;
  void clear();
  bool match(std::string_view event, MatchScratch& scratch, Diagnostic& problem) const;
};

}  // namespace tidegate
