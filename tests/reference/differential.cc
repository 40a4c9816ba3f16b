// Compares the library with the slow matcher, on all small cases of some kinds and on random ones:
//
//   differential [--full] [--cases N] [--seed N] [--explanations] [--lint]
//
// A case is an event that both match against the same rules: against one rule, against up to
// several hundred, or after some changes of them. Every verdict on a pattern is compared as well.
// --full: a million random cases. The first disagreement ends the run, made as small as it gets.
// For a tenth as many the explanation is checked as well; with --explanations only that is done,
// for as many as there are cases; and so it is with lint, for a tenth of that.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference/comparison.h"
#include "reference/exhaustive.h"
#include "reference/explanation_check.h"
#include "reference/generator.h"
#include "reference/lint_check.h"

namespace {

using reference::Generator;
using reference::Limits;
using reference::Step;
using reference::Steps;

constexpr size_t kCases = 100000;
constexpr size_t kFullCases = 1000000;

size_t count_matches(const Steps& steps) {
  size_t matches = 0;
  for (const Step& step : steps) matches += step.kind == Step::Kind::kMatch ? 1 : 0;
  return matches;
}

std::string rule_name(size_t number) { return "r" + std::to_string(number); }

class RandomSteps {
 public:
  explicit RandomSteps(uint64_t seed) : generator_(seed) {}

  Steps next() {
    steps_.clear();
    limits_ = generator_.one_in(4) ? Limits::kEventBridge : Limits::kLanguage;
    generator_.new_world();
    switch (generator_.below(16)) {
      case 0:
      case 1:
        damaged();
        break;
      case 2:
      case 3:
      case 4:
        changes();
        break;
      case 5:
      case 6:
      case 7:
        set_of(2 + generator_.below(8), 4);
        break;
      case 8:
        set_of(generator_.one_in(10) ? 50 + generator_.below(350) : 10 + generator_.below(40), 6);
        break;
      default:
        set_of(1, 4);
        break;
    }
    return steps_;
  }

  // With which to take the last ones.
  Limits limits() const { return limits_; }

 private:
  void step(Step::Kind kind, const std::string& name, const std::string& text) {
    steps_.push_back({kind, name, text});
  }

  void match() { step(Step::Kind::kMatch, "", generator_.event()); }

  // Most rules have one pattern; some share a name.
  void set_of(size_t patterns, size_t events) {
    for (size_t i = 0; i < patterns; ++i) {
      const size_t number = generator_.one_in(5) ? generator_.below(patterns) : i;
      step(Step::Kind::kAdd, rule_name(number), generator_.pattern(8));
    }
    for (size_t i = 0; i < events; ++i) match();
  }

  // Texts that are wrong in a byte or two, or that only look wrong.
  void damaged() {
    for (size_t i = 0; i < 4; ++i) {
      step(Step::Kind::kAdd, rule_name(i), generator_.damage(generator_.pattern(4)));
      step(Step::Kind::kMatch, "", generator_.damage(generator_.event()));
    }
  }

  void changes() {
    std::vector<std::string> known;  // Patterns of earlier steps, some of which are in the set.
    const size_t count = 10 + generator_.below(40);
    for (size_t i = 0; i < count; ++i) {
      const std::string name = rule_name(generator_.below(6));
      const bool again = !known.empty() && generator_.one_in(3);
      const std::string pattern =
          again ? generator_.respell(generator_.pick(known)) : generator_.pattern(12);
      switch (generator_.below(10)) {
        case 0:
          step(Step::Kind::kReplace, name, pattern);
          break;
        case 1:
          step(Step::Kind::kRemove, name, "");
          break;
        case 2:
        case 3:
        case 4:
          if (known.empty()) break;
          step(Step::Kind::kRemovePattern, name, generator_.respell(generator_.pick(known)));
          break;
        default:
          step(Step::Kind::kAdd, name, pattern);
          break;
      }
      known.push_back(pattern);
      match();
    }
  }

