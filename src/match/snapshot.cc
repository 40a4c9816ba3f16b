#include "match/snapshot.h"

#include <algorithm>
#include <span>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/sort.h"
#include "json/unicode.h"
#include "match/operand.h"

namespace tidegate {
namespace {

constexpr std::string_view kMagic = "TIDEGATE";
constexpr uint32_t kVersion = 1;
constexpr size_t kChecksumEnd = kMagic.size() + sizeof(uint64_t);
constexpr auto kLastProfile = Profile::kRuler;
constexpr auto kLastOperator = Operator::kAnythingButWildcard;

// ---- Saving ----

// The numbers that ids have in a snapshot, given as the ids come up.
class Numbering {
 public:
  // Whether there is memory for ids below `capacity`.
  [[nodiscard]] bool prepare(uint32_t capacity) { return numbers_.resize(capacity, kNoId); }

  bool has(uint32_t id) const { return numbers_[id] != kNoId; }
  uint32_t operator[](uint32_t id) const { return numbers_[id]; }

  [[nodiscard]] bool add(uint32_t id) {
    numbers_[id] = ids_.size();
    return ids_.push(id);
  }

  // Numbers anew what has been added, in the order of less().
  template <class Less>
  void sort(Less less) {
    tidegate::sort(ids_.begin(), ids_.end(), less);
    for (uint32_t i = 0; i < ids_.size(); ++i) numbers_[ids_[i]] = i;
  }

  const Vec<uint32_t>& ids() const { return ids_; }

 private:
  Vec<uint32_t> numbers_;  // By id.
  Vec<uint32_t> ids_;      // By number.
};

}  // namespace

class SnapshotWriter {
 public:
  SnapshotWriter(const RuleSet& rules, Vec<char>& bytes)
      : rules_(rules), tree_(rules.tree_), table_(tree_.clauses()), bytes_(bytes), out_(bytes) {}

  bool write(std::string_view attachment) {
    const uint32_t begin = bytes_.size();
    if (!bytes_.append(kMagic.data(), static_cast<uint32_t>(kMagic.size()))) return false;
    out_.write(uint64_t{0});
    out_.write(kVersion);
    out_.write(static_cast<uint32_t>(rules_.options_.profile));
    out_.write(rules_.options_.max_event_bytes);
    out_.write(static_cast<uint32_t>(rules_.options_.validation));
    out_.write_text(attachment);
    if (!number() || !write_body() || !out_.ok()) return false;
    const char* data = bytes_.data() + begin;
    const uint64_t checksum =
        hash_bytes({data + kChecksumEnd, bytes_.size() - begin - kChecksumEnd});
    std::memcpy(bytes_.data() + begin + kMagic.size(), &checksum, sizeof(checksum));
    return true;
  }

 private:
  // Numbers all that the rules use.
  bool number() {
    if (!rules_.list_rules(rule_ids_) || !paths_.prepare(table_.paths().capacity()) ||
        !predicates_.prepare(table_.predicates().capacity()) ||
        !clauses_.prepare(table_.capacity()) || !buckets_.prepare(tree_.bucket_capacity())) {
      return false;
    }
    if (tree_.bucket_capacity() != 0 && !buckets_.add(RuleTree::kRoot)) return false;
    for (const RuleId rule : rule_ids_) {
      SubRuleId pattern = rules_.rules_[rule].first_pattern;
      for (; pattern != kNoId; pattern = tree_[pattern].next_pattern) {
        for (SubRuleId id = pattern; id != kNoId; id = tree_[id].next) {
          if (!number_sub_rule(id)) return false;
        }
      }
    }
    return sort_paths();
  }

  bool number_sub_rule(SubRuleId id) {
    for (const ClauseId clause : tree_.clauses_of(id)) {
      if (!clauses_.has(clause) && !number_clause(clause)) return false;
    }
    return number_bucket(tree_[id].bucket);
  }

  bool number_clause(ClauseId id) {
    const PathTree::Node path = table_[id].path;
    if (!clauses_.add(id) || (!paths_.has(path) && !paths_.add(path))) return false;
    for (const PredicateId predicate : table_.members(id)) {
      if (!predicates_.has(predicate) && !predicates_.add(predicate)) return false;
    }
    return true;
  }

  // Those above it first.
  bool number_bucket(BucketId id) {
    trail_.clear();
    for (; !buckets_.has(id); id = tree_.bucket(id).parent) {
      if (!trail_.push(id)) return false;
    }
    for (uint32_t i = trail_.size(); i-- != 0;) {
      if (!buckets_.add(trail_[i])) return false;
    }
    return true;
  }

