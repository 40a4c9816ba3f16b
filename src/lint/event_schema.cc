#include "lint/event_schema.h"

#include <cmath>
#include <new>

#include "base/memory.h"
#include "match/operand.h"
#include "match/text_list.h"
#include "pattern/suggest.h"

namespace tidegate {
namespace {

// More than these are no schema of events, or lead to themselves.
constexpr uint32_t kMostNodes = 1000;
constexpr uint32_t kMostShapes = 100;
constexpr uint32_t kMostReferences = 100;
constexpr uint32_t kMostNames = 1000;
constexpr uint32_t kMostRequired = 1000;

constexpr uint8_t bit(JsonType type) {
  return static_cast<uint8_t>(1u << static_cast<uint8_t>(type));
}

constexpr uint8_t kBooleans = bit(JsonType::kFalse) | bit(JsonType::kTrue);
constexpr uint8_t kScalars =
    bit(JsonType::kNull) | kBooleans | bit(JsonType::kNumber) | bit(JsonType::kString);
constexpr uint8_t kAll = kScalars | EventSchema::kObjects | bit(JsonType::kArray);

// What of JSON Schema's types a name stands for; all of them for one that is unknown.
uint8_t types_named(std::string_view name) {
  if (name == "string") return bit(JsonType::kString);
  if (name == "number" || name == "integer") return bit(JsonType::kNumber);
  if (name == "boolean") return kBooleans;
  if (name == "object") return bit(JsonType::kObject);
  if (name == "array") return bit(JsonType::kArray);
  if (name == "null") return bit(JsonType::kNull);
  return kAll;
}

// The types of which some value may satisfy a test.
uint8_t types_tested_by(const Test& test) {
  if (wants_string(test.op)) return bit(JsonType::kString);
  if (test.op == Operator::kEqualsToken) return bit(type_of(test.operand[0]));
  return wants_no_string(test) ? bit(JsonType::kNumber) : kScalars;
}

// Spelling is compared by letters alone; what differs in a digit is something else.
bool same_digits(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view text, size_t& at) {
    while (at < text.size() && (text[at] < '0' || text[at] > '9')) ++at;
    return at < text.size() ? text[at++] : '\0';
  };
  size_t i = 0;
  size_t j = 0;
  char digit = 0;
  do {
    digit = next(a, i);
    if (digit != next(b, j)) return false;
  } while (digit != '\0');
  return true;
}

// Names of which one may have been meant.
class Names {
 public:
  explicit Names(std::string_view written) : written_(written) {}

  void add(std::string_view name) {
    if (names_.size() >= kMostNames || name == written_ || !same_digits(name, written_)) return;
    static_cast<void>(names_.push(name));
  }
  std::string_view nearest() const { return suggest(written_, {names_.data(), names_.size()}); }

 private:
  std::string_view written_;
  Vec<std::string_view> names_;
};

}  // namespace

bool EventSchema::read(std::string_view text, Diagnostic& problem) {
  if (!tree_.read(text, problem)) return false;
  const std::string_view uri = tree_.text(SchemaTree::kRoot, "$schema");
  const auto names = [uri](std::string_view part) { return uri.find(part) != uri.npos; };
  has_const_ = !names("draft-04") && tree_.text(SchemaTree::kRoot, "openapi").empty();
  if (uri.empty() || names("://json-schema.org/draft")) event_ = tree_.event_schema();
  return true;
}

// ---- Where a path leads ----

EventSchema::Answer EventSchema::look_up(std::string_view path) {
  path_ = path;
  nodes_.clear();
  shapes_.clear();
  values_.clear();
  is_open_ = false;
  failed_ = {};
  step_ = {};
  return answer_ = follow();
}

