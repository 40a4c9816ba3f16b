// JSON Schema, as JavaScript sees it (web/schema/compile-schema.ts).

#include "schema/schema.h"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <new>

#include "base/memory.h"
#include "json/items.h"
#include "schema/validator.h"
#include "state.h"

namespace tidegate {
namespace {

// Regular expressions are run by what JavaScript has set as "regexes" of the module: it compiles a
// text to a number from 0, or -1, tests a text, and forgets.
EM_JS(int32_t, compile_by_host, (const char* text, uint32_t size),
      { return Module.regexes.compile(HEAPU8.subarray(text, text + size)); });
EM_JS(int32_t, test_by_host, (int32_t regex, const char* text, uint32_t size),
      { return Module.regexes.test(regex, HEAPU8.subarray(text, text + size)); });
EM_JS(void, release_by_host, (int32_t regex), { Module.regexes.release(regex); });

class HostRegexes final : public RegexEngine {
 public:
  int32_t compile(std::string_view expression) override {
    return compile_by_host(expression.data(), static_cast<uint32_t>(expression.size()));
  }
  void release(int32_t regex) override { release_by_host(regex); }
  bool test(int32_t regex, std::string_view text) override {
    return test_by_host(regex, text.data(), static_cast<uint32_t>(text.size())) != 0;
  }
};
HostRegexes regexes;

// One validator serves all schemas, which have one seed.
SchemaValidator* validator = nullptr;
uint64_t seed = 0;

template <class T, class... Arguments>
T* make(Arguments&&... arguments) {
  void* place = allocate(sizeof(T));
  return place == nullptr ? nullptr : new (place) T(arguments...);
}

bool prepare(uint32_t hash_seed) {
  if (validator != nullptr) return true;
  seed = hash_seed;
  validator = make<SchemaValidator>(seed);
  return validator != nullptr;
}

}  // namespace

extern "C" {

// Compiles the schema in the input: a JSON array of the name of a component, and then of URI and
// text of each document, the schema itself first. Its address; or nullptr, and its mistakes are at
// tg_output_text(), which is empty where the problem is another. `hash_seed` counts the first time.
EMSCRIPTEN_KEEPALIVE Schema* tg_compile_schema(uint32_t size, uint32_t dialect, uint32_t formats,
                                               bool unsafe_regex, uint32_t hash_seed) {
  Input in;
  JsonItems items;
  output.clear();
  SchemaOptions options;
  if (!read_input(0, 0, size, in) || !read_choice(dialect, Dialect::kUnknown, options.dialect) ||
      !read_choice(formats, FormatMode::kAnnotate, options.formats) ||
      !items.read(in.text, problem)) {
    return nullptr;
  }
  if (items.size() < 3) {
    fail(ErrorCode::kInvalidArgument);
    return nullptr;
  }
  Vec<SchemaSource> sources;
  for (uint32_t i = 1; i + 1 < items.size(); i += 2) {
    if (sources.push({items[i].value, items[i + 1].value})) continue;
    fail(ErrorCode::kOutOfMemory);
    return nullptr;
  }
  Schema* schema = prepare(hash_seed) ? make<Schema>(seed, regexes) : nullptr;
  if (schema == nullptr) {
    fail(ErrorCode::kOutOfMemory);
    return nullptr;
  }
  options.component = items[0].value;
  options.unsafe_regex = unsafe_regex;
  if (schema->compile({sources.data(), sources.size()}, options, output, problem)) return schema;
  schema->~Schema();
  release(schema);
  return nullptr;
}

EMSCRIPTEN_KEEPALIVE void tg_destroy_schema(Schema* schema) {
  schema->~Schema();
  release(schema);
}

// Whether the event in the input is valid: 1 or 0. `with_issues`: where it is not, those are at
// tg_output_text().
EMSCRIPTEN_KEEPALIVE int32_t tg_validate(const Schema* schema, uint32_t size, bool with_issues) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  switch (validator->validate(*schema, in.text, with_issues, problem)) {
    case SchemaValidator::Verdict::kFailed:
      return kFailed;
    case SchemaValidator::Verdict::kValid:
      return 1;
    case SchemaValidator::Verdict::kInvalid:
      break;
  }
  output.clear();
  if (with_issues && !validator->write_issues(*schema, output)) {
    return fail(ErrorCode::kOutOfMemory);
  }
  return 0;
}

}  // extern "C"

}  // namespace tidegate
