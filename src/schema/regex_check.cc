#include "schema/regex_check.h"

#include <algorithm>
#include <cstddef>

#include "base/hex.h"
#include "base/vec.h"

namespace tidegate {
namespace {

constexpr uint32_t kMaxPositions = 512;
constexpr uint32_t kMaxRepeated = 128;
constexpr uint32_t kMaxGroups = 64;
constexpr uint32_t kMaxSteps = 4'000'000;

// Characters: a bit for each of ASCII, and one for all beyond.
struct CharSet {
  uint64_t low = 0;
  uint64_t high = 0;
  bool beyond = false;

  void add(uint32_t c) {
    if (c >= 128) {
      beyond = true;
    } else {
      (c < 64 ? low : high) |= uint64_t{1} << (c & 63);
    }
  }
  void add_range(uint32_t first, uint32_t last) {
    for (uint32_t c = first; c <= std::min(last, 127u); ++c) add(c);
    if (last >= 128) beyond = true;
  }
  void add_all() { add_range(0, 128); }
  void add(const CharSet& other) {
    low |= other.low;
    high |= other.high;
    beyond = beyond || other.beyond;
  }
  // All others; what is beyond ASCII may be in both.
  void negate() {
    low = ~low;
    high = ~high;
    beyond = true;
  }
  bool meets(const CharSet& other) const {
    return (low & other.low) != 0 || (high & other.high) != 0 || (beyond && other.beyond);
  }
};

// In how many ways: 0, 1, or 2 for more.
using Ways = uint8_t;
Ways add(Ways a, int b) { return static_cast<Ways>(std::min(a + b, 2)); }

// The positions of the expression are its characters and classes. What part of it may begin and end
// with, and in how many ways it may be empty (Glushkov, 1961, with multiplicities).
struct Part {
  Ways first[kMaxPositions];
  Ways last[kMaxPositions];
  Ways empty;

  void set_empty(uint32_t positions, Ways ways) {
    std::fill_n(first, positions, Ways{0});
    std::fill_n(last, positions, Ways{0});
    empty = ways;
  }
};

class RegexChecker {
 public:
  explicit RegexChecker(std::string_view expression)
      : p_(expression.data()), end_(p_ + expression.size()), capacity_(count_of(expression)) {}

  bool is_safe() {
    if (capacity_ > kMaxPositions) return false;
    if (!sets_.resize(capacity_ + 1) || !follow_.resize(capacity_ * capacity_) ||
        !groups_.resize(kMaxGroups)) {
      return false;
    }
    open();
    while (p_ != end_) {
      if (!read_term()) return false;
    }
    return find_repeated() && !is_ambiguous();
  }

 private:
  struct Group {
    Part alternatives;  // Those before the last "|".
    Part sequence;      // Behind it.
    bool is_assertion;
  };

  static uint32_t count_of(std::string_view expression) {
    return static_cast<uint32_t>(std::min<size_t>(expression.size(), kMaxPositions + 1));
  }

  Ways& follow(uint32_t from, uint32_t to) { return follow_[from * capacity_ + to]; }

  void open(bool is_assertion = false) {
    Group& group = groups_[depth_++];
    group.alternatives.set_empty(capacity_, 0);
    group.sequence.set_empty(capacity_, 1);
    group.is_assertion = is_assertion;
  }

  // False: no more can be shown.
  bool read_term() {
    const char c = *p_++;
    switch (c) {
      case '^':
      case '$':
        return true;
      case '|':
        end_alternative(groups_[depth_ - 1]);
        groups_[depth_ - 1].sequence.set_empty(capacity_, 1);
        return true;
      case '(':
        return read_opening();
      case ')':
        return read_closing();
      case '\\':
        if (p_ == end_) return false;
        if (*p_ == 'b' || *p_ == 'B') {
          ++p_;
          return true;
        }
        if ((*p_ >= '1' && *p_ <= '9') || *p_ == 'k') return false;
        break;
      default:
        break;
    }
    CharSet set;
    if (c == '.') {
      set.add_all();
    } else if (c == '[') {
      read_class(set);
    } else {
      --p_;
      read_character(set);
    }
    sets_[positions_] = set;
    atom_.set_empty(capacity_, 0);
    atom_.first[positions_] = atom_.last[positions_] = 1;
    ++positions_;
    return read_quantifier() && append_atom();
  }

