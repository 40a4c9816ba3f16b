#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/vec.h"
#include "event/cloud_event.h"
#include "json/items.h"
#include "protocol/context_attribute.h"

namespace tidegate {

// How what was asked for came out.
enum class Outcome : uint8_t {
  kDone,
  kFailed,      // The Diagnostic says why.
  kOldVersion,  // The event is of CloudEvents 0.1, 0.2 or 0.3, and has to be upgraded first.
};

// An event in JSON (JSON format, section 3), taken apart. Views point into its text and `items`.
struct EventParts {
  JsonItems items;
  CloudEventView event;
  Vec<ContextAttribute> attributes;  // Those that are set, datacontenttype excepted.
};

// Takes an event apart, which must be one by read_cloud_event(), with each member once and without
// the faults of fault_of_name() and fault_of_value(). That is what a message can carry; what else
// there is to an event is for a validator. An event of an old version is looked at no further.
//
// Errors: those of JsonItems::read() and read_cloud_event(); kEventField, with the member as
// pointer; kOutOfMemory. Cost: one pass, and sorting the names.
Outcome read_event_parts(std::string_view text, bool lenient, EventParts& parts,
                         Diagnostic& problem);

}  // namespace tidegate
