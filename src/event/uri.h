#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// What a text is by the grammar of RFC 3986. Texts are the characters themselves, in UTF-8.
struct UriReference {
  bool valid = false;  // A URI-reference (section 4.1), which may be empty.
  bool has_scheme = false;
  bool has_fragment = false;
};

// `is_iri`: by the grammar of RFC 3987, which lets other characters than those of ASCII stand in
// most places. Cost: linear, no allocation.
UriReference parse_uri_reference(std::string_view text, bool is_iri = false);

inline bool is_uri_reference(std::string_view text) { return parse_uri_reference(text).valid; }

// An absolute URI (RFC 3986, section 4.3): with a scheme, without a fragment. It is what
// CloudEvents calls a URI.
inline bool is_uri(std::string_view text) {
  const UriReference reference = parse_uri_reference(text);
  return reference.valid && reference.has_scheme && !reference.has_fragment;
}

// Appends a URI-reference as it is, and any other text with what must not stand there
// percent-encoded. What begins like a scheme, an authority, a query or a fragment is taken for
// that; the colon of a first segment that is no scheme is encoded ("1-555:x" is "1-555%3Ax"). What
// is written needs no escapes in JSON. Cost: linear.
void append_uri_reference(std::string_view text, Text& output);

}  // namespace tidegate
