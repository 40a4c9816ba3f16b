#include "suggest/suggest_pattern.h"

#include <algorithm>

#include "base/limits.h"
#include "json/writer.h"
#include "pattern/parser.h"
#include "suggest/pattern_search.h"

namespace tidegate {
namespace {

constexpr std::string_view kOr = "$or";

std::string_view first_key(std::string_view path) { return path.substr(0, path.find('.')); }

// What is behind the first key; false: nothing.
bool drop_first_key(std::string_view& path) {
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return false;
  path.remove_prefix(dot + 1);
  return true;
}

// Whether one path leads to a field within the other.
bool is_within(std::string_view path, std::string_view outer) {
  return path.size() > outer.size() && path.starts_with(outer) && path[outer.size()] == '.';
}

class Suggestion {
 public:
  Suggestion(const Samples& samples, uint32_t match_count, const SuggestOptions& options,
             Text& json)
      : samples_(samples),
        match_count_(match_count),
        options_(options),
        search_(samples, match_count, options.preference),
        or_search_(samples, match_count, options.preference),
        json_(json) {}

  ErrorCode run() {
    const auto begin = static_cast<uint32_t>(json_.view().size());
    ErrorCode code = ErrorCode::kOk;
    if (!find_all() && !find_branches()) code = say_why_not();
    if (code != ErrorCode::kOk || json_.failed()) {
      json_.cut(begin);
      return ErrorCode::kOutOfMemory;
    }
    return code;
  }

 private:
  using Branch = PatternSearch::Branch;

  bool note_usable(bool in_or) {
    usable_.clear();
    for (uint32_t id = 0; id < samples_.path_count(); ++id) {
      const std::string_view path = samples_.path(id);
      const bool is_ignored = std::find(options_.ignored.begin(), options_.ignored.end(), path) !=
                              options_.ignored.end();
      const bool is_usable = !is_ignored && path != kOr && !(in_or && is_reserved_in_or(path));
      if (!usable_.push(is_usable)) return false;
    }
    return true;
  }

  bool all_events(Vec<uint32_t>& events) const {
    for (uint32_t i = 0; i < match_count_; ++i) {
      if (!events.push(i)) return false;
    }
    return true;
  }

  // Without $or.
  bool find_all() {
    Vec<uint32_t> group;
    Branch branch;
    if (!all_events(group) || !note_usable(false) || !search_.prepare(usable_)) {
      no_memory_ = true;
      return false;
    }
    const bool is_found = search_.find({group.data(), group.size()}, branch) ||
                          (match_count_ == 1 && !search_.has_failed() && search_.shrink(0, branch));
    if (!is_found) return false;
    json_.append("{\"pattern\":");
    append_branch(search_, branch, false);
    json_.append('}');
    return true;
  }

  // Branch after branch, each for the first event that is left and for those of the others that it
  // can take with it.
  bool find_branches() {
    if (no_memory_ || match_count_ < 2 || search_.has_failed()) return false;
    Vec<uint32_t> left;
    if (!all_events(left) || !note_usable(true) || !or_search_.prepare(usable_)) {
      no_memory_ = true;
      return false;
    }
    Vec<uint32_t> group;
    Vec<Branch> branches;
    while (!left.empty()) {
      Branch branch;
      if (!find_branch(left, group, branch)) return false;
      if (!branches.push(branch)) {
        no_memory_ = true;
        return false;
      }
      uint32_t kept = 0;
      for (const uint32_t event : left) {
        if (!or_search_.matches(branch, event)) left[kept++] = event;
      }
      left.resize_reserved(kept);
    }
    if (or_search_.has_failed() || branches.size() < 2 || branches.size() > kMaxSubRules) {
      return false;
    }
    json_.append("{\"pattern\":{\"$or\":[");
    for (const Branch& branch : branches) {
      if (&branch != branches.begin()) json_.append(',');
      append_branch(or_search_, branch, true);
    }
    json_.append("]}}");
    return true;
  }

  bool find_branch(const Vec<uint32_t>& left, Vec<uint32_t>& group, Branch& branch) {
    group.clear();
    no_memory_ = no_memory_ || !group.push(left[0]);
    if (no_memory_) return false;
    const bool is_found = or_search_.find({group.data(), 1}, branch);
    if (or_search_.has_failed()) return false;
    if (!is_found) return or_search_.shrink(left[0], branch);
    for (uint32_t i = 1; i < left.size(); ++i) {
      if (or_search_.matches(branch, left[i])) continue;
      no_memory_ = no_memory_ || !group.push(left[i]);
      if (no_memory_) return false;
      Branch wider;
      if (or_search_.find({group.data(), group.size()}, wider)) {
        branch = wider;
      } else {
        group.pop();
      }
      if (or_search_.has_failed()) return false;
    }
    return true;
  }