// An event is an object, whatever else the schema allows.
EventSchema::Answer EventSchema::follow() {
  if (event_ == kNone || !add_schema(0, event_) || !add_shape(0, 0, true) || shapes_.empty())
    return Answer::kNothing;
  shapes_[0].types &= bit(JsonType::kObject);
  for (uint32_t i = 0; i < shapes_.size(); ++i) {
    const Shape shape = shapes_[i];
    if (i == kMostShapes || !follow(shape)) return Answer::kNothing;
  }
  if (!values_.empty()) return is_open_ ? Answer::kNothing : Answer::kValues;
  return is_open_ ? Answer::kUnnamed : Answer::kNotThere;
}

// False: anything may be there.
bool EventSchema::follow(const Shape& shape) {
  if ((shape.types & bit(JsonType::kArray)) != 0 && !add_elements(shape)) return false;
  if (shape.at > path_.size()) return values_.push(shape);
  const size_t first = path_.find('.', shape.at);
  const auto first_end = static_cast<uint32_t>(first == path_.npos ? path_.size() : first);
  if ((shape.types & bit(JsonType::kObject)) == 0) {
    fail_at(shape, first_end);
    return true;
  }
  for (uint32_t end = first_end;; ++end) {
    if (end == path_.size() || path_[end] == '.') {
      const std::string_view name = path_.substr(shape.at, end - shape.at);
      if (!follow_member(shape, name, end)) return false;
    }
    if (end == path_.size()) return true;
  }
}

// A name with dots is followed only where there is one in the schema.
bool EventSchema::follow_member(const Shape& shape, std::string_view name, uint32_t end) {
  const bool has_dots = name.find('.') != name.npos;
  const uint32_t begin = nodes_.size();
  bool is_named = false;
  bool is_closed = false;
  bool is_any = false;
  bool is_required = false;
  for (uint32_t i = shape.begin; i < shape.end; ++i) {
    const uint32_t node = nodes_[i];
    const uint32_t property = tree_.find(tree_.find(node, "properties"), name);
    is_required = is_required || requires_member(node, name);
    if (property != kNone) {
      is_named = true;
      if (!add_schema(begin, property)) return false;
      continue;
    }
    const uint32_t others = tree_.find(node, "additionalProperties");
    if (tree_.find(node, "patternProperties") != kNone) {
      is_any = true;
    } else if (others != kNone && tree_[others].type == JsonType::kFalse) {
      is_closed = true;
    } else if (others != kNone) {
      is_any = true;
      if (!has_dots && !add_schema(begin, others)) return false;
    }
  }
  if (is_closed || (has_dots && !is_named)) {
    if (!has_dots) fail_at(shape, end);
    return true;
  }
  if (nodes_.size() == begin && !is_named && !is_any) {
    is_open_ = true;
    fail_at(shape, end);
    return true;
  }
  const bool is_object = shape.types == kObjects;
  const uint32_t count = shapes_.size();
  if (!add_shape(begin, end + 1, shape.is_always_there && is_object && is_required)) return false;
  if (shapes_.size() == count) fail_at(shape, end);
  return true;
}

// What came furthest is where the path fails.
void EventSchema::fail_at(const Shape& shape, uint32_t end) {
  if (step_.end != 0 && shape.at <= step_.begin) return;
  failed_ = shape;
  step_ = {shape.at, end};
}

// Adds a schema, and those that hold together with it, to those from `begin` on. False: there are
// too many, or it leads to what is not known.
bool EventSchema::add_schema(uint32_t begin, uint32_t schema) {
  uint32_t next = nodes_.size();
  if (!nodes_.push(schema)) return false;
  for (; next < nodes_.size(); ++next) {
    if (next >= kMostNodes) return false;
    const uint32_t node = resolve(nodes_[next]);
    if (node == kNone) return false;
    nodes_[next] = node;
    bool is_known = false;
    for (uint32_t i = begin; i < next; ++i) is_known = is_known || nodes_[i] == node;
    const uint32_t all = is_known ? kNone : tree_.find(node, "allOf");
    if (all == kNone || tree_[all].type != JsonType::kArray) continue;
    for (uint32_t part = tree_[all].first; part < tree_[all].end; ++part) {
      if (!nodes_.push(part)) return false;
    }
  }
  return true;
}

