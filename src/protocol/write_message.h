#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "protocol/binding.h"
#include "protocol/event_parts.h"

namespace tidegate {

struct WriteOptions {
  // Data that is no text of the type that it says is written as JSON; attributes may have control
  // characters; and values of headers that a reader takes for the same without percent-encoding are
  // not encoded, for readers who do not decode.
  bool lenient = false;

  // AMQP: ":" instead of "_" behind the prefix.
  bool colon = false;
};

// A message in binary mode. Keeps its memory for the next one.
struct WrittenMessage {
  Text head;  // {"headers": {...}, "contentType": "..."}: what is not there is left out. Values are
              // strings, and numbers and booleans where the protocol has such types.
  Text body;
  bool has_body = false;  // The event has data, be it empty.
};

// Writes an event of CloudEvents 1.0 in JSON as a message. The headers stand in the order of the
// event's members.
//
// The body is the data as JSON, as it was written, where datacontenttype says JSON or is not there;
// the content type is application/json then (JSON format, section 3.1.2). Otherwise it is the
// characters of `data` in UTF-8, or the bytes of `data_base64`.
//
// Errors: those of read_event_parts(); kEventField for data that is not base64, has no form in the
// character encoding of its type, or is no string though its type is not JSON, and for a content
// type that has no form in a header or is that of structured messages. Cost: linear.
Outcome write_message(std::string_view event, Protocol protocol, const WriteOptions& options,
                      WrittenMessage& message, Diagnostic& problem);

}  // namespace tidegate
