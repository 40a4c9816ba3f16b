#include "suggest/samples.h"

#include <cmath>

#include "base/hash.h"
#include "base/sort.h"
#include "json/number.h"
#include "json/strings.h"
#include "json/syntax.h"
#include "json/unicode.h"
#include "match/explain_walk.h"

namespace tidegate {
namespace {

constexpr uint32_t kNone = TextIds::kNone;

// Beyond these, what JavaScript prints of a double need not be a number that can be compared.
constexpr double kLeastNumber = 1e-300;
constexpr double kLargestNumber = 1e300;

bool is_printed_alike(double number) {
  const double size = std::fabs(number);
  return size == 0 || (size >= kLeastNumber && size <= kLargestNumber);
}

// An object or an array that is open.
struct Open {
  uint32_t path;  // kNone for the root.
  uint32_t place;
  uint32_t array;  // kNone for an object.
};

}  // namespace

bool Samples::add(std::string_view event, Diagnostic& problem) {
  const JsonError fault = validate_json(event);
  if (fault.code != ErrorCode::kOk) {
    problem.set(fault.code, fault.reason, event, fault.offset);
    return false;
  }
  const char* begin = skip_space(event.begin(), event.end());
  if (*begin != '{') {
    problem.set(ErrorCode::kEventNotObject, {}, event,
                static_cast<uint32_t>(begin - event.begin()));
    return false;
  }
  if (read(event)) return true;
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

bool Samples::read(std::string_view text) {
  Event event = {{leaves_.size(), 0}, {places_.size(), 0}};
  if (!places_.push({0, kNone, 0})) return false;
  Vec<Open> open;
  Text path;
  uint32_t arrays = 0;
  EventWalk walk(text);
  while (walk.next()) {
    open.resize_reserved(walk.depth());
    Open inner = open.empty() ? Open{kNone, 0, kNone} : open.back();
    if (walk.is_member()) {
      std::string_view key;
      path.clear();
      if (inner.path != kNone) path.append(this->path(inner.path)).append('.');
      if (!walk.decode_key(key) || path.append(key).failed()) return false;
      inner.path = paths_.id(path.view(), arena_);
      if (inner.path == kNone) return false;
    }
    const JsonType type = walk.type();
    if (type != JsonType::kObject && type != JsonType::kArray) {
      if (!take_leaf(text.substr(walk.begin()), inner.path, inner.place)) return false;
      continue;
    }
    if (!open.empty() && !walk.is_member()) {
      const uint32_t depth = places_[event.places.begin + inner.place].depth + 1;
      if (!places_.push({inner.place, inner.array, depth})) return false;
      inner.place = places_.size() - 1 - event.places.begin;
    }
    inner.array = type == JsonType::kArray ? arrays++ : kNone;
    if (!open.push(inner)) return false;
  }
  event.leaves.end = leaves_.size();
  event.places.end = places_.size();
  return !walk.failed() && events_.push(event);
}

bool Samples::take_leaf(std::string_view written, uint32_t path, uint32_t place) {
  SampleValue value = {.type = type_of(written[0])};
  Vec<char> decoded;
  if (value.type == JsonType::kString) {
    size_t end = 1;
    while (written[end] != '"') end += written[end] == '\\' ? 2 : 1;
    const std::string_view raw = written.substr(1, end - 1);
    if (!decoded.reserve(static_cast<uint32_t>(raw.size()) + 1)) return false;
    const char* last = decode_string(raw, decoded.data());
    value.text = {decoded.data(), static_cast<size_t>(last - decoded.data())};
    value.is_writable = true;
  } else {
    const char* end = skip_scalar(written.begin(), written.end());
    value.text = written.substr(0, static_cast<size_t>(end - written.begin()));
    value.is_number =
        value.type == JsonType::kNumber && comparable_number(value.text, value.number);
    value.is_writable =
        value.type == JsonType::kNumber ? value.is_number && is_printed_alike(value.number) : true;
  }
  const uint32_t id = value_id(value);
  return id != kNone && leaves_.push({path, id, place, leaves_.size()});
}

// Equal values have equal keys: a letter for the type, and the number or the text.
uint32_t Samples::value_id(const SampleValue& value) {
  Text key;
  key.append(static_cast<char>('a' + static_cast<int>(value.type)));
  if (value.is_number) {
    const double number = value.number + 0.0;  // -0 is 0.
    key.append('=').append({reinterpret_cast<const char*>(&number), sizeof(number)});
  } else {
    key.append(value.text);
  }
  const uint32_t id = key.failed() ? kNone : value_keys_.id(key.view(), arena_);
  if (id != values_.size()) return id;
  SampleValue copy = value;
  copy.text = arena_.copy(value.text);
  return !arena_.failed() && values_.push(copy) ? id : kNone;
}

uint32_t TextIds::id(std::string_view text, Arena& arena) {
  const auto hash = static_cast<uint32_t>(hash_text(0, text));
  const uint32_t found = ids_.find(hash, [&](uint32_t id) { return texts_[id] == text; });
  if (found != IdTable::kNone) return found;
  const std::string_view copy = arena.copy(text);
  if (arena.failed() || !ids_.reserve_one() || !texts_.push(copy)) return kNone;
  ids_.insert(hash, texts_.size() - 1);
  return texts_.size() - 1;
}

bool Samples::finish() {
  Vec<uint32_t> order;
  Vec<uint32_t> ranks;
  Vec<std::string_view> sorted;
  Vec<std::string_view>& paths = paths_.texts();
  const uint32_t count = paths.size();
  if (!order.reserve(count) || !ranks.resize(count) || !sorted.reserve(count)) return false;
  for (uint32_t id = 0; id < count; ++id) order.push_reserved(id);
  sort(order.begin(), order.end(),
       [&](uint32_t a, uint32_t b) { return compare_utf16(paths[a], paths[b]) < 0; });
  for (uint32_t rank = 0; rank < count; ++rank) {
    ranks[order[rank]] = rank;
    sorted.push_reserved(paths[order[rank]]);
  }
  paths = std::move(sorted);
  for (SampleLeaf& leaf : leaves_) leaf.path = ranks[leaf.path];
  for (const Event& event : events_) {
    sort(leaves_.begin() + event.leaves.begin, leaves_.begin() + event.leaves.end,
         [](const SampleLeaf& a, const SampleLeaf& b) {
           return a.path != b.path ? a.path < b.path : a.order < b.order;
         });
  }
  return true;
}

std::span<const SampleLeaf> Samples::leaves(uint32_t event) const {
  const Span span = events_[event].leaves;
  return {leaves_.data() + span.begin, span.end - span.begin};
}

std::span<const SampleLeaf> Samples::leaves(uint32_t event, uint32_t path) const {
  const std::span<const SampleLeaf> all = leaves(event);
  const auto first_from = [&](uint32_t wanted) {
    size_t low = 0;
    for (size_t high = all.size(); low < high;) {
      const size_t middle = (low + high) / 2;
      if (all[middle].path < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const size_t begin = first_from(path);
  return all.subspan(begin, first_from(path + 1) - begin);
}

std::span<const Samples::Place> Samples::places(uint32_t event) const {
  const Span span = events_[event].places;
  return {places_.data() + span.begin, span.end - span.begin};
}

bool Samples::are_together(uint32_t event, uint32_t a, uint32_t b) const {
  const std::span<const Place> all = places(event);
  while (all[a].depth > all[b].depth) a = all[a].parent;
  while (all[b].depth > all[a].depth) b = all[b].parent;
  for (; a != b; a = all[a].parent, b = all[b].parent) {
    if (all[a].array == all[b].array) return false;
  }
  return true;
}

}  // namespace tidegate
