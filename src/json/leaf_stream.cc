#include "json/leaf_stream.h"

#include "json/utf16.h"

namespace tidegate {
namespace {

constexpr uint32_t kNoArray = UINT32_MAX;

// The texts of a stream, one after the other.
class Texts {
 public:
  explicit Texts(std::string_view ascii) : ascii_(ascii.data()) {}
  // `out` has room for the UTF-8 of all.
  Texts(std::u16string_view utf16, char* out) : utf16_(utf16.data()), out_(out) {}

  // The next one, by its size.
  std::string_view take(uint32_t size) {
    if (ascii_ != nullptr) {
      ascii_ += size;
      return {ascii_ - size, size};
    }
    const uint32_t bytes = wtf8_from_utf16(utf16_, size, out_);
    utf16_ += size;
    out_ += bytes;
    return {out_ - bytes, bytes};
  }

 private:
  const char* ascii_ = nullptr;
  const char16_t* utf16_ = nullptr;
  char* out_ = nullptr;
};

class LeafStreamReader {
 public:
  LeafStreamReader(std::span<const uint32_t> words, const Texts& texts, const KnownTexts& known,
                   EventView& view)
      : next_(words.data()),
        end_(next_ + words.size()),
        texts_(texts),
        known_(known),
        view_(view) {}

  bool read() {
    view_.leaves.clear();
    view_.places.clear();
    view_.arrays.clear();
    view_.root = JsonType::kObject;
    if (!view_.places.push({EventView::kTopPlace, kNoArray, 0, 0, 0})) return false;
    while (next_ != end_) {
      const uint32_t word = *next_++;
      const uint32_t record = word & ((1u << kLeafRecordBits) - 1);
      if (!read_record(static_cast<LeafRecord>(record), word >> kLeafRecordBits)) return false;
    }
    return true;
  }

 private:
  bool read_record(LeafRecord record, PathTree::Node path) {
    switch (record) {
      case LeafRecord::kNull:
        return add_leaf(JsonType::kNull, path, "null");
      case LeafRecord::kFalse:
        return add_leaf(JsonType::kFalse, path, "false");
      case LeafRecord::kTrue:
        return add_leaf(JsonType::kTrue, path, "true");
      case LeafRecord::kNumber:
        return add_leaf(JsonType::kNumber, path, texts_.take(*next_++));
      case LeafRecord::kString:
        return add_leaf(JsonType::kString, path, texts_.take(*next_++));
      case LeafRecord::kKnownString:
        return add_leaf(JsonType::kString, path, known_[*next_++]);
      case LeafRecord::kArray:
        array_ = view_.arrays.size();
        return view_.arrays.push({path, view_.leaves.size(), 0});
      case LeafRecord::kEndArray:
        // An array within an array lies in an element of it, which knows the outer one.
        view_.arrays[array_].end = view_.leaves.size();
        array_ = view_.places[place_].array;
        return true;
      case LeafRecord::kElement:
        return open_element();
      case LeafRecord::kEndElement:
        view_.places[place_].end = view_.leaves.size();
        array_ = view_.places[place_].array;
        place_ = view_.places[place_].parent;
        return true;
    }
    return true;
  }

  bool add_leaf(JsonType type, PathTree::Node path, std::string_view text) {
    return view_.leaves.push(
        {text.data(), static_cast<uint32_t>(text.size()), path, 0, 0, place_, type});
  }

  bool open_element() {
    const uint32_t parent = place_;
    place_ = view_.places.size();
    return view_.places.push(
        {parent, array_, view_.places[parent].depth + 1, view_.leaves.size(), 0});
  }

  const uint32_t* next_;
  const uint32_t* end_;
  Texts texts_;
  const KnownTexts& known_;
  EventView& view_;
  uint32_t place_ = EventView::kTopPlace;
  uint32_t array_ = kNoArray;  // The innermost one that is open.
};

}  // namespace

uint32_t KnownTexts::add(std::string_view text) {
  const uint32_t begin = chars_.size();
  if (!spans_.reserve_more(1)) return kNone;
  if (!chars_.append(text.data(), static_cast<uint32_t>(text.size()))) return kNone;
  spans_.push_reserved({begin, chars_.size()});
  return spans_.size() - 1;
}

void KnownTexts::clear() {
  chars_.clear();
  spans_.clear();
}

bool read_leaf_stream(std::span<const uint32_t> words, std::string_view texts,
                      const KnownTexts& known, EventView& view) {
  return LeafStreamReader(words, Texts(texts), known, view).read();
}

bool read_leaf_stream(std::span<const uint32_t> words, std::u16string_view texts,
                      const KnownTexts& known, EventView& view) {
  const uint64_t room = uint64_t{texts.size()} * 3 + kUtf8Slack;
  if (room > UINT32_MAX || !view.decoded.reserve(static_cast<uint32_t>(room))) return false;
  return LeafStreamReader(words, Texts(texts, view.decoded.data()), known, view).read();
}

}  // namespace tidegate