  bool read_opening() {
    if (depth_ == kMaxGroups) return false;
    bool is_assertion = false;
    if (p_ != end_ && *p_ == '?') {
      ++p_;
      const bool named = end_ - p_ > 1 && *p_ == '<' && p_[1] != '=' && p_[1] != '!';
      is_assertion = !named && p_ != end_ && *p_ != ':';
      // Of modifiers, as in (?i:, nothing is known.
      if (is_assertion && *p_ != '=' && *p_ != '!' && *p_ != '<') return false;
      const char last = named ? '>' : *p_ == '<' ? p_[1] : *p_;
      while (p_ != end_ && *p_ != last) ++p_;
      if (p_ == end_) return false;
      ++p_;
    }
    open(is_assertion);
    return true;
  }

  bool read_closing() {
    if (depth_ < 2) return false;
    Group& group = groups_[--depth_];
    end_alternative(group);
    atom_ = group.alternatives;
    // What is in an assertion is gone through on its own, and takes nothing.
    if (group.is_assertion) atom_.set_empty(capacity_, 1);
    return read_quantifier() && append_atom();
  }

  void end_alternative(Group& group) {
    Part& all = group.alternatives;
    const Part& one = group.sequence;
    for (uint32_t i = 0; i < positions_; ++i) {
      all.first[i] = add(all.first[i], one.first[i]);
      all.last[i] = add(all.last[i], one.last[i]);
    }
    all.empty = add(all.empty, one.empty);
  }

  // Behind an atom: what of it becomes by a quantifier.
  bool read_quantifier() {
    if (p_ == end_) return true;
    uint32_t least = 0;
    uint32_t most = UINT32_MAX;
    switch (*p_) {
      case '*':
        break;
      case '+':
        least = 1;
        break;
      case '?':
        most = 1;
        break;
      case '{':
        read_counts(least, most);
        --p_;
        break;
      default:
        return true;
    }
    ++p_;
    if (p_ != end_ && *p_ == '?') ++p_;  // Which way is tried first does not matter.
    const bool counted = most != UINT32_MAX ? most > 1 : least > 1;
    if (atom_.empty != 0 && counted) return false;
    if (most > 1) repeat_atom(least);
    if (least == 0) atom_.empty = 1;
    return true;
  }

  // From "{" to behind "}".
  void read_counts(uint32_t& least, uint32_t& most) {
    ++p_;
    least = read_count();
    most = least;
    if (p_ != end_ && *p_ == ',') {
      ++p_;
      most = p_ != end_ && *p_ == '}' ? UINT32_MAX : read_count();
    }
    if (p_ != end_) ++p_;
  }

  uint32_t read_count() {
    uint32_t count = 0;
    for (; p_ != end_ && *p_ >= '0' && *p_ <= '9'; ++p_) {
      count = std::min(count * 10 + static_cast<uint32_t>(*p_ - '0'), 1'000'000u);
    }
    return count;
  }

  void repeat_atom(uint32_t least) {
    connect(atom_, atom_);
    // The first round may be empty where there has to be one.
    if (least == 0 || atom_.empty == 0) return;
    for (uint32_t i = 0; i < positions_; ++i) {
      atom_.first[i] = add(atom_.first[i], atom_.first[i]);
      atom_.last[i] = add(atom_.last[i], atom_.last[i]);
    }
  }

  void connect(const Part& from, const Part& to) {
    for (uint32_t i = 0; i < positions_; ++i) {
      if (from.last[i] == 0) continue;
      for (uint32_t k = 0; k < positions_; ++k) {
        if (to.first[k] != 0) follow(i, k) = add(follow(i, k), from.last[i] * to.first[k]);
      }
    }
  }

