#pragma once

#include <cstdint>

#include "base/diagnostic.h"
#include "base/text.h"
#include "convert/payload.h"
#include "json/items.h"

namespace tidegate {

enum class KafkaEvent : uint8_t {
  kNone,      // The record is no CloudEvent.
  kAppended,  // It was one.
  kFailed,    // It should be one, but is not; or there is no memory.
};

// Appends the CloudEvent that a record of Kafka is by its headers (Kafka protocol binding), as
// Lambda hands records over: "headers" is a list of objects whose members are arrays of bytes, or
// base64.
// `payload` is the value. Errors: those of read_message() and append_upgraded(). Cost: linear.
[[nodiscard]] KafkaEvent append_kafka_event(const JsonItems& record, const Payload& payload,
                                            Text& output, Diagnostic& problem);

}  // namespace tidegate
