#include "pattern/parser.h"

#include <algorithm>
#include <cstring>

#include "base/arena_vec.h"
#include "base/limits.h"
#include "json/strings.h"
#include "pattern/alternative.h"
#include "pattern/expand.h"
#include "pattern/profile.h"
#include "pattern/refusal.h"
#include "pattern/sns_policy.h"
#include "pattern/suggest.h"
#include "pattern/token_reader.h"

namespace tidegate {
namespace {

constexpr std::string_view kOr = "$or";

constexpr std::string_view kReservedInOr[] = {
#define TIDEGATE_RESERVED(name) name,
#include "pattern/reserved_names.def"
#undef TIDEGATE_RESERVED
};

// A value short enough to be repeated in a hint.
std::string_view quotable(std::string_view value) { return value.size() <= 60 ? value : "..."; }

// How many bytes at the start of `text` are ASCII, or a few less.
size_t ascii_prefix(std::string_view text) {
  size_t size = 0;
  for (uint64_t bytes; text.size() - size >= sizeof(bytes); size += sizeof(bytes)) {
    std::memcpy(&bytes, text.data() + size, sizeof(bytes));
    if ((bytes & 0x8080808080808080u) != 0) break;
  }
  return size;
}

// The first byte that is not UTF-8, or the size; and the number of UTF-16 units before it.
uint32_t check_utf8(std::string_view text, uint32_t& units) {
  const char* end = text.data() + text.size();
  const size_t ascii = ascii_prefix(text);
  units = static_cast<uint32_t>(ascii);
  for (const char* p = text.data() + ascii; p != end;) {
    const uint32_t size = static_cast<unsigned char>(*p) < 0x80 ? 1 : utf8_sequence(p, end);
    if (size == 0) return static_cast<uint32_t>(p - text.data());
    units += size == 4 ? 2 : 1;
    p += size;
  }
  return static_cast<uint32_t>(text.size());
}

}  // namespace

bool is_reserved_in_or(std::string_view name) {
  return is_operator_name(name) || std::find(std::begin(kReservedInOr), std::end(kReservedInOr),
                                             name) != std::end(kReservedInOr);
}

// Reads the tree: objects, $or and lists. Follows event-ruler's JsonRuleCompiler as
// AlternativeParser does.
class PatternParser {
 public:
  // `pattern` is empty.
  PatternParser(std::string_view text, Profile profile, Pattern& pattern)
      : text_(text),
        rules_(rules_of(profile)),
        pattern_(pattern),
        arena_(pattern.arena_),
        reader_(keep_text(text), arena_),
        refusal_(reader_),
        alternative_parser_(reader_, arena_, rules_, refusal_),
        open_(arena_),
        members_(arena_),
        branches_(arena_) {}

  // False: refused, see describe() and append_message().
  bool parse() {
    return check_text() && has_kept() && parse_tree() && refusal_.settle() && check_counts() &&
           multiply_out() && check_wildcards();
  }

  void describe(Diagnostic& diagnostic) const {
    const Problem& problem = refusal_.problem();
    tidegate::describe(problem, valid_text_, diagnostic);
    append_pointer_to(valid_text_, problem.span.begin, diagnostic.pointer);
  }

  ProblemKind kind() const { return refusal_.problem().kind; }

  void append_message(SnsCall call, Text& message) const {
    message.append(rules_.message_start);
    if (call == SnsCall::kSubscribe) message.append(rules_.subscribe_start);
    if (refusal_.problem().kind != rules_.nesting_refusal) message.append(rules_.message_subject);
    append_reason_and_places(refusal_.problem(), valid_text_, message);
  }

 private:
  // An object or a $or that is being read.
  struct OpenNode {
    Node* node;
    uint32_t first;  // Its first member or branch, in members_ or branches_.
    bool in_or;
  };

  // The text for the reader, in the arena so that what is read is part of the pattern. Of what is
  // far too large there need be none.
  std::string_view keep_text(std::string_view text) {
    return text.size() <= kMaxTextBytes ? arena_.copy(text) : std::string_view();
  }
  bool has_kept() { return !arena_.failed() || refusal_.no_memory(); }

  bool check_text();
  bool parse_tree();
  bool check_counts();
  bool multiply_out();
  bool check_wildcards();
  bool parse_member();
  bool parse_field(const Member& member, bool in_or);
  bool parse_or(const Member& member);
  bool parse_branch();
  bool parse_alternatives(const Member& member);

