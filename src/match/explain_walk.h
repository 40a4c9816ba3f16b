#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "base/vec.h"
#include "json/reader.h"

namespace tidegate {

// Goes through all values of a JSON text, each before what is in it, and knows the way to them. For
// those who have to say where a value lies. The text must have been checked. Cost: linear in it,
// with a look at each byte; no recursion.
class EventWalk {
 public:
  explicit EventWalk(std::string_view text) : text_(text) {}

  // To the next value, the root first. False: there is none, or no memory (see failed()).
  bool next();
  bool failed() const { return failed_; }

  uint32_t begin() const { return begin_; }
  JsonType type() const { return type_of(text_[begin_]); }

  // How many objects and arrays the value lies in.
  uint32_t depth() const { return steps_.size(); }

  // Whether it is a member of an object, and then its name, decoded; good until the next call.
  bool is_member() const { return !steps_.empty() && steps_.back().is_object; }
  bool decode_key(std::string_view& key) { return decode(steps_.back(), key); }

  // Appends the JSON Pointer of the value; with `elements` other than 0 that of the element of an
  // array in which it lies, the outermost being 1. False: no memory.
  bool append_pointer(Text& pointer, uint32_t elements = 0);

 private:
  // The way into an object or array: to which member or element.
  struct Step {
    bool is_object;
    bool is_begun;
    uint32_t index;
    Span key;  // As written, without the quotes.
  };

  bool decode(const Step& step, std::string_view& key);
  void read_key(Step& step);
  void skip_scalar();
  void skip_string();

  std::string_view text_;
  uint32_t next_ = 0;
  uint32_t begin_ = 0;
  bool opens_ = false;  // The value that was last come to is an object or array.
  bool failed_ = false;
  Vec<Step> steps_;
  Vec<char> decoded_;
};

}  // namespace tidegate
