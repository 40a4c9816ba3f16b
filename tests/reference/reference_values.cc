#include "reference/reference_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <set>

#include "reference/json_value.h"

namespace reference {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// What Java 19's Double.toString prints: the shortest decimal that reads back as the double, and of
// those of that length the one nearest to it; but where one digit would do, the nearest of two
// digits that reads back.
std::string java_text(double value) {
  char text[64];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  const std::string shortest(text, end);
  if (decimal_of(shortest).digits.size() != 1) return shortest;
  const auto two_end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, 1).ptr;
  const std::string two_digits(text, two_end);
  return std::strtod(two_digits.c_str(), nullptr) == value ? two_digits : shortest;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

std::string hex_of(const std::vector<int>& bytes) {
  std::string digits;
  for (const int byte : bytes) {
    digits.push_back("0123456789ABCDEF"[byte / 16]);
    digits.push_back("0123456789ABCDEF"[byte % 16]);
  }
  return digits;
}

// Four decimal numbers up to 255, leading zeros allowed, 15 characters in all.
std::optional<std::vector<int>> ipv4_bytes(std::string_view text) {
  const std::vector<std::string> parts = split(text, '.');
  if (parts.size() != 4 || text.size() > 15) return std::nullopt;
  std::vector<int> bytes;
  for (const std::string& part : parts) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), is_digit)) return std::nullopt;
    const int number = std::atoi(part.c_str());
    if (number > 255) return std::nullopt;
    bytes.push_back(number);
  }
  return bytes;
}

// Groups of hexadecimal digits, each at most FFFF (leading zeros allowed).
std::optional<std::vector<int>> groups_to_bytes(const std::vector<std::string>& groups) {
  std::vector<int> bytes;
  for (const std::string& group : groups) {
    if (group.empty()) return std::nullopt;
    int number = 0;
    for (const char c : group) {
      if (hex_digit(c) < 0) return std::nullopt;
      number = number * 16 + hex_digit(c);
      if (number > 0xFFFF) return std::nullopt;
    }
    bytes.push_back(number / 256);
    bytes.push_back(number % 256);
  }
  return bytes;
}

// Eight groups, or fewer with one "::" for at least one group of zeros. The addresses that stand
// for IPv4 are IPv4.
std::optional<std::vector<int>> ipv6_bytes(std::string_view text) {
  const size_t gap = text.find("::");
  const auto groups_of = [](std::string_view part) {
    return part.empty() ? std::vector<std::string>() : split(part, ':');
  };
  const auto left = groups_to_bytes(groups_of(text.substr(0, gap)));
  const auto right = groups_to_bytes(
      gap == std::string_view::npos ? std::vector<std::string>() : groups_of(text.substr(gap + 2)));
  if (!left || !right) return std::nullopt;
  const size_t given = left->size() + right->size();
  if (gap == std::string_view::npos ? given != 16 : given > 14) return std::nullopt;

  std::vector<int> bytes = *left;
  bytes.resize(16 - right->size(), 0);
  bytes.insert(bytes.end(), right->begin(), right->end());

  const std::vector<int> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
    return std::vector<int>(bytes.begin() + 12, bytes.end());
  }
  return bytes;
}

struct CaseMapping {
  char32_t code_point;
  const char* lower;
  const char* upper;
};

const CaseMapping kCaseMappings[] = {
#include "reference/case_mappings.inc"
};

// The two texts that a letter of a pattern stands for.
std::vector<std::string> cases_of(char32_t letter) {
  static const std::map<char32_t, std::vector<std::string>> cases = [] {
    std::map<char32_t, std::vector<std::string>> all;
    for (const CaseMapping& mapping : kCaseMappings) {
      all[mapping.code_point] = {mapping.lower, mapping.upper};
    }
    for (char c = 'a'; c <= 'z'; ++c) {
      const char upper = static_cast<char>(c - 'a' + 'A');
      all[static_cast<char32_t>(c)] = {std::string(1, c), std::string(1, upper)};
      all[static_cast<char32_t>(upper)] = {std::string(1, c), std::string(1, upper)};
    }
    return all;
  }();
  const auto found = cases.find(letter);
  if (found != cases.end()) return found->second;
  std::string itself;
  append_utf8(letter, itself);
  return {itself};
}

