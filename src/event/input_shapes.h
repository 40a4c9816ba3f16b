#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "event/input_kind.h"
#include "event/known_members.h"

namespace tidegate {

// What a condition wants of a member.
enum class Want : uint8_t {
  kNothing,  // No condition: the end of a list of them.
  kAny,      // It is there.
  kNone,     // It is not there.
  kText,
  kObject,
  kArray,
  kLiteral,  // A string, this one.
  kPart,     // A string that holds this one.
  kNoPart,   // A string that does not.
};

struct Condition {
  Want want = Want::kNothing;
  uint8_t name = kNoName;
  uint8_t parent = kNoName;  // The member that must be an object and have it; kNoName: the input.
  std::string_view literal = {};
};

// Where an input may stand; Shape::places is a set of them.
enum InputPlace : uint8_t {
  kAlone = 1,
  kInArray = 2,    // The text is an array of them.
  kInRecords = 4,  // The text is an object with an array of them, "Records",
  kInEntries = 8,  // or "Entries".
};

// What inputs of a kind always have. A kind may have several shapes.
struct Shape {
  InputKind kind;
  uint8_t places;
  uint8_t list;  // The member with the records, an array or an object of arrays; else kNoName.
  Condition conditions[6];
};

// All shapes, in the order in which they are tried.
std::span<const Shape> input_shapes();

// How a record holds what it carries.
enum class Coding : uint8_t { kJson, kText, kBase64 };

// The member of a record of that kind with what it carries, or a member of its member `parent`.
struct Carrier {
  InputKind kind;
  Coding coding;
  uint8_t parent;
  uint8_t name;
};

std::span<const Carrier> carriers();

}  // namespace tidegate
