// Rule sets as JavaScript sees them (web/core.ts).

#include "match/rule_set.h"

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <cstdint>
#include <new>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "json/leaf_stream.h"
#include "json/lines.h"
#include "match/match_scratch.h"
#include "match/snapshot.h"
#include "state.h"

namespace tidegate {
namespace {

MatchScratch scratch;
Vec<uint32_t> stream;
KnownTexts known_texts;

// What a node of a path tree is: whether it is wanted, whether it has children, and its place.
struct PathNode {
  static constexpr uint32_t kWanted = 1;
  static constexpr uint32_t kHasChildren = 2;

  uint32_t flags;
  PathTree::Node parent;
  const char* key;
  uint32_t key_size;
};
PathNode path_node;

Vec<char> snapshot;           // What was saved.
SnapshotHeader to_be_loaded;  // Its texts lie in the input.

// The results of many events, one after the other.
struct Batch {
  Vec<RuleId> ids;
  Vec<uint32_t> ends;  // Of each event in `ids`.

  [[nodiscard]] bool take(const Vec<RuleId>& matches) {
    if (!ends.reserve_more(1) || !ids.append(matches.data(), matches.size())) return false;
    ends.push_reserved(ids.size());
    return true;
  }
};
Batch batch;

// Where tg_batch_lines() stands.
struct LinesState {
  uint32_t next;   // Where it goes on.
  uint32_t lines;  // How many lines it has passed.
  uint32_t event_begin;
  uint32_t event_end;
};
LinesState lines_state;

}  // namespace

extern "C" {

// Matches the event in the input. How many rules match; their ids, in the order in which the rules
// were first added, are at tg_output_ids().
EMSCRIPTEN_KEEPALIVE int32_t tg_match(const RuleSet* rules, uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in) || !rules->match(in.text, scratch, problem)) return kFailed;
  return static_cast<int32_t>(scratch.matches.size());
}

// The same for one rule at most.
EMSCRIPTEN_KEEPALIVE int32_t tg_match_any(const RuleSet* rules, uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in) || !rules->match_any(in.text, scratch, problem)) return kFailed;
  return static_cast<int32_t>(scratch.matches.size());
}

EMSCRIPTEN_KEEPALIVE const RuleId* tg_output_ids() { return scratch.matches.data(); }

// A buffer of at least `words` words for leaf streams (json/leaf_stream.h). Asking for more than
// before may move it; its content stays. nullptr: there is no memory.
EMSCRIPTEN_KEEPALIVE uint32_t* tg_stream(uint32_t words) {
  return stream.reserve(words) ? stream.data() : nullptr;
}

// Matches the event that the words `begin` up to `end` of the stream are, with `count` characters
// of text in the input, in ASCII or in UTF-16; otherwise as tg_match().
EMSCRIPTEN_KEEPALIVE int32_t tg_match_stream(const RuleSet* rules, uint32_t begin, uint32_t end,
                                             uint32_t count, bool utf16, bool first_only) {
  Input in;
  scratch.matches.clear();
  if (!read_input(0, 0, utf16 ? 2 * count : count, in)) return kFailed;
  const std::span<const uint32_t> words(stream.data() + begin, end - begin);
  const std::u16string_view units(reinterpret_cast<const char16_t*>(in.text.data()), count);
  const bool read = utf16 ? read_leaf_stream(words, units, known_texts, scratch.event)
                          : read_leaf_stream(words, in.text, known_texts, scratch.event);
  if (!read) return fail(ErrorCode::kOutOfMemory);
  if (!rules->match_view(first_only, scratch, problem)) return kFailed;
  return static_cast<int32_t>(scratch.matches.size());
}

// Keeps the text in the input for streams. Its id; -1: there is no memory.
EMSCRIPTEN_KEEPALIVE int32_t tg_know_text(uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  return static_cast<int32_t>(known_texts.add(in.text));
}

EMSCRIPTEN_KEEPALIVE void tg_forget_texts() { known_texts.clear(); }

// What is wanted of an event: PathTree, node by node.
EMSCRIPTEN_KEEPALIVE uint32_t tg_paths_version(const RuleSet* rules) {
  return rules->paths().version();
}
EMSCRIPTEN_KEEPALIVE uint32_t tg_paths_capacity(const RuleSet* rules) {
  return rules->paths().capacity();
}

EMSCRIPTEN_KEEPALIVE const PathNode* tg_path_node(const RuleSet* rules, PathTree::Node node) {
  const PathTree& paths = rules->paths();
  path_node = {};
  if (!paths.in_use(node)) return &path_node;
  path_node.flags = (paths.wanted(node) ? PathNode::kWanted : 0) |
                    (paths.has_children(node) ? PathNode::kHasChildren : 0);
  if (node == PathTree::kRoot) return &path_node;
  const std::string_view key = paths.key(node);
  path_node.parent = paths.parent(node);
  path_node.key = key.data();
  path_node.key_size = static_cast<uint32_t>(key.size());
  return &path_node;
}

