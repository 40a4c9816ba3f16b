#include "schema/shape_writer.h"

#include <cstring>

#include "base/hash.h"
#include "base/sort.h"
#include "json/pointer.h"
#include "json/writer.h"
#include "schema/text_format.h"

namespace tidegate {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

// The envelope as the registry writes it: its members, those of which all have to be there in the
// order in which they are listed.
constexpr std::string_view kEnvelope = "AWSEvent";
constexpr std::string_view kRequired[] = {"detail-type", "resources", "detail",  "id",     "source",
                                          "time",        "region",    "version", "account"};

// Around the number of a component, where its name belongs; no JSON text has them.
constexpr char kBegin = '\x01';
constexpr char kEnd = '\x02';

constexpr std::string_view kObjectName = "Object";
constexpr std::string_view kNameCharacters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

struct KindRow {
  ShapeKind kind;
  std::string_view type;
};

struct NoteRow {
  ValueShape::Flag flag;
  std::string_view code;
  std::string_view message;
};

constexpr NoteRow kNotes[] = {
    {ValueShape::kMap, "MANY_KEYS",
     "Objects have too many or too long keys here: described as a map."},
    {ValueShape::kTooDeep, "TOO_DEEP",
     "It is nested too deep here: what this holds is not described."},
    {ValueShape::kTooMany, "TOO_MANY_FIELDS",
     "There are too many fields: some in here are not described."},
};

constexpr NoteRow kSchemasNote = {
    ValueShape::kMap, "TOO_MANY_SCHEMAS",
    "There are too many kinds of events: those of further kinds are described in this one."};

void append_note(const NoteRow& note, std::string_view path, bool& first, Text& output) {
  if (!first) output.append(',');
  first = false;
  ObjectWriter object(output);
  object.string("code", note.code);
  object.string("path", path);
  object.string("message", note.message);
  object.end();
}

}  // namespace

bool ShapeWriter::write(const DiscoveredSchema& schema, Text& output) {
  schema_ = &schema;
  if (!collect(schema)) return false;
  for (uint32_t i = entries_.size(); i != 0; --i) {
    if (!write_entry(i - 1)) return false;
  }
  if (!name_components()) return false;
  if (form_ == SchemaForm::kOpenApi3) {
    output.append(R"({"openapi":"3.0.0","info":{"version":"1.0.0","title":)");
    append_json_string(schema.title, output);
    output.append(R"(},"paths":{},"components":{"schemas":{)");
    append_components(0, output);
    output.append("}}}");
  } else {
    const bool is_draft4 = form_ == SchemaForm::kDraft4;
    output.append(is_draft4
                      ? R"({"$schema":"http://json-schema.org/draft-04/schema#","title":)"
                      : R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":)");
    append_json_string(schema.title, output);
    const std::string_view root = text_of(components_[order_[0]].body);
    output.append(',');
    append_resolved(root.substr(1, root.size() - 2), output);
    if (order_.size() > 1) {
      output.append(is_draft4 ? R"(,"definitions":{)" : R"(,"$defs":{)");
      append_components(1, output);
      output.append('}');
    }
    output.append('}');
  }
  return !output.failed() && !text_.failed() && !names_.failed();
}

bool ShapeWriter::collect(const DiscoveredSchema& schema) {
  const bool is_aws = schema.kind == DiscoveredKind::kEventBridge;
  if (!entries_.push({schema.root, kNone, is_aws ? kEnvelope : schema.title})) return false;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const ValueShape& shape = shapes_.shape(entries_[i].shape);
    entries_[i].first_child = entries_.size();
    if (!push_members(i)) return false;
    const std::string_view key = entries_[i].key;
    if (shape.items != kNone && !entries_.push({shape.items, i, key, Entry::Step::kItems})) {
      return false;
    }
    if (shape.rest != kNone && !entries_.push({shape.rest, i, key, Entry::Step::kRest})) {
      return false;
    }
    entries_[i].child_end = entries_.size();
  }
  return true;
}