  // Writes all paths to texts_ and sorts them.
  bool sort_paths() {
    if (!path_ends_.resize(table_.paths().capacity(), {})) return false;
    for (const PathTree::Node path : paths_.ids()) {
      path_ends_[path].begin = texts_.size();
      if (!table_.paths().append_path(path, texts_)) return false;
      path_ends_[path].end = texts_.size();
    }
    paths_.sort([this](PathTree::Node a, PathTree::Node b) {
      return compare_utf16(path_text(a), path_text(b)) < 0;
    });
    return true;
  }

  std::string_view path_text(PathTree::Node path) const {
    return {texts_.data() + path_ends_[path].begin, path_ends_[path].end - path_ends_[path].begin};
  }

  bool write_body() {
    out_.write(paths_.ids().size());
    for (const PathTree::Node path : paths_.ids()) out_.write_text(path_text(path));
    out_.write(predicates_.ids().size());
    for (const PredicateId id : predicates_.ids()) {
      out_.write(paths_[table_.predicates()[id].path]);
      out_.write(static_cast<uint8_t>(table_.predicates()[id].op));
      out_.write_text(table_.operand(id));
    }
    out_.write(clauses_.ids().size());
    for (const ClauseId id : clauses_.ids()) {
      if (!write_clause(id)) return false;
    }
    const uint32_t buckets = buckets_.ids().size();
    out_.write(buckets == 0 ? 0 : buckets - 1);
    for (uint32_t i = 1; i < buckets; ++i) {
      const RuleTree::Bucket& bucket = tree_.bucket(buckets_.ids()[i]);
      out_.write(buckets_[bucket.parent]);
      out_.write(clauses_[bucket.clause]);
    }
    out_.write(rule_ids_.size());
    for (const RuleId id : rule_ids_) {
      if (!write_rule(id)) return false;
    }
    return true;
  }

  bool write_clause(ClauseId id) {
    list_.clear();
    for (const PredicateId predicate : table_.members(id)) {
      if (!list_.push(predicates_[predicate])) return false;
    }
    sort(list_.begin(), list_.end());
    out_.write(list_.size());
    for (const uint32_t predicate : list_) out_.write(predicate);
    return true;
  }

  // The patterns as they were added, the oldest first.
  bool write_rule(RuleId id) {
    out_.write_text(rules_.name(id));
    trail_.clear();
    SubRuleId pattern = rules_.rules_[id].first_pattern;
    for (; pattern != kNoId; pattern = tree_[pattern].next_pattern) {
      if (!trail_.push(pattern)) return false;
    }
    out_.write(trail_.size());
    for (uint32_t i = trail_.size(); i-- != 0;) {
      if (!write_pattern(trail_[i])) return false;
    }
    return true;
  }

  // The sub-rules sorted by the new numbers of their clauses.
  bool write_pattern(SubRuleId first) {
    list_.clear();
    for (SubRuleId id = first; id != kNoId; id = tree_[id].next) {
      if (!list_.push(id)) return false;
    }
    sort(list_.begin(), list_.end(), [this](SubRuleId a, SubRuleId b) {
      const auto left = tree_.clauses_of(a);
      const auto right = tree_.clauses_of(b);
      return std::lexicographical_compare(
          left.begin(), left.end(), right.begin(), right.end(),
          [this](ClauseId x, ClauseId y) { return clauses_[x] < clauses_[y]; });
    });
    out_.write(list_.size());
    for (const SubRuleId id : list_) {
      out_.write(buckets_[tree_[id].bucket]);
      out_.write(tree_[id].clause_count);
      for (const ClauseId clause : tree_.clauses_of(id)) out_.write(clauses_[clause]);
    }
    return true;
  }

  const RuleSet& rules_;
  const RuleTree& tree_;
  const ClauseTable& table_;
  Vec<char>& bytes_;
  ByteWriter out_;

  Vec<RuleId> rule_ids_;
  Numbering paths_;
  Numbering predicates_;
  Numbering clauses_;
  Numbering buckets_;
  Vec<char> texts_;  // Of the paths.
  Vec<Span> path_ends_;
  Vec<uint32_t> trail_;
  Vec<uint32_t> list_;
};

// ---- Loading ----

class SnapshotReader {
 public:
  SnapshotReader(std::string_view body, RuleSet& rules)
      : in_(body), rules_(rules), tree_(rules.tree_), table_(tree_.clauses()) {}

  // kOk, kSnapshot or kOutOfMemory.
  ErrorCode read() {
    const bool loaded = read_paths() && read_predicates() && read_clauses() && read_buckets() &&
                        read_rules() && in_.ok() && in_.at_end() && is_all_used();
    for (const PathTree::Node path : paths_) table_.unwant(path);
    if (loaded) return ErrorCode::kOk;
    return no_memory_ ? ErrorCode::kOutOfMemory : ErrorCode::kSnapshot;
  }

