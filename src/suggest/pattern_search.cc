#include "suggest/pattern_search.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/sort.h"
#include "json/unicode.h"

namespace tidegate {
namespace {

constexpr uint32_t kNone = Candidate::kNone;

// The most elements of arrays of one event from which shrinking begins.
constexpr size_t kMaxStarts = 64;

// The largest pool of which all pairs are looked at.
constexpr uint32_t kMaxPaired = 400;

bool has(const uint64_t* bits, uint32_t i) { return (bits[i / 64] >> (i % 64) & 1) != 0; }
void set(uint64_t* bits, uint32_t i) { bits[i / 64] |= uint64_t{1} << (i % 64); }

void fill(uint64_t* bits, uint32_t count) {
  std::fill(bits, bits + (count + 63) / 64, 0);
  for (uint32_t i = 0; i < count; ++i) set(bits, i);
}

bool is_empty(const uint64_t* bits, uint32_t words) {
  return std::all_of(bits, bits + words, [](uint64_t word) { return word == 0; });
}

void take_away(uint64_t* bits, const uint64_t* others, uint32_t words) {
  for (uint32_t i = 0; i < words; ++i) bits[i] &= ~others[i];
}

uint32_t count_common(const uint64_t* a, const uint64_t* b, uint32_t words) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < words; ++i) {
    count += static_cast<uint32_t>(__builtin_popcountll(a[i] & b[i]));
  }
  return count;
}

size_t common_size(std::string_view a, std::string_view b, bool at_end) {
  const size_t most = std::min(a.size(), b.size());
  size_t size = 0;
  while (size < most &&
         (at_end ? a[a.size() - 1 - size] == b[b.size() - 1 - size] : a[size] == b[size])) {
    ++size;
  }
  return size;
}

}  // namespace

bool PatternSearch::prepare(const Vec<uint8_t>& usable) {
  for (uint32_t path = 0; path < samples_.path_count(); ++path) {
    if (usable[path] != 0 && !ok(paths_.push(path))) return false;
  }
  const uint64_t reach = uint64_t{samples_.path_count()} * words_;
  return ok(reach < UINT32_MAX && reach_.resize(static_cast<uint32_t>(reach)) &&
            blocked_.resize(samples_.value_count()) && seen_.resize(samples_.value_count()) &&
            supply_.resize(not_count_) && wanted_.resize((kMaxFields + 4) * words_));
}

bool PatternSearch::find(std::span<const uint32_t> group, Branch& branch) {
  branch = {};
  if (!find_reach(group)) return false;
  find_covers(group, branch);
  return branch.weight != UINT32_MAX && !has_failed();
}

// ---- What a field can keep off ----

bool PatternSearch::find_reach(std::span<const uint32_t> group) {
  std::fill(supply_.begin(), supply_.end(), 0);
  for (const uint32_t path : paths_) {
    find_reach(group, path);
    for (uint32_t i = 0; i < not_count_; ++i) supply_[i] += has(reach(path), i);
    if (!step(1 + not_count_)) return false;
  }
  return std::find(supply_.begin(), supply_.end(), 0u) == supply_.end();
}

// Where no value of an event that is to match lies in an array, what comes out is all that can be
// kept off, since each event is kept off or not whatever is with the others.
void PatternSearch::find_reach(std::span<const uint32_t> group, uint32_t path) {
  Bits bits = reach(path);
  std::fill(bits, bits + words_, 0);
  for (uint32_t i = 0; i < not_count_; ++i) {
    block(not_event(i), path, true);
    if (lets_through(group, path)) {
      set(bits, i);
    } else {
      block(not_event(i), path, false);
    }
  }
  for (uint32_t i = 0; i < not_count_; ++i) {
    if (has(bits, i)) block(not_event(i), path, false);
  }
}

// Whether all events of the group have something at the path that the blocked ones have not.
bool PatternSearch::lets_through(std::span<const uint32_t> group, uint32_t path) {
  for (const uint32_t event : group) {
    const std::span<const SampleLeaf> leaves = samples_.leaves(event, path);
    if (!step(1 + leaves.size())) return false;
    const bool is_through =
        leaves.empty() ? blocked_absences_ == 0
                       : std::any_of(leaves.begin(), leaves.end(), [&](const SampleLeaf& leaf) {
                           return blocked_[leaf.value] == 0 &&
                                  (blocked_events_ == 0 || samples_.value(leaf.value).is_writable);
                         });
    if (!is_through) return false;
  }
  return true;
}

