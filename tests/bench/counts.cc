// Writes how many rules of a workload match each of its first events, by the reference matcher:
//
//   tidegate_bench_counts FOLDER...
//
// Rules are read one at a time, since a million of them would not fit into memory. No name comes
// twice in them.

#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/data.h"
#include "reference/reference_matcher.h"

namespace {

using reference::Limits;
using reference::ReferenceEvent;
using reference::ReferenceRule;

std::vector<size_t> count_matches(const std::string& folder) {
  const bench::About about = bench::read_about(folder);
  const Limits limits = about.profile == "event-ruler" ? Limits::kLanguage : Limits::kEventBridge;

  std::vector<std::string> texts = bench::read_events(folder);
  if (texts.size() > about.sample) texts.resize(about.sample);
  std::vector<ReferenceEvent> events;
  for (const std::string& text : texts) {
    std::optional<ReferenceEvent> event = ReferenceEvent::parse(text);
    if (!event) throw std::runtime_error("no event: " + text);
    events.push_back(std::move(*event));
  }

  std::vector<size_t> counts(events.size());
  bench::read_rules(folder, [&](std::string_view, std::string_view pattern) {
    const std::optional<ReferenceRule> rule = ReferenceRule::parse(pattern, limits);
    if (!rule) throw std::runtime_error("no pattern: " + std::string(pattern));
    for (size_t i = 0; i < events.size(); ++i) counts[i] += rule->matches(events[i]) ? 1 : 0;
  });
  return counts;
}

void write_counts(const std::string& folder) {
  const std::vector<size_t> counts = count_matches(folder);
  std::ofstream file(folder + "/counts.json", std::ios::binary);
  char separator = '[';
  for (const size_t count : counts) {
    file << separator << count;
    separator = ',';
  }
  file << "]\n";
  if (!file.flush()) throw std::runtime_error("cannot write to " + folder);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    for (int i = 1; i < argc; ++i) write_counts(argv[i]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
