#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "match/value.h"
#include "pattern/pattern.h"

namespace tidegate {

enum class ReasonCode : uint8_t {
  kNone,
#define TIDEGATE_REASON(constant, code, sentence) constant,
#include "match/explain_reasons.def"
#undef TIDEGATE_REASON
};

// "FIELD_MISSING" for kFieldMissing, and the sentence that is true of every such case; "" for
// kNone.
std::string_view reason_name(ReasonCode code);
std::string_view reason_sentence(ReasonCode code);

// Why a value does not satisfy an alternative. Of two that differ in how close the value comes, the
// one with the larger closeness is the better explanation.
struct Difference {
  ReasonCode code = ReasonCode::kNone;
  uint32_t closeness = 0;
  // kPrefixDiffers: the first character that differs, from 1; kSuffixDiffers: the same from the
  // end. kWildcardDiffers: the first part, between stars, that is not found, from 1. kExcluded:
  // which of the excluded texts or numbers, from 0. kOutOfRange: 1 above the range, 0 below.
  uint32_t at = 0;
};

// `operand` is that of the alternative (match/operand.h), which the value does not satisfy; or the
// alternative is {"exists": false}. Cost: linear in the value and the operand.
Difference difference_of(const Predicate& alternative, std::string_view operand, Value& value);

// What a difference is said in terms of. `written` is the value as the event has it, `alternative`
// the alternative as the pattern has it.
struct Compared {
  const Predicate& predicate;
  std::string_view alternative;
  std::string_view written;
  JsonType type;
};

// Appends one plain sentence. False: no memory.
[[nodiscard]] bool append_difference(const Compared& compared, const Difference& difference,
                                     Text& sentence);

// Appends what the value should be measured by, as JSON: a string, a number, a token. Nothing where
// that is not one value. False: no memory.
[[nodiscard]] bool append_expected(const Compared& compared, const Difference& difference,
                                   Text& expected);

// Appends how far a number lies outside the range. False: that is not to be had in few digits, or
// no memory.
[[nodiscard]] bool append_excess(const Compared& compared, const Difference& difference,
                                 Text& distance);

// Appends JSON text, or the beginning of it where it is long.
void append_preview(std::string_view json, Text& text);

// "a string", "an object" and so on.
std::string_view noun_of(JsonType type);

}  // namespace tidegate
