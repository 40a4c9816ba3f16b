#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/text.h"
#include "base/vec.h"
#include "json/tape.h"
#include "schema/decimal.h"
#include "schema/dialect.h"
#include "schema/format.h"
#include "schema/regex.h"

namespace tidegate {

// What a step does with a value. Its operands are Step::a, b and c.
enum class StepKind : uint8_t {
  // Assertions.
  kFalse,
  kEnum,        // From a up to b of Schema::members_of_enums.
  kMinimum,     // The limit is the number at a of the tape; c: a value equal to it is wrong.
  kMaximum,     // So too.
  kMultipleOf,  // a of Schema::divisors.
  kMinLength,   // At least a.
  kMaxLength,   // At most a, as are the next.
  kPattern,     // a of Schema::regexes.
  kFormat,      // a is a Format.
  kMinItems,
  kMaxItems,
  kUniqueItems,
  kMinProperties,
  kMaxProperties,
  kDependentRequired,  // The member of the tape whose name is at a, and names in the array at b.

  // What applies schemas, which are indices into Schema::nodes.
  kAll,                    // a.
  kDynamicRef,             // a, or what else has the anchor b; recursive where b is kRecursive.
  kMembers,                // a of Schema::member_rules.
  kPropertyNames,          // a.
  kElements,               // From a up to b of Schema::lists, one for each element, then c.
  kContains,               // a, for at least b and at most c elements.
  kAnyOf,                  // From a up to b of Schema::lists.
  kOneOf,                  // So too.
  kNot,                    // a.
  kIf,                     // a, then b or else c.
  kDependentSchema,        // Where there is a member whose name is at a of the tape, b.
  kUnevaluatedItems,       // a.
  kUnevaluatedProperties,  // a.
};

// One keyword, or a part of one.
struct Step {
  StepKind kind;
  uint8_t types;  // Of values that it is about; a bit for each JsonType.
  Keyword keyword;
  uint32_t site;  // Its value in the tape.
  uint32_t a;
  uint32_t b;
  uint32_t c;
};

// One schema. The assertions come before what applies schemas.
struct SchemaNode {
  uint32_t assertions;
  uint32_t applicators;
  uint32_t end;
  uint32_t resource;
  uint32_t site;       // In the tape.
  uint32_t type_site;  // Of the keyword "type".
  uint8_t types;       // That values may have; a bit for each JsonType.
  bool only_integers;  // Of numbers.
  bool unevaluated;    // It asks what other schemas have evaluated.
};

// A name that a schema knows members by.
struct KnownName {
  const char* text;
  uint32_t text_size;
  uint32_t hash;
  uint32_t node;  // Or kNoNode.
  bool required;

  std::string_view view() const { return {text, text_size}; }
};

// What a schema says of all members of an object.
struct MemberRules {
  uint32_t slots;  // Of a hash table in Schema::names.
  uint32_t slot_mask;
  uint32_t required;        // How many names are.
  uint32_t required_site;   // The array of their names in the tape.
  uint32_t patterns_begin;  // In Schema::patterns.
  uint32_t patterns_end;
  uint32_t other;  // The schema for all others, or kNoNode.
  uint32_t other_site;
  bool other_is_false;
};

struct PatternRule {
  uint32_t regex;
  uint32_t node;
};

// A regular expression; those that are plain text need no engine.
struct Regex {
  enum Kind : uint8_t { kEngine, kContains, kPrefix, kSuffix, kWhole };
  const char* text;
  uint32_t text_size;
  int32_t engine;
  Kind kind;
  uint32_t site;
};

struct EnumMember {
  uint64_t hash;
  uint32_t value;  // In the tape.
  uint32_t place;
};

// A document, or a part of one that has a URI of its own.
struct SchemaResource {
  std::string_view uri;
  uint32_t root;  // In the tape.
  uint32_t document;
  Dialect dialect;
  uint8_t vocabularies;
  bool recursive_anchor;
};

struct SchemaDocument {
  std::string_view uri;  // As it was given.
  std::string_view text;
  uint32_t root;  // In the tape.
  uint32_t end;
};

struct DynamicAnchor {
  uint32_t resource;
  uint32_t name;  // The value of the keyword in the tape.
  uint32_t node;
};

struct SchemaSource {
  std::string_view uri;
  std::string_view text;
};

enum class FormatMode : uint8_t { kDefault, kAssert, kAnnotate };

struct SchemaOptions {
  Dialect dialect = Dialect::kUnknown;  // Where $schema says none; else 2020-12.
  std::string_view component;           // Of OpenAPI; if empty, "AWSEvent" or the title.
  FormatMode formats = FormatMode::kDefault;
  bool unsafe_regex = false;  // Takes expressions that may take exponential time.
};

// A JSON Schema compiled into flat arrays. Validating is for SchemaValidator (schema/validator.h).
class Schema {
 public:
  static constexpr uint32_t kNoNode = UINT32_MAX;
  static constexpr uint32_t kRecursive = UINT32_MAX;
  static constexpr uint32_t kMaxMistakes = 1000;

  // `seed` is for hash tables of names; `engine` must outlive this.
  Schema(uint64_t seed, RegexEngine& engine) : tape(seed), engine_(engine) {}
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  ~Schema();

  // Compiles the first of `sources`; the others are there for references by URI, and nothing else
  // is. Takes drafts 04, 06, 07, 2019-09 and 2020-12, and a component of OpenAPI 3.0. Called once.
  //
  // False: `problem` is the first mistake, and `mistakes` a JSON array of up to kMaxMistakes, each
  // {"document", "path", "message", "begin", "end"} with bytes of the text of its document; or
  // `problem` is kOutOfMemory or what is wrong with a text that is no JSON, and then `mistakes` is
  // empty. Cost: about linear in the texts; no recursion.
  [[nodiscard]] bool compile(std::span<const SchemaSource> sources, const SchemaOptions& options,
                             Text& mistakes, Diagnostic& problem);

  // Appends the JSON Pointer of a value in the tape, within its document.
  void append_pointer(uint32_t site, Text& pointer) const;
  const SchemaDocument& document_of(uint32_t site) const;

  RegexEngine& engine() const { return engine_; }
  size_t memory_bytes() const;

  // What was compiled.
  JsonTape tape;
  Vec<SchemaDocument> documents;
  Vec<SchemaResource> resources;
  Vec<SchemaNode> nodes;
  Vec<Step> steps;
  Vec<uint32_t> lists;
  Vec<MemberRules> member_rules;
  Vec<KnownName> names;
  Vec<PatternRule> patterns;
  Vec<Regex> regexes;
  Vec<EnumMember> members_of_enums;
  Vec<Divisor> divisors;
  Vec<DynamicAnchor> dynamic_anchors;
  uint32_t root = kNoNode;

 private:
  friend class SchemaCompiler;

  RegexEngine& engine_;
  Arena texts_;
};

// Appends the JSON Pointer of a value in a tape, within the text whose root is at `root`.
// Cost: linear in what comes before it in the objects and arrays that hold it.
void append_tape_pointer(const JsonTape& tape, uint32_t root, uint32_t value, Text& pointer);

// Whether a regular expression matches in a text.
bool matches_regex(const Regex& regex, std::string_view text, RegexEngine& engine);

}  // namespace tidegate
