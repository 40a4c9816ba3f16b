#include "pattern/wildcard.h"

#include "base/vec.h"

namespace tidegate {
namespace {

// What stands behind one star, up to the next or to the closing quote; escapes are resolved.
struct Segment {
  uint32_t begin;
  uint32_t end;
};

// Splits a checked wildcard. What stands before the first star belongs to no segment. Stops behind
// `cap` segments.
bool split(std::string_view wildcard, uint32_t cap, Vec<char>& letters, Vec<Segment>& segments) {
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') {
      if (segments.size() > cap) return true;
      if (!segments.push({letters.size(), letters.size()})) return false;
      continue;
    }
    if (wildcard[i] == '\\') ++i;
    if (segments.empty()) continue;
    if (!letters.push(wildcard[i])) return false;
    segments.back().end = letters.size();
  }
  if (segments.empty()) return true;
  if (!letters.push('"')) return false;
  segments.back().end = letters.size();
  return true;
}

// Knuth, Morris and Pratt: reads texts and knows after each character the longest beginning of
// `word` that the text ends with. `borders` counts that one and all shorter ones.
class Follower {
 public:
  [[nodiscard]] bool start(std::string_view word) {
    word_ = word;
    fallback_.clear();
    borders_.clear();
    const auto size = static_cast<uint32_t>(word.size()) + 1;
    if (!fallback_.resize(size, 0) || !borders_.resize(size, 0)) return false;
    for (uint32_t length = 1; length < size; ++length) {
      if (length > 1) fallback_[length] = next(fallback_[length - 1], word[length - 1]);
      borders_[length] = borders_[fallback_[length]] + 1;
    }
    return true;
  }

  uint32_t next(uint32_t length, char c) const {
    while (length == word_.size() || word_[length] != c) {
      if (length == 0) return 0;
      length = fallback_[length];
    }
    return length + 1;
  }

  uint32_t borders(uint32_t length) const { return borders_[length]; }

 private:
  std::string_view word_;
  Vec<uint32_t> fallback_;
  Vec<uint32_t> borders_;
};

}  // namespace

ProblemKind check_wildcard(std::string_view wildcard, uint32_t& position) {
  for (size_t i = 0; i < wildcard.size(); ++i) {
    const char next = i + 1 < wildcard.size() ? wildcard[i + 1] : '"';
    position = static_cast<uint32_t>(i) + 1;
    if (wildcard[i] == '*' && next == '*') return ProblemKind::kConsecutiveWildcards;
    if (wildcard[i] != '\\') continue;
    if (next != '*' && next != '\\') return ProblemKind::kWildcardEscape;
    ++i;
  }
  return ProblemKind::kNone;
}

uint32_t count_stars(std::string_view wildcard) {
  uint32_t stars = 0;
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') ++stars;
    if (wildcard[i] == '\\') ++i;
  }
  return stars;
}

// A text that has reached every star goes on matching every beginning that ends with a star. The
// other beginnings that it matches end inside a segment, and what they have of that segment is an
// ending of the text. So the count is greatest for some text that reaches all stars and ends like a
// beginning of one of the segments.
bool wildcard_complexity(std::string_view wildcard, uint32_t cap, uint32_t& complexity) {
  Vec<char> letters;
  Vec<Segment> segments;
  if (!split(wildcard, cap, letters, segments)) return false;
  complexity = segments.empty() ? 1 : segments.size();
  if (segments.empty() || segments.size() > cap) return true;

  Vec<uint32_t> counts;  // For each letter: beginnings of segments that end with it.
  if (!counts.resize(letters.size(), 0)) return false;
  Follower follower;
  for (const Segment& followed : segments) {
    if (!follower.start({letters.data() + followed.begin, followed.end - followed.begin}))
      return false;
    for (const Segment& segment : segments) {
      uint32_t length = 0;
      for (uint32_t i = segment.begin; i < segment.end; ++i) {
        length = follower.next(length, letters[i]);
        counts[i] += follower.borders(length);
      }
    }
  }
  uint32_t most = 0;
  for (const uint32_t count : counts) most = count > most ? count : most;
  complexity += most;
  return true;
}

}  // namespace tidegate