 private:
  // Ids come out of empty tables in order, so the number of a thing is its id; but for paths, and
  // buckets, among which the root is the first.

  bool read_paths() {
    const uint32_t count = in_.read_count(sizeof(uint32_t));
    if (!paths_.reserve(count)) return no_memory();
    std::string_view before;
    for (uint32_t i = 0; i < count; ++i) {
      const std::string_view path = in_.read_text();
      if (!is_text(path) || (i != 0 && compare_utf16(before, path) >= 0)) return false;
      const PathTree::Node node = table_.want(path);
      if (node == PathTree::kNone) return no_memory();
      paths_.push_reserved(node);
      before = path;
    }
    if (!path_numbers_.resize(table_.paths().capacity())) return no_memory();
    for (uint32_t i = 0; i < count; ++i) path_numbers_[paths_[i]] = i;
    return true;
  }

  bool read_predicates() {
    predicates_ = in_.read_count(2 * sizeof(uint32_t) + 1);
    if (!table_.predicates().reserve(predicates_)) return no_memory();
    for (uint32_t i = 0; i < predicates_; ++i) {
      const auto path = in_.read<uint32_t>();
      const auto code = in_.read<uint8_t>();
      const std::string_view operand = in_.read_text();
      if (path >= paths_.size() || code > static_cast<uint8_t>(kLastOperator)) return false;
      const auto op = static_cast<Operator>(code);
      if (!is_operand(op, operand)) return false;
      if (table_.add_predicate(paths_[path], op, operand) == kNoId) {
        return !has_predicate(paths_[path], op, operand) && no_memory();
      }
    }
    return true;
  }

  bool has_predicate(PathTree::Node path, Operator op, std::string_view operand) const {
    return table_.predicates().find(path, op, operand, table_.pool()) != kNoId;
  }

  bool read_clauses() {
    clauses_ = in_.read_count(2 * sizeof(uint32_t));
    for (uint32_t i = 0; i < clauses_; ++i) {
      if (!read_list(predicates_) || !is_clause() || table_.find(list()) != kNoId) return false;
      if (table_.add_clause(list()) == kNoId) return no_memory();
    }
    return true;
  }

  // Ascending predicates of one path.
  bool is_clause() const {
    for (uint32_t i = 1; i < list_.size(); ++i) {
      if (list_[i - 1] >= list_[i]) return false;
      if (path_of(list_[i]) != path_of(list_[0])) return false;
    }
    return true;
  }

  PathTree::Node path_of(PredicateId id) const { return table_.predicates()[id].path; }

  bool read_buckets() {
    const uint32_t count = in_.read_count(2 * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; ++i) {
      const auto parent = in_.read<uint32_t>();
      const auto clause = in_.read<uint32_t>();
      if (parent > i || clause >= clauses_) return false;
      if (i != 0 && !can_have_child(parent, clause)) return false;
      if (tree_.add_bucket(parent, clause) == kNoId) return no_memory();
    }
    buckets_ = count + 1;
    return true;
  }

  bool can_have_child(BucketId parent, ClauseId clause) const {
    return tree_.bucket(parent).depth < kMaxPathsPerSubRule && !tree_.leads_to(clause, parent) &&
           tree_.find_bucket(parent, clause) == kNoId;
  }

  bool read_rules() {
    const uint32_t count = in_.read_count(2 * sizeof(uint32_t));
    if (!rules_.names_.reserve(count)) return no_memory();
    for (uint32_t i = 0; i < count; ++i) {
      const std::string_view name = in_.read_text();
      if (!is_text(name) || rules_.find(name) != kNoRule) return false;
      const RuleId rule = rules_.create_rule(name);
      if (rule == kNoRule) return no_memory();
      const uint32_t patterns = in_.read_count(2 * sizeof(uint32_t));
      if (patterns == 0) return false;
      for (uint32_t pattern = 0; pattern < patterns; ++pattern) {
        if (!read_pattern(rule)) return false;
      }
    }
    return true;
  }

  bool read_pattern(RuleId rule) {
    const uint32_t count = in_.read_count(3 * sizeof(uint32_t));
    SubRuleId first = kNoId;
    SubRuleId last = kNoId;
    for (uint32_t i = 0; i < count; ++i) {
      const auto bucket = in_.read<uint32_t>();
      if (bucket == 0 || bucket >= buckets_ || !read_list(clauses_)) return false;
      if (!is_sub_rule(bucket) || (last != kNoId && !is_behind(last))) return false;
      const SubRuleId id = tree_.add(list(), bucket);
      if (id == kNoId) return no_memory();
      tree_[id].rule = rule;
      if (last == kNoId) {
        first = id;
      } else {
        tree_[last].next = id;
      }
      last = id;
    }
    if (first == kNoId || rules_.has_pattern(rule, first)) return false;
    return rules_.link_pattern(rule, first) || no_memory();
  }

