#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "json/items.h"

namespace tidegate {

// A CloudEvent in the JSON format (CloudEvents JSON format, section 3): its members as they stand
// in the text. What is not among these is an extension.
struct CloudEventView {
  enum Member : uint8_t {
    kId,
    kSource,
    kSpecVersion,
    kType,
    kDataContentType,
    kDataSchema,
    kSubject,
    kTime,
    kData,
    kDataBase64,
    kMemberCount
  };

  // nullptr where there is none. An attribute that is null is unset (section 2.2), so it is none
  // either; data that is null is there.
  const JsonItem* members[kMemberCount];

  const JsonItem* operator[](Member member) const { return members[member]; }
};

// The member of this name; kMemberCount if it would be an extension.
CloudEventView::Member cloud_event_member(std::string_view name);

// The extension of this name where it is a string; nullptr otherwise.
const JsonItem* string_extension(const JsonItems& members, std::string_view name);

// Finds the members of a CloudEvent 1.0 among those of its text, which must outlive it.
//
// It checks what a conversion relies on and no more (event/validate_cloud_event.h checks all): id,
// source and type are there and not empty, specversion is "1.0", what is there but data is a
// string, none comes twice, and there is only one of data and data_base64. Otherwise kEventField,
// with the member as pointer; kEventNotObject. Cost: linear in the members; no allocation.
[[nodiscard]] bool read_cloud_event(std::string_view text, const JsonItems& members,
                                    CloudEventView& event, Diagnostic& problem);

}  // namespace tidegate
