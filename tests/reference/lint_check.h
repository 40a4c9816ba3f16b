#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

// What lint says of the events that match, held against the reference matcher and random events;
// and its fixes, applied.
namespace reference {

struct LintTally {
  size_t cases = 0;   // Sets of patterns.
  size_t events = 0;  // Times that a claim about all events was held against one.
  size_t claims = 0;  // Never, always, the same as, covered by.
  size_t fixes = 0;
};

// So many random sets of patterns. The first claim that an event refutes, or fix that does not
// mend; nothing where all is well.
std::optional<std::string> check_lint(size_t cases, uint64_t seed, LintTally& tally);

}  // namespace reference
