#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/hash.h"
#include "base/vec.h"
#include "json/reader.h"

namespace tidegate {

// A value of a JsonTape, or the name of a member.
struct TapeValue {
  const char* text;    // Of a string its decoded characters; otherwise the value as written.
  uint32_t text_size;  // In bytes.
  uint32_t begin;      // The value as written: bytes begin up to end of the text.
  uint32_t end;
  uint32_t next;   // Behind it and all that is in it.
  uint32_t count;  // Members or elements; of a name its hash.
  JsonType type;

  std::string_view view() const { return {text, text_size}; }
  bool is(JsonType other) const { return type == other; }
};

// All values of JSON texts in their order, one behind the other: a whole text in one pass, for
// those who look at most of it. An object is followed by its members, each a name (a kString) and
// then its value; an array by its elements. Views point into the texts, which must stay, or into
// the tape.
//
// Of members with the same name only the last one counts, as for JSON.parse(); the others are
// passed over by first(), after() and find(). Keeps its memory for the next text.
class JsonTape {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // `seed` is for the hashes of names, which may come from strangers.
  explicit JsonTape(uint64_t seed = 0) : seed_(seed) {}

  // Reads one JSON text behind those that are there already; its root is what was size() before.
  // False, and the tape is as it was: one of the errors of read_event().
  // Cost: linear in the text, without recursion.
  [[nodiscard]] bool read(std::string_view text, Diagnostic& problem);

  void clear();

  uint32_t size() const { return values_.size(); }
  const TapeValue& operator[](uint32_t i) const { return values_[i]; }
  size_t memory_bytes() const { return values_.memory_bytes() + decoded_.memory_bytes(); }

  // The first name of an object, or element of an array, and the one after another; kNone where
  // there is none.
  uint32_t first(uint32_t container) const {
    return at_or_after(container + 1, values_[container].next);
  }
  uint32_t after(uint32_t item, uint32_t container) const {
    const TapeValue& whole = values_[container];
    return at_or_after(values_[whole.is(JsonType::kObject) ? item + 1 : item].next, whole.next);
  }

  // The value of the member with this name, or kNone; so too for what is no object. Linear in the
  // members.
  uint32_t find(uint32_t object, std::string_view name) const;

  uint32_t hash_of(std::string_view name) const {
    return static_cast<uint32_t>(hash_text(seed_, name) >> 16);
  }

 private:
  friend class TapeReader;

  // A name that does not count, because it comes again.
  bool is_dropped(uint32_t i) const { return values_[i].text == nullptr; }

  uint32_t at_or_after(uint32_t i, uint32_t end) const {
    while (i < end && is_dropped(i)) i = values_[i + 1].next;
    return i < end ? i : kNone;
  }

  uint64_t seed_;
  Vec<TapeValue> values_;
  Vec<uint32_t> names_;  // For finding names that come twice in large objects.
  Arena decoded_;
};

}  // namespace tidegate
