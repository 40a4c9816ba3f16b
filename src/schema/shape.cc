#include "schema/shape.h"

#include "base/hash.h"
#include "base/sort.h"
#include "schema/text_format.h"

namespace tidegate {
namespace {

// Every integer with so many characters is one of 64 bits.
constexpr size_t kSurelyInt64 = 18;

constexpr size_t kAccountDigits = 12;

bool is_integer(std::string_view token) { return token.find_first_of(".eE") == token.npos; }

// Whether a text names one thing of many, however few of them were seen: an ARN, an account.
bool is_name_of_resource(std::string_view text) {
  if (text.substr(0, 4) == "arn:") return true;
  return text.size() == kAccountDigits && text.find_first_not_of("0123456789") == text.npos;
}

ShapeKind kind_of(const JsonItem& item) {
  switch (item.type) {
    case JsonType::kNull:
      return ShapeKind::kNull;
    case JsonType::kFalse:
    case JsonType::kTrue:
      return ShapeKind::kBoolean;
    case JsonType::kNumber:
      return is_integer(item.text) ? ShapeKind::kInteger : ShapeKind::kNumber;
    case JsonType::kString:
      return ShapeKind::kString;
    case JsonType::kObject:
      return ShapeKind::kObject;
    case JsonType::kArray:
      break;
  }
  return ShapeKind::kArray;
}

}  // namespace

uint32_t ValueShape::total() const {
  uint32_t sum = 0;
  for (const uint32_t each : counts) sum += each;
  return sum;
}

uint32_t ShapeTree::add_root() {
  ValueShape shape;
  shape.formats = kAllFormats;
  return shapes_.push(shape) ? shapes_.size() - 1 : kNone;
}

bool ShapeTree::add(uint32_t root, std::string_view text) {
  JsonItem item;
  item.text = item.value = text;
  item.type = type_of(text[text.find_first_not_of(" \t\r\n")]);
  parts_.clear();
  if (!settle() || !see(root, item, 0)) return false;
  while (!parts_.empty()) {
    const Part part = parts_.back();
    parts_.pop();
    if (!add_part(part)) return false;
  }
  return true;
}

bool ShapeTree::add_part(const Part& part) {
  if (!items_.read_part(part.text)) return false;
  const uint32_t id = resolve(part.shape);
  if (items_.root() == JsonType::kArray) {
    if (items_.size() == 0) return true;
    if (shapes_[id].items == kNone) {
      uint32_t made;
      if (!make_child(id, made)) return false;
      if (made == kNone) return true;
      shapes_[id].items = made;
    }
    const uint32_t items = shapes_[id].items;
    for (const JsonItem& item : items_) {
      if (!see(resolve(items), item, part.depth)) return false;
    }
    return true;
  }
  ++objects_;
  // From the last member on, so that of several with one name the last one counts.
  if (!may_be_map(shapes_[id])) {
    for (uint32_t i = items_.size(); i != 0; --i) {
      if (!add_member(id, items_[i - 1], part.depth)) return false;
    }
    return true;
  }
  order_.clear();
  if (!order_.reserve(items_.size())) return false;
  for (uint32_t i = 0; i < items_.size(); ++i) order_.push_reserved(i);
  sort(order_.begin(), order_.end(), [this](uint32_t x, uint32_t y) {
    return items_[x].key != items_[y].key ? items_[x].key < items_[y].key : x > y;
  });
  for (uint32_t i = 0; i < order_.size(); ++i) {
    const JsonItem& item = items_[order_[i]];
    if (i != 0 && items_[order_[i - 1]].key == item.key) continue;
    if (!add_member(id, item, part.depth)) return false;
  }
  return true;
}

// Whether the object that was read is a map, or may turn into one: a map does not know which names
// it has seen.
bool ShapeTree::may_be_map(const ValueShape& shape) const {
  if (shape.is(ValueShape::kMap) || items_.size() > limits_.keys - shape.members) return true;
  for (const JsonItem& item : items_) {
    if (item.key.size() > kLongestKey) return true;
  }
  return false;
}

bool ShapeTree::add_member(uint32_t object, const JsonItem& item, uint32_t depth) {
  if (!shapes_[object].is(ValueShape::kMap)) {
    const uint32_t found = find_member(object, item.key);
    if (found != kNone) {
      ShapeMember& member = members_[found];
      if (member.seen_in == objects_) return true;
      member.seen_in = objects_;
      return see(member.shape, item, depth);
    }
    if (shapes_[object].members < limits_.keys && item.key.size() <= kLongestKey) {
      uint32_t made;
      if (!make_child(object, made)) return false;
      if (made == kNone) return true;
      const std::string_view key = texts_.copy(item.key);
      if (texts_.failed() || !make_member(object, key, made)) return false;
      return see(made, item, depth);
    }
    if (!make_map(object) || !settle()) return false;
  }
  if (shapes_[object].rest == kNone) {
    uint32_t made;
    if (!make_child(object, made)) return false;
    if (made == kNone) return true;
    shapes_[object].rest = made;
  }
  return see(shapes_[object].rest, item, depth);
}

// Counts a value; what it holds, if anything, is for later.
bool ShapeTree::see(uint32_t id, const JsonItem& item, uint32_t depth) {
  ValueShape& shape = shapes_[id];
  const ShapeKind kind = kind_of(item);
  ++shape.counts[static_cast<uint32_t>(kind)];
  if (kind == ShapeKind::kInteger && item.text.size() > kSurelyInt64)
    shape.flags |= ValueShape::kLarge;
  if (kind == ShapeKind::kString) see_text(shape, item.value);
  if (kind != ShapeKind::kObject && kind != ShapeKind::kArray) return true;
  if (depth < limits_.depth) return parts_.push({item.text, id, depth + 1});
  shape.flags |= ValueShape::kTooDeep;
  return true;
}

void ShapeTree::see_text(ValueShape& shape, std::string_view text) {
  if (shape.formats != 0) shape.formats = formats_of(text, shape.formats);
  if (text.size() > kLongestValue || is_name_of_resource(text))
    shape.flags |= ValueShape::kManyValues;
  keep_value(shape, text, 1);
}

// Where there is no memory for a value, it counts as one too many.
void ShapeTree::keep_value(ValueShape& shape, std::string_view text, uint32_t count) {
  if (shape.is(ValueShape::kManyValues)) return;
  for (uint32_t i = shape.first_value; i != kNone; i = values_[i].next) {
    if (values_[i].text != text) continue;
    values_[i].count += count;
    return;
  }
  const bool fits = shape.values < limits_.values && values_.reserve_more(1);
  const std::string_view copy = fits ? texts_.copy(text) : text;
  if (!fits || texts_.failed()) {
    shape.flags |= ValueShape::kManyValues;
    return;
  }
  values_.push_reserved({copy, count, shape.first_value});
  shape.first_value = values_.size() - 1;
  ++shape.values;
}

// A shape for something within another; kNone where there are too many. False: no memory.
bool ShapeTree::make_child(uint32_t parent, uint32_t& child) {
  child = kNone;
  if (fields_ == limits_.fields || shapes_[parent].is(ValueShape::kTooMany)) {
    shapes_[parent].flags |= ValueShape::kTooMany;
    return true;
  }
  child = add_root();
  if (child == kNone) return false;
  ++fields_;
  return true;
}

uint32_t ShapeTree::hash(uint32_t owner, std::string_view key) const {
  return static_cast<uint32_t>(hash_text(uint64_t{seed_} << 32 | owner, key) >> 32);
}

uint32_t ShapeTree::find_member(uint32_t owner, std::string_view key) const {
  return table_.find(hash(owner, key), [&](uint32_t id) {
    return members_[id].owner == owner && members_[id].key == key;
  });
}

bool ShapeTree::make_member(uint32_t owner, std::string_view key, uint32_t shape) {
  if (!table_.reserve_one()) return false;
  ValueShape& object = shapes_[owner];
  if (!members_.push({key, owner, shape, object.first_member, objects_})) return false;
  object.first_member = members_.size() - 1;
  ++object.members;
  table_.insert(hash(owner, key), object.first_member);
  return true;
}

// Makes one shape of all that the members of an object hold, once merge_all() is through with it.
bool ShapeTree::make_map(uint32_t object) {
  if (!merges_.reserve_more(shapes_[object].members)) return false;
  uint32_t i = shapes_[object].first_member;
  shapes_[object].flags |= ValueShape::kMap;
  forget_members(object);
  // Of members that were not looked at the others say nothing.
  if (shapes_[object].is(ValueShape::kTooMany)) return true;
  for (; i != kNone; i = members_[i].next) take(object, &ValueShape::rest, members_[i].shape);
  return true;
}

void ShapeTree::forget_members(uint32_t object) {
  shapes_[object].first_member = kNone;
  shapes_[object].members = 0;
}

bool ShapeTree::settle() {
  while (!merges_.empty()) {
    const Merge next = merges_.back();
    const uint32_t into = resolve(next.into);
    const uint32_t from = resolve(next.from);
    // What it says when there is no memory is what it knew before, with this merge still to come.
    if (!merges_.reserve_more(shapes_[into].members + shapes_[from].members + 2)) return false;
    merges_.pop();
    if (into != from) merge(into, from);
  }
  return true;
}

// Needs room for its own merges. Parts that wait, and merges that do, may be about `from`: they
// find `into` by moved_to.
void ShapeTree::merge(uint32_t into, uint32_t from) {
  const ValueShape old = shapes_[from];
  shapes_[from].moved_to = into;
  ValueShape& shape = shapes_[into];
  for (uint32_t i = 0; i < kShapeKinds; ++i) shape.counts[i] += old.counts[i];
  shape.formats &= old.formats;
  shape.flags |= static_cast<uint8_t>(old.flags & ~ValueShape::kMap);
  for (uint32_t i = old.first_value; i != kNone; i = values_[i].next) {
    const ShapeValue value = values_[i];
    keep_value(shape, value.text, value.count);
  }
  if (shape.is(ValueShape::kTooMany)) {
    // One of them may have left out what the other one describes.
    forget_members(into);
    shape.items = shape.rest = kNone;
    return;
  }
  if (old.items != kNone) take(into, &ValueShape::items, old.items);
  if (old.is(ValueShape::kMap) && !shape.is(ValueShape::kMap)) static_cast<void>(make_map(into));
  for (uint32_t i = old.first_member, next; i != kNone; i = next) {
    next = members_[i].next;
    merge_member(into, i);
  }
  if (old.rest != kNone) take(into, &ValueShape::rest, old.rest);
}

void ShapeTree::merge_member(uint32_t into, uint32_t id) {
  ShapeMember& member = members_[id];
  ValueShape& object = shapes_[into];
  if (!object.is(ValueShape::kMap)) {
    const uint32_t found = find_member(into, member.key);
    if (found != kNone) return merges_.push_reserved({members_[found].shape, member.shape});
    if (object.members < limits_.keys) {
      table_.erase(hash(member.owner, member.key), id);
      if (!table_.reserve_one()) {
        object.flags |= ValueShape::kTooMany;
        return;
      }
      member.owner = into;
      member.next = object.first_member;
      object.first_member = id;
      ++object.members;
      return table_.insert(hash(into, member.key), id);
    }
    static_cast<void>(make_map(into));
  }
  take(into, &ValueShape::rest, member.shape);
}

// Makes a shape the child of another, or merges it into the one that there is.
void ShapeTree::take(uint32_t parent, uint32_t ValueShape::*child, uint32_t shape) {
  uint32_t& place = shapes_[parent].*child;
  if (place == kNone) {
    place = shape;
  } else {
    merges_.push_reserved({place, shape});
  }
}

uint32_t ShapeTree::resolve(uint32_t id) const {
  while (shapes_[id].moved_to != kNone) id = shapes_[id].moved_to;
  return id;
}

}  // namespace tidegate
