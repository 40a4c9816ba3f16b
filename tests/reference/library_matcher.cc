#include "reference/library_matcher.h"

#include <stdexcept>
#include <string_view>

#include "json/reader.h"
#include "match/rule_set.h"
#include "match/test_event_pattern.h"
#include "pattern/parser.h"

namespace reference {
namespace {

using tidegate::ErrorCode;
using tidegate::RuleSet;

// Where the library reports what no test expects, such as a lack of memory, the test shall end.
void demand(bool condition, std::string_view what) {
  if (!condition) throw std::runtime_error("the library: " + std::string(what));
}

tidegate::Profile profile_of(Limits limits) {
  return limits == Limits::kLanguage ? tidegate::Profile::kRuler : tidegate::Profile::kEventBridge;
}

// One for all sets, to see that nothing of one match is left for the next.
tidegate::MatchScratch& shared_scratch() {
  static tidegate::MatchScratch scratch;
  return scratch;
}

class LibraryMatcher : public Matcher {
 public:
  explicit LibraryMatcher(Limits limits)
      : profile_(profile_of(limits)), rules_(tidegate::RuleSetOptions{profile_}) {}

  Change add(const std::string& name, const std::string& pattern) override {
    tidegate::RuleId id = tidegate::kNoRule;
    const RuleSet::Added added = rules_.add(name, pattern, problem_, id);
    if (added == RuleSet::Added::kNo) return refused();
    demand(rules_.find(name) == id && rules_.name(id) == name,
           "add() gave an id that is not the rule's");
    return added == RuleSet::Added::kNew ? Change::kDone : Change::kNothing;
  }

  Change replace(const std::string& name, const std::string& pattern) override {
    tidegate::RuleId id = tidegate::kNoRule;
    if (!rules_.replace(name, pattern, problem_, id)) return refused();
    demand(rules_.find(name) == id, "replace() gave an id that is not the rule's");
    return Change::kDone;
  }

  Change remove(const std::string& name) override {
    const tidegate::RuleId before = rules_.find(name);
    const tidegate::RuleId removed = rules_.remove(name);
    demand(removed == before, "remove() gave an id that is not the rule's");
    demand(rules_.find(name) == tidegate::kNoRule, "remove() left the rule");
    return removed == tidegate::kNoRule ? Change::kNothing : Change::kDone;
  }

  Change remove(const std::string& name, const std::string& pattern) override {
    uint32_t position = 0;
    switch (rules_.remove(name, pattern, problem_, position)) {
      case RuleSet::Removed::kRefused:
        return refused();
      case RuleSet::Removed::kNothing:
        return Change::kNothing;
      case RuleSet::Removed::kPattern:
        demand(rules_.find(name) != tidegate::kNoRule, "remove() took the rule with its pattern");
        return Change::kDone;
      case RuleSet::Removed::kRule:
        demand(rules_.find(name) == tidegate::kNoRule, "remove() left a rule without patterns");
        return Change::kDone;
    }
    return Change::kDone;
  }

  std::optional<std::vector<std::string>> match(const std::string& event) override {
    const bool matched = rules_.match(event, scratch_, problem_);
    if (!matched) {
      demand(problem_.code != ErrorCode::kOutOfMemory, "out of memory");
      demand(problem_.code != ErrorCode::kOk && !problem_.reason.empty(),
             "match() failed without a reason");
    }
    std::vector<std::string> names;
    for (const tidegate::RuleId id : scratch_.matches) {
      if (matched) names.emplace_back(rules_.name(id));
    }
    const bool any = rules_.match_any(event, scratch_, problem_);
    demand(any == matched, "match() and match_any() differ on the event");
    if (!matched) return std::nullopt;
    demand(scratch_.matches.size() == (names.empty() ? 0u : 1u), "match() and match_any() differ");
    return names;
  }

  bool accepts_json(const std::string& text) override {
    return tidegate::validate_json(text).code == ErrorCode::kOk;
  }

  ServiceAnswer test_event_pattern(const std::string& event, const std::string& pattern) override {
    using Kind = tidegate::ServiceAnswer::Kind;
    tidegate::ServiceAnswer answer;
    tidegate::test_event_pattern(event, pattern, answer);
    demand(answer.kind != Kind::kFailed, "out of memory");
    if (answer.kind == Kind::kMatch) return {"match", std::nullopt};
    if (answer.kind == Kind::kNoMatch) return {"nomatch", std::nullopt};
    const std::string exception(tidegate::exception_name(answer.kind));
    return {"error", exception + ": " + std::string(answer.message.view())};
  }

  std::optional<Complaint> complaint() const override {
    return Complaint{std::string(problem_.reason.view()), problem_.line, problem_.column};
  }

 private:
  Change refused() {
    demand(problem_.code != ErrorCode::kOutOfMemory, "out of memory");
    demand(problem_.code != ErrorCode::kOk && !problem_.reason.empty(),
           "a pattern was refused without a reason");
    return Change::kRefused;
  }

  tidegate::Profile profile_;
  RuleSet rules_;
  tidegate::MatchScratch& scratch_ = shared_scratch();
  tidegate::Diagnostic problem_;
};

}  // namespace

std::unique_ptr<Matcher> make_library_matcher(Limits limits) {
  return std::make_unique<LibraryMatcher>(limits);
}

}  // namespace reference