// Makes a shape of the nodes from `begin` on, unless no value is one. False: no memory.
bool EventSchema::add_shape(uint32_t begin, uint32_t at, bool is_always_there) {
  Shape shape = {begin, nodes_.size(), at, kAll, false, is_always_there};
  for (uint32_t i = begin; i < nodes_.size(); ++i) {
    shape.types &= types_of(nodes_[i], shape.only_integers);
  }
  return shape.types == 0 || shapes_.push(shape);
}

// An array stands for its elements. False: those may be anything.
bool EventSchema::add_elements(const Shape& shape) {
  const uint32_t begin = nodes_.size();
  for (uint32_t i = shape.begin; i < shape.end; ++i) {
    const uint32_t items = tree_.find(nodes_[i], "items");
    if (items == kNone || tree_[items].type == JsonType::kArray) continue;
    if (tree_.find(nodes_[i], "prefixItems") != kNone) continue;
    if (!add_schema(begin, items)) return false;
  }
  return nodes_.size() != begin && add_shape(begin, shape.at, false);
}

// Follows references, beside which nothing counts: up to draft 7 that is the rule, and later it
// leaves out something. A schema with an id of its own is the root of what its references name.
uint32_t EventSchema::resolve(uint32_t schema) const {
  for (uint32_t i = 0; i < kMostReferences && schema != kNone; ++i) {
    const uint32_t reference = tree_.find(schema, "$ref");
    if (reference == kNone) return schema;
    for (uint32_t at = schema; at != SchemaTree::kRoot; at = tree_[at].parent) {
      if (!tree_.text(at, "$id").empty() || !tree_.text(at, "id").empty()) return kNone;
    }
    schema = tree_.target(tree_.text(schema, "$ref"));
  }
  return kNone;
}

// ---- What a schema says of a value ----

// "nullable" is a keyword of OpenAPI, which no other schema has to mean.
uint8_t EventSchema::types_of(uint32_t schema, bool& only_integers) const {
  if (tree_[schema].type == JsonType::kFalse) return 0;
  uint8_t types = kAll;
  const uint32_t named = tree_.find(schema, "type");
  if (named != kNone && tree_[named].type == JsonType::kString) {
    types = types_named(tree_[named].value);
    only_integers = only_integers || tree_[named].value == "integer";
  } else if (named != kNone && tree_[named].type == JsonType::kArray) {
    types = 0;
    for (uint32_t i = tree_[named].first; i < tree_[named].end; ++i) {
      types |= types_named(tree_[i].value);
    }
  }
  const Range list = list_of(schema);
  if (list.begin != kNone) {
    uint8_t listed = 0;
    for (uint32_t i = list.begin; i < list.end; ++i) listed |= bit(tree_[i].type);
    types &= listed;
  }
  return tree_.is_true(schema, "nullable") ? types | bit(JsonType::kNull) : types;
}

EventSchema::Range EventSchema::list_of(uint32_t schema) const {
  const uint32_t list = tree_.find(schema, "enum");
  if (list != kNone && tree_[list].type == JsonType::kArray)
    return {tree_[list].first, tree_[list].end};
  const uint32_t only = has_const_ ? tree_.find(schema, "const") : kNone;
  return only == kNone ? Range{kNone, kNone} : Range{only, only + 1};
}

bool EventSchema::requires_member(uint32_t schema, std::string_view name) const {
  const uint32_t required = tree_.find(schema, "required");
  if (required == kNone || tree_[required].type != JsonType::kArray) return false;
  const uint32_t first = tree_[required].first;
  for (uint32_t i = first; i < tree_[required].end && i < first + kMostRequired; ++i) {
    if (tree_[i].type == JsonType::kString && tree_[i].value == name) return true;
  }
  return false;
}

