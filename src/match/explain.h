#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/text.h"
#include "pattern/parser.h"

// Why a pattern matches an event, or does not.
namespace tidegate {

inline constexpr uint32_t kMaxListedValues = 10;
inline constexpr uint32_t kMaxListedAlternatives = 100;

struct ExplainOptions {
  Profile profile = Profile::kEventBridge;
  uint32_t max_event_bytes = kDefaultMaxEventBytes;

  // Only {"matched", "failed", "conditions"}, to compare many patterns by.
  bool brief = false;
};

enum class Explained : uint8_t {
  kYes,
  kPatternRefused,
  kEventRefused,  // Also where there is no memory.
};

// Appends the explanation as a JSON object to `json`:
//
//   matched     what RuleSet::match() answers for a rule of this pattern
//   failed      how many conditions fail by themselves, of the branches that come closest
//   conditions  how many there are, of the same branches
//   summary     a sentence, such as "No match: 1 of 4 conditions failed: detail.state"
//   tree        the pattern as written:
//     every node  kind, status ("matched", "failed", "not-reached"), span, reason where there is
//     one "object"    key but for the root and branches, members "or"        branches "field" key,
//     path, alternatives, values, valueCount
//       alternatives  status, text, span, value (which of the values satisfied it), reason
//       values        pointer, text, type, span, served where it satisfied the field
//
// A span is [begin, end] in bytes, of the event for values and of the pattern for the rest. A
// reason has code (explain_reasons.def) and message, and what applies of value, expected,
// character, distance, nearest and elements. Long lists are cut: at most kMaxListedValues values a
// field and kMaxListedAlternatives alternatives, and texts after 200 bytes.
//
//
// Where the pattern or the event is refused, `problem` is what RuleSet::add() or RuleSet::match()
// says of it, and `json` holds nothing of use. The event is always checked whole. Cost: that of
// adding the pattern and matching the event, a few times over; the rest is linear in both. No
// recursion.
[[nodiscard]] Explained explain(std::string_view event, std::string_view pattern,
                                const ExplainOptions& options, Text& json, Diagnostic& problem);

}  // namespace tidegate
