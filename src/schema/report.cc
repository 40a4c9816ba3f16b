#include "json/writer.h"
#include "schema/validator.h"

namespace tidegate {
namespace {

// What there is to say by the value of a keyword alone: before it, and as which parameter.
struct Wording {
  Keyword keyword;
  std::string_view message;
  std::string_view parameter;
};

constexpr Wording kWordings[] = {
    {Keyword::kType, "must be ", "type"},
    {Keyword::kConst, "must be equal to ", "allowedValue"},
    {Keyword::kEnum, "must be equal to one of ", "allowedValues"},
    {Keyword::kMinimum, "must be >= ", "limit"},
    {Keyword::kMaximum, "must be <= ", "limit"},
    {Keyword::kExclusiveMinimum, "must be > ", "limit"},
    {Keyword::kExclusiveMaximum, "must be < ", "limit"},
    {Keyword::kMultipleOf, "must be multiple of ", "multipleOf"},
    {Keyword::kMinLength, "must have at least so many characters: ", "limit"},
    {Keyword::kMaxLength, "must have at most so many characters: ", "limit"},
    {Keyword::kPattern, "must match pattern ", "pattern"},
    {Keyword::kFormat, "must match format ", "format"},
    {Keyword::kMinItems, "must have at least so many items: ", "limit"},
    {Keyword::kMaxItems, "must have at most so many items: ", "limit"},
    {Keyword::kMinProperties, "must have at least so many properties: ", "limit"},
    {Keyword::kMaxProperties, "must have at most so many properties: ", "limit"},
};

const Wording* find_wording(Keyword keyword) {
  for (const Wording& wording : kWordings) {
    if (wording.keyword == keyword) return &wording;
  }
  return nullptr;
}

// What is written one after the other: the message and the members of "params".
class IssueText {
 public:
  IssueText(Text& message, Text& params) : message_(message), params_(params) {
    message_.clear();
    params_.clear();
  }

  IssueText& say(std::string_view words) {
    message_.append(words);
    return *this;
  }
  void json(std::string_view name, std::string_view value) {
    if (!params_.empty()) params_.append(',');
    params_.append('"').append(name).append("\":").append(value);
  }
  void string(std::string_view name, std::string_view characters) {
    json(name, {});
    append_json_string(characters, params_);
  }
  void number(std::string_view name, uint32_t value) {
    json(name, {});
    params_.append_number(value);
  }
  void pair(std::string_view name, uint32_t first, uint32_t second) {
    json(name, "[");
    params_.append_number(first).append(',').append_number(second).append(']');
  }

 private:
  Text& message_;
  Text& params_;
};

void describe(const Schema& schema, const JsonTape& event, const SchemaIssue& issue,
              IssueText& text) {
  const TapeValue& value = schema.tape[issue.site];
  const std::string_view written =
      schema.document_of(issue.site).text.substr(value.begin, value.end - value.begin);
  if (const Wording* wording = find_wording(issue.keyword)) {
    const bool exclusive = issue.detail == 1 && (issue.keyword == Keyword::kMinimum ||
                                                 issue.keyword == Keyword::kMaximum);
    const bool is_name = issue.keyword == Keyword::kType && value.is(JsonType::kString);
    text.say(exclusive ? wording->message.substr(0, 9) : wording->message);
    text.say(exclusive ? " " : "").say(is_name ? value.view() : written);
    text.json(wording->parameter, written);
    return;
  }
  switch (issue.keyword) {
    case Keyword::kRequired:
      text.say("must have required property '").say(schema.tape[issue.detail].view()).say("'");
      text.string("missingProperty", schema.tape[issue.detail].view());
      return;
    case Keyword::kDependentRequired:
    case Keyword::kDependencies:
      if (issue.detail == JsonTape::kNone) return;
      text.say("must have property '").say(schema.tape[issue.detail].view());
      text.say("' when property '").say(schema.tape[issue.other].view()).say("' is present");
      text.string("property", schema.tape[issue.other].view());
      text.string("missingProperty", schema.tape[issue.detail].view());
      return;
    case Keyword::kAdditionalProperties:
    case Keyword::kUnevaluatedProperties: {
      const bool additional = issue.keyword == Keyword::kAdditionalProperties;
      text.say(additional ? "must NOT have additional properties"
                          : "must NOT have unevaluated properties");
      text.string(additional ? "additionalProperty" : "unevaluatedProperty",
                  event[issue.detail].view());
      return;
    }
    case Keyword::kUnevaluatedItems:
      text.say("must NOT have unevaluated items");
      return;
    case Keyword::kPropertyNames:
      text.say("property name must be valid");
      text.string("propertyName", event[issue.detail].view());
      return;
    case Keyword::kUniqueItems:
      text.say("must NOT have duplicate items");
      text.number("i", issue.other);
      text.number("j", issue.detail);
      return;
    case Keyword::kContains:
      text.say("must contain as many valid items as are asked for");
      text.number("minContains", issue.detail);
      if (issue.other != UINT32_MAX) text.number("maxContains", issue.other);
      return;
    case Keyword::kAnyOf:
      text.say("must match a schema in anyOf");
      return;
    case Keyword::kOneOf:
      text.say("must match exactly one schema in oneOf");
      if (issue.detail == JsonTape::kNone) {
        text.json("passingSchemas", "null");
      } else {
        text.pair("passingSchemas", issue.detail, issue.other);
      }
      return;
    case Keyword::kNot:
      text.say("must NOT be valid");
      return;
    case Keyword::kIf:
      text.say(issue.detail == 1 ? "must match \"then\" schema" : "must match \"else\" schema");
      text.string("failingKeyword", issue.detail == 1 ? "then" : "else");
      return;
    default:
      text.say("boolean schema is false");
      return;
  }
}

}  // namespace

bool SchemaValidator::write_issues(const Schema& schema, Text& output) const {
  Text message;
  Text params;
  Text pointer;
  char before = '[';
  for (const SchemaIssue& issue : issues_) {
    const TapeValue& value = tape_[issue.value];
    const SchemaDocument& document = schema.document_of(issue.site);
    IssueText text(message, params);
    describe(schema, tape_, issue, text);
    output.append(before);
    ObjectWriter writer(output);
    writer.string("keyword", row_of(issue.keyword).name);
    pointer.clear();
    append_tape_pointer(tape_, 0, issue.value, pointer);
    writer.string("instancePath", pointer.view());
    pointer.clear();
    if (document.root != 0) pointer.append(document.uri);
    pointer.append('#');
    schema.append_pointer(issue.site, pointer);
    writer.string("schemaPath", pointer.view());
    writer.string("message", message.view());
    writer.name("params");
    output.append('{').append(params.view()).append('}');
    writer.name("begin");
    output.append_number(value.begin);
    writer.name("end");
    output.append_number(value.end);
    writer.name("within");
    output.append_number(issue.within);
    writer.end();
    before = ',';
  }
  if (issues_.empty()) output.append(before);
  output.append(']');
  return !message.failed() && !params.failed() && !pointer.failed() && !output.failed();
}

}  // namespace tidegate
