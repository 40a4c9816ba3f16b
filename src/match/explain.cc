#include "match/explain.h"

#include <algorithm>

#include "json/writer.h"
#include "match/explain_judge.h"
#include "match/explain_reason.h"

namespace tidegate {
namespace {

using Field = Explainer::Field;
using PatternNode = Explainer::PatternNode;
using Status = Explainer::Status;

constexpr uint32_t kNone = Explainer::kNone;

constexpr uint32_t kMaxTextBytesShown = 200;
constexpr uint32_t kMaxFailuresNamed = 5;

// Bytes of values and operands that are compared to find the closest, for one explanation. Beyond
// them alternatives fail without a reason.
constexpr uint64_t kMaxWork = 16u << 20;
constexpr uint64_t kWorkOfOne = 256;

std::string_view status_name(Status status) {
  static constexpr std::string_view kNames[] = {"matched", "failed", "not-reached"};
  return kNames[static_cast<size_t>(status)];
}

std::string_view type_name(JsonType type) {
  static constexpr std::string_view kNames[] = {"null",   "boolean", "boolean", "number",
                                                "string", "object",  "array"};
  return kNames[static_cast<size_t>(type)];
}

class ExplanationWriter {
 public:
  ExplanationWriter(Explainer& explainer, Text& json) : explainer_(explainer), json_(json) {}

  // False: no memory.
  bool write(bool brief) {
    const PatternNode& root = explainer_.nodes()[0];
    ObjectWriter object(json_);
    object.member("matched", explainer_.is_match() ? "true" : "false");
    object.name("failed");
    json_.append_number(root.failed);
    object.name("conditions");
    json_.append_number(root.conditions);
    if (!brief) {
      Text summary;
      write_summary(root, summary);
      object.string("summary", summary.view());
      object.name("tree");
      if (!write_tree() || summary.failed()) return false;
    }
    object.end();
    return !json_.failed();
  }

 private:
  // What fails of an alternative, and with which of the listed values.
  struct Failure {
    Difference difference;
    uint32_t value = kNone;
  };

  // ---- The sentence for all ----

  void write_summary(const PatternNode& root, Text& summary) {
    if (explainer_.is_match()) {
      summary.append("Match: ");
      append_conditions(root.conditions, summary);
      summary.append(root.conditions == 1 ? " holds." : " hold.");
    } else if (root.reason == ReasonCode::kArrayElementsDisagree) {
      summary.append("No match: all ");
      append_conditions(root.conditions, summary);
      summary.append(" hold, but not in the same elements of arrays");
      append_elements(summary);
      summary.append('.');
    } else if (root.reason == ReasonCode::kEventNotObject) {
      summary.append("No match: the event is no JSON object.");
    } else {
      summary.append("No match: ");
      summary.append_number(root.failed).append(" of ");
      append_conditions(root.conditions, summary);
      summary.append(" failed: ");
      append_failures(summary);
      summary.append('.');
    }
  }

  static void append_conditions(uint32_t count, Text& text) {
    text.append_number(count).append(count == 1 ? " condition" : " conditions");
  }

  // The paths that fail, of every $or those of the branch that comes closest.
  void append_failures(Text& text) {
    const Vec<PatternNode>& nodes = explainer_.nodes();
    uint32_t named = 0;
    for (uint32_t i = 0; i < nodes.size();) {
      const PatternNode& node = nodes[i];
      if (node.failed == 0) {
        i = node.end;
      } else if (node.clause == kNone) {
        // On to the branch of a $or; behind that branch none is as close, see below.
        i = node.best == kNone ? i + 1 : node.best;
        if (node.best != kNone) leave_at(nodes[node.best].end, node.end);
      } else {
        if (named++ == kMaxFailuresNamed) {
          text.append(" and more");
          return;
        }
        if (named != 1) text.append(", ");
        text.append(explainer_.pattern().clauses()[node.clause].path);
        i = node.end;
      }
      while (!leaps_.empty() && i == leaps_.back().from) {
        i = leaps_.back().to;
        leaps_.pop();
      }
    }
  }

  // Behind the branch that was taken, the others are leapt over.
  void leave_at(uint32_t from, uint32_t to) {
    if (!leaps_.push({from, to})) failed_ = true;
  }

