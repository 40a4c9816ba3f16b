#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "base/vec.h"
#include "json/path_tree.h"
#include "json/reader.h"
#include "match/explain_walk.h"

namespace tidegate {

// Where the paths of some fields without a value end in an event, and which names of the event come
// near to the one that is missing there. Cost: two passes over the event, and as many comparisons
// of names as kMaxComparisons allows.
class MissingFields {
 public:
  struct Field {
    std::string_view path;
    std::string_view present;  // The part of the path that there is.
    std::string_view missing;  // The key that is missing behind it; empty where all of it is there.
    bool is_whole = false;     // All of the path is there, though without a value;
    bool is_none = false;      // or not even its first key.
    JsonType type = JsonType::kObject;  // Of what stands where it ends: an object if one does.
    uint32_t near_begin = 0;            // The nearest name in the objects there; see near().
    uint32_t near_size = 0;
    uint32_t distance = UINT32_MAX;
  };

  // `path` must outlive this; the fields are numbered from 0. False: no memory.
  [[nodiscard]] bool add(std::string_view path);

  // Looks at the event, which must have been checked. False: no memory.
  [[nodiscard]] bool look(std::string_view event);

  const Field& operator[](uint32_t i) const { return fields_[i]; }

  // The name of the event that was probably meant; empty where none is near.
  std::string_view near(const Field& field) const {
    return names_.view().substr(field.near_begin, field.near_size);
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // What was seen of the event at a node.
  struct Seen {
    bool is_there = false;
    JsonType type = JsonType::kNull;
    uint32_t first_field = kNone;  // Of those whose path ends here; `next_` is the next one.
  };

  template <class Visit>
  bool walk(std::string_view event, Visit visit);
  void note(PathTree::Node node, JsonType type);
  void end_path(uint32_t field);
  bool compare(PathTree::Node object, std::string_view name);

  PathTree paths_;
  Vec<Field> fields_;
  Vec<PathTree::Node> nodes_;  // Of the fields.
  Vec<uint32_t> next_;
  Vec<Seen> seen_;
  Vec<PathTree::Node> open_;  // Of the objects and arrays that are open, or PathTree::kNone.
  Text names_;
  uint32_t comparisons_left_ = 0;
};

}  // namespace tidegate