  Generator generator_;
  Steps steps_;
  Limits limits_ = Limits::kLanguage;
};

// Counts what agrees and keeps the first disagreement.
class Tally {
 public:
  bool take(const Steps& steps, Limits limits) {
    if (const auto disagreement = reference::compare(steps, limits)) {
      first_ = steps;
      first_.resize(disagreement->step + 1);
      limits_ = limits;
      return false;
    }
    passed_ += count_matches(steps);
    return true;
  }

  size_t passed() const { return passed_; }
  bool failed() const { return !first_.empty(); }

  std::string describe_first() const {
    return reference::describe(reference::shrink(first_, limits_), limits_);
  }

 private:
  size_t passed_ = 0;
  Steps first_;
  Limits limits_ = Limits::kLanguage;
};

struct Options {
  size_t cases = kCases;
  uint64_t seed = 1;
  bool explanations = false;
  bool lint = false;
};

Options read_options(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const bool has_value = i + 1 < arguments.size();
    if (arguments[i] == "--full") {
      options.cases = kFullCases;
    } else if (arguments[i] == "--explanations") {
      options.explanations = true;
    } else if (arguments[i] == "--lint") {
      options.lint = true;
    } else if (arguments[i] == "--cases" && has_value) {
      options.cases = std::stoul(arguments[++i]);
    } else if (arguments[i] == "--seed" && has_value) {
      options.seed = std::stoull(arguments[++i]);
    } else {
      throw std::runtime_error(
          "usage: differential [--full] [--cases N] [--seed N] [--explanations] [--lint]");
    }
  }
  return options;
}

int explain(size_t cases, uint64_t seed) {
  reference::ExplanationTally tally;
  const auto wrong = reference::check_explanations(cases, seed, tally);
  if (wrong) std::cout << "a wrong explanation:\n" << *wrong;
  std::printf("explanations: %zu passed, of which %zu match; %zu reasons are true; %d failed\n",
              tally.cases, tally.matches, tally.reasons, wrong ? 1 : 0);
  return wrong ? 1 : 0;
}

int lint(size_t cases, uint64_t seed) {
  reference::LintTally tally;
  const auto wrong = reference::check_lint(cases, seed, tally);
  if (wrong) std::cout << "lint is wrong: " << *wrong << "\n";
  std::printf("lint: %zu sets passed; %zu claims held for %zu events, %zu fixes; %d failed\n",
              tally.cases, tally.claims, tally.events, tally.fixes, wrong ? 1 : 0);
  return wrong ? 1 : 0;
}

int run(const Options& options) {
  if (options.lint) return lint(options.cases / 10, options.seed);
  if (options.explanations) return explain(options.cases, options.seed);
  Tally tally;
  reference::for_each_small_case(
      [&](const Steps& steps, Limits limits) { return tally.take(steps, limits); });
  std::printf("all small cases: %zu\n", tally.passed());

  std::printf("random cases with --seed %llu: %zu\n", static_cast<unsigned long long>(options.seed),
              options.cases);
  std::fflush(stdout);
  RandomSteps random(options.seed);
  const size_t wanted = tally.passed() + options.cases;
  while (!tally.failed() && tally.passed() < wanted) tally.take(random.next(), random.limits());

  if (tally.failed()) {
    std::cout << "disagreement:\n" << tally.describe_first();
  }
  std::printf("differential: %zu passed, %d failed\n", tally.passed(), tally.failed() ? 1 : 0);
  if (tally.failed()) return 1;
  const int explained = explain(options.cases / 10, options.seed);
  return explained != 0 ? explained : lint(options.cases / 100, options.seed);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(read_options(std::vector<std::string>(argv + 1, argv + argc)));
  } catch (const std::exception& error) {
    std::cerr << "differential: " << error.what() << "\n";
    return 1;
  }
}
