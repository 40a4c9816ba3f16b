#include "fuzz.h"
#include "json/reader.h"
#include "schema/discovery.h"
#include "schema/schema_diff.h"
#include "schema/schema_tree.h"
#include "schema/type_writer.h"

using namespace tidegate;

// Each part is an event; those that are none are passed over. Whatever the limits, what is inferred
// is JSON, no different from itself in the same form, and has types. The parts are schemas too, the
// first two of which are compared.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const uint32_t bits = data[0];
  const DiscoveryLimits limits = {
      {5 + (bits & 15) * 4, 1 + (bits >> 2 & 7), 1 + (bits >> 4 & 7), bits >> 6},
      1 + (bits & 3),
      2};
  Discovery discovery(limits, 1);
  Diagnostic problem;
  std::string_view rest = fuzz::text_of(data + 1, size - 1);
  std::string_view parts[2];
  for (uint32_t i = 0; !rest.empty() && i < 16; ++i) {
    const std::string_view part = fuzz::take_part(rest);
    if (i < 2) parts[i] = part;
    static_cast<void>(discovery.add(part, problem));
  }
  for (const SchemaForm form : {SchemaForm::kOpenApi3, SchemaForm::kDraft4, SchemaForm::k2020_12}) {
    Text written;
    fuzz::demand(discovery.write(form, written));
    fuzz::demand(validate_json(written.view()).code == ErrorCode::kOk);
    JsonItems schemas;
    fuzz::demand(schemas.read_part(written.view()));
    for (const JsonItem& item : schemas) {
      JsonItems members;
      fuzz::demand(members.read_part(item.text));
      SchemaTree schema(2);
      fuzz::demand(schema.read(members.find("schema")->text, problem));
      Text output;
      SchemaDiff diff(schema, schema, output);
      fuzz::demand(diff.run() && output.view().starts_with(R"({"changes":[],"level":"none")"));
      TypeWriter types(schema, 3, output);
      fuzz::demand(types.write());
    }
  }

  SchemaTree before(4);
  SchemaTree after(5);
  if (!before.read(parts[0], problem)) return 0;
  Text types;
  TypeWriter writer(before, 6, types);
  fuzz::demand(writer.write());
  if (!after.read(parts[1], problem)) return 0;
  Text output;
  SchemaDiff diff(before, after, output);
  fuzz::demand(diff.run());
  fuzz::demand(validate_json(output.view()).code == ErrorCode::kOk);
  return 0;
}
