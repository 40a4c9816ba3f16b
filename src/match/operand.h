#pragma once

#include <string_view>

#include "base/vec.h"
#include "match/value.h"
#include "pattern/pattern.h"

namespace tidegate {

// The operand of a predicate as bytes: predicates of one operator are equal exactly if their
// operands are the same bytes. An operand has no pointers, so it can be kept, compared, hashed and
// stored as it is.
//
//   kEqualsString, kEqualsToken, kPrefix, kSuffix,    the text
//   kEqualsIgnoreCase, kPrefix- and kSuffixIgnoreCase
//   kEqualsNumber                                     the double
//   kNumericRange                                     low, high, then low_open and high_open, a
//                                                     byte each
//   kAddress                                          the AddressBlock, host bits cleared
//   kWildcard                                         a text list: what stands between the stars,
//                                                     escapes resolved
//   kAnythingBut                                      'n' and sorted doubles, or 's' and a sorted
//                                                     text list
//   kAnythingButPrefix, -Suffix, -IgnoreCase          a sorted text list
//   kAnythingButWildcard                              a text list of wildcard operands, sorted as
//                                                     they were written
//   kExists, kAbsent                                  nothing
//
// A text list is the number of texts, the end of each, and their characters.

// Appends the operand to `bytes`. False: no memory.
[[nodiscard]] bool append_operand(const Predicate& predicate, Vec<char>& bytes);

// Whether the bytes are UTF-8, but for lone surrogates, which stand as three bytes each.
bool is_text(std::string_view bytes);

// Whether the bytes are an operand that append_operand() could have written for the operator.
bool is_operand(Operator op, std::string_view bytes);

// The operator that the texts of an anything-but are excluded by.
Operator operator_within(Operator anything_but);

// Whether a value satisfies a predicate. kAbsent is satisfied by no value; it is about there being
// none. Cost: linear in the value and the operand; logarithmic in the length of the lists of
// kAnythingBut. No allocation.
bool satisfies(Operator op, std::string_view operand, Value& value);

}  // namespace tidegate
