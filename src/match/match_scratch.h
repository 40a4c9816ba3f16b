#pragma once

#include <cstdint>

#include "base/vec.h"
#include "json/reader.h"
#include "match/value.h"

namespace tidegate {

using RuleId = uint32_t;
inline constexpr RuleId kNoRule = UINT32_MAX;

// The working memory of matching one event at a time, kept from event to event and good for any
// rule set. `matches` is the result; the rest is what the event's values have answered so far. What
// is stamped with another epoch than the current one is left over from an earlier event and counts
// as not there.
struct MatchScratch {
  struct PredicateState {
    uint32_t epoch = 0;      // It has been asked of the event's values.
    uint32_t first_hit = 0;  // Into hits; kNoHit: no value satisfies it.
    uint32_t last_hit = 0;
  };
  struct Hit {
    uint32_t leaf;
    uint32_t next;
  };
  static constexpr uint32_t kNoHit = UINT32_MAX;

  struct ClauseState {
    uint32_t seen = 0;      // Epoch in which it came up as a candidate.
    uint32_t answered = 0;  // Epoch in which `satisfied` was found.
    uint32_t listed = 0;    // Epoch in which its leaves were listed in leaf_lists.
    uint32_t list_begin = 0;
    uint32_t list_end = 0;
    bool satisfied = false;
  };
  struct PathState {
    uint32_t epoch = 0;
    uint32_t first_leaf = 0;
    uint32_t last_leaf = 0;
    uint32_t listed = 0;
    uint32_t list_begin = 0;
    uint32_t list_end = 0;
    uint32_t use_serial = 0;  // See ArrayCheck.
    uint32_t last_use = 0;
  };

  Vec<RuleId> matches;

  EventView event;
  Vec<Value> values;        // Of the leaves.
  Vec<uint32_t> next_leaf;  // Of the same path; kNoHit at the end.
  Vec<PredicateState> predicates;
  Vec<ClauseState> clauses;
  Vec<PathState> paths;
  Vec<uint32_t> rules;       // Epoch in which a rule matched.
  Vec<uint32_t> candidates;  // Clauses with a bucket that some value satisfies.
  Vec<Hit> hits;
  Vec<uint32_t> leaf_lists;  // Lists of leaves, in order.
  Vec<uint32_t> states;      // See ArrayCheck.
  Vec<uint32_t> next_states;
  Vec<uint32_t> pins;
  uint32_t epoch = 0;
  uint32_t use_serial = 0;
};

}  // namespace tidegate