  bool append_atom() {
    Part& sequence = groups_[depth_ - 1].sequence;
    connect(sequence, atom_);
    for (uint32_t i = 0; i < positions_; ++i) {
      sequence.first[i] = add(sequence.first[i], sequence.empty * atom_.first[i]);
      sequence.last[i] = add(atom_.last[i], atom_.empty * sequence.last[i]);
    }
    sequence.empty = add(0, sequence.empty * atom_.empty);
    return true;
  }

  // A character at `p_`, or an escape that stands for some. The character, or UINT32_MAX.
  uint32_t read_character(CharSet& set) {
    const auto byte = static_cast<unsigned char>(*p_++);
    if (byte >= 0x80) {
      while (p_ != end_ && (static_cast<unsigned char>(*p_) & 0xC0) == 0x80) ++p_;
      set.add(128);
      return 128;
    }
    uint32_t code = byte;
    if (byte == '\\' && p_ != end_) {
      const char letter = *p_++;
      if (add_class(letter, set)) return UINT32_MAX;
      code = escaped(letter);
    }
    set.add(code);
    return code;
  }

  bool add_class(char letter, CharSet& set) {
    CharSet named;
    switch (letter | 0x20) {
      case 'd':
        named.add_range('0', '9');
        break;
      case 'w':
        named.add_range('0', '9');
        named.add_range('A', 'Z');
        named.add_range('a', 'z');
        named.add('_');
        break;
      case 's':
        named.add_range('\t', '\r');
        named.add(' ');
        named.add(128);
        break;
      case 'p':
        while (p_ != end_ && *p_ != '}') ++p_;
        if (p_ != end_) ++p_;
        named.add_all();
        break;
      default:
        return false;
    }
    if (letter == 'D' || letter == 'W' || letter == 'S') named.negate();
    set.add(named);
    return true;
  }

  // What an escape with this letter stands for.
  uint32_t escaped(char letter) {
    switch (letter) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'v':
        return '\v';
      case 'f':
        return '\f';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case '0':
        return 0;
      case 'c':
        return p_ == end_ ? 0 : static_cast<uint32_t>(*p_++) & 31;
      case 'x':
        return read_hex(2);
      case 'u':
        if (p_ != end_ && *p_ == '{') {
          ++p_;
          const uint32_t code = read_hex(8);
          if (p_ != end_) ++p_;
          return code;
        }
        return read_hex(4);
      default:
        return static_cast<unsigned char>(letter);
    }
  }

  uint32_t read_hex(int digits) {
    uint32_t code = 0;
    for (; digits != 0 && p_ != end_ && hex_digit(*p_) >= 0; --digits) {
      code = code * 16 + static_cast<uint32_t>(hex_digit(*p_++));
    }
    return code;
  }

  // Behind "[", up to behind "]".
  void read_class(CharSet& set) {
    const bool negated = p_ != end_ && *p_ == '^';
    if (negated) ++p_;
    while (p_ != end_ && *p_ != ']') {
      const uint32_t first = read_character(set);
      const bool is_range = end_ - p_ > 1 && *p_ == '-' && p_[1] != ']';
      if (!is_range || first == UINT32_MAX) continue;
      ++p_;
      const uint32_t last = read_character(set);
      if (last != UINT32_MAX) set.add_range(first, last);
    }
    if (p_ != end_) ++p_;
    if (negated) set.negate();
  }

  // Leaves the positions from which a way leads back to themselves, which is where time can grow.
  bool find_repeated() {
    if (!reached_.resize(capacity_)) return false;
    for (uint32_t i = 0; i < positions_; ++i) {
      if (!reaches(i, i)) continue;
      if (repeated_count_ == kMaxRepeated) return false;
      repeated_[repeated_count_++] = static_cast<uint16_t>(i);
    }
    return true;
  }

