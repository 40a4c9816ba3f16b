#pragma once

#include <cstdint>

// Every limit of the library, in one place. Limits that a service of AWS has and a user may choose
// are in pattern/profile.h.
namespace tidegate {

// Open objects and arrays at one point of a JSON text. Jackson, which AWS reads events with, has
// the same limit.
inline constexpr uint32_t kMaxDepth = 1000;

// Digits of one number token, exponent included, as in Jackson.
inline constexpr uint32_t kMaxNumberLength = 1000;

// Bytes of one event, unless a RuleSet was made with another limit.
inline constexpr uint32_t kDefaultMaxEventBytes = 16u << 20;

// The largest text the library takes at all: spans are 32-bit, and Wasm memory must hold a few
// copies.
inline constexpr uint32_t kMaxTextBytes = 512u << 20;

// Distinct paths in one sub-rule (one choice of branches of every $or).
inline constexpr uint32_t kMaxPathsPerSubRule = 256;

// Sub-rules that the $or of one pattern may multiply out to.
inline constexpr uint32_t kMaxSubRules = 1000;

// Comparisons of places in arrays for one rule and one event: so many, and for each value of the
// event so many more. Only events that give one array key many times, with rules that want several
// fields of it, come near; they end in an error rather than a long wait.
inline constexpr uint64_t kMaxArraySteps = 1'000'000;
inline constexpr uint64_t kMaxArrayStepsPerLeaf = 16;

}  // namespace tidegate