  ErrorCode say_why_not() {
    const bool is_exhausted = search_.is_exhausted() || or_search_.is_exhausted();
    if (no_memory_ || (!is_exhausted && (search_.has_failed() || or_search_.has_failed()))) {
      return ErrorCode::kOutOfMemory;
    }
    if (!note_usable(false)) return ErrorCode::kOutOfMemory;
    for (uint32_t a = 0; a < match_count_; ++a) {
      for (uint32_t b = match_count_; b < samples_.size(); ++b) {
        if (!are_alike(a, b)) continue;
        json_.append("{\"reason\":\"INDISTINGUISHABLE\",\"match\":").append_number(a);
        json_.append(",\"not\":").append_number(b - match_count_).append('}');
        return ErrorCode::kOk;
      }
    }
    json_.append(is_exhausted ? "{\"reason\":\"TOO_COMPLEX\"}" : "{\"reason\":\"NOT_FOUND\"}");
    return ErrorCode::kOk;
  }

  // Whether whatever matches `a` matches `b` too. Without elements that are objects each field is
  // by itself: `b` has the fields of `a` and no others, and all their values. With elements: both
  // have the same values in the same elements.
  bool are_alike(uint32_t a, uint32_t b) const {
    const auto a_places = samples_.places(a);
    const auto b_places = samples_.places(b);
    const bool has_places = a_places.size() > 1 || b_places.size() > 1;
    if (has_places &&
        !std::equal(a_places.begin(), a_places.end(), b_places.begin(), b_places.end())) {
      return false;
    }
    for (uint32_t path = 0; path < samples_.path_count(); ++path) {
      if (usable_[path] == 0) continue;
      const auto of_a = samples_.leaves(a, path);
      const auto of_b = samples_.leaves(b, path);
      if (of_a.empty() != of_b.empty()) return false;
      const bool is_within =
          has_places ? std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                                  [](const SampleLeaf& x, const SampleLeaf& y) {
                                    return x.value == y.value && x.place == y.place;
                                  })
                     : std::all_of(of_a.begin(), of_a.end(), [&](const SampleLeaf& leaf) {
                         return std::any_of(of_b.begin(), of_b.end(), [&](const SampleLeaf& other) {
                           return other.value == leaf.value;
                         });
                       });
      if (!is_within) return false;
    }
    return true;
  }

  // ---- Writing ----

  // A field whose keys cannot nest is written with dots.
  bool is_flat(const PatternSearch& search, const Branch& branch, std::string_view path,
               bool in_or) const {
    for (uint32_t i = branch.clauses.begin; i < branch.clauses.end; ++i) {
      const std::string_view other = samples_.path(search.clauses()[i].path);
      if (is_within(path, other) || is_within(other, path)) return true;
    }
    std::string_view rest = path;
    do {
      const std::string_view key = first_key(rest);
      if (key == kOr || (in_or && is_reserved_in_or(key))) return true;
    } while (drop_first_key(rest));
    return false;
  }

  void append_branch(const PatternSearch& search, const Branch& branch, bool in_or) {
    json_.append('{');
    bool is_first = true;
    for (uint32_t i = branch.clauses.begin; i < branch.clauses.end; ++i) {
      const PatternSearch::Clause& clause = search.clauses()[i];
      const std::string_view path = samples_.path(clause.path);
      if (!is_flat(search, branch, path, in_or)) continue;
      append_key(path, is_first);
      append_clause(search, clause);
    }
    append_nested(search, branch, in_or, is_first);
    json_.append('}');
  }

  void append_key(std::string_view key, bool& is_first) {
    if (!is_first) json_.append(',');
    is_first = false;
    append_json_string(key, json_);
    json_.append(':');
  }

  // Paths are sorted, so those that begin alike are neighbours.
  void append_nested(const PatternSearch& search, const Branch& branch, bool in_or, bool is_first) {
    std::string_view before;
    uint32_t open = 0;
    for (uint32_t i = branch.clauses.begin; i < branch.clauses.end; ++i) {
      const PatternSearch::Clause& clause = search.clauses()[i];
      const std::string_view path = samples_.path(clause.path);
      if (is_flat(search, branch, path, in_or)) continue;
      std::string_view rest = path;
      uint32_t common = 0;
      while (common < open && first_key(rest) == first_key(before)) {
        drop_first_key(rest);
        drop_first_key(before);
        ++common;
      }
      if (open != common) is_first = false;
      for (; open > common; --open) json_.append('}');
      while (true) {
        const std::string_view key = first_key(rest);
        append_key(key, is_first);
        if (!drop_first_key(rest)) break;
        json_.append('{');
        is_first = true;
        ++open;
      }
      append_clause(search, clause);
      before = path;
    }
    for (; open > 0; --open) json_.append('}');
  }

  void append_clause(const PatternSearch& search, const PatternSearch::Clause& clause) {
    json_.append('[');
    for (uint32_t i = clause.alternatives.begin; i < clause.alternatives.end; ++i) {
      if (i != clause.alternatives.begin) json_.append(',');
      append_candidate(search.candidates()[i], samples_, search.excluded(), json_);
    }
    json_.append(']');
  }

  const Samples& samples_;
  const uint32_t match_count_;
  const SuggestOptions& options_;
  PatternSearch search_;
  PatternSearch or_search_;
  Text& json_;
  Vec<uint8_t> usable_;
  bool no_memory_ = false;
};

}  // namespace

ErrorCode suggest_pattern(const Samples& samples, uint32_t match_count,
                          const SuggestOptions& options, Text& json) {
  return Suggestion(samples, match_count, options, json).run();
}

}  // namespace tidegate
