#pragma once

#include <cstdint>
#include <string_view>

#include "base/vec.h"
#include "json/items.h"

namespace tidegate {

// A header of a message: a property, where the protocol calls it so.
struct Header {
  std::string_view name;   // In lower case where the protocol does not tell cases apart.
  std::string_view value;  // The characters; of a number or a boolean, which only some protocols
                           // have, its JSON.
  JsonType type = JsonType::kString;
};

// A message as it comes from a client of the protocol. Views point into what it was made of.
struct Message {
  Vec<Header> headers;
  std::string_view content_type;  // Empty where it is among the headers, or is not there.
  std::string_view body;
  bool has_body = false;
};

// Reads headers and content type from JSON: [contentType, name, value, name, value, ...], where
// contentType may be null, and only a value may be something else than a string. `items` keeps what
// the message points into. False: no such JSON, or no memory; the message is of no use then.
[[nodiscard]] bool read_head(std::string_view json, JsonItems& items, Message& message);

}  // namespace tidegate
