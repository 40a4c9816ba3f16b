// The library as JavaScript sees it (web/core.ts). No logic lives here: texts come in through one
// buffer, numbers and addresses go out.
//
// JavaScript has one thread and every call is over before the next begins, so all calls share one
// buffer, one working memory and one last error. A function that returns a negative number has
// failed and left the reason for lastError().

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstdint>
#include <new>
#include <string_view>
#include <utility>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "convert/cloud_event.h"
#include "event/sns_attributes.h"
#include "match/match_scratch.h"
#include "match/rule_set.h"
#include "match/test_event_pattern.h"

namespace tidegate {
namespace {

constexpr int32_t kFailed = -1;
constexpr uint32_t kInputPadding = 64;  // So that a reader may load whole blocks.

char* input = nullptr;
uint32_t input_capacity = 0;
MatchScratch scratch;
Text output;
Diagnostic problem;

// Up to two texts, one behind the other: the name of a rule and its pattern, or an event alone.
struct Input {
  std::string_view name;
  std::string_view text;
};

bool read_input(uint32_t name_size, uint32_t text_size, Input& in) {
  if (uint64_t{name_size} + text_size > input_capacity) {
    problem.clear();
    problem.code = ErrorCode::kInvalidArgument;
    return false;
  }
  in.name = {input, name_size};
  in.text = {input + name_size, text_size};
  return true;
}

}  // namespace

extern "C" {

// A buffer for at least `size` bytes, which every call below reads its texts from. Asking for more
// than before may move it, and its content is lost then. nullptr: there is no memory for so much.
char* tg_input(uint32_t size) {
  if (size > input_capacity) {
    release(input);
    const bool fits = size <= kMaxTextBytes;
    input = fits ? static_cast<char*>(allocate(size_t{size} + kInputPadding)) : nullptr;
    input_capacity = input == nullptr ? 0 : size;
  }
  return input;
}

// Matches the event in the input. How many rules match; their ids, in the order in which the rules
// were first added, are at tg_output_ids().
int32_t tg_match(const RuleSet* rules, uint32_t size) {
  Input in;
  if (!read_input(0, size, in) || !rules->match(in.text, scratch, problem)) return kFailed;
  return static_cast<int32_t>(scratch.matches.size());
}

const RuleId* tg_output_ids() { return scratch.matches.data(); }

// 1: some rule matches the event in the input. 0: none does.
int32_t tg_matches_any(const RuleSet* rules, uint32_t size) {
  Input in;
  if (!read_input(0, size, in) || !rules->match_any(in.text, scratch, problem)) return kFailed;
  return scratch.matches.empty() ? 0 : 1;
}

// Adds the rule in the input. Twice the rule's id, plus 1 if the pattern is new to the rule.
int32_t tg_add(RuleSet* rules, uint32_t name_size, uint32_t pattern_size) {
  Input in;
  RuleId id = kNoRule;
  if (!read_input(name_size, pattern_size, in)) return kFailed;
  const RuleSet::Added added = rules->add(in.name, in.text, problem, id);
  if (added == RuleSet::Added::kNo) return kFailed;
  return static_cast<int32_t>(id * 2 + (added == RuleSet::Added::kNew ? 1 : 0));
}

// Makes the pattern in the input the only one of its rule. The rule's id.
int32_t tg_replace(RuleSet* rules, uint32_t name_size, uint32_t pattern_size) {
  Input in;
  RuleId id = kNoRule;
  if (!read_input(name_size, pattern_size, in)) return kFailed;
  return rules->replace(in.name, in.text, problem, id) ? static_cast<int32_t>(id) : kFailed;
}

// Removes the rule whose name is in the input. The id it had plus 1; 0 if there was none.
int32_t tg_remove(RuleSet* rules, uint32_t name_size) {
  Input in;
  if (!read_input(name_size, 0, in)) return kFailed;
  return static_cast<int32_t>(rules->remove(in.name) + 1);
}

// Removes one pattern of a rule. 0: there was no such pattern. Otherwise 1 plus twice the position
// that it had among the rule's patterns, plus 1 if the rule is gone with it.
int32_t tg_remove_pattern(RuleSet* rules, uint32_t name_size, uint32_t pattern_size) {
  Input in;
  if (!read_input(name_size, pattern_size, in)) return kFailed;
  uint32_t position = 0;
  const RuleSet::Removed removed = rules->remove(in.name, in.text, problem, position);
  if (removed == RuleSet::Removed::kRefused) return kFailed;
  if (removed == RuleSet::Removed::kNothing) return 0;
  return static_cast<int32_t>(1 + position * 2 + (removed == RuleSet::Removed::kRule ? 1 : 0));
}

// Takes back the last pattern that was added to a rule.
int32_t tg_remove_newest(RuleSet* rules, uint32_t name_size) {
  Input in;
  if (!read_input(name_size, 0, in)) return kFailed;
  rules->remove_newest(in.name);
  return 0;
}

void tg_clear(RuleSet* rules) { rules->clear(); }

// Writes the event in the input as a CloudEvent to tg_output_text(). `flags`: 1 for version 0.2.
int32_t tg_to_cloud_event(uint32_t size, uint32_t flags) {
  Input in;
  if (!read_input(0, size, in)) return kFailed;
  CloudEventOptions options;
  options.max_event_bytes = size;  // JavaScript has held it against the caller's limit.
  if ((flags & 1) != 0) options.version = CloudEventOptions::Version::k0_2;
  return to_cloud_event(in.text, options, output, problem) ? 0 : kFailed;
}

// Writes the message attributes of SNS in the input as an event to tg_output_text().
int32_t tg_sns_attributes(uint32_t size) {
  Input in;
  if (!read_input(0, size, in)) return kFailed;
  return sns_attributes_event(in.text, output, problem) ? 0 : kFailed;
}

// Asks what TestEventPattern answers for the event and the pattern in the input. 1: they match. 0:
// they do not. -2: InvalidEventPatternException, -3: ValidationException; the message of the
// service is at tg_output_text(), and lastError() is our own account.
int32_t tg_test_event_pattern(uint32_t event_size, uint32_t pattern_size) {
  Input in;
  if (!read_input(event_size, pattern_size, in)) return kFailed;
  ServiceAnswer answer;
  test_event_pattern(in.name, in.text, answer);
  std::swap(output, answer.message);
  std::swap(problem, answer.problem);
  switch (answer.kind) {
    case ServiceAnswer::Kind::kMatch:
      return 1;
    case ServiceAnswer::Kind::kNoMatch:
      return 0;
    case ServiceAnswer::Kind::kInvalidPattern:
      return -2;
    case ServiceAnswer::Kind::kInvalidEvent:
      return -3;
    case ServiceAnswer::Kind::kFailed:
      return kFailed;
  }
  return kFailed;
}

const char* tg_output_text() { return output.view().data(); }
uint32_t tg_output_size() { return static_cast<uint32_t>(output.view().size()); }

}  // extern "C"

namespace {

// Neither form of operator new can report that there is no memory: Emscripten's aborts.
RuleSet* create_rule_set(uint32_t profile, uint32_t max_event_bytes, uint32_t hash_seed) {
  RuleSetOptions options;
  options.profile = static_cast<Profile>(profile);
  options.max_event_bytes = max_event_bytes;
  options.hash_seed = hash_seed;
  void* place = allocate(sizeof(RuleSet));
  return place == nullptr ? nullptr : new (place) RuleSet(options);
}

uint32_t address_of(const RuleSet& rules) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&rules));
}

