#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/id_table.h"
#include "base/vec.h"
#include "json/items.h"

namespace tidegate {

// What bounds the memory of a ShapeTree. What is over a limit is described in general.
struct ShapeLimits {
  uint32_t fields = 20'000;  // Shapes in all: members, elements and roots.
  uint32_t keys = 200;       // Different keys of one object; with more it is a map.
  uint32_t depth = 64;       // Objects and arrays within each other.
  uint32_t values = 10;      // Different strings that are kept of one shape.
};

// The kinds of values that schemas tell apart.
enum class ShapeKind : uint8_t {
  kNull,
  kBoolean,
  kInteger,  // A number without fraction and exponent.
  kNumber,   // Any other.
  kString,
  kObject,
  kArray,
};
inline constexpr uint32_t kShapeKinds = 7;

// What was seen of many values in one place.
struct ValueShape {
  enum Flag : uint8_t {
    kMap = 1 << 0,         // An object whose keys are data: `rest` is what they hold.
    kTooDeep = 1 << 1,     // What it holds was not looked at.
    kTooMany = 1 << 2,     // Some of what it holds was not looked at, for the limit of fields.
    kManyValues = 1 << 3,  // Not all of its strings are kept.
    kLarge = 1 << 4,       // Some integer may be beyond 64 bits.
  };

  uint32_t counts[kShapeKinds] = {};
  uint32_t first_member = UINT32_MAX;
  uint32_t members = 0;
  uint32_t items = UINT32_MAX;
  uint32_t rest = UINT32_MAX;
  uint32_t first_value = UINT32_MAX;
  uint32_t moved_to = UINT32_MAX;  // The shape that it became part of.
  uint8_t values = 0;
  uint8_t formats = 0;  // That all strings have.
  uint8_t flags = 0;

  uint32_t count(ShapeKind kind) const { return counts[static_cast<uint32_t>(kind)]; }
  bool has(ShapeKind kind) const { return count(kind) != 0; }
  bool is(Flag flag) const { return (flags & flag) != 0; }
  uint32_t total() const;
};

struct ShapeMember {
  std::string_view key;
  uint32_t owner;
  uint32_t shape;
  uint32_t next;
  uint32_t seen_in;  // The object that had it last.
};

struct ShapeValue {
  std::string_view text;
  uint32_t count;
  uint32_t next;
};

// Trees of shapes, which grow by one sample after the other. In whichever order samples come, the
// shapes are the same, unless there are more than the limit of fields.
//
// A member that an object has twice counts as JSON.parse() has it: the last one.
class ShapeTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kLongestKey = 256;   // An object with a longer one is a map.
  static constexpr uint32_t kLongestValue = 64;  // Strings with a longer one are not kept.

  ShapeTree(const ShapeLimits& limits, uint32_t seed) : limits_(limits), seed_(seed) {}

  // A new shape, of which nothing was seen; kNone when there is no memory. Not counted as a field.
  [[nodiscard]] uint32_t add_root();

  // Adds a value, which was read before, to what was seen of a root. False: no memory; part of the
  // value may have been added. Either way every value that was added before still fits.
  // Cost: a look at each value in the text, and a pass over the text for each level of it.
  [[nodiscard]] bool add(uint32_t root, std::string_view text);

  // Ends what add() had no memory for. Needed before the shapes are looked at. False: no memory.
  [[nodiscard]] bool settle();

  const ValueShape& shape(uint32_t id) const { return shapes_[id]; }
  const ShapeMember& member(uint32_t id) const { return members_[id]; }
  const ShapeValue& value(uint32_t id) const { return values_[id]; }
  const ShapeLimits& limits() const { return limits_; }

 private:
  struct Part {
    std::string_view text;
    uint32_t shape;
    uint32_t depth;
  };
  struct Merge {
    uint32_t into;
    uint32_t from;
  };

  bool add_part(const Part& part);
  bool may_be_map(const ValueShape& shape) const;
  bool add_member(uint32_t object, const JsonItem& item, uint32_t depth);
  bool see(uint32_t id, const JsonItem& item, uint32_t depth);
  void see_text(ValueShape& shape, std::string_view text);
  void keep_value(ValueShape& shape, std::string_view text, uint32_t count);

  [[nodiscard]] bool make_child(uint32_t parent, uint32_t& child);
  uint32_t find_member(uint32_t owner, std::string_view key) const;
  [[nodiscard]] bool make_member(uint32_t owner, std::string_view key, uint32_t shape);
  uint32_t hash(uint32_t owner, std::string_view key) const;

  [[nodiscard]] bool make_map(uint32_t object);
  void forget_members(uint32_t object);
  void merge(uint32_t into, uint32_t from);
  void merge_member(uint32_t into, uint32_t id);
  void take(uint32_t parent, uint32_t ValueShape::*child, uint32_t shape);
  uint32_t resolve(uint32_t id) const;

  const ShapeLimits limits_;
  const uint32_t seed_;
  Vec<ValueShape> shapes_;
  Vec<ShapeMember> members_;
  Vec<ShapeValue> values_;
  IdTable table_;  // Of members, by owner and key.
  Arena texts_;
  uint32_t fields_ = 0;
  uint32_t objects_ = 0;  // That were looked at, to know the one that is.
  JsonItems items_;
  Vec<uint32_t> order_;  // Of items.
  Vec<Part> parts_;
  Vec<Merge> merges_;
};

}  // namespace tidegate