bool ShapeWriter::push_members(uint32_t entry) {
  const ValueShape& shape = shapes_.shape(entries_[entry].shape);
  const uint32_t first = entries_.size();
  for (uint32_t i = shape.first_member; i != kNone; i = shapes_.member(i).next) {
    const ShapeMember& member = shapes_.member(i);
    if (!entries_.push({member.shape, entry, member.key})) return false;
  }
  const bool is_envelope = entry == 0 && schema_->kind == DiscoveredKind::kEventBridge;
  sort(entries_.begin() + first, entries_.end(), [is_envelope](const Entry& a, const Entry& b) {
    // The registry has the detail first.
    const bool is_first = is_envelope && a.key == "detail";
    if (is_first || (is_envelope && b.key == "detail")) return is_first && b.key != "detail";
    return a.key < b.key;
  });
  return true;
}

// An object with members; and all of an event, and its detail.
bool ShapeWriter::is_component(uint32_t entry) const {
  const Entry& it = entries_[entry];
  if (entry == 0 || shapes_.shape(it.shape).members != 0) return true;
  return it.parent == 0 && schema_->kind == DiscoveredKind::kEventBridge && it.key == "detail";
}

bool ShapeWriter::write_entry(uint32_t id) {
  Entry& entry = entries_[id];
  if (is_component(id)) {
    const uint32_t begin = size();
    write_component(entry);
    if (!intern(entry, begin)) return false;
  }
  entry.text.begin = size();
  write_value(entry);
  entry.text.end = size();
  return !text_.failed() && !has_failed_;
}

void ShapeWriter::write_value(const Entry& entry) {
  const ValueShape& shape = shapes_.shape(entry.shape);
  bool nullable = shape.has(ShapeKind::kNull);
  ShapeKind kinds[kShapeKinds];
  uint32_t count = 0;
  for (uint32_t i = static_cast<uint32_t>(ShapeKind::kBoolean); i < kShapeKinds; ++i) {
    const auto kind = static_cast<ShapeKind>(i);
    // An integer is a number.
    const bool is_covered = kind == ShapeKind::kInteger && shape.has(ShapeKind::kNumber);
    if (shape.has(kind) && !is_covered) kinds[count++] = kind;
  }
  if (count == 1) return write_kind(entry, kinds[0], nullable);
  if (count == 0) {
    // What may be there beside null is not known: the registry says an object.
    text_.append('{');
    if (form_ == SchemaForm::k2020_12) {
      text_.append(R"("type":"null")");
    } else {
      write_type("object", true);
    }
    text_.append('}');
    return;
  }
  text_.append(R"({"anyOf":[)");
  for (uint32_t i = 0; i < count; ++i) {
    if (i != 0) text_.append(',');
    // OpenAPI has no type for null; a kind that is no component can take it.
    const bool takes_null = form_ == SchemaForm::kOpenApi3 && nullable &&
                            (kinds[i] != ShapeKind::kObject || entry.component == kNone);
    write_kind(entry, kinds[i], takes_null);
    if (takes_null) nullable = false;
  }
  if (nullable && form_ != SchemaForm::kOpenApi3) text_.append(R"(,{"type":"null"})");
  text_.append("]}");
}

void ShapeWriter::write_kind(const Entry& entry, ShapeKind kind, bool nullable) {
  const ValueShape& shape = shapes_.shape(entry.shape);
  const bool has_number_formats = form_ != SchemaForm::k2020_12;
  if (kind == ShapeKind::kObject && entry.component != kNone) {
    // A component of an object that may be null says so itself.
    text_.append(R"({"$ref":")").append(reference_prefix()).append(kBegin);
    text_.append_number(entry.component).append(kEnd).append("\"}");
    return;
  }
  text_.append('{');
  switch (kind) {
    case ShapeKind::kBoolean:
      write_type("boolean", nullable);
      break;
    case ShapeKind::kInteger:
      write_type("integer", nullable);
      if (has_number_formats && !shape.is(ValueShape::kLarge)) text_.append(R"(,"format":"int64")");
      break;
    case ShapeKind::kNumber:
      write_type("number", nullable);
      if (has_number_formats) text_.append(R"(,"format":"double")");
      break;
    case ShapeKind::kString:
      write_type("string", nullable);
      write_text_rules(entry, nullable);
      break;
    case ShapeKind::kObject:
      write_type("object", nullable);
      if (shape.rest != kNone) {
        text_.append(R"(,"additionalProperties":)");
        copy(entries_[entry.child_end - 1].text);
      }
      break;
    default:
      write_type("array", nullable);
      write_items(entry);
  }
  text_.append('}');
}

