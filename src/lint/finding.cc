#include "lint/finding.h"

#include "json/writer.h"
#include "pattern/token_reader.h"

namespace tidegate {
namespace {

constexpr size_t kMaxQuoted = 80;

enum class Severity : uint8_t { kError, kWarning, kInfo };

constexpr std::string_view kSeverities[] = {"error", "warning", "info"};

struct Kind {
  std::string_view code;
  Severity severity;
  std::string_view message;
};

constexpr Kind kKinds[] = {
#define TIDEGATE_LINT(constant, code, severity, message, sentence) \
  {code, Severity::severity, message},
#include "lint/lint_codes.def"
#undef TIDEGATE_LINT
};

void append_span(Span span, ObjectWriter& object, Text& json) {
  object.name("begin");
  json.append_number(span.begin);
  object.name("end");
  json.append_number(span.end);
}

void append_place(const LintPlace& place, ObjectWriter& object, Text& json) {
  if (place.pattern == LintPlace::kNone) return;
  Text pointer;
  append_pointer_to(place.text, place.span.begin, pointer);
  object.name("pattern");
  json.append_number(place.pattern);
  object.string("path", pointer.view());
  append_span(place.span, object, json);
}

// The first characters of a long text.
void append_quoted(std::string_view about, bool whole, Text& message) {
  if (whole || about.size() <= kMaxQuoted) {
    message.append(about);
    return;
  }
  size_t size = kMaxQuoted;
  while ((static_cast<unsigned char>(about[size]) & 0xC0) == 0x80) --size;
  message.append(about.substr(0, size)).append("...");
}

}  // namespace

void FindingWriter::add(const Finding& finding) {
  if (++in_pattern_ < kMost) {
    write(finding);
  } else if (in_pattern_ == kMost) {
    write({.code = LintCode::kNotExamined,
           .place = {finding.place.pattern, finding.place.text, {}},
           .about = "There is more to report on this pattern than is shown."});
  }
}

void FindingWriter::write(const Finding& finding) {
  const Kind& kind = kKinds[static_cast<size_t>(finding.code)];
  json_.append(json_.empty() ? '[' : ',');
  ObjectWriter object(json_);
  append_place(finding.place, object, json_);
  object.string("code", kind.code);
  object.string("severity", kSeverities[static_cast<size_t>(kind.severity)]);
  Text message;
  const size_t at = kind.message.find("%s");
  message.append(kind.message.substr(0, at));
  if (at != std::string_view::npos) {
    append_quoted(finding.about, kind.message.size() == 2, message);
    message.append(kind.message.substr(at + 2));
  }
  object.string("message", message.view());
  if (!finding.hint.empty()) object.string("hint", finding.hint);
  if (!finding.error_code.empty()) object.string("errorCode", finding.error_code);
  if (finding.related.pattern != LintPlace::kNone) {
    object.name("related");
    ObjectWriter related(json_);
    append_place(finding.related, related, json_);
    related.end();
  }
  if (!finding.fix.empty()) {
    object.name("fix");
    ObjectWriter fix(json_);
    fix.string("title", finding.fix);
    fix.name("edits");
    char separator = '[';
    for (const LintEdit& edit : finding.edits) {
      json_.append(separator);
      separator = ',';
      ObjectWriter written(json_);
      append_span(edit.span, written, json_);
      written.string("text", edit.text);
      written.end();
    }
    json_.append(']');
    fix.end();
  }
  if (!finding.witness.empty()) object.string("witness", finding.witness);
  object.end();
}

void FindingWriter::end() { json_.append(json_.empty() ? "[]" : "]"); }

}  // namespace tidegate
