#pragma once

#include <string_view>

#include "base/text.h"

// Values of attributes in headers of HTTP and NATS (HTTP protocol binding, section 3.1.3.2; NATS
// protocol binding, section 3.1.3.2). Cost of each: linear.
namespace tidegate {

// Appends the value, percent-encoded where it must be: space, double quote, percent sign, and the
// UTF-8 of everything outside of U+0021 to U+007E. The value is UTF-8.
void append_header_value(std::string_view value, Text& output);

// Whether a value can do without that: decoding it as it stands gives the same, and no space at an
// end of it can get lost on the way.
bool is_plain_header_value(std::string_view value);

// Appends what a header's value stands for: parts in double quotes lose them and their backslashes
// (RFC 7230, section 3.2.6), then "%" and two hex digits become a byte, once. What is wrong, as the
// end of a sentence that begins with the header; nullptr: nothing. It is wrong to have more than
// printable ASCII, a quote that is not closed, "%" before anything else, and bytes that are not
// UTF-8, such as an overlong "%C0%A0". On failure `value` is of no use.
const char* decode_header_value(std::string_view written, Text& value);

// The same for senders who do not encode. Bytes of UTF-8 that were read as ISO 8859-1, one
// character each, as most HTTP libraries give them, become the characters that they were; what
// decode_header_value() would refuse then is taken as it is. False: there is no memory.
[[nodiscard]] bool decode_header_value_leniently(std::string_view written, Text& value);

}  // namespace tidegate
