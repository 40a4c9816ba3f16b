#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "event/issues.h"
#include "json/items.h"

namespace tidegate {

struct AwsEventRules {
  bool custom = false;  // The event is one's own, for PutEvents: its source must not be one of AWS.
};

// Validates an event of EventBridge: its envelope as delivered (AWS: "Event structure"), and the
// limits of PutEvents, which are warnings since AWS itself and partners are not bound by them.
// event/issues.def lists the rules. Keeps its memory for the next text.
class AwsEventValidator {
 public:
  // False: no memory, as `problem` says. A text that cannot be read is an issue like others.
  //
  // Cost: one pass over the text and one over its members; no recursion; no allocation once the
  // memory has grown, but for issues.
  [[nodiscard]] bool validate(std::string_view text, const AwsEventRules& rules, Issues& issues,
                              Diagnostic& problem);

 private:
  friend class AwsEventCheck;

  JsonItems items_;
  JsonItems resources_;
};

}  // namespace tidegate
