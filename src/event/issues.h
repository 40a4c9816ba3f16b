#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/vec.h"
#include "json/items.h"

namespace tidegate {

// What validation can find, as a value to compare by. The list, with the rule and its place, is
// event/issues.def.
enum class IssueCode : uint8_t {
  kMalformed,  // The text cannot be read; Issues::problem says why.
#define TIDEGATE_ISSUE(constant, code, severity, section, sentence) constant,
#include "event/issues.def"
#undef TIDEGATE_ISSUE
};

enum class Severity : uint8_t {
  kError,    // Against a MUST.
  kWarning,  // Against a SHOULD, or against what a service is known to take.
};

// What is true of every issue with a code.
struct IssueRule {
  std::string_view code;     // The literal of the JavaScript API, such as "CE_ID_MISSING".
  std::string_view section;  // Where the rule stands.
  std::string_view sentence;
  Severity severity;
};
const IssueRule& issue_rule(IssueCode code);

// One thing that is wrong, in the words of its rule unless they are changed. Section, sentence and
// hint are literals.
struct Issue {
  explicit Issue(IssueCode issue_code);

  IssueCode code;
  Severity severity;
  Span span;                 // Bytes of the text; empty at the beginning of an object that lacks
                             // something.
  Span pointer;              // See Issues::pointer().
  std::string_view section;  // Where the rule stands.
  std::string_view sentence;
  std::string_view hint;  // What to do about it; may be empty.
};

// Where an issue is: a member, or an element of an array.
struct IssuePlace {
  std::string_view parent;  // JSON Pointer to what holds it.
  std::string_view key;
  Span span;
  bool is_parent = false;  // It is the parent itself; there is no key.
};

// The name of a member with its quotes, as bytes of `text`. `from` is where the member before ends,
// or where the object begins.
Span name_span(std::string_view text, const char* from, const JsonItem& item);

// The value of a member or an element, as bytes of `text`.
Span value_span(std::string_view text, const JsonItem& item);

// What was found wrong with one text, in its order. Keeps its memory for the next text. Not more
// than kMost are kept, but all are counted.
class Issues {
 public:
  static constexpr uint32_t kMost = 1000;

  void clear();

  void add(const Issue& issue, const IssuePlace& place);
  void add(IssueCode code, const IssuePlace& place) { add(Issue(code), place); }

  // That the text cannot be read, for the reason in `problem`.
  void add_problem();

  // Whether there is no error among them.
  bool valid() const { return errors_ == 0; }

  uint32_t size() const { return issues_.size(); }
  const Issue& operator[](uint32_t i) const { return issues_[i]; }

  // JSON Pointer to the value at fault.
  std::string_view pointer(const Issue& issue) const {
    return pointers_.view().substr(issue.pointer.begin, issue.pointer.end - issue.pointer.begin);
  }

  // The literal of an issue's code, which for kMalformed is that of the error.
  std::string_view code(const Issue& issue) const;

  // Whether there was memory for all of it.
  bool failed() const { return failed_ || pointers_.failed(); }

  // Writes {"valid", "issues": [{"code", "severity", "message", "path", "section", "begin", "end",
  // "hint"}...]}, without empty hints.
  void write(Text& output) const;

  Diagnostic problem;  // Why the text cannot be read.

 private:
  Vec<Issue> issues_;
  Text pointers_;
  uint32_t errors_ = 0;
  bool failed_ = false;
};

}  // namespace tidegate