std::string_view EventSchema::nearest_name() const {
  Names names(path_.substr(step_.begin, step_.end - step_.begin));
  for (uint32_t i = failed_.begin; i < failed_.end; ++i) {
    const uint32_t properties = tree_.find(nodes_[i], "properties");
    if (properties == kNone || tree_[properties].type != JsonType::kObject) continue;
    for (uint32_t j = tree_[properties].first; j < tree_[properties].end; ++j) {
      names.add(tree_[j].key);
    }
  }
  return names.nearest();
}

std::string_view EventSchema::nearest_value(std::string_view written) const {
  Names names(written);
  for (const Shape& shape : values_) {
    for (uint32_t i = shape.begin; i < shape.end; ++i) {
      const Range list = list_of(nodes_[i]);
      for (uint32_t j = list.begin; j < list.end; ++j) {
        if (tree_[j].type == JsonType::kString) names.add(tree_[j].value);
      }
    }
  }
  return names.nearest();
}

uint8_t EventSchema::types() const {
  uint8_t types = 0;
  for (const Shape& shape : values_) types |= shape.types;
  return types;
}

bool EventSchema::may_satisfy(const Test& test, Prover& prover) const {
  for (const Shape& shape : values_) {
    if (test.op == Operator::kAbsent) {
      if (shape.is_always_there && (shape.types & ~kScalars) == 0) return false;
    } else if (satisfies_in(shape, test, prover)) {
      return true;
    }
  }
  return test.op == Operator::kAbsent;
}

// A number that is none to compare may be written in other ways than in the list.
bool EventSchema::satisfies_in(const Shape& shape, const Test& test, Prover& prover) const {
  const uint8_t types = shape.types & kScalars & types_tested_by(test);
  if (types == 0) return false;
  if (shape.only_integers && test.op == Operator::kEqualsNumber) {
    const auto number = read_plain<double>(test.operand);
    if (std::nearbyint(number) != number) return false;
  }
  if (test.op == Operator::kEqualsToken && types == bit(JsonType::kNumber)) return true;
  for (uint32_t i = shape.begin; i < shape.end; ++i) {
    const Range list = list_of(nodes_[i]);
    if (list.begin == kNone) continue;
    bool found = (types & bit(JsonType::kNull)) != 0 && tree_.is_true(nodes_[i], "nullable");
    for (uint32_t j = list.begin; j < list.end && !found; ++j) {
      if (!prover.take_steps(1)) return true;
      if ((bit(tree_[j].type) & types) == 0) continue;
      Leaf leaf = {};
      leaf.text = tree_[j].value.data();
      leaf.text_size = static_cast<uint32_t>(tree_[j].value.size());
      leaf.type = tree_[j].type;
      Value value(leaf);
      found = satisfies(test.op, test.operand, value);
    }
    if (!found) return false;
  }
  return true;
}

void append_types(uint8_t types, Text& text) {
  struct Named {
    std::string_view name;
    uint8_t types;
  };
  constexpr Named kNames[] = {{"string", bit(JsonType::kString)},
                              {"number", bit(JsonType::kNumber)},
                              {"boolean", kBooleans},
                              {"null", bit(JsonType::kNull)},
                              {"object", bit(JsonType::kObject)},
                              {"array", bit(JsonType::kArray)}};
  bool is_first = true;
  for (const Named& named : kNames) {
    if ((types & named.types) == 0) continue;
    text.append(is_first ? "" : " or ").append(named.name);
    is_first = false;
  }
}

// ---- Several ----

EventSchemas::~EventSchemas() {
  for (EventSchema* schema : all_) {
    schema->~EventSchema();
    release(schema);
  }
}

bool EventSchemas::add(std::string_view text, uint32_t seed, Diagnostic& problem) {
  void* place = all_.reserve_more(1) ? allocate(sizeof(EventSchema)) : nullptr;
  if (place == nullptr) {
    problem.set(ErrorCode::kOutOfMemory);
    return false;
  }
  all_.push_reserved(new (place) EventSchema(seed));
  return all_.back()->read(text, problem);
}

}  // namespace tidegate