  Node* make_node(Node::Kind kind);
  bool open(Node* node, bool in_or);
  bool add_member(Member member, const Node* value);
  bool close_object(const OpenNode& object);
  bool close_or(const OpenNode& list);
  template <class T>
  bool keep(ArenaVec<T>& values, uint32_t first, std::span<T>& kept);
  bool refuse_size(std::string_view limit);
  bool refuse_field(ProblemKind kind, const Member& member, Span span, std::string_view mend);
  void refuse_later(ProblemKind kind, const Member& member);
  Span since(uint32_t begin) const { return {begin, reader_.position()}; }

  std::string_view text_;
  std::string_view valid_text_;  // As much of it as is known to be UTF-8.
  const ProfileRules& rules_;
  Pattern& pattern_;
  Arena& arena_;  // The pattern's.
  TokenReader reader_;
  Refusal refusal_;
  AlternativeParser alternative_parser_;

  ArenaVec<OpenNode> open_;
  ArenaVec<Member> members_;  // Of all open objects, the innermost last.
  ArenaVec<const Node*> branches_;
};

bool PatternParser::check_text() {
  if (text_.size() > kMaxTextBytes) return refuse_size("512 MiB");
  if (rules_.max_bytes != 0 && text_.size() > rules_.max_bytes)
    return refuse_size(rules_.max_in_words);
  uint32_t units = 0;
  const uint32_t valid = check_utf8(text_, units);
  valid_text_ = text_.substr(0, valid);
  if (valid != text_.size()) {
    return refusal_.fail(
        Problem{.kind = ProblemKind::kNotUtf8, .span = {valid, valid + 1}, .place = valid});
  }
  return rules_.max_characters == 0 || units <= rules_.max_characters ||
         refuse_size(rules_.max_in_words);
}

bool PatternParser::parse_tree() {
  if (reader_.next() != Token::kObjectBegin) return refusal_.fail(ProblemKind::kNotAnObject);
  Node* root = make_node(Node::Kind::kObject);
  if (root == nullptr || !open(root, false)) return refusal_.no_memory();
  pattern_.root_ = root;
  while (!open_.empty()) {
    const bool in_object = open_.back().node->kind == Node::Kind::kObject;
    if (!(in_object ? parse_member() : parse_branch())) return false;
  }
  return reader_.expect_end() || refusal_.fail(reader_.problem());
}

bool PatternParser::check_counts() {
  const Node& root = *pattern_.root_;
  const uint32_t keys = rules_.max_keys;
  if (keys != 0 && root.members.size() > keys) {
    return refusal_.fail(
        Problem{.kind = ProblemKind::kSnsTooManyKeys, .span = root.members[keys].key_span});
  }
  const uint32_t most = rules_.max_combinations;
  if (most == 0) return true;
  uint32_t combinations = 0;
  if (!count_combinations(root, most, combinations)) return refusal_.no_memory();
  return combinations <= most ||
         refusal_.fail(Problem{.kind = ProblemKind::kSnsTooComplex, .span = root.span});
}

bool PatternParser::multiply_out() {
  const ProblemKind kind = expand(*pattern_.root_, arena_, pattern_.clauses_, pattern_.sub_rules_);
  return kind == ProblemKind::kNone ||
         refusal_.fail(Problem{.kind = kind, .span = pattern_.root_->span});
}

bool PatternParser::check_wildcards() {
  const uint32_t most = rules_.max_wildcard_points;
  return most == 0 || count_wildcard_points(pattern_.clauses_) <= most ||
         refusal_.fail(
             Problem{.kind = ProblemKind::kSnsWildcardPoints, .span = pattern_.root_->span});
}

bool PatternParser::parse_member() {
  const OpenNode object = open_.back();
  if (reader_.next() == Token::kObjectEnd) {
    const bool empty = members_.size() == object.first;
    return empty ? refusal_.fail(ProblemKind::kEmptyObject, since(object.node->span.begin))
                 : close_object(object);
  }
  if (reader_.token() != Token::kName) return refusal_.fail(reader_.problem());
  const Member member = {reader_.name(), reader_.span(), nullptr};
  return member.key == kOr ? parse_or(member) : parse_field(member, object.in_or);
}

bool PatternParser::parse_field(const Member& member, bool in_or) {
  if (in_or && is_reserved_in_or(member.key)) {
    return refuse_field(ProblemKind::kOrReservedName, member, member.key_span, member.key);
  }
  const std::span<const std::string_view> keys = rules_.keys;
  if (!keys.empty() && std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
    refusal_.later({.kind = ProblemKind::kSystemMetadataKey,
                    .span = member.key_span,
                    .argument = member.key,
                    .suggestion = suggest(member.key, keys)});
  }
  switch (reader_.next()) {
    case Token::kArrayBegin:
      return parse_alternatives(member);
    case Token::kObjectBegin: {
      refuse_later(rules_.nesting_refusal, member);
      Node* node = make_node(Node::Kind::kObject);
      return (node != nullptr && add_member(member, node) && open(node, in_or)) ||
             refusal_.no_memory();
    }
    default:
      return is_operator_name(member.key)
                 ? refuse_field(ProblemKind::kOperatorAsField, member, reader_.span(), member.key)
                 : refuse_field(ProblemKind::kScalarField, member, reader_.span(),
                                quotable(reader_.spelling()));
  }
}

bool PatternParser::parse_or(const Member& member) {
  if (reader_.next() != Token::kArrayBegin) return refusal_.fail(ProblemKind::kOrNotArray);
  refuse_later(rules_.or_refusal, member);
  Node* node = make_node(Node::Kind::kOr);
  return (node != nullptr && add_member(member, node) && open(node, true)) || refusal_.no_memory();
}

bool PatternParser::parse_branch() {
  const OpenNode list = open_.back();
  if (reader_.next() == Token::kArrayEnd) {
    const bool enough = branches_.size() - list.first >= 2;
    return enough ? close_or(list)
                  : refusal_.fail(ProblemKind::kOrTooFew, since(list.node->span.begin));
  }
  if (reader_.token() != Token::kObjectBegin) return refusal_.fail(ProblemKind::kOrNotObject);
  Node* node = make_node(Node::Kind::kObject);
  return (node != nullptr && branches_.push(node) && open(node, true)) || refusal_.no_memory();
}

bool PatternParser::parse_alternatives(const Member& member) {
  Node* node = make_node(Node::Kind::kAlternatives);
  if (node == nullptr || !add_member(member, node)) return refusal_.no_memory();
  ArenaVec<const Predicate*> alternatives(arena_);
  while (reader_.next() != Token::kArrayEnd) {
    auto* predicate = arena_.make<Predicate>();
    if (predicate == nullptr || !alternatives.push(predicate)) return refusal_.no_memory();
    if (!alternative_parser_.parse(*predicate)) return false;
  }
  node->span = since(node->span.begin);
  if (alternatives.empty()) return refusal_.fail(ProblemKind::kEmptyArray, node->span);
  node->alternatives = {alternatives.data(), alternatives.size()};
  return true;
}

// A node that begins with the reader's token.
Node* PatternParser::make_node(Node::Kind kind) {
  Node* node = arena_.make<Node>();
  if (node == nullptr) return nullptr;
  node->kind = kind;
  node->span = reader_.span();
  return node;
}

bool PatternParser::open(Node* node, bool in_or) {
  const uint32_t first = node->kind == Node::Kind::kOr ? branches_.size() : members_.size();
  return open_.push({node, first, in_or});
}

bool PatternParser::add_member(Member member, const Node* value) {
  member.value = value;
  return members_.push(member);
}

bool PatternParser::close_object(const OpenNode& object) {
  open_.pop();
  object.node->span = since(object.node->span.begin);
  return keep(members_, object.first, object.node->members);
}

bool PatternParser::close_or(const OpenNode& list) {
  open_.pop();
  list.node->span = since(list.node->span.begin);
  return keep(branches_, list.first, list.node->branches);
}

// Moves the values from `first` on into the arena.
template <class T>
bool PatternParser::keep(ArenaVec<T>& values, uint32_t first, std::span<T>& kept) {
  kept = arena_.copy(std::span<const T>(values.begin() + first, values.end()));
  values.resize_reserved(first);
  return !arena_.failed() || refusal_.no_memory();
}

bool PatternParser::refuse_size(std::string_view limit) {
  return refusal_.fail(Problem{.kind = ProblemKind::kPatternTooLarge, .argument = limit});
}

bool PatternParser::refuse_field(ProblemKind kind, const Member& member, Span span,
                                 std::string_view mend) {
  return refusal_.fail(Problem{.kind = kind,
                               .span = span,
                               .place = reader_.position(),
                               .argument = member.key,
                               .mend = mend});
}

// What the profile may refuse in spite of event-ruler.
void PatternParser::refuse_later(ProblemKind kind, const Member& member) {
  if (kind != ProblemKind::kNone) refusal_.later({.kind = kind, .span = member.key_span});
}

bool parse_pattern(std::string_view text, Profile profile, Pattern& pattern, Diagnostic& problem,
                   ProblemKind* kind) {
  pattern.clear();
  problem.clear();
  PatternParser parser(text, profile, pattern);
  if (parser.parse()) return true;
  parser.describe(problem);
  if (kind != nullptr) *kind = parser.kind();
  pattern.clear();
  return false;
}

bool aws_message(std::string_view text, Profile profile, Text& message, SnsCall call) {
  Pattern pattern;
  PatternParser parser(text, profile, pattern);
  message.clear();
  if (!parser.parse()) parser.append_message(call, message);
  return !message.failed();
}

}  // namespace tidegate
