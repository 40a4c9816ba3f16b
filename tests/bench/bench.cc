// Matches a second of the native library, on the files that the benchmarks of the package use too:
//
//   tidegate_bench FOLDER... [--benchmark_...]
//
// Each folder holds a workload. Before it is timed, its matches are compared with those of the
// reference matcher.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/data.h"
#include "match/match_scratch.h"
#include "match/rule_set.h"

namespace {

using tidegate::Diagnostic;
using tidegate::MatchScratch;
using tidegate::Profile;
using tidegate::RuleId;
using tidegate::RuleSet;
using tidegate::RuleSetOptions;

RuleSetOptions options_of(const std::string& folder) {
  RuleSetOptions options;
  if (bench::read_about(folder).profile == "event-ruler") options.profile = Profile::kRuler;
  return options;
}

class Workload {
 public:
  explicit Workload(const std::string& folder)
      : events_(bench::read_events(folder)), rules_(options_of(folder)) {
    bench::read_rules(folder, [&](std::string_view name, std::string_view pattern) {
      RuleId id = tidegate::kNoRule;
      if (rules_.add(name, pattern, problem_, id) == RuleSet::Added::kNo) {
        throw std::runtime_error("refused: " + std::string(pattern));
      }
    });
    const std::vector<size_t> counts = bench::read_counts(folder);
    for (size_t i = 0; i < counts.size(); ++i) {
      if (match(i) == counts[i]) continue;
      throw std::runtime_error(folder + ": the reference matcher finds " +
                               std::to_string(counts[i]) + " matches, not " +
                               std::to_string(match(i)) + ", of " + events_[i]);
    }
  }

  size_t size() const { return events_.size(); }

  size_t match(size_t i) {
    if (!rules_.match(events_[i], scratch_, problem_)) {
      throw std::runtime_error("refused: " + events_[i]);
    }
    return scratch_.matches.size();
  }

 private:
  std::vector<std::string> events_;
  RuleSet rules_;
  MatchScratch scratch_;
  Diagnostic problem_;
};

void match_events(benchmark::State& state, const std::string& folder) {
  Workload workload(folder);
  size_t next = 0;
  for ([[maybe_unused]] auto iteration : state) {
    benchmark::DoNotOptimize(workload.match(next));
    if (++next == workload.size()) next = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    benchmark::Initialize(&argc, argv);
    for (int i = 1; i < argc; ++i) {
      const std::string folder = argv[i];
      const std::string name = std::filesystem::path(folder).filename();
      benchmark::RegisterBenchmark(
          name.c_str(), [folder](benchmark::State& state) { match_events(state, folder); });
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
