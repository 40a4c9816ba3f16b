#include "schema/type_writer.h"

#include "base/hash.h"
#include "json/writer.h"
#include "schema/discovery.h"

namespace tidegate {
namespace {

constexpr std::string_view kUnknown = "unknown";

constexpr std::string_view kAlternatives[] = {"anyOf", "oneOf", "allOf"};

// The members of a document that hold schemas with names.
constexpr std::string_view kHolders[] = {"definitions", "$defs"};

constexpr std::string_view kIndentation = "  ";

std::string_view plain_type(std::string_view type) {
  if (type == "integer") return "number";
  const bool is_plain = type == "string" || type == "number" || type == "boolean" || type == "null";
  return is_plain ? type : kUnknown;
}

bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

// What every object of TypeScript has, so that one which lacks such a member does not pass for one
// whose member is optional, but of its own type.
constexpr std::string_view kInherited[] = {
    "constructor",    "toString",      "toLocaleString",      "valueOf",
    "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"};

bool is_inherited(std::string_view key) {
  for (const std::string_view each : kInherited) {
    if (each == key) return true;
  }
  return false;
}

bool is_identifier(std::string_view key) {
  if (key.empty() || (key[0] >= '0' && key[0] <= '9')) return false;
  for (const char c : key) {
    if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '$') return false;
  }
  return true;
}

}  // namespace

bool TypeWriter::write() {
  if (!declare_all()) return false;
  // Writing does not add to them.
  for (uint32_t i = 0; i < declarations_.size(); ++i) {
    if (i != 0) output_.append('\n');
    write_declaration(i);
  }
  return !has_failed_ && !output_.failed() && !names_.failed();
}

bool TypeWriter::declare_all() {
  const uint32_t components = tree_.find(tree_.find(SchemaTree::kRoot, "components"), "schemas");
  if (components == kNone) {
    const bool is_aws = tree_.find(SchemaTree::kRoot, "x-amazon-events-source") != kNone;
    const std::string_view title = tree_.text(SchemaTree::kRoot, "title");
    const std::string_view name = is_aws ? "AWSEvent" : title.empty() ? "Event" : title;
    if (!declare(SchemaTree::kRoot, name)) return false;
  } else if (!declare_members(components)) {
    return false;
  }
  for (const std::string_view holder : kHolders) {
    if (!declare_members(tree_.find(SchemaTree::kRoot, holder))) return false;
  }
  // What else references lead to.
  for (uint32_t i = 0; i < tree_.size(); ++i) {
    if (tree_[i].key != "$ref" || tree_[i].type != JsonType::kString) continue;
    const uint32_t target = tree_.target(tree_[i].value);
    if (target == kNone || declaration_of(target) != kNone) continue;
    if (!declare(target, tree_[target].key)) return false;
  }
  return true;
}

bool TypeWriter::declare_members(uint32_t holder) {
  if (holder == kNone) return true;
  for (uint32_t i = tree_[holder].first; i < tree_[holder].end; ++i) {
    // Of two with one name references mean the last.
    if (tree_.find(holder, tree_[i].key) == i && !declare(i, tree_[i].key)) return false;
  }
  return true;
}

bool TypeWriter::declare(uint32_t schema, std::string_view words) {
  Declaration declaration = {schema, {}, is_object(schema)};
  if (!take_name(words, declaration.name)) return false;
  if (!by_schema_.reserve_one() || !declarations_.push(declaration)) return false;
  by_schema_.insert(static_cast<uint32_t>(hash_mix(seed_, schema)), declarations_.size() - 1);
  return true;
}

// A name that no other declaration has.
bool TypeWriter::take_name(std::string_view words, Span& name) {
  Text base;
  append_pascal_case(words, base);
  const bool begins_well = !base.empty() && is_letter(base.view()[0]);
  const auto hash = [this](std::string_view text) {
    return static_cast<uint32_t>(hash_text(seed_, text) >> 32);
  };
  // The numbers go on from the ones that the name had before, so many do not take long.
  uint32_t number = 1;
  for (;;) {
    name.begin = static_cast<uint32_t>(names_.view().size());
    names_.append(begins_well ? "" : "Type").append(base.view());
    if (number > 1) names_.append('_').append_number(number);
    name.end = static_cast<uint32_t>(names_.view().size());
    const std::string_view made = names_.view().substr(name.begin);
    const uint32_t found = by_name_.find(hash(made), [&](uint32_t i) {
      const Span other = taken_[i].name;
      return names_.view().substr(other.begin, other.end - other.begin) == made;
    });
    if (base.failed() || names_.failed()) return false;
    if (found == kNone) {
      if (!by_name_.reserve_one() || !taken_.push({name, 2})) return false;
      by_name_.insert(hash(made), taken_.size() - 1);
      return true;
    }
    names_.cut(name.begin);
    number = number == 1 ? taken_[found].next++ : number + 1;
  }
}

