#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/vec.h"
#include "event/attributes.h"
#include "event/issues.h"
#include "json/items.h"

namespace tidegate {

struct CloudEventRules {
  enum class Specification : uint8_t {
    kRelease,  // 1.0.2.
    kDraft,    // 1.0.3: names should start with a letter, and the documents of extensions that came
               // with it are binding; with 1.0.2 what is against them is a warning.
  };
  Specification specification = Specification::kRelease;
};

// Validates CloudEvents in the JSON format, one or a batch of them, by the specification, the JSON
// format (both 1.0.2) and the documents of the known extensions. Keeps its memory for the next
// text.
//
// Every MUST that a text can be against is an error, every SHOULD a warning; event/issues.def and
// event/attributes.def list them. null is an attribute that is not set (JSON format, section 2.2),
// but for data. What an event of an earlier version holds is not looked at. Not checked is what one
// event cannot show: that source and id are unique, that a producer is consistent, what data means.
class CloudEventValidator {
 public:
  // False: no memory, as `problem` says. A text that cannot be read is an issue like others.
  //
  // Cost: one pass over the text of an event and one over its attributes, for a batch one over all
  // of it before; n log n in the members of unknown names. No recursion; no allocation once the
  // memory has grown, but for issues.
  [[nodiscard]] bool validate(std::string_view text, const CloudEventRules& rules, Issues& issues,
                              Diagnostic& problem);

 private:
  friend class CloudEventCheck;

  // So many names are compared with each other; more are sorted.
  static constexpr uint32_t kFewNames = 16;

  // What a member is, by its name.
  struct Member {
    Attribute attribute;
    bool is_repeated;
  };

  JsonItems events_;
  JsonItems items_;
  Vec<Member> members_;
  Vec<uint32_t> unknown_;  // Members of unknown names.
};

}  // namespace tidegate
