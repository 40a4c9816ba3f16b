#pragma once

#include <cstdint>

#include "base/chunked_vec.h"
#include "base/vec.h"
#include "json/reader.h"
#include "match/value.h"
#include "match/value_index.h"

namespace tidegate {

using RuleId = uint32_t;
inline constexpr RuleId kNoRule = UINT32_MAX;

// The working memory of matching one event at a time, kept from event to event and good for any
// rule set. `matches` is the result; the rest is what the event's values have answered so far. What
// is stamped with another epoch than the current one is left over from an earlier event and counts
// as not there. Epochs are even; an answer is stamped with the epoch, plus 1 for yes.
struct MatchScratch {
  static constexpr uint32_t kNone = UINT32_MAX;

  struct PathState {
    uint32_t epoch = 0;
    uint32_t first_leaf = 0;
    uint32_t last_leaf = 0;
    bool in_array = false;  // Some of its leaves are.
  };
  struct SortKey {
    uint64_t order;
    RuleId rule;
  };
  // What is only needed of events with values in arrays; see ArrayCheck.
  struct HitList {
    uint32_t first = 0;  // Into hits.
    uint32_t last = 0;
  };
  struct Hit {
    uint32_t leaf;
    uint32_t next;
  };
  struct LeafList {
    uint32_t epoch = 0;
    uint32_t begin = 0;  // Into leaf_lists.
    uint32_t end = 0;
  };
  struct PathUse {
    uint32_t serial = 0;
    uint32_t last = 0;
  };
  struct ArrayLevel {
    PathTree::Node path = 0;
    LeafList hits;
    uint32_t next = 0;       // Where to go on in the hits.
    uint32_t taken = kNone;  // The leaf that was taken last, or none in place of one.
    uint32_t pin_count = 0;  // Of the state that stands here.
    bool may_be_absent = false;
    bool absence_left = false;
    bool was_entered = false;
  };

  Vec<RuleId> matches;

  EventView event;
  Vec<Value> values;          // Of the leaves.
  Vec<uint32_t> exact;        // The exact predicate that a leaf satisfies, or kNone.
  Vec<uint32_t> next_leaf;    // Of the same path, or kNone.
  Vec<uint32_t> event_paths;  // That have leaves, each once.
  Vec<PathState> paths;
  ChunkedVec<uint32_t> predicates;  // Whether some value satisfies them.
  ChunkedVec<uint32_t> clauses;
  ChunkedVec<uint32_t> buckets;  // Those that have been reached.
  ChunkedVec<uint32_t> rules;    // Those that have matched.
  Vec<uint32_t> reached;         // The buckets, in the order of reaching.
  Vec<SortKey> sort_keys;        // The matches with the order of their rules.
  Vec<SortKey> sort_spare;
  ValueIndex::Scratch index;

  ChunkedVec<HitList> hit_lists;  // By predicate.
  Vec<Hit> hits;
  ChunkedVec<LeafList> clause_lists;
  Vec<LeafList> path_lists;
  Vec<uint32_t> leaf_lists;  // Lists of leaves, in order.
  Vec<PathUse> path_uses;
  Vec<ArrayLevel> array_levels;
  Vec<uint32_t> pins;

  uint32_t epoch = 0;
  uint32_t use_serial = 0;
};

}  // namespace tidegate