void PatternSearch::block(uint32_t event, uint32_t path, bool on) {
  const std::span<const SampleLeaf> leaves = samples_.leaves(event, path);
  const uint32_t change = on ? 1 : UINT32_MAX;
  for (const SampleLeaf& leaf : leaves) blocked_[leaf.value] += change;
  (leaves.empty() ? blocked_absences_ : blocked_events_) += change;
}

// ---- Which fields ----

void PatternSearch::find_covers(std::span<const uint32_t> group, Branch& best) {
  if (not_count_ == 0) {
    for (const uint32_t path : paths_) try_cover({&path, 1}, group, best);
    return;
  }
  const uint32_t greedy = greedy_cover();
  nodes_left_ = kMaxNodes;
  for (uint32_t size = 1; size <= std::min(greedy, kMaxFields); ++size) {
    covers_left_ = size == 1 ? UINT32_MAX : kMaxCovers;
    fill(wanted_.data(), not_count_);
    try_covers(0, size, group, best);
    if (best.weight != UINT32_MAX || has_failed()) return;
  }
  if (greedy <= kMaxFields) {
    greedy_cover();
    try_cover({cover_, greedy}, group, best);
  }
}

// Fills cover_. More than kMaxFields: that many are not enough.
uint32_t PatternSearch::greedy_cover() {
  Bits left = wanted_.data();
  fill(left, not_count_);
  uint32_t size = 0;
  for (; !is_empty(left, words_); ++size) {
    if (size == kMaxFields) return size + 1;
    uint32_t most = 0;
    for (const uint32_t path : paths_) {
      const uint32_t gain = count_common(left, reach(path), words_);
      if (gain <= most) continue;
      most = gain;
      cover_[size] = path;
    }
    take_away(left, reach(cover_[size]), words_);
  }
  return size;
}

// Goes on from cover_[depth]; no deeper than kMaxFields.
void PatternSearch::try_covers(uint32_t depth, uint32_t size, std::span<const uint32_t> group,
                               Branch& best) {
  Bits left = wanted_.data() + size_t{depth} * words_;
  if (is_empty(left, words_)) {
    if (covers_left_ == 0) return;
    --covers_left_;
    try_cover({cover_, depth}, group, best);
    return;
  }
  if (depth == size) return;
  uint32_t rarest = kNone;
  for (uint32_t i = 0; i < not_count_; ++i) {
    if (has(left, i) && (rarest == kNone || supply_[i] < supply_[rarest])) rarest = i;
  }
  for (const uint32_t path : paths_) {
    if (!has(reach(path), rarest)) continue;
    if (nodes_left_ == 0 || covers_left_ == 0 || !step(words_ + not_count_ / 8)) return;
    --nodes_left_;
    cover_[depth] = path;
    Bits rest = left + words_;
    std::copy(left, left + words_, rest);
    take_away(rest, reach(path), words_);
    if (depth + 1 < size || is_empty(rest, words_)) try_covers(depth + 1, size, group, best);
  }
}

// Gives the fields their alternatives. The first to get them may keep off no more than the others
// cannot, so each is the first once.
void PatternSearch::try_cover(std::span<const uint32_t> cover, std::span<const uint32_t> group,
                              Branch& best) {
  for (uint32_t first = 0; first < cover.size() && !has_failed(); ++first) {
    const uint32_t clauses = clauses_.size();
    const uint32_t candidates = candidates_.size();
    const uint32_t excluded = excluded_.size();
    Branch branch;
    const bool is_better =
        build(cover, first, group, branch) &&
        (branch.weight != best.weight ? branch.weight < best.weight : branch.rank < best.rank) &&
        is_right(branch, group);
    if (is_better) {
      best = branch;
    } else {
      clauses_.resize_reserved(clauses);
      candidates_.resize_reserved(candidates);
      excluded_.resize_reserved(excluded);
    }
  }
}

