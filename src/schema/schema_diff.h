#pragma once

#include <cstdint>
#include <string_view>

#include "base/id_table.h"
#include "base/text.h"
#include "base/vec.h"
#include "schema/schema_tree.h"

namespace tidegate {

enum class ChangeCode : uint8_t {
#define TIDEGATE_CHANGE(constant, code, sentence) constant,
#include "schema/change_codes.def"
#undef TIDEGATE_CHANGE
};

// Compares two versions of a schema of events, and says of each change whom it breaks: consumers,
// who were written for the old version and read events of the new one, and producers, who write
// events of the old version where the new one holds. Nobody is taken to use fields that a schema
// does not describe.
//
// Types, enums, formats, limits, members and elements are compared by their meaning, references
// followed, alternatives by type where each has types of its own; other alternatives and conditions
// one by one where there are as many, else only for whether they are the same.
//
// What is found at two places that share their schemas is said once. Cost: linear in the schemas
// and in the pairs of them that meet.
class SchemaDiff {
 public:
  // `output` gets {"changes", "level", "breaksConsumers", "breaksProducers"}.
  SchemaDiff(const SchemaTree& before, const SchemaTree& after, Text& output)
      : before_(before), after_(after), output_(output) {}

  // False: no memory.
  [[nodiscard]] bool run();

 private:
  static constexpr uint32_t kNone = SchemaTree::kNone;

  enum Breaks : uint8_t { kNobody = 0, kConsumers = 1, kProducers = 2, kBoth = 3 };

  // Where a pair of schemas stands; kNone for a schema is one that takes anything.
  struct Pair {
    uint32_t before;
    uint32_t after;
    uint32_t parent;       // Of the steps from the root.
    std::string_view key;  // "*" of elements and further keys where `is_any`.
    bool has_step;
    bool is_any;
  };

  // A schema taken apart: which types it takes, and which schema is about each.
  struct View;

  // What a report says beside code and place; empty is nothing.
  struct Details {
    std::string_view member;  // Of the schema, which the change is about.
    std::string_view keyword;
    std::string_view before;  // JSON.
    std::string_view after;
  };

  bool push(const Pair& pair);
  bool compare(uint32_t pair);
  bool compare_branch(uint32_t pair, uint32_t before, uint32_t after);
  void compare_types(uint32_t pair, const View& before, const View& after);
  void compare_limits(uint32_t pair, uint32_t before, uint32_t after);
  bool compare_enums(uint32_t pair, uint32_t before, uint32_t after);
  bool compare_members(uint32_t pair, uint32_t before, uint32_t after);
  bool compare_rest(uint32_t pair, uint32_t before, uint32_t after);
  bool compare_alternatives(uint32_t pair, uint32_t before, uint32_t after);
  bool compare_same(ChangeCode code, uint8_t breaks, uint32_t pair, std::string_view keyword,
                    uint32_t before, uint32_t after);
  static bool read_view(const SchemaTree& tree, uint32_t schema, View& view);
  void report(ChangeCode code, uint8_t breaks, uint32_t pair, const Details& details);
  void append_path(uint32_t pair, Text& path);

  const SchemaTree& before_;
  const SchemaTree& after_;
  Text& output_;
  Vec<Pair> pairs_;
  IdTable met_;
  uint8_t broken_ = 0;
  uint32_t reported_ = 0;
  bool only_descriptions_ = true;
  bool has_failed_ = false;
};

}  // namespace tidegate
