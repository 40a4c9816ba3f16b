#include "schema/schema_diff.h"

#include <iterator>

#include "base/hash.h"
#include "json/number.h"
#include "json/pointer.h"
#include "json/writer.h"

namespace tidegate {
namespace {

constexpr std::string_view kTypeNames[] = {"null",   "boolean", "integer", "number",
                                           "string", "object",  "array"};
constexpr uint32_t kTypes = std::size(kTypeNames);
constexpr uint8_t kNull = 1 << 0;
constexpr uint8_t kInteger = 1 << 2;
constexpr uint8_t kNumber = 1 << 3;  // What is no integer; "number" takes both.
constexpr uint8_t kAll = (1 << kTypes) - 1;

struct ChangeRow {
  std::string_view code;
  std::string_view sentence;
};

constexpr ChangeRow kChanges[] = {
#define TIDEGATE_CHANGE(constant, code, sentence) {code, sentence},
#include "schema/change_codes.def"
#undef TIDEGATE_CHANGE
};

// How the value of a keyword bears on what is taken.
enum class Order : uint8_t {
  kNone,   // Another value is another rule.
  kLeast,  // A greater number takes less.
  kMost,   // A greater number takes more.
};

struct LimitRow {
  std::string_view keyword;
  Order order;
};

// Without the keyword all of them take more. `false` is the same as its absence.
constexpr LimitRow kLimits[] = {
    {"$ref", Order::kNone},  // Still there only where it leads out of the text.
    {"format", Order::kNone},
    {"pattern", Order::kNone},
    {"multipleOf", Order::kNone},
    {"uniqueItems", Order::kNone},
    {"contentEncoding", Order::kNone},
    {"contentMediaType", Order::kNone},
    {"minimum", Order::kLeast},
    {"exclusiveMinimum", Order::kLeast},
    {"minLength", Order::kLeast},
    {"minItems", Order::kLeast},
    {"minProperties", Order::kLeast},
    {"maximum", Order::kMost},
    {"exclusiveMaximum", Order::kMost},
    {"maxLength", Order::kMost},
    {"maxItems", Order::kMost},
    {"maxProperties", Order::kMost},
};

constexpr std::string_view kWords[] = {"title",   "description", "$comment",  "default",
                                       "example", "examples",    "deprecated"};

constexpr std::string_view kAlternatives[] = {"allOf", "anyOf", "oneOf"};

constexpr std::string_view kOthers[] = {"not",
                                        "if",
                                        "then",
                                        "else",
                                        "contains",
                                        "minContains",
                                        "maxContains",
                                        "dependencies",
                                        "dependentRequired",
                                        "prefixItems",
                                        "$dynamicRef",
                                        "dependentSchemas",
                                        "propertyNames",
                                        "$recursiveRef",
                                        "patternProperties",
                                        "discriminator",
                                        "additionalItems",
                                        "unevaluatedProperties",
                                        "unevaluatedItems"};

bool is_container(JsonType type) { return type == JsonType::kObject || type == JsonType::kArray; }

uint8_t types_named(std::string_view name) {
  for (uint32_t i = 0; i < kTypes; ++i) {
    if (kTypeNames[i] == name) return name == "number" ? kInteger | kNumber : uint8_t(1u << i);
  }
  return 0;
}

uint8_t type_of_value(const SchemaTree::Node& node) {
  switch (node.type) {
    case JsonType::kNull:
      return kNull;
    case JsonType::kFalse:
    case JsonType::kTrue:
      return types_named("boolean");
    case JsonType::kNumber:
      return kInteger | kNumber;
    case JsonType::kString:
      return types_named("string");
    case JsonType::kObject:
      return types_named("object");
    case JsonType::kArray:
      break;
  }
  return types_named("array");
}

// What of the types the keywords of one schema take.
uint8_t types_of(const SchemaTree& tree, uint32_t schema) {
  if (schema == SchemaTree::kNone) return kAll;
  if (tree[schema].type == JsonType::kFalse) return 0;
  uint8_t types = 0;
  const uint32_t type = tree.find(schema, "type");
  if (type != SchemaTree::kNone) {
    if (tree[type].type == JsonType::kString) types = types_named(tree[type].value);
    for (uint32_t i = tree[type].first; i < tree[type].end; ++i) {
      types |= types_named(tree[i].value);
    }
    if (tree.is_true(schema, "nullable")) types |= kNull;
    return types;
  }
  const uint32_t values = tree.find(schema, "enum");
  if (values != SchemaTree::kNone) {
    for (uint32_t i = tree[values].first; i < tree[values].end; ++i)
      types |= type_of_value(tree[i]);
    return types;
  }
  const uint32_t value = tree.find(schema, "const");
  return value == SchemaTree::kNone ? kAll : type_of_value(tree[value]);
}

void append_types(uint8_t types, Text& output) {
  bool first = true;
  for (uint32_t i = 0; i < kTypes; ++i) {
    const auto bit = static_cast<uint8_t>(1u << i);
    // A number is told by what only it takes.
    if ((types & bit) == 0 || (bit == kInteger && (types & kNumber) != 0)) continue;
    output.append(first ? "[\"" : ",\"").append(kTypeNames[i]).append('"');
    first = false;
  }
  output.append(first ? "[]" : "]");
}

// The order of two values of two trees: negative, 0 or positive.
int compare_values(const SchemaTree::Node& a, const SchemaTree::Node& b) {
  if (a.type != b.type) return a.type < b.type ? -1 : 1;
  return a.value.compare(b.value);
}

uint32_t first_of(const SchemaTree& tree, uint32_t node) {
  return node == SchemaTree::kNone ? 0 : tree[node].first;
}

uint32_t end_of(const SchemaTree& tree, uint32_t node) {
  return node == SchemaTree::kNone ? 0 : tree[node].end;
}

bool is_closed(const SchemaTree& tree, uint32_t schema) {
  const uint32_t rest = tree.find(schema, "additionalProperties");
  return rest != SchemaTree::kNone && tree[rest].type == JsonType::kFalse;
}

// The values of an enum, or the one of a const. False: no memory.
bool read_enum(const SchemaTree& tree, uint32_t schema, Vec<uint32_t>& values, bool& is_there) {
  const uint32_t list = tree.find(schema, "enum");
  const uint32_t value = tree.find(schema, "const");
  is_there = list != SchemaTree::kNone || value != SchemaTree::kNone;
  if (list == SchemaTree::kNone && is_there) return values.push(value);
  return tree.sort_elements(list, values);
}

}  // namespace

struct SchemaDiff::View {
  uint8_t types = 0;
  uint32_t branches[kTypes];

