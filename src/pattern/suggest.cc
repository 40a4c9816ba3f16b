#include "pattern/suggest.h"

#include <algorithm>
#include <cstdint>

namespace tidegate {
namespace {

constexpr uint32_t kMaxLetters = 32;
constexpr uint32_t kFar = UINT32_MAX;

// The letters of a name in lower case; a longer name than kMaxLetters is cut, and then near to
// none.
struct Letters {
  char chars[kMaxLetters];
  uint32_t size = 0;
};

Letters letters_of(std::string_view name) {
  Letters letters;
  for (const char c : name) {
    const char lower = static_cast<char>(c | 0x20);
    if (lower >= 'a' && lower <= 'z' && letters.size < kMaxLetters)
      letters.chars[letters.size++] = lower;
  }
  return letters;
}

// Letters to insert, remove or replace (Levenshtein).
uint32_t distance(const Letters& a, const Letters& b) {
  uint32_t row[kMaxLetters + 1];
  for (uint32_t j = 0; j <= b.size; ++j) row[j] = j;
  for (uint32_t i = 1; i <= a.size; ++i) {
    uint32_t diagonal = row[0];
    row[0] = i;
    for (uint32_t j = 1; j <= b.size; ++j) {
      const uint32_t replaced = diagonal + (a.chars[i - 1] != b.chars[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size];
}

}  // namespace

std::string_view suggest(std::string_view written, std::span<const std::string_view> names) {
  constexpr uint32_t kNear = 2;
  const Letters letters = letters_of(written);
  std::string_view best;
  uint32_t best_distance = kFar;
  for (const std::string_view name : names) {
    const uint32_t found = distance(letters, letters_of(name));
    // A third of the letters may be wrong, so that short words are not near to everything.
    if (found > kNear || found * 3 > letters.size || found >= best_distance) continue;
    best = name;
    best_distance = found;
  }
  return best;
}

}  // namespace tidegate
