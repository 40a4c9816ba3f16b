#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

// Explanations held against the reference matcher: the verdict, what became of each part, and
// whether what a reason says is true and mending it makes the alternative hold.
namespace reference {

struct ExplanationTally {
  size_t cases = 0;
  size_t matches = 0;
  size_t reasons = 0;
};

// What is wrong with the explanation of one event and one pattern; nothing where all is well. Cases
// that the matcher refuses count for nothing.
std::optional<std::string> check_explanation(const std::string& event, const std::string& pattern,
                                             ExplanationTally& tally);

// So many random cases, up to the first that is wrong.
std::optional<std::string> check_explanations(size_t cases, uint64_t seed, ExplanationTally& tally);

}  // namespace reference
