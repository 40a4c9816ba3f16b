#pragma once

#include <cstdint>
#include <string_view>

#include "base/vec.h"

namespace tidegate {

// Bytes from `begin` up to `end` of some text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// Owned text for messages and output. Appending never fails loudly: when there is no memory the
// text stays as it was and failed() is true. An error that had no room for its message still has
// its code.
class Text {
 public:
  std::string_view view() const { return {chars_.data(), chars_.size()}; }
  bool empty() const { return chars_.empty(); }
  bool failed() const { return failed_; }

  void clear() {
    chars_.clear();
    failed_ = false;
  }

  // Room for so much more, for who needs views of it to stay valid while it grows.
  [[nodiscard]] bool reserve_more(uint32_t size) { return chars_.reserve_more(size); }

  // Appends so many bytes, whose values are for the caller to set. nullptr: no memory.
  char* extend(uint32_t size) {
    if (!chars_.reserve_more(size)) {
      failed_ = true;
      return nullptr;
    }
    chars_.resize_reserved(chars_.size() + size);
    return chars_.end() - size;
  }

  // Takes back what was appended since it had this size.
  void cut(uint32_t size) { chars_.resize_reserved(size); }

  Text& append(std::string_view text);
  Text& append(char c) { return append(std::string_view(&c, 1)); }
  Text& append_number(uint64_t number);

 private:
  Vec<char> chars_;
  bool failed_ = false;
};

}  // namespace tidegate