// From a node down by the key in the input; -1: there is nothing.
EMSCRIPTEN_KEEPALIVE int32_t tg_descend(const RuleSet* rules, PathTree::Node node,
                                        uint32_t key_size) {
  Input in;
  if (!read_input(key_size, 0, 0, in)) return kFailed;
  return static_cast<int32_t>(rules->paths().descend(node, in.name));
}

// Matches each line from byte `begin` of the input on that is not blank, and makes the results the
// batch. 0: all are done. 1: it has stopped behind an event that failed, whose result is there
// as well, and where tg_batch_lines_state() says how to go on. -1: no memory for the results.
EMSCRIPTEN_KEEPALIVE int32_t tg_batch_lines(const RuleSet* rules, uint32_t begin, uint32_t end) {
  Input in;
  if (!read_input(0, 0, end, in)) return kFailed;
  batch.ids.clear();
  batch.ends.clear();
  Lines lines(in.text, begin);
  lines_state = {begin, 0, begin, begin};
  std::string_view line;
  while (lines.next(line)) {
    ++lines_state.lines;
    lines_state.next = lines.position();
    if (is_blank(line)) continue;
    const bool matched = rules->match(line, scratch, problem);
    if (!batch.take(scratch.matches)) return fail(ErrorCode::kOutOfMemory);
    if (matched) continue;
    lines_state.event_begin = static_cast<uint32_t>(line.data() - in.text.data());
    lines_state.event_end = lines_state.event_begin + static_cast<uint32_t>(line.size());
    return 1;
  }
  return 0;
}

EMSCRIPTEN_KEEPALIVE const LinesState* tg_batch_lines_state() { return &lines_state; }
EMSCRIPTEN_KEEPALIVE const RuleId* tg_batch_ids() { return batch.ids.data(); }
EMSCRIPTEN_KEEPALIVE const uint32_t* tg_batch_ends() { return batch.ends.data(); }
EMSCRIPTEN_KEEPALIVE uint32_t tg_batch_size() { return batch.ends.size(); }

EMSCRIPTEN_KEEPALIVE uint32_t tg_size(const RuleSet* rules) { return rules->size(); }

// The number of rules; their ids, in the order in which they were first added, are at
// tg_output_ids().
EMSCRIPTEN_KEEPALIVE int32_t tg_list_rules(const RuleSet* rules) {
  if (!rules->list_rules(scratch.matches)) return fail(ErrorCode::kOutOfMemory);
  return static_cast<int32_t>(scratch.matches.size());
}

// The id of the rule whose name is in the input, plus 1; 0 if there is none.
EMSCRIPTEN_KEEPALIVE int32_t tg_find(const RuleSet* rules, uint32_t name_size) {
  Input in;
  if (!read_input(name_size, 0, 0, in)) return kFailed;
  return static_cast<int32_t>(rules->find(in.name) + 1);
}

// Adds the rule in the input. Twice the rule's id, plus 1 if the pattern is new to the rule.
EMSCRIPTEN_KEEPALIVE int32_t tg_add(RuleSet* rules, uint32_t name_size, uint32_t pattern_begin,
                                    uint32_t pattern_size) {
  Input in;
  RuleId id = kNoRule;
  if (!read_input(name_size, pattern_begin, pattern_size, in)) return kFailed;
  const RuleSet::Added added = rules->add(in.name, in.text, problem, id);
  if (added == RuleSet::Added::kNo) return kFailed;
  return static_cast<int32_t>(id * 2 + (added == RuleSet::Added::kNew ? 1 : 0));
}

// Makes the pattern in the input the only one of its rule. The rule's id.
EMSCRIPTEN_KEEPALIVE int32_t tg_replace(RuleSet* rules, uint32_t name_size, uint32_t pattern_begin,
                                        uint32_t pattern_size) {
  Input in;
  RuleId id = kNoRule;
  if (!read_input(name_size, pattern_begin, pattern_size, in)) return kFailed;
  return rules->replace(in.name, in.text, problem, id) ? static_cast<int32_t>(id) : kFailed;
}

// Removes the rule whose name is in the input. The id it had plus 1; 0 if there was none.
EMSCRIPTEN_KEEPALIVE int32_t tg_remove(RuleSet* rules, uint32_t name_size) {
  Input in;
  if (!read_input(name_size, 0, 0, in)) return kFailed;
  return static_cast<int32_t>(rules->remove(in.name) + 1);
}

