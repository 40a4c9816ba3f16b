#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace tidegate {

// What a conversion could not carry over: for each thing which input it is of, where it stands
// there and why it is not in the output. Kept as the JSON that JavaScript gets, so that nothing is
// converted twice. Running out of memory shows in failed().
class Losses {
 public:
  // `pointer` is a JSON Pointer (RFC 6901) within the input, "" all of it; `index` says which one
  // of a batch. The reason is one sentence.
  void add(uint32_t index, std::string_view pointer, std::string_view reason);

  // The same of a member of the input itself.
  void add_member(uint32_t index, std::string_view name, std::string_view reason);

  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.view().size(); }  // In bytes of JSON.
  bool failed() const { return items_.failed() || failed_; }
  void clear() {
    items_.clear();
    failed_ = false;
  }

  // Appends [{"index":0,"path":"/resources","reason":"..."}, ...], in the order of the calls and
  // without a line break.
  void write(Text& output) const;

 private:
  Text items_;  // Joined by commas.
  bool failed_ = false;
};

}  // namespace tidegate
