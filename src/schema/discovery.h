#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/id_table.h"
#include "base/text.h"
#include "base/vec.h"
#include "json/items.h"
#include "schema/shape.h"

namespace tidegate {

// What discovered schemas are written as.
enum class SchemaForm : uint8_t {
  kOpenApi3,  // As in the EventBridge schema registry, type OpenApi3.
  kDraft4,    // The same, type JSONSchemaDraft4.
  k2020_12,   // JSON Schema 2020-12.
};

struct DiscoveryLimits {
  ShapeLimits shapes;
  uint32_t schemas = 1000;     // Events of further ones are described as one, "Event".
  uint32_t enum_samples = 20;  // Strings of which so many were seen may be an enum, where each
                               // value came twice. ShapeLimits::values is how many it may have.
};

// The kind of the events of a schema, which says where its name comes from.
enum class DiscoveredKind : uint8_t {
  kEventBridge,  // "source@DetailType".
  kCloudEvent,   // The type.
  kOther,        // "Event".
};

struct DiscoveredSchema {
  std::string_view name;
  std::string_view title;        // The component of the detail, or of all of the event.
  std::string_view source;       // Of kEventBridge; of several with one name the first by bytes.
  std::string_view detail_type;  // The same.
  uint32_t root;                 // In shapes().
  DiscoveredKind kind;
};

// Infers schemas from samples of events, one for each kind of event. In whichever order they come,
// the schemas are the same, unless a limit of schemas or fields is reached. Memory is bounded by
// the limits: some 250 bytes a field, and so many values of up to 64 bytes.
class Discovery {
 public:
  Discovery(const DiscoveryLimits& limits, uint32_t seed)
      : limits_(limits), seed_(seed), shapes_(limits.shapes, seed) {}

  // Adds one event. Errors: those of JsonItems::read(), kEventNotObject; nothing was added then.
  // kOutOfMemory: part of it may be, and every sample before still fits.
  [[nodiscard]] bool add(std::string_view event, Diagnostic& problem);

  // Appends a JSON array of what was found, in the order of names and kinds. False: no memory.
  [[nodiscard]] bool write(SchemaForm form, Text& output);

  const DiscoveryLimits& limits() const { return limits_; }
  const ShapeTree& shapes() const { return shapes_; }

 private:
  struct Subject {
    std::string_view source;
    std::string_view detail_type;
    DiscoveredKind kind = DiscoveredKind::kOther;
  };

  Subject subject_of_event();
  bool find_schema(const Subject& subject, uint32_t& id);
  bool make_schema(const Subject& subject, uint32_t hash, uint32_t& id);

  const DiscoveryLimits limits_;
  const uint32_t seed_;
  ShapeTree shapes_;
  Vec<DiscoveredSchema> schemas_;
  IdTable by_name_;
  Arena texts_;
  JsonItems items_;
  Text name_;
  Text title_;
  bool has_too_many_ = false;
};

// Appends a name in PascalCase: its words, which are letters and digits of ASCII, without what is
// between them.
void append_pascal_case(std::string_view words, Text& output);

}  // namespace tidegate
