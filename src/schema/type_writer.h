#pragma once

#include <cstdint>
#include <string_view>

#include "base/id_table.h"
#include "base/text.h"
#include "base/vec.h"
#include "schema/schema_tree.h"

namespace tidegate {

// Writes the TypeScript of a schema: an interface or a type for each component or definition, and
// for the root, each named by its schema in PascalCase. What the types accept is what the schema
// does and more: formats, limits and conditions have no types; a reference that leads nowhere and
// what goes in a circle is `unknown`. An object has an index signature where the schema says what
// further keys hold, or names none. It compiles under "strict", whatever the schema.
//
// Cost: linear in the schema, but for a search for circles in alternatives, which has a limit.
class TypeWriter {
 public:
  TypeWriter(const SchemaTree& tree, uint32_t seed, Text& output)
      : tree_(tree), seed_(seed), output_(output) {}

  // False: no memory.
  [[nodiscard]] bool write();

 private:
  static constexpr uint32_t kNone = SchemaTree::kNone;

  struct Declaration {
    uint32_t schema;
    Span name;  // In names_.
    bool is_interface;
  };

  struct Name {
    Span name;
    uint32_t next;  // The number that the next one of this name may have.
  };

  // Something to be written.
  struct Step {
    enum class Kind : uint8_t { kText, kClose, kType, kObject, kArray, kMember };

    Kind kind;
    uint32_t node = kNone;
    uint32_t indent = 0;
    std::string_view text = {};  // Of a member its name; without one it is the index signature.
    bool is_nested = false;      // Within an object or an array, where an alias may mean itself.
    bool in_brackets = false;    // Where the type has operators. Of a member: it is optional.
  };

  [[nodiscard]] bool declare_all();
  [[nodiscard]] bool declare_members(uint32_t holder);
  [[nodiscard]] bool declare(uint32_t schema, std::string_view words);
  [[nodiscard]] bool take_name(std::string_view words, Span& name);
  uint32_t declaration_of(uint32_t schema) const;
  bool is_object(uint32_t schema) const;
  bool is_about_objects(uint32_t schema) const;
  bool is_nullable(uint32_t schema) const;
  bool is_compound(uint32_t schema) const;

  void write_declaration(uint32_t declaration);
  void take(const Step& step);
  void take_type(const Step& step);
  void take_array(const Step& step);
  void take_object(const Step& step);
  void take_member(const Step& step);
  void push_reference(const Step& step, uint32_t reference);
  void push_value_types(const Step& step);
  void push_literal(uint32_t value);
  void push_literals(uint32_t schema, uint32_t values);
  void push_plain(const Step& step);
  void push_named(const Step& step, std::string_view type);
  void push_text(std::string_view text);
  void push(const Step& step);
  void reverse_from(uint32_t begin);
  bool leads_back(uint32_t schema);
  bool see(uint32_t schema, Vec<uint32_t>& seen);
  void write_comment(uint32_t schema, uint32_t indent);
  void append_indent(uint32_t indent);
  std::string_view name_of(uint32_t declaration) const {
    const Span span = declarations_[declaration].name;
    return names_.view().substr(span.begin, span.end - span.begin);
  }

  const SchemaTree& tree_;
  const uint32_t seed_;
  Text& output_;
  Vec<Declaration> declarations_;
  Vec<Name> taken_;
  IdTable by_schema_;  // Of declarations.
  IdTable by_name_;    // Of what is in taken_.
  Text names_;
  Vec<Step> steps_;
  uint32_t current_ = kNone;  // The declaration that is being written.
  uint32_t looks_left_ = 1'000'000;
  bool has_failed_ = false;  // For want of memory.
};

}  // namespace tidegate
