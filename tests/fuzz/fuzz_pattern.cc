#include "fuzz.h"
#include "pattern/parser.h"

using namespace tidegate;

// Every profile accepts a pattern or refuses it with a code, a reason, a hint and a place within
// the text; what a service accepts the library accepts as well.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  Pattern pattern;
  Diagnostic problem;
  const bool accepted = parse_pattern(text, Profile::kRuler, pattern, problem);
  for (const Profile profile : {Profile::kEventBridge, Profile::kPipes, Profile::kCustomBus,
                                Profile::kSnsAttributes, Profile::kSnsBody, Profile::kRuler}) {
    Text message;
    fuzz::demand(aws_message(text, profile, message));
    const bool taken = parse_pattern(text, profile, pattern, problem);
    fuzz::demand(taken == message.empty());
    if (taken) {
      fuzz::demand(accepted && !pattern.sub_rules().empty());
      continue;
    }
    fuzz::demand(problem.code != ErrorCode::kOk && !problem.reason.empty() &&
                 !problem.hint.empty());
    fuzz::demand(problem.span.begin <= problem.span.end && problem.span.end <= size);
  }
  return 0;
}