  void append_elements(Text& text) {
    const auto& meetings = explainer_.meetings();
    std::string_view separator = ": ";
    uint32_t element = kNone;
    for (uint32_t i = 0; i < meetings.size() && i < kMaxFailuresNamed; ++i) {
      if (i != 0 && meetings[i].element != element)
        text.append(" in ").append(pointer_of(element_));
      if (i != 0) separator = meetings[i].element != element ? "; " : ", ";
      element = meetings[i].element;
      element_ = i;
      text.append(separator).append(explainer_.pattern().clauses()[meetings[i].clause].path);
    }
    if (element != kNone) text.append(" in ").append(pointer_of(element_));
  }

  std::string_view pointer_of(uint32_t meeting) const {
    return explainer_.pointer(explainer_.meetings()[meeting].pointer);
  }

  // ---- The tree ----

  bool write_tree() {
    const Vec<PatternNode>& nodes = explainer_.nodes();
    Vec<uint32_t> open;
    for (uint32_t i = 0; i < nodes.size(); ++i) {
      bool is_first = i == 0;
      if (!open.empty()) is_first = i == open.back() + 1;
      while (!open.empty() && nodes[open.back()].end == i) {
        json_.append("]}");
        open.pop();
        is_first = false;
      }
      if (!is_first) json_.append(',');
      if (nodes[i].clause != kNone) {
        if (!write_field(nodes[i])) return false;
      } else {
        if (!write_object(nodes[i]) || !open.push(i)) return false;
      }
    }
    for (; !open.empty(); open.pop()) json_.append("]}");
    return !failed_;
  }

  void write_span(ObjectWriter& object, Span span) {
    object.name("span");
    json_.append('[').append_number(span.begin).append(',').append_number(span.end).append(']');
  }

  // All but the members or branches.
  bool write_object(const PatternNode& node) {
    const bool is_or = node.node->kind == Node::Kind::kOr;
    ObjectWriter object(json_);
    object.member("kind", is_or ? "\"or\"" : "\"object\"");
    if (node.member != nullptr) object.string("key", node.member->key);
    object.string("status", status_name(node.status));
    write_span(object, node.node->span);
    if (node.reason != ReasonCode::kNone) {
      object.name("reason");
      write_reason_of_node(node.reason);
    }
    object.name(is_or ? "branches" : "members");
    json_.append('[');
    return !json_.failed();
  }

  void write_reason_of_node(ReasonCode code) {
    ObjectWriter reason(json_);
    reason.string("code", reason_name(code));
    reason.string("message", reason_sentence(code));
    if (code == ReasonCode::kArrayElementsDisagree) {
      reason.name("elements");
      write_elements();
    }
    reason.end();
  }

  void write_elements() {
    const auto& meetings = explainer_.meetings();
    json_.append('[');
    for (uint32_t i = 0; i < meetings.size(); ++i) {
      const bool is_new = i == 0 || meetings[i].element != meetings[i - 1].element;
      if (is_new) {
        json_.append(i == 0 ? "{\"pointer\":" : "]},{\"pointer\":");
        append_json_string(pointer_of(i), json_);
        json_.append(",\"fields\":[");
      } else {
        json_.append(',');
      }
      append_json_string(explainer_.pattern().clauses()[meetings[i].clause].path, json_);
    }
    json_.append(meetings.empty() ? "]" : "]}]");
  }

  // ---- Fields ----

  bool write_field(const PatternNode& node) {
    const Clause& clause = explainer_.pattern().clauses()[node.clause];
    const Field& field = explainer_.fields()[node.clause];
    const auto count = static_cast<uint32_t>(clause.alternatives.size());
    uint32_t matched = kNone;  // The alternative that was satisfied.
    if (node.status == Status::kMatched) matched = find_matched(clause, field);
    const bool has_values = field.listed != field.listed_end;
    const bool fails = node.status == Status::kFailed && has_values;
    failures_.clear();
    // Nothing is held against an absence.
    const bool has_served = matched != kNone && field.served != kNone;
    const uint32_t failing = fails ? count : has_served ? matched : 0;
    if (!find_failures(clause, field, failing)) return false;
    const uint32_t closest = find_closest(failing);

    ObjectWriter object(json_);
    object.member("kind", "\"field\"");
    object.string("key", node.member->key);
    object.string("path", clause.path);
    object.string("status", status_name(node.status));
    write_span(object, node.node->span);
    if (fails && closest != kNone) {
      object.name("reason");
      if (!write_failure(clause, field, closest, true)) return false;
    } else if (node.status == Status::kFailed) {
      object.name("reason");
      if (!write_missing(field)) return false;
    } else if (node.reason != ReasonCode::kNone) {
      object.name("reason");
      write_reason_of_node(node.reason);
    }
    object.name("alternatives");
    if (!write_alternatives(clause, field, matched, failing, closest)) return false;
    object.name("values");
    write_values(field);
    object.name("valueCount");
    json_.append_number(has_values ? field.leaves : 0);
    object.end();
    return !json_.failed();
  }