void ShapeWriter::write_items(const Entry& entry) {
  const ValueShape& shape = shapes_.shape(entry.shape);
  const bool is_known = !shape.is(ValueShape::kTooDeep) && !shape.is(ValueShape::kTooMany);
  if (shape.items != kNone) {
    text_.append(R"(,"items":)");
    const uint32_t behind = shape.rest == kNone ? 1 : 2;
    copy(entries_[entry.child_end - behind].text);
  } else if (form_ != SchemaForm::k2020_12) {
    // The registry says so of arrays that were always empty; OpenAPI wants the member.
    text_.append(is_known ? R"(,"items":{"type":"object"})" : R"(,"items":{})");
  }
}

void ShapeWriter::write_type(std::string_view name, bool nullable) {
  const bool is_list = nullable && form_ != SchemaForm::kOpenApi3;
  text_.append(is_list ? R"("type":[")" : R"("type":")").append(name);
  text_.append(is_list ? R"(","null"])" : "\"");
  if (nullable && !is_list) text_.append(R"(,"nullable":true)");
}

void ShapeWriter::write_text_rules(const Entry& entry, bool nullable) {
  const ValueShape& shape = shapes_.shape(entry.shape);
  const bool in_envelope = entry.parent == 0 && schema_->kind == DiscoveredKind::kEventBridge;
  // Of the envelope the registry says no more than which member is a time.
  const uint8_t asked = in_envelope ? uint8_t{kDateTimeFormat} : kAllFormats;
  const std::string_view format = format_name(shape.formats & asked);
  if (!format.empty()) {
    text_.append(R"(,"format":")").append(format).append('"');
  } else if (!in_envelope && is_enum(shape)) {
    uint32_t order[UINT8_MAX];
    uint32_t count = 0;
    for (uint32_t i = shape.first_value; i != kNone; i = shapes_.value(i).next) order[count++] = i;
    sort(order, order + count,
         [this](uint32_t a, uint32_t b) { return shapes_.value(a).text < shapes_.value(b).text; });
    text_.append(R"(,"enum":)");
    for (uint32_t i = 0; i < count; ++i) {
      text_.append(i == 0 ? '[' : ',');
      append_json_string(shapes_.value(order[i]).text, text_);
    }
    text_.append(nullable ? ",null]" : "]");
  }
}

// Few different values in many samples, each of them more than once: what was seen only once tells
// of others that were not seen yet.
bool ShapeWriter::is_enum(const ValueShape& shape) const {
  constexpr uint8_t kFewest = 2;
  if (shape.is(ValueShape::kManyValues) || shape.values < kFewest) return false;
  if (shape.count(ShapeKind::kString) < enum_samples_) return false;
  for (uint32_t i = shape.first_value; i != kNone; i = shapes_.value(i).next) {
    if (shapes_.value(i).count < 2) return false;
  }
  return true;
}

void ShapeWriter::write_component(const Entry& entry) {
  const ValueShape& shape = shapes_.shape(entry.shape);
  const bool is_root = entry.parent == kNone;
  // Beside other kinds, null is theirs to take.
  uint32_t kinds = 0;
  for (uint32_t i = static_cast<uint32_t>(ShapeKind::kBoolean); i < kShapeKinds; ++i) {
    if (shape.counts[i] != 0) ++kinds;
  }
  text_.append('{');
  write_type("object", shape.has(ShapeKind::kNull) && kinds == 1);
  write_required(entry);
  if (is_root && schema_->kind == DiscoveredKind::kEventBridge) {
    text_.append(R"(,"x-amazon-events-detail-type":)");
    append_json_string(schema_->detail_type, text_);
    text_.append(R"(,"x-amazon-events-source":)");
    append_json_string(schema_->source, text_);
  }
  if (shape.members != 0) write_properties(entry);
  if (shape.rest != kNone) {
    text_.append(R"(,"additionalProperties":)");
    copy(entries_[entry.child_end - 1].text);
  } else if (shape.is(ValueShape::kTooMany)) {
    text_.append(R"(,"additionalProperties":true)");
  }
  text_.append('}');
}

