#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reference/matcher.h"

// The same steps with the library and with the reference matcher, and what is left of them when
// they disagree.
namespace reference {

struct Step {
  enum class Kind { kAdd, kReplace, kRemove, kRemovePattern, kMatch };

  Kind kind = Kind::kMatch;
  std::string name;
  std::string text;  // The pattern or the event.
};

using Steps = std::vector<Step>;

struct Disagreement {
  size_t step = 0;  // Index of the step that they answer differently.
  std::string library;
  std::string reference;
};

// Takes the steps with both, from an empty set of rules, up to the first disagreement.
std::optional<Disagreement> compare(const Steps& steps, Limits limits);

// The fewest and shortest steps found that still make them disagree.
Steps shrink(const Steps& steps, Limits limits);

// For people: the steps, and the two answers to the last.
std::string describe(const Steps& steps, Limits limits);

}  // namespace reference
