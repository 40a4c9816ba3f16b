#include "match/explain_missing.h"

#include "match/explain_near.h"

namespace tidegate {
namespace {

constexpr uint32_t kMaxComparisons = 20'000;

}  // namespace

bool MissingFields::add(std::string_view path) {
  const PathTree::Node node = paths_.add(path);
  Field field;
  field.path = path;
  return node != PathTree::kNone && nodes_.push(node) && next_.push(kNone) && fields_.push(field);
}

// Calls visit(type, object, node, name) for each value with its node and, for a member, the node of
// its object and its name. Either node may be kNone: no path leads there. False: no memory.
template <class Visit>
bool MissingFields::walk(std::string_view event, Visit visit) {
  EventWalk at(event);
  open_.clear();
  while (at.next()) {
    open_.resize_reserved(at.depth());
    PathTree::Node node = open_.empty() ? PathTree::kRoot : open_.back();
    PathTree::Node object = PathTree::kNone;
    std::string_view name;
    if (at.is_member() && node != PathTree::kNone) {
      if (!at.decode_key(name)) return false;
      object = node;
      node = paths_.descend(object, name);
    }
    if (!visit(at.type(), object, node, name)) return false;
    const bool opens = at.type() == JsonType::kObject || at.type() == JsonType::kArray;
    if (opens && !open_.push(node)) return false;
  }
  return !at.failed();
}

bool MissingFields::look(std::string_view event) {
  if (fields_.empty()) return true;
  if (!seen_.resize(paths_.capacity())) return false;
  const auto see = [&](JsonType type, PathTree::Node, PathTree::Node node, std::string_view) {
    if (node != PathTree::kNone) note(node, type);
    return true;
  };
  if (!walk(event, see)) return false;
  for (uint32_t i = 0; i < fields_.size(); ++i) end_path(i);
  comparisons_left_ = kMaxComparisons;
  return walk(
      event, [&](JsonType, PathTree::Node object, PathTree::Node node, std::string_view name) {
        return object == PathTree::kNone || node != PathTree::kNone || compare(object, name);
      });
}

// Of several values an object says most, since names can be looked for in it.
void MissingFields::note(PathTree::Node node, JsonType type) {
  Seen& seen = seen_[node];
  if (!seen.is_there || seen.type != JsonType::kObject) seen.type = type;
  seen.is_there = true;
}

void MissingFields::end_path(uint32_t index) {
  Field& field = fields_[index];
  PathTree::Node node = nodes_[index];
  size_t present = field.path.size();
  size_t key = 0;  // The size of the key that is missing.
  while (node != PathTree::kRoot && !seen_[node].is_there) {
    key = paths_.key(node).size();
    node = paths_.parent(node);
    present -= node == PathTree::kRoot ? key : key + 1;
  }
  field.present = field.path.substr(0, present);
  field.is_whole = node == nodes_[index];
  field.is_none = node == PathTree::kRoot;
  field.type = seen_[node].type;
  if (field.is_whole) return;
  field.missing = field.path.substr(field.is_none ? 0 : present + 1, key);
  next_[index] = seen_[node].first_field;
  seen_[node].first_field = index;
}

// Holds a name that no path leads to against those that are missing in its object.
bool MissingFields::compare(PathTree::Node object, std::string_view name) {
  uint32_t kept = kNone;  // Where in names_ the name is.
  for (uint32_t i = seen_[object].first_field; i != kNone; i = next_[i]) {
    if (comparisons_left_ == 0) return true;
    --comparisons_left_;
    const uint32_t distance = nearness(fields_[i].missing, name);
    if (distance >= fields_[i].distance) continue;
    if (kept == kNone) {
      kept = static_cast<uint32_t>(names_.view().size());
      names_.append(name);
    }
    fields_[i].near_begin = kept;
    fields_[i].near_size = static_cast<uint32_t>(name.size());
    fields_[i].distance = distance;
  }
  return !names_.failed();
}

}  // namespace tidegate
