#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/id_table.h"
#include "base/text.h"
#include "base/vec.h"
#include "json/reader.h"

namespace tidegate {

// A value of some event. Equal values are one: numbers that compare as equal, too.
struct SampleValue {
  JsonType type = JsonType::kNull;
  bool is_number = false;      // One that can be compared (json/number.h).
  bool is_writable = false;    // A pattern can have it, also one that went through JSON.parse().
  std::string_view text = {};  // The characters of a string; otherwise the value as first written.
  double number = 0;
};

struct SampleLeaf {
  uint32_t path;
  uint32_t value;
  uint32_t place;  // Among arrays (ArrayPlace of json/reader.h).
  uint32_t order;  // In the text of the event.
};

// Texts by numbers, which count from 0. Those that are equal have one.
class TextIds {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // The number of a text, which is copied if it is new. kNone: no memory.
  [[nodiscard]] uint32_t id(std::string_view text, Arena& arena);

  Vec<std::string_view>& texts() { return texts_; }
  const Vec<std::string_view>& texts() const { return texts_; }

 private:
  Vec<std::string_view> texts_;
  IdTable ids_;
};

// Events, all of whose leaves are there to be compared. Owns copies of all that it needs.
class Samples {
 public:
  struct Place {
    uint32_t parent;
    uint32_t array;
    uint32_t depth;

    bool operator==(const Place&) const = default;
  };

  // Reads one event. False: `problem` says what is wrong with it, as read_object() does.
  [[nodiscard]] bool add(std::string_view event, Diagnostic& problem);

  // Brings the paths into the canonical order (UTF-16). Once, after the last event. False: no
  // memory.
  [[nodiscard]] bool finish();

  uint32_t size() const { return events_.size(); }
  uint32_t path_count() const { return paths_.texts().size(); }
  uint32_t value_count() const { return values_.size(); }
  std::string_view path(uint32_t id) const { return paths_.texts()[id]; }
  const SampleValue& value(uint32_t id) const { return values_[id]; }

  // The leaves of an event, by path and then as they come; and those at one path.
  std::span<const SampleLeaf> leaves(uint32_t event) const;
  std::span<const SampleLeaf> leaves(uint32_t event, uint32_t path) const;

  // Element places; the first stands for what is outside of all arrays.
  std::span<const Place> places(uint32_t event) const;

  // Whether two values of an event can be taken together: no two elements of one array are.
  bool are_together(uint32_t event, uint32_t a, uint32_t b) const;

 private:
  struct Event {
    Span leaves;
    Span places;
  };

  bool read(std::string_view text);
  bool take_leaf(std::string_view written, uint32_t path, uint32_t place);
  uint32_t value_id(const SampleValue& value);

  Arena arena_;
  Vec<Event> events_;
  Vec<SampleLeaf> leaves_;
  Vec<Place> places_;
  TextIds paths_;
  TextIds value_keys_;
  Vec<SampleValue> values_;
};

}  // namespace tidegate
