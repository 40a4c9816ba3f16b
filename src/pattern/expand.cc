#include "pattern/expand.h"

#include <algorithm>
#include <bit>

#include "base/limits.h"
#include "base/vec.h"
#include "json/unicode.h"

namespace tidegate {
namespace {

constexpr uint32_t kNoRun = UINT32_MAX;

// Paths share what is above them, so a small text can have long ones.
constexpr uint32_t kMaxPathBytes = 16u << 20;

// Fields that always come together: consecutive ones without a $or between them, and the run
// before. A sub-rule is the chain of runs behind its last one. (event-ruler copies a map per
// branch; here branches share what lies before them.)
struct Run {
  uint32_t begin;
  uint32_t end;
  uint32_t previous;
};

// A node that the walk is in.
struct Visit {
  const Node* node;
  uint32_t next;       // The member or branch to enter next.
  uint32_t path_size;  // The path above.
  uint32_t entered;  // For $or: where in entered_ the sub-rules stand that all branches begin with,
  uint32_t collected;  // and where in collected_ those that the branches so far have ended with.
};

class Expansion {
 public:
  explicit Expansion(Arena& arena) : arena_(arena) {}

  ProblemKind run(const Node& root, std::span<const Clause>& clauses,
                  std::span<const SubRule>& sub_rules) {
    if (!walk(root) || !rank_paths() || !write(clauses, sub_rules)) return problem_;
    return ProblemKind::kNone;
  }

 private:
  bool refuse(ProblemKind problem) {
    problem_ = problem;
    return false;
  }

  bool no_memory() { return refuse(ProblemKind::kNoMemory); }

  bool walk(const Node& root);
  bool visit_member(Visit& visit);
  bool visit_branch(Visit& visit);
  bool enter(const Node& node, uint32_t path_size);
  bool add_clause(const Node& node);
  bool append_step(std::string_view key);
  bool end_run();
  bool rank_paths();
  bool write(std::span<const Clause>& clauses, std::span<const SubRule>& sub_rules);
  bool choose_clauses(uint32_t run, uint32_t& count);
  bool write_chosen(const Clause* clauses, uint32_t count, SubRule& sub_rule);

  Arena& arena_;
  Vec<Visit> visits_;
  Vec<char> path_;  // The path that the walk is at, with a dot before each key.
  Vec<Clause> clauses_;
  Vec<uint32_t> ranks_;      // For each clause: of its path, among the distinct paths in order.
  uint32_t path_bytes_ = 0;  // Of all clauses.

  Vec<Run> runs_;
  uint32_t run_begin_ = 0;   // The first clause of the run that is being read.
  Vec<uint32_t> sub_rules_;  // The last run of each sub-rule.
  Vec<uint32_t> entered_;
  Vec<uint32_t> collected_;

