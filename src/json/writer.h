#pragma once

#include <string_view>

#include "base/text.h"

namespace tidegate {

// Appends a JSON string (RFC 8259, section 7) of these characters, which are UTF-8, save that a
// surrogate without its partner may stand as its three bytes (json/strings.h) and is written as the
// escape that it was. Only what must be is escaped, as JSON.stringify() does.
void append_json_string(std::string_view characters, Text& output);

// Writes the members of an object in the order in which they are given. Names must not need escapes
// where they come by `key`; end() closes the object.
class ObjectWriter {
 public:
  explicit ObjectWriter(Text& output) : output_(output) { output_.append('{'); }

  // A member whose value is JSON already.
  void member(std::string_view key, std::string_view json);

  // A member whose value is a string of these characters.
  void string(std::string_view key, std::string_view characters) {
    name(key);
    append_json_string(characters, output_);
  }

  // Only the name and the colon: the value is for the caller to append.
  void name(std::string_view key) { member(key, {}); }

  void end() { output_.append('}'); }

 private:
  Text& output_;
  bool first_ = true;
};

}  // namespace tidegate
