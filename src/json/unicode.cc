#include "json/unicode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/short_text.h"

namespace tidegate {
namespace {

// UTF-8.

bool is_continuation(char byte) { return (byte & 0xc0) == 0x80; }

// The bytes of the first code point of a text that is not empty.
std::string_view first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  return text.substr(0, lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
}

// The bytes of the last code point of a text that is not empty.
std::string_view last_code_point(std::string_view text) {
  size_t begin = text.size() - 1;
  while (begin > 0 && is_continuation(text[begin])) --begin;
  return text.substr(begin);
}

char32_t decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  if (lead < 0x80) return lead;
  char32_t code_point = lead & (0x7fu >> bytes.size());
  for (const char byte : bytes.substr(1)) {
    code_point = code_point << 6 | (static_cast<unsigned char>(byte) & 0x3f);
  }
  return code_point;
}

// Into a buffer of four bytes.
std::string_view encode(char32_t code_point, char* buffer) {
  if (code_point < 0x80) {
    buffer[0] = static_cast<char>(code_point);
    return {buffer, 1};
  }
  const size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (size_t i = size - 1; i > 0; --i, code_point >>= 6) {
    buffer[i] = static_cast<char>(0x80 | (code_point & 0x3f));
  }
  buffer[0] = static_cast<char>(0xf00 >> size | code_point);
  return {buffer, size};
}

// The UTF-16 code units of a text.
class CodeUnits {
 public:
  explicit CodeUnits(std::string_view text) : text_(text) {}

  // The next one, or -1 at the end.
  int32_t next() {
    if (low_surrogate_ != 0) return std::exchange(low_surrogate_, 0);
    if (text_.empty()) return -1;
    const std::string_view bytes = first_code_point(text_);
    text_.remove_prefix(bytes.size());
    const auto code_point = static_cast<int32_t>(decode(bytes));
    if (code_point < 0x10000) return code_point;
    low_surrogate_ = 0xdc00 + (code_point & 0x3ff);
    return 0xd800 + ((code_point - 0x10000) >> 10);
  }

