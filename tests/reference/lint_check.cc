#include "reference/lint_check.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "lint/linter.h"
#include "reference/generator.h"
#include "reference/json_value.h"
#include "reference/reference_matcher.h"

namespace reference {
namespace {

constexpr size_t kEvents = 12;

JsonValue lint(const std::vector<std::string>& patterns) {
  tidegate::Text json;
  tidegate::Linter linter(tidegate::Profile::kRuler, json);
  for (uint32_t i = 0; i < patterns.size(); ++i) {
    if (!linter.add(patterns[i], i)) throw std::runtime_error("lint has no memory");
  }
  if (!linter.end()) throw std::runtime_error("lint has no memory");
  const auto findings = parse_json(json.view());
  if (!findings) throw std::runtime_error("no JSON: " + std::string(json.view()));
  return *findings;
}

std::string text_of(const JsonValue& value, std::string_view member) {
  const JsonValue* found = value.find(member);
  return found == nullptr ? "" : found->text;
}

size_t number_of(const JsonValue& value, std::string_view member) {
  return std::stoul(text_of(value, member));
}

size_t count(const JsonValue& findings, const std::string& code) {
  return static_cast<size_t>(
      std::count_if(findings.elements.begin(), findings.elements.end(),
                    [&](const JsonValue& finding) { return text_of(finding, "code") == code; }));
}

std::string apply(std::string text, const JsonValue& fix) {
  const auto& edits = fix.find("edits")->elements;
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    const size_t begin = number_of(*edit, "begin");
    text.replace(begin, number_of(*edit, "end") - begin, text_of(*edit, "text"));
  }
  return text;
}

class Case {
 public:
  Case(std::vector<std::string> patterns, const std::vector<std::string>& events, LintTally& tally)
      : patterns_(std::move(patterns)), tally_(tally) {
    for (const std::string& event : events) {
      if (auto read = ReferenceEvent::parse(event)) {
        events_.push_back(std::move(*read));
        event_texts_.push_back(event);
      }
    }
  }

  std::optional<std::string> check() {
    for (const JsonValue& finding : lint(patterns_).elements) {
      if (const auto wrong = check_finding(finding)) {
        return *wrong + "\n  finding: " + text_of(finding, "code") + " at " +
               text_of(finding, "path");
      }
    }
    return std::nullopt;
  }

 private:
  std::optional<std::string> check_finding(const JsonValue& finding) {
    const std::string code = text_of(finding, "code");
    const std::string& pattern = patterns_[number_of(finding, "pattern")];
    const bool is_refused = text_of(finding, "severity") == "error" && code != "NEVER_MATCHES";
    const auto rule = ReferenceRule::parse(pattern, Limits::kLanguage);
    if (is_refused != !rule) return "refused by one alone: " + pattern;
    const JsonValue* related = finding.find("related");
    const std::string other = related == nullptr ? "" : patterns_[number_of(*related, "pattern")];
    if (code == "NEVER_MATCHES") return claim(pattern, "", [](bool match, bool) { return !match; });
    if (code == "ALWAYS_MATCHES") return claim(pattern, "", [](bool match, bool) { return match; });
    if (code == "SHADOWED")
      return claim(pattern, other, [](bool match, bool wide) { return wide || !match; });
    if (code == "DUPLICATE_RULE")
      return claim(pattern, other, [](bool match, bool wide) { return wide == match; });
    const JsonValue* fix = finding.find("fix");
    return fix == nullptr ? std::nullopt : check_fix(code, pattern, apply(pattern, *fix));
  }

  template <class Holds>
  std::optional<std::string> claim(const std::string& pattern, const std::string& other,
                                   Holds holds) {
    ++tally_.claims;
    const auto rule = ReferenceRule::parse(pattern, Limits::kLanguage);
    const auto wide = ReferenceRule::parse(other.empty() ? pattern : other, Limits::kLanguage);
    if (!rule || !wide) return "a claim about what is refused: " + pattern + " " + other;
    for (size_t i = 0; i < events_.size(); ++i) {
      ++tally_.events;
      if (!holds(rule->matches(events_[i]), wide->matches(events_[i]))) {
        return "refuted by " + event_texts_[i] + "\n  pattern: " + pattern + "\n  other: " + other;
      }
    }
    return std::nullopt;
  }

  // Some fixes say the same in a better way. Cut lists of findings do not occur here.
  std::optional<std::string> check_fix(const std::string& code, const std::string& pattern,
                                       const std::string& fixed) {
    ++tally_.fixes;
    const JsonValue before = lint({pattern});
    const JsonValue after = lint({fixed});
    if (code == "SCALAR_FIELD") {
      // The next mistake may be of the same kind.
      const bool again = !after.elements.empty() && text_of(after.elements[0], "code") == code &&
                         text_of(after.elements[0], "path") == text_of(before.elements[0], "path");
      return again ? std::optional("not mended: " + pattern) : std::nullopt;
    }
    if (count(after, code) >= count(before, code))
      return "not mended: " + pattern + "\n  fixed: " + fixed;
    if (count(after, "REFUSED") != 0) return "refused: " + fixed;
    if (code != "REDUNDANT_ALTERNATIVE" && code != "WILDCARD_NOT_NEEDED") return std::nullopt;
    return claim(pattern, fixed, [](bool match, bool other) { return other == match; });
  }

  std::vector<std::string> patterns_;
  std::vector<ReferenceEvent> events_;
  std::vector<std::string> event_texts_;
  LintTally& tally_;
};

// Patterns that are alike: some say the same, some more or less than another.
std::vector<std::string> patterns_of(Generator& generator) {
  std::vector<std::string> patterns;
  for (size_t i = 3 + generator.below(3); i > 0; --i) {
    const std::string pattern = generator.pattern(20);
    patterns.push_back(pattern);
    if (generator.one_in(4)) patterns.push_back(generator.respell(pattern));
    const std::string more = generator.pattern(100);
    const size_t end = more.rfind('}');
    const size_t begin = pattern.find('{');
    if (generator.one_in(2) && end != std::string::npos && begin != std::string::npos)
      patterns.push_back(more.substr(0, end) + "," + pattern.substr(begin + 1));
  }
  return patterns;
}

}  // namespace

std::optional<std::string> check_lint(size_t cases, uint64_t seed, LintTally& tally) {
  Generator generator(seed);
  for (; tally.cases < cases; ++tally.cases) {
    generator.new_world();
    const std::vector<std::string> patterns = patterns_of(generator);
    std::vector<std::string> events = {"{}"};
    while (events.size() < kEvents) events.push_back(generator.event());
    if (const auto wrong = Case(patterns, events, tally).check()) return wrong;
  }
  return std::nullopt;
}

}  // namespace reference
