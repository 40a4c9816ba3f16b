#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "json/items.h"

namespace tidegate {

// The envelope of an EventBridge event (AWS: "Events structure"): its members as they stand in the
// text.
struct AwsEvent {
  // In the order in which EventBridge itself writes them.
  enum Field : uint8_t {
    kVersion,
    kId,
    kDetailType,
    kSource,
    kAccount,
    kTime,
    kRegion,
    kResources,
    kDetail,
    kReplayName,
    kFieldCount
  };

  const JsonItem* fields[kFieldCount];  // nullptr where there is none.
  uint32_t others;                      // How many members have names of their own.

  const JsonItem* operator[](Field field) const { return fields[field]; }
};

// The name of a field, such as "detail-type".
std::string_view aws_field_name(AwsEvent::Field field);

// The field of this name; kFieldCount if there is none.
AwsEvent::Field aws_field(std::string_view name);

// Finds the members of the envelope among those of the text of an event, which must outlive it.
//
// id, detail-type, source and region must be there and not empty; they, account and time must be
// strings where they are there; no field may come twice. Otherwise kEventField, with the member as
// pointer; kEventNotObject. Cost: linear in the members; no allocation.
[[nodiscard]] bool read_aws_event(std::string_view text, const JsonItems& members, AwsEvent& event,
                                  Diagnostic& problem);

}  // namespace tidegate