  // The first alternative that the value which served satisfies; without one {"exists": false}.
  uint32_t find_matched(const Clause& clause, const Field& field) {
    for (uint32_t i = 0; i < clause.alternatives.size(); ++i) {
      const bool is_absent = clause.alternatives[i]->op == Operator::kAbsent;
      if (field.served == kNone ? is_absent
                                : explainer_.satisfies_alternative(field, i, field.served)) {
        return i;
      }
    }
    return kNone;
  }

  // For the first alternatives the listed value that comes closest, or else the one that served.
  bool find_failures(const Clause& clause, const Field& field, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      Failure failure;
      const std::string_view operand = explainer_.operand(field, i);
      for (uint32_t at = field.listed; at != field.listed_end; ++at) {
        const uint32_t leaf = explainer_.listed()[at].leaf;
        if (field.served != kNone && leaf != field.served) continue;
        const uint64_t work = kWorkOfOne + operand.size() + explainer_.leaf(leaf).text_size;
        if (work > work_left_) break;
        work_left_ -= work;
        const Difference difference =
            difference_of(*clause.alternatives[i], operand, explainer_.value(leaf));
        const bool is_closer =
            failure.value == kNone || difference.closeness > failure.difference.closeness;
        if (is_closer) failure = {difference, at - field.listed};
      }
      if (!failures_.push(failure)) return false;
    }
    return true;
  }

  uint32_t find_closest(uint32_t count) const {
    uint32_t closest = kNone;
    for (uint32_t i = 0; i < count; ++i) {
      if (failures_[i].value == kNone) continue;
      const uint32_t closeness = failures_[i].difference.closeness;
      if (closest == kNone || closeness > failures_[closest].difference.closeness) closest = i;
    }
    return closest;
  }

  // `in_field`: with the alternative that it is about.
  bool write_failure(const Clause& clause, const Field& field, uint32_t alternative,
                     bool in_field) {
    const Failure& failure = failures_[alternative];
    const Difference& difference = failure.difference;
    const Predicate& predicate = *clause.alternatives[alternative];
    const Leaf& leaf = explainer_.leaf(explainer_.listed()[field.listed + failure.value].leaf);
    const Compared compared = {predicate, explainer_.as_written(predicate.span),
                               explainer_.as_written(leaf), leaf.type};
    Text message;
    Text expected;
    if (!append_difference(compared, difference, message) ||
        !append_expected(compared, difference, expected)) {
      return false;
    }
    ObjectWriter reason(json_);
    reason.string("code", reason_name(difference.code));
    reason.string("message", message.view());
    write_number(reason, "value", failure.value);
    if (in_field) write_number(reason, "alternative", alternative);
    if (!expected.empty()) write_cut(reason, "expected", expected.view());
    if (difference.code == ReasonCode::kPrefixDiffers ||
        difference.code == ReasonCode::kSuffixDiffers) {
      write_number(reason, "character", difference.at);
    }
    Text distance;
    if (difference.code == ReasonCode::kOutOfRange &&
        append_excess(compared, difference, distance)) {
      reason.string("distance", distance.view());
    }
    reason.end();
    return !json_.failed();
  }

  bool write_missing(const Field& field) {
    ObjectWriter reason(json_);
    if (field.missing == kNone) {  // There are values, but nothing could be found out about them.
      reason.string("code", reason_name(ReasonCode::kValueDiffers));
      reason.string("message", "No value satisfies an alternative.");
      reason.end();
      return !json_.failed();
    }
    const MissingFields& missing = explainer_.missing();
    const MissingFields::Field& found = missing[field.missing];
    const std::string_view near = missing.near(found);
    Text message;
    append_missing(found, near, message);
    reason.string("code", reason_name(found.is_whole ? ReasonCode::kFieldNotAValue
                                                     : ReasonCode::kFieldMissing));
    reason.string("message", message.view());
    if (!near.empty()) reason.string("nearest", near);
    reason.end();
    return !message.failed() && !json_.failed();
  }