// Removes one pattern of a rule. 0: there was no such pattern. Otherwise 1 plus twice the position
// that it had among the rule's patterns, plus 1 if the rule is gone with it.
EMSCRIPTEN_KEEPALIVE int32_t tg_remove_pattern(RuleSet* rules, uint32_t name_size,
                                               uint32_t pattern_begin, uint32_t pattern_size) {
  Input in;
  if (!read_input(name_size, pattern_begin, pattern_size, in)) return kFailed;
  uint32_t position = 0;
  const RuleSet::Removed removed = rules->remove(in.name, in.text, problem, position);
  if (removed == RuleSet::Removed::kRefused) return kFailed;
  if (removed == RuleSet::Removed::kNothing) return 0;
  return static_cast<int32_t>(1 + position * 2 + (removed == RuleSet::Removed::kRule ? 1 : 0));
}

// Takes back the last pattern that was added to a rule.
EMSCRIPTEN_KEEPALIVE int32_t tg_remove_newest(RuleSet* rules, uint32_t name_size) {
  Input in;
  if (!read_input(name_size, 0, 0, in)) return kFailed;
  rules->remove_newest(in.name);
  return 0;
}

EMSCRIPTEN_KEEPALIVE void tg_clear(RuleSet* rules) { rules->clear(); }

// The name of a rule is at tg_output_text().
EMSCRIPTEN_KEEPALIVE int32_t tg_name(const RuleSet* rules, RuleId id) {
  output.clear();
  output.append(rules->name(id));
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

// Saves the rules, with an attachment that is in the input, to tg_snapshot(). Its size.
EMSCRIPTEN_KEEPALIVE int32_t tg_save(const RuleSet* rules, uint32_t attachment_size) {
  Input in;
  if (!read_input(0, 0, attachment_size, in)) return kFailed;
  snapshot.clear();
  if (!save_snapshot(*rules, in.text, snapshot) || snapshot.size() > kMaxTextBytes) {
    return fail(ErrorCode::kOutOfMemory);
  }
  return static_cast<int32_t>(snapshot.size());
}

EMSCRIPTEN_KEEPALIVE const char* tg_snapshot() { return snapshot.data(); }
EMSCRIPTEN_KEEPALIVE void tg_forget_snapshot() { snapshot = {}; }

// What stands at the beginning of the snapshot in the input, which loadRuleSet() takes then;
// nullptr where it is none. The attachment is good until the next call.
struct Header {
  uint32_t profile;
  uint32_t max_event_bytes;
  uint32_t validation;
  std::string_view attachment;
};

EMSCRIPTEN_KEEPALIVE const Header* tg_snapshot_header(uint32_t size) {
  static Header header;
  Input in;
  if (!read_input(0, 0, size, in) || !read_snapshot(in.text, to_be_loaded, problem)) return nullptr;
  const RuleSetOptions& options = to_be_loaded.options;
  header = {static_cast<uint32_t>(options.profile), options.max_event_bytes,
            static_cast<uint32_t>(options.validation), to_be_loaded.attachment};
  return &header;
}

}  // extern "C"

namespace {

// Rule sets cross as their addresses, 0 where there is none.
uint32_t address_of(const RuleSet* rules) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(rules));
}

// Neither form of operator new can report that there is no memory: Emscripten's aborts.
RuleSet* make_rule_set(const RuleSetOptions& options) {
  void* place = allocate(sizeof(RuleSet));
  return place == nullptr ? nullptr : new (place) RuleSet(options);
}

uint32_t create_rule_set(uint32_t profile, uint32_t max_event_bytes, uint32_t validation,
                         uint32_t hash_seed) {
  RuleSetOptions options;
  if (!read_choice(profile, Profile::kRuler, options.profile) ||
      !read_choice(validation, Validation::kTouched, options.validation)) {
    return 0;
  }
  options.max_event_bytes = max_event_bytes;
  options.hash_seed = hash_seed;
  return address_of(make_rule_set(options));
}

void destroy_rule_set(uint32_t address) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how it crosses.
  auto* rules = reinterpret_cast<RuleSet*>(address);
  rules->~RuleSet();
  release(rules);
}

// From the snapshot that tg_snapshot_header() has read.
uint32_t load_rule_set(uint32_t hash_seed) {
  to_be_loaded.options.hash_seed = hash_seed;
  RuleSet* rules = make_rule_set(to_be_loaded.options);
  const uint32_t address = address_of(rules);
  if (rules == nullptr) {
    problem.set(ErrorCode::kOutOfMemory);
  } else if (!load_snapshot(to_be_loaded, *rules, problem)) {
    destroy_rule_set(address);
    return 0;
  }
  return address;
}

}  // namespace
}  // namespace tidegate

EMSCRIPTEN_BINDINGS(tidegate) {
  emscripten::function("createRuleSet", &tidegate::create_rule_set);
  emscripten::function("loadRuleSet", &tidegate::load_rule_set);
  emscripten::function("destroyRuleSet", &tidegate::destroy_rule_set);
}
