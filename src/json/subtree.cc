#include "json/subtree.h"

#include <cstddef>
#include <cstdint>

#include "base/limits.h"
#include "json/masks.h"
#include "json/simd.h"
#include "json/strings.h"
#include "json/syntax.h"

// How it works. Each block of 64 bytes becomes masks of one bit a byte: quotes, brackets, commas,
// colons, digits and so on (the first stage of simdjson: Langdale and Lemire, "Parsing Gigabytes of
// JSON per Second", 2019). From the quotes follows what is inside strings, and from that which of
// the other bits count. The grammar is then checked on whole masks:
//
//   - JSON's tokens alternate: nothing that begins a value may follow the end of one, and commas
//     and colons must. "Follows" is a shift by one bit, and an addition to carry it over space.
//   - A string after an opening bracket or a comma may be the name of a member: a colon has to come
//     after one. Whether it must be a name or must not depends on the bracket that is open, so both
//     violations are kept as masks, and the only loop, over the brackets, chooses between them.
//   - Numbers are runs of digits with few rules on what stands beside them. Literals and numbers
//     with an exponent are rare enough to be read one by one.
//
// Each rule costs a few instructions a block. What one block owes to the next is a bit per mask.
namespace tidegate {
namespace {

// The bit of a mask that goes over into the next block.
struct Carry {
  uint64_t bit = 0;

  // The places right behind those of `mask`.
  uint64_t behind(uint64_t mask) {
    const uint64_t moved = mask << 1 | bit;
    bit = mask >> 63;
    return moved;
  }

  // The places right behind those runs of `runs` that begin at a bit of `begins`.
  uint64_t behind_runs(uint64_t begins, uint64_t runs) {
    uint64_t sum;
    bit = __builtin_add_overflow(runs, begins | bit, &sum) ? 1 : 0;
    return sum & ~runs;
  }

