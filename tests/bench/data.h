#pragma once

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The files of a workload, as data.mjs writes them. What is not as it should be ends the program.
namespace bench {

struct About {
  std::string profile;
  size_t sample = 0;  // The matches of so many events are counted.
};

inline std::ifstream open(const std::string& folder, const char* name) {
  std::ifstream file(folder + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + folder + "/" + name);
  return file;
}

inline std::vector<std::string> read_events(const std::string& folder) {
  std::ifstream file = open(folder, "events.jsonl");
  std::vector<std::string> events;
  for (std::string line; std::getline(file, line);) events.push_back(std::move(line));
  return events;
}

// Calls use(name, pattern) for each rule.
template <class Use>
void read_rules(const std::string& folder, Use use) {
  std::ifstream file = open(folder, "rules.tsv");
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) throw std::runtime_error("no rule: " + line);
    use(std::string_view(line).substr(0, tab), std::string_view(line).substr(tab + 1));
  }
}

inline About read_about(const std::string& folder) {
  std::ifstream file = open(folder, "about.tsv");
  About about;
  if (!(file >> about.profile >> about.sample)) {
    throw std::runtime_error("no profile and number in " + folder);
  }
  return about;
}

inline std::vector<size_t> read_counts(const std::string& folder) {
  std::ifstream file = open(folder, "counts.json");
  std::vector<size_t> counts;
  char separator = 0;  // The opening bracket, then commas, at last the closing bracket.
  for (size_t count = 0; file >> separator && separator != ']' && file >> count;) {
    counts.push_back(count);
  }
  if (separator != ']') throw std::runtime_error("no list of numbers in " + folder);
  return counts;
}

}  // namespace bench