  // Clauses in the order of their paths, among which are those that lead to the bucket.
  bool is_sub_rule(BucketId bucket) const {
    if (list_.size() > kMaxPathsPerSubRule) return false;
    for (uint32_t i = 1; i < list_.size(); ++i) {
      if (number_of_path(list_[i - 1]) >= number_of_path(list_[i])) return false;
    }
    for (; bucket != RuleTree::kRoot; bucket = tree_.bucket(bucket).parent) {
      if (std::find(list_.begin(), list_.end(), tree_.bucket(bucket).clause) == list_.end()) {
        return false;
      }
    }
    return true;
  }

  uint32_t number_of_path(ClauseId id) const { return path_numbers_[table_[id].path]; }

  // Whether the clauses just read come after those of a sub-rule.
  bool is_behind(SubRuleId id) const {
    const auto before = tree_.clauses_of(id);
    return std::lexicographical_compare(before.begin(), before.end(), list_.begin(), list_.end());
  }

  std::span<const uint32_t> list() const { return {list_.data(), list_.size()}; }

  // Reads numbers below `bound`, at least one, into list_.
  bool read_list(uint32_t bound) {
    const uint32_t count = in_.read_count(sizeof(uint32_t));
    list_.clear();
    if (!list_.reserve(count)) return no_memory();
    for (uint32_t i = 0; i < count; ++i) {
      const auto number = in_.read<uint32_t>();
      if (number >= bound) return false;
      list_.push_reserved(number);
    }
    return count != 0;
  }

  // What nothing uses would never be released.
  bool is_all_used() const {
    for (PredicateId id = 0; id < predicates_; ++id) {
      if (table_.predicates()[id].references == 0) return false;
    }
    for (ClauseId id = 0; id < clauses_; ++id) {
      if (table_[id].references == 0) return false;
    }
    for (BucketId id = 1; id < buckets_; ++id) {
      if (tree_.weight(id) == 0) return false;
    }
    return true;
  }

  bool no_memory() {
    no_memory_ = true;
    return false;
  }

  ByteReader in_;
  RuleSet& rules_;
  RuleTree& tree_;
  ClauseTable& table_;
  Vec<PathTree::Node> paths_;   // By number.
  Vec<uint32_t> path_numbers_;  // By node.
  uint32_t predicates_ = 0;
  uint32_t clauses_ = 0;
  uint32_t buckets_ = 0;
  Vec<uint32_t> list_;
  bool no_memory_ = false;
};

bool save_snapshot(const RuleSet& rules, std::string_view attachment, Vec<char>& bytes) {
  return SnapshotWriter(rules, bytes).write(attachment);
}

bool read_snapshot(std::string_view bytes, SnapshotHeader& header, Diagnostic& problem) {
  const auto refuse = [&](std::string_view why) {
    problem.set(ErrorCode::kSnapshot, why);
    problem.hint.append("Make a new snapshot from the rules with this version of the library.");
    return false;
  };
  if (!bytes.starts_with(kMagic)) return refuse("The bytes are no snapshot of a rule set.");
  ByteReader in(bytes.substr(kMagic.size()));
  const auto checksum = in.read<uint64_t>();
  const auto version = in.read<uint32_t>();
  if (!in.ok() || checksum != hash_bytes(bytes.substr(kChecksumEnd))) {
    return refuse("The snapshot is damaged: its checksum does not agree.");
  }
  if (version != kVersion)
    return refuse("The snapshot was made by another version of the library.");
  const auto profile = in.read<uint32_t>();
  header.options.max_event_bytes = in.read<uint32_t>();
  const auto validation = in.read<uint32_t>();
  header.attachment = in.read_text();
  if (!in.ok() || profile > static_cast<uint32_t>(kLastProfile) ||
      validation > static_cast<uint32_t>(Validation::kTouched)) {
    return refuse("The snapshot is not well formed.");
  }
  header.options.profile = static_cast<Profile>(profile);
  header.options.validation = static_cast<Validation>(validation);
  header.body = in.rest();
  return true;
}

bool load_snapshot(const SnapshotHeader& header, RuleSet& rules, Diagnostic& problem) {
  const ErrorCode code = SnapshotReader(header.body, rules).read();
  if (code == ErrorCode::kOk) return true;
  problem.set(code, code == ErrorCode::kSnapshot ? "The snapshot is not well formed."
                                                 : error_sentence(code));
  return false;
}

}  // namespace tidegate
