#include "json/items.h"

#include <cstddef>

#include "json/padded_text.h"
#include "json/string_end.h"
#include "json/strings.h"
#include "json/subtree.h"
#include "json/utf8.h"

namespace tidegate {

// As the reader of events does, this knows only that a text is broken; find_fault() says how.
class ItemReader {
 public:
  ItemReader(std::string_view text, JsonItems& items)
      : text_(text), end_(text_.end()), items_(items) {}

  bool read() {
    items_.items_.clear();
    items_.decoded_.clear();
    const char* p = skip_space(text_.begin(), end_);
    if (p == end_) return false;
    items_.root_ = type_of(*p);
    const bool opens = items_.root_ == JsonType::kObject || items_.root_ == JsonType::kArray;
    p = opens ? read_items(p) : end_of_value(p);
    return p != nullptr && skip_space(p, end_) == end_ && (is_ascii_ || is_utf8(text_.view()));
  }

  bool out_of_memory() const { return out_of_memory_; }

 private:
  // Each returns the end of what it reads, or nullptr.
  const char* read_items(const char* p) {
    const bool is_object = *p == '{';
    const char closing = is_object ? '}' : ']';
    p = skip_space(p + 1, end_);
    if (p != end_ && *p == closing) return p + 1;
    for (;;) {
      JsonItem item;
      if (is_object) p = read_key(p, item);
      if (p != nullptr) p = read_value(p, item);
      if (p == nullptr) return nullptr;
      if (!items_.items_.push(item)) return no_memory();
      p = skip_space(p, end_);
      if (p == end_) return nullptr;
      if (*p == closing) return p + 1;
      if (*p != ',') return nullptr;
      p = skip_space(p + 1, end_);
    }
  }

  // The name of a member and its colon.
  const char* read_key(const char* p, JsonItem& item) {
    if (p == end_ || *p != '"') return nullptr;
    p = read_string(p, item.key);
    if (p == nullptr) return nullptr;
    p = skip_space(p, end_);
    return p == end_ || *p != ':' ? nullptr : skip_space(p + 1, end_);
  }

  const char* read_value(const char* p, JsonItem& item) {
    if (p == end_) return nullptr;
    item.type = type_of(*p);
    const char* end = item.is_string() ? read_string(p, item.value) : end_of_value(p);
    if (end == nullptr) return nullptr;
    item.text = {p, static_cast<size_t>(end - p)};
    if (!item.is_string()) item.value = item.text;
    return end;
  }

  const char* end_of_value(const char* p) {
    bool escaped = false;
    if (*p == '"') return find_string_end(text_, p, escaped, is_ascii_);
    if (*p != '{' && *p != '[') return skip_scalar(p, end_);
    const Subtree subtree = skip_subtree(text_, p, kMaxDepth - 1);
    is_ascii_ = is_ascii_ && subtree.is_ascii;
    return subtree.end;
  }

  // All that one text needs fits into what is reserved at the first escape, so views stay valid.
  const char* read_string(const char* p, std::string_view& characters) {
    bool escaped = false;
    const char* end = find_string_end(text_, p, escaped, is_ascii_);
    if (end == nullptr) return nullptr;
    characters = {p + 1, static_cast<size_t>(end - p - 2)};
    if (!escaped) return end;
    Vec<char>& decoded = items_.decoded_;
    if (decoded.empty() && !decoded.reserve(static_cast<uint32_t>(end_ - p))) return no_memory();
    char* first = decoded.end();
    const auto size = static_cast<size_t>(decode_string(characters, first) - first);
    decoded.resize_reserved(decoded.size() + static_cast<uint32_t>(size));
    characters = {first, size};
    return end;
  }

  const char* no_memory() {
    out_of_memory_ = true;
    return nullptr;
  }

  const PaddedText text_;
  const char* const end_;
  JsonItems& items_;
  bool is_ascii_ = true;
  bool out_of_memory_ = false;
};

bool JsonItems::read(std::string_view text, Diagnostic& problem) {
  if (text.size() > kMaxTextBytes) {
    problem.set(ErrorCode::kTooLarge, "The text is larger than the library takes.");
    return false;
  }
  ItemReader reader(text, *this);
  if (reader.read()) return true;
  if (reader.out_of_memory()) {
    problem.set(ErrorCode::kOutOfMemory);
    return false;
  }
  const JsonError fault = find_fault(text);
  problem.set(fault.code, fault.reason, text, fault.offset);
  return false;
}

bool JsonItems::read_part(std::string_view value) { return ItemReader(value, *this).read(); }

const JsonItem* JsonItems::find(std::string_view key) const {
  for (uint32_t i = items_.size(); i != 0; --i) {
    if (items_[i - 1].key == key) return &items_[i - 1];
  }
  return nullptr;
}

}  // namespace tidegate
