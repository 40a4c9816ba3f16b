#include "pattern/expand.h"

#include <bit>

#include "base/arena_vec.h"
#include "base/limits.h"
#include "base/short_text.h"
#include "base/sort.h"
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
  explicit Expansion(Arena& arena)
      : arena_(arena),
        visits_(arena),
        path_(arena),
        clauses_(arena),
        order_(arena),
        ranks_(arena),
        runs_(arena),
        sub_rules_(arena),
        entered_(arena),
        collected_(arena),
        chosen_ranks_(arena),
        chosen_(arena) {}

  ProblemKind run(const Node& root, std::span<const Clause>& clauses,
                  std::span<const SubRule>& sub_rules) {
    if (!walk(root) || !sort_clauses()) return problem_;
    const bool one = sub_rules_.size() == 1;
    if (!(one ? write_one(sub_rules) : rank_paths() && write(sub_rules))) return problem_;
    clauses = {clauses_.data(), clauses_.size()};
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
  bool add_clause(const Member& member, bool at_top);
  bool append_step(std::string_view key);
  bool end_run();
  bool sort_clauses();
  bool write_one(std::span<const SubRule>& sub_rules);
  bool rank_paths();
  bool write(std::span<const SubRule>& sub_rules);
  bool has_same_path(uint32_t i, uint32_t j) const {
    return same_text(clauses_[order_[i]].path, clauses_[order_[j]].path);
  }
  bool choose_clauses(uint32_t run, uint32_t& count);
  bool write_chosen(uint32_t count, SubRule& sub_rule);

  Arena& arena_;
  ArenaVec<Visit> visits_;
  ArenaVec<char> path_;  // The path that the walk is at, with a dot before each key.
  ArenaVec<Clause> clauses_;
  ArenaVec<uint32_t> order_;  // Of the clauses by path, then as written.
  ArenaVec<uint32_t> ranks_;  // For each clause: of its path, among the distinct paths in order.
  uint32_t path_bytes_ = 0;   // Of all clauses.

  ArenaVec<Run> runs_;
  uint32_t run_begin_ = 0;        // The first clause of the run that is being read.
  ArenaVec<uint32_t> sub_rules_;  // The last run of each sub-rule.
  ArenaVec<uint32_t> entered_;
  ArenaVec<uint32_t> collected_;

  ArenaVec<uint64_t> chosen_ranks_;  // One bit for each rank,
  ArenaVec<uint32_t> chosen_;        // and the clause that was chosen for it.
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
  if (value.kind == Node::Kind::kAlternatives) return add_clause(member, visit.path_size == 0);
  return (append_step(member.key) && enter(value, path_.size())) || no_memory();
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
  ArenaVec<uint32_t>& source = last ? collected_ : entered_;
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

bool Expansion::add_clause(const Member& member, bool at_top) {
  if (!at_top && !append_step(member.key)) return no_memory();
  path_bytes_ += at_top ? static_cast<uint32_t>(member.key.size() + 1) : path_.size();
  if (path_bytes_ > kMaxPathBytes) return refuse(ProblemKind::kPathsTooLong);
  const std::string_view path =
      at_top ? member.key : arena_.copy({path_.data() + 1, path_.size() - 1});
  return (!arena_.failed() && clauses_.push({path, member.value->alternatives})) || no_memory();
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

// By path, then as written.
bool Expansion::sort_clauses() {
  if (!order_.reserve(clauses_.size())) return no_memory();
  for (uint32_t i = 0; i < clauses_.size(); ++i) order_.push_reserved(i);
  sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    const int paths = compare_utf16(clauses_[a].path, clauses_[b].path);
    return paths != 0 ? paths < 0 : a < b;
  });
  return true;
}

// The only sub-rule has all clauses but those that a later one overrides.
bool Expansion::write_one(std::span<const SubRule>& sub_rules) {
  SubRule* written = arena_.make<SubRule>();
  if (written == nullptr) return no_memory();
  uint32_t count = 0;
  for (uint32_t i = 0; i < order_.size(); ++i) {
    if (i + 1 < order_.size() && has_same_path(i, i + 1)) continue;
    order_[count++] = order_[i];
  }
  if (count > kMaxPathsPerSubRule) return refuse(ProblemKind::kTooManyPaths);
  written->clauses = {clauses_.data(), {order_.data(), count}};
  sub_rules = {written, 1};
  return true;
}

bool Expansion::rank_paths() {
  if (!ranks_.resize(clauses_.size())) return no_memory();
  uint32_t rank = 0;
  for (uint32_t i = 0; i < order_.size(); ++i) {
    if (i > 0 && !has_same_path(i - 1, i)) ++rank;
    ranks_[order_[i]] = rank;
  }
  return (chosen_ranks_.resize(rank / 64 + 1) && chosen_.resize(rank + 1)) || no_memory();
}

bool Expansion::write(std::span<const SubRule>& sub_rules) {
  const std::span<SubRule> written = arena_.make_array<SubRule>(sub_rules_.size());
  if (arena_.failed()) return no_memory();
  for (uint32_t i = 0; i < sub_rules_.size(); ++i) {
    uint32_t count = 0;
    if (!choose_clauses(sub_rules_[i], count) || !write_chosen(count, written[i])) return false;
  }
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
bool Expansion::write_chosen(uint32_t count, SubRule& sub_rule) {
  const std::span<uint32_t> indices = arena_.make_array<uint32_t>(count);
  if (arena_.failed()) return no_memory();
  uint32_t written = 0;
  for (uint32_t word = 0; word < chosen_ranks_.size(); ++word) {
    for (uint64_t& left = chosen_ranks_[word]; left != 0; left &= left - 1) {
      indices[written++] = chosen_[word * 64 + static_cast<uint32_t>(std::countr_zero(left))];
    }
  }
  sub_rule.clauses = {clauses_.data(), indices};
  return true;
}

}  // namespace

ProblemKind expand(const Node& root, Arena& arena, std::span<const Clause>& clauses,
                   std::span<const SubRule>& sub_rules) {
  return Expansion(arena).run(root, clauses, sub_rules);
}

}  // namespace tidegate
