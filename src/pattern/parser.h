#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "pattern/pattern.h"

namespace tidegate {

// Whose rules of what is allowed a pattern is held against; the table is in pattern/profile.cc.
enum class Profile : uint8_t {
  kEventBridge,              // Rules of an event bus. The default.
  kPipes,                    // EventBridge Pipes and Lambda event source mappings.
  kCustomBus,                // Subscribers of EventBridge's custom event bus: scope DATA,
  kCustomBusMetadata,        // scope METADATA,
  kCustomBusSystemMetadata,  // scope SYSTEM_METADATA.
  kSnsAttributes,            // Filter policies of SNS: scope MessageAttributes,
  kSnsBody,                  // scope MessageBody.
  kRuler,                    // The event-ruler library itself, without what a service adds.
};

enum class ProblemKind : uint8_t;  // pattern/messages.h

// Reads the text of a pattern (UTF-8). Returns true and fills `pattern`, or returns false and fills
// `problem` with AWS's words for it, at AWS's line and column (line 0 where AWS prints none; the
// span is always there). `pattern` is then empty. Who asks for it gets the kind of the problem too.
//
// Errors: kInvalidJson, kInvalidUtf8, kTooDeep, kNumberTooLong, kTooLarge, kOutOfMemory and all
// kPattern... Cost: linear in the text, times the sub-rules that its $or multiply out to (at most
// kMaxSubRules). Source: the compiler of event-ruler (JsonRuleCompiler), whose order of checks and
// positions this follows. Two things it lets pass are refused: text after the closing brace, and an
// empty list inside anything-but.
[[nodiscard]] bool parse_pattern(std::string_view text, Profile profile, Pattern& pattern,
                                 Diagnostic& problem, ProblemKind* kind = nullptr);

// Whether no branch of $or may have a field of this name: it is that of an operator.
bool is_reserved_in_or(std::string_view name);

// The calls by which SNS takes a filter policy. They answer in different words.
enum class SnsCall : uint8_t { kSubscribe, kSetSubscriptionAttributes };

// What AWS's API answers for a pattern: its whole message, with the text quoted and the places
// behind the reason; or nothing where the pattern is accepted. Only the profiles of SNS look at
// `call`. Reads the text anew. False: no memory for the message.
[[nodiscard]] bool aws_message(std::string_view text, Profile profile, Text& message,
                               SnsCall call = SnsCall::kSubscribe);

}  // namespace tidegate