  // `places` as behind() gave them; those that are space go on behind it.
  uint64_t over_space(uint64_t places, uint64_t space) {
    uint64_t sum;
    if (__builtin_add_overflow(places & space, space, &sum)) bit = 1;
    return (sum | places) & ~space;
  }
};

bool may_be_in_scalar(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
         c == '.';
}

// The places of the block at `p` that are before `end`.
uint64_t places_before(const char* end, const char* p) {
  const std::ptrdiff_t count = end - p;
  if (count <= 0) return 0;
  return count >= std::ptrdiff_t{Block::kSize} ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

// The tokens of a block that are read one by one.
struct Words {
  uint64_t bytes;   // Theirs.
  const char* end;  // Of the last one, which may lie beyond the block; nullptr: one is broken.
};

// Reads each number or literal that has a bit of `others`. `known_end` is the end of one that was
// read before and may reach into this block at `p`.
Words read_words(uint64_t others, const char* p, const char* known_end, const PaddedText& text) {
  Words words = {known_end == nullptr ? 0 : places_before(known_end, p), known_end};
  for (others &= ~words.bytes; others != 0; others &= ~words.bytes) {
    const char* token = p + lowest_place(others);
    while (token != text.begin() && may_be_in_scalar(token[-1])) --token;
    words.end = skip_scalar(token, text.end());
    const uint64_t bytes = words.end == nullptr ? 0 : places_before(words.end, p);
    if ((bytes & others) == 0 || (words.end != text.end() && may_be_in_scalar(*words.end))) {
      return {0, nullptr};
    }
    words.bytes |= bytes & ~places_before(token, p);
  }
  return words;
}

// Checks the escape sequences whose backslashes are given.
bool check_escapes(uint64_t begins, const char* p, const char* end) {
  for (; begins != 0; begins &= begins - 1) {
    if (escape_length(p + lowest_place(begins), end) == 0) return false;
  }
  return true;
}

class SubtreeReader {
 public:
  SubtreeReader(const PaddedText& text, uint32_t max_depth) : text_(text), max_depth_(max_depth) {}

  Subtree read(const char* p) {
    uint8_t outer_kinds[kMaxDepth];
    for (; p < text_.end(); p += Block::kSize) {
      if (!check(text_.block(p), p, outer_kinds)) return {};
      if (end_ != nullptr) return {end_, is_ascii_};
    }
    return {};
  }

 private:
  // The block at `p`; false once anything is wrong.
  bool check(const Block& block, const char* p, uint8_t (&outer_kinds)[kMaxDepth]) {
    const bool special = block.any_special();
    uint64_t quotes = block.equal('"');
    if (special || escaped_ != 0) [[unlikely]] {
      // Outside strings a backslash is wrong anyway.
      const uint64_t backslashes = block.equal('\\');
      const uint64_t escaped = escaped_by(backslashes, escaped_);
      if (!check_escapes(backslashes & ~escaped, p, text_.end())) return false;
      quotes &= ~escaped;
    }
    const uint64_t in_string = inside_strings(quotes, in_string_);
    if (special) [[unlikely]] {
      errors_ |= block.control() & in_string;
      is_ascii_ = is_ascii_ && block.is_ascii();
    }

    const uint64_t outside = ~(in_string | quotes);
    const uint64_t opening = block.brackets('{') & outside;
    const uint64_t closing = block.brackets('}') & outside;
    const uint64_t commas = block.equal(',') & outside;
    const uint64_t colons = block.equal(':') & outside;
    uint64_t scalars = outside & ~(opening | closing | commas | colons);
    uint64_t scalar_begins = 0;
    uint64_t space = 0;
    if ((scalars | scalar_.bit) != 0) {
      const uint64_t digits = block.digits() & scalars;
      const uint64_t minus = block.equal('-') & scalars;
      const uint64_t points = block.equal('.') & scalars;
      uint64_t others = scalars & ~(digits | minus | points);
      if (others != 0) {
        space = block.equal(' ');
        if (special) space |= block.equal('\n') | block.equal('\r') | block.equal('\t');
        space &= others;
        scalars &= ~space;
        others &= ~space;
      }
      scalar_begins = scalars & ~scalar_.behind(scalars);
      if (scalars == ~uint64_t{0}) others = scalars;  // It may have too many digits.
      uint64_t words = 0;
      if (others != 0 || words_end_ > p) [[unlikely]] {
        const Words read = read_words(others, p, words_end_, text_);
        if (read.end == nullptr) return false;
        words = read.bytes;
        words_end_ = read.end;
      }
      // number = [ minus ] int [ frac ] (RFC 8259, section 6)
      const uint64_t behind_minus = minus_.behind(minus);
      const uint64_t behind_point = point_.behind(points);
      const uint64_t integer_begins = (scalar_begins & ~minus) | behind_minus;
      const uint64_t leading_zeros = block.equal('0') & integer_begins;
      errors_ |= (behind_minus | behind_point) & ~digits;
      errors_ |= points & ~integer_.behind_runs(scalar_begins & ~points, minus | digits);
      errors_ |=
          ((minus & ~scalar_begins) | (leading_zero_.behind(leading_zeros) & digits)) & ~words;
    }

    const uint64_t string_begins = quotes & in_string;
    const uint64_t string_ends = quotes & ~in_string;
    uint64_t behind_value = value_.behind(closing | string_ends | scalars);
    uint64_t behind_comma = comma_.behind(commas);
    uint64_t behind_colon = colon_.behind(colons);
    if (space != 0) {
      behind_value = value_.over_space(behind_value, space);
      behind_comma = comma_.over_space(behind_comma, space);
      behind_colon = colon_.over_space(behind_colon, space);
    }
    // Strings that may be names.
    const uint64_t name_ends = name_.behind_runs(string_begins & ~behind_colon, in_string);
    uint64_t behind_name = name_end_.behind(name_ends);
    if (space != 0) behind_name = name_end_.over_space(behind_name, space);

    errors_ |= (opening | string_begins | scalar_begins) & behind_value;
    errors_ |= commas & ~behind_value;
    errors_ |= colons & ~behind_name;
    errors_ |= closing & (behind_comma | behind_colon);
    // Where a name is missing if this is inside an object.
    const uint64_t no_name = ((opening | scalar_begins) & ~behind_colon) | (behind_name & ~colons);
    const Context context = match_brackets(opening, closing, p, outer_kinds);
    errors_ |= (no_name & context.in_object) | (colons & context.in_array);
    return errors_ == 0;
  }

  // The places of a block that are directly inside an object or an array of the subtree. A bracket
  // itself counts to what is before it.
  struct Context {
    uint64_t in_object;
    uint64_t in_array;
  };

  // Follows the brackets, up to the one that ends the subtree.
  Context match_brackets(uint64_t opening, uint64_t closing, const char* p,
                         uint8_t (&outer_kinds)[kMaxDepth]) {
    uint64_t in_object = 0 - uint64_t{kind_ != kArray};
    for (uint64_t brackets = opening | closing; brackets != 0; brackets &= brackets - 1) {
      const uint32_t place = lowest_place(brackets);
      const uint64_t beyond = ~(brackets ^ (brackets - 1));
      const uint8_t outer = kind_;
      const uint8_t kind = static_cast<uint8_t>(p[place]) & kObject;
      if ((opening >> place & 1) != 0) {
        if (depth_ == max_depth_) {
          errors_ = 1;
          break;
        }
        outer_kinds[depth_++] = kind_;
        kind_ = kind;
      } else {
        errors_ |= kind ^ kind_;
        kind_ = outer_kinds[--depth_];
        if (depth_ == 0) {
          end_ = p + place + 1;
          return {in_object & ~beyond, ~(in_object | beyond)};
        }
      }
      if (kind_ != outer) in_object ^= beyond;
    }
    return {in_object, ~in_object};
  }

  // The kinds of brackets, as the one bit in which '[' and '{' differ.
  static constexpr uint8_t kArray = 0;
  static constexpr uint8_t kObject = '{' ^ '[';

  const PaddedText& text_;
  const uint32_t max_depth_;
  const char* end_ = nullptr;  // Of the subtree.
  uint64_t errors_ = 0;        // Not 0: anything is wrong.
  uint64_t in_string_ = 0;     // All ones: the block begins inside a string.
  uint64_t escaped_ = 0;       // 1: the first byte of the block is escaped.
  bool is_ascii_ = true;
  const char* words_end_ = nullptr;
  Carry scalar_, minus_, point_, integer_, leading_zero_;
  Carry value_, comma_, colon_, name_, name_end_;
  uint32_t depth_ = 0;
  uint8_t kind_ = kArray;  // Of the innermost bracket that is open.
};

}  // namespace

Subtree skip_subtree(const PaddedText& text, const char* p, uint32_t max_depth) {
  return SubtreeReader(text, max_depth).read(p);
}

}  // namespace tidegate
