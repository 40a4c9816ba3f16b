#pragma once

#include <cstdint>
#include <string_view>

// The versions of JSON Schema and what keywords they have.
namespace tidegate {

enum class Dialect : uint8_t {
  kOpenApi,
  kDraft4,
  kDraft6,
  kDraft7,
  kDraft2019,
  kDraft2020,
  kUnknown
};

// The dialect whose metaschema this URI names, with or without an empty fragment; or kUnknown.
Dialect find_dialect(std::string_view uri);

// A bit each.
enum Vocabulary : uint8_t {
  kCore = 1,
  kApplicator = 2,
  kUnevaluated = 4,
  kValidation = 8,
  kFormatAnnotation = 16,
  kFormatAssertion = 32,
  kContent = 64,
  kOtherVocabulary = 0,
};
inline constexpr uint8_t kAllVocabularies = 95;

// The vocabulary that this URI names, by its last part; or kOtherVocabulary.
Vocabulary find_vocabulary(std::string_view uri);

// What the value of a keyword has to be.
enum class KeywordValue : uint8_t {
  kAny,
  kText,
  kFlag,
  kNumber,
  kDivisor,  // A number greater than 0.
  kCount,    // A whole number from 0.
  kList,
  kTextList,
  kTextListMap,
  kType,
  kOneSchema,
  kSchemaOrFlag,  // In draft 4, where true and false are no schemas.
  kSchemaList,
  kSchemaOrList,
  kSchemaMap,
  kDependencyMap,  // Of schemas or lists of texts.
};

enum class Keyword : uint8_t {
#define TIDEGATE_KEYWORD(constant, name, value, first, last, vocabulary) constant,
#include "schema/keywords.def"
#undef TIDEGATE_KEYWORD
  kFalseSchema,  // No keyword: what a schema is called that is `false`.
  kNone,
};
inline constexpr uint32_t kKeywordCount = static_cast<uint32_t>(Keyword::kFalseSchema);

// Its row in the list.
struct KeywordRow {
  std::string_view name;
  KeywordValue value;
  Dialect first;
  Dialect last;
  Vocabulary vocabulary;
};
const KeywordRow& row_of(Keyword keyword);

// The keyword of this name in a dialect, or kNone.
Keyword find_keyword(std::string_view name, Dialect dialect);

}  // namespace tidegate
