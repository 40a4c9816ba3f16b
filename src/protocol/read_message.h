#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "protocol/binding.h"
#include "protocol/event_parts.h"
#include "protocol/message.h"

namespace tidegate {

// What a message is.
enum class MessageMode : uint8_t {
  kNone,  // It has neither the media type of CloudEvents nor all attributes that an event must
          // have.
  kBinary,
  kStructured,
  kBatch,
};
MessageMode mode_of(const Message& message, Protocol protocol);

// Writes the event of a message, in binary or structured mode, as JSON.
//
// In structured mode that is the body as it is, checked as read_event_parts() does. In binary mode
// it is the attributes in the order of the headers, then datacontenttype, then the data: `data` as
// the body has it where the content type says JSON; `data` as a string where it says text in UTF-8,
// and that is what the body is; otherwise `data_base64`. A body that is missing is no data, and so
// is one that is empty where nothing, or JSON, is said to be in it and the protocol cannot tell
// these apart. Versions 0.2 and 0.3 become 1.0 in binary mode.
//
// `lenient` accepts what the bindings do not allow but what is sent all the same: values of headers
// and attributes that are not encoded or have control characters; attributes with other names,
// which are left out; a header for datacontenttype beside the content type, which is left out; and
// a body that is not what its type says, which becomes `data_base64`.
//
// Errors: kProtocolMessage for what is wrong with the message, with a JSON Pointer into the message
// as it is in JavaScript; otherwise those of read_event_parts(), about the event in the body, and
// those of find_fault() for a body in JSON. `event` is empty then, and is the body where the
// outcome is kOldVersion. Cost: linear, and sorting names.
Outcome read_message(const Message& message, Protocol protocol, bool lenient, Text& event,
                     Diagnostic& problem);

}  // namespace tidegate
