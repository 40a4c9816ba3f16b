#include "match/operand.h"

#include <algorithm>
#include <cstring>

#include "json/unicode.h"
#include "match/text_list.h"

namespace tidegate {
namespace {

constexpr char kNumbers = 'n';
constexpr char kStrings = 's';

// ---- Writing ----

template <class T>
bool append_plain(const T& value, Vec<char>& bytes) {
  return bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

bool append_text(std::string_view text, Vec<char>& bytes) {
  return bytes.append(text.data(), static_cast<uint32_t>(text.size()));
}

// Writes a text list piece by piece: begin(), for each text its characters and end_text().
class TextListWriter {
 public:
  TextListWriter(uint32_t count, Vec<char>& bytes) : bytes_(bytes), table_(bytes.size()) {
    ok_ = append_plain(count, bytes_) &&
          bytes_.resize(bytes_.size() + count * static_cast<uint32_t>(sizeof(uint32_t)));
    first_ = bytes_.size();
  }

  void end_text() {
    if (!ok_) return;
    table_ += static_cast<uint32_t>(sizeof(uint32_t));
    const uint32_t end = bytes_.size() - first_;
    std::memcpy(bytes_.data() + table_, &end, sizeof(end));
  }

  bool ok() const { return ok_; }

 private:
  Vec<char>& bytes_;
  uint32_t table_;
  uint32_t first_ = 0;
  bool ok_;
};

bool append_texts(std::span<std::string_view> texts, Vec<char>& bytes) {
  TextListWriter list(static_cast<uint32_t>(texts.size()), bytes);
  if (!list.ok()) return false;
  for (const std::string_view text : texts) {
    if (!append_text(text, bytes)) return false;
    list.end_text();
  }
  return true;
}

// `wildcard` is valid: a backslash is always followed by a star or a backslash.
bool append_wildcard(std::string_view wildcard, Vec<char>& bytes) {
  uint32_t count = 1;
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') ++count;
    if (wildcard[i] == '\\') ++i;
  }
  TextListWriter fragments(count, bytes);
  if (!fragments.ok()) return false;
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') {
      fragments.end_text();
      continue;
    }
    if (wildcard[i] == '\\') ++i;
    if (!bytes.push(wildcard[i])) return false;
  }
  fragments.end_text();
  return true;
}

bool append_wildcards(std::span<std::string_view> wildcards, Vec<char>& bytes) {
  TextListWriter list(static_cast<uint32_t>(wildcards.size()), bytes);
  if (!list.ok()) return false;
  for (const std::string_view wildcard : wildcards) {
    if (!append_wildcard(wildcard, bytes)) return false;
    list.end_text();
  }
  return true;
}

// ---- Reading ----

template <class Test>
bool any_of(const TextList& list, Test test) {
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (test(list[i])) return true;
  }
  return false;
}

