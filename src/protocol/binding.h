#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// The protocols with a binding for CloudEvents whose messages have headers. WebSocket has none: its
// messages are always structured.
enum class Protocol : uint8_t {
  kHttp,   // HTTP protocol binding
  kKafka,  // Kafka protocol binding
  kAmqp,   // AMQP protocol binding, for AMQP 1.0
  kMqtt,   // MQTT protocol binding, for MQTT 5
  kNats,   // NATS protocol binding, for NATS 2.2
};

// How a binding differs from the others.
struct Binding {
  std::string_view protocol;
  std::string_view prefix;  // Stands before the name of an attribute in the name of its header.
  std::string_view other_prefix;  // May stand there too; empty where there is but one.

  // The header of the content type; empty where the protocol has a field for it.
  std::string_view content_type_header;

  // Where things are in a message as it is in JavaScript (web/protocol/): JSON Pointers for errors.
  std::string_view headers_pointer;
  std::string_view content_type_pointer;
  std::string_view body_pointer;

  bool percent_encodes;           // Values, as protocol/header_value.h does.
  bool types_data_in_header;      // datacontenttype has a header like any attribute.
  bool forbids_data_type_header;  // Where others may have one that says the same.
  bool has_native_types;          // Booleans and integers may stay what they are.
  bool
      tells_null_from_empty;  // A message without a body is not the same as one with an empty body.
  bool has_batches;
};

const Binding& binding_of(Protocol protocol);

}  // namespace tidegate