uint32_t TypeWriter::declaration_of(uint32_t schema) const {
  return by_schema_.find(static_cast<uint32_t>(hash_mix(seed_, schema)),
                         [&](uint32_t i) { return declarations_[i].schema == schema; });
}

// Whether a schema is about objects, and null perhaps, alone.
bool TypeWriter::is_object(uint32_t schema) const {
  if (tree_.find(schema, "$ref") != kNone || tree_.find(schema, "enum") != kNone ||
      tree_.find(schema, "const") != kNone) {
    return false;
  }
  for (const std::string_view keyword : kAlternatives) {
    if (tree_.find(schema, keyword) != kNone) return false;
  }
  const uint32_t type = tree_.find(schema, "type");
  if (type == kNone) return is_about_objects(schema);
  if (tree_[type].type == JsonType::kString) return tree_[type].value == "object";
  bool has_object = false;
  for (uint32_t i = tree_[type].first; i < tree_[type].end; ++i) {
    has_object = has_object || tree_[i].value == "object";
    if (tree_[i].value != "object" && tree_[i].value != "null") return false;
  }
  return has_object;
}

// Without a type: whether only objects have what it speaks of.
bool TypeWriter::is_about_objects(uint32_t schema) const {
  return tree_.find(schema, "properties") != kNone || tree_.find(schema, "required") != kNone ||
         tree_.find(schema, "additionalProperties") != kNone;
}

// Whether a schema that has a type takes null beside it.
bool TypeWriter::is_nullable(uint32_t schema) const {
  if (tree_.is_true(schema, "nullable")) return true;
  const uint32_t type = tree_.find(schema, "type");
  if (type == kNone || tree_[type].type != JsonType::kArray) return false;
  for (uint32_t i = tree_[type].first; i < tree_[type].end; ++i) {
    if (tree_[i].value == "null") return true;
  }
  return false;
}

void TypeWriter::write_declaration(uint32_t declaration) {
  current_ = declaration;
  const bool is_interface = declarations_[declaration].is_interface;
  const uint32_t schema = declarations_[declaration].schema;
  write_comment(schema, 0);
  output_.append(is_interface ? "export interface " : "export type ").append(name_of(declaration));
  output_.append(is_interface ? " " : " = ");
  steps_.clear();
  // An interface cannot be null: who refers to it says so.
  push({is_interface ? Step::Kind::kObject : Step::Kind::kType, schema});
  push_text(is_interface ? "\n" : ";\n");
  reverse_from(0);
  while (!steps_.empty() && !has_failed_ && !output_.failed()) {
    const Step step = steps_.back();
    steps_.pop();
    const uint32_t begin = steps_.size();
    take(step);
    reverse_from(begin);
  }
}

void TypeWriter::push(const Step& step) {
  if (!steps_.push(step)) has_failed_ = true;
}

void TypeWriter::push_text(std::string_view text) { push({Step::Kind::kText, kNone, 0, text}); }

// The steps that one is made of are pushed in their order, and taken from the end.
void TypeWriter::reverse_from(uint32_t begin) {
  for (uint32_t end = steps_.size(); begin + 1 < end; ++begin) {
    const Step last = steps_[--end];
    steps_[end] = steps_[begin];
    steps_[begin] = last;
  }
}

void TypeWriter::take(const Step& step) {
  switch (step.kind) {
    case Step::Kind::kText:
      output_.append(step.text);
      break;
    case Step::Kind::kClose:
      append_indent(step.indent);
      output_.append('}');
      break;
    case Step::Kind::kType:
      take_type(step);
      break;
    case Step::Kind::kObject:
      take_object(step);
      break;
    case Step::Kind::kArray:
      take_array(step);
      break;
    case Step::Kind::kMember:
      take_member(step);
  }
}

void TypeWriter::take_type(const Step& step) {
  const uint32_t schema = step.node;
  if (schema == kNone || tree_[schema].type != JsonType::kObject) {
    const bool takes_nothing = schema != kNone && tree_[schema].type == JsonType::kFalse;
    return push_text(takes_nothing ? "never" : kUnknown);
  }
  const bool in_brackets = step.in_brackets && is_compound(schema);
  if (in_brackets) push_text("(");
  const uint32_t reference = tree_.find(schema, "$ref");
  if (reference != kNone) {
    push_reference(step, reference);
  } else {
    push_value_types(step);
  }
  if (in_brackets) push_text(")");
}

