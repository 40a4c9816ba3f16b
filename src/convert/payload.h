#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "convert/gunzip.h"

namespace tidegate {

// What a carrier of events carries, as the data of a CloudEvent.
struct Payload {
  enum class Kind : uint8_t {
    kNone,    // There is nothing.
    kJson,    // An object or an array; `bytes` is its text.
    kText,    // Other UTF-8.
    kBinary,  // Anything else.
  };
  Kind kind = Kind::kNone;
  Text bytes;  // Decoded and decompressed.
};

// How a payload stands in a record.
enum class PayloadForm : uint8_t {
  kCharacters,  // As the characters of a string.
  kBase64,      // In base64 (RFC 4648, section 4).
  kCompressed,  // In base64, and always gzip or zlib data.
};

// Decodes a payload. What is base64 and begins like gzip data is decompressed where there is a
// `gunzip`, to at most `left` bytes, of which it takes what came out. Text is JSON only where it is
// an object or an array: "123" is as likely to be a name as a number.
//
// Errors: kEventField for what is no base64, broken, or not compressed although it should be;
// kTooLarge for what holds more than what is left; kOutOfMemory. Cost: linear.
[[nodiscard]] bool read_payload(std::string_view text, PayloadForm form, Gunzip* gunzip,
                                uint32_t& left, Payload& payload, Diagnostic& problem);

}  // namespace tidegate
