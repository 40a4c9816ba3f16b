#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// What a content type says about the bytes of text. Names may be in any case, and parameters and
// spaces anywhere.
struct TextType {
  bool is_text = false;  // By its name, such as "text/plain", or as it has a character encoding.
  std::string_view charset;  // That encoding; empty where none is named.
};

// Cost: linear.
TextType text_type_of(std::string_view content_type);

// Whether bytes are what these characters are in a character encoding, where none is UTF-8. In
// encodings other than UTF-8 nothing is known but ASCII, and that only in those that are known to
// extend it.
bool is_encoded(std::string_view utf8, std::string_view charset);

// How a message carries events, by its content type (HTTP protocol binding, section 3).
enum class ContentMode : uint8_t {
  kBinary,
  kStructured,  // application/cloudevents
  kBatch,       // application/cloudevents-batch
};
ContentMode content_mode(std::string_view content_type);

// Whether the events of a message that is not binary are JSON, which is also what the media type
// says that names no format.
bool is_json_format(std::string_view content_type);

}  // namespace tidegate
