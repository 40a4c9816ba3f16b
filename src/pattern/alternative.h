#pragma once

#include <string_view>

#include "base/arena_vec.h"
#include "pattern/pattern.h"
#include "pattern/profile.h"
#include "pattern/refusal.h"
#include "pattern/token_reader.h"

namespace tidegate {

// Whether a name is that of an operator, such as "prefix".
bool is_operator_name(std::string_view name);

// Reads the alternatives in the list of a field, each a value or an object with one operator.
// Follows event-ruler's JsonRuleCompiler token by token, so that the reader stands where
// event-ruler's stands whenever something is refused.
class AlternativeParser {
 public:
  // All of these must outlive the parser. The operands of predicates are views of the reader's
  // text, or are put into the arena.
  AlternativeParser(TokenReader& reader, Arena& arena, const ProfileRules& rules, Refusal& refusal)
      : reader_(reader),
        arena_(arena),
        rules_(rules),
        refusal_(refusal),
        excluded_texts_(arena),
        excluded_numbers_(arena) {}

  // Reads the alternative that begins with the reader's token. False: refused.
  [[nodiscard]] bool parse(Predicate& predicate);

 private:
  struct Affix;
  struct Bound;
  struct Exclusion;
  struct Listed {
    std::string_view text;
    Span span;
  };

  bool parse_alternative(Predicate& predicate);
  bool parse_string(Predicate& predicate);
  bool parse_token(Predicate& predicate);
  bool parse_match(Predicate& predicate);
  bool parse_text(Operator op, ProblemKind no_string, Predicate& predicate);
  bool parse_affix(const Affix& affix, Predicate& predicate);
  bool parse_wildcard(Predicate& predicate);
  bool parse_exists(Predicate& predicate);
  bool parse_cidr(Predicate& predicate);
  bool parse_numeric(Predicate& predicate);
  bool parse_upper_bound(Bound& high);
  bool parse_number(const Bound& bound, double& number);
  bool parse_anything_but(Predicate& predicate);
  bool parse_exclusion(const Exclusion*& exclusion);
  bool parse_excluded_list(const Exclusion& exclusion);
  bool parse_excluded(const Exclusion& exclusion);
  bool check_excluded(const Exclusion& exclusion, Span list);
  bool keep_excluded(Predicate& predicate);

  bool read_text(std::string_view& text);
  bool accept_wildcard(std::string_view wildcard, Span span);
  bool expect_object_end(ProblemKind otherwise);
  Span since(uint32_t begin) const { return {begin, reader_.position()}; }

  TokenReader& reader_;
  Arena& arena_;
  const ProfileRules& rules_;
  Refusal& refusal_;
  ArenaVec<Listed> excluded_texts_;  // Of the anything-but that is being read.
  ArenaVec<double> excluded_numbers_;
};

}  // namespace tidegate
