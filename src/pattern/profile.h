#pragma once

#include <cstdint>
#include <string_view>

#include "pattern/messages.h"
#include "pattern/parser.h"

namespace tidegate {

// What one service takes of the language, and how it says no. Nothing else in the parser knows of
// services.
struct ProfileRules {
  Profile profile;

  // The longest text, in UTF-16 units or in bytes, and the one of them that is not 0 in words. 0:
  // no limit.
  uint32_t max_characters;
  uint32_t max_bytes;
  std::string_view max_in_words;

  // The greatest complexity of one wildcard (pattern/wildcard.h); 0: no limit. AWS has such a limit
  // and does not publish it. That EventBridge's is 10 is an inference: of the wildcards recorded
  // from it those up to 7 are accepted
  // ("/Users/*/dir/dir/dir/dir/dir/doc.txt") and the one of 11 is refused
  // ("*:*:*:*:*:event-bus/*"); event-ruler's README advises 10 for a single rule together with 30
  // such rules, and 30 is EventBridge's published quota of rules with wildcards. event-ruler adds
  // up the wildcards of one field. Here they are judged one by one, so that AWS may refuse more of
  // them, but nothing that AWS accepts is refused for the sake of an inference.
  uint32_t max_wildcard_complexity;

  // The operators that are refused, one operator_bit() each, and the answer to them.
  uint32_t refused_operators;
  ProblemKind refusal;

  // What the service's message begins with, before the reason.
  std::string_view message_start;
};

constexpr uint32_t operator_bit(Operator op) { return uint32_t{1} << static_cast<uint32_t>(op); }

const ProfileRules& rules_of(Profile profile);

}  // namespace tidegate
