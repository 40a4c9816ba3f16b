#pragma once

#include <cstdint>
#include <string_view>

#include "base/id_table.h"
#include "base/text.h"
#include "base/vec.h"
#include "schema/discovery.h"
#include "schema/shape.h"

namespace tidegate {

// Writes one schema of what was discovered as JSON Schema, in the shape that the EventBridge schema
// registry has: each object is a component, named in PascalCase by the member that holds it ("Item"
// behind for elements, "Value" for what a map holds); equal ones of one name are the same
// component.
//
// What it writes takes every value that the shapes were made of. Cost: linear in what is written,
// but for arrays and maps straight within each other, which are copied once for each level.
class ShapeWriter {
 public:
  ShapeWriter(const ShapeTree& shapes, SchemaForm form, uint32_t enum_samples, uint32_t seed)
      : shapes_(shapes), form_(form), enum_samples_(enum_samples), seed_(seed) {}

  // Appends the schema; only once. False: no memory.
  [[nodiscard]] bool write(const DiscoveredSchema& schema, Text& output);

  // Appends a JSON array about what the limits have hidden of the schema that was written last: of
  // each a code, a JSON Pointer into events, where "*" is any element or key, and a sentence.
  // False: no memory.
  [[nodiscard]] bool write_notes(bool has_too_many_schemas, Text& output) const;

 private:
  // A shape at its place, in the order of a walk that is over with one level before it begins the
  // next.
  struct Entry {
    enum class Step : uint8_t { kMember, kItems, kRest };

    uint32_t shape;
    uint32_t parent;
    std::string_view key;  // Of the nearest member above; the title of the root and the detail.
    Step step = Step::kMember;
    uint32_t first_child = 0;  // Members by name, then items, then rest.
    uint32_t child_end = 0;
    uint32_t component = UINT32_MAX;
    Span text = {};  // What stands where it is used, in text_.
  };

  struct Component {
    Span base;  // The name without a number, in names_,
    Span name;  // and with it.
    Span body;  // In text_.
  };

  struct Name {
    Span text;
    uint32_t next = 2;  // The number that the next one of this name may have.
  };

  [[nodiscard]] bool collect(const DiscoveredSchema& schema);
  [[nodiscard]] bool push_members(uint32_t entry);
  bool is_component(uint32_t entry) const;
  [[nodiscard]] bool write_entry(uint32_t entry);
  void write_value(const Entry& entry);
  void write_kind(const Entry& entry, ShapeKind kind, bool nullable);
  void write_type(std::string_view name, bool nullable);
  void write_items(const Entry& entry);
  void write_text_rules(const Entry& entry, bool nullable);
  bool is_enum(const ValueShape& shape) const;
  void write_component(const Entry& entry);
  void write_required(const Entry& entry);
  void write_properties(const Entry& entry);
  bool is_required(const Entry& entry, const Entry& child) const;
  [[nodiscard]] bool intern(Entry& entry, uint32_t begin);
  [[nodiscard]] bool name_components();
  uint32_t find_name(Span name) const;
  [[nodiscard]] bool add_name(Span name);
  void copy(Span part);
  void append_resolved(std::string_view text, Text& output) const;
  void append_components(uint32_t first, Text& output) const;
  [[nodiscard]] bool append_path(uint32_t entry, Text& path) const;
  std::string_view text_of(Span span) const {
    return text_.view().substr(span.begin, span.end - span.begin);
  }
  std::string_view name_of(Span span) const {
    return names_.view().substr(span.begin, span.end - span.begin);
  }
  uint32_t size() const { return static_cast<uint32_t>(text_.view().size()); }
  std::string_view reference_prefix() const;

  const ShapeTree& shapes_;
  const SchemaForm form_;
  const uint32_t enum_samples_;
  const uint32_t seed_;
  const DiscoveredSchema* schema_ = nullptr;
  Vec<Entry> entries_;
  Vec<Component> components_;
  Vec<uint32_t> order_;  // Of components, as they are written.
  Vec<Name> used_;
  IdTable by_body_;  // Of components.
  IdTable by_name_;  // Of what is in used_.
  Text text_;
  Text names_;
  bool has_failed_ = false;
};

}  // namespace tidegate