bool PatternSearch::build(std::span<const uint32_t> cover, uint32_t first,
                          std::span<const uint32_t> group, Branch& branch) {
  Bits left = wanted_.data() + size_t{kMaxFields + 2} * words_;
  Bits wanted = left + words_;
  fill(left, not_count_);
  branch = {{clauses_.size(), 0}, 0, 0};
  for (uint32_t i = 0; i < cover.size(); ++i) {
    std::copy(left, left + words_, wanted);
    for (uint32_t later = i + 1; later < cover.size(); ++later) {
      take_away(wanted, reach(cover[(first + later) % cover.size()]), words_);
    }
    if (!add_clause(cover[(first + i) % cover.size()], group, wanted, branch)) return false;
    for (uint32_t j = 0; j < not_count_; ++j) {
      if (has(left, j) && keeps_off(clauses_.back(), not_event(j))) {
        left[j / 64] &= ~(uint64_t{1} << (j % 64));
      }
    }
    if (is_empty(left, words_)) break;
  }
  branch.clauses.end = clauses_.size();
  sort(clauses_.begin() + branch.clauses.begin, clauses_.end(),
       [](const Clause& a, const Clause& b) { return a.path < b.path; });
  return true;
}

bool PatternSearch::is_right(const Branch& branch, std::span<const uint32_t> group) {
  return std::all_of(group.begin(), group.end(),
                     [&](uint32_t event) { return matches(branch, event); }) &&
         matches_none(branch);
}

bool PatternSearch::matches_none(const Branch& branch) {
  for (uint32_t i = 0; i < not_count_; ++i) {
    if (matches(branch, not_event(i))) return false;
  }
  return !has_failed();
}

// ---- Which alternatives ----

bool PatternSearch::add_clause(uint32_t path, std::span<const uint32_t> group,
                               const uint64_t* wanted, Branch& branch) {
  if (!fill_pool(path, group, wanted) || !note_pooled(path, group) ||
      !choose(static_cast<uint32_t>(group.size()), branch)) {
    return false;
  }
  const uint32_t begin = candidates_.size();
  for (const uint32_t i : chosen_) {
    if (!ok(candidates_.push(pool_[i]))) return false;
  }
  return ok(clauses_.push({path, {begin, candidates_.size()}}));
}

bool PatternSearch::fill_pool(uint32_t path, std::span<const uint32_t> group,
                              const uint64_t* wanted) {
  pool_.clear();
  blocked_values_.clear();
  bool has_memory = true;
  for (uint32_t i = 0; i < not_count_; ++i) {
    if (!has(wanted, i)) continue;
    for (const SampleLeaf& leaf : samples_.leaves(not_event(i), path)) {
      if (blocked_[leaf.value] == 0) has_memory = has_memory && blocked_values_.push(leaf.value);
      blocked_[leaf.value] = 1;
    }
    (samples_.leaves(not_event(i), path).empty() ? blocked_absences_ : blocked_events_) = 1;
  }
  has_memory = has_memory && (blocked_events_ != 0 || pool_.push({.op = Operator::kExists})) &&
               (blocked_absences_ != 0 || pool_.push({.op = Operator::kAbsent})) &&
               pool_anything_but() && pool_values(path, group);
  for (const uint32_t value : blocked_values_) blocked_[value] = 0;
  blocked_absences_ = 0;
  blocked_events_ = 0;
  return ok(has_memory) && !has_failed();
}

// Excludes all values that are blocked, if they are of one kind.
bool PatternSearch::pool_anything_but() {
  if (blocked_values_.empty()) return true;
  const JsonType type = samples_.value(blocked_values_[0]).type;
  if (type != JsonType::kString && type != JsonType::kNumber) return true;
  for (const uint32_t id : blocked_values_) {
    const SampleValue& value = samples_.value(id);
    if (value.type != type || !value.is_writable) return true;
  }
  const uint32_t begin = excluded_.size();
  const uint32_t count = blocked_values_.size();
  if (!excluded_.append(blocked_values_.data(), count)) return false;
  return pool_.push(
      {.op = Operator::kAnythingBut, .excluded = {begin, begin + count}, .weight = count});
}

