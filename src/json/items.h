#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/vec.h"
#include "json/reader.h"

namespace tidegate {

// A member of an object, or an element of an array. Views point into the text, or into the
// JsonItems where there were escapes.
struct JsonItem {
  std::string_view key;    // Decoded. Empty for an element.
  std::string_view text;   // The value as written.
  std::string_view value;  // The characters of a string; otherwise the value as written.
  JsonType type = JsonType::kNull;

  bool is_string() const { return type == JsonType::kString; }
};

// What an object or an array holds, one level of it, in the order of the text: for those who have
// to see members whose names they do not know. Who knows the names of all that is wanted uses a
// PathTree (json/reader.h). Keeps its memory for the next text.
class JsonItems {
 public:
  // Reads one JSON text, checked whole as read_event() does. Errors: those of read_event().
  // Cost: one pass over the text; memory for the items, and for strings with escapes.
  [[nodiscard]] bool read(std::string_view text, Diagnostic& problem);

  // The same for a value that is part of a text that was read before, so only memory can fail.
  [[nodiscard]] bool read_part(std::string_view value);

  JsonType root() const { return root_; }  // Of anything but an object or array there are no items.
  uint32_t size() const { return items_.size(); }
  const JsonItem* begin() const { return items_.begin(); }
  const JsonItem* end() const { return items_.end(); }
  const JsonItem& operator[](uint32_t i) const { return items_[i]; }

  // The last member of that name, as JSON.parse() would have it; nullptr if there is none.
  // Cost: linear in the items.
  const JsonItem* find(std::string_view key) const;

 private:
  friend class ItemReader;

  Vec<JsonItem> items_;
  Vec<char> decoded_;
  JsonType root_ = JsonType::kNull;
};

}  // namespace tidegate