// Whether its type has operators, so that it needs brackets within others.
bool TypeWriter::is_compound(uint32_t schema) const {
  const uint32_t reference = tree_.find(schema, "$ref");
  if (reference != kNone) {
    const uint32_t target = tree_.target(tree_[reference].value);
    return target != kNone && is_object(target) && is_nullable(target);
  }
  for (const std::string_view keyword : kAlternatives) {
    if (tree_.find(schema, keyword) != kNone) return true;
  }
  const uint32_t type = tree_.find(schema, "type");
  return tree_.find(schema, "enum") != kNone || is_nullable(schema) ||
         (type != kNone && tree_[type].type == JsonType::kArray);
}

void TypeWriter::push_reference(const Step& step, uint32_t reference) {
  const uint32_t target = tree_.target(tree_[reference].value);
  const uint32_t declared = target == kNone ? kNone : declaration_of(target);
  if (declared == kNone) return push_text(kUnknown);
  const bool is_interface = declarations_[declared].is_interface;
  if (!is_interface && !step.is_nested && leads_back(target)) return push_text(kUnknown);
  push_text(name_of(declared));
  if (is_interface && is_nullable(target)) push_text(" | null");
}

// Whether an alias comes to the one that is being written without an object or array between,
// which TypeScript refuses. Also where that takes too long to find out.
bool TypeWriter::leads_back(uint32_t schema) {
  Vec<uint32_t> seen;
  bool is_known = see(schema, seen);
  for (uint32_t i = 0; i < seen.size() && is_known; ++i) {
    if (seen[i] == declarations_[current_].schema) return true;
    const uint32_t reference = tree_.find(seen[i], "$ref");
    if (reference != kNone) {
      const uint32_t target = tree_.target(tree_[reference].value);
      is_known = target == kNone || see(target, seen);
      continue;
    }
    for (const std::string_view keyword : kAlternatives) {
      const uint32_t list = tree_.find(seen[i], keyword);
      if (list == kNone) continue;
      for (uint32_t j = tree_[list].first; j < tree_[list].end && is_known; ++j) {
        is_known = see(j, seen);
      }
    }
  }
  return !is_known;
}

// False: it takes too long, or there is no memory.
bool TypeWriter::see(uint32_t schema, Vec<uint32_t>& seen) {
  for (const uint32_t each : seen) {
    if (each == schema) return true;
  }
  if (looks_left_ < seen.size()) return false;
  looks_left_ -= seen.size();
  if (!seen.push(schema)) has_failed_ = true;
  return !has_failed_;
}

void TypeWriter::push_value_types(const Step& step) {
  const uint32_t schema = step.node;
  const uint32_t value = tree_.find(schema, "const");
  if (value != kNone) return push_literal(value);
  const uint32_t values = tree_.find(schema, "enum");
  if (values != kNone) return push_literals(schema, values);
  uint32_t lists[3];
  uint32_t count = 0;
  for (const std::string_view keyword : kAlternatives) {
    const uint32_t list = tree_.find(schema, keyword);
    if (list != kNone && tree_[list].first != tree_[list].end) lists[count++] = list;
  }
  if (count == 0) return push_plain(step);
  // All at once: what the schema itself says of members, and one of each list.
  const bool has_members = tree_.find(schema, "properties") != kNone;
  const bool is_nullable_too = is_nullable(schema);
  const bool in_brackets = has_members || count > 1 || is_nullable_too;
  if (has_members) push({Step::Kind::kObject, schema, step.indent});
  for (uint32_t i = 0; i < count; ++i) {
    if ((i != 0 || has_members)) push_text(" & ");
    if (in_brackets) push_text("(");
    for (uint32_t j = tree_[lists[i]].first; j < tree_[lists[i]].end; ++j) {
      const bool is_all = tree_[lists[i]].key == "allOf";
      if (j != tree_[lists[i]].first) push_text(is_all ? " & " : " | ");
      push({Step::Kind::kType, j, step.indent, {}, step.is_nested, is_all});
    }
    if (in_brackets) push_text(")");
  }
  if (is_nullable_too) push_text(" | null");
}

void TypeWriter::push_literal(uint32_t value) {
  if (tree_[value].type == JsonType::kObject || tree_[value].type == JsonType::kArray) {
    return push_text(kUnknown);
  }
  push_text(tree_[value].text);
}

void TypeWriter::push_literals(uint32_t schema, uint32_t values) {
  bool has_null = !is_nullable(schema);
  for (uint32_t i = tree_[values].first; i < tree_[values].end; ++i) {
    if (i != tree_[values].first) push_text(" | ");
    push_literal(i);
    has_null = has_null || tree_[i].type == JsonType::kNull;
  }
  if (tree_[values].first == tree_[values].end) push_text("never");
  if (!has_null) push_text(" | null");
}

