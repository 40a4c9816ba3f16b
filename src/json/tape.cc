#include "json/tape.h"

#include <algorithm>
#include <cstddef>

#include "base/limits.h"
#include "base/short_text.h"
#include "json/padded_text.h"
#include "json/string_end.h"
#include "json/strings.h"
#include "json/syntax.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

// Where a string that is plain ASCII without escapes ends, whose first character is at `p`: its
// closing quote. nullptr: it is something else, or near the end of the text. Most strings are
// short, and eight bytes at a time find their end sooner than 64.
const char* end_of_plain(const char* p, const char* end) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = kOnes * 0x80;
  for (; end - p >= 8; p += 8) {
    const uint64_t word = load_word(p);
    const uint64_t quotes = word ^ kOnes * '"';
    const uint64_t backslashes = word ^ kOnes * '\\';
    // Of each kind the lowest bit is exact, and no other counts.
    const uint64_t stops = ((quotes - kOnes) & ~quotes) | ((backslashes - kOnes) & ~backslashes) |
                           ((word - kOnes * ' ') & ~word) | word;
    if ((stops & kHighs) == 0) continue;
    p += __builtin_ctzll(stops & kHighs) / 8;
    return *p == '"' ? p : nullptr;
  }
  return nullptr;
}

}  // namespace

// As the reader of events does, this knows only that a text is broken; find_fault() says how.
class TapeReader {
 public:
  TapeReader(std::string_view text, JsonTape& tape)
      : text_(text), end_(text_.end()), tape_(tape), values_(tape.values_) {}

  bool read() {
    const char* p = read_value(skip_space(text_.begin(), end_));
    while (p != nullptr && depth_ != 0) p = read_item(p);
    return p != nullptr && skip_space(p, end_) == end_ && (is_ascii_ || is_utf8(text_.view()));
  }

  bool out_of_memory() const { return out_of_memory_; }

 private:
  // An object or array that is open.
  struct Frame {
    uint32_t value;
    bool is_object;
    bool may_repeat;  // Two of its names may be the same.
    uint64_t names;   // A bit for the hash of each name.
  };

  // Each returns the end of what it reads, or nullptr.
  //
  // What comes next in the innermost object or array: an item up to its end or into what it opens,
  // or the closing bracket.
  const char* read_item(const char* p) {
    Frame& frame = stack_[depth_ - 1];
    p = skip_space(p, end_);
    if (p == end_) return nullptr;
    if (*p == (frame.is_object ? '}' : ']')) return close(p + 1);
    if (values_[frame.value].count != 0) {
      if (*p != ',') return nullptr;
      p = skip_space(p + 1, end_);
    }
    ++values_[frame.value].count;
    if (frame.is_object) p = read_name(p, frame);
    return p == nullptr ? nullptr : read_value(p);
  }

  // The name of a member and its colon.
  const char* read_name(const char* p, Frame& frame) {
    if (p == end_ || *p != '"') return nullptr;
    p = read_string(p);
    if (p == nullptr) return nullptr;
    TapeValue& name = values_.back();
    name.count = tape_.hash_of(name.view());
    const uint64_t bit = uint64_t{1} << (name.count & 63);
    frame.may_repeat = frame.may_repeat || (frame.names & bit) != 0;
    frame.names |= bit;
    if (p != end_ && *p == ':') return skip_space(p + 1, end_);
    p = skip_space(p, end_);
    return p == end_ || *p != ':' ? nullptr : skip_space(p + 1, end_);
  }

  const char* read_value(const char* p) {
    if (p == end_) return nullptr;
    if (*p == '"') return read_string(p);
    const JsonType type = type_of(*p);
    if (type == JsonType::kObject || type == JsonType::kArray) return open(p, type);
    const char* end = skip_scalar(p, end_);
    if (end == nullptr || !push(p, end, type)) return nullptr;
    values_.back().text_size = static_cast<uint32_t>(end - p);
    return end;
  }

