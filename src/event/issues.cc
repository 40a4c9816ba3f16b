#include "event/issues.h"

#include "base/error.h"
#include "json/pointer.h"
#include "json/writer.h"

namespace tidegate {
namespace {

void append_span(Span span, ObjectWriter& writer, Text& output) {
  writer.name("begin");
  output.append_number(span.begin);
  writer.name("end");
  output.append_number(span.end);
}

}  // namespace

const IssueRule& issue_rule(IssueCode code) {
  static constexpr IssueRule kRules[] = {
      {"", "RFC 8259", "", Severity::kError},
#define TIDEGATE_ISSUE(constant, code, severity, section, sentence) \
  {code, section, sentence, Severity::severity},
#include "event/issues.def"
#undef TIDEGATE_ISSUE
  };
  return kRules[static_cast<uint8_t>(code)];
}

Issue::Issue(IssueCode issue_code)
    : code(issue_code),
      severity(issue_rule(issue_code).severity),
      section(issue_rule(issue_code).section),
      sentence(issue_rule(issue_code).sentence) {}

Span name_span(std::string_view text, const char* from, const JsonItem& item) {
  const char* begin = from;
  while (*begin != '"') ++begin;
  const char* end = item.text.data();
  while (end[-1] != '"') --end;
  return {static_cast<uint32_t>(begin - text.data()), static_cast<uint32_t>(end - text.data())};
}

Span value_span(std::string_view text, const JsonItem& item) {
  const auto begin = static_cast<uint32_t>(item.text.data() - text.data());
  return {begin, begin + static_cast<uint32_t>(item.text.size())};
}

void Issues::clear() {
  issues_.clear();
  pointers_.clear();
  problem.clear();
  errors_ = 0;
  failed_ = false;
}

void Issues::add(const Issue& issue, const IssuePlace& place) {
  if (issue.severity == Severity::kError) ++errors_;
  if (issues_.size() == kMost) return;
  if (!issues_.push(issue)) {
    failed_ = true;
    return;
  }
  Issue& added = issues_.back();
  added.span = place.span;
  added.pointer.begin = static_cast<uint32_t>(pointers_.view().size());
  pointers_.append(place.parent);
  if (!place.is_parent) append_pointer_token(place.key, pointers_);
  added.pointer.end = static_cast<uint32_t>(pointers_.view().size());
}

void Issues::add_problem() {
  Issue issue(IssueCode::kMalformed);
  issue.sentence = problem.reason.view();
  add(issue, {problem.pointer.view(), {}, problem.span, true});
}

std::string_view Issues::code(const Issue& issue) const {
  return issue.code == IssueCode::kMalformed ? error_name(problem.code)
                                             : issue_rule(issue.code).code;
}

void Issues::write(Text& output) const {
  output.append("{\"valid\":").append(valid() ? "true" : "false").append(",\"issues\":[");
  for (const Issue& issue : issues_) {
    if (&issue != issues_.begin()) output.append(',');
    ObjectWriter writer(output);
    writer.string("code", code(issue));
    writer.string("severity", issue.severity == Severity::kError ? "error" : "warning");
    writer.string("message", issue.sentence);
    writer.string("path", pointer(issue));
    writer.string("section", issue.section);
    append_span(issue.span, writer, output);
    if (!issue.hint.empty()) writer.string("hint", issue.hint);
    writer.end();
  }
  output.append("]}");
}

}  // namespace tidegate
