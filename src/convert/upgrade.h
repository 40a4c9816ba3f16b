#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "json/items.h"

namespace tidegate {

// Appends a CloudEvent of version 0.1, 0.2 or 0.3 in JSON as one of version 1.0; one of version 1.0
// as it is written. Members keep their order.
//
//   0.1                          0.2          0.3                  1.0
//   cloudEventsVersion           specversion  specversion          specversion
//   eventType, eventID           type, id     type, id             type, id
//   eventTime                    time         time                 time
//   contentType                  contenttype  datacontenttype      datacontenttype
//   schemaURL                    schemaurl    schemaurl            dataschema
//                                             datacontentencoding  data_base64 for data, of base64
//   eventTypeVersion                                               the extension eventtypeversion
//   the members of extensions                                      extensions
//
// Extensions get their name in lower case. A value of a type that 1.0 does not have becomes a
// String: an object or an array its JSON text (append_compact()), a number that is no Integer the
// text of the number. Attributes that are null are left out.
//
// What has no datacontentencoding is not taken for binary, as older versions did by the media type:
// nothing in the event says so for certain.
//
// Errors: kEventField for a version that is none of these, a schema that is no absolute URI, an
// encoding other than base64, 7bit, 8bit and binary, data in base64 that is no string, an attribute
// that is not of its type, a name with other characters than letters and digits, and two members
// with the same name in 1.0. kEventNotObject, kOutOfMemory. Cost: linear, but for sorting the
// names.
[[nodiscard]] bool append_upgraded(std::string_view event, const JsonItems& members, Text& output,
                                   Diagnostic& problem);

}  // namespace tidegate