bool ShapeWriter::is_required(const Entry& entry, const Entry& child) const {
  return shapes_.shape(child.shape).total() == shapes_.shape(entry.shape).count(ShapeKind::kObject);
}

void ShapeWriter::write_required(const Entry& entry) {
  const bool is_envelope = entry.parent == kNone && schema_->kind == DiscoveredKind::kEventBridge;
  const uint32_t end = entry.first_child + shapes_.shape(entry.shape).members;
  bool has_some = false;
  const auto append_name = [&](std::string_view name) {
    text_.append(has_some ? "," : R"(,"required":[)");
    has_some = true;
    append_json_string(name, text_);
  };
  const auto is_listed = [&](std::string_view name) {
    for (const std::string_view each : kRequired) {
      if (is_envelope && each == name) return true;
    }
    return false;
  };
  for (const std::string_view name : kRequired) {
    for (uint32_t i = entry.first_child; is_envelope && i < end; ++i) {
      if (entries_[i].key == name && is_required(entry, entries_[i])) append_name(name);
    }
  }
  for (uint32_t i = entry.first_child; i < end; ++i) {
    const Entry& child = entries_[i];
    if (!is_listed(child.key) && is_required(entry, child)) append_name(child.key);
  }
  if (has_some) text_.append(']');
}

void ShapeWriter::write_properties(const Entry& entry) {
  const uint32_t end = entry.first_child + shapes_.shape(entry.shape).members;
  for (uint32_t i = entry.first_child; i < end; ++i) {
    text_.append(i == entry.first_child ? R"(,"properties":{)" : ",");
    append_json_string(entries_[i].key, text_);
    text_.append(':');
    copy(entries_[i].text);
  }
  text_.append('}');
}

// Appends a part of the text to it.
void ShapeWriter::copy(Span part) {
  const uint32_t length = part.end - part.begin;
  char* place = text_.extend(length);
  // Only now, since what it is copied from may have moved.
  if (place == nullptr) {
    has_failed_ = true;
  } else {
    std::memcpy(place, text_.view().data() + part.begin, length);
  }
}

std::string_view ShapeWriter::reference_prefix() const {
  constexpr std::string_view kPrefixes[] = {"#/components/schemas/", "#/definitions/", "#/$defs/"};
  return kPrefixes[static_cast<uint32_t>(form_)];
}

// Makes what was written from `begin` on the body of a component, unless there is one like it.
bool ShapeWriter::intern(Entry& entry, uint32_t begin) {
  const bool is_detail =
      entry.parent == 0 && entry.key == "detail" && schema_->kind == DiscoveredKind::kEventBridge;
  const auto name_begin = static_cast<uint32_t>(names_.view().size());
  if (entry.parent == kNone) {
    names_.append(entry.key);
  } else if (is_detail) {
    names_.append(schema_->title);
  } else {
    // A name that begins with a digit is none in a language, and comes first in JavaScript.
    const size_t first = entry.key.find_first_of(kNameCharacters);
    const bool begins_well = first != entry.key.npos && entry.key[first] > '9';
    if (!begins_well) names_.append(kObjectName);
    append_pascal_case(entry.key, names_);
    if (entry.step == Entry::Step::kItems) names_.append("Item");
    if (entry.step == Entry::Step::kRest) names_.append("Value");
  }
  const Component component = {
      {name_begin, static_cast<uint32_t>(names_.view().size())}, {}, {begin, size()}};
  const uint64_t name_hash = hash_text(seed_, name_of(component.base));
  const auto hash = static_cast<uint32_t>(hash_text(name_hash, text_of(component.body)) >> 32);
  const bool is_apart = entry.parent == kNone || is_detail;
  if (!is_apart) {
    entry.component = by_body_.find(hash, [&](uint32_t i) {
      return name_of(components_[i].base) == name_of(component.base) &&
             text_of(components_[i].body) == text_of(component.body);
    });
  }
  if (entry.component != kNone) return true;
  if (!components_.reserve_more(1) || !by_body_.reserve_one()) return false;
  entry.component = components_.size();
  components_.push_reserved(component);
  by_body_.insert(hash, entry.component);
  return true;
}