// Where in `value` a text that begins at `begin` and is made of the letters can end.
std::vector<size_t> ends_of(const std::vector<char32_t>& letters, std::string_view value,
                            size_t begin) {
  std::vector<size_t> ends = {begin};
  for (const char32_t letter : letters) {
    std::vector<size_t> next;
    for (const size_t end : ends) {
      for (const std::string& text : cases_of(letter)) {
        const size_t further = end + text.size();
        const bool fits = value.substr(end, text.size()) == text;
        if (fits && std::find(next.begin(), next.end(), further) == next.end()) {
          next.push_back(further);
        }
      }
    }
    ends = next;
  }
  return ends;
}

bool reaches(const std::vector<size_t>& ends, size_t place) {
  return std::find(ends.begin(), ends.end(), place) != ends.end();
}

}  // namespace

Decimal decimal_of(std::string_view token) {
  Decimal decimal;
  size_t i = 0;
  if (token[i] == '-') {
    decimal.negative = true;
    ++i;
  }
  for (; i < token.size() && is_digit(token[i]); ++i) {
    decimal.digits.push_back(token[i]);
    ++decimal.exponent;
  }
  if (i < token.size() && token[i] == '.') {
    for (++i; i < token.size() && is_digit(token[i]); ++i) decimal.digits.push_back(token[i]);
  }
  if (i < token.size()) {
    ++i;  // The e.
    const bool down = token[i] == '-';
    if (!is_digit(token[i])) ++i;
    long power = 0;
    for (; i < token.size(); ++i) power = std::min(power * 10 + (token[i] - '0'), 1000000000L);
    decimal.exponent += down ? -power : power;
  }
  const size_t first = decimal.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  decimal.digits = decimal.digits.substr(first, decimal.digits.find_last_not_of('0') + 1 - first);
  decimal.exponent -= static_cast<long>(first);
  return decimal;
}

int compare(const Decimal& a, const Decimal& b) {
  const auto sign = [](const Decimal& d) { return d.digits.empty() ? 0 : d.negative ? -1 : 1; };
  if (sign(a) != sign(b)) return sign(a) - sign(b);
  if (a.exponent != b.exponent) return a.exponent < b.exponent ? -sign(a) : sign(a);
  const int order = a.digits.compare(b.digits);  // Of two fractions, as of two words.
  return order < 0 ? -sign(a) : order > 0 ? sign(a) : 0;
}

std::optional<Decimal> comparable_decimal(std::string_view token) {
  const double nearest = std::strtod(std::string(token).c_str(), nullptr);
  if (!std::isfinite(nearest)) return std::nullopt;
  const Decimal exact = decimal_of(token);
  if (compare(exact, decimal_of(java_text(nearest))) != 0) return std::nullopt;
  return exact;
}

std::optional<std::string> address_digits(std::string_view text) {
  const bool has_colon = text.find(':') != std::string_view::npos;
  const auto bytes = has_colon ? ipv6_bytes(text) : ipv4_bytes(text);
  if (!bytes) return std::nullopt;
  return hex_of(*bytes);
}

// "address/bits" as Java's String.split and Integer.parseInt read it: slashes at the end do not
// count, the bits may have a sign and leading zeros. A block of one address is refused.
std::optional<Block> block_of(std::string_view cidr) {
  while (!cidr.empty() && cidr.back() == '/') cidr.remove_suffix(1);
  const std::vector<std::string> parts = split(cidr, '/');
  if (parts.size() != 2) return std::nullopt;
  const auto digits = address_digits(parts[0]);
  std::string_view bits_text = parts[1];
  const bool negative = bits_text.substr(0, 1) == "-";
  if (negative || bits_text.substr(0, 1) == "+") bits_text.remove_prefix(1);
  if (!digits || bits_text.empty() || !std::all_of(bits_text.begin(), bits_text.end(), is_digit)) {
    return std::nullopt;
  }
  size_t bits = 0;
  for (const char c : bits_text)
    bits = std::min<size_t>(bits * 10 + static_cast<size_t>(c - '0'), 1000);
  if ((negative && bits != 0) || bits >= digits->size() * 4) return std::nullopt;

  Block block;
  for (size_t i = 0; i < digits->size(); ++i) {
    const int digit = hex_digit((*digits)[i]);
    const size_t fixed = bits <= i * 4 ? 0 : std::min<size_t>(bits - i * 4, 4);
    const int free_bits = 15 >> fixed;
    block.low.push_back("0123456789ABCDEF"[digit & ~free_bits]);
    block.high.push_back("0123456789ABCDEF"[digit | free_bits]);
  }
  return block;
}

