#include "schema/validator.h"

#include <algorithm>

namespace tidegate {
namespace {

constexpr uint8_t bit_of(const TapeValue& value) {
  return static_cast<uint8_t>(1 << static_cast<int>(value.type));
}

}  // namespace

SchemaValidator::Verdict SchemaValidator::validate(const Schema& schema, std::string_view event,
                                                   bool with_issues, Diagnostic& problem) {
  tape_.clear();
  frames_.clear();
  issues_.clear();
  evaluated_.clear();
  marks_.clear();
  epoch_ = 0;
  steps_ = 0;
  out_of_memory_ = false;
  too_many_open_ = false;
  schema_ = &schema;
  if (!tape_.read(event, problem)) return Verdict::kFailed;
  limit_ = kMaxSteps + kMaxStepsPerValue * tape_.size();
  Outcome outcome = enter(schema.root, 0, !with_issues, false);
  if (outcome == Outcome::kPending) outcome = run() ? Outcome::kTrue : Outcome::kFalse;
  if (out_of_memory_ || equality_.failed()) {
    problem.set(ErrorCode::kOutOfMemory);
    return Verdict::kFailed;
  }
  if (steps_ > limit_ || too_many_open_) {
    problem.set(ErrorCode::kSchemaTooComplex);
    return Verdict::kFailed;
  }
  return outcome == Outcome::kTrue ? Verdict::kValid : Verdict::kInvalid;
}

// Steps of schemas that are open, from the innermost one, until the outermost is done with.
bool SchemaValidator::run() {
  Outcome result = Outcome::kNew;
  for (;;) {
    if (steps_ > limit_ || out_of_memory_ || too_many_open_) return false;
    Frame& frame = frames_.back();
    result = apply(frame, schema_->steps[frame.step], result);
    if (result == Outcome::kPending) {
      result = Outcome::kNew;
      continue;
    }
    if (result == Outcome::kFalse) frame.ok = false;
    if ((frame.ok || !frame.quiet) && next_step(frame)) {
      frame.issues = issues_.size();
      result = Outcome::kNew;
      continue;
    }
    if (!frame.ok || !frame.keep) evaluated_.resize_reserved(frame.evaluated);
    const bool ok = frame.ok;
    frames_.pop();
    if (frames_.empty()) return ok;
    result = ok ? Outcome::kTrue : Outcome::kFalse;
  }
}

// Applies all of a schema that needs no other one, and opens it where there is more. What is
// evaluated counts for who keeps it.
SchemaValidator::Outcome SchemaValidator::enter(uint32_t node, uint32_t value, bool quiet,
                                                bool keep) {
  ++steps_;
  const SchemaNode& schema = schema_->nodes[node];
  const TapeValue& given = tape_[value];
  const uint8_t bit = bit_of(given);
  bool ok = true;
  if ((schema.types & bit) == 0 ||
      (schema.only_integers && given.is(JsonType::kNumber) && !is_integer(given.view()))) {
    if (quiet) return Outcome::kFalse;
    ok = add_issue(Keyword::kType, schema.type_site, value);
  }
  for (uint32_t i = schema.assertions; i != schema.applicators; ++i) {
    const Step& step = schema_->steps[i];
    if ((step.types & bit) == 0 || check(step, value, quiet)) continue;
    if (quiet) return Outcome::kFalse;
    ok = false;
  }
  uint32_t first = schema.applicators;
  while (first != schema.end && (schema_->steps[first].types & bit) == 0) ++first;
  if (first == schema.end) return ok ? Outcome::kTrue : Outcome::kFalse;
  if (frames_.size() == kMaxOpen) {
    too_many_open_ = true;
    return Outcome::kFalse;
  }
  Frame frame = {};
  frame.node = node;
  frame.value = value;
  frame.step = first;
  frame.issues = issues_.size();
  frame.evaluated = evaluated_.size();
  frame.ok = ok;
  frame.quiet = quiet;
  frame.keep = keep;
  frame.collect = keep || schema.unevaluated;
  if (frames_.push(frame)) return Outcome::kPending;
  out_of_memory_ = true;
  return Outcome::kFalse;
}

bool SchemaValidator::next_step(Frame& frame) const {
  const uint8_t bit = bit_of(tape_[frame.value]);
  const uint32_t end = schema_->nodes[frame.node].end;
  while (++frame.step != end) {
    if ((schema_->steps[frame.step].types & bit) != 0) return true;
  }
  return false;
}

// --- What applies schemas ---

// `result` is what came of the schema that the step has opened, or kNew where the step begins.
SchemaValidator::Outcome SchemaValidator::apply(Frame& frame, const Step& step, Outcome result) {
  switch (step.kind) {
    case StepKind::kAll:
      if (result != Outcome::kNew) return result;
      return enter(step.a, frame.value, frame.quiet, frame.collect);
    case StepKind::kDynamicRef:
      if (result != Outcome::kNew) return result;
      return enter(find_dynamic(step), frame.value, frame.quiet, frame.collect);
    case StepKind::kDependentSchema:
      if (result != Outcome::kNew) return result;
      steps_ += tape_[frame.value].count;
      if (tape_.find(frame.value, schema_->tape[step.a].view()) == kNone) return Outcome::kTrue;
      return enter(step.b, frame.value, frame.quiet, frame.collect);
    case StepKind::kNot:
      if (result == Outcome::kNew) result = enter(step.a, frame.value, true, false);
      if (result != Outcome::kTrue) {
        return result == Outcome::kPending ? result : Outcome::kTrue;
      }
      if (!frame.quiet) add_issue(step.keyword, step.site, frame.value);
      return Outcome::kFalse;
    case StepKind::kMembers:
      return apply_members(frame, step, result);
    case StepKind::kPropertyNames:
      return apply_names(frame, step, result);
    case StepKind::kElements:
      return apply_elements(frame, step, result);
    case StepKind::kContains:
      return apply_contains(frame, step, result);
    case StepKind::kAnyOf:
    case StepKind::kOneOf:
      return apply_list(frame, step, result);
    case StepKind::kIf:
      return apply_if(frame, step, result);
    default:
      return apply_unevaluated(frame, step, result);
  }
}

// The outermost schema with this anchor that was come through (2020-12 core, section 8.2.3.2).
uint32_t SchemaValidator::find_dynamic(const Step& step) {
  const bool recursive = step.b == Schema::kRecursive;
  steps_ += frames_.size();
  uint32_t last = kNone;
  for (const Frame& frame : frames_) {
    const uint32_t resource = schema_->nodes[frame.node].resource;
    if (resource == last) continue;
    last = resource;
    for (const DynamicAnchor& anchor : schema_->dynamic_anchors) {
      if (anchor.resource != resource || (anchor.name == Schema::kRecursive) != recursive) continue;
      ++steps_;
      const auto name = [this](uint32_t site) { return schema_->tape[site].view(); };
      if (recursive || name(anchor.name) == name(step.b)) return anchor.node;
    }
  }
  return step.a;
}

SchemaValidator::Outcome SchemaValidator::apply_members(Frame& frame, const Step& step,
                                                        Outcome result) {
  const MemberRules& rules = schema_->member_rules[step.a];
  if (result == Outcome::kNew) {
    frame.item = tape_.first(frame.value);
    frame.part = 0;
    frame.count = 0;  // Of required names that are there.
    frame.matched = false;
    frame.step_ok = true;
  }
  for (; frame.item != kNone; frame.item = tape_.after(frame.item, frame.value)) {
    for (;;) {
      if (result == Outcome::kFalse) {
        frame.step_ok = false;
        if (frame.quiet) return result;
      }
      result = apply_member(frame, rules);
      if (result == Outcome::kPending) return result;
      if (result == Outcome::kNew) break;  // No schema is left for this one.
    }
    if (frame.matched && frame.collect) evaluate(frame.item);
    frame.matched = false;
    frame.part = 0;
  }
  if (frame.count != rules.required) {
    if (frame.quiet) return Outcome::kFalse;
    frame.step_ok = false;
    add_missing(frame, rules);
  }
  return frame.step_ok ? Outcome::kTrue : Outcome::kFalse;
}

// The next schema that is for the member: first that of its name, then those of patterns, and
// another only where there is none of these. kNew: there is no more.
SchemaValidator::Outcome SchemaValidator::apply_member(Frame& frame, const MemberRules& rules) {
  const TapeValue& name = tape_[frame.item];
  if (frame.part == 0) {
    ++frame.part;
    for (uint32_t i = name.count;; ++i) {
      const KnownName& known = schema_->names[rules.slots + (i & rules.slot_mask)];
      if (known.text == nullptr) break;
      if (known.hash != name.count || !same_text(known.view(), name.view())) continue;
      frame.count += known.required ? 1 : 0;
      if (known.node == Schema::kNoNode) break;
      frame.matched = true;
      return enter(known.node, frame.item + 1, frame.quiet, false);
    }
  }
  while (frame.part <= rules.patterns_end - rules.patterns_begin) {
    const PatternRule& pattern = schema_->patterns[rules.patterns_begin + frame.part - 1];
    ++frame.part;
    steps_ += 1 + name.text_size / 16;
    if (!matches_regex(schema_->regexes[pattern.regex], name.view(), schema_->engine())) continue;
    frame.matched = true;
    return enter(pattern.node, frame.item + 1, frame.quiet, false);
  }
  if (frame.matched || rules.other == Schema::kNoNode) return Outcome::kNew;
  frame.matched = true;
  if (!rules.other_is_false) return enter(rules.other, frame.item + 1, frame.quiet, false);
  if (!frame.quiet) {
    add_issue(Keyword::kAdditionalProperties, rules.other_site, frame.value, frame.item);
  }
  return Outcome::kFalse;
}

void SchemaValidator::add_missing(const Frame& frame, const MemberRules& rules) {
  const JsonTape& tape = schema_->tape;
  const uint32_t names = rules.required_site;
  for (uint32_t i = tape.first(names); i != kNone; i = tape.after(i, names)) {
    steps_ += tape_[frame.value].count;
    if (steps_ > limit_) return;
    if (tape_.find(frame.value, tape[i].view()) != kNone) continue;
    add_issue(Keyword::kRequired, names, frame.value, i);
  }
}

// A name is a string as any other.
SchemaValidator::Outcome SchemaValidator::apply_names(Frame& frame, const Step& step,
                                                      Outcome result) {
  if (result == Outcome::kNew) {
    frame.item = tape_.first(frame.value);
    frame.step_ok = true;
  }
  while (frame.item != kNone) {
    if (result == Outcome::kNew) {
      frame.issues = issues_.size();
      result = enter(step.a, frame.item, frame.quiet, false);
    }
    if (result == Outcome::kPending) return result;
    if (result == Outcome::kFalse) {
      if (frame.quiet) return result;
      frame.step_ok = add_issue(step.keyword, step.site, frame.value, frame.item, kNone,
                                issues_.size() - frame.issues);
    }
    result = Outcome::kNew;
    frame.item = tape_.after(frame.item, frame.value);
  }
  return frame.step_ok ? Outcome::kTrue : Outcome::kFalse;
}

SchemaValidator::Outcome SchemaValidator::apply_elements(Frame& frame, const Step& step,
                                                         Outcome result) {
  if (result == Outcome::kNew) {
    frame.item = tape_.first(frame.value);
    frame.part = step.a;
    frame.step_ok = true;
  }
  while (frame.item != kNone) {
    if (result == Outcome::kNew) {
      const uint32_t node = frame.part < step.b ? schema_->lists[frame.part] : step.c;
      if (node == Schema::kNoNode) break;
      if (frame.collect) evaluate(frame.item);
      result = enter(node, frame.item, frame.quiet, false);
      if (result == Outcome::kPending) return result;
    }
    if (result == Outcome::kFalse) {
      if (frame.quiet) return result;
      frame.step_ok = false;
    }
    result = Outcome::kNew;
    ++frame.part;
    frame.item = tape_.after(frame.item, frame.value);
  }
  return frame.step_ok ? Outcome::kTrue : Outcome::kFalse;
}

SchemaValidator::Outcome SchemaValidator::apply_contains(Frame& frame, const Step& step,
                                                         Outcome result) {
  // Up to 2019-09 this evaluates nothing (section 9.3.1.4 there, section 10.3.1.3 of 2020-12).
  const uint32_t resource = schema_->nodes[frame.node].resource;
  const bool collect = frame.collect && schema_->resources[resource].dialect == Dialect::kDraft2020;
  if (result == Outcome::kNew) {
    frame.item = tape_.first(frame.value);
    frame.count = 0;
  }
  while (frame.item != kNone) {
    if (result == Outcome::kNew) result = enter(step.a, frame.item, true, false);
    if (result == Outcome::kPending) return result;
    if (result == Outcome::kTrue) {
      ++frame.count;
      if (collect) evaluate(frame.item);
      const bool is_enough = step.c == UINT32_MAX && !collect;
      if (frame.count > step.c || (is_enough && frame.count >= step.b)) break;
    }
    result = Outcome::kNew;
    frame.item = tape_.after(frame.item, frame.value);
  }
  if (frame.count >= step.b && frame.count <= step.c) return Outcome::kTrue;
  if (!frame.quiet) add_issue(step.keyword, step.site, frame.value, step.b, step.c);
  return Outcome::kFalse;
}

SchemaValidator::Outcome SchemaValidator::apply_list(Frame& frame, const Step& step,
                                                     Outcome result) {
  const bool one = step.kind == StepKind::kOneOf;
  if (result == Outcome::kNew) {
    frame.part = step.a;
    frame.count = 0;
  }
  while (frame.part != step.b) {
    if (result == Outcome::kNew) {
      result = enter(schema_->lists[frame.part], frame.value, frame.quiet, frame.collect);
    }
    if (result == Outcome::kPending) return result;
    if (result == Outcome::kTrue) {
      // Of two that hold the places are told.
      if (++frame.count == 1) frame.item = frame.part - step.a;
      if (one ? frame.count > 1 : !frame.collect) break;
    }
    result = Outcome::kNew;
    ++frame.part;
  }
  if (one ? frame.count == 1 : frame.count != 0) {
    issues_.resize_reserved(frame.issues);
    return Outcome::kTrue;
  }
  if (frame.quiet) return Outcome::kFalse;
  if (frame.count == 0) {
    add_issue(step.keyword, step.site, frame.value, kNone, kNone, issues_.size() - frame.issues);
  } else {
    issues_.resize_reserved(frame.issues);
    add_issue(step.keyword, step.site, frame.value, frame.item, frame.part - step.a);
  }
  return Outcome::kFalse;
}

SchemaValidator::Outcome SchemaValidator::apply_if(Frame& frame, const Step& step, Outcome result) {
  if (result == Outcome::kNew) {
    frame.part = 0;
    result = enter(step.a, frame.value, true, frame.collect);
    if (result == Outcome::kPending) return result;
  }
  if (frame.part == 0) {
    frame.part = result == Outcome::kTrue ? 1 : 2;
    const uint32_t node = frame.part == 1 ? step.b : step.c;
    if (node == Schema::kNoNode) return Outcome::kTrue;
    result = enter(node, frame.value, frame.quiet, frame.collect);
  }
  if (result == Outcome::kFalse && !frame.quiet) {
    add_issue(step.keyword, step.site, frame.value, frame.part, kNone,
              issues_.size() - frame.issues);
  }
  return result;
}

SchemaValidator::Outcome SchemaValidator::apply_unevaluated(Frame& frame, const Step& step,
                                                            Outcome result) {
  if (result == Outcome::kNew) {
    frame.item = tape_.first(frame.value);
    frame.step_ok = true;
    if (!mark_evaluated(frame)) return Outcome::kFalse;
  }
  const bool in_object = step.kind == StepKind::kUnevaluatedProperties;
  const bool is_false = schema_->tape[step.site].is(JsonType::kFalse);
  while (frame.item != kNone) {
    if (result == Outcome::kNew && marks_[frame.item] != frame.count) {
      if (frame.keep) evaluate(frame.item);
      if (is_false) {
        if (!frame.quiet) add_issue(step.keyword, step.site, frame.value, frame.item);
        result = Outcome::kFalse;
      } else {
        result = enter(step.a, in_object ? frame.item + 1 : frame.item, frame.quiet, false);
      }
    }
    if (result == Outcome::kPending) return result;
    if (result == Outcome::kFalse) {
      if (frame.quiet) return result;
      frame.step_ok = false;
    }
    result = Outcome::kNew;
    frame.item = tape_.after(frame.item, frame.value);
  }
  return frame.step_ok ? Outcome::kTrue : Outcome::kFalse;
}

// Gives what has been evaluated since the schema was opened an epoch of its own.
bool SchemaValidator::mark_evaluated(Frame& frame) {
  if (!marks_.resize(tape_.size(), 0)) {
    out_of_memory_ = true;
    return false;
  }
  frame.count = ++epoch_;
  steps_ += evaluated_.size() - frame.evaluated;
  for (uint32_t i = frame.evaluated; i < evaluated_.size(); ++i) marks_[evaluated_[i]] = epoch_;
  return true;
}

// --- What needs no other schema ---

bool SchemaValidator::check(const Step& step, uint32_t value, bool quiet) {
  const TapeValue& given = tape_[value];
  bool ok = false;
  uint32_t detail = kNone;
  uint32_t other = kNone;
  switch (step.kind) {
    case StepKind::kEnum:
      ok = check_enum(step, value);
      break;
    case StepKind::kMinimum:
    case StepKind::kMaximum: {
      const int order = compare_decimals(given.view(), schema_->tape[step.a].view());
      ok = order == 0 ? step.c == 0 : (order > 0) == (step.kind == StepKind::kMinimum);
      detail = step.c;
      break;
    }
    case StepKind::kMultipleOf:
      ok = is_multiple(given.view(), schema_->divisors[step.a]);
      break;
    case StepKind::kMinLength:
      ok = length_of(given.view(), step.a) >= step.a;
      break;
    case StepKind::kMaxLength:
      ok = given.text_size <= step.a || length_of(given.view(), UINT32_MAX) <= step.a;
      break;
    case StepKind::kPattern:
      steps_ += given.text_size / 16;
      ok = matches_regex(schema_->regexes[step.a], given.view(), schema_->engine());
      break;
    case StepKind::kFormat:
      ok = has_format(static_cast<Format>(step.a), given.view(), schema_->engine());
      break;
    case StepKind::kMinItems:
    case StepKind::kMinProperties:
      ok = given.count >= step.a;
      break;
    case StepKind::kMaxItems:
    case StepKind::kMaxProperties:
      ok = given.count <= step.a;
      break;
    case StepKind::kUniqueItems:
      ok = given.count < 2 || equality_.unique(tape_, value, detail, other);
      break;
    case StepKind::kDependentRequired:
      return check_required(step, value, quiet);
    default:
      break;
  }
  if (!ok && !quiet) add_issue(step.keyword, step.site, value, detail, other);
  return ok;
}

bool SchemaValidator::check_enum(const Step& step, uint32_t value) {
  const EnumMember* begin = schema_->members_of_enums.begin() + step.a;
  const EnumMember* end = schema_->members_of_enums.begin() + step.b;
  if (end - begin == 1) return equality_.equal(tape_, value, schema_->tape, begin->value);
  const uint64_t hash = equality_.hash(tape_, value);
  const EnumMember* member = std::lower_bound(
      begin, end, hash,
      [](const EnumMember& entry, uint64_t wanted) { return entry.hash < wanted; });
  for (; member != end && member->hash == hash; ++member) {
    if (equality_.equal(tape_, value, schema_->tape, member->value)) return true;
  }
  return false;
}

bool SchemaValidator::check_required(const Step& step, uint32_t value, bool quiet) {
  const JsonTape& tape = schema_->tape;
  steps_ += tape_[value].count;
  if (tape_.find(value, tape[step.a].view()) == kNone) return true;
  bool ok = true;
  for (uint32_t i = tape.first(step.b); i != kNone && steps_ <= limit_; i = tape.after(i, step.b)) {
    steps_ += tape_[value].count;
    if (tape_.find(value, tape[i].view()) != kNone) continue;
    if (quiet) return false;
    ok = add_issue(step.keyword, step.site, value, i, step.a);
  }
  return ok;
}

// In code points (2020-12 validation, section 6.3.1), or as many as are enough.
uint32_t SchemaValidator::length_of(std::string_view text, uint32_t enough) {
  if (text.size() / 4 >= enough) return enough;
  uint32_t length = 0;
  for (const char c : text) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return length;
}

// False, for the caller's verdict.
bool SchemaValidator::add_issue(Keyword keyword, uint32_t site, uint32_t value, uint32_t detail,
                                uint32_t other, uint32_t within) {
  if (issues_.size() < kMaxIssues && !issues_.push({keyword, site, value, detail, other, within})) {
    out_of_memory_ = true;
  }
  return false;
}

}  // namespace tidegate