// In the order of the walk, so that what is nearest to the root has the plain name.
bool ShapeWriter::name_components() {
  if (!order_.reserve(components_.size())) return false;
  for (const Entry& entry : entries_) {
    if (entry.component == kNone) continue;
    Component& component = components_[entry.component];
    if (component.name.end != 0) continue;
    order_.push_reserved(entry.component);
    const uint32_t used = find_name(component.base);
    component.name = component.base;
    if (used != kNone) {
      do {
        const auto begin = static_cast<uint32_t>(names_.view().size());
        const uint32_t length = component.base.end - component.base.begin;
        if (!names_.reserve_more(length)) return false;
        names_.append(name_of(component.base)).append_number(used_[used].next++);
        component.name = {begin, static_cast<uint32_t>(names_.view().size())};
      } while (find_name(component.name) != kNone);
    }
    if (!add_name(component.name)) return false;
  }
  return true;
}

uint32_t ShapeWriter::find_name(Span name) const {
  const auto hash = static_cast<uint32_t>(hash_text(seed_, name_of(name)) >> 32);
  return by_name_.find(hash, [&](uint32_t i) { return name_of(used_[i].text) == name_of(name); });
}

bool ShapeWriter::add_name(Span name) {
  if (!by_name_.reserve_one() || !used_.push({name})) return false;
  by_name_.insert(static_cast<uint32_t>(hash_text(seed_, name_of(name)) >> 32), used_.size() - 1);
  return true;
}

// Appends a text with names where the numbers of components are.
void ShapeWriter::append_resolved(std::string_view text, Text& output) const {
  for (size_t begin; (begin = text.find(kBegin)) != text.npos;) {
    output.append(text.substr(0, begin));
    uint32_t id = 0;
    size_t i = begin + 1;
    for (; text[i] != kEnd; ++i) id = id * 10 + static_cast<uint32_t>(text[i] - '0');
    output.append(name_of(components_[id].name));
    text.remove_prefix(i + 1);
  }
  output.append(text);
}

void ShapeWriter::append_components(uint32_t first, Text& output) const {
  for (uint32_t i = first; i < order_.size(); ++i) {
    const Component& component = components_[order_[i]];
    output.append(i == first ? "\"" : ",\"").append(name_of(component.name)).append("\":");
    append_resolved(text_of(component.body), output);
  }
}

bool ShapeWriter::write_notes(bool has_too_many_schemas, Text& output) const {
  bool first = true;
  output.append('[');
  if (has_too_many_schemas) append_note(kSchemasNote, {}, first, output);
  Text path;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    for (const NoteRow& note : kNotes) {
      if (!shapes_.shape(entries_[i].shape).is(note.flag)) continue;
      path.clear();
      if (!append_path(i, path)) return false;
      append_note(note, path.view(), first, output);
    }
  }
  output.append(']');
  return !output.failed();
}

bool ShapeWriter::append_path(uint32_t entry, Text& path) const {
  Vec<uint32_t> steps;
  for (; entry != 0; entry = entries_[entry].parent) {
    if (!steps.push(entry)) return false;
  }
  for (uint32_t i = steps.size(); i != 0; --i) {
    const Entry& step = entries_[steps[i - 1]];
    const bool is_any = step.step != Entry::Step::kMember;
    append_pointer_token(is_any ? "*" : step.key, path);
  }
  return !path.failed();
}

}  // namespace tidegate
