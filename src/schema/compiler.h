#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "schema/schema.h"

namespace tidegate {

// What Schema::compile() does. First the documents are gone through for what has a name of its own
// and for mistakes; then what can be reached from the first one's root is turned into steps.
class SchemaCompiler {
 public:
  SchemaCompiler(Schema& schema, const SchemaOptions& options, Text& mistakes, Diagnostic& problem)
      : schema_(schema),
        tape_(schema.tape),
        options_(options),
        output_(mistakes),
        problem_(problem) {}

  [[nodiscard]] bool compile(std::span<const SchemaSource> sources);

 private:
  static constexpr uint32_t kNone = JsonTape::kNone;
  static constexpr uint32_t kNoNode = Schema::kNoNode;

  struct Mistake {
    uint32_t value;
    const char* message;
  };

  // What a reference may name: a resource by its URI, or a value in one by an anchor.
  struct Name {
    uint64_t hash;
    std::string_view text;
    uint32_t resource;
    uint32_t value;
  };

  // A value that is to be a schema.
  struct Place {
    uint32_t value;
    uint32_t resource;
    bool may_be_flag;  // In draft 4 only there.
  };

  // The values of the keywords of a schema, or kNone.
  struct Keywords {
    uint32_t values[kKeywordCount];
    uint32_t operator[](Keyword keyword) const { return values[static_cast<uint32_t>(keyword)]; }
  };

  // The first part: compiler.cc.
  bool read(std::span<const SchemaSource> sources);
  void index_document(uint32_t document);
  void index_open_api(uint32_t document, std::string_view version);
  uint32_t open_api_root(uint32_t document, uint32_t schemas) const;
  void index_places();
  void index_schema(Place place);
  uint32_t open_resource(uint32_t schema, uint32_t resource);
  void name_schema(uint32_t schema, uint32_t resource);
  void set_dialect(uint32_t keyword_value, uint32_t resource);
  void set_vocabularies(uint32_t metaschema, uint32_t keyword_value, uint32_t resource);
  uint32_t add_resource(std::string_view uri, uint32_t root, uint32_t document, Dialect dialect);
  void add_name(std::string_view text, uint32_t resource, uint32_t value);
  void check_value(Keyword keyword, uint32_t value, uint32_t resource);
  void check_texts(uint32_t value);
  void check_type(uint32_t value);
  void add_place(uint32_t value, uint32_t resource, bool may_be_flag = false);
  void add_places(uint32_t container, uint32_t resource);
  uint32_t find_name(std::string_view text, uint32_t resource) const;
  uint32_t find_document_root(std::string_view uri) const;
  uint32_t resource_of(uint32_t value) const;
  uint32_t member(uint32_t object, std::string_view name, JsonType type) const;

  // The second: emit.cc.
  void emit_all();
  template <class Emit>
  void emit_dynamic_anchors(const Emit& emit_new);
  void emit(uint32_t node);
  void emit_types(SchemaNode& node, const Keywords& keywords);
  void emit_assertions(const Keywords& keywords);
  void emit_limits(const Keywords& keywords);
  void emit_enum(Keyword keyword, uint32_t site, uint32_t first, uint32_t count);
  void emit_references(const Keywords& keywords, uint32_t resource);
  void emit_members(const Keywords& keywords);
  void emit_names(MemberRules& rules, uint32_t properties, uint32_t required);
  KnownName* slot_for(const MemberRules& rules, uint32_t name);
  void emit_elements(const Keywords& keywords, Dialect dialect);
  void emit_contains(const Keywords& keywords);
  void emit_lists(const Keywords& keywords);
  void emit_list(StepKind kind, Keyword keyword, uint32_t value);
  void emit_dependencies(uint32_t value, Keyword keyword);
  void emit_step(StepKind kind, uint8_t types, Keyword keyword, uint32_t site, uint32_t a = 0,
                 uint32_t b = 0, uint32_t c = 0);
  void emit_count(StepKind kind, uint8_t types, Keyword keyword, const Keywords& keywords);
  uint32_t add_regex(uint32_t value);
  uint32_t node_of(uint32_t value);
  uint32_t resolve(uint32_t reference, uint32_t resource, bool& is_anchor);
  uint32_t follow_pointer(uint32_t value, std::string_view pointer) const;
  void check_cycles();
  void shorten();
  void read_keywords(uint32_t schema, uint32_t resource, Keywords& keywords) const;

  void add_mistake(uint32_t value, const char* message);
  bool report();
  template <class T>
  void push(Vec<T>& list, T value) {
    if (!list.push(value)) out_of_memory_ = true;
  }

  Schema& schema_;
  JsonTape& tape_;
  const SchemaOptions& options_;
  Text& output_;
  Diagnostic& problem_;
  bool out_of_memory_ = false;
  bool names_are_known_ = false;
  bool has_dynamic_ = false;
  uint32_t root_ = kNone;  // The schema to begin with.
  Vec<Mistake> mistakes_;
  Vec<Name> names_;
  Vec<Place> places_;
  Vec<uint32_t> resource_of_;  // Of each value that is a schema; else kNone.
  Vec<uint32_t> node_of_;
  Vec<uint8_t> wrong_;  // Values that are not what their keyword takes.
  Text text_;
};

}  // namespace tidegate
