#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "pattern/messages.h"
#include "pattern/parser.h"

namespace tidegate {

constexpr uint32_t operator_bit(Operator op) { return uint32_t{1} << static_cast<uint32_t>(op); }

// What one service takes of the language, and how it says no. The parser asks here and nowhere else
// whose pattern it reads. A limit of 0 is none, and so is a refusal of kNone.
//
// Where a pattern breaks several rules, what the compiler of event-ruler dislikes comes first, then
// what stands first in the text, then the numbers of keys and combinations. For SNS it is recorded
// that the compiler comes before the scope ("suffix" must be an object or an array, of
// {"key": {"suffix": "value"}}); the rest of that order is ours.
struct ProfileRules {
  Profile profile;

  // The longest text, in UTF-16 units or in bytes, and the one of them that is set in words.
  uint32_t max_characters = 0;
  uint32_t max_bytes = 0;
  std::string_view max_in_words = {};

  // The greatest complexity of one wildcard (pattern/wildcard.h). AWS has such a limit and does not
  // publish it. That EventBridge's is 10 is an inference: of the wildcards recorded from it those
  // up to 7 are accepted ("/Users/*/dir/dir/dir/dir/dir/doc.txt") and the one of 11 is refused
  // ("*:*:*:*:*:event-bus/*"); event-ruler's README advises 10 for a single rule together with 30
  // such rules, and 30 is EventBridge's published quota of rules with wildcards. event-ruler adds
  // up the wildcards of one field. Here they are judged one by one, so that AWS may refuse more of
  // them, but nothing that AWS accepts is refused for the sake of an inference.
  uint32_t max_wildcard_complexity = 0;

  // The most stars of one wildcard, and the most points of all (pattern/sns_policy.h).
  uint32_t max_stars = 0;
  uint32_t max_wildcard_points = 0;

  // The most fields at the top, a $or being one of them, and the most combinations of values
  // (pattern/sns_policy.h).
  uint32_t max_keys = 0;
  uint32_t max_combinations = 0;

  // The only fields that there are; empty: any.
  std::span<const std::string_view> keys = {};

  // The answers to an object within a field, and to a $or.
  ProblemKind nesting_refusal = ProblemKind::kNone;
  ProblemKind or_refusal = ProblemKind::kNone;

  // The alternatives that are refused, one operator_bit() each or all but strings as they stand,
  // and the answer to them.
  uint32_t refused_operators = 0;
  bool strings_only = false;
  ProblemKind refusal = ProblemKind::kNone;

  // The operators that the service does not know inside anything-but, one operator_bit() each, and
  // its answer to any name that it does not know there.
  uint32_t unknown_exclusions = 0;
  ProblemKind exclusion_refusal = ProblemKind::kUnknownAnythingButOperator;

  // Inside anything-but a prefix is a string, and this is the answer to anything else; kNone: a
  // list of strings will do.
  ProblemKind excluded_prefix_refusal = ProblemKind::kNone;

  // An event that is no JSON object matches nothing, in place of an error.
  bool passes_over_other_events = false;

  // What the service's message begins with, before the reason: in every call, then in Subscribe,
  // then unless the reason is about the scope and not the policy (nesting_refusal).
  std::string_view message_start = {};
  std::string_view subscribe_start = {};
  std::string_view message_subject = {};
};

const ProfileRules& rules_of(Profile profile);

}  // namespace tidegate
