#include "fuzz.h"
#include "json/syntax.h"
#include "schema/schema.h"
#include "schema/validator.h"

using namespace tidegate;

namespace {

// Takes every expression, so that those that are plain text, safe or not are told apart.
class AnyRegex final : public RegexEngine {
 public:
  int32_t compile(std::string_view) override { return 0; }
  void release(int32_t) override {}
  bool test(int32_t regex, std::string_view text) override {
    return text.size() % 2 == static_cast<size_t>(regex);
  }
};

}  // namespace

// A schema, an event, and a document that the schema may refer to as "/other". The verdict is the
// same with issues and without; mistakes and issues are JSON.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  const std::string_view text = fuzz::take_part(rest);
  const std::string_view event = fuzz::take_part(rest);
  const SchemaSource sources[] = {{"", text}, {"/other", rest}};
  const uint32_t count = rest.empty() ? 1 : 2;
  AnyRegex engine;
  Schema schema(1, engine);
  Text json;
  Diagnostic problem;
  if (!schema.compile({sources, count}, {}, json, problem)) {
    fuzz::demand(problem.code != ErrorCode::kOk);
    fuzz::demand(json.empty() || validate_json(json.view()).code == ErrorCode::kOk);
    return 0;
  }
  SchemaValidator validator(1);
  const auto quick = validator.validate(schema, event, false, problem);
  const auto whole = validator.validate(schema, event, true, problem);
  using Verdict = SchemaValidator::Verdict;
  // More is looked at where issues are wanted, so that may be too much.
  fuzz::demand(quick == whole || whole == Verdict::kFailed);
  if (whole == Verdict::kFailed) return 0;
  fuzz::demand(validator.write_issues(schema, json));
  fuzz::demand(validate_json(json.view()).code == ErrorCode::kOk);
  fuzz::demand((validator.issue_count() == 0) == (whole == Verdict::kValid));
  return 0;
}
