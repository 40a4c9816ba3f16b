#include "lint/pattern_lint.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "event/aws_event.h"
#include "json/address.h"
#include "json/number.h"
#include "json/syntax.h"
#include "json/writer.h"
#include "match/operand.h"
#include "match/text_list.h"
#include "pattern/messages.h"
#include "pattern/suggest.h"
#include "pattern/wildcard.h"

namespace tidegate {
namespace {

constexpr uint32_t kDefaultMaxCharacters = 2048;
constexpr double kMostPromised = 5e9;
constexpr double kDecimals = 1e6;

// What EventBridge has at a field of its envelope.
enum class Shape : uint8_t { kText, kTexts, kObject, kUnknown };

Shape shape_of(AwsEvent::Field field) {
  switch (field) {
    case AwsEvent::kDetail:
      return Shape::kObject;
    case AwsEvent::kResources:
      return Shape::kTexts;
    case AwsEvent::kFieldCount:
      return Shape::kUnknown;
    default:
      return Shape::kText;
  }
}

bool is_in_every_event(AwsEvent::Field field) { return field < AwsEvent::kReplayName; }

// A field that hardly anything but an event of EventBridge has; id, time and version many have.
bool is_telling(AwsEvent::Field field) {
  return field < AwsEvent::kReplayName && field != AwsEvent::kId && field != AwsEvent::kTime &&
         field != AwsEvent::kVersion;
}

// What EventBridge Pipes adds to a record after it was filtered (User Guide, "Event filtering").
constexpr std::string_view kAddedByPipes[] = {
    "awsRegion",      "eventID",        "eventName",    "eventSource",
    "eventSourceARN", "eventSourceKey", "eventVersion", "invokeIdentityArn",
};

std::string_view first_step(std::string_view path) { return path.substr(0, path.find('.')); }

bool is_number(std::string_view text) {
  if (text.empty() || (text[0] != '-' && (text[0] < '0' || text[0] > '9'))) return false;
  const char* end = text.data() + text.size();
  return skip_scalar(text.data(), end) == end;
}

bool is_token(std::string_view text) { return text == "true" || text == "false" || text == "null"; }

bool is_beyond_promise(double number) {
  return std::isfinite(number) && (std::fabs(number) > kMostPromised ||
                                   std::nearbyint(number * kDecimals) / kDecimals != number);
}

// One more unit than bytes that begin a character, where it takes two.
uint32_t count_utf16(std::string_view text) {
  uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += ((byte & 0xC0) != 0x80 ? 1u : 0u) + (byte >= 0xF0 ? 1u : 0u);
  }
  return units;
}

// The operator that says the same without a star; empty where there is none. "exactly" is a text.
std::string_view operator_without_star(const TextList& fragments) {
  if (fragments.size() == 1) return "exactly";
  if (fragments.size() != 2) return {};
  if (fragments[1].empty()) return "prefix";
  return fragments[0].empty() ? "suffix" : std::string_view();
}

class PatternLint {
 public:
  PatternLint(const Pattern& pattern, Profile profile, const EventSchemas& schemas,
              LintedPattern& linted, Prover& prover, FindingWriter& findings)
      : pattern_(pattern),
        profile_(profile),
        schemas_(schemas),
        linted_(linted),
        prover_(prover),
        findings_(findings) {}

  // False: no memory.
  bool run();

 private:
  // An object or a $or that is being walked through.
  struct Open {
    const Node* node;
    uint32_t next;
    bool at_top;
  };

  std::string_view text_of(Span span) const {
    return linted_.text.substr(span.begin, span.end - span.begin);
  }
  void report(LintCode code, Span span, std::string_view hint = {}) {
    findings_.add(
        {.code = code, .place = linted_.place(span), .about = text_of(span), .hint = hint});
  }
  void report_about(LintCode code, Span span, std::string_view about,
                    const LintPlace& related = {}) {
    findings_.add({.code = code, .place = linted_.place(span), .about = about, .related = related});
  }
  void report_fix(LintCode code, Span span, std::string_view fix, std::span<const LintEdit> edits,
                  std::string_view hint = {}) {
    findings_.add({.code = code,
                   .place = linted_.place(span),
                   .about = text_of(span),
                   .hint = hint,
                   .fix = fix,
                   .edits = edits});
  }
  void report_fix(LintCode code, Span span, std::string_view fix, const Text& text) {
    const LintEdit edit = {span, text.view()};
    report_fix(code, span, fix, {&edit, 1});
  }

  bool is_bus() const { return profile_ == Profile::kEventBridge; }

  void find_envelope();
  bool walk();
  bool look_at_keys(const Node& object);
  bool is_repeated(const Member& member) const;
  void look_at_top(const Member& member);
  void report_name(LintCode code, const Member& member, std::string_view nearest, size_t size);

