#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/text.h"
#include "json/address.h"

// What a pattern says, as the parser (pattern/parser.h) leaves it: the tree as written, with positions, and the sub-rules
// that it means. Everything lives in the Pattern's arena.
namespace tidegate {

// One way for a value to satisfy an alternative. Strings compare as decoded UTF-8, never with numbers.
enum class Operator : uint8_t {
  kEqualsString,         // "x", {"exactly": "x"}: text
  kEqualsNumber,         // a comparable number: low
  kEqualsToken,          // true, false, null, or a number that is not comparable, spelled the same: text
  kAddress,              // an IP literal or {"cidr": ...}: block. Looks at strings only.
  kPrefix,               // text
  kSuffix,               // text
  kEqualsIgnoreCase,     // text
  kPrefixIgnoreCase,     // text
  kSuffixIgnoreCase,     // text
  kWildcard,             // text, still with its escapes: *, \* and \\ only
  kNumericRange,         // low, high, low_open, high_open; "=" is a closed range of one; an open side is infinite
  kExists,               // {"exists": true}: any leaf
  kAbsent,               // {"exists": false}: no leaf
  kAnythingBut,          // texts or numbers, one of them empty: any leaf that is none of them
  kAnythingButPrefix,    // texts, and so below: any leaf that is no string or has none of these
  kAnythingButSuffix,
  kAnythingButIgnoreCase,
  kAnythingButWildcard,
};

// One alternative of a list. Equal predicates (see equal()) are satisfied by the same values.
struct Predicate {
  Operator op = Operator::kEqualsString;
  bool low_open = false;
  bool high_open = false;
  Span span;                                // The alternative in the pattern's text.
  std::string_view text;                    // Decoded operand, or the token.
  double low = 0;
  double high = 0;
  AddressBlock block;
  std::span<std::string_view> texts;        // Sorted by bytes, each once.
  std::span<double> numbers;                // Sorted, each once; -0 is 0.
};

// The tree as written.
struct Member;
struct Node {
  enum class Kind : uint8_t {
    kObject,        // members: all must be satisfied
    kAlternatives,  // alternatives: the OR-list of one field
    kOr,            // branches: objects, one of which must be satisfied
  };
  Kind kind = Kind::kObject;
  Span span;
  std::span<Member> members;
  std::span<const Predicate*> alternatives;
  std::span<const Node*> branches;
};

struct Member {
  std::string_view key;  // Decoded; "$or" for Kind::kOr.
  Span key_span;
  const Node* value = nullptr;
};

// One field of a sub-rule: some alternative must be satisfied by a leaf at the path.
struct Clause {
  std::string_view path;                         // Keys joined by ".".
  std::span<const Predicate*> alternatives;      // As written, in the order of the text.
};

// One choice of branches of every $or: all clauses must be satisfied. Sorted by path (UTF-16), each path once: where the
// text names a path twice, the later one counts.
struct SubRule {
  std::span<const Clause> clauses;
};

// A pattern that was accepted. Moves, never copies; views stay valid with it.
class Pattern {
 public:
  const Node* root() const { return root_; }
  std::span<const SubRule> sub_rules() const { return sub_rules_; }

 private:
  friend class PatternParser;
  Arena arena_;
  const Node* root_ = nullptr;
  std::span<const SubRule> sub_rules_;
};

}  // namespace tidegate
