#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/text.h"
#include "json/address.h"

// What a pattern says, as the parser (pattern/parser.h) leaves it: the tree as written, with
// positions, and the sub-rules that it means. Everything lives in the Pattern's arena.
namespace tidegate {

// One way for a value to satisfy an alternative. Strings compare as decoded UTF-8, never with
// numbers.
enum class Operator : uint8_t {
  kEqualsString,  // "x", {"exactly": "x"}: text
  kEqualsNumber,  // a comparable number, {"numeric": ["=", n]}: low and high, both n
  kEqualsToken,   // true, false, null, or a number that is not comparable, spelled the same: text
  kAddress,       // an IP literal or {"cidr": ...}: block. Looks at strings only.
  kPrefix,        // text
  kSuffix,        // text
  kEqualsIgnoreCase,   // text
  kPrefixIgnoreCase,   // text
  kSuffixIgnoreCase,   // text
  kWildcard,           // text, still with its escapes: *, \* and \\ only
  kNumericRange,       // low < high, low_open, high_open; a side without a bound is infinite
  kExists,             // {"exists": true}: any leaf
  kAbsent,             // {"exists": false}: no leaf
  kAnythingBut,        // texts or numbers, one of them empty: any leaf that is none of them
  kAnythingButPrefix,  // texts, and so below: any leaf that is no string or has none of these
  kAnythingButSuffix,
  kAnythingButIgnoreCase,
  kAnythingButWildcard,
};

// One alternative of a list. Only what its operator names above says something.
struct Predicate {
  Operator op = Operator::kEqualsString;
  bool low_open = false;
  bool high_open = false;
  Span span;              // The alternative in the pattern's text.
  std::string_view text;  // Decoded operand, or the token.
  double low = 0;
  double high = 0;
  AddressBlock block;
  std::span<std::string_view> texts;  // Sorted by bytes, each once.
  std::span<double> numbers;          // Sorted, each once; -0 is 0.
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

// One field and what it may be: some alternative must be satisfied by a leaf at the path.
struct Clause {
  std::string_view path;                     // Keys joined by ".".
  std::span<const Predicate*> alternatives;  // As written, in the order of the text.
};

// Some of the clauses of a pattern. A view: copy it.
class ClauseList {
 public:
  ClauseList() = default;
  ClauseList(const Clause* all, std::span<const uint32_t> indices) : all_(all), indices_(indices) {}

  class Iterator {
   public:
    Iterator(const Clause* all, const uint32_t* index) : all_(all), index_(index) {}
    const Clause& operator*() const { return all_[*index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Clause* all_;
    const uint32_t* index_;
  };

  size_t size() const { return indices_.size(); }
  const Clause& operator[](size_t i) const { return all_[indices_[i]]; }
  Iterator begin() const { return {all_, indices_.data()}; }
  Iterator end() const { return {all_, indices_.data() + indices_.size()}; }

  // Where the clauses stand in Pattern::clauses(); the same index in two lists is the same clause.
  std::span<const uint32_t> indices() const { return indices_; }

 private:
  const Clause* all_ = nullptr;
  std::span<const uint32_t> indices_;
};

// One choice of branches of every $or: all clauses must be satisfied. Sorted by path (UTF-16), each
// path once: where the text names a path twice, the later one counts.
struct SubRule {
  ClauseList clauses;
};

// A pattern that was accepted. Moves, never copies; views stay valid with it. Keeps some memory
// when it is cleared or filled anew.
class Pattern {
 public:
  const Node* root() const { return root_; }

  // Every list of alternatives, in the order of the text. One that a later one overrides is in no
  // sub-rule.
  std::span<const Clause> clauses() const { return clauses_; }
  std::span<const SubRule> sub_rules() const { return sub_rules_; }

  // Makes it an empty one.
  void clear() {
    arena_.reset();
    root_ = nullptr;
    clauses_ = {};
    sub_rules_ = {};
  }

  size_t memory_bytes() const { return arena_.memory_bytes(); }

 private:
  friend class PatternParser;
  Arena arena_;
  const Node* root_ = nullptr;
  std::span<const Clause> clauses_;
  std::span<const SubRule> sub_rules_;
};

}  // namespace tidegate
