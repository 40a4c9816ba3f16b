#include "schema/compiler.h"

#include <algorithm>

#include "base/hash.h"
#include "base/sort.h"
#include "json/writer.h"
#include "schema/open_api.h"
#include "schema/reference.h"

namespace tidegate {
namespace {

bool is_schema_type(std::string_view name) {
  for (const std::string_view known :
       {"string", "number", "integer", "boolean", "object", "array", "null"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace

bool SchemaCompiler::compile(std::span<const SchemaSource> sources) {
  problem_.clear();
  output_.clear();
  if (!read(sources)) return false;
  for (uint32_t i = 0; i < schema_.documents.size(); ++i) index_document(i);
  if (out_of_memory_) return report();
  sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) { return a.hash < b.hash; });
  names_are_known_ = true;
  if (root_ != kNone) emit_all();
  return report();
}

bool SchemaCompiler::read(std::span<const SchemaSource> sources) {
  for (const SchemaSource& source : sources) {
    const uint32_t root = tape_.size();
    const std::string_view text = schema_.texts_.copy(source.text);
    const std::string_view uri = schema_.texts_.copy(split_reference(source.uri).uri);
    if (schema_.texts_.failed()) {
      problem_.set(ErrorCode::kOutOfMemory);
      return false;
    }
    if (!tape_.read(text, problem_)) return false;
    push(schema_.documents, {uri, text, root, tape_.size()});
  }
  const uint32_t size = tape_.size();
  if (!resource_of_.resize(size, kNone) || !node_of_.resize(size, kNoNode) ||
      !wrong_.resize(size, 0) || out_of_memory_) {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }
  return true;
}

// --- Names and mistakes ---

void SchemaCompiler::index_document(uint32_t document) {
  const SchemaDocument& whole = schema_.documents[document];
  Dialect dialect = options_.dialect == Dialect::kUnknown ? Dialect::kDraft2020 : options_.dialect;
  const uint32_t version = member(whole.root, "openapi", JsonType::kString);
  if (version != kNone) {
    index_open_api(document, tape_[version].view());
    return;
  }
  const uint32_t resource = add_resource(whole.uri, whole.root, document, dialect);
  if (document == 0) root_ = whole.root;
  add_place(whole.root, resource, true);
  index_places();
}

// The component that is asked for; otherwise that of the events, for which the only one may stand.
uint32_t SchemaCompiler::open_api_root(uint32_t document, uint32_t schemas) const {
  const auto find = [&](std::string_view name) { return tape_.find(schemas, name); };
  if (!options_.component.empty()) return find(options_.component);
  const uint32_t info = member(document, "info", JsonType::kObject);
  const uint32_t title = info == kNone ? kNone : member(info, "title", JsonType::kString);
  const uint32_t only = tape_[schemas].count == 1 ? tape_.first(schemas) + 1 : kNone;
  return find_event_schema(title == kNone ? std::string_view() : tape_[title].view(), find, only,
                           kNone);
}

// The components of the version 3.0, or of 3.1, whose schemas are those of 2020-12.
void SchemaCompiler::index_open_api(uint32_t document, std::string_view version) {
  const SchemaDocument& whole = schema_.documents[document];
  const bool is_3_0 = version.starts_with("3.0");
  if (!is_3_0 && !version.starts_with("3.1")) {
    add_mistake(member(whole.root, "openapi", JsonType::kString),
                "Only the versions 3.0 and 3.1 of OpenAPI are known.");
    return;
  }
  const uint32_t resource = add_resource(whole.uri, whole.root, document,
                                         is_3_0 ? Dialect::kOpenApi : Dialect::kDraft2020);
  const uint32_t components = member(whole.root, "components", JsonType::kObject);
  const uint32_t schemas =
      components == kNone ? kNone : member(components, "schemas", JsonType::kObject);
  if (schemas == kNone) {
    add_mistake(whole.root, "The document has no components/schemas.");
    return;
  }
  add_places(schemas, resource);
  index_places();
  if (document != 0) return;
  root_ = open_api_root(whole.root, schemas);
  if (root_ == kNone) add_mistake(schemas, "There is no component of this name; name another one.");
}

void SchemaCompiler::index_places() {
  while (!places_.empty() && !out_of_memory_) {
    const Place place = places_.back();
    places_.pop();
    index_schema(place);
  }
}

void SchemaCompiler::index_schema(Place place) {
  if (resource_of_[place.value] != kNone) return;
  const TapeValue& schema = tape_[place.value];
  resource_of_[place.value] = place.resource;
  const bool is_flag = schema.is(JsonType::kTrue) || schema.is(JsonType::kFalse);
  const bool takes_flags =
      schema_.resources[place.resource].dialect >= Dialect::kDraft6 || place.may_be_flag;
  if (is_flag && takes_flags) return;
  if (!schema.is(JsonType::kObject)) {
    wrong_[place.value] = 1;
    add_mistake(place.value,
                takes_flags ? "A schema is an object, true or false." : "A schema is an object.");
    return;
  }
  const uint32_t resource = open_resource(place.value, place.resource);
  resource_of_[place.value] = resource;
  const Dialect dialect = schema_.resources[resource].dialect;
  // Up to draft 7 nothing stands beside a reference.
  const bool is_reference =
      dialect <= Dialect::kDraft7 && member(place.value, "$ref", JsonType::kString) != kNone;
  if (!is_reference) name_schema(place.value, resource);
  for (uint32_t name = tape_.first(place.value); name != kNone;
       name = tape_.after(name, place.value)) {
    const Keyword keyword = find_keyword(tape_[name].view(), dialect);
    if (keyword == Keyword::kNone) continue;
    if (is_reference && keyword != Keyword::kRef && keyword != Keyword::kDefinitions) continue;
    check_value(keyword, name + 1, resource);
  }
}

// The resource that a schema is the root of, or the one that it is in.
uint32_t SchemaCompiler::open_resource(uint32_t schema, uint32_t resource) {
  const bool is_root = schema_.resources[resource].root == schema;
  const uint32_t dialect_uri = member(schema, "$schema", JsonType::kString);
  if (is_root && dialect_uri != kNone) set_dialect(dialect_uri, resource);
  const Dialect dialect = schema_.resources[resource].dialect;
  if (dialect == Dialect::kOpenApi) return resource;
  const uint32_t id = member(schema, dialect == Dialect::kDraft4 ? "id" : "$id", JsonType::kString);
  const bool is_reference =
      dialect <= Dialect::kDraft7 && member(schema, "$ref", JsonType::kString) != kNone;
  if (id == kNone || (is_reference && !is_root)) return resource;
  const SplitReference split = split_reference(tape_[id].view());
  // Up to draft 7 a fragment alone is an anchor.
  if (split.uri.empty()) return resource;
  text_.clear();
  resolve_reference(schema_.resources[resource].uri, split.uri, text_);
  const std::string_view uri = schema_.texts_.copy(text_.view());
  if (text_.failed() || schema_.texts_.failed()) out_of_memory_ = true;
  if (is_root) {
    schema_.resources[resource].uri = uri;
    add_name(uri, kNone, resource);
    return resource;
  }
  const uint32_t inner = add_resource(uri, schema, schema_.resources[resource].document, dialect);
  if (out_of_memory_) return resource;
  schema_.resources[inner].vocabularies = schema_.resources[resource].vocabularies;
  if (dialect_uri != kNone) set_dialect(dialect_uri, inner);
  return inner;
}

// Its anchors.
void SchemaCompiler::name_schema(uint32_t schema, uint32_t resource) {
  const Dialect dialect = schema_.resources[resource].dialect;
  if (dialect >= Dialect::kDraft2019) {
    const uint32_t anchor = member(schema, "$anchor", JsonType::kString);
    if (anchor != kNone) add_name(tape_[anchor].view(), resource, schema);
    const uint32_t dynamic = member(schema, "$dynamicAnchor", JsonType::kString);
    if (dynamic != kNone && dialect == Dialect::kDraft2020) {
      add_name(tape_[dynamic].view(), resource, schema);
      push(schema_.dynamic_anchors, {resource, dynamic, schema});
    }
    const bool recursive = schema_.resources[resource].root == schema &&
                           member(schema, "$recursiveAnchor", JsonType::kTrue) != kNone;
    if (recursive && dialect == Dialect::kDraft2019) {
      schema_.resources[resource].recursive_anchor = true;
      push(schema_.dynamic_anchors, {resource, Schema::kRecursive, schema});
    }
    return;
  }
  const uint32_t id = member(schema, dialect == Dialect::kDraft4 ? "id" : "$id", JsonType::kString);
  if (id == kNone || dialect == Dialect::kOpenApi) return;
  const std::string_view fragment = split_reference(tape_[id].view()).fragment;
  if (!fragment.empty()) add_name(fragment, resource, schema);
}

void SchemaCompiler::set_dialect(uint32_t keyword_value, uint32_t resource) {
  const std::string_view uri = tape_[keyword_value].view();
  Dialect dialect = find_dialect(uri);
  if (dialect == Dialect::kUnknown) {
    const uint32_t metaschema = find_document_root(split_reference(uri).uri);
    const uint32_t base =
        metaschema == kNone ? kNone : member(metaschema, "$schema", JsonType::kString);
    if (base != kNone) dialect = find_dialect(tape_[base].view());
    if (dialect == Dialect::kUnknown) {
      add_mistake(keyword_value,
                  "No dialect of this name is known, and no document with it given.");
      return;
    }
    set_vocabularies(metaschema, keyword_value, resource);
  }
  schema_.resources[resource].dialect = dialect;
}

void SchemaCompiler::set_vocabularies(uint32_t metaschema, uint32_t keyword_value,
                                      uint32_t resource) {
  const uint32_t list = member(metaschema, "$vocabulary", JsonType::kObject);
  if (list == kNone) return;
  uint8_t vocabularies = kCore;
  bool has_unevaluated = false;
  for (uint32_t name = tape_.first(list); name != kNone; name = tape_.after(name, list)) {
    const std::string_view uri = tape_[name].view();
    const Vocabulary vocabulary = find_vocabulary(uri);
    const bool known = vocabulary != kOtherVocabulary ||
                       uri.starts_with("https://json-schema.org/draft/20");  // Of annotations.
    if (!known && tape_[name + 1].is(JsonType::kTrue)) {
      add_mistake(keyword_value, "It needs a vocabulary that is not known.");
    }
    vocabularies = static_cast<uint8_t>(vocabularies | vocabulary);
    has_unevaluated = has_unevaluated || uri.find("2020-12") != uri.npos;
  }
  // In 2019-09 those keywords are among the applicators.
  if (!has_unevaluated && (vocabularies & kApplicator) != 0) vocabularies |= kUnevaluated;
  if ((vocabularies & kFormatAssertion) != 0) vocabularies |= kFormatAnnotation;
  schema_.resources[resource].vocabularies = vocabularies;
}

uint32_t SchemaCompiler::add_resource(std::string_view uri, uint32_t root, uint32_t document,
                                      Dialect dialect) {
  const uint32_t resource = schema_.resources.size();
  push(schema_.resources, {uri, root, document, dialect, kAllVocabularies, false});
  add_name(uri, kNone, resource);
  return resource;
}

void SchemaCompiler::add_name(std::string_view text, uint32_t resource, uint32_t value) {
  // What only a pointer leads to is found too late to be named.
  if (names_are_known_) return;
  push(names_, {hash_text(resource, text), text, resource, value});
}

uint32_t SchemaCompiler::find_name(std::string_view text, uint32_t resource) const {
  const uint64_t hash = hash_text(resource, text);
  const Name* name =
      std::lower_bound(names_.begin(), names_.end(), hash,
                       [](const Name& entry, uint64_t wanted) { return entry.hash < wanted; });
  for (; name != names_.end() && name->hash == hash; ++name) {
    if (name->resource == resource && name->text == text) return name->value;
  }
  return kNone;
}

// Before all names are known.
uint32_t SchemaCompiler::find_document_root(std::string_view uri) const {
  for (const SchemaDocument& document : schema_.documents) {
    if (document.uri == uri) return document.root;
    const uint32_t id = member(document.root, "$id", JsonType::kString);
    if (id != kNone && split_reference(tape_[id].view()).uri == uri) return document.root;
  }
  return kNone;
}

// Of a value that no keyword holds: that of the innermost one around it.
uint32_t SchemaCompiler::resource_of(uint32_t value) const {
  if (resource_of_[value] != kNone) return resource_of_[value];
  uint32_t found = 0;
  for (uint32_t i = 0; i < schema_.resources.size(); ++i) {
    const uint32_t root = schema_.resources[i].root;
    const bool within = root <= value && value < tape_[root].next;
    if (within && root >= schema_.resources[found].root) found = i;
  }
  return found;
}

uint32_t SchemaCompiler::member(uint32_t object, std::string_view name, JsonType type) const {
  const uint32_t value = tape_.find(object, name);
  return value != kNone && tape_[value].is(type) ? value : kNone;
}

void SchemaCompiler::add_place(uint32_t value, uint32_t resource, bool may_be_flag) {
  push(places_, {value, resource, may_be_flag});
}

// All that are in an object or an array.
void SchemaCompiler::add_places(uint32_t container, uint32_t resource) {
  const bool in_object = tape_[container].is(JsonType::kObject);
  for (uint32_t i = tape_.first(container); i != kNone; i = tape_.after(i, container)) {
    add_place(in_object ? i + 1 : i, resource);
  }
}

void SchemaCompiler::check_value(Keyword keyword, uint32_t value, uint32_t resource) {
  const TapeValue& given = tape_[value];
  const auto must_be = [&](bool is_right, const char* message) {
    if (!is_right) add_mistake(value, message);
    return is_right;
  };
  const bool is_number = given.is(JsonType::kNumber);
  const bool is_list = given.is(JsonType::kArray);
  switch (row_of(keyword).value) {
    case KeywordValue::kAny:
      return;
    case KeywordValue::kText:
      must_be(given.is(JsonType::kString), "This has to be a string.");
      return;
    case KeywordValue::kFlag:
      must_be(given.is(JsonType::kTrue) || given.is(JsonType::kFalse),
              "This has to be true or false.");
      return;
    case KeywordValue::kNumber:
      must_be(is_number, "This has to be a number.");
      return;
    case KeywordValue::kDivisor: {
      Divisor divisor;
      must_be(is_number && read_divisor(given.view(), divisor),
              "This has to be a number greater than 0, of at most 17 digits.");
      return;
    }
    case KeywordValue::kCount:
      must_be(is_number && is_integer(given.view()) && compare_decimals(given.view(), "0") >= 0,
              "This has to be a whole number that is not negative.");
      return;
    case KeywordValue::kList:
      must_be(is_list, "This has to be an array.");
      return;
    case KeywordValue::kTextList:
      check_texts(value);
      return;
    case KeywordValue::kType:
      check_type(value);
      return;
    case KeywordValue::kOneSchema:
      add_place(value, resource);
      return;
    case KeywordValue::kSchemaOrFlag:
      add_place(value, resource, true);
      return;
    case KeywordValue::kSchemaOrList:
      if (!is_list) {
        add_place(value, resource);
      } else {
        add_places(value, resource);
      }
      return;
    case KeywordValue::kSchemaList:
      if (must_be(is_list && given.count != 0, "This has to be an array of schemas, not empty.")) {
        add_places(value, resource);
      }
      return;
    case KeywordValue::kSchemaMap:
      if (must_be(given.is(JsonType::kObject), "This has to be an object of schemas.")) {
        add_places(value, resource);
      }
      return;
    case KeywordValue::kTextListMap:
    case KeywordValue::kDependencyMap:
      if (!must_be(given.is(JsonType::kObject), "This has to be an object.")) return;
      for (uint32_t i = tape_.first(value); i != kNone; i = tape_.after(i, value)) {
        if (tape_[i + 1].is(JsonType::kArray) || keyword == Keyword::kDependentRequired) {
          check_texts(i + 1);
        } else {
          add_place(i + 1, resource);
        }
      }
      return;
  }
}

void SchemaCompiler::check_texts(uint32_t value) {
  bool is_right = tape_[value].is(JsonType::kArray);
  for (uint32_t i = is_right ? tape_.first(value) : kNone; i != kNone; i = tape_.after(i, value)) {
    is_right = is_right && tape_[i].is(JsonType::kString);
  }
  if (!is_right) add_mistake(value, "This has to be an array of strings.");
}

void SchemaCompiler::check_type(uint32_t value) {
  const auto is_right = [&](uint32_t i) {
    return tape_[i].is(JsonType::kString) && is_schema_type(tape_[i].view());
  };
  bool all = tape_[value].is(JsonType::kArray) ? tape_[value].count != 0 : is_right(value);
  if (tape_[value].is(JsonType::kArray)) {
    for (uint32_t i = tape_.first(value); i != kNone; i = tape_.after(i, value)) {
      all = all && is_right(i);
    }
  }
  if (all) return;
  add_mistake(value,
              "This has to be \"string\", \"number\", \"integer\", \"boolean\", \"object\", "
              "\"array\" or \"null\", or an array of them.");
}

void SchemaCompiler::add_mistake(uint32_t value, const char* message) {
  wrong_[value] = 1;
  if (mistakes_.size() < Schema::kMaxMistakes) push(mistakes_, {value, message});
}

// Whether there is no mistake.
bool SchemaCompiler::report() {
  if (out_of_memory_ || schema_.texts_.failed() || text_.failed()) {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }
  if (mistakes_.empty()) return true;
  sort(mistakes_.begin(), mistakes_.end(),
       [](const Mistake& a, const Mistake& b) { return a.value < b.value; });
  char before = '[';
  for (const Mistake& mistake : mistakes_) {
    const TapeValue& value = tape_[mistake.value];
    text_.clear();
    schema_.append_pointer(mistake.value, text_);
    const SchemaDocument& document = schema_.document_of(mistake.value);
    if (&mistake == mistakes_.begin()) {
      problem_.set(ErrorCode::kSchema, mistake.message, document.text, value.begin);
      problem_.span.end = value.end;
      problem_.pointer.append(text_.view());
    }
    output_.append(before);
    ObjectWriter writer(output_);
    writer.name("document");
    output_.append_number(static_cast<uint64_t>(&document - schema_.documents.begin()));
    writer.string("path", text_.view());
    writer.string("message", mistake.message);
    writer.name("begin");
    output_.append_number(value.begin);
    writer.name("end");
    output_.append_number(value.end);
    writer.end();
    before = ',';
  }
  output_.append(']');
  return false;
}

}  // namespace tidegate
