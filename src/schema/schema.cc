#include "schema/schema.h"

#include "json/pointer.h"
#include "schema/compiler.h"

namespace tidegate {

Schema::~Schema() {
  for (const Regex& regex : regexes) {
    if (regex.kind == Regex::kEngine) engine_.release(regex.engine);
  }
}

bool Schema::compile(std::span<const SchemaSource> sources, const SchemaOptions& options,
                     Text& mistakes, Diagnostic& problem) {
  return SchemaCompiler(*this, options, mistakes, problem).compile(sources);
}

const SchemaDocument& Schema::document_of(uint32_t site) const {
  const SchemaDocument* document = documents.begin();
  while (site >= document->end) ++document;
  return *document;
}

void Schema::append_pointer(uint32_t site, Text& pointer) const {
  append_tape_pointer(tape, document_of(site).root, site, pointer);
}

size_t Schema::memory_bytes() const {
  return tape.memory_bytes() + texts_.memory_bytes() + nodes.memory_bytes() + steps.memory_bytes() +
         lists.memory_bytes() + names.memory_bytes() + member_rules.memory_bytes();
}

void append_tape_pointer(const JsonTape& tape, uint32_t root, uint32_t value, Text& pointer) {
  for (uint32_t at = root; at != value;) {
    const bool in_object = tape[at].is(JsonType::kObject);
    uint32_t place = 0;
    uint32_t item = tape.first(at);
    // A name ends where its member does.
    const auto end_of = [&](uint32_t i) { return tape[in_object ? i + 1 : i].next; };
    while (item != JsonTape::kNone && end_of(item) <= value) {
      item = tape.after(item, at);
      ++place;
    }
    if (item == JsonTape::kNone) return;
    if (in_object) {
      append_pointer_token(tape[item].view(), pointer);
      if (item == value) return;
      at = item + 1;
    } else {
      pointer.append('/').append_number(place);
      at = item;
    }
  }
}

bool matches_regex(const Regex& regex, std::string_view text, RegexEngine& engine) {
  const std::string_view literal(regex.text, regex.text_size);
  switch (regex.kind) {
    case Regex::kContains:
      return text.find(literal) != text.npos;
    case Regex::kPrefix:
      return text.starts_with(literal);
    case Regex::kSuffix:
      return text.ends_with(literal);
    case Regex::kWhole:
      return text == literal;
    case Regex::kEngine:
      return engine.test(regex.engine, text);
  }
  return false;
}

}  // namespace tidegate