 private:
  std::string_view text_;
  int32_t low_surrogate_ = 0;  // Of the code point last read, as long as it is due.
};

// Case. Code points beyond ASCII with a case mapping stand in one of two tables; all others stand
// for themselves.

// `count` code points, each of which stands for itself and for the one `distance` further; distance
// 0 is for alternating pairs: the first and the second stand for each other, the third and the
// fourth, and so on.
struct CaseRange {
  uint32_t first;
  int32_t distance;
  uint16_t count;
};

// A code point that stands for two texts of which one is longer than a code point, or of which none
// is itself.
struct SpecialCase {
  char16_t code_point;
  char lower[4];
  char upper[7];
};

#include "json/case_table.inc"

constexpr char32_t first_of(const CaseRange& range) { return range.first; }
constexpr char32_t first_of(const SpecialCase& special) { return special.code_point; }

// Where the entries of each page, which is 256 code points, begin in a table. The last page is
// U+1E9.
constexpr char32_t kPages = 0x1ea;
using PageStarts = std::array<uint16_t, kPages + 1>;

template <class Entry, size_t kSize>
constexpr PageStarts page_starts(const Entry (&entries)[kSize]) {
  PageStarts starts = {};
  uint16_t entry = 0;
  for (char32_t page = 0; page <= kPages; ++page) {
    while (entry < kSize && first_of(entries[entry]) < page << 8) ++entry;
    starts[page] = entry;
  }
  return starts;
}

constexpr PageStarts kCaseRangePages = page_starts(kCaseRanges);
constexpr PageStarts kSpecialCasePages = page_starts(kSpecialCases);
static_assert(kCaseRangePages[kPages] == std::size(kCaseRanges));
static_assert(kSpecialCasePages[kPages] == std::size(kSpecialCases));

const SpecialCase* find_special_case(char32_t code_point) {
  const char32_t page = code_point >> 8;
  if (page >= kPages) return nullptr;
  const SpecialCase* end = kSpecialCases + kSpecialCasePages[page + 1];
  const SpecialCase* found =
      std::lower_bound(kSpecialCases + kSpecialCasePages[page], end, code_point,
                       [](const SpecialCase& entry, char32_t c) { return entry.code_point < c; });
  return found != end && found->code_point == code_point ? found : nullptr;
}

// The code point that this one stands for beside itself, or itself.
char32_t partner(char32_t code_point) {
  const char32_t page = code_point >> 8;
  if (page >= kPages) return code_point;
  const CaseRange* range = std::upper_bound(
      kCaseRanges + kCaseRangePages[page], kCaseRanges + kCaseRangePages[page + 1], code_point,
      [](char32_t c, const CaseRange& entry) { return c < entry.first; });
  if (range == std::begin(kCaseRanges)) return code_point;
  --range;
  const char32_t index = code_point - range->first;
  if (index >= range->count) return code_point;
  if (range->distance == 0) return range->first + (index ^ 1);
  return code_point + static_cast<char32_t>(range->distance);
}

// The one code point for all that stand for each other. Going from partner to partner ends, after
// at most one step, in a pair or in a code point that has no partner.
char32_t fold_alone(char32_t code_point) {
  const char32_t other = partner(code_point);
  if (other < 0x80) return other >= 'A' && other <= 'Z' ? other | 0x20 : other;
  return std::min(other, partner(other));
}

char to_lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Eight bytes at a time.

constexpr size_t kWord = sizeof(uint64_t);

constexpr uint64_t in_each_byte(uint8_t byte) { return 0x0101010101010101u * byte; }
constexpr uint64_t kHighBits = in_each_byte(0x80);

// The same in lower case; bytes beyond ASCII come out as anything.
constexpr uint64_t to_lower_ascii(uint64_t word) {
  const uint64_t low_bits = word & ~kHighBits;
  const uint64_t from_a = low_bits + in_each_byte(0x80 - 'A');
  const uint64_t beyond_z = low_bits + in_each_byte(0x80 - 'Z' - 1);
  return word | (from_a & ~beyond_z & kHighBits) >> 2;
}

// How many bytes of ASCII a word begins with.
size_t ascii_prefix(uint64_t word) {
  const uint64_t beyond = word & kHighBits;
  return beyond == 0 ? kWord : static_cast<size_t>(__builtin_ctzll(beyond)) / 8;
}

// The first bytes of a text that is not empty, with zeros behind its end.
uint64_t first_word(std::string_view text) {
  return text.size() >= kWord ? load_word(text.data()) : load_tail(text.data(), text.size());
}

// Writes what a code point folds to; where that ends.
char* fold_code_point(char32_t code_point, char* end) {
  const SpecialCase* special = find_special_case(code_point);
  if (special == nullptr) special = find_special_case(partner(code_point));
  if (special == nullptr) return end + encode(fold_alone(code_point), end).size();
  // The form of more than one code point, if there is one.
  std::string_view form = special->lower;
  if (form == first_code_point(form)) form = special->upper;
  while (!form.empty()) {
    const std::string_view bytes = first_code_point(form);
    end += encode(fold_alone(decode(bytes)), end).size();
    form.remove_prefix(bytes.size());
  }
  return end;
}

enum class End { kFront, kBack };

template <End end>
void drop(size_t size, std::string_view& text) {
  if (end == End::kFront) {
    text.remove_prefix(size);
  } else {
    text.remove_suffix(size);
  }
}

// Takes `form` off one end of `value`, if it is there.
template <End end>
bool take(std::string_view form, std::string_view& value) {
  if (end == End::kFront ? !value.starts_with(form) : !value.ends_with(form)) return false;
  drop<end>(form.size(), value);
  return true;
}

// Whether both begin (or end) with eight bytes of ASCII. Takes them off if they are alike.
template <End end>
bool take_word(std::string_view& pattern, std::string_view& value, bool& alike) {
  if (pattern.size() < kWord || value.size() < kWord) return false;
  const uint64_t word =
      load_word(end == End::kFront ? pattern.data() : &pattern.back() + 1 - kWord);
  const uint64_t other = load_word(end == End::kFront ? value.data() : &value.back() + 1 - kWord);
  if (((word | other) & kHighBits) != 0) return false;
  alike = to_lower_ascii(word) == to_lower_ascii(other);
  drop<end>(kWord, pattern);
  drop<end>(kWord, value);
  return true;
}

// Takes what a code point of a pattern beyond ASCII stands for off one end of `value`.
template <End end>
bool take_code_point(std::string_view bytes, std::string_view& value) {
  const char32_t code_point = decode(bytes);
  if (const SpecialCase* special = find_special_case(code_point)) {
    return take<end>(special->lower, value) || take<end>(special->upper, value);
  }
  char buffer[4];
  return take<end>(bytes, value) || take<end>(encode(partner(code_point), buffer), value);
}

// Takes what `pattern` stands for off one end of `value`. No code point stands for two texts of
// which one begins or ends with the other (the generator of the table sees to that), so there is
// never a choice to go back to.
template <End end>
bool take_pattern(std::string_view pattern, std::string_view& value) {
  while (!pattern.empty()) {
    const char c = end == End::kFront ? pattern.front() : pattern.back();
    if (static_cast<unsigned char>(c) < 0x80) {
      if (value.empty()) return false;
      if (bool alike = false; take_word<end>(pattern, value, alike)) {
        if (!alike) return false;
        continue;
      }
      const char other = end == End::kFront ? value.front() : value.back();
      if (to_lower_ascii(c) != to_lower_ascii(other)) return false;
      drop<end>(1, pattern);
      drop<end>(1, value);
      continue;
    }
    const std::string_view bytes =
        end == End::kFront ? first_code_point(pattern) : last_code_point(pattern);
    if (!take_code_point<end>(bytes, value)) return false;
    drop<end>(bytes.size(), pattern);
  }
  return true;
}

}  // namespace

