#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// A URI-reference without its fragment, and that; it may be missing.
struct SplitReference {
  std::string_view uri;
  std::string_view fragment;
};
SplitReference split_reference(std::string_view reference);

// Appends what a URI-reference without fragment stands for against a base (RFC 3986, section 5.2),
// which may be empty. Cost: linear.
void resolve_reference(std::string_view base, std::string_view reference, Text& uri);

// Appends a text with its percent-encoded bytes decoded.
void append_percent_decoded(std::string_view text, Text& decoded);

}  // namespace tidegate
