#include "schema/dialect.h"

#include <iterator>

namespace tidegate {
namespace {

constexpr KeywordRow kRows[] = {
#define TIDEGATE_KEYWORD(constant, name, value, first, last, vocabulary) \
  {name, KeywordValue::value, Dialect::first, Dialect::last, vocabulary},
#include "schema/keywords.def"
#undef TIDEGATE_KEYWORD
    {"false schema", KeywordValue::kAny, Dialect::kOpenApi, Dialect::kDraft2020, kCore},
};

}  // namespace

const KeywordRow& row_of(Keyword keyword) { return kRows[static_cast<uint32_t>(keyword)]; }

Dialect find_dialect(std::string_view uri) {
  static constexpr struct {
    std::string_view path;
    Dialect dialect;
  } kPaths[] = {
      {"draft-04/schema", Dialect::kDraft4},         {"draft-06/schema", Dialect::kDraft6},
      {"draft-07/schema", Dialect::kDraft7},         {"draft/2019-09/schema", Dialect::kDraft2019},
      {"draft/2020-12/schema", Dialect::kDraft2020},
  };
  if (uri.ends_with('#')) uri.remove_suffix(1);
  const size_t scheme = uri.find("://");
  if (scheme == uri.npos || (!uri.starts_with("http:") && !uri.starts_with("https:"))) {
    return Dialect::kUnknown;
  }
  uri.remove_prefix(scheme + 3);
  constexpr std::string_view kHost = "json-schema.org/";
  if (!uri.starts_with(kHost)) return Dialect::kUnknown;
  uri.remove_prefix(kHost.size());
  for (const auto& [path, dialect] : kPaths) {
    if (uri == path) return dialect;
  }
  return Dialect::kUnknown;
}

Vocabulary find_vocabulary(std::string_view uri) {
  static constexpr struct {
    std::string_view name;
    Vocabulary vocabulary;
  } kNames[] = {
      {"core", kCore},
      {"applicator", kApplicator},
      {"unevaluated", kUnevaluated},
      {"validation", kValidation},
      {"format", kFormatAnnotation},
      {"format-annotation", kFormatAnnotation},
      {"format-assertion", kFormatAssertion},
      {"content", kContent},
  };
  if (!uri.starts_with("https://json-schema.org/draft/20")) return kOtherVocabulary;
  const std::string_view name = uri.substr(uri.rfind('/') + 1);
  for (const auto& row : kNames) {
    if (name == row.name) return row.vocabulary;
  }
  return kOtherVocabulary;
}

Keyword find_keyword(std::string_view name, Dialect dialect) {
  for (uint32_t i = 0; i < kKeywordCount; ++i) {
    const KeywordRow& row = kRows[i];
    if (row.name.size() == name.size() && row.first <= dialect && dialect <= row.last &&
        row.name == name) {
      return static_cast<Keyword>(i);
    }
  }
  return Keyword::kNone;
}

}  // namespace tidegate
