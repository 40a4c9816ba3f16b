#pragma once

#include <string_view>

namespace tidegate {

// Whether the text is a media type with or without parameters: type "/" subtype *(";" parameter) by
// RFC 2045, section 5.1, with spaces and tabs around the semicolons. Cost: linear, no allocation.
bool is_media_type(std::string_view text);

// Whether a media type, parameters and case aside, is "*/json" or "*/*+json" (CloudEvents JSON
// format, section 3.1.1). The parameters need not be well-formed.
bool is_json_media_type(std::string_view text);

}  // namespace tidegate
