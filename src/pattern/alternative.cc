#include "pattern/alternative.h"

#include <algorithm>
#include <limits>

#include "base/sort.h"
#include "json/number.h"
#include "pattern/cidr.h"
#include "pattern/suggest.h"
#include "pattern/wildcard.h"

namespace tidegate {
namespace {

constexpr std::string_view kEqualsIgnoreCase = "equals-ignore-case";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class MatchType : uint8_t {
#define TIDEGATE_OPERATOR(constant, name, operand, sentence) constant,
#include "pattern/operators.def"
#undef TIDEGATE_OPERATOR
};

struct NamedMatchType {
  std::string_view name;
  MatchType type;
};
constexpr NamedMatchType kMatchTypes[] = {
#define TIDEGATE_OPERATOR(constant, name, operand, sentence) {name, MatchType::constant},
#include "pattern/operators.def"
#undef TIDEGATE_OPERATOR
};

// The comparisons of numeric.
struct Comparison {
  enum class Kind : uint8_t { kEqual, kLow, kHigh };
  std::string_view name;
  Kind kind;
  bool open;
};
constexpr Comparison kComparisons[] = {
    {"=", Comparison::Kind::kEqual, false}, {"<", Comparison::Kind::kHigh, true},
    {"<=", Comparison::Kind::kHigh, false}, {">", Comparison::Kind::kLow, true},
    {">=", Comparison::Kind::kLow, false},
};

template <class Named, size_t kCount>
const Named* find_named(const Named (&list)[kCount], std::string_view name) {
  const auto found = std::find_if(std::begin(list), std::end(list),
                                  [&](const Named& item) { return item.name == name; });
  return found == std::end(list) ? nullptr : found;
}

bool includes(uint32_t operators, Operator op) { return (operators & operator_bit(op)) != 0; }

template <class T>
void sort_and_drop_equals(std::span<T>& values) {
  sort(values.begin(), values.end());
  const auto end = std::unique(values.begin(), values.end());
  values = values.first(static_cast<size_t>(end - values.begin()));
}

std::string_view spoken_name(Operator op) {
  switch (op) {
    case Operator::kAnythingButPrefix:
      return "prefix inside anything-but";
    case Operator::kAnythingButSuffix:
      return "suffix inside anything-but";
    case Operator::kAnythingButIgnoreCase:
      return "equals-ignore-case inside anything-but";
    case Operator::kAnythingButWildcard:
      return "wildcard inside anything-but";
    default:
      return "wildcard";
  }
}

}  // namespace

bool is_operator_name(std::string_view name) { return find_named(kMatchTypes, name) != nullptr; }

// The operators with a form inside: {"prefix": {"equals-ignore-case": "x"}}.
struct AlternativeParser::Affix {
  Operator plain;
  Operator ignore_case;
  ProblemKind no_string;
  ProblemKind no_name;
  ProblemKind unknown_name;
};

// What the values of an anything-but are excluded by.
struct AlternativeParser::Exclusion {
  std::string_view name;
  Operator op;
  ProblemKind no_string;
};

// One number of a numeric.
struct AlternativeParser::Bound {
  std::string_view token;
  Span span;
  bool open;
};

bool AlternativeParser::parse(Predicate& predicate) {
  const uint32_t begin = reader_.begin();
  const bool string = reader_.token() == Token::kString;
  if (!parse_alternative(predicate)) return false;
  predicate.span = since(begin);
  if (includes(rules_.refused_operators, predicate.op) || (rules_.strings_only && !string)) {
    refusal_.later(
        {.kind = rules_.refusal, .span = predicate.span, .argument = spoken_name(predicate.op)});
  }
  return true;
}

// ---- Values ----

bool AlternativeParser::parse_alternative(Predicate& predicate) {
  switch (reader_.token()) {
    case Token::kObjectBegin:
      return parse_match(predicate);
    case Token::kString:
      return parse_string(predicate);
    case Token::kNumber:
      predicate.op = Operator::kEqualsNumber;
      if (!comparable_number(reader_.spelling(), predicate.low)) return parse_token(predicate);
      predicate.high = predicate.low;
      return true;
    case Token::kTrue:
    case Token::kFalse:
    case Token::kNull:
      return parse_token(predicate);
    default:
      return refusal_.fail(ProblemKind::kNoAlternative);
  }
}

bool AlternativeParser::parse_string(Predicate& predicate) {
  predicate.op = Operator::kEqualsString;
  if (!read_text(predicate.text)) return false;
  if (parse_address(predicate.text, predicate.block.base) != AddressError::kNone) return true;
  predicate.op = Operator::kAddress;
  predicate.block.mask_bits = static_cast<uint8_t>(predicate.block.base.size * 8);
  return true;
}

bool AlternativeParser::parse_token(Predicate& predicate) {
  predicate.op = Operator::kEqualsToken;
  predicate.text = reader_.spelling();
  return true;
}

// ---- Operators ----

bool AlternativeParser::parse_match(Predicate& predicate) {
  static constexpr Affix kPrefix = {Operator::kPrefix, Operator::kPrefixIgnoreCase,
                                    ProblemKind::kPrefixOperand, ProblemKind::kNoPrefixOperator,
                                    ProblemKind::kUnknownPrefixOperator};
  static constexpr Affix kSuffix = {Operator::kSuffix, Operator::kSuffixIgnoreCase,
                                    ProblemKind::kSuffixOperand, ProblemKind::kNoSuffixOperator,
                                    ProblemKind::kUnknownSuffixOperator};
  const uint32_t begin = reader_.begin();
  if (reader_.next() != Token::kName) return refusal_.fail(ProblemKind::kNoOperator, since(begin));
  const NamedMatchType* match = find_named(kMatchTypes, reader_.name());
  if (match == nullptr) {
    std::string_view names[std::size(kMatchTypes)];
    std::transform(std::begin(kMatchTypes), std::end(kMatchTypes), names,
                   [](const NamedMatchType& type) { return type.name; });
    return refusal_.fail_unknown_name(ProblemKind::kUnknownOperator,
                                      suggest(reader_.name(), names));
  }
  constexpr ProblemKind kExtraKey = ProblemKind::kExtraKey;
  switch (match->type) {
    case MatchType::kExactly:
      return parse_text(Operator::kEqualsString, ProblemKind::kExactlyOperand, predicate) &&
             expect_object_end(kExtraKey);
    case MatchType::kIgnoreCase:
      return parse_text(Operator::kEqualsIgnoreCase, ProblemKind::kIgnoreCaseOperand, predicate) &&
             expect_object_end(kExtraKey);
    case MatchType::kPrefix:
      return parse_affix(kPrefix, predicate) && expect_object_end(kExtraKey);
    case MatchType::kSuffix:
      return parse_affix(kSuffix, predicate) && expect_object_end(kExtraKey);
    case MatchType::kWildcard:
      return parse_wildcard(predicate) && expect_object_end(kExtraKey);
    case MatchType::kExists:
      return parse_exists(predicate) && expect_object_end(kExtraKey);
    case MatchType::kCidr:
      return parse_cidr(predicate) && expect_object_end(kExtraKey);
    case MatchType::kNumeric:
      return parse_numeric(predicate) && expect_object_end(ProblemKind::kNumericTooMany);
    case MatchType::kAnythingBut:
      // Not a slip: event-ruler speaks of a numeric expression here.
      return parse_anything_but(predicate) && expect_object_end(ProblemKind::kNumericTooMany);
  }
  return false;
}

bool AlternativeParser::parse_text(Operator op, ProblemKind no_string, Predicate& predicate) {
  predicate.op = op;
  return reader_.next() == Token::kString ? read_text(predicate.text) : refusal_.fail(no_string);
}

bool AlternativeParser::parse_affix(const Affix& affix, Predicate& predicate) {
  const Token token = reader_.next();
  if (token != Token::kObjectBegin) {
    predicate.op = affix.plain;
    return token == Token::kString ? read_text(predicate.text) : refusal_.fail(affix.no_string);
  }
  const uint32_t begin = reader_.begin();
  if (reader_.next() != Token::kName) return refusal_.fail(affix.no_name, since(begin));
  if (reader_.name() != kEqualsIgnoreCase) {
    return refusal_.fail_unknown_name(affix.unknown_name,
                                      suggest(reader_.name(), {&kEqualsIgnoreCase, 1}));
  }
  return parse_text(affix.ignore_case, ProblemKind::kIgnoreCaseOperand, predicate) &&
         expect_object_end(ProblemKind::kExtraKey);
}

bool AlternativeParser::parse_wildcard(Predicate& predicate) {
  return parse_text(Operator::kWildcard, ProblemKind::kWildcardOperand, predicate) &&
         accept_wildcard(predicate.text, reader_.span());
}

bool AlternativeParser::parse_exists(Predicate& predicate) {
  const Token token = reader_.next();
  predicate.op = token == Token::kTrue ? Operator::kExists : Operator::kAbsent;
  return token == Token::kTrue || token == Token::kFalse ||
         refusal_.fail(ProblemKind::kExistsOperand);
}

bool AlternativeParser::parse_cidr(Predicate& predicate) {
  // Not a slip: event-ruler speaks of a prefix here.
  if (!parse_text(Operator::kAddress, ProblemKind::kPrefixOperand, predicate)) return false;
  std::string_view address;
  const ProblemKind kind = parse_block(predicate.text, predicate.block, address);
  return kind == ProblemKind::kNone || refusal_.fail_unplaced(kind, address);
}

// ---- numeric ----

bool AlternativeParser::parse_numeric(Predicate& predicate) {
  if (reader_.next() != Token::kArrayBegin) return refusal_.fail(ProblemKind::kNumericOperand);
  const uint32_t begin = reader_.begin();
  if (reader_.next() != Token::kString)
    return refusal_.fail(ProblemKind::kNumericFirst, reader_.spelling());
  std::string_view name;
  if (!read_text(name)) return false;
  const Span name_span = reader_.span();
  const Token number = reader_.next();  // event-ruler looks at the comparison only now.
  const Comparison* comparison = find_named(kComparisons, name);
  if (comparison == nullptr) return refusal_.fail(ProblemKind::kNumericComparison, name_span, name);
  const bool equal = comparison->kind == Comparison::Kind::kEqual;
  if (number != Token::kNumber)
    return refusal_.fail(ProblemKind::kNumericNumber, equal ? "equals" : name);

  const Bound first = {reader_.spelling(), reader_.span(), comparison->open};
  Bound second = {};
  const bool range = reader_.next() != Token::kArrayEnd;
  if (range && comparison->kind != Comparison::Kind::kLow)
    return refusal_.fail(ProblemKind::kNumericTooMany);
  if (range && !parse_upper_bound(second)) return false;

  predicate.op = equal ? Operator::kEqualsNumber : Operator::kNumericRange;
  if (comparison->kind == Comparison::Kind::kHigh) {
    predicate.low = -kInfinity;
    predicate.high_open = first.open;
    return parse_number(first, predicate.high);
  }
  if (!parse_number(first, predicate.low)) return false;
  predicate.low_open = first.open;
  predicate.high = predicate.low;
  if (equal) return true;
  predicate.high = kInfinity;
  if (!range) return true;
  if (!parse_number(second, predicate.high)) return false;
  predicate.high_open = second.open;
  return predicate.low < predicate.high || refusal_.fail(ProblemKind::kRangeEmpty, since(begin));
}

// The second half of [">", 0, "<=", 5].
bool AlternativeParser::parse_upper_bound(Bound& high) {
  if (reader_.token() != Token::kString)
    return refusal_.fail(ProblemKind::kRangeComparison, reader_.spelling());
  std::string_view name;
  if (!read_text(name)) return false;
  const Comparison* comparison = find_named(kComparisons, name);
  const bool is_high = comparison != nullptr && comparison->kind == Comparison::Kind::kHigh;
  if (!is_high) return refusal_.fail(ProblemKind::kRangeOrder, name);
  if (reader_.next() != Token::kNumber) return refusal_.fail(ProblemKind::kNumericNumber, name);
  high = {reader_.spelling(), reader_.span(), comparison->open};
  return reader_.next() == Token::kArrayEnd || refusal_.fail(ProblemKind::kRangeTooMany);
}

bool AlternativeParser::parse_number(const Bound& bound, double& number) {
  return comparable_number(bound.token, number) ||
         refusal_.fail(ProblemKind::kNotComparable, bound.span, bound.token);
}

// ---- anything-but ----

bool AlternativeParser::parse_anything_but(Predicate& predicate) {
  static constexpr Exclusion kValues = {"", Operator::kAnythingBut,
                                        ProblemKind::kAnythingButListValue};
  excluded_texts_.clear();
  excluded_numbers_.clear();
  const Exclusion* exclusion = &kValues;
  if (reader_.next() == Token::kObjectBegin) {
    if (!parse_exclusion(exclusion)) return false;
    const bool one_text = exclusion->op == Operator::kAnythingButPrefix &&
                          rules_.excluded_prefix_refusal != ProblemKind::kNone;
    if (reader_.next() != Token::kString && one_text)
      return refusal_.fail(rules_.excluded_prefix_refusal);
  }
  const uint32_t begin = reader_.begin();
  switch (reader_.token()) {
    case Token::kArrayBegin:
      if (!parse_excluded_list(*exclusion)) return false;
      break;
    case Token::kString:
    case Token::kNumber:
      if (!parse_excluded(*exclusion)) return false;
      break;
    default:
      return refusal_.fail(ProblemKind::kAnythingButOperand);
  }
  predicate.op = exclusion->op;
  if (!check_excluded(*exclusion, since(begin)) || !keep_excluded(predicate)) return false;
  return exclusion == &kValues || expect_object_end(ProblemKind::kNumericTooMany);
}

bool AlternativeParser::parse_exclusion(const Exclusion*& exclusion) {
  static constexpr Exclusion kExclusions[] = {
      {"prefix", Operator::kAnythingButPrefix, ProblemKind::kAnythingButPrefixValue},
      {"suffix", Operator::kAnythingButSuffix, ProblemKind::kAnythingButPrefixValue},
      {kEqualsIgnoreCase, Operator::kAnythingButIgnoreCase,
       ProblemKind::kAnythingButIgnoreCaseValue},
      {"wildcard", Operator::kAnythingButWildcard, ProblemKind::kWildcardOperand},
  };
  const uint32_t begin = reader_.begin();
  if (reader_.next() != Token::kName)
    return refusal_.fail(ProblemKind::kNoAnythingButOperator, since(begin));
  std::string_view names[std::size(kExclusions)];  // Those that the service knows.
  size_t known = 0;
  for (const Exclusion& candidate : kExclusions) {
    if (includes(rules_.unknown_exclusions, candidate.op)) continue;
    names[known++] = candidate.name;
    if (candidate.name != reader_.name()) continue;
    exclusion = &candidate;
    return true;
  }
  return refusal_.fail_unknown_name(rules_.exclusion_refusal,
                                    suggest(reader_.name(), {names, known}));
}

bool AlternativeParser::parse_excluded_list(const Exclusion& exclusion) {
  while (reader_.next() != Token::kArrayEnd) {
    if (!parse_excluded(exclusion)) return refusal_.fail_again();
  }
  return true;
}

bool AlternativeParser::parse_excluded(const Exclusion& exclusion) {
  if (reader_.token() == Token::kNumber && exclusion.op == Operator::kAnythingBut) {
    double number = 0;
    if (!comparable_number(reader_.spelling(), number)) {
      return refusal_.fail_unplaced(ProblemKind::kNotComparable, reader_.spelling());
    }
    return excluded_numbers_.push(number) || refusal_.no_memory();
  }
  if (reader_.token() != Token::kString) return refusal_.fail(exclusion.no_string);
  std::string_view text;
  if (!read_text(text)) return false;
  const bool affix =
      exclusion.op == Operator::kAnythingButPrefix || exclusion.op == Operator::kAnythingButSuffix;
  if (affix && text.empty()) return refusal_.fail(ProblemKind::kAnythingButEmptyText);
  return excluded_texts_.push({text, reader_.span()}) || refusal_.no_memory();
}

// What is said of all values together, or only behind the last one. Of several bad wildcards
// event-ruler reports the first in the order of a hash table; here it is the first in the text.
bool AlternativeParser::check_excluded(const Exclusion& exclusion, Span list) {
  if (exclusion.op == Operator::kAnythingBut) {
    const bool one_type = excluded_texts_.empty() != excluded_numbers_.empty();
    return one_type || refusal_.fail(ProblemKind::kAnythingButMixed, list);
  }
  // The compiler of event-ruler accepts this, and its machine then throws a NullPointerException.
  if (excluded_texts_.empty()) {
    refusal_.later({.kind = ProblemKind::kEmptyArray, .span = list, .place = list.end});
  }
  if (exclusion.op != Operator::kAnythingButWildcard) return true;
  return std::all_of(excluded_texts_.begin(), excluded_texts_.end(), [&](const Listed& wildcard) {
    return accept_wildcard(wildcard.text, wildcard.span);
  });
}

bool AlternativeParser::keep_excluded(Predicate& predicate) {
  predicate.texts = arena_.make_array<std::string_view>(excluded_texts_.size());
  predicate.numbers = arena_.make_array<double>(excluded_numbers_.size());
  if (arena_.failed()) return refusal_.no_memory();
  std::transform(excluded_texts_.begin(), excluded_texts_.end(), predicate.texts.begin(),
                 [](const Listed& listed) { return listed.text; });
  std::copy(excluded_numbers_.begin(), excluded_numbers_.end(), predicate.numbers.begin());
  sort_and_drop_equals(predicate.texts);
  sort_and_drop_equals(predicate.numbers);
  return true;
}

// ---- Small steps ----

// The characters of the string that the reader is at.
bool AlternativeParser::read_text(std::string_view& text) {
  return reader_.read_text(text) || refusal_.fail(reader_.problem());
}

bool AlternativeParser::accept_wildcard(std::string_view wildcard, Span span) {
  uint32_t position = 0;
  const ProblemKind kind = check_wildcard(wildcard, position);
  if (kind != ProblemKind::kNone) {
    Text number;
    number.append_number(position);
    return refusal_.fail(kind, span, arena_.copy(number.view()));
  }
  if (rules_.max_stars != 0 && count_stars(wildcard) > rules_.max_stars)
    refusal_.later({.kind = ProblemKind::kSnsStars, .span = span});
  const uint32_t most = rules_.max_wildcard_complexity;
  if (most == 0) return true;
  uint32_t complexity = 0;
  if (!wildcard_complexity(wildcard, most, complexity)) return refusal_.no_memory();
  if (complexity > most) refusal_.later({.kind = ProblemKind::kWildcardTooComplex, .span = span});
  return true;
}

bool AlternativeParser::expect_object_end(ProblemKind otherwise) {
  return reader_.next() == Token::kObjectEnd || refusal_.fail(otherwise);
}

}  // namespace tidegate
