#include "match/test_event_pattern.h"

#include "match/rule_set.h"

namespace tidegate {
namespace {

using Kind = ServiceAnswer::Kind;

constexpr std::string_view kMandatory[] = {"id",   "account", "source",
                                           "time", "region",  "detail-type"};

void fail(ServiceAnswer& answer) {
  answer.kind = Kind::kFailed;
  answer.problem.set(ErrorCode::kOutOfMemory);
}

void refuse_event(ServiceAnswer& answer) {
  if (answer.problem.code == ErrorCode::kOutOfMemory) return fail(answer);
  answer.kind = Kind::kInvalidEvent;
  answer.message.append("Parameter Event is not valid.");
  if (answer.message.failed()) fail(answer);
}

// Whether the event has its mandatory members; false: the answer is given.
bool check_event(std::string_view event, EventView& view, ServiceAnswer& answer) {
  PathTree paths;
  for (const std::string_view key : kMandatory) {
    if (paths.add(key, PathTree::Want::kWhole) == PathTree::kNone) {
      fail(answer);
      return false;
    }
  }
  if (!read_object(event, paths, view, answer.problem)) {
    refuse_event(answer);
    return false;
  }
  for (const std::string_view key : kMandatory) {
    const PathTree::Node node = paths.find(key);
    bool found = false;
    for (const Leaf& leaf : view.leaves) found = found || leaf.path == node;
    if (found) continue;
    answer.problem.set(ErrorCode::kEventField, "", event, 0);
    answer.problem.reason.append("The event's \"").append(key).append("\" is missing.");
    answer.problem.pointer.append('/').append(key);
    answer.problem.hint.append("TestEventPattern wants id, account, source, time, region and ");
    answer.problem.hint.append("detail-type in every event; match() does not.");
    refuse_event(answer);
    return false;
  }
  return true;
}

}  // namespace

std::string_view exception_name(Kind kind) {
  switch (kind) {
    case Kind::kInvalidPattern:
      return "InvalidEventPatternException";
    case Kind::kInvalidEvent:
      return "ValidationException";
    default:
      return "";
  }
}

void test_event_pattern(std::string_view event, std::string_view pattern, ServiceAnswer& answer) {
  answer.message.clear();
  answer.problem.clear();
  MatchScratch scratch;
  if (!check_event(event, scratch.event, answer)) return;
  RuleSetOptions options;
  options.max_event_bytes = kMaxTextBytes;
  RuleSet rules(options);
  RuleId id = kNoRule;
  if (rules.add("", pattern, answer.problem, id) == RuleSet::Added::kNo) {
    const bool out_of_memory = answer.problem.code == ErrorCode::kOutOfMemory;
    if (out_of_memory || !aws_message(pattern, options.profile, answer.message))
      return fail(answer);
    answer.kind = Kind::kInvalidPattern;
    return;
  }
  if (!rules.match(event, scratch, answer.problem)) return refuse_event(answer);
  answer.kind = scratch.matches.empty() ? Kind::kNoMatch : Kind::kMatch;
}

}  // namespace tidegate