// For each value of the events that are to match: itself, and the widest of each other operator
// that lets it through and nothing that is blocked. One that lets another value through as well is
// the widest for that one, too.
bool PatternSearch::pool_values(uint32_t path, std::span<const uint32_t> group) {
  uint32_t least = kNone;
  bool has_memory = true;
  const auto for_each = [&](auto visit) {
    for (const uint32_t event : group) {
      for (const SampleLeaf& leaf : samples_.leaves(event, path)) visit(leaf.value);
    }
  };
  for_each([&](uint32_t id) {
    const SampleValue& value = samples_.value(id);
    if (value.is_number && value.is_writable &&
        (least == kNone || value.number < samples_.value(least).number)) {
      least = id;
    }
  });
  for_each([&](uint32_t id) {
    const SampleValue& value = samples_.value(id);
    if (seen_[id] != 0 || blocked_[id] != 0 || !value.is_writable) return;
    seen_[id] = 1;
    has_memory = has_memory && pool_.push({.op = Operator::kEqualsString, .value = id});
    if (value.type == JsonType::kString) {
      has_memory =
          has_memory && pool_affix(Operator::kPrefix, id) && pool_affix(Operator::kSuffix, id);
    } else if (value.is_number) {
      has_memory = has_memory && pool_range(id, least);
    }
  });
  for_each([&](uint32_t id) { seen_[id] = 0; });
  return has_memory;
}

bool PatternSearch::is_pooled(Operator op, uint32_t value) {
  step(pool_.size());
  return std::any_of(pool_.begin(), pool_.end(), [&](const Candidate& candidate) {
    return candidate.op == op && takes(candidate, value, samples_, excluded_);
  });
}

bool PatternSearch::pool_affix(Operator op, uint32_t id) {
  if (is_pooled(op, id)) return true;
  const bool at_end = op == Operator::kSuffix;
  const std::string_view text = samples_.value(id).text;
  size_t size = 0;  // Of the shortest that lets no blocked string through.
  for (const uint32_t blocked : blocked_values_) {
    const SampleValue& other = samples_.value(blocked);
    if (other.type != JsonType::kString) continue;
    const size_t common = common_size(text, other.text, at_end);
    step(1 + common / 16);
    size = std::max(size, common + 1);
  }
  if (size > text.size() || (size == 0 && at_end)) return true;
  const std::string_view affix =
      at_end ? last_code_points(text, size) : first_code_points(text, size);
  return pool_.push({.op = op, .value = id, .size = static_cast<uint32_t>(affix.size())});
}

bool PatternSearch::pool_range(uint32_t id, uint32_t least) {
  if (is_pooled(Operator::kNumericRange, id)) return true;
  const double number = samples_.value(id).number;
  Candidate range = {.op = Operator::kNumericRange};
  for (const uint32_t blocked : blocked_values_) {
    const SampleValue& other = samples_.value(blocked);
    if (!other.is_number) continue;
    if (!other.is_writable) return true;
    uint32_t& bound = other.number < number ? range.low : range.high;
    const bool is_nearer =
        bound == kNone || (other.number < number ? other.number > samples_.value(bound).number
                                                 : other.number < samples_.value(bound).number);
    if (is_nearer) bound = blocked;
  }
  step(blocked_values_.size());
  if (range.low == kNone && range.high == kNone) {
    range.low = least;
    range.low_closed = true;
  }
  return pool_.push(range);
}

// Finds out which events of the group each candidate lets through.
bool PatternSearch::note_pooled(uint32_t path, std::span<const uint32_t> group) {
  const auto count = static_cast<uint32_t>(group.size());
  pool_words_ = (count + 63) / 64;
  const uint64_t words = uint64_t{pool_.size()} * pool_words_;
  pooled_.clear();
  if (!ok(words < UINT32_MAX && pooled_.resize(static_cast<uint32_t>(words)) &&
          left_.resize(pool_words_))) {
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const std::span<const SampleLeaf> leaves = samples_.leaves(group[i], path);
    if (!step(pool_.size() * (1 + leaves.size()))) return false;
    for (uint32_t c = 0; c < pool_.size(); ++c) {
      const bool is_through =
          leaves.empty() ? pool_[c].op == Operator::kAbsent
                         : std::any_of(leaves.begin(), leaves.end(), [&](const SampleLeaf& leaf) {
                             return takes(pool_[c], leaf.value, samples_, excluded_);
                           });
      if (is_through) set(pooled(c), i);
    }
  }
  return true;
}