  Vec<uint64_t> chosen_ranks_;  // One bit for each rank,
  Vec<uint32_t> chosen_;        // and the clause that was chosen for it.
  ProblemKind problem_ = ProblemKind::kNone;
};

bool Expansion::walk(const Node& root) {
  if (!sub_rules_.push(kNoRun) || !enter(root, 0)) return no_memory();
  while (!visits_.empty()) {
    Visit& visit = visits_.back();
    if (!(visit.node->kind == Node::Kind::kOr ? visit_branch(visit) : visit_member(visit)))
      return false;
  }
  return end_run();
}

bool Expansion::enter(const Node& node, uint32_t path_size) {
  return visits_.push({&node, 0, path_size, entered_.size(), collected_.size()});
}

bool Expansion::visit_member(Visit& visit) {
  path_.resize_reserved(visit.path_size);
  if (visit.next == visit.node->members.size()) {
    visits_.pop();
    return true;
  }
  const Member& member = visit.node->members[visit.next++];
  const Node& value = *member.value;
  if (value.kind == Node::Kind::kOr) {
    if (!end_run()) return false;
    if (!entered_.reserve_more(sub_rules_.size()) || !enter(value, path_.size()))
      return no_memory();
    return entered_.append(sub_rules_.data(), sub_rules_.size());
  }
  if (!append_step(member.key)) return no_memory();
  if (value.kind == Node::Kind::kAlternatives) return add_clause(value);
  return enter(value, path_.size()) || no_memory();
}

// Every branch goes on from the sub-rules that stood before the $or; what they become is collected,
// branch by branch.
bool Expansion::visit_branch(Visit& visit) {
  path_.resize_reserved(visit.path_size);
  if (visit.next != 0) {
    if (!end_run()) return false;
    const uint32_t count = collected_.size() - visit.collected + sub_rules_.size();
    if (count > kMaxSubRules) return refuse(ProblemKind::kTooManySubRules);
    if (!collected_.append(sub_rules_.data(), sub_rules_.size())) return no_memory();
  }
  const bool last = visit.next == visit.node->branches.size();
  Vec<uint32_t>& source = last ? collected_ : entered_;
  const uint32_t begin = last ? visit.collected : visit.entered;
  sub_rules_.clear();
  if (!sub_rules_.append(source.data() + begin, source.size() - begin)) return no_memory();
  if (!last) return enter(*visit.node->branches[visit.next++], visit.path_size) || no_memory();
  entered_.resize_reserved(visit.entered);
  collected_.resize_reserved(visit.collected);
  visits_.pop();
  return true;
}

bool Expansion::append_step(std::string_view key) {
  return path_.push('.') && path_.append(key.data(), static_cast<uint32_t>(key.size()));
}

bool Expansion::add_clause(const Node& node) {
  path_bytes_ += path_.size();
  if (path_bytes_ > kMaxPathBytes) return refuse(ProblemKind::kPathsTooLong);
  const Clause clause = {arena_.copy({path_.data() + 1, path_.size() - 1}), node.alternatives};
  return (!arena_.failed() && clauses_.push(clause)) || no_memory();
}

// Hangs the clauses read since the last run behind every sub-rule.
bool Expansion::end_run() {
  const uint32_t begin = run_begin_;
  run_begin_ = clauses_.size();
  if (begin == run_begin_) return true;
  if (!runs_.reserve_more(sub_rules_.size())) return no_memory();
  for (uint32_t& last : sub_rules_) {
    runs_.push_reserved({begin, run_begin_, last});
    last = runs_.size() - 1;
  }
  return true;
}

bool Expansion::rank_paths() {
  Vec<uint32_t> order;
  if (!order.reserve(clauses_.size()) || !ranks_.resize(clauses_.size())) return no_memory();
  for (uint32_t i = 0; i < clauses_.size(); ++i) order.push_reserved(i);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return compare_utf16(clauses_[a].path, clauses_[b].path) < 0;
  });
  uint32_t rank = 0;
  for (uint32_t i = 0; i < order.size(); ++i) {
    if (i > 0 && clauses_[order[i]].path != clauses_[order[i - 1]].path) ++rank;
    ranks_[order[i]] = rank;
  }
  return (chosen_ranks_.resize(rank / 64 + 1) && chosen_.resize(rank + 1)) || no_memory();
}

bool Expansion::write(std::span<const Clause>& clauses, std::span<const SubRule>& sub_rules) {
  const std::span<Clause> all = arena_.make_array<Clause>(clauses_.size());
  const std::span<SubRule> written = arena_.make_array<SubRule>(sub_rules_.size());
  if (arena_.failed()) return no_memory();
  std::copy(clauses_.begin(), clauses_.end(), all.begin());
  for (uint32_t i = 0; i < sub_rules_.size(); ++i) {
    uint32_t count = 0;
    if (!choose_clauses(sub_rules_[i], count) || !write_chosen(all.data(), count, written[i]))
      return false;
  }
  clauses = all;
  sub_rules = written;
  return true;
}

// Goes from the last clause to the first, so that of two with one path the later is chosen.
bool Expansion::choose_clauses(uint32_t run, uint32_t& count) {
  for (; run != kNoRun; run = runs_[run].previous) {
    for (uint32_t i = runs_[run].end; i-- > runs_[run].begin;) {
      const uint32_t rank = ranks_[i];
      const uint64_t bit = uint64_t{1} << rank % 64;
      if ((chosen_ranks_[rank / 64] & bit) != 0) continue;
      chosen_ranks_[rank / 64] |= bit;
      chosen_[rank] = i;
      if (++count > kMaxPathsPerSubRule) return refuse(ProblemKind::kTooManyPaths);
    }
  }
  return true;
}

// Writes what was chosen by rank, and forgets it.
bool Expansion::write_chosen(const Clause* clauses, uint32_t count, SubRule& sub_rule) {
  const std::span<uint32_t> indices = arena_.make_array<uint32_t>(count);
  if (arena_.failed()) return no_memory();
  uint32_t written = 0;
  for (uint32_t word = 0; word < chosen_ranks_.size(); ++word) {
    for (uint64_t& left = chosen_ranks_[word]; left != 0; left &= left - 1) {
      indices[written++] = chosen_[word * 64 + static_cast<uint32_t>(std::countr_zero(left))];
    }
  }
  sub_rule.clauses = {clauses, indices};
  return true;
}

}  // namespace

ProblemKind expand(const Node& root, Arena& arena, std::span<const Clause>& clauses,
                   std::span<const SubRule>& sub_rules) {
  return Expansion(arena).run(root, clauses, sub_rules);
}

}  // namespace tidegate