  bool look_at_list(const Member& member);
  void look_for_effect(const Member& member);
  bool look_for_redundant();
  void report_redundant(uint32_t narrow, uint32_t wide);
  void look_at_tests();
  void look_at_exclusion(uint32_t i);
  void look_at_wildcard(uint32_t i);
  void look_at_wildcards_excluded(uint32_t i);
  void look_at_star(uint32_t i);
  void look_at_block(uint32_t i);
  void look_at_number(uint32_t i);
  bool look_at_type(uint32_t i);
  void look_at_source(uint32_t i);
  void look_for_numbers();

  bool find_schemas();
  bool is_about(const LintSubRule& sub_rule, const EventSchema& schema) const;
  template <class Visit>
  bool all_schemas(Visit visit) const;
  bool look_up_in_schemas();
  void look_at_name(LintCode code);
  bool may_be_in_schemas(const Test& test) const;
  void look_at_value(uint32_t i);
  void append_value_hint(const Test& test, std::string_view meant, Text& hint) const;

  void judge_whole();
  bool always_matches();
  bool takes_every_event_of_bus(const LintSubRule& sub_rule) const;
  bool asks_for(const LintSubRule& sub_rule, AwsEvent::Field field) const;

  const LintClause& clause() const { return linted_.clauses[clause_]; }
  const Predicate& predicate(uint32_t i) const {
    return *pattern_.clauses()[clause_].alternatives[i];
  }

  const Pattern& pattern_;
  Profile profile_;
  const EventSchemas& schemas_;
  LintedPattern& linted_;
  Prover& prover_;
  FindingWriter& findings_;

