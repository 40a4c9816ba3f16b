#include <cstring>
#include <memory>
#include <string>

#include "base/hash.h"
#include "fuzz.h"
#include "match/rule_set.h"
#include "match/snapshot.h"

using namespace tidegate;

namespace {

constexpr size_t kChecksumBegin = 8;
constexpr size_t kChecksumEnd = 16;

constexpr const char* kEvents[] = {
    R"({"a":"a","b":1,"detail":{"a":[1,"ab",null],"b":{"a":true}},"source":"a"})",
    R"({"a":[{"b":1,"a":"b"},{"b":"10.0.0.1"}],"id":"","region":"a"})", "{}"};

RuleSetOptions options() {
  RuleSetOptions options;
  options.profile = Profile::kRuler;
  return options;
}

std::string save(const RuleSet& rules) {
  Vec<char> bytes;
  fuzz::demand(save_snapshot(rules, "attached", bytes));
  return std::string(bytes.data(), bytes.size());
}

void seal(std::string& bytes) {
  const uint64_t checksum = hash_bytes(std::string_view(bytes).substr(kChecksumEnd));
  std::memcpy(bytes.data() + kChecksumBegin, &checksum, sizeof(checksum));
}

std::unique_ptr<RuleSet> load(std::string_view bytes) {
  SnapshotHeader header;
  Diagnostic problem;
  if (!read_snapshot(bytes, header, problem)) {
    fuzz::demand(problem.code == ErrorCode::kSnapshot);
    return nullptr;
  }
  // Whatever was asked for, patterns and events below are not to be refused for it.
  header.options = options();
  auto rules = std::make_unique<RuleSet>(header.options);
  if (load_snapshot(header, *rules, problem)) return rules;
  fuzz::demand(problem.code == ErrorCode::kSnapshot);
  return nullptr;
}

std::string matches(const RuleSet& rules) {
  MatchScratch scratch;
  Diagnostic problem;
  std::string names;
  for (const char* event : kEvents) {
    if (!rules.match(event, scratch, problem)) names += error_name(problem.code);
    for (const RuleId id : scratch.matches) names += std::string(rules.name(id)) + '/';
    names += '|';
  }
  return names;
}

// That it is a set like any other: it matches, can be saved again, changed and emptied.
void use(RuleSet& rules) {
  const auto again = load(save(rules));
  fuzz::demand(again != nullptr && matches(*again) == matches(rules));
  Diagnostic problem;
  RuleId id = kNoRule;
  fuzz::demand(rules.add("added", R"({"detail": {"a": [1]}})", problem, id) != RuleSet::Added::kNo);
  fuzz::demand(matches(rules).find("added/") != std::string::npos);
  Vec<RuleId> ids;
  fuzz::demand(rules.list_rules(ids) && ids.size() == rules.size());
  for (const RuleId rule : ids) {
    const std::string name(rules.name(rule));
    fuzz::demand(rules.remove(name) == rule);
  }
  fuzz::demand(rules.size() == 0 && matches(rules) == "|||");
  fuzz::demand(rules.paths().find("detail.a") == PathTree::kNone);
}

// Bytes behind a checksum that is right for them.
void check_bytes(std::string bytes) {
  if (bytes.size() < kChecksumEnd) bytes.resize(kChecksumEnd);
  std::memcpy(bytes.data(), "TIDEGATE", kChecksumBegin);
  seal(bytes);
  if (const auto rules = load(bytes)) use(*rules);
}

}  // namespace

// A snapshot as it is; the same with a checksum that is right; and, where the parts are patterns,
// the snapshot of those, and that one with one byte changed as the first two bytes say.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  if (const auto rules = load(rest)) use(*rules);
  check_bytes(std::string(rest));
  if (size < 2) return 0;
  RuleSet rules(options());
  Diagnostic problem;
  RuleId id = kNoRule;
  rest.remove_prefix(2);
  for (int n = 0; !rest.empty() && n < 20; ++n) {
    const std::string name(1, static_cast<char>('a' + n / 2));
    static_cast<void>(rules.add(name, fuzz::take_part(rest), problem, id));
  }
  std::string bytes = save(rules);
  const auto loaded = load(bytes);
  fuzz::demand(loaded != nullptr && save(*loaded) == bytes && matches(*loaded) == matches(rules));
  const size_t place = kChecksumEnd + (data[0] << 3 | data[1] >> 5) % (bytes.size() - kChecksumEnd);
  bytes[place] = static_cast<char>(bytes[place] ^ (1 + (data[1] & 31)));
  fuzz::demand(load(bytes) == nullptr);
  check_bytes(bytes);
  return 0;
}