// `list` is sorted.
bool holds_text(const TextList& list, std::string_view text) {
  uint32_t low = 0;
  uint32_t high = list.size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = list[middle].compare(text);
    if (order == 0) return true;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

// `doubles` is sorted.
bool holds_number(std::string_view doubles, double number) {
  size_t low = 0;
  size_t high = doubles.size() / sizeof(double);
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const auto candidate = read_plain<double>(doubles, middle * sizeof(double));
    if (candidate == number) return true;
    if (candidate < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

// A value matches when it starts with the first fragment, ends with the last one, and holds the
// others in between, in order and apart; taking each at its first occurrence loses nothing. Linear:
// memmem is.
bool matches_wildcard(std::string_view operand, std::string_view value) {
  const TextList fragments(operand);
  const std::string_view first = fragments[0];
  if (fragments.size() == 1) return value == first;
  const std::string_view last = fragments[fragments.size() - 1];
  if (value.size() < first.size() + last.size() || !value.starts_with(first) ||
      !value.ends_with(last)) {
    return false;
  }
  value = value.substr(first.size(), value.size() - first.size() - last.size());
  for (uint32_t i = 1; i + 1 < fragments.size(); ++i) {
    const std::string_view fragment = fragments[i];
    if (fragment.size() > value.size()) return false;
    const void* found = memmem(value.data(), value.size(), fragment.data(), fragment.size());
    if (found == nullptr) return false;
    const auto begin = static_cast<size_t>(static_cast<const char*>(found) - value.data());
    value.remove_prefix(begin + fragment.size());
  }
  return true;
}

bool in_range(std::string_view range, double number) {
  const auto low = read_plain<double>(range);
  const auto high = read_plain<double>(range, sizeof(double));
  const bool low_open = range[2 * sizeof(double)] != 0;
  const bool high_open = range[2 * sizeof(double) + 1] != 0;
  return (low_open ? number > low : number >= low) && (high_open ? number < high : number <= high);
}

// The string that an anything-but excludes; other types are always something else.
bool is_excluded_string(Operator op, const TextList& list, std::string_view text) {
  switch (op) {
    case Operator::kAnythingBut:
      return holds_text(list, text);
    case Operator::kAnythingButPrefix:
      return any_of(list, [&](std::string_view prefix) { return text.starts_with(prefix); });
    case Operator::kAnythingButSuffix:
      return any_of(list, [&](std::string_view suffix) { return text.ends_with(suffix); });
    case Operator::kAnythingButIgnoreCase:
      return any_of(list, [&](std::string_view other) { return equals_ignore_case(other, text); });
    default:
      return any_of(list,
                    [&](std::string_view wildcard) { return matches_wildcard(wildcard, text); });
  }
}

bool satisfies_anything_but(Operator op, std::string_view operand, Value& value) {
  if (op != Operator::kAnythingBut) {
    return !value.is_string() || !is_excluded_string(op, TextList(operand), value.text());
  }
  const std::string_view list = operand.substr(1);
  if (operand[0] == kNumbers) {
    const double* number = value.number();
    return number == nullptr || !holds_number(list, *number);
  }
  return !value.is_string() || !is_excluded_string(op, TextList(list), value.text());
}

}  // namespace

bool append_operand(const Predicate& predicate, Vec<char>& bytes) {
  switch (predicate.op) {
    case Operator::kEqualsString:
    case Operator::kEqualsToken:
    case Operator::kPrefix:
    case Operator::kSuffix:
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
      return append_text(predicate.text, bytes);
    case Operator::kEqualsNumber:
      return append_plain(predicate.low, bytes);
    case Operator::kNumericRange:
      return append_plain(predicate.low, bytes) && append_plain(predicate.high, bytes) &&
             bytes.push(predicate.low_open ? 1 : 0) && bytes.push(predicate.high_open ? 1 : 0);
    case Operator::kAddress:
      return append_plain(without_host_bits(predicate.block), bytes);
    case Operator::kWildcard:
      return append_wildcard(predicate.text, bytes);
    case Operator::kAnythingBut:
      if (predicate.numbers.empty())
        return bytes.push(kStrings) && append_texts(predicate.texts, bytes);
      return bytes.push(kNumbers) &&
             bytes.append(reinterpret_cast<const char*>(predicate.numbers.data()),
                          static_cast<uint32_t>(predicate.numbers.size_bytes()));
    case Operator::kAnythingButPrefix:
    case Operator::kAnythingButSuffix:
    case Operator::kAnythingButIgnoreCase:
      return append_texts(predicate.texts, bytes);
    case Operator::kAnythingButWildcard:
      return append_wildcards(predicate.texts, bytes);
    case Operator::kExists:
    case Operator::kAbsent:
      return true;
  }
  return true;
}

Operator operator_within(Operator anything_but) {
  switch (anything_but) {
    case Operator::kAnythingButPrefix:
      return Operator::kPrefix;
    case Operator::kAnythingButSuffix:
      return Operator::kSuffix;
    case Operator::kAnythingButIgnoreCase:
      return Operator::kEqualsIgnoreCase;
    case Operator::kAnythingButWildcard:
      return Operator::kWildcard;
    default:
      return Operator::kEqualsString;
  }
}

bool satisfies(Operator op, std::string_view operand, Value& value) {
  switch (op) {
    case Operator::kEqualsString:
      return value.is_string() && value.text() == operand;
    case Operator::kEqualsToken:
      return !value.is_string() && value.text() == operand;
    case Operator::kEqualsNumber:
      return value.number() != nullptr && *value.number() == read_plain<double>(operand);
    case Operator::kNumericRange:
      return value.number() != nullptr && in_range(operand, *value.number());
    case Operator::kAddress:
      return value.address() != nullptr &&
             contains(read_plain<AddressBlock>(operand), *value.address());
    case Operator::kPrefix:
      return value.is_string() && value.text().starts_with(operand);
    case Operator::kSuffix:
      return value.is_string() && value.text().ends_with(operand);
    case Operator::kEqualsIgnoreCase:
      return value.is_string() && equals_ignore_case(operand, value.text());
    case Operator::kPrefixIgnoreCase:
      return value.is_string() && starts_with_ignore_case(operand, value.text());
    case Operator::kSuffixIgnoreCase:
      return value.is_string() && ends_with_ignore_case(operand, value.text());
    case Operator::kWildcard:
      return value.is_string() && matches_wildcard(operand, value.text());
    case Operator::kExists:
      return true;
    case Operator::kAbsent:
      return false;
    case Operator::kAnythingBut:
    case Operator::kAnythingButPrefix:
    case Operator::kAnythingButSuffix:
    case Operator::kAnythingButIgnoreCase:
    case Operator::kAnythingButWildcard:
      return satisfies_anything_but(op, operand, value);
  }
  return false;
}

}  // namespace tidegate
