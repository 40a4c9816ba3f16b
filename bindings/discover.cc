// What is inferred from samples of events, how schemas differ and which types they have, as
// JavaScript sees it (web/schema/).

#include <emscripten/emscripten.h>

#include <cstdint>
#include <new>

#include "base/memory.h"
#include "schema/discovery.h"
#include "schema/schema_diff.h"
#include "schema/schema_tree.h"
#include "schema/type_writer.h"
#include "state.h"

namespace tidegate {

extern "C" {

// A discovery without samples, which tg_discovery_destroy() ends; nullptr: no memory.
EMSCRIPTEN_KEEPALIVE Discovery* tg_discovery_create(uint32_t schemas, uint32_t fields,
                                                    uint32_t keys, uint32_t depth,
                                                    uint32_t enum_values, uint32_t enum_samples,
                                                    uint32_t seed) {
  void* place = allocate(sizeof(Discovery));
  if (place == nullptr) return nullptr;
  const DiscoveryLimits limits = {{fields, keys, depth, enum_values}, schemas, enum_samples};
  return new (place) Discovery(limits, seed);
}

EMSCRIPTEN_KEEPALIVE void tg_discovery_destroy(Discovery* discovery) {
  discovery->~Discovery();
  release(discovery);
}

EMSCRIPTEN_KEEPALIVE int32_t tg_discovery_add(Discovery* discovery, uint32_t size) {
  Input in;
  return read_input(0, 0, size, in) && discovery->add(in.text, problem) ? 0 : kFailed;
}

// Writes the schemas to tg_output_text().
EMSCRIPTEN_KEEPALIVE int32_t tg_discovery_write(Discovery* discovery, uint32_t form) {
  SchemaForm chosen;
  if (!read_choice(form, SchemaForm::k2020_12, chosen)) return kFailed;
  output.clear();
  const bool fits = discovery->write(chosen, output);
  return fits ? 0 : fail(ErrorCode::kOutOfMemory);
}

// Writes to tg_output_text() what is different between two schemas in the input, one behind the
// other. A number below kFailed: it is the second one that cannot be read.
EMSCRIPTEN_KEEPALIVE int32_t tg_compare_schemas(uint32_t before_size, uint32_t after_size,
                                                uint32_t seed) {
  Input in;
  if (!read_input(before_size, before_size, after_size, in)) return kFailed;
  SchemaTree before(seed);
  SchemaTree after(seed);
  if (!before.read(in.name, problem)) return kFailed;
  if (!after.read(in.text, problem)) return kFailed - 1;
  output.clear();
  SchemaDiff diff(before, after, output);
  return diff.run() ? 0 : fail(ErrorCode::kOutOfMemory);
}

// Writes to tg_output_text() the TypeScript of the schema in the input.
EMSCRIPTEN_KEEPALIVE int32_t tg_schema_types(uint32_t size, uint32_t seed) {
  Input in;
  SchemaTree schema(seed);
  if (!read_input(0, 0, size, in) || !schema.read(in.text, problem)) return kFailed;
  output.clear();
  TypeWriter writer(schema, seed, output);
  return writer.write() ? 0 : fail(ErrorCode::kOutOfMemory);
}

}  // extern "C"

}  // namespace tidegate