// Fills chosen_ with candidates that together let all of the group through.
bool PatternSearch::choose(uint32_t group_size, Branch& branch) {
  uint32_t weight = UINT32_MAX;
  uint32_t rank = UINT32_MAX;
  uint32_t size = UINT32_MAX;
  chosen_.clear();
  fill(left_.data(), group_size);
  const auto is_enough = [&](uint32_t a, uint32_t b) {
    for (uint32_t i = 0; i < pool_words_; ++i) {
      if ((pooled(a)[i] | pooled(b)[i]) != left_[i]) return false;
    }
    return true;
  };
  const auto consider = [&](uint32_t a, uint32_t b) {
    const bool is_one = a == b;
    const uint32_t new_weight = pool_[a].weight + (is_one ? 0 : pool_[b].weight);
    const uint32_t new_rank =
        rank_of(pool_[a].op, preference_) + (is_one ? 0 : rank_of(pool_[b].op, preference_));
    const uint32_t new_size = pool_[a].size + pool_[b].size;
    if (new_weight > weight || (new_weight == weight && new_rank > rank) ||
        (new_weight == weight && new_rank == rank && new_size >= size)) {
      return true;
    }
    if (!is_enough(a, b)) return true;
    weight = new_weight;
    rank = new_rank;
    size = new_size;
    chosen_.clear();
    return chosen_.push(a) && (is_one || chosen_.push(b));
  };
  const uint32_t count = pool_.size();
  for (uint32_t a = 0; a < count; ++a) {
    if (!ok(consider(a, a))) return false;
  }
  if (weight > 1 && count <= kMaxPaired) {
    if (!step(uint64_t{count} * count / 8)) return false;
    for (uint32_t a = 0; a < count; ++a) {
      for (uint32_t b = a + 1; b < count; ++b) {
        if (!ok(consider(a, b))) return false;
      }
    }
  }
  if (weight > 2 && !choose_greedily(group_size, weight, rank)) return false;
  branch.weight += weight;
  branch.rank += rank;
  return true;
}

// Takes what lets the most further events through for its weight. Changes nothing if that is no
// better than what is chosen already.
bool PatternSearch::choose_greedily(uint32_t group_size, uint32_t& weight, uint32_t& rank) {
  greedy_.clear();
  fill(left_.data(), group_size);
  uint32_t greedy_weight = 0;
  uint32_t greedy_rank = 0;
  while (!is_empty(left_.data(), pool_words_)) {
    uint32_t best = kNone;
    uint64_t best_gain = 0;
    for (uint32_t c = 0; c < pool_.size(); ++c) {
      const uint64_t gain = count_common(left_.data(), pooled(c), pool_words_);
      if (gain == 0) continue;
      const uint64_t ours = best == kNone ? 1 : gain * pool_[best].weight;
      const uint64_t theirs = best == kNone ? 0 : best_gain * pool_[c].weight;
      const bool is_better =
          ours != theirs ? ours > theirs
                         : rank_of(pool_[c].op, preference_) < rank_of(pool_[best].op, preference_);
      if (!is_better) continue;
      best = c;
      best_gain = gain;
    }
    if (best == kNone || !step(pool_.size())) return weight != UINT32_MAX;
    take_away(left_.data(), pooled(best), pool_words_);
    greedy_weight += pool_[best].weight;
    greedy_rank += rank_of(pool_[best].op, preference_);
    if (!ok(greedy_.push(best))) return false;
  }
  if (greedy_weight > weight || (greedy_weight == weight && greedy_rank >= rank)) return true;
  weight = greedy_weight;
  rank = greedy_rank;
  chosen_.swap(greedy_);
  return true;
}

// ---- What a pattern matches ----

bool PatternSearch::clause_takes(const Clause& clause, uint32_t value) const {
  for (uint32_t i = clause.alternatives.begin; i < clause.alternatives.end; ++i) {
    if (takes(candidates_[i], value, samples_, excluded_)) return true;
  }
  return false;
}

bool PatternSearch::takes_absence(const Clause& clause) const {
  for (uint32_t i = clause.alternatives.begin; i < clause.alternatives.end; ++i) {
    if (candidates_[i].op == Operator::kAbsent) return true;
  }
  return false;
}

bool PatternSearch::keeps_off(const Clause& clause, uint32_t event) const {
  const std::span<const SampleLeaf> leaves = samples_.leaves(event, clause.path);
  if (leaves.empty()) return !takes_absence(clause);
  return std::none_of(leaves.begin(), leaves.end(),
                      [&](const SampleLeaf& leaf) { return clause_takes(clause, leaf.value); });
}