  bool is_envelope_ = false;
  Vec<Open> open_;
  Vec<uint64_t> hashes_;
  Vec<uint32_t> operators_;
  Vec<const Member*> repeated_;    // Members whose key comes again in the same object.
  Vec<uint8_t> has_effect_;        // By clause: whether it is in a sub-rule.
  Vec<uint8_t> is_held_;           // By clause, then schema: whether that is about its events;
  Vec<uint8_t> may_be_others_;     // by clause: whether it may be about events of no schema.
  const Member* named_ = nullptr;  // The last one whose name was reported.
  uint32_t clause_ = 0;            // That the walk has come to.
  std::string_view path_;          // Its path,
  AwsEvent::Field field_ = AwsEvent::kFieldCount;  // and, in an envelope, what that begins with.
  bool nested_ = false;                            // The path goes on from there.
};

bool PatternLint::run() {
  find_envelope();
  if (is_bus() && count_utf16(linted_.text) > kDefaultMaxCharacters) {
    report_about(
        LintCode::kOverDefaultQuota, linted_.root,
        "The pattern has more than 2,048 characters, which is the quota unless it was raised.");
  }
  if (!has_effect_.resize(static_cast<uint32_t>(linted_.clauses.size()), 0)) return false;
  for (const LintSubRule& sub_rule : linted_.sub_rules) {
    for (const uint32_t i : sub_rule) has_effect_[i] = 1;
  }
  if (!find_schemas() || !walk()) return false;
  judge_whole();
  return true;
}

void PatternLint::find_envelope() {
  if (!is_bus()) return;
  for (const Clause& clause : pattern_.clauses()) {
    is_envelope_ = is_envelope_ || is_telling(aws_field(first_step(clause.path)));
  }
  // Nothing else is called so, either.
  constexpr std::string_view kDetailType[] = {"detail-type"};
  for (const Member& member : pattern_.root()->members) {
    is_envelope_ = is_envelope_ || !suggest(member.key, kDetailType).empty();
  }
}

bool PatternLint::walk() {
  if (!open_.push({pattern_.root(), 0, true})) return false;
  while (!open_.empty()) {
    const Open at = open_.back();
    ++open_.back().next;
    if (at.node->kind == Node::Kind::kOr) {
      if (at.next == at.node->branches.size()) {
        open_.pop();
      } else if (!open_.push({at.node->branches[at.next], 0, at.at_top})) {
        return false;
      }
      continue;
    }
    if (at.next == 0 && !look_at_keys(*at.node)) return false;
    if (at.next == at.node->members.size()) {
      open_.pop();
      continue;
    }
    const Member& member = at.node->members[at.next];
    const Node::Kind kind = member.value->kind;
    if (at.at_top && kind != Node::Kind::kOr) look_at_top(member);
    if (kind != Node::Kind::kAlternatives) {
      if (!open_.push({member.value, 0, at.at_top && kind == Node::Kind::kOr})) return false;
    } else if (!look_at_list(member)) {
      return false;
    }
  }
  return true;
}

// Notes the members whose keys come again.
bool PatternLint::look_at_keys(const Node& object) {
  hashes_.clear();
  for (uint32_t i = 0; i < object.members.size(); ++i) {
    const uint64_t hash = hash_text(0, object.members[i].key);
    if (!hashes_.push(hash << 32 | i)) return false;
  }
  sort_words(hashes_);
  for (uint32_t i = 1; i < hashes_.size(); ++i) {
    const Member& earlier = object.members[static_cast<uint32_t>(hashes_[i - 1])];
    const Member& later = object.members[static_cast<uint32_t>(hashes_[i])];
    if (earlier.key != later.key) continue;
    if (!repeated_.push(&earlier)) return false;
    report_about(LintCode::kDuplicateKey, later.key_span, text_of(later.key_span),
                 linted_.place(earlier.key_span));
  }
  return true;
}

bool PatternLint::is_repeated(const Member& member) const {
  return std::find(repeated_.begin(), repeated_.end(), &member) != repeated_.end();
}

void PatternLint::look_at_top(const Member& member) {
  const std::string_view name = first_step(member.key);
  if (profile_ == Profile::kPipes && std::find(std::begin(kAddedByPipes), std::end(kAddedByPipes),
                                               name) != std::end(kAddedByPipes)) {
    report(LintCode::kFieldNotFilterable, member.key_span);
  }
  if (!is_envelope_ || aws_field(name) != AwsEvent::kFieldCount) return;
  std::string_view names[AwsEvent::kFieldCount];
  for (uint32_t i = 0; i < AwsEvent::kFieldCount; ++i) {
    names[i] = aws_field_name(static_cast<AwsEvent::Field>(i));
  }
  const std::string_view nearest = suggest(name, names);
  report_name(LintCode::kUnknownField, member, nearest, name.size());
}

// Of a field that there is not: part of its key, or all of it, and what was probably meant.
void PatternLint::report_name(LintCode code, const Member& member, std::string_view nearest,
                              size_t size) {
  named_ = &member;
  if (nearest.empty()) return report(code, member.key_span);
  Text hint;
  hint.append("Did you mean \"").append(nearest).append("\"?");
  Text key;
  append_json_string(nearest, key);
  const LintEdit edit = {member.key_span, key.view()};
  const bool is_whole = size == member.key.size();
  report_fix(code, member.key_span, is_whole ? "Name the field so" : "", {&edit, 1}, hint.view());
}

// ---- One list ----

bool PatternLint::look_at_list(const Member& member) {
  path_ = pattern_.clauses()[clause_].path;
  const std::string_view first = first_step(path_);
  field_ = is_envelope_ ? aws_field(first) : AwsEvent::kFieldCount;
  nested_ = first.size() < path_.size();
  look_for_effect(member);
  look_for_numbers();
  if (!look_for_redundant()) return false;
  look_at_tests();
  ++clause_;
  return true;
}

void PatternLint::look_for_effect(const Member& member) {
  const auto& clauses = pattern_.clauses();
  // What was said of the key already, need not be said of the list.
  if (has_effect_[clause_] != 0) return;
  if (!prover_.take_steps(repeated_.size() + clauses.size() - clause_)) return;
  if (is_repeated(member)) return;
  uint32_t later = clause_ + 1;
  while (later < clauses.size() && clauses[later].path != path_) ++later;
  if (later == clauses.size()) return;
  report_about(LintCode::kOverridden, member.key_span, path_,
               linted_.place(clauses[later].alternatives[0]->span));
}

// Literals are within each other only where they are equal, so they are sorted; operators, of which
// there are few, are held against all.
bool PatternLint::look_for_redundant() {
  const std::span<const Test> tests = clause().tests;
  hashes_.clear();
  for (uint32_t i = 0; i < tests.size(); ++i) {
    if (!is_literal(tests[i].op)) continue;
    const uint64_t hash = hash_text(static_cast<uint64_t>(tests[i].op), tests[i].operand);
    if (!hashes_.push(hash << 32 | i)) return false;
  }
  sort_words(hashes_);
  for (uint32_t i = 1; i < hashes_.size(); ++i) {
    const auto earlier = static_cast<uint32_t>(hashes_[i - 1]);
    const auto later = static_cast<uint32_t>(hashes_[i]);
    if (prover_.within(tests[later], tests[earlier])) report_redundant(later, earlier);
  }
  operators_.clear();
  for (uint32_t i = 0; i < tests.size(); ++i) {
    if (!is_literal(tests[i].op) && !operators_.push(i)) return false;
  }
  for (uint32_t narrow = 0; narrow < tests.size() && !prover_.is_exhausted(); ++narrow) {
    if (is_empty(tests[narrow])) continue;
    for (const uint32_t wide : operators_) {
      if (wide == narrow || !prover_.within(tests[narrow], tests[wide])) continue;
      if (narrow < wide && prover_.within(tests[wide], tests[narrow])) continue;
      report_redundant(narrow, wide);
      break;
    }
  }
  return true;
}

// What goes with an alternative is the comma that parts it from its neighbour.
void PatternLint::report_redundant(uint32_t narrow, uint32_t wide) {
  const Span span = predicate(narrow).span;
  const LintEdit edit = {narrow == 0 ? Span{span.begin, predicate(1).span.begin}
                                     : Span{predicate(narrow - 1).span.end, span.end},
                         {}};
  findings_.add({.code = LintCode::kRedundantAlternative,
                 .place = linted_.place(span),
                 .about = text_of(span),
                 .related = linted_.place(predicate(wide).span),
                 .fix = "Drop the alternative",
                 .edits = {&edit, 1}});
}

void PatternLint::look_at_tests() {
  const bool has_values = look_up_in_schemas();
  for (uint32_t i = 0; i < clause().tests.size() && !findings_.is_full(); ++i) {
    const Operator op = clause().tests[i].op;
    if (is_anything_but(op)) look_at_exclusion(i);
    if (op == Operator::kAnythingButWildcard) look_at_wildcards_excluded(i);
    if (op == Operator::kWildcard) look_at_wildcard(i);
    if (op == Operator::kAddress) look_at_block(i);
    look_at_star(i);
    look_at_number(i);
    if (!look_at_type(i) && has_values) look_at_value(i);
    look_at_source(i);
  }
}

// Where the list has {"exists": true}, that is what makes the rest superfluous.
void PatternLint::look_at_exclusion(uint32_t i) {
  const std::span<const Test> tests = clause().tests;
  const Test& test = tests[i];
  if (shape_of(field_) == Shape::kText && !nested_ && wants_no_string(excluded(test, 0))) {
    return report(LintCode::kExcludesNothing, predicate(i).span,
                  "Every event has a string there; write the number in quotes.");
  }
  if (!prover_.take_steps(1 + tests.size() / 8)) return;
  for (const Test& other : tests) {
    if (other.op == Operator::kExists) return;
  }
  if (!clause().takes_every_value || !prover_.takes_every_value_by(test, tests)) return;
  const Test left_out = excluded(test, 0);
  Vec<char> text;
  Text witness;
  if (wants_string(left_out.op) && append_example(left_out, {}, text)) {
    const std::string_view example = {text.data(), text.size()};
    for (const Test& other : tests) {
      if (witness.empty() && takes_text(other, example)) append_json_string(example, witness);
    }
  }
  findings_.add({.code = LintCode::kExcludesNothing,
                 .place = linted_.place(predicate(i).span),
                 .about = text_of(predicate(i).span),
                 .hint = "Alternatives are joined by \"or\"; to exclude several values, list them "
                         "in one anything-but.",
                 .witness = witness.view()});
}

void PatternLint::look_at_wildcard(uint32_t i) {
  const TextList fragments(clause().tests[i].operand);
  const std::string_view op = operator_without_star(fragments);
  if (op.empty()) return;
  const std::string_view part = fragments[op == "suffix" ? 1 : 0];
  // As it stands, the text of an address is every spelling of it.
  Address address;
  const bool is_plain =
      fragments.size() == 1 && parse_address(part, address) != AddressError::kNone;
  Text text;
  if (!is_plain) text.append("{\"").append(op).append("\":");
  append_json_string(part, text);
  report_fix(LintCode::kWildcardNotNeeded, predicate(i).span, "Use a plainer operator",
             is_plain ? text : text.append('}'));
}

// A list of one kind can be one of another operator, which takes no empty text.
void PatternLint::look_at_wildcards_excluded(uint32_t i) {
  const TextList list(clause().tests[i].operand);
  const std::string_view op = operator_without_star(TextList(list[0]));
  if (op.empty()) return;
  Text text;
  text.append("{\"anything-but\":");
  if (op != "exactly") text.append("{\"").append(op).append("\":");
  for (uint32_t j = 0; j < list.size(); ++j) {
    const TextList fragments(list[j]);
    if (operator_without_star(fragments) != op) return;
    const std::string_view part = fragments[op == "suffix" ? 1 : 0];
    if (part.empty() && op != "exactly") return;
    append_json_string(part, text.append(j == 0 ? '[' : ','));
  }
  text.append(op == "exactly" ? "]}" : "]}}");
  report_fix(LintCode::kWildcardNotNeeded, predicate(i).span, "Use a plainer operator", text);
}

void PatternLint::look_at_star(uint32_t i) {
  const Predicate& written = predicate(i);
  const bool is_equal = written.op == Operator::kEqualsString;
  const bool ignores_case =
      written.op == Operator::kPrefixIgnoreCase || written.op == Operator::kSuffixIgnoreCase;
  const bool may_begin =
      is_equal || written.op == Operator::kSuffix || written.op == Operator::kSuffixIgnoreCase;
  const bool may_end =
      is_equal || written.op == Operator::kPrefix || written.op == Operator::kPrefixIgnoreCase;
  std::string_view rest = written.text;
  while (may_begin && rest.starts_with('*')) rest.remove_prefix(1);
  const bool begins = rest.size() < written.text.size();
  const size_t size = rest.size();
  while (may_end && rest.ends_with('*')) rest.remove_suffix(1);
  const bool ends = rest.size() < size;
  if ((!begins && !ends) || rest.empty()) return;
  Text meant;
  if (begins && ends) meant.append('*').append(rest).append('*');
  uint32_t unused = 0;
  if (!meant.empty() && check_wildcard(meant.view(), unused) != ProblemKind::kNone)
    return report(LintCode::kLiteralStar, written.span);
  Text fixed;
  fixed.append(!meant.empty() ? "{\"wildcard\":" : begins ? "{\"suffix\":" : "{\"prefix\":");
  if (ignores_case) fixed.append("{\"equals-ignore-case\":");
  append_json_string(meant.empty() ? rest : meant.view(), fixed);
  fixed.append(ignores_case ? "}}" : "}");
  report_fix(LintCode::kLiteralStar, written.span, "Write what the star was meant for", fixed);
}

// Of IPv6, what is assigned to be used: 2000::/3, fc00::/7, fe80::/10 and ff00::/8. All of IPv4 is.
bool is_in_use(uint32_t first) {
  return first >> 29 == 1 || first >> 25 == 0x7E || first >> 22 == 0x3FA || first >> 24 == 0xFF;
}

void PatternLint::look_at_block(uint32_t i) {
  const auto block = read_plain<AddressBlock>(clause().tests[i].operand);
  uint32_t low = 0;
  for (int byte = 0; byte < 4; ++byte) low = low << 8 | block.base.bytes[byte];
  const uint32_t high = block.mask_bits >= 32 ? low : low | UINT32_MAX >> block.mask_bits;
  Text witness;
  if (block.base.size == 4) {
    // The first address of a range in use, or of the block where that begins within one.
    constexpr uint32_t kBegins[] = {0x20000000, 0xFC000000, 0xFE800000, 0xFF000000};
    uint32_t used = low;
    for (const uint32_t begin : kBegins) {
      if (!is_in_use(used) && begin > low && begin <= high) used = begin;
    }
    if (!is_in_use(used)) return;
    constexpr char kDigits[] = "0123456789abcdef";
    witness.append('"');
    for (int shift = 28; shift >= 0; shift -= 4) {
      witness.append(kDigits[used >> shift & 15]).append(shift == 16 ? ":" : "");
    }
    witness.append("::1\"");
  } else {
    if (high - low < 2) return;
    witness.append('"');
    for (int shift = 24; shift >= 0; shift -= 8) {
      witness.append_number((low + 1) >> shift & 255).append(shift == 0 ? "\"" : ".");
    }
  }
  const std::string_view address = witness.view().substr(1, witness.view().size() - 2);
  if (!takes_text(clause().tests[i], address)) return;
  findings_.add({.code = LintCode::kBlockOfBothFamilies,
                 .place = linted_.place(predicate(i).span),
                 .about = text_of(predicate(i).span),
                 .witness = witness.view()});
}

void PatternLint::look_at_number(uint32_t i) {
  const Predicate& written = predicate(i);
  const bool is_numeric =
      written.op == Operator::kNumericRange || written.op == Operator::kEqualsNumber;
  const bool may_come = field_ == AwsEvent::kDetail || field_ == AwsEvent::kFieldCount;
  if (is_bus() && is_numeric && may_come &&
      (is_beyond_promise(written.low) || is_beyond_promise(written.high))) {
    report(LintCode::kNumberPrecision, written.span);
  }
  const bool decides = clause().tests.size() == 1 && linted_.never_matches;
  if (is_empty(clause().tests[i]) && !decides) report(LintCode::kEmptyRange, written.span);
}

// What can never hold of an event of the service, or always does. Whether there was such a thing.
bool PatternLint::look_at_type(uint32_t i) {
  const Test& test = clause().tests[i];
  const Span span = predicate(i).span;
  const Shape shape = shape_of(field_);
  const bool is_absence = test.op == Operator::kAbsent;
  std::string_view hint;
  if (profile_ == Profile::kCustomBusSystemMetadata) {
    if (wants_no_string(test)) hint = "All values of the system's metadata are strings.";
  } else if (profile_ == Profile::kPipes) {
    if (wants_no_string(test) && path_.starts_with("dynamodb.") && path_.ends_with(".N"))
      hint = "In a record of DynamoDB numbers are strings.";
  } else if (shape == Shape::kUnknown || (shape == Shape::kObject && nested_)) {
    return false;
  } else if (nested_) {
    if (!is_absence) hint = "There is a string, or a list of them, which has no fields.";
  } else if (shape == Shape::kObject) {
    if (!is_absence) hint = "Here is an object, and a list looks at values only: name its fields.";
  } else if (wants_no_string(test)) {
    hint = "Here are strings only.";
  } else if (is_absence && shape == Shape::kText && is_in_every_event(field_)) {
    hint = "Every event has this field.";
  }
  if (hint.empty()) return false;
  if (test.op != Operator::kEqualsNumber) {
    report(LintCode::kEnvelopeType, span, hint);
    return true;
  }
  Text quoted;
  append_json_string(text_of(span), quoted);
  const LintEdit edit = {span, quoted.view()};
  const bool is_plain = text_of(span).front() != '{';
  report_fix(LintCode::kEnvelopeType, span, is_plain ? "Write a string" : "", {&edit, 1}, hint);
  return true;
}

bool is_service_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// "AWS.ec2", "aws:ec2" and "ec2.amazonaws.com", which is what CloudTrail calls it.
void PatternLint::look_at_source(uint32_t i) {
  constexpr std::string_view kPrincipal = ".amazonaws.com";
  const Predicate& written = predicate(i);
  if (field_ != AwsEvent::kSource || nested_) return;
  if (written.op != Operator::kEqualsString && written.op != Operator::kPrefix) return;
  Text source;
  for (const char c : written.text) {
    source.append(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  }
  std::string_view service = source.view();
  if (service.ends_with(kPrincipal)) {
    service.remove_suffix(kPrincipal.size());
  } else {
    const bool is_aws = service.size() > 4 && service.starts_with("aws") &&
                        (service[3] == '.' || service[3] == ':' || service[3] == '/');
    if (!is_aws) return;
    service.remove_prefix(4);
  }
  if (!std::all_of(service.begin(), service.end(), is_service_letter)) return;
  Text right;
  right.append("aws.").append(service);
  if (right.view() == written.text) return;
  Text hint;
  hint.append("Write \"").append(right.view()).append("\".");
  Text quoted;
  append_json_string(right.view(), quoted);
  const LintEdit edit = {written.span, quoted.view()};
  const bool is_plain = text_of(written.span).front() == '"';
  report_fix(LintCode::kSourceSpelling, written.span, is_plain ? "Spell it so" : "", {&edit, 1},
             hint.view());
}

void PatternLint::look_for_numbers() {
  const std::span<const Test> tests = clause().tests;
  const bool has_number = std::any_of(tests.begin(), tests.end(), [](const Test& test) {
    return test.op == Operator::kEqualsNumber || test.op == Operator::kNumericRange;
  });
  if (!has_number || shape_of(field_) == Shape::kText) return;
  for (uint32_t i = 0; i < tests.size(); ++i) {
    const Predicate& written = predicate(i);
    if (written.op != Operator::kEqualsString || !is_number(written.text)) continue;
    const LintEdit edit = {written.span, written.text};
    report_fix(LintCode::kNumberAsString, written.span, "Write a number", {&edit, 1});
  }
}

// ---- Schemas ----

// A clause is held against a schema where that is about the events of one of its sub-rules; against
// none where one of them may be about events of no schema.
bool PatternLint::find_schemas() {
  const auto clauses = static_cast<uint32_t>(linted_.clauses.size());
  if (schemas_.size() == 0) return true;
  if (!may_be_others_.resize(clauses, 0) || !is_held_.resize(clauses * schemas_.size(), 0))
    return false;
  for (const LintSubRule& sub_rule : linted_.sub_rules) {
    bool is_known = false;
    for (uint32_t schema = 0; schema < schemas_.size(); ++schema) {
      if (!prover_.take_steps(sub_rule.size())) return true;
      if (!is_about(sub_rule, schemas_[schema])) continue;
      is_known = true;
      for (const uint32_t i : sub_rule) is_held_[i * schemas_.size() + schema] = 1;
    }
    for (const uint32_t i : sub_rule) may_be_others_[i] |= is_known ? 0 : 1;
  }
  return true;
}

bool PatternLint::is_about(const LintSubRule& sub_rule, const EventSchema& schema) const {
  return std::none_of(sub_rule.begin(), sub_rule.end(), [&](uint32_t i) {
    const AwsEvent::Field field = aws_field(pattern_.clauses()[i].path);
    if (field != AwsEvent::kSource && field != AwsEvent::kDetailType) return false;
    const std::string_view text =
        field == AwsEvent::kSource ? schema.source() : schema.detail_type();
    const std::span<const Test> tests = linted_.clauses[i].tests;
    return !text.empty() && std::none_of(tests.begin(), tests.end(),
                                         [&](const Test& test) { return takes_text(test, text); });
  });
}

// Calls visit(schema) for those that the clause is held against, as long as that returns true.
template <class Visit>
bool PatternLint::all_schemas(Visit visit) const {
  for (uint32_t i = 0; i < schemas_.size(); ++i) {
    const bool is_held = is_held_[clause_ * schemas_.size() + i] != 0;
    if (is_held && !visit(schemas_[i])) return false;
  }
  return true;
}

// Whether there is something to say of the values at the path.
bool PatternLint::look_up_in_schemas() {
  if (schemas_.size() == 0 || has_effect_[clause_] == 0 || may_be_others_[clause_] != 0)
    return false;
  bool has_values = false;
  bool is_unnamed = false;
  const bool is_known = all_schemas([&](EventSchema& schema) {
    if (!prover_.take_steps(1)) return false;
    const EventSchema::Answer answer = schema.look_up(path_);
    has_values = has_values || answer == EventSchema::Answer::kValues;
    is_unnamed = is_unnamed || answer == EventSchema::Answer::kUnnamed;
    return answer != EventSchema::Answer::kNothing;
  });
  if (!is_known) return false;
  if (!has_values)
    look_at_name(is_unnamed ? LintCode::kFieldSpelling : LintCode::kFieldNotInSchema);
  return has_values && !is_unnamed;
}

// The key at which the path of the clause leaves the schemas, as the first of them has it. What is
// in an object below that is not reported again.
void PatternLint::look_at_name(LintCode code) {
  const EventSchema* first = nullptr;
  std::string_view nearest;
  all_schemas([&](const EventSchema& schema) {
    if (first == nullptr) first = &schema;
    if (schema.step().begin == first->step().begin && nearest.empty())
      nearest = schema.nearest_name();
    return true;
  });
  const Span step = first->step();
  const Member* member = nullptr;
  size_t end = 0;  // Of the keys so far, each with the dot that follows it.
  for (const Open& open : open_) {
    if (open.node->kind == Node::Kind::kOr) continue;
    member = &open.node->members[open.next - 1];
    if (member->value->kind != Node::Kind::kOr) end += member->key.size() + 1;
    if (end > step.begin) break;
  }
  if (member == named_ || (nearest.empty() && code == LintCode::kFieldSpelling)) return;
  report_name(code, *member, nearest, step.end - step.begin);
}

bool PatternLint::may_be_in_schemas(const Test& test) const {
  return !all_schemas([&](const EventSchema& schema) {
    return schema.answer() == EventSchema::Answer::kNotThere ? test.op != Operator::kAbsent
                                                             : !schema.may_satisfy(test, prover_);
  });
}

// Where no schema has what the alternative looks for: the value that is near it, or spelt like it.
void PatternLint::look_at_value(uint32_t i) {
  const Test& test = clause().tests[i];
  if (may_be_in_schemas(test)) return;
  const Predicate& written = predicate(i);
  const std::string_view text = text_of(written.span);
  const bool is_plain = text.front() != '{';
  Text meant;
  if (written.op == Operator::kEqualsString) {
    double number = 0;
    if (is_number(written.text) && comparable_number(written.text, number)) {
      char operand[sizeof number];
      std::memcpy(operand, &number, sizeof number);
      if (may_be_in_schemas({Operator::kEqualsNumber, {operand, sizeof operand}}))
        meant.append(written.text);
    } else if (is_token(written.text) &&
               may_be_in_schemas({Operator::kEqualsToken, written.text})) {
      meant.append(written.text);
    } else {
      std::string_view nearest;
      all_schemas([&](const EventSchema& schema) {
        nearest = schema.nearest_value(written.text);
        return nearest.empty();
      });
      if (!nearest.empty()) append_json_string(nearest, meant);
    }
  } else if (is_plain && wants_no_string(test) &&
             may_be_in_schemas({Operator::kEqualsString, text})) {
    append_json_string(text, meant);
  }
  Text hint;
  append_value_hint(test, meant.view(), hint);
  const LintEdit edit = {written.span, meant.view()};
  const bool is_fixed = is_plain && !meant.empty();
  report_fix(LintCode::kValueNotInSchema, written.span, is_fixed ? "Write what the schema has" : "",
             {&edit, 1}, hint.view());
}

void PatternLint::append_value_hint(const Test& test, std::string_view meant, Text& hint) const {
  if (test.op == Operator::kAbsent) {
    hint.append("Every event of the schema has this field.");
    return;
  }
  if (!meant.empty()) {
    hint.append("Did you mean ").append(meant).append("?");
    return;
  }
  uint8_t types = 0;
  all_schemas([&](const EventSchema& schema) {
    types |= schema.types();
    return true;
  });
  hint.append("The schema has here: ");
  append_types(types, hint);
  hint.append('.');
  if (types == EventSchema::kObjects) hint.append(" Name its fields; a list looks at values only.");
}

// ---- The whole ----

void PatternLint::judge_whole() {
  if (linted_.never_matches) {
    for (const uint32_t i : linted_.sub_rules[0]) {
      if (!linted_.clauses[i].takes_nothing) continue;
      return report(LintCode::kNeverMatches, pattern_.clauses()[i].alternatives[0]->span);
    }
  }
  linted_.always_matches = always_matches();
  if (linted_.always_matches) return report(LintCode::kAlwaysMatches, linted_.root);
  if (!is_envelope_) return;
  bool lacks_source = false;
  for (const LintSubRule& sub_rule : linted_.sub_rules) {
    if (takes_every_event_of_bus(sub_rule)) return report(LintCode::kCatchAll, linted_.root);
    lacks_source = lacks_source || (!asks_for(sub_rule, AwsEvent::kSource) &&
                                    !asks_for(sub_rule, AwsEvent::kAccount));
  }
  if (lacks_source) report(LintCode::kNoSource, linted_.root);
}

// Of a sub-rule whose clauses all take whatever comes, field after field finds a value that may
// stand beside those before it, or none. Sub-rules of one field each, and of the same, are as one.
bool PatternLint::always_matches() {
  PathTree::Node path = PathTree::kNone;
  bool one_path = true;
  for (const LintSubRule& sub_rule : linted_.sub_rules) {
    const bool takes_all = std::all_of(sub_rule.begin(), sub_rule.end(), [&](uint32_t i) {
      return linted_.clauses[i].takes_every_value && linted_.clauses[i].takes_absence;
    });
    if (takes_all) return true;
    const PathTree::Node only = linted_.clauses[sub_rule[0]].path;
    if (path == PathTree::kNone) path = only;
    one_path = one_path && sub_rule.size() == 1 && only == path;
  }
  if (!one_path) return false;
  Vec<Test> tests;
  bool takes_absence = false;
  for (const LintSubRule& sub_rule : linted_.sub_rules) {
    const LintClause& only = linted_.clauses[sub_rule[0]];
    if (!tests.append(only.tests.data(), static_cast<uint32_t>(only.tests.size()))) return false;
    takes_absence = takes_absence || only.takes_absence;
  }
  return takes_absence && prover_.takes_every_value({tests.data(), tests.size()});
}

bool PatternLint::takes_every_event_of_bus(const LintSubRule& sub_rule) const {
  constexpr Test kAnyText = {Operator::kPrefix, {}};
  return std::all_of(sub_rule.begin(), sub_rule.end(), [&](uint32_t i) {
    const AwsEvent::Field field = aws_field(pattern_.clauses()[i].path);
    const LintClause& clause = linted_.clauses[i];
    return shape_of(field) == Shape::kText && is_in_every_event(field) &&
           prover_.within({&kAnyText, 1}, clause.tests, clause.takes_every_value);
  });
}

bool PatternLint::asks_for(const LintSubRule& sub_rule, AwsEvent::Field field) const {
  return std::any_of(sub_rule.begin(), sub_rule.end(), [&](uint32_t i) {
    return pattern_.clauses()[i].path == aws_field_name(field);
  });
}

LintCode code_of(ProblemKind kind, ErrorCode error) {
  if (kind == ProblemKind::kScalarField) return LintCode::kScalarField;
  if (kind == ProblemKind::kAnythingButMixed || kind == ProblemKind::kAnythingButListValue)
    return LintCode::kMixedAnythingBut;
  const bool is_limit = error == ErrorCode::kPatternTooComplex || error == ErrorCode::kTooLarge;
  return is_limit ? LintCode::kOverLimit : LintCode::kRefused;
}

}  // namespace

bool lint_pattern(const Pattern& pattern, Profile profile, const EventSchemas& schemas,
                  LintedPattern& linted, Prover& prover, FindingWriter& findings) {
  return PatternLint(pattern, profile, schemas, linted, prover, findings).run();
}

void report_refusal(const LintedPattern& linted, ProblemKind kind, const Diagnostic& problem,
                    FindingWriter& findings) {
  const Span span = problem.span;
  const LintEdit edits[] = {{{span.begin, span.begin}, "["}, {{span.end, span.end}, "]"}};
  const LintCode code = code_of(kind, problem.code);
  Finding finding = {.code = code,
                     .place = linted.place(span),
                     .about = problem.reason.view(),
                     .hint = problem.hint.view(),
                     .error_code = error_name(problem.code)};
  if (finding.about.empty()) finding.about = error_sentence(problem.code);
  if (kind == ProblemKind::kNotUtf8) finding.place.text = linted.text.substr(0, span.begin);
  if (code == LintCode::kScalarField) {
    finding.fix = "Put it into a list";
    finding.edits = edits;
  }
  findings.add(finding);
}

}  // namespace tidegate
