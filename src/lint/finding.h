#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"

namespace tidegate {

enum class LintCode : uint8_t {
#define TIDEGATE_LINT(constant, code, severity, message, sentence) constant,
#include "lint/lint_codes.def"
#undef TIDEGATE_LINT
};

// Part of the text of one of the patterns.
struct LintPlace {
  static constexpr uint32_t kNone = UINT32_MAX;

  uint32_t pattern = kNone;
  std::string_view text;  // The whole pattern; only as much as is UTF-8.
  Span span;
};

// What to write in place of some bytes.
struct LintEdit {
  Span span;
  std::string_view text;
};

struct Finding {
  LintCode code = {};
  LintPlace place = {};
  std::string_view about = {};  // What the message is about: goes in for its %s.
  std::string_view hint = {};
  std::string_view error_code = {};  // Of what is refused.
  LintPlace related = {};
  std::string_view fix = {};             // What the edits do, in words.
  std::span<const LintEdit> edits = {};  // In the order of the text, apart from each other.
  std::string_view witness = {};         // JSON.
};

// Writes findings as a JSON array, one object each:
//
//   pattern             the number of the pattern; not there where it is about the whole set
//   code, severity      see lint_codes.def
//   path, begin, end    JSON Pointer into the pattern, and the bytes of its text
//   message             a sentence
//   hint, errorCode, witness
//   related             {pattern, path, begin, end}
//   fix                 {title, edits: [{begin, end, text}]}
class FindingWriter {
 public:
  // The most findings for one pattern; more are counted for nothing.
  static constexpr uint32_t kMost = 100;

  explicit FindingWriter(Text& json) : json_(json) {}

  // Says that what comes is about another pattern than before, or about all of them.
  void begin_pattern() { in_pattern_ = 0; }

  // Of this pattern no more is written.
  bool is_full() const { return in_pattern_ >= kMost; }

  // Reads the text of the pattern up to its place. Texts that are long are cut in the message.
  void add(const Finding& finding);

  // The text is valid JSON from now on, unless it has failed().
  void end();

 private:
  void write(const Finding& finding);

  Text& json_;
  uint32_t in_pattern_ = 0;  // Findings of the pattern.
};

}  // namespace tidegate
