#pragma once

#include <span>

#include "base/arena.h"
#include "pattern/messages.h"
#include "pattern/pattern.h"

namespace tidegate {

// Lists the clauses of a tree and multiplies out every $or of it into sub-rules, in event-ruler's
// order, in the arena. The answer is kNone, or kTooManySubRules, kTooManyPaths, kPathsTooLong or
// kNoMemory with `clauses` and `sub_rules` untouched. A tree over a limit is noticed before it is
// multiplied out any further. Cost: sorting the paths once, then linear in the clauses of all
// sub-rules together. No recursion.
ProblemKind expand(const Node& root, Arena& arena, std::span<const Clause>& clauses,
                   std::span<const SubRule>& sub_rules);

}  // namespace tidegate
