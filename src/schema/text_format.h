#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// The formats that strings of events are told to have, each a bit. What each takes is at most what
// RFC 3339, 4122, 5321, 3986, 2673 and 4291 have under the name that JSON Schema gives it, so that
// every validator which asserts the format takes it too.
enum TextFormat : uint8_t {
  kDateTimeFormat = 1 << 0,
  kDateFormat = 1 << 1,
  kUuidFormat = 1 << 2,
  kEmailFormat = 1 << 3,
  kUriFormat = 1 << 4,  // With "://": an ARN is a URI too, which says nothing about it.
  kIpv4Format = 1 << 5,
  kIpv6Format = 1 << 6,
};

inline constexpr uint8_t kAllFormats = (1 << 7) - 1;

// Which of the `asked` formats the text has. Cost: linear, no allocation.
uint8_t formats_of(std::string_view text, uint8_t asked = kAllFormats);

// The name of the lowest of the formats, such as "date-time"; "" for none.
std::string_view format_name(uint8_t formats);

}  // namespace tidegate