// A longer address lies in the block when its first digits do; a shorter one when its digits alone
// decide it.
bool contains(const Block& block, const std::string& digits) {
  const size_t size = block.low.size();
  if (digits.size() >= size) {
    const std::string leading = digits.substr(0, size);
    return block.low <= leading && leading <= block.high;
  }
  return block.low.substr(0, digits.size()) < digits &&
         digits < block.high.substr(0, digits.size());
}

bool equals_ignore_case(std::string_view pattern, std::string_view value) {
  return reaches(ends_of(decode_utf8(pattern), value, 0), value.size());
}

bool starts_with_ignore_case(std::string_view pattern, std::string_view value) {
  return !ends_of(decode_utf8(pattern), value, 0).empty();
}

bool ends_with_ignore_case(std::string_view pattern, std::string_view value) {
  for (size_t begin = 0; begin <= value.size(); ++begin) {
    if (reaches(ends_of(decode_utf8(pattern), value, begin), value.size())) return true;
  }
  return false;
}

std::optional<Wildcard> wildcard_of(std::string_view text) {
  Wildcard wildcard;
  const std::vector<char32_t> letters = decode_utf8(text);
  for (size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == '*') {
      if (i + 1 < letters.size() && letters[i + 1] == '*') return std::nullopt;
      wildcard.push_back(std::nullopt);
      continue;
    }
    if (letters[i] == '\\') {
      ++i;
      if (i == letters.size() || (letters[i] != '*' && letters[i] != '\\')) return std::nullopt;
    }
    wildcard.push_back(letters[i]);
  }
  return wildcard;
}

bool matches(const Wildcard& wildcard, std::string_view value) {
  const std::vector<char32_t> letters = decode_utf8(value);
  // matched[k]: the steps so far match the first k letters.
  std::vector<bool> matched(letters.size() + 1, false);
  matched[0] = true;
  for (const std::optional<char32_t>& step : wildcard) {
    std::vector<bool> next(letters.size() + 1, false);
    for (size_t k = 0; k <= letters.size(); ++k) {
      if (step) {
        next[k] = k > 0 && matched[k - 1] && letters[k - 1] == *step;
      } else {
        next[k] = matched[k] || (k > 0 && next[k - 1]);
      }
    }
    matched = next;
  }
  return matched[letters.size()];
}

size_t complexity_of(std::string_view wildcard_text) {
  std::vector<std::optional<char>> steps = {'"'};
  for (size_t i = 0; i < wildcard_text.size(); ++i) {
    const bool star = wildcard_text[i] == '*';
    if (wildcard_text[i] == '\\') ++i;
    steps.push_back(star ? std::nullopt : std::optional<char>(wildcard_text[i]));
  }
  steps.push_back('"');

  // A set holds the lengths of the beginnings that a text matches. All sets that some text leads to
  // are visited.
  using Lengths = std::set<size_t>;
  const auto add = [&](Lengths& lengths, size_t length) {
    lengths.insert(length);
    if (length < steps.size() && !steps[length]) lengths.insert(length + 1);
  };
  std::set<char> letters;
  for (const auto& step : steps) {
    if (step) letters.insert(*step);
  }
  std::set<Lengths> seen = {{0}};
  std::vector<Lengths> waiting = {{0}};
  size_t most = 0;
  while (!waiting.empty()) {
    const Lengths lengths = waiting.back();
    waiting.pop_back();
    most = std::max(most, lengths.size());
    for (const char letter : letters) {
      Lengths next;
      for (const size_t length : lengths) {
        if (length < steps.size() && steps[length] == letter) add(next, length + 1);
        if (length > 0 && !steps[length - 1]) next.insert(length);
      }
      if (seen.insert(next).second) waiting.push_back(next);
    }
  }
  return most;
}

}  // namespace reference