  const char* read_string(const char* p) {
    bool escaped = false;
    const char* quote = end_of_plain(p + 1, end_);
    const char* end = quote != nullptr ? quote + 1 : find_string_end(text_, p, escaped, is_ascii_);
    if (end == nullptr || !push(p, end, JsonType::kString)) return nullptr;
    TapeValue& value = values_.back();
    value.text = p + 1;
    value.text_size = static_cast<uint32_t>(end - p - 2);
    if (!escaped) return end;
    auto* decoded = static_cast<char*>(tape_.decoded_.allocate_bytes(value.text_size));
    if (decoded == nullptr) return no_memory();
    value.text_size = static_cast<uint32_t>(decode_string(value.view(), decoded) - decoded);
    value.text = decoded;
    return end;
  }

  const char* open(const char* p, JsonType type) {
    if (depth_ == kMaxDepth) return nullptr;
    stack_[depth_++] = {values_.size(), type == JsonType::kObject, false, 0};
    return push(p, p, type) ? p + 1 : nullptr;
  }

  const char* close(const char* p) {
    const Frame& frame = stack_[--depth_];
    TapeValue& value = values_[frame.value];
    value.end = static_cast<uint32_t>(p - text_.begin());
    value.text_size = value.end - value.begin;
    value.next = values_.size();
    return frame.may_repeat && !drop_repeated(frame.value) ? no_memory() : p;
  }

  bool push(const char* p, const char* end, JsonType type) {
    const uint32_t next = values_.size() + 1;
    const auto begin = static_cast<uint32_t>(p - text_.begin());
    if (values_.push({p, 0, begin, static_cast<uint32_t>(end - text_.begin()), next, 0, type})) {
      return true;
    }
    no_memory();
    return false;
  }

  // Drops each name of an object that comes again. False: no memory.
  bool drop_repeated(uint32_t object) {
    const uint32_t end = values_[object].next;
    const uint32_t slots = 4u << (31 - __builtin_clz(values_[object].count | 1));
    Vec<uint32_t>& table = tape_.names_;
    table.clear();
    if (!table.resize(slots, JsonTape::kNone)) return false;
    for (uint32_t name = object + 1; name < end; name = values_[name + 1].next) {
      uint32_t slot = values_[name].count & (slots - 1);
      while (table[slot] != JsonTape::kNone && !same_name(table[slot], name)) {
        slot = (slot + 1) & (slots - 1);
      }
      if (table[slot] != JsonTape::kNone) {
        values_[table[slot]].text = nullptr;
        values_[table[slot]].text_size = 0;
        --values_[object].count;
      }
      table[slot] = name;
    }
    return true;
  }

  bool same_name(uint32_t a, uint32_t b) const {
    return values_[a].count == values_[b].count && same_text(values_[a].view(), values_[b].view());
  }

  const char* no_memory() {
    out_of_memory_ = true;
    return nullptr;
  }

  const PaddedText text_;
  const char* const end_;
  JsonTape& tape_;
  Vec<TapeValue>& values_;
  bool is_ascii_ = true;
  bool out_of_memory_ = false;
  uint32_t depth_ = 0;
  Frame stack_[kMaxDepth];
};

bool JsonTape::read(std::string_view text, Diagnostic& problem) {
  if (text.size() > kMaxTextBytes) {
    problem.set(ErrorCode::kTooLarge, "The text is larger than the library takes.");
    return false;
  }
  const uint32_t size = values_.size();
  TapeReader reader(text, *this);
  if (reader.read()) return true;
  values_.resize_reserved(size);
  if (reader.out_of_memory()) {
    problem.set(ErrorCode::kOutOfMemory);
    return false;
  }
  const JsonError fault = find_fault(text);
  problem.set(fault.code, fault.reason, text, fault.offset);
  return false;
}

void JsonTape::clear() {
  values_.clear();
  decoded_.reset();
}

uint32_t JsonTape::find(uint32_t object, std::string_view name) const {
  if (!values_[object].is(JsonType::kObject)) return kNone;
  const uint32_t hash = hash_of(name);
  for (uint32_t i = first(object); i != kNone; i = after(i, object)) {
    if (values_[i].count == hash && values_[i].view() == name) return i + 1;
  }
  return kNone;
}

}  // namespace tidegate