int compare_utf16(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  size_t i = 0;
  while (i < common && a[i] == b[i]) ++i;
  if (i == common) return static_cast<int>(a.size() > common) - static_cast<int>(b.size() > common);

  // Byte order is code point order, which is not that of UTF-16: surrogates sort before U+E000. And
  // a lone surrogate may tie with the first half of a pair.
  while (is_continuation(a[i])) --i;
  CodeUnits left(a.substr(i));
  CodeUnits right(b.substr(i));
  while (true) {
    const int32_t left_unit = left.next();
    const int32_t right_unit = right.next();
    if (left_unit != right_unit || left_unit < 0) return left_unit - right_unit;
  }
}

bool equals_ignore_case(std::string_view pattern, std::string_view value) {
  return take_pattern<End::kFront>(pattern, value) && value.empty();
}

bool starts_with_ignore_case(std::string_view pattern, std::string_view value) {
  return take_pattern<End::kFront>(pattern, value);
}

bool ends_with_ignore_case(std::string_view pattern, std::string_view value) {
  return take_pattern<End::kBack>(pattern, value);
}

uint32_t fold_case(std::string_view text, char* folding) {
  char* end = folding;
  while (!text.empty()) {
    const uint64_t word = first_word(text);
    const uint64_t folded = to_lower_ascii(word);
    std::memcpy(end, &folded, kWord);
    const size_t taken = std::min(ascii_prefix(word), text.size());
    end += taken;
    text.remove_prefix(taken);
    if (taken == kWord || text.empty()) continue;
    const std::string_view bytes = first_code_point(text);
    end = fold_code_point(decode(bytes), end);
    text.remove_prefix(bytes.size());
  }
  return static_cast<uint32_t>(end - folding);
}

std::string_view first_code_points(std::string_view text, size_t size) {
  while (size < text.size() && is_continuation(text[size])) ++size;
  return text.substr(0, size);
}

std::string_view last_code_points(std::string_view text, size_t size) {
  size_t begin = text.size() - size;
  while (begin > 0 && begin < text.size() && is_continuation(text[begin])) --begin;
  return text.substr(begin);
}

}  // namespace tidegate
