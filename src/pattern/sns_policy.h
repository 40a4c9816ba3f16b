#pragma once

#include <cstdint>
#include <span>

#include "pattern/pattern.h"

// What Amazon SNS counts in a filter policy (SNS Developer Guide, "Filter policy constraints").
namespace tidegate {

// The combinations of values: the number of values of each field, times the depth of the field (1
// at the top; a $or is no level). Fields side by side multiply, branches of a $or add up. Above
// `cap` any larger number may be given. False: no memory. Cost: linear in the fields.
[[nodiscard]] bool count_combinations(const Node& root, uint32_t cap, uint32_t& combinations);

// The points of wildcards: those of a field together, times their number. One is worth 1 with one
// star, 3 with several, and 1 inside anything-but.
uint64_t count_wildcard_points(std::span<const Clause> clauses);

}  // namespace tidegate
