#pragma once

#include <cstdint>
#include <span>

#include "base/text.h"
#include "base/vec.h"
#include "suggest/candidate.h"
#include "suggest/samples.h"

namespace tidegate {

// Looks for patterns without $or that match some events and not others.
//
// A field keeps off certain events. Which ones it can, while it lets all those through that are to
// match, is known without knowing its alternatives: those events that have none of the values. So
// the fewest fields are a smallest set cover, which is searched for exactly, by depth, in
// kMaxNodes; what comes of a greedy choice is the fallback and the first bound. Of the covers with
// so few fields each is then given its alternatives, and the best is kept.
//
// The alternatives of one field are again a cover, of the events that are to match by the widest
// alternatives of each operator that let none of the others through: one or two are found if they
// are enough, more by greedy choice.
//
// Where values lie in arrays, which value of an event a field is about is a choice too, made
// greedily; and what was found is asked of all events, by the rules of arrays
// (match/array_check.h).
class PatternSearch {
 public:
  static constexpr uint64_t kMaxSteps = 400'000'000;
  static constexpr uint32_t kMaxNodes = 100'000;
  static constexpr uint32_t kMaxCovers = 64;
  static constexpr uint32_t kMaxFields = 16;

  struct Clause {
    uint32_t path;
    Span alternatives;  // In candidates().
  };

  // A pattern: clauses by path, and what it costs.
  struct Branch {
    Span clauses;  // In clauses().
    uint32_t weight = UINT32_MAX;
    uint32_t rank = UINT32_MAX;
  };

  // The events before `match_count` are to match. `samples` must stay.
  PatternSearch(const Samples& samples, uint32_t match_count, Preference preference)
      : samples_(samples),
        match_count_(match_count),
        not_count_(samples.size() - match_count),
        words_((not_count_ + 63) / 64),
        preference_(preference) {}

  // Takes what paths may be used: one byte each, other than 0. False: no memory.
  [[nodiscard]] bool prepare(const Vec<uint8_t>& usable);

  // A pattern that matches these events, and none that is not to match. False: none was found, or
  // has_failed().
  [[nodiscard]] bool find(std::span<const uint32_t> group, Branch& branch);

  // The same for one event, where that found none because the event's values differ only in how
  // they lie in arrays: from all that one element has, fields are dropped as long as it stays
  // right.
  [[nodiscard]] bool shrink(uint32_t event, Branch& branch);

  bool matches(const Branch& branch, uint32_t event);

  // No memory, or no steps left.
  bool has_failed() const { return no_memory_ || is_exhausted(); }
  bool is_exhausted() const { return steps_left_ == 0; }

  const Vec<Clause>& clauses() const { return clauses_; }
  const Vec<Candidate>& candidates() const { return candidates_; }
  const Vec<uint32_t>& excluded() const { return excluded_; }

 private:
  struct Level {
    uint32_t next;
    uint32_t place;
  };

  using Bits = uint64_t*;

  bool step(uint64_t count) {
    steps_left_ -= count < steps_left_ ? count : steps_left_;
    return steps_left_ != 0;
  }
  bool ok(bool had_memory) {
    no_memory_ = no_memory_ || !had_memory;
    return had_memory;
  }
  uint32_t not_event(uint32_t i) const { return match_count_ + i; }
  Bits reach(uint32_t path) { return reach_.data() + size_t{path} * words_; }

  bool find_reach(std::span<const uint32_t> group);
  void find_reach(std::span<const uint32_t> group, uint32_t path);
  bool lets_through(std::span<const uint32_t> group, uint32_t path);
  void block(uint32_t event, uint32_t path, bool on);

  void find_covers(std::span<const uint32_t> group, Branch& best);
  uint32_t greedy_cover();
  void try_covers(uint32_t depth, uint32_t size, std::span<const uint32_t> group, Branch& best);
  void try_cover(std::span<const uint32_t> cover, std::span<const uint32_t> group, Branch& best);
  bool build(std::span<const uint32_t> cover, uint32_t first, std::span<const uint32_t> group,
             Branch& branch);
  bool is_right(const Branch& branch, std::span<const uint32_t> group);
  bool matches_none(const Branch& branch);

  bool add_clause(uint32_t path, std::span<const uint32_t> group, const uint64_t* wanted,
                  Branch& branch);
  bool fill_pool(uint32_t path, std::span<const uint32_t> group, const uint64_t* wanted);
  bool pool_anything_but();
  bool pool_values(uint32_t path, std::span<const uint32_t> group);
  bool is_pooled(Operator op, uint32_t value);
  bool pool_affix(Operator op, uint32_t value);
  bool pool_range(uint32_t value, uint32_t least);
  bool note_pooled(uint32_t path, std::span<const uint32_t> group);
  Bits pooled(uint32_t candidate) { return pooled_.data() + size_t{candidate} * pool_words_; }
  bool choose(uint32_t group_size, Branch& branch);
  bool choose_greedily(uint32_t group_size, uint32_t& weight, uint32_t& rank);

  bool keeps_off(const Clause& clause, uint32_t event) const;
  bool clause_takes(const Clause& clause, uint32_t value) const;
  bool takes_absence(const Clause& clause) const;
  bool begin_shrink(uint32_t event, uint32_t place, Branch& branch);

  const Samples& samples_;
  const uint32_t match_count_;
  const uint32_t not_count_;
  const uint32_t words_;
  const Preference preference_;
  uint64_t steps_left_ = kMaxSteps;
  uint32_t nodes_left_ = 0;
  uint32_t covers_left_ = 0;
  bool no_memory_ = false;

  Vec<uint32_t> paths_;    // Those that may be used.
  Vec<uint64_t> reach_;    // By path: the events that it can keep off.
  Vec<uint32_t> supply_;   // By event: how many paths can keep it off.
  Vec<uint32_t> blocked_;  // By value: in how many events that are to be kept off at the path.
  uint32_t blocked_events_ = 0;  // How many of those have a value there, and how many none.
  uint32_t blocked_absences_ = 0;
  Vec<uint64_t> wanted_;  // A row for each depth of the search, and two for build().
  uint32_t cover_[kMaxFields] = {};

  Vec<uint32_t> blocked_values_;
  Vec<uint8_t> seen_;  // By value.
  Vec<Candidate> pool_;
  Vec<uint64_t> pooled_;  // By candidate: the events of the group that it lets through.
  uint32_t pool_words_ = 0;
  Vec<uint32_t> chosen_;  // In the pool.
  Vec<uint32_t> greedy_;
  Vec<uint64_t> left_;
  Vec<Level> levels_;

  Vec<Clause> clauses_;
  Vec<Candidate> candidates_;
  Vec<uint32_t> excluded_;
};

}  // namespace tidegate
