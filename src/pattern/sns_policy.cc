#include "pattern/sns_policy.h"

#include <algorithm>

#include "base/vec.h"
#include "pattern/wildcard.h"

namespace tidegate {
namespace {

// A node that the walk is in, and the combinations of what it has passed there.
struct Visit {
  const Node* node;
  uint32_t next;  // The member or branch to enter next.
  uint32_t depth;
  uint64_t combinations;
};

Visit enter(const Node& node, uint32_t depth) {
  return {&node, 0, depth, node.kind == Node::Kind::kOr ? uint64_t{0} : uint64_t{1}};
}

uint32_t points_of(const Predicate& predicate) {
  if (predicate.op == Operator::kAnythingButWildcard) return 1;
  if (predicate.op != Operator::kWildcard) return 0;
  return count_stars(predicate.text) > 1 ? 3 : 1;
}

}  // namespace

bool count_combinations(const Node& root, uint32_t cap, uint32_t& combinations) {
  const auto combine = [cap](Visit& visit, uint64_t inner) {
    const bool is_or = visit.node->kind == Node::Kind::kOr;
    const uint64_t all = is_or ? visit.combinations + inner : visit.combinations * inner;
    visit.combinations = std::min(all, uint64_t{cap} + 1);
  };
  Vec<Visit> visits;
  if (!visits.push(enter(root, 1))) return false;
  for (;;) {
    Visit& visit = visits.back();
    const Node& node = *visit.node;
    const bool is_or = node.kind == Node::Kind::kOr;
    if (visit.next == (is_or ? node.branches.size() : node.members.size())) {
      const uint64_t done = visit.combinations;
      visits.pop();
      if (visits.empty()) {
        combinations = static_cast<uint32_t>(done);
        return true;
      }
      combine(visits.back(), done);
      continue;
    }
    const Node& inner = is_or ? *node.branches[visit.next] : *node.members[visit.next].value;
    ++visit.next;
    if (inner.kind == Node::Kind::kAlternatives) {
      combine(visit, uint64_t{inner.alternatives.size()} * visit.depth);
      continue;
    }
    const bool deeper = !is_or && inner.kind == Node::Kind::kObject;
    if (!visits.push(enter(inner, visit.depth + (deeper ? 1 : 0)))) return false;
  }
}

uint64_t count_wildcard_points(std::span<const Clause> clauses) {
  uint64_t all = 0;
  for (const Clause& clause : clauses) {
    uint64_t points = 0;
    uint64_t wildcards = 0;
    for (const Predicate* predicate : clause.alternatives) {
      const uint32_t worth = points_of(*predicate);
      points += worth;
      wildcards += worth != 0 ? 1 : 0;
    }
    all += points * wildcards;
  }
  return all;
}

}  // namespace tidegate
