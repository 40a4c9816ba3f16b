#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/id_table.h"
#include "base/vec.h"
#include "json/items.h"

namespace tidegate {

// The JSON text of a schema as a tree, for those who look at all of it and follow its references.
// Nodes are numbers; what one holds stands in a row. Views point into the text, which must outlive
// the tree, or into the tree.
class SchemaTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kRoot = 0;

  struct Node {
    std::string_view key;
    std::string_view text;   // As written.
    std::string_view value;  // The characters of a string; otherwise as written.
    JsonType type = JsonType::kNull;
    uint32_t parent = kNone;
    uint32_t first = 0;  // What it holds: first up to end.
    uint32_t end = 0;
  };

  explicit SchemaTree(uint32_t seed) : seed_(seed) {}

  // Reads a JSON text; only once. Errors: those of JsonItems::read().
  // Cost: a pass over the text for each level of it.
  [[nodiscard]] bool read(std::string_view text, Diagnostic& problem);

  const Node& operator[](uint32_t node) const { return nodes_[node]; }
  uint32_t size() const { return nodes_.size(); }

  // The last member of that name of an object; kNone if there is none, or `node` is none or no
  // object.
  uint32_t find(uint32_t node, std::string_view key) const;

  // The same for the text of a string; "" where there is no such member.
  std::string_view text(uint32_t node, std::string_view key) const;

  bool is_true(uint32_t node, std::string_view key) const;

  // The elements of an array by type and then by text; none of anything else. False: no memory.
  [[nodiscard]] bool sort_elements(uint32_t array, Vec<uint32_t>& elements) const;

  // Whether such a string is among elements in that order. Cost: logarithmic.
  bool has_text(const Vec<uint32_t>& sorted, std::string_view text) const;

  // Follows the "$ref" of a schema, and of what that leads to, as far as it goes: JSON Pointers
  // within the text ("#/definitions/Order"). Anything else stays as it is. kNone: it goes in a
  // circle.
  uint32_t resolve(uint32_t schema) const;

  // The schema of the events themselves: of an OpenAPI document the component AWSEvent, or the one
  // that the title names, or the first; otherwise the root.
  uint32_t event_schema() const;

  // What a reference within the text leads to; kNone if there is no such thing.
  uint32_t target(std::string_view reference) const;

 private:
  uint32_t hash(uint32_t node, std::string_view key) const;
  [[nodiscard]] bool index();
  uint32_t element(uint32_t array, std::string_view index) const;

  const uint32_t seed_;
  Vec<Node> nodes_;
  IdTable table_;  // Of members, by what they are members of and their names.
  Arena texts_;
};

}  // namespace tidegate
