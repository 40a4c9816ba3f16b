#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "json/reader.h"

namespace tidegate {

// The envelope of an EventBridge event (AWS: "Events structure"): its members as they stand in the
// text.
struct AwsEvent {
  enum Field : uint8_t {
    kAccount,
    kDetail,
    kDetailType,
    kId,
    kRegion,
    kSource,
    kTime,
    kFieldCount
  };

  // A member of the envelope; text is empty when it is missing.
  struct Value {
    std::string_view text;     // As written.
    std::string_view decoded;  // The characters, when it is a string.
    JsonType type = JsonType::kNull;

    bool present() const { return !text.empty(); }
  };

  Value fields[kFieldCount];

  const Value& operator[](Field field) const { return fields[field]; }
};

// Finds the members of the envelope in the text of an event. Views point into `text` and `view`,
// which must outlive them.
//
// id, detail-type, source and region must be there and not empty; they, account and time must be
// strings where they are there; no member may come twice. Otherwise kEventField, with the member as
// pointer. Errors of read_event(), and kEventNotObject.
[[nodiscard]] bool read_aws_event(std::string_view text, EventView& view, AwsEvent& event,
                                  Diagnostic& problem);

}  // namespace tidegate
