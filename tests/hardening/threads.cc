// One rule set, matched by several threads at once, each with a scratch of its own: under
// ThreadSanitizer (preset "tsan") any write that two of them share is an error. Beside matching,
// whatever else reads a set and whatever has no state runs in them as well. Every answer is held
// against that of one thread.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "convert/cloud_event.h"
#include "event/validate_cloud_event.h"
#include "match/explain.h"
#include "match/rule_set.h"
#include "match/snapshot.h"
#include "unit/match/random_rules.h"

using namespace tidegate;

namespace {

constexpr size_t kThreads = 4;
constexpr size_t kRounds = 40;

struct Answers {
  std::vector<std::string> events;
  std::vector<std::string> names;  // Of the rules that match, by event.
  std::string snapshot;
};

// The other way round every second time, so that threads come by each event at different times.
size_t index_of(size_t i, size_t count, size_t thread) {
  return thread % 2 == 0 ? (i + thread * 7) % count : count - 1 - i;
}

std::string match(const RuleSet& rules, const std::string& event, MatchScratch& scratch) {
  Diagnostic problem;
  if (!rules.match(event, scratch, problem)) return std::string(error_name(problem.code));
  std::string names;
  for (const RuleId id : scratch.matches) names += std::string(rules.name(id)) + ' ';
  return names;
}

std::string save(const RuleSet& rules) {
  Vec<char> bytes;
  return save_snapshot(rules, "", bytes) ? std::string(bytes.data(), bytes.size()) : "";
}

// What shares nothing but code.
void use_functions(const std::string& event) {
  ExplainOptions options;
  options.profile = Profile::kRuler;
  Text json;
  Diagnostic problem;
  static_cast<void>(explain(event, R"({"a": ["a", {"wildcard": "*b"}]})", options, json, problem));
  JsonItems items;
  Text output;
  static_cast<void>(to_cloud_event(event, {}, items, output, nullptr, problem));
  CloudEventValidator validator;
  Issues issues;
  static_cast<void>(validator.validate(event, {}, issues, problem));
}

void demand(bool holds, const char* what) {
  if (holds) return;
  std::printf("threads: %s\n", what);
  std::_Exit(1);
}

void read_all(const RuleSet& rules, const Answers& expected, size_t thread) {
  MatchScratch scratch;
  const size_t count = expected.events.size();
  for (size_t round = 0; round < kRounds; ++round) {
    for (size_t i = 0; i < count; ++i) {
      const size_t at = index_of(i, count, thread);
      demand(match(rules, expected.events[at], scratch) == expected.names[at],
             "another answer than that of one thread");
      if (i % 16 == 0) use_functions(expected.events[at]);
    }
    demand(save(rules) == expected.snapshot, "another snapshot than that of one thread");
    const RuleId id = rules.find("rule 7");
    demand(id != kNoRule && rules.name(id) == "rule 7", "a rule is not found");
  }
}

}  // namespace

int main() {
  RuleSetOptions options;
  options.profile = Profile::kRuler;
  RuleSet rules(options);
  Diagnostic problem;
  RuleId id = kNoRule;
  for (int i = 0; i < 300; ++i) {
    demand(rules.add("rule " + std::to_string(i), random_rules::pattern(), problem, id) !=
               RuleSet::Added::kNo,
           "a pattern is refused");
  }
  Answers expected;
  MatchScratch scratch;
  for (int i = 0; i < 200; ++i) {
    expected.events.push_back(random_rules::event());
    expected.names.push_back(match(rules, expected.events.back(), scratch));
  }
  expected.snapshot = save(rules);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&rules, &expected, i] { read_all(rules, expected, i); });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("threads: %zu threads, %zu matches each, all as one thread has it\n", kThreads,
              kRounds * expected.events.size());
  return 0;
}