// The bytes where they are: std::string could not report that there is no memory.
emscripten::val bytes_of(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  return emscripten::val(emscripten::typed_memory_view(text.size(), bytes));
}

// The last failure. Its texts are views of UTF-8 bytes, good until the next call.
emscripten::val last_error() {
  const std::string_view reason = problem.reason.view();
  emscripten::val error = emscripten::val::object();
  error.set("code", bytes_of(error_name(problem.code)));
  error.set("reason", bytes_of(reason.empty() ? error_sentence(problem.code) : reason));
  error.set("hint", bytes_of(problem.hint.view()));
  error.set("pointer", bytes_of(problem.pointer.view()));
  error.set("begin", problem.span.begin);
  error.set("end", problem.span.end);
  error.set("line", problem.line);
  error.set("column", problem.column);
  return error;
}

}  // namespace
}  // namespace tidegate

// How Embind's delete() ends what create_rule_set() made.
template <>
void emscripten::internal::raw_destructor<tidegate::RuleSet>(tidegate::RuleSet* rules) {
  rules->~RuleSet();
  tidegate::release(rules);
}

EMSCRIPTEN_BINDINGS(tidegate) {
  emscripten::class_<tidegate::RuleSet>("RuleSet")
      .class_function("create", &tidegate::create_rule_set, emscripten::allow_raw_pointers())
      .function("ptr", &tidegate::address_of);
  emscripten::function("lastError", &tidegate::last_error);
}
