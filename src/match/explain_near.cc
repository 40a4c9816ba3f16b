#include "match/explain_near.h"

#include <algorithm>

namespace tidegate {
namespace {

constexpr uint32_t kMaxLetters = 64;
constexpr uint32_t kMaxDistance = 2;

// A name without what people write in different ways.
struct Letters {
  char chars[kMaxLetters];
  uint32_t size = 0;

  explicit Letters(std::string_view name) {
    for (const char c : name) {
      if (c == '-' || c == '_' || c == ' ') continue;
      chars[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
};

// Levenshtein's distance.
uint32_t distance(const Letters& a, const Letters& b) {
  uint32_t row[kMaxLetters + 1];
  for (uint32_t j = 0; j <= b.size; ++j) row[j] = j;
  for (uint32_t i = 1; i <= a.size; ++i) {
    uint32_t diagonal = row[0];
    row[0] = i;
    for (uint32_t j = 1; j <= b.size; ++j) {
      const uint32_t replaced = diagonal + (a.chars[i - 1] != b.chars[j - 1] ? 1 : 0);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size];
}

}  // namespace

uint32_t nearness(std::string_view a, std::string_view b) {
  if (a.size() > kMaxLetters || b.size() > kMaxLetters) return kNotNear;
  const Letters first(a);
  const Letters second(b);
  const uint32_t size = std::min(first.size, second.size);
  if (std::max(first.size, second.size) > size + kMaxDistance || size == 0) return kNotNear;
  const uint32_t found = distance(first, second);
  return found <= kMaxDistance && found * 3 <= size ? found : kNotNear;
}

}  // namespace tidegate
