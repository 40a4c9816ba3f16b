#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/vec.h"
#include "json/path_tree.h"
#include "json/syntax.h"

// The reader of events. It walks through the text along the wanted paths, and checks and passes
// over everything else 64 bytes at a time (json/subtree.h).
namespace tidegate {

enum class JsonType : uint8_t { kNull, kFalse, kTrue, kNumber, kString, kObject, kArray };

// The type of a valid value by its first character.
inline JsonType type_of(char first) {
  if (first == '"') return JsonType::kString;  // As most.
  switch (first) {
    case '{':
      return JsonType::kObject;
    case '[':
      return JsonType::kArray;
    case 't':
      return JsonType::kTrue;
    case 'f':
      return JsonType::kFalse;
    case 'n':
      return JsonType::kNull;
    default:
      return JsonType::kNumber;
  }
}

// A value of the event at a wanted path, in the order of the text. Views point into the event or
// into the EventView.
struct Leaf {
  const char* text;  // kString: the decoded characters; otherwise the value as written.
  uint32_t text_size;
  PathTree::Node path;
  uint32_t begin;  // The value as written: bytes begin up to end of the event.
  uint32_t end;
  uint32_t place;  // Where among arrays: an index into EventView::places.
  JsonType type;   // kObject and kArray only for paths that are wanted whole.

  std::string_view view() const { return {text, text_size}; }
};

// Arrays add nothing to a path, but values in different elements of one array are apart. A place is
// an element of an array, when it is an object or an array itself (event-ruler: array membership);
// places form a tree. Two values are together when their places, followed upwards, never stand in
// different elements of the same array.
struct ArrayPlace {
  uint32_t parent;  // The place that the array lies in.
  uint32_t array;   // Which array (an index into EventView::arrays).
  uint32_t depth;   // Places above it.
  uint32_t begin;   // The leaves of this element: begin up to end of EventView::leaves.
  uint32_t end;
};

struct ArraySpan {
  PathTree::Node path;  // Of the array itself.
  uint32_t begin;       // The leaves of the whole array.
  uint32_t end;
};

// What was read of one event. Keeps its memory for the next one.
struct EventView {
  static constexpr uint32_t kTopPlace = 0;  // Outside all arrays.

  Vec<Leaf> leaves;
  Vec<ArrayPlace> places;  // places[kTopPlace] is always there.
  Vec<ArraySpan> arrays;
  JsonType root = JsonType::kNull;

  bool has_places() const { return places.size() > 1; }

  Vec<char> decoded;  // What the views of strings with escapes point into.
};

// How much of a text is checked.
enum class Validation : uint8_t {
  // All of it.
  kWhole,

  // What lies on the way to wanted values, for callers who trust their source.
  //
  // Checked: every wanted value, all through; and around it, in each object that may hold wanted
  // members and in each array on a wanted path, that names, colons, commas and brackets stand where
  // they should. Not checked: what is inside other strings, numbers and literals, and anything in
  // objects and arrays where nothing is wanted, which end where their brackets do, counted outside
  // strings without regard to their kind.
  //
  // Not even looked at is what comes after the last thing that can matter: an object is done with
  // once each wanted member has come (wanted by the first key of its path), the text once all that
  // is open is done with; arrays are read to their end. So a member that comes a second time, or
  // whose name spells with dots what came before as an object ({"a": {}, "a.b": 1}), may not be
  // seen. Of a valid text without such members the view is the same as with kWhole.
  //
  // What is found to be wrong is reported as with kWhole: the first thing that is wrong anywhere.
  kTouched,
};

// Reads one JSON text (RFC 8259; UTF-8; no byte order mark) with what `paths` wants. Any value may
// stand at the root; only an object or an array has paths within. A member that comes twice is seen
// twice.
//
// On failure the view is of no use, and the error says what is wrong first: kInvalidJson,
// kInvalidUtf8, kTooDeep (kMaxDepth), kNumberTooLong (kMaxNumberLength), kTooLarge (kMaxTextBytes),
// kOutOfMemory. Cost: linear in the text, however deep; no recursion; no allocation once the view
// has grown.
JsonError read_event(std::string_view text, const PathTree& paths, EventView& view,
                     Validation validation = Validation::kWhole);

// The same for an event, which must be an object. False: `problem` says what is wrong and where,
// which may be kEventNotObject.
[[nodiscard]] bool read_object(std::string_view text, const PathTree& paths, EventView& view,
                               Diagnostic& problem, Validation validation = Validation::kWhole);

// The same check without looking at anything.
JsonError validate_json(std::string_view text);

}  // namespace tidegate
