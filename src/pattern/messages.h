#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"

// The words for what is wrong with a pattern; all of them are in pattern/messages.def.
namespace tidegate {

enum class ProblemKind : uint8_t {
  kNone,
#define TIDEGATE_PROBLEM(kind, code, reason, hint) kind,
#include "pattern/messages.def"
#undef TIDEGATE_PROBLEM
};

// Why a pattern is refused, not yet put into words. Views point to what outlives the Problem: the
// pattern's text, its arena, literals. Offsets are bytes of the text.
struct Problem {
  static constexpr uint32_t kNowhere = UINT32_MAX;

  ProblemKind kind = ProblemKind::kNone;
  Span span = {};  // What is at fault.
  // Where AWS says it is: its reader's next unread character; kNowhere: it does not say.
  uint32_t place = kNowhere;
  // Printed before `place`, where AWS wraps one error into another.
  uint32_t inner_place = kNowhere;
  uint32_t opened = kNowhere;        // The bracket in question.
  std::string_view argument = {};    // Fills the reason.
  std::string_view mend = {};        // Fills the hint.
  std::string_view suggestion = {};  // "Did you mean ...?", unless empty.

  explicit operator bool() const { return kind != ProblemKind::kNone; }
};

// Puts a problem of `text` into words: everything of the Diagnostic but its pointer.
void describe(const Problem& problem, std::string_view text, Diagnostic& diagnostic);

// Appends the reason alone, or the reason with the places behind it as Jackson prints them ("\n at
// [Source: (String)...").
void append_reason(const Problem& problem, std::string_view text, Text& output);
void append_reason_and_places(const Problem& problem, std::string_view text, Text& output);

}  // namespace tidegate