// Each field takes a value together with those before it, or none where no value is together with
// them; where a later field finds nothing, an earlier one takes its next value.
bool PatternSearch::matches(const Branch& branch, uint32_t event) {
  const uint32_t count = branch.clauses.end - branch.clauses.begin;
  const bool has_places = samples_.places(event).size() > 1;
  if (!ok(levels_.resize(count))) return false;
  if (count != 0) levels_[0].next = 0;
  uint32_t level = 0;
  while (level < count) {
    const Clause& clause = clauses_[branch.clauses.begin + level];
    const std::span<const SampleLeaf> leaves = samples_.leaves(event, clause.path);
    Level& at = levels_[level];
    bool is_taken = false;
    const auto is_together = [&](uint32_t place) {
      if (!has_places) return true;
      for (uint32_t i = 0; i < level; ++i) {
        if (levels_[i].place != kNone && !samples_.are_together(event, levels_[i].place, place)) {
          return false;
        }
      }
      return true;
    };
    while (!is_taken && at.next < leaves.size()) {
      const SampleLeaf& leaf = leaves[at.next++];
      if (!step(1 + level)) return false;
      is_taken = clause_takes(clause, leaf.value) && is_together(leaf.place);
      at.place = leaf.place;
    }
    if (!is_taken && at.next == leaves.size()) {
      ++at.next;
      at.place = kNone;
      is_taken = takes_absence(clause) &&
                 std::none_of(leaves.begin(), leaves.end(),
                              [&](const SampleLeaf& leaf) { return is_together(leaf.place); });
    }
    if (is_taken) {
      if (++level < count) levels_[level].next = 0;
    } else if (level == 0 || !has_places) {
      return false;
    } else {
      --level;
    }
  }
  return true;
}

// ---- From all that one event has ----

bool PatternSearch::shrink(uint32_t event, Branch& branch) {
  const auto starts = static_cast<uint32_t>(std::min(samples_.places(event).size(), kMaxStarts));
  for (uint32_t place = 0; place < starts && !has_failed(); ++place) {
    const uint32_t clauses = clauses_.size();
    const uint32_t candidates = candidates_.size();
    if (!begin_shrink(event, place, branch)) return false;
    const bool has_any = branch.clauses.end != branch.clauses.begin;
    if (has_any && matches(branch, event) && matches_none(branch)) {
      for (uint32_t i = branch.clauses.end; i-- > branch.clauses.begin;) {
        const uint32_t last = clauses_.size() - 1;
        for (uint32_t at = i; at < last; ++at) std::swap(clauses_[at], clauses_[at + 1]);
        --branch.clauses.end;
        const bool is_needed =
            last == branch.clauses.begin || !matches(branch, event) || !matches_none(branch);
        if (is_needed) {
          for (uint32_t at = last; at > i; --at) std::swap(clauses_[at], clauses_[at - 1]);
          ++branch.clauses.end;
        } else {
          clauses_.pop();
        }
      }
      branch.weight = branch.clauses.end - branch.clauses.begin;
      branch.rank = 0;
      return branch.weight <= kMaxPathsPerSubRule && !has_failed();
    }
    clauses_.resize_reserved(clauses);
    candidates_.resize_reserved(candidates);
  }
  return false;
}

// Each field with the first value that is together with this element and with all taken so far.
bool PatternSearch::begin_shrink(uint32_t event, uint32_t place, Branch& branch) {
  branch = {{clauses_.size(), 0}, 0, 0};
  levels_.clear();
  if (!ok(levels_.push({0, place}))) return false;
  for (const uint32_t path : paths_) {
    Candidate candidate = {.op = Operator::kAbsent};
    const std::span<const SampleLeaf> leaves = samples_.leaves(event, path);
    for (const SampleLeaf& leaf : leaves) {
      if (!step(levels_.size())) return false;
      const bool is_together = samples_.value(leaf.value).is_writable &&
                               std::all_of(levels_.begin(), levels_.end(), [&](const Level& level) {
                                 return samples_.are_together(event, level.place, leaf.place);
                               });
      if (!is_together) continue;
      candidate = {.op = Operator::kEqualsString, .value = leaf.value};
      if (leaf.place != levels_.back().place && !ok(levels_.push({0, leaf.place}))) return false;
      break;
    }
    if (candidate.op == Operator::kAbsent && !leaves.empty()) continue;
    const uint32_t begin = candidates_.size();
    if (!ok(candidates_.push(candidate) && clauses_.push({path, {begin, begin + 1}}))) return false;
  }
  branch.clauses.end = clauses_.size();
  return true;
}

}  // namespace tidegate
