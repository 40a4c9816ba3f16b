#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"
#include "base/vec.h"
#include "json/reader.h"

// Events that never were text. Whoever holds an event as values walks what is wanted of it
// (PathTree) and writes that down as a stream of words, which becomes the same EventView as reading
// the event's JSON text would have given, but for the places in the text: those are 0.
namespace tidegate {

// The records of a stream. The low kLeafRecordBits of a record's first word say which it is, the
// others are its path.
enum class LeafRecord : uint32_t {
  kNull,
  kFalse,
  kTrue,
  kNumber,       // And a word: the size of the text.
  kString,       // The same.
  kKnownString,  // And a word: the id of the text (KnownTexts).
  kArray,        // An array begins.
  kEndArray,
  kElement,  // An element of the array begins that is an object or an array itself.
  kEndElement,
};
inline constexpr uint32_t kLeafRecordBits = 4;

// Texts that come up time and again, sent once and then spoken of by a number. Ids count from 0.
class KnownTexts {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // The id of a text in UTF-8; kNone when there is no memory.
  [[nodiscard]] uint32_t add(std::string_view text);

  // Good until the next add() or clear().
  std::string_view operator[](uint32_t id) const {
    return {chars_.data() + spans_[id].begin, spans_[id].end - spans_[id].begin};
  }

  void clear();

 private:
  Vec<char> chars_;
  Vec<Span> spans_;
};

// Reads a stream of whole records. Array and element records must nest; `texts` are those of
// numbers and strings, one behind the other, and sizes count in what they are made of. Views of
// ASCII point into `texts`; UTF-16 becomes UTF-8 first, a surrogate without its partner three bytes
// (ED A0..BF xx). False: no memory. Cost: linear; no allocation once the view has grown.
[[nodiscard]] bool read_leaf_stream(std::span<const uint32_t> words, std::string_view texts,
                                    const KnownTexts& known, EventView& view);
[[nodiscard]] bool read_leaf_stream(std::span<const uint32_t> words, std::u16string_view texts,
                                    const KnownTexts& known, EventView& view);

}  // namespace tidegate