  void add(uint8_t taken, uint32_t schema) {
    for (uint32_t i = 0; i < kTypes; ++i) {
      if ((taken >> i & 1) != 0) branches[i] = schema;
    }
    types |= taken;
  }
};

bool SchemaDiff::run() {
  output_.append(R"({"changes":[)");
  const uint32_t before = before_.event_schema();
  const uint32_t after = after_.event_schema();
  if (!push({before, after, kNone, {}, false, false})) return false;
  for (uint32_t i = 0; i < pairs_.size(); ++i) {
    if (!compare(i) || has_failed_ || output_.failed()) return false;
  }
  const std::string_view level = reported_ == 0       ? "none"
                                 : only_descriptions_ ? "patch"
                                 : broken_ == kNobody ? "minor"
                                                      : "major";
  output_.append(R"(],"level":")").append(level);
  output_.append(R"(","breaksConsumers":)").append((broken_ & kConsumers) != 0 ? "true" : "false");
  output_.append(R"(,"breaksProducers":)").append((broken_ & kProducers) != 0 ? "true" : "false");
  output_.append('}');
  return !output_.failed();
}

// Each two schemas meet once.
bool SchemaDiff::push(const Pair& pair) {
  Pair resolved = pair;
  if (pair.before != kNone) resolved.before = before_.resolve(pair.before);
  if (pair.after != kNone) resolved.after = after_.resolve(pair.after);
  // Most have the same number in both trees, which must not cancel each other.
  const auto hash =
      static_cast<uint32_t>(hash_mix(hash_mix(1, resolved.before), resolved.after) >> 32);
  const uint32_t met = met_.find(hash, [&](uint32_t i) {
    return pairs_[i].before == resolved.before && pairs_[i].after == resolved.after;
  });
  if (met != IdTable::kNone) return true;
  if (!met_.reserve_one() || !pairs_.push(resolved)) return false;
  met_.insert(hash, pairs_.size() - 1);
  return true;
}

bool SchemaDiff::compare(uint32_t pair) {
  const auto [before, after, parent, key, has_step, is_any] = pairs_[pair];
  View old_view;
  View new_view;
  const bool by_type = read_view(before_, before, old_view) && read_view(after_, after, new_view);
  if (!by_type) {
    old_view = {};
    new_view = {};
    old_view.add(types_of(before_, before), before);
    new_view.add(types_of(after_, after), after);
  }
  compare_types(pair, old_view, new_view);
  if (!by_type) return compare_branch(pair, before, after);
  uint32_t common = old_view.types & new_view.types;
  // Which of several alternatives takes null does not matter.
  if (common != kNull || (old_view.types | new_view.types) != kNull) common &= ~uint32_t{kNull};
  for (uint32_t i = 0; i < kTypes; ++i) {
    bool is_first = (common >> i & 1) != 0;
    for (uint32_t j = 0; j < i && is_first; ++j) {
      is_first = (common >> j & 1) == 0 || old_view.branches[j] != old_view.branches[i] ||
                 new_view.branches[j] != new_view.branches[i];
    }
    if (is_first && !compare_branch(pair, old_view.branches[i], new_view.branches[i])) return false;
  }
  return true;
}

// False where alternatives share types, so that they cannot be told apart by them.
bool SchemaDiff::read_view(const SchemaTree& tree, uint32_t schema, View& view) {
  uint32_t list = kNone;
  uint32_t alternatives = 0;
  for (const std::string_view keyword : kAlternatives) {
    const uint32_t found = tree.find(schema, keyword);
    if (found == kNone) continue;
    ++alternatives;
    list = keyword == "allOf" && tree[found].end - tree[found].first != 1 ? kNone : found;
  }
  if (alternatives == 0) {
    view.add(types_of(tree, schema), schema);
    return true;
  }
  const bool has_more = tree.find(schema, "type") != kNone || tree.find(schema, "enum") != kNone ||
                        tree.find(schema, "properties") != kNone;
  if (alternatives != 1 || list == kNone || has_more) return false;
  for (uint32_t i = tree[list].first; i < tree[list].end; ++i) {
    const uint32_t branch = tree.resolve(i);
    for (const std::string_view keyword : kAlternatives) {
      if (tree.find(branch, keyword) != kNone) return false;
    }
    const uint8_t types = types_of(tree, branch);
    if ((view.types & types & ~kNull) != 0) return false;
    view.add(types, branch);
  }
  return true;
}

void SchemaDiff::compare_types(uint32_t pair, const View& before, const View& after) {
  const bool is_wider = (after.types & ~before.types) != 0;
  const bool is_narrower = (before.types & ~after.types) != 0;
  if (!is_wider && !is_narrower) return;
  Text old_types;
  Text new_types;
  append_types(before.types, old_types);
  append_types(after.types, new_types);
  const ChangeCode code = !is_narrower ? ChangeCode::kTypeWidened
                          : !is_wider  ? ChangeCode::kTypeNarrowed
                                       : ChangeCode::kTypeChanged;
  const int breaks = (is_wider ? kConsumers : kNobody) | (is_narrower ? kProducers : kNobody);
  report(code, static_cast<uint8_t>(breaks), pair,
         {{}, "type", old_types.view(), new_types.view()});
}

bool SchemaDiff::compare_branch(uint32_t pair, uint32_t before, uint32_t after) {
  compare_limits(pair, before, after);
  return compare_enums(pair, before, after) && compare_members(pair, before, after) &&
         compare_rest(pair, before, after) && compare_alternatives(pair, before, after);
}

void SchemaDiff::compare_limits(uint32_t pair, uint32_t before, uint32_t after) {
  const auto read = [](const SchemaTree& tree, uint32_t schema, std::string_view keyword) {
    const uint32_t found = tree.find(schema, keyword);
    return found == kNone || tree[found].type == JsonType::kFalse ? kNone : found;
  };
  for (const LimitRow& limit : kLimits) {
    const uint32_t old_limit = read(before_, before, limit.keyword);
    const uint32_t new_limit = read(after_, after, limit.keyword);
    const std::string_view old_text =
        old_limit == kNone ? std::string_view() : before_[old_limit].text;
    const std::string_view new_text =
        new_limit == kNone ? std::string_view() : after_[new_limit].text;
    if (old_text == new_text) continue;
    bool is_looser = new_limit == kNone;
    bool is_tighter = old_limit == kNone;
    double old_number;
    double new_number;
    if (!is_looser && !is_tighter && before_[old_limit].type == JsonType::kNumber &&
        after_[new_limit].type == JsonType::kNumber && comparable_number(old_text, old_number) &&
        comparable_number(new_text, new_number)) {
      if (old_number == new_number) continue;
      const bool is_more = new_number > old_number;
      is_looser = limit.order == (is_more ? Order::kMost : Order::kLeast);
      is_tighter = limit.order == (is_more ? Order::kLeast : Order::kMost);
    }
    const ChangeCode code = is_looser    ? ChangeCode::kLimitLoosened
                            : is_tighter ? ChangeCode::kLimitTightened
                                         : ChangeCode::kLimitChanged;
    const uint8_t breaks = is_looser ? kConsumers : is_tighter ? kProducers : kBoth;
    report(code, breaks, pair, {{}, limit.keyword, old_text, new_text});
  }
}

bool SchemaDiff::compare_enums(uint32_t pair, uint32_t before, uint32_t after) {
  Vec<uint32_t> old_values;
  Vec<uint32_t> new_values;
  bool was_there = false;
  bool is_there = false;
  if (!read_enum(before_, before, old_values, was_there) ||
      !read_enum(after_, after, new_values, is_there)) {
    return false;
  }
  if (was_there != is_there) {
    report(is_there ? ChangeCode::kEnumAdded : ChangeCode::kEnumRemoved,
           is_there ? kProducers : kConsumers, pair, {{}, "enum", {}, {}});
    return true;
  }
  uint32_t i = 0;
  uint32_t j = 0;
  while (i < old_values.size() || j < new_values.size()) {
    const int order = i == old_values.size() ? 1
                      : j == new_values.size()
                          ? -1
                          : compare_values(before_[old_values[i]], after_[new_values[j]]);
    if (order < 0) {
      report(ChangeCode::kEnumValueRemoved, kProducers, pair,
             {{}, "enum", before_[old_values[i]].text, {}});
    } else if (order > 0) {
      report(ChangeCode::kEnumValueAdded, kConsumers, pair,
             {{}, "enum", {}, after_[new_values[j]].text});
    }
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
  return true;
}

bool SchemaDiff::compare_members(uint32_t pair, uint32_t before, uint32_t after) {
  Vec<uint32_t> was_required;
  Vec<uint32_t> is_required;
  if (!before_.sort_elements(before_.find(before, "required"), was_required) ||
      !after_.sort_elements(after_.find(after, "required"), is_required)) {
    return false;
  }
  const uint32_t old_members = before_.find(before, "properties");
  const uint32_t new_members = after_.find(after, "properties");
  const bool was_closed = is_closed(before_, before);
  const bool is_closed_now = is_closed(after_, after);
  for (uint32_t i = first_of(before_, old_members); i < end_of(before_, old_members); ++i) {
    const std::string_view name = before_[i].key;
    if (before_.find(old_members, name) != i) continue;
    const uint32_t found = after_.find(new_members, name);
    if (found != kNone) {
      if (!push({i, found, pair, name, true, false})) return false;
      continue;
    }
    const int breaks = (before_.has_text(was_required, name) ? kConsumers : kNobody) |
                       (is_closed_now ? kProducers : kNobody);
    report(ChangeCode::kFieldRemoved, static_cast<uint8_t>(breaks), pair, {name, {}, {}, {}});
  }
  for (uint32_t i = first_of(after_, new_members); i < end_of(after_, new_members); ++i) {
    const std::string_view name = after_[i].key;
    if (after_.find(new_members, name) != i || before_.find(old_members, name) != kNone) continue;
    const int breaks = (after_.has_text(is_required, name) ? kProducers : kNobody) |
                       (was_closed ? kConsumers : kNobody);
    report(ChangeCode::kFieldAdded, static_cast<uint8_t>(breaks), pair, {name, {}, {}, {}});
  }
  // Fields that came or went are told above.
  for (const uint32_t i : was_required) {
    const std::string_view name = before_[i].value;
    const bool is_gone =
        before_.find(old_members, name) != kNone && after_.find(new_members, name) == kNone;
    if (is_gone || after_.has_text(is_required, name)) continue;
    report(ChangeCode::kFieldOptional, kConsumers, pair, {name, "required", {}, {}});
  }
  for (const uint32_t i : is_required) {
    const std::string_view name = after_[i].value;
    const bool is_new =
        after_.find(new_members, name) != kNone && before_.find(old_members, name) == kNone;
    if (is_new || before_.has_text(was_required, name)) continue;
    report(ChangeCode::kFieldRequired, kProducers, pair, {name, "required", {}, {}});
  }
  return true;
}

// What is said of elements and of keys without a name.
bool SchemaDiff::compare_rest(uint32_t pair, uint32_t before, uint32_t after) {
  const uint32_t old_items = before_.find(before, "items");
  const uint32_t new_items = after_.find(after, "items");
  const bool has_lists = (old_items != kNone && before_[old_items].type == JsonType::kArray) ||
                         (new_items != kNone && after_[new_items].type == JsonType::kArray);
  if (has_lists) {
    if (!compare_same(ChangeCode::kAlternativesChanged, kBoth, pair, "items", before, after)) {
      return false;
    }
  } else if ((old_items != kNone || new_items != kNone) &&
             !push({old_items, new_items, pair, {}, true, true})) {
    return false;
  }
  const bool was_closed = is_closed(before_, before);
  const bool is_closed_now = is_closed(after_, after);
  if (was_closed != is_closed_now) {
    report(is_closed_now ? ChangeCode::kClosed : ChangeCode::kOpened,
           is_closed_now ? kProducers : kConsumers, pair, {{}, "additionalProperties", {}, {}});
  }
  const uint32_t old_rest = before_.find(before, "additionalProperties");
  const uint32_t new_rest = after_.find(after, "additionalProperties");
  if (was_closed || is_closed_now || (old_rest == kNone && new_rest == kNone)) return true;
  return push({old_rest, new_rest, pair, {}, true, true});
}

bool SchemaDiff::compare_alternatives(uint32_t pair, uint32_t before, uint32_t after) {
  const auto count = [](const SchemaTree& tree, uint32_t list) {
    return list == kNone ? 0 : tree[list].end - tree[list].first;
  };
  for (const std::string_view keyword : kAlternatives) {
    const uint32_t old_list = before_.find(before, keyword);
    const uint32_t new_list = after_.find(after, keyword);
    const uint32_t size = count(before_, old_list);
    if (size != count(after_, new_list)) {
      report(ChangeCode::kAlternativesChanged, kBoth, pair, {{}, keyword, {}, {}});
      continue;
    }
    for (uint32_t i = 0; i < size; ++i) {
      const Pair next = {
          before_[old_list].first + i, after_[new_list].first + i, pair, {}, false, false};
      if (!push(next)) return false;
    }
  }
  for (const std::string_view keyword : kOthers) {
    if (!compare_same(ChangeCode::kAlternativesChanged, kBoth, pair, keyword, before, after)) {
      return false;
    }
  }
  for (const std::string_view keyword : kWords) {
    if (!compare_same(ChangeCode::kDescriptionChanged, kNobody, pair, keyword, before, after)) {
      return false;
    }
  }
  return true;
}

// Reports where two values of a keyword are not the same JSON. What references in them lead to is
// compared as well.
bool SchemaDiff::compare_same(ChangeCode code, uint8_t breaks, uint32_t pair,
                              std::string_view keyword, uint32_t before, uint32_t after) {
  struct Two {
    uint32_t before;
    uint32_t after;
  };
  const uint32_t old_value = before_.find(before, keyword);
  const uint32_t new_value = after_.find(after, keyword);
  if (old_value == kNone && new_value == kNone) return true;
  bool is_same = old_value != kNone && new_value != kNone;
  Vec<Two> waiting;
  if (is_same && !waiting.push({old_value, new_value})) return false;
  while (is_same && !waiting.empty()) {
    const Two two = waiting.back();
    waiting.pop();
    const SchemaTree::Node& a = before_[two.before];
    const SchemaTree::Node& b = after_[two.after];
    is_same = a.type == b.type && (is_container(a.type) || a.value == b.value) &&
              a.end - a.first == b.end - b.first;
    for (uint32_t i = a.first; i < a.end && is_same; ++i) {
      uint32_t other = b.first + (i - a.first);
      if (a.type == JsonType::kObject) other = after_.find(two.after, before_[i].key);
      is_same = other != kNone;
      if (is_same && !waiting.push({i, other})) return false;
    }
    const bool is_schema = is_same && before_.find(two.before, "$ref") != kNone;
    if (is_schema && !push({two.before, two.after, pair, {}, false, false})) return false;
  }
  if (!is_same) report(code, breaks, pair, {{}, keyword, {}, {}});
  return true;
}

void SchemaDiff::report(ChangeCode code, uint8_t breaks, uint32_t pair, const Details& details) {
  const ChangeRow& row = kChanges[static_cast<uint32_t>(code)];
  broken_ |= breaks;
  if (code != ChangeCode::kDescriptionChanged) only_descriptions_ = false;
  if (reported_++ != 0) output_.append(',');
  ObjectWriter object(output_);
  object.string("code", row.code);
  Text path;
  append_path(pair, path);
  if (details.member.data() != nullptr) append_pointer_token(details.member, path);
  object.string("path", path.view());
  if (!details.keyword.empty()) object.string("keyword", details.keyword);
  object.member("breaks", breaks == kNobody      ? R"([])"
                          : breaks == kConsumers ? R"(["consumers"])"
                          : breaks == kProducers ? R"(["producers"])"
                                                 : R"(["consumers","producers"])");
  object.string("message", row.sentence);
  if (!details.before.empty()) object.member("before", details.before);
  if (!details.after.empty()) object.member("after", details.after);
  object.end();
}

void SchemaDiff::append_path(uint32_t pair, Text& path) {
  Vec<uint32_t> steps;
  for (uint32_t i = pair; i != kNone && !has_failed_; i = pairs_[i].parent) {
    if (pairs_[i].has_step && !steps.push(i)) has_failed_ = true;
  }
  for (uint32_t i = steps.size(); i != 0; --i) {
    const Pair& step = pairs_[steps[i - 1]];
    append_pointer_token(step.is_any ? "*" : step.key, path);
  }
  if (path.failed()) has_failed_ = true;
}

}  // namespace tidegate
