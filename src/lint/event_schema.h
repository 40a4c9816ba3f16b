#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/vec.h"
#include "lint/proof.h"
#include "schema/schema_tree.h"

namespace tidegate {

// What a JSON Schema, or a component of an OpenAPI document, proves of the fields of the events
// that are valid against it, for lint. It looks at types, enum and const, at members that are
// required or closed (additionalProperties), at elements of arrays, and through allOf and
// references within the document. All else it takes to allow anything: unions, conditions, limits,
// formats, regular expressions, references to other documents.
//
// It takes members to come once each, and names with a dot in them only where the schema has them.
class EventSchema {
 public:
  explicit EventSchema(uint32_t seed) : tree_(seed) {}

  // Only once. Errors: those of SchemaTree::read().
  [[nodiscard]] bool read(std::string_view text, Diagnostic& problem);

  // What the registry of EventBridge keeps beside a schema: of which events it is. May be empty.
  std::string_view source() const { return tree_.text(event_, "x-amazon-events-source"); }
  std::string_view detail_type() const { return tree_.text(event_, "x-amazon-events-detail-type"); }

  // What it says of a field.
  enum class Answer : uint8_t {
    kNothing,   // Anything may be there; or there was no memory.
    kUnnamed,   // The same, though the object that would have the field names others.
    kNotThere,  // No event has it.
    kValues,    // Its values are those that may_satisfy() knows.
  };

  // Answers for the field at a path, keys joined by ".", which must stay as long as the answer.
  Answer look_up(std::string_view path);
  Answer answer() const { return answer_; }

  // Of kUnnamed and kNotThere: the step of the path that leads nowhere, and of the names that the
  // object has in its place the one that was probably meant; or "".
  Span step() const { return step_; }
  std::string_view nearest_name() const;

  // Of kValues: whether an event may satisfy the test. True also where the prover is exhausted.
  bool may_satisfy(const Test& test, Prover& prover) const;

  // Which types its values may have: a bit for each JsonType.
  uint8_t types() const;
  static constexpr uint8_t kObjects = 1 << static_cast<uint8_t>(JsonType::kObject);

  // Of the strings that enum lists the one that was probably meant; or "".
  std::string_view nearest_value(std::string_view written) const;

 private:
  static constexpr uint32_t kNone = SchemaTree::kNone;

  // One way to come to the field: schemas that all hold for one value, nodes begin up to end, and
  // what of the path is left.
  struct Shape {
    uint32_t begin;
    uint32_t end;
    uint32_t at;
    uint8_t types;       // A bit for each JsonType.
    bool only_integers;  // Of numbers.
    bool is_always_there;
  };

  // Nodes of the tree; kNone and kNone where there is no such list.
  struct Range {
    uint32_t begin;
    uint32_t end;
  };

  Answer follow();
  bool follow(const Shape& shape);
  bool follow_member(const Shape& shape, std::string_view name, uint32_t end);
  void fail_at(const Shape& shape, uint32_t end);

  bool add_schema(uint32_t begin, uint32_t schema);
  bool add_shape(uint32_t begin, uint32_t at, bool is_always_there);
  bool add_elements(const Shape& shape);

  uint32_t resolve(uint32_t schema) const;
  uint8_t types_of(uint32_t schema, bool& only_integers) const;
  Range list_of(uint32_t schema) const;  // The values of enum or const.
  bool requires_member(uint32_t schema, std::string_view name) const;
  bool satisfies_in(const Shape& shape, const Test& test, Prover& prover) const;

  SchemaTree tree_;
  uint32_t event_ = kNone;  // The schema of the events; kNone where it is of no known dialect.
  bool has_const_ = true;   // Not before draft 6.
  std::string_view path_;
  Answer answer_ = Answer::kNothing;
  Vec<uint32_t> nodes_;
  Vec<Shape> shapes_;
  Vec<Shape> values_;  // Shapes at the end of the path.
  bool is_open_ = false;
  Shape failed_ = {};
  Span step_;
};

// Appends the names of some types, joined by "or".
void append_types(uint8_t types, Text& text);

// Several of them, each of which an event may be valid against.
class EventSchemas {
 public:
  EventSchemas() = default;
  EventSchemas(const EventSchemas&) = delete;
  EventSchemas& operator=(const EventSchemas&) = delete;
  ~EventSchemas();

  // Errors: those of EventSchema::read().
  [[nodiscard]] bool add(std::string_view text, uint32_t seed, Diagnostic& problem);

  uint32_t size() const { return all_.size(); }
  EventSchema& operator[](uint32_t i) const { return *all_[i]; }

 private:
  Vec<EventSchema*> all_;
};

}  // namespace tidegate