void TypeWriter::push_plain(const Step& step) {
  const uint32_t type = tree_.find(step.node, "type");
  if (type == kNone) {
    if (is_about_objects(step.node)) return push({Step::Kind::kObject, step.node, step.indent});
    const bool is_array = tree_.find(step.node, "items") != kNone;
    if (is_array) return push({Step::Kind::kArray, step.node, step.indent});
    return push_text(kUnknown);
  }
  if (tree_[type].type != JsonType::kArray) {
    push_named(step, tree_[type].value);
    if (is_nullable(step.node)) push_text(" | null");
    return;
  }
  bool has_null = !tree_.is_true(step.node, "nullable");
  for (uint32_t i = tree_[type].first; i < tree_[type].end; ++i) {
    if (i != tree_[type].first) push_text(" | ");
    push_named(step, tree_[i].value);
    has_null = has_null || tree_[i].value == "null";
  }
  if (tree_[type].first == tree_[type].end) push_text("never");
  if (!has_null) push_text(" | null");
}

void TypeWriter::push_named(const Step& step, std::string_view type) {
  if (type == "object") return push({Step::Kind::kObject, step.node, step.indent});
  if (type == "array") return push({Step::Kind::kArray, step.node, step.indent});
  push_text(plain_type(type));
}

void TypeWriter::take_array(const Step& step) {
  const uint32_t items = tree_.find(step.node, "items");
  const bool is_list = items != kNone && tree_[items].type == JsonType::kArray;
  const uint32_t element = is_list ? kNone : items;
  push({Step::Kind::kType, element, step.indent, {}, true, true});
  push_text("[]");
}

void TypeWriter::take_object(const Step& step) {
  const uint32_t members = tree_.find(step.node, "properties");
  const uint32_t rest = tree_.find(step.node, "additionalProperties");
  Vec<uint32_t> required;
  if (!tree_.sort_elements(tree_.find(step.node, "required"), required)) has_failed_ = true;
  const bool has_members = members != kNone && tree_[members].first != tree_[members].end;
  if (!has_members && required.empty()) {
    push_text("{ [key: string]: ");
    push({Step::Kind::kType, rest, step.indent, {}, true});
    return push_text(" }");
  }
  push_text("{\n");
  const uint32_t first = members == kNone ? 0 : tree_[members].first;
  const uint32_t end = members == kNone ? 0 : tree_[members].end;
  for (uint32_t i = first; i < end; ++i) {
    const std::string_view key = tree_[i].key;
    if (tree_.find(members, key) != i) continue;
    const bool is_optional = !tree_.has_text(required, key);
    const Step member = {Step::Kind::kMember, i, step.indent + 1, key, true, is_optional};
    push(member);
  }
  for (uint32_t i = 0; i < required.size(); ++i) {
    const SchemaTree::Node& name = tree_[required[i]];
    const bool comes_again = i != 0 && tree_[required[i - 1]].value == name.value;
    if (name.type != JsonType::kString || comes_again) continue;
    if (tree_.find(members, name.value) != kNone) continue;
    push({Step::Kind::kMember, kNone, step.indent + 1, name.value, true});
  }
  const bool has_rest = (rest != kNone && tree_[rest].type != JsonType::kFalse) ||
                        tree_.find(step.node, "patternProperties") != kNone;
  // The members have to be of its type too.
  if (has_rest) push({Step::Kind::kMember, kNone, step.indent + 1, {}, true});
  push({Step::Kind::kClose, kNone, step.indent});
}

void TypeWriter::take_member(const Step& step) {
  if (step.node != kNone) write_comment(step.node, step.indent);
  append_indent(step.indent);
  if (step.text.data() == nullptr) {
    output_.append("[key: string]");
  } else if (is_identifier(step.text)) {
    output_.append(step.text);
  } else {
    append_json_string(step.text, output_);
  }
  output_.append(step.in_brackets ? "?: " : ": ");
  const uint32_t type = step.in_brackets && is_inherited(step.text) ? kNone : step.node;
  push({Step::Kind::kType, type, step.indent, {}, true});
  push_text(";\n");
}

void TypeWriter::write_comment(uint32_t schema, uint32_t indent) {
  std::string_view words = tree_.text(schema, "description");
  if (words.empty()) return;
  append_indent(indent);
  output_.append("/** ");
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == '\n') {
      output_.append('\n');
      append_indent(indent);
      output_.append(" * ");
    } else if (words[i] == '/' && i != 0 && words[i - 1] == '*') {
      output_.append("\\/");
    } else if (words[i] != '\r') {
      output_.append(words[i]);
    }
  }
  output_.append(" */\n");
}

void TypeWriter::append_indent(uint32_t indent) {
  for (uint32_t i = 0; i < indent; ++i) output_.append(kIndentation);
}

}  // namespace tidegate