  static void append_missing(const MissingFields::Field& found, std::string_view near,
                             Text& message) {
    const auto quote = [&](std::string_view name) {
      Text json;
      append_json_string(name, json);
      append_preview(json.view(), message);
    };
    if (found.is_whole) {
      quote(found.path);
      const bool is_object = found.type == JsonType::kObject;
      message.append(is_object ? " is an object, and a list is about values: name its fields."
                               : " is an array without values, which counts as absent.");
      return;
    }
    if (found.type != JsonType::kObject) {
      quote(found.present);
      message.append(" is ").append(noun_of(found.type)).append(", so there is no ");
      quote(found.missing);
      message.append(" in it.");
      return;
    }
    message.append("There is no ");
    quote(found.missing);
    message.append(" in ");
    if (found.is_none) {
      message.append("the event");
    } else {
      quote(found.present);
    }
    if (near.empty()) {
      message.append('.');
      return;
    }
    message.append("; did you mean ");
    quote(near);
    message.append('?');
  }

  void write_number(ObjectWriter& object, std::string_view key, uint64_t number) {
    object.name(key);
    json_.append_number(number);
  }

  // A text as a string, or the beginning of it.
  void write_cut(ObjectWriter& object, std::string_view key, std::string_view text) {
    if (text.size() <= kMaxTextBytesShown) {
      object.string(key, text);
      return;
    }
    size_t size = kMaxTextBytesShown;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    Text cut;
    cut.append(text.substr(0, size)).append("\xE2\x80\xA6");
    object.string(key, cut.view());
    failed_ = failed_ || cut.failed();
  }

  bool write_alternatives(const Clause& clause, const Field& field, uint32_t matched,
                          uint32_t failing, uint32_t closest) {
    json_.append('[');
    bool is_first = true;
    for (uint32_t i = 0; i < clause.alternatives.size(); ++i) {
      const bool is_listed = i < kMaxListedAlternatives || i == matched || i == closest;
      if (!is_listed) continue;
      const Predicate& predicate = *clause.alternatives[i];
      if (!is_first) json_.append(',');
      is_first = false;
      Status status = Status::kNotReached;
      if (i == matched) status = Status::kMatched;
      if (i < failing) status = Status::kFailed;
      ObjectWriter object(json_);
      write_number(object, "index", i);
      object.string("status", status_name(status));
      write_cut(object, "text", explainer_.as_written(predicate.span));
      write_span(object, predicate.span);
      if (i == matched && field.served != kNone) write_number(object, "value", value_of(field));
      if (i < failing && failures_[i].value != kNone) {
        object.name("reason");
        if (!write_failure(clause, field, i, false)) return false;
      }
      object.end();
    }
    json_.append(']');
    return !json_.failed();
  }

  // Where among the listed values the one stands that served.
  uint32_t value_of(const Field& field) const {
    uint32_t at = field.listed;
    while (explainer_.listed()[at].leaf != field.served) ++at;
    return at - field.listed;
  }

  void write_values(const Field& field) {
    json_.append('[');
    for (uint32_t at = field.listed; at != field.listed_end; ++at) {
      const Explainer::Listed& listed = explainer_.listed()[at];
      const Leaf& leaf = explainer_.leaf(listed.leaf);
      if (at != field.listed) json_.append(',');
      ObjectWriter object(json_);
      object.string("pointer", explainer_.pointer(listed.pointer));
      write_cut(object, "text", explainer_.as_written(leaf));
      object.string("type", type_name(leaf.type));
      write_span(object, {leaf.begin, leaf.end});
      if (listed.leaf == field.served) object.member("served", "true");
      object.end();
    }
    json_.append(']');
  }

  struct Leap {
    uint32_t from;
    uint32_t to;
  };

  Explainer& explainer_;
  Text& json_;
  Vec<Failure> failures_;  // Of the field that is being written.
  Vec<Leap> leaps_;
  uint32_t element_ = 0;
  uint64_t work_left_ = kMaxWork;
  bool failed_ = false;
};

}  // namespace

Explained explain(std::string_view event, std::string_view pattern, const ExplainOptions& options,
                  Text& json, Diagnostic& problem) {
  Explainer explainer(event, pattern, options);
  const Explained result = explainer.run(problem);
  if (result != Explained::kYes) return result;
  if (ExplanationWriter(explainer, json).write(options.brief)) return Explained::kYes;
  problem.set(ErrorCode::kOutOfMemory);
  return Explained::kEventRefused;
}

}  // namespace tidegate
