#include <algorithm>
#include <utility>

#include "base/sort.h"
#include "schema/compiler.h"
#include "schema/equality.h"
#include "schema/reference.h"
#include "schema/regex_check.h"

namespace tidegate {
namespace {

constexpr uint8_t bit(JsonType type) { return static_cast<uint8_t>(1 << static_cast<int>(type)); }

constexpr uint8_t kNumbers = bit(JsonType::kNumber);
constexpr uint8_t kStrings = bit(JsonType::kString);
constexpr uint8_t kObjects = bit(JsonType::kObject);
constexpr uint8_t kArrays = bit(JsonType::kArray);
constexpr uint8_t kAllTypes = 127;

uint8_t types_of(std::string_view name) {
  switch (name.front()) {
    case 's':
      return kStrings;
    case 'b':
      return bit(JsonType::kTrue) | bit(JsonType::kFalse);
    case 'o':
      return kObjects;
    case 'a':
      return kArrays;
    case 'n':
      return name == "null" ? bit(JsonType::kNull) : kNumbers;
    default:
      return kNumbers;
  }
}

// A count as large as any text has things to count, or the count.
uint32_t count_of(std::string_view token) {
  const Decimal number = read_decimal(token);
  if (number.count + std::min<int64_t>(number.exponent, 10) > 9) return UINT32_MAX;
  uint32_t count = 0;
  for (uint32_t i = 0; i < number.size; ++i) {
    if (number.digits[i] != '.') count = count * 10 + static_cast<uint32_t>(number.digits[i] - '0');
  }
  for (int64_t i = number.exponent; i > 0; --i) count *= 10;
  return count;
}

}  // namespace

// What references may lead to that depend on where they are come from: the anchors of resources
// that can be come through.
template <class Emit>
void SchemaCompiler::emit_dynamic_anchors(const Emit& emit_new) {
  Vec<DynamicAnchor>& anchors = schema_.dynamic_anchors;
  Vec<uint8_t> reached;
  if (!reached.resize(schema_.resources.size(), 0)) out_of_memory_ = true;
  uint32_t kept = 0;
  uint32_t seen = 0;
  while (has_dynamic_ && seen < schema_.nodes.size() && !out_of_memory_) {
    for (; seen < schema_.nodes.size(); ++seen) reached[schema_.nodes[seen].resource] = 1;
    for (uint32_t i = kept; i < anchors.size(); ++i) {
      if (reached[anchors[i].resource] == 0) continue;
      anchors[i].node = node_of(anchors[i].node);
      std::swap(anchors[i], anchors[kept++]);
    }
    emit_new();
  }
  anchors.resize_reserved(kept);
}

void SchemaCompiler::emit_all() {
  schema_.root = node_of(root_);
  uint32_t emitted = 0;
  const auto emit_new = [&] {
    for (; emitted < schema_.nodes.size() && !out_of_memory_; ++emitted) emit(emitted);
  };
  emit_new();
  emit_dynamic_anchors(emit_new);
  if (out_of_memory_ || !mistakes_.empty()) return;
  check_cycles();
  if (mistakes_.empty()) shorten();
}

uint32_t SchemaCompiler::node_of(uint32_t value) {
  if (node_of_[value] != kNoNode) return node_of_[value];
  const uint32_t node = schema_.nodes.size();
  SchemaNode made = {};
  made.site = value;
  made.resource = resource_of(value);
  push(schema_.nodes, made);
  node_of_[value] = node;
  return node;
}

// Where a keyword comes twice by its two rows, only that of the dialect does.
void SchemaCompiler::read_keywords(uint32_t schema, uint32_t resource, Keywords& keywords) const {
  std::fill_n(keywords.values, kKeywordCount, kNone);
  const Dialect dialect = schema_.resources[resource].dialect;
  const uint8_t vocabularies = schema_.resources[resource].vocabularies;
  for (uint32_t name = tape_.first(schema); name != kNone; name = tape_.after(name, schema)) {
    const Keyword keyword = find_keyword(tape_[name].view(), dialect);
    const bool counts = keyword != Keyword::kNone && wrong_[name + 1] == 0 &&
                        (row_of(keyword).vocabulary & vocabularies) != 0;
    if (counts) keywords.values[static_cast<uint32_t>(keyword)] = name + 1;
  }
}

void SchemaCompiler::emit(uint32_t node) {
  const uint32_t site = schema_.nodes[node].site;
  const uint32_t resource = schema_.nodes[node].resource;
  // One that only a pointer leads to has not been looked at.
  if (resource_of_[site] == kNone) {
    add_place(site, resource, true);
    index_places();
  }
  const uint32_t begin = schema_.steps.size();
  SchemaNode made = schema_.nodes[node];
  made.types = kAllTypes;
  made.assertions = made.applicators = begin;
  if (tape_[site].is(JsonType::kFalse)) {
    emit_step(StepKind::kFalse, kAllTypes, Keyword::kFalseSchema, site);
    made.applicators = begin + 1;
  } else if (tape_[site].is(JsonType::kObject)) {
    Keywords keywords;
    read_keywords(site, resource, keywords);
    const Dialect dialect = schema_.resources[resource].dialect;
    const bool alone = dialect <= Dialect::kDraft7 && keywords[Keyword::kRef] != kNone;
    if (!alone) {
      emit_types(made, keywords);
      emit_assertions(keywords);
    }
    made.applicators = schema_.steps.size();
    emit_references(keywords, resource);
    if (!alone) {
      emit_members(keywords);
      emit_elements(keywords, dialect);
      emit_contains(keywords);
      emit_lists(keywords);
      emit_dependencies(keywords[Keyword::kDependentSchemas], Keyword::kDependentSchemas);
      emit_dependencies(keywords[Keyword::kDependencies], Keyword::kDependencies);
      const uint32_t items = keywords[Keyword::kUnevaluatedItems];
      const uint32_t members = keywords[Keyword::kUnevaluatedProperties];
      made.unevaluated = items != kNone || members != kNone;
      if (items != kNone) {
        emit_step(StepKind::kUnevaluatedItems, kArrays, Keyword::kUnevaluatedItems, items,
                  node_of(items));
      }
      if (members != kNone) {
        emit_step(StepKind::kUnevaluatedProperties, kObjects, Keyword::kUnevaluatedProperties,
                  members, node_of(members));
      }
    }
  }
  made.end = schema_.steps.size();
  schema_.nodes[node] = made;
}

void SchemaCompiler::emit_types(SchemaNode& node, const Keywords& keywords) {
  const uint32_t type = keywords[Keyword::kType];
  if (type == kNone) return;
  node.type_site = type;
  node.types = 0;
  bool integers = false;
  bool numbers = false;
  const auto add = [&](uint32_t i) {
    const std::string_view name = tape_[i].view();
    integers = integers || name == "integer";
    numbers = numbers || name == "number";
    node.types |= types_of(name);
  };
  if (tape_[type].is(JsonType::kString)) add(type);
  if (tape_[type].is(JsonType::kArray)) {
    for (uint32_t i = tape_.first(type); i != kNone; i = tape_.after(i, type)) add(i);
  }
  node.only_integers = integers && !numbers;
  const uint32_t nullable = keywords[Keyword::kNullable];
  if (nullable != kNone && tape_[nullable].is(JsonType::kTrue)) node.types |= bit(JsonType::kNull);
}

void SchemaCompiler::emit_step(StepKind kind, uint8_t types, Keyword keyword, uint32_t site,
                               uint32_t a, uint32_t b, uint32_t c) {
  push(schema_.steps, {kind, types, keyword, site, a, b, c});
}

void SchemaCompiler::emit_count(StepKind kind, uint8_t types, Keyword keyword,
                                const Keywords& keywords) {
  const uint32_t value = keywords[keyword];
  if (value != kNone) emit_step(kind, types, keyword, value, count_of(tape_[value].view()));
}

void SchemaCompiler::emit_assertions(const Keywords& keywords) {
  if (const uint32_t value = keywords[Keyword::kConst]; value != kNone) {
    emit_enum(Keyword::kConst, value, value, 1);
  }
  if (const uint32_t values = keywords[Keyword::kEnum]; values != kNone) {
    emit_enum(Keyword::kEnum, values, tape_.first(values), tape_[values].count);
  }
  emit_limits(keywords);
  emit_count(StepKind::kMinLength, kStrings, Keyword::kMinLength, keywords);
  emit_count(StepKind::kMaxLength, kStrings, Keyword::kMaxLength, keywords);
  if (const uint32_t value = keywords[Keyword::kPattern]; value != kNone) {
    emit_step(StepKind::kPattern, kStrings, Keyword::kPattern, value, add_regex(value));
  }
  if (const uint32_t value = keywords[Keyword::kFormat];
      value != kNone && options_.formats != FormatMode::kAnnotate) {
    const Format format = find_format(tape_[value].view());
    if (format != Format::kUnknown) {
      emit_step(StepKind::kFormat, kStrings, Keyword::kFormat, value,
                static_cast<uint32_t>(format));
    }
  }
  emit_count(StepKind::kMinItems, kArrays, Keyword::kMinItems, keywords);
  emit_count(StepKind::kMaxItems, kArrays, Keyword::kMaxItems, keywords);
  emit_count(StepKind::kMinProperties, kObjects, Keyword::kMinProperties, keywords);
  emit_count(StepKind::kMaxProperties, kObjects, Keyword::kMaxProperties, keywords);
  if (const uint32_t value = keywords[Keyword::kUniqueItems];
      value != kNone && tape_[value].is(JsonType::kTrue)) {
    emit_step(StepKind::kUniqueItems, kArrays, Keyword::kUniqueItems, value);
  }
  for (const Keyword keyword : {Keyword::kDependentRequired, Keyword::kDependencies}) {
    const uint32_t names = keywords[keyword];
    if (names == kNone) continue;
    for (uint32_t i = tape_.first(names); i != kNone; i = tape_.after(i, names)) {
      if (!tape_[i + 1].is(JsonType::kArray)) continue;
      emit_step(StepKind::kDependentRequired, kObjects, keyword, i + 1, i, i + 1);
    }
  }
}

void SchemaCompiler::emit_limits(const Keywords& keywords) {
  struct Limit {
    StepKind kind;
    Keyword keyword;
    Keyword exclusive;  // Up to draft 4 a flag beside it, after that a limit of its own.
  };
  static constexpr Limit kLimits[] = {
      {StepKind::kMinimum, Keyword::kMinimum, Keyword::kMinimumIsExclusive},
      {StepKind::kMaximum, Keyword::kMaximum, Keyword::kMaximumIsExclusive},
      {StepKind::kMinimum, Keyword::kExclusiveMinimum, Keyword::kExclusiveMinimum},
      {StepKind::kMaximum, Keyword::kExclusiveMaximum, Keyword::kExclusiveMaximum},
  };
  for (const Limit& limit : kLimits) {
    const uint32_t value = keywords[limit.keyword];
    if (value == kNone) continue;
    const uint32_t exclusive = keywords[limit.exclusive];
    const bool is_exclusive = exclusive != kNone && !tape_[exclusive].is(JsonType::kFalse);
    emit_step(limit.kind, kNumbers, limit.keyword, value, value, 0, is_exclusive ? 1 : 0);
  }
  Divisor divisor;
  const uint32_t value = keywords[Keyword::kMultipleOf];
  if (value == kNone || !read_divisor(tape_[value].view(), divisor)) return;
  emit_step(StepKind::kMultipleOf, kNumbers, Keyword::kMultipleOf, value, schema_.divisors.size());
  push(schema_.divisors, divisor);
}

// `count` values from the first one on.
void SchemaCompiler::emit_enum(Keyword keyword, uint32_t site, uint32_t first, uint32_t count) {
  const uint32_t begin = schema_.members_of_enums.size();
  uint64_t steps = 0;
  const uint64_t limit = UINT64_MAX;
  JsonEquality equality(steps, limit);
  uint32_t value = first;
  for (uint32_t i = 0; i < count; ++i, value = tape_[value].next) {
    push(schema_.members_of_enums, {equality.hash(tape_, value), value, i});
  }
  if (equality.failed()) out_of_memory_ = true;
  if (out_of_memory_) return;
  sort(schema_.members_of_enums.begin() + begin, schema_.members_of_enums.end(),
       [](const EnumMember& a, const EnumMember& b) { return a.hash < b.hash; });
  emit_step(StepKind::kEnum, kAllTypes, keyword, site, begin, begin + count);
}

uint32_t SchemaCompiler::add_regex(uint32_t value) {
  const std::string_view expression = tape_[value].view();
  Regex regex = {};
  regex.site = value;
  if (!read_plain_regex(expression, regex)) {
    regex.kind = Regex::kEngine;
    regex.engine = schema_.engine_.compile(expression);
    if (regex.engine == RegexEngine::kInvalid) {
      add_mistake(value, "This is no regular expression of ECMA-262 with the flag u.");
      return 0;
    }
    if (!options_.unsafe_regex && !is_safe_regex(expression)) {
      schema_.engine_.release(regex.engine);
      add_mistake(value,
                  "It cannot be shown that this regular expression never takes exponential time; "
                  "the option unsafeRegex takes it all the same.");
      return 0;
    }
  }
  const uint32_t added = schema_.regexes.size();
  if (!schema_.regexes.push(regex)) {
    out_of_memory_ = true;
    if (regex.kind == Regex::kEngine) schema_.engine_.release(regex.engine);
  }
  return added;
}

// --- References ---

void SchemaCompiler::emit_references(const Keywords& keywords, uint32_t resource) {
  for (const Keyword keyword : {Keyword::kRef, Keyword::kDynamicRef, Keyword::kRecursiveRef}) {
    const uint32_t value = keywords[keyword];
    if (value == kNone) continue;
    bool is_anchor = false;
    const uint32_t target = resolve(value, resource, is_anchor);
    if (target == kNone) {
      add_mistake(value, "This leads nowhere; documents that it is to lead to have to be given.");
      continue;
    }
    uint32_t name = kNone;
    if (keyword == Keyword::kDynamicRef && is_anchor) {
      name = member(target, "$dynamicAnchor", JsonType::kString);
      const std::string_view fragment = split_reference(tape_[value].view()).fragment;
      if (name != kNone && tape_[name].view() != fragment) name = kNone;
    }
    const bool recursive = keyword == Keyword::kRecursiveRef &&
                           member(target, "$recursiveAnchor", JsonType::kTrue) != kNone;
    const bool is_dynamic = name != kNone || recursive;
    has_dynamic_ = has_dynamic_ || is_dynamic;
    emit_step(is_dynamic ? StepKind::kDynamicRef : StepKind::kAll, kAllTypes, keyword, value,
              node_of(target), recursive ? Schema::kRecursive : name);
  }
}

// The schema in the tape that a reference names, or kNone.
uint32_t SchemaCompiler::resolve(uint32_t reference, uint32_t resource, bool& is_anchor) {
  const SplitReference split = split_reference(tape_[reference].view());
  uint32_t target = resource;
  if (!split.uri.empty()) {
    text_.clear();
    resolve_reference(schema_.resources[resource].uri, split.uri, text_);
    target = find_name(text_.view(), kNone);
    if (target == kNone) return kNone;
  }
  text_.clear();
  append_percent_decoded(split.fragment, text_);
  const std::string_view fragment = text_.view();
  const uint32_t root = schema_.resources[target].root;
  if (fragment.empty()) return root;
  is_anchor = fragment.front() != '/';
  return is_anchor ? find_name(fragment, target) : follow_pointer(root, fragment);
}

uint32_t SchemaCompiler::follow_pointer(uint32_t value, std::string_view pointer) const {
  while (!pointer.empty() && value != kNone) {
    const size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view token = pointer.substr(1, end - 1);
    pointer.remove_prefix(end);
    if (tape_[value].is(JsonType::kObject)) {
      Text name;
      for (size_t i = 0; i < token.size(); ++i) {
        const bool escaped = token[i] == '~' && i + 1 < token.size();
        name.append(!escaped ? token[i] : token[++i] == '1' ? '/' : '~');
      }
      value = tape_.find(value, name.view());
    } else if (tape_[value].is(JsonType::kArray) && !token.empty() && token.size() < 9 &&
               token.find_first_not_of("0123456789") == token.npos) {
      uint32_t item = tape_.first(value);
      for (uint32_t i = count_of(token); i != 0 && item != kNone; --i) {
        item = tape_.after(item, value);
      }
      value = item;
    } else {
      return kNone;
    }
  }
  return value;
}

// --- Objects ---

void SchemaCompiler::emit_members(const Keywords& keywords) {
  const uint32_t names = keywords[Keyword::kPropertyNames];
  if (names != kNone) {
    emit_step(StepKind::kPropertyNames, kObjects, Keyword::kPropertyNames, names, node_of(names));
  }
  const uint32_t properties = keywords[Keyword::kProperties];
  const uint32_t required = keywords[Keyword::kRequired];
  const uint32_t patterns = keywords[Keyword::kPatternProperties];
  const uint32_t other = keywords[Keyword::kAdditionalProperties];
  if (properties == kNone && required == kNone && patterns == kNone && other == kNone) return;
  MemberRules rules = {};
  rules.patterns_begin = schema_.patterns.size();
  rules.other = kNoNode;
  rules.other_site = other;
  rules.required_site = required;
  emit_names(rules, properties, required);
  if (patterns != kNone) {
    for (uint32_t i = tape_.first(patterns); i != kNone; i = tape_.after(i, patterns)) {
      push(schema_.patterns, {add_regex(i), node_of(i + 1)});
    }
  }
  rules.patterns_end = schema_.patterns.size();
  if (other != kNone) {
    rules.other = node_of(other);
    rules.other_is_false = tape_[other].is(JsonType::kFalse);
  }
  const uint32_t site = properties != kNone ? properties : patterns != kNone ? patterns : other;
  emit_step(StepKind::kMembers, kObjects, Keyword::kProperties, site == kNone ? required : site,
            schema_.member_rules.size());
  push(schema_.member_rules, rules);
}

void SchemaCompiler::emit_names(MemberRules& rules, uint32_t properties, uint32_t required) {
  uint32_t count = 1;
  if (properties != kNone) count += tape_[properties].count;
  if (required != kNone) count += tape_[required].count;
  const uint32_t slots = 4u << (31 - __builtin_clz(count));
  rules.slots = schema_.names.size();
  rules.slot_mask = slots - 1;
  if (!schema_.names.resize(rules.slots + slots, {nullptr, 0, 0, kNoNode, false})) {
    out_of_memory_ = true;
    return;
  }
  if (properties != kNone) {
    for (uint32_t i = tape_.first(properties); i != kNone; i = tape_.after(i, properties)) {
      const uint32_t node = node_of(i + 1);
      slot_for(rules, i)->node = node;
    }
  }
  if (required == kNone) return;
  for (uint32_t i = tape_.first(required); i != kNone; i = tape_.after(i, required)) {
    KnownName* slot = slot_for(rules, i);
    if (!slot->required) ++rules.required;
    slot->required = true;
  }
}

// The slot of a name in the tape, which is put there if it is not yet.
KnownName* SchemaCompiler::slot_for(const MemberRules& rules, uint32_t name) {
  const std::string_view text = tape_[name].view();
  const uint32_t hash = tape_.hash_of(text);
  for (uint32_t i = hash;; ++i) {
    KnownName& slot = schema_.names[rules.slots + (i & rules.slot_mask)];
    if (slot.text == nullptr) {
      slot.text = text.data();
      slot.text_size = static_cast<uint32_t>(text.size());
      slot.hash = hash;
      return &slot;
    }
    if (slot.hash == hash && slot.view() == text) return &slot;
  }
}

void SchemaCompiler::emit_dependencies(uint32_t value, Keyword keyword) {
  if (value == kNone) return;
  for (uint32_t i = tape_.first(value); i != kNone; i = tape_.after(i, value)) {
    if (tape_[i + 1].is(JsonType::kArray)) continue;
    emit_step(StepKind::kDependentSchema, kObjects, keyword, i + 1, i, node_of(i + 1));
  }
}

// --- Arrays and alternatives ---

void SchemaCompiler::emit_elements(const Keywords& keywords, Dialect dialect) {
  const bool by_prefix = dialect == Dialect::kDraft2020;
  const uint32_t items = keywords[by_prefix ? Keyword::kItemsAfter : Keyword::kItems];
  uint32_t list = by_prefix ? keywords[Keyword::kPrefixItems] : kNone;
  uint32_t rest = items;
  if (!by_prefix && items != kNone && tape_[items].is(JsonType::kArray)) {
    list = items;
    rest = keywords[Keyword::kAdditionalItems];
  }
  if (list == kNone && rest == kNone) return;
  Vec<uint32_t> nodes;
  if (list != kNone) {
    for (uint32_t i = tape_.first(list); i != kNone; i = tape_.after(i, list)) {
      push(nodes, node_of(i));
    }
  }
  const uint32_t begin = schema_.lists.size();
  if (!schema_.lists.append(nodes.data(), nodes.size())) out_of_memory_ = true;
  emit_step(StepKind::kElements, kArrays, Keyword::kItems, rest == kNone ? list : rest, begin,
            begin + nodes.size(), rest == kNone ? kNoNode : node_of(rest));
}

void SchemaCompiler::emit_contains(const Keywords& keywords) {
  const uint32_t value = keywords[Keyword::kContains];
  if (value == kNone) return;
  const uint32_t least = keywords[Keyword::kMinContains];
  const uint32_t most = keywords[Keyword::kMaxContains];
  emit_step(StepKind::kContains, kArrays, Keyword::kContains, value, node_of(value),
            least == kNone ? 1 : count_of(tape_[least].view()),
            most == kNone ? UINT32_MAX : count_of(tape_[most].view()));
}

void SchemaCompiler::emit_lists(const Keywords& keywords) {
  if (const uint32_t all = keywords[Keyword::kAllOf]; all != kNone) {
    for (uint32_t i = tape_.first(all); i != kNone; i = tape_.after(i, all)) {
      emit_step(StepKind::kAll, kAllTypes, Keyword::kAllOf, i, node_of(i));
    }
  }
  emit_list(StepKind::kAnyOf, Keyword::kAnyOf, keywords[Keyword::kAnyOf]);
  emit_list(StepKind::kOneOf, Keyword::kOneOf, keywords[Keyword::kOneOf]);
  if (const uint32_t value = keywords[Keyword::kNot]; value != kNone) {
    emit_step(StepKind::kNot, kAllTypes, Keyword::kNot, value, node_of(value));
  }
  const uint32_t condition = keywords[Keyword::kIf];
  if (condition == kNone) return;
  const uint32_t then = keywords[Keyword::kThen];
  const uint32_t otherwise = keywords[Keyword::kElse];
  emit_step(StepKind::kIf, kAllTypes, Keyword::kIf, condition, node_of(condition),
            then == kNone ? kNoNode : node_of(then),
            otherwise == kNone ? kNoNode : node_of(otherwise));
}

void SchemaCompiler::emit_list(StepKind kind, Keyword keyword, uint32_t value) {
  if (value == kNone) return;
  const uint32_t begin = schema_.lists.size();
  for (uint32_t i = tape_.first(value); i != kNone; i = tape_.after(i, value)) {
    push(schema_.lists, node_of(i));
  }
  emit_step(kind, kAllTypes, keyword, value, begin, schema_.lists.size());
}

// --- The whole ---

// Schemas that apply themselves to the same value would never come to an end.
void SchemaCompiler::check_cycles() {
  enum : uint8_t { kNew, kOpen, kDone };
  struct Visit {
    uint32_t node;
    uint32_t step;
    uint32_t part;
  };
  Vec<uint8_t> states;
  Vec<Visit> visits;
  if (!states.resize(schema_.nodes.size(), kNew)) out_of_memory_ = true;
  // The part of a step that is applied to the same value, or kNoNode behind the last.
  const auto part_of = [this](const Step& step, uint32_t part) {
    switch (step.kind) {
      case StepKind::kAll:
      case StepKind::kDynamicRef:
      case StepKind::kNot:
        return part == 0 ? step.a : kNoNode;
      case StepKind::kDependentSchema:
        return part == 0 ? step.b : kNoNode;
      case StepKind::kAnyOf:
      case StepKind::kOneOf:
        return part < step.b - step.a ? schema_.lists[step.a + part] : kNoNode;
      case StepKind::kIf:
        if (part == 0) return step.a;
        if (step.b == kNoNode) ++part;
        return part == 1 ? step.b : part == 2 ? step.c : kNoNode;
      default:
        return kNoNode;
    }
  };
  for (uint32_t start = 0; start < states.size() && !out_of_memory_; ++start) {
    if (states[start] != kNew) continue;
    states[start] = kOpen;
    push(visits, {start, schema_.nodes[start].applicators, 0});
    while (!visits.empty() && !out_of_memory_) {
      Visit& visit = visits.back();
      if (visit.step == schema_.nodes[visit.node].end) {
        states[visit.node] = kDone;
        visits.pop();
        continue;
      }
      const Step& step = schema_.steps[visit.step];
      const uint32_t node = part_of(step, visit.part++);
      if (node == kNoNode) {
        ++visit.step;
        visit.part = 0;
      } else if (states[node] == kOpen) {
        add_mistake(step.site, "The schema applies itself to the same value without an end.");
      } else if (states[node] == kNew) {
        states[node] = kOpen;
        push(visits, {node, schema_.nodes[node].applicators, 0});
      }
    }
  }
}

// Leads past schemas that are no more than a reference to another, save where it matters what was
// come through.
void SchemaCompiler::shorten() {
  if (!schema_.dynamic_anchors.empty()) return;
  // Where such a schema leads, or nullptr for any other.
  const auto target_of = [this](uint32_t node) -> uint32_t* {
    if (node == kNoNode) return nullptr;
    const SchemaNode& from = schema_.nodes[node];
    const bool is_reference = from.types == kAllTypes && from.assertions == from.applicators &&
                              from.end == from.applicators + 1 &&
                              schema_.steps[from.applicators].kind == StepKind::kAll;
    return is_reference ? &schema_.steps[from.applicators].a : nullptr;
  };
  const auto shorten_one = [&target_of](uint32_t& node) {
    while (uint32_t* target = target_of(node)) {
      // Halving the way each time keeps all of it about linear.
      if (const uint32_t* next = target_of(*target)) *target = *next;
      node = *target;
    }
  };
  shorten_one(schema_.root);
  for (uint32_t& node : schema_.lists) shorten_one(node);
  for (KnownName& name : schema_.names) shorten_one(name.node);
  for (PatternRule& pattern : schema_.patterns) shorten_one(pattern.node);
  for (MemberRules& rules : schema_.member_rules) shorten_one(rules.other);
  for (Step& step : schema_.steps) {
    switch (step.kind) {
      case StepKind::kAll:
      case StepKind::kPropertyNames:
      case StepKind::kContains:
      case StepKind::kNot:
        shorten_one(step.a);
        break;
      case StepKind::kElements:
        shorten_one(step.c);
        break;
      case StepKind::kDependentSchema:
        shorten_one(step.b);
        break;
      case StepKind::kIf:
        shorten_one(step.a);
        shorten_one(step.b);
        shorten_one(step.c);
        break;
      default:
        break;
    }
  }
}

}  // namespace tidegate
