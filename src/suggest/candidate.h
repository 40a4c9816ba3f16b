#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "base/vec.h"
#include "pattern/pattern.h"
#include "suggest/samples.h"

// What suggested patterns are made of.
namespace tidegate {

// Of patterns with as many fields and alternatives, which operators are tried first.
enum class Preference : uint8_t {
  kGeneral,  // Those that let most through: exists, anything-but, prefix and suffix, numeric,
             // values.
  kValues,   // The other way round.
};

// One alternative: kExists, kAbsent, kAnythingBut, kPrefix, kSuffix, kNumericRange, or
// kEqualsString for any value itself.
struct Candidate {
  static constexpr uint32_t kNone = UINT32_MAX;

  Operator op = Operator::kExists;
  bool low_closed = false;
  uint32_t value = kNone;  // The value, or the text of which this is a beginning or ending.
  uint32_t size = 0;       // So many bytes of it.
  uint32_t low = kNone;    // Values of a range, which are not in it unless low_closed.
  uint32_t high = kNone;
  Span excluded = {};   // Of anything-but, in the list of values that is given with it.
  uint32_t weight = 1;  // How many alternatives it counts for: anything-but, for each value.
};

uint32_t rank_of(Operator op, Preference preference);

// The text of a prefix or suffix.
std::string_view affix_of(const Candidate& candidate, const Samples& samples);

// Whether a value satisfies it, as satisfies() of match/operand.h would say.
bool takes(const Candidate& candidate, uint32_t value, const Samples& samples,
           const Vec<uint32_t>& excluded);

// Appends it as JSON.
void append_candidate(const Candidate& candidate, const Samples& samples,
                      const Vec<uint32_t>& excluded, Text& json);

}  // namespace tidegate
