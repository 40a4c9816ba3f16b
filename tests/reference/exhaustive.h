#pragma once

#include <functional>

#include "reference/comparison.h"

namespace reference {

// All small cases of some kinds, in large groups: every wildcard, prefix and suffix over a few
// letters against every text over them, every pair of some numbers, every block of some addresses;
// and what stands on either side of each limit. Stops when `take` returns false.
void for_each_small_case(const std::function<bool(const Steps&, Limits)>& take);

}  // namespace reference