  // Whether one or more steps lead from a position to another.
  bool reaches(uint32_t from, uint32_t to) {
    std::fill_n(reached_.data(), positions_, uint8_t{0});
    todo_.clear();
    uint32_t at = from;
    for (;;) {
      for (uint32_t i = 0; i < positions_; ++i) {
        if (follow(at, i) == 0 || reached_[i] != 0) continue;
        if (i == to) return true;
        reached_[i] = 1;
        if (!todo_.push(i)) return true;
      }
      if (todo_.empty()) return false;
      at = todo_.back();
      todo_.pop();
    }
  }

  // Whether two ways through the same text lead from a position back to it.
  bool is_ambiguous() {
    const uint32_t count = repeated_count_;
    if (count == 0) return false;
    if (!seen_.resize(count * count)) return true;
    for (uint32_t i = 0; i < count; ++i) {
      for (uint32_t k = 0; k < count; ++k) {
        const bool twice = follow(repeated_[i], repeated_[k]) > 1;
        if (twice && reaches(repeated_[k], repeated_[i])) return true;
      }
      if (parts_and_returns(i)) return true;
    }
    return false;
  }

  // Goes two ways at once from a position: whether they come back to it together after they have
  // been apart. A pair of positions is seen at most once before they have parted, where they are
  // the same, and once after.
  bool parts_and_returns(uint32_t start) {
    const uint32_t count = repeated_count_;
    std::fill_n(seen_.data(), count * count, uint8_t{0});
    todo_.clear();
    uint32_t at = start * count + start;
    bool apart = false;
    for (;;) {
      const uint32_t a = repeated_[at / count];
      const uint32_t b = repeated_[at % count];
      for (uint32_t i = 0; i < count; ++i) {
        if (++steps_ > kMaxSteps) return true;
        if (follow(a, repeated_[i]) == 0) continue;
        for (uint32_t k = 0; k < count; ++k) {
          ++steps_;
          if (follow(b, repeated_[k]) == 0) continue;
          if (!sets_[repeated_[i]].meets(sets_[repeated_[k]])) continue;
          const bool parted = apart || i != k;
          if (parted && i == start && k == start) return true;
          const uint8_t bit = parted ? 2 : 1;
          uint8_t& seen = seen_[i * count + k];
          if ((seen & bit) != 0) continue;
          seen |= bit;
          if (!todo_.push((i * count + k) << 1 | (parted ? 1 : 0))) return true;
        }
      }
      if (todo_.empty()) return false;
      at = todo_.back() >> 1;
      apart = (todo_.back() & 1) != 0;
      todo_.pop();
    }
  }

  const char* p_;
  const char* const end_;
  const uint32_t capacity_;
  uint32_t positions_ = 0;
  uint32_t depth_ = 0;
  uint32_t repeated_count_ = 0;
  uint32_t steps_ = 0;
  Vec<CharSet> sets_;
  Vec<Ways> follow_;
  Vec<Group> groups_;
  Vec<uint8_t> reached_;
  Vec<uint8_t> seen_;
  Vec<uint32_t> todo_;
  Part atom_;
  uint16_t repeated_[kMaxRepeated];
};

}  // namespace

bool is_safe_regex(std::string_view expression) {
  // Without repetition the time has a bound.
  if (expression.find_first_of("*+{?") == expression.npos) return true;
  return RegexChecker(expression).is_safe();
}

bool read_plain_regex(std::string_view expression, Regex& regex) {
  const bool anchored = expression.starts_with('^');
  const bool ended = expression.ends_with('$');
  if (anchored) expression.remove_prefix(1);
  if (ended && !expression.empty()) expression.remove_suffix(1);
  const auto is_plain = [](char c) {
    constexpr std::string_view kSpecial = "\\^$.*+?()[]{}|/";
    return c >= ' ' && c <= '~' && kSpecial.find(c) == kSpecial.npos;
  };
  if (!std::all_of(expression.begin(), expression.end(), is_plain)) return false;
  regex.text = expression.data();
  regex.text_size = static_cast<uint32_t>(expression.size());
  if (anchored) {
    regex.kind = ended ? Regex::kWhole : Regex::kPrefix;
  } else {
    regex.kind = ended ? Regex::kSuffix : Regex::kContains;
  }
  return true;
}

}  // namespace tidegate
