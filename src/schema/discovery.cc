#include "schema/discovery.h"

#include <cstring>

#include "base/hash.h"
#include "base/sort.h"
#include "json/writer.h"
#include "schema/shape_writer.h"

namespace tidegate {
namespace {

// AWS: 256 characters of source, 128 of detail-type. What is longer names no schema.
constexpr uint32_t kLongestName = 256;

constexpr std::string_view kOtherName = "Event";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

// The characters that the registry takes in names.
void append_name_part(std::string_view text, Text& output) {
  constexpr std::string_view kOthers = "._-";
  for (const char c : text) {
    const bool is_taken = is_digit(c) || is_letter(c) || kOthers.find(c) != kOthers.npos;
    output.append(is_taken ? c : '-');
  }
}

bool is_name(const JsonItem* item) {
  return item != nullptr && item->is_string() && !item->value.empty() &&
         item->value.size() <= kLongestName;
}

std::string_view write_at(char* place, std::string_view text) {
  if (!text.empty()) std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

// Of several texts the first by bytes. Each has room for the longest.
void keep_least(std::string_view& kept, std::string_view text) {
  if (text < kept) kept = write_at(const_cast<char*>(kept.data()), text);
}

constexpr std::string_view kKindNames[] = {"eventbridge", "cloudevent", "other"};

}  // namespace

void append_pascal_case(std::string_view words, Text& output) {
  bool begins = true;
  for (const char c : words) {
    if (is_letter(c) || is_digit(c)) {
      output.append(begins && is_letter(c) ? static_cast<char>(c & ~0x20) : c);
      begins = false;
    } else {
      begins = true;
    }
  }
}

bool Discovery::add(std::string_view event, Diagnostic& problem) {
  if (!items_.read(event, problem)) return false;
  if (items_.root() != JsonType::kObject) {
    problem.set(ErrorCode::kEventNotObject);
    return false;
  }
  uint32_t id;
  if (find_schema(subject_of_event(), id) && shapes_.add(schemas_[id].root, event)) return true;
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

Discovery::Subject Discovery::subject_of_event() {
  const JsonItem* source = items_.find("source");
  const JsonItem* detail_type = items_.find("detail-type");
  const JsonItem* detail = items_.find("detail");
  if (is_name(source) && is_name(detail_type) && detail != nullptr &&
      detail->type == JsonType::kObject) {
    return {source->value, detail_type->value, DiscoveredKind::kEventBridge};
  }
  const JsonItem* specversion = items_.find("specversion");
  const JsonItem* type = items_.find("type");
  if (is_name(specversion) && is_name(type)) return {{}, type->value, DiscoveredKind::kCloudEvent};
  return {};
}

bool Discovery::find_schema(const Subject& subject, uint32_t& id) {
  name_.clear();
  title_.clear();
  if (subject.kind == DiscoveredKind::kOther) {
    title_.append(kOtherName);
    name_.append(kOtherName);
  } else {
    append_pascal_case(subject.detail_type, title_);
    if (title_.empty()) title_.append(kOtherName);
    if (subject.kind == DiscoveredKind::kEventBridge) {
      append_name_part(subject.source, name_);
      name_.append('@').append(title_.view());
    } else {
      append_name_part(subject.detail_type, name_);
    }
  }
  if (name_.failed() || title_.failed()) return false;
  const auto kind = static_cast<uint64_t>(subject.kind);
  const auto hash =
      static_cast<uint32_t>(hash_text(uint64_t{seed_} << 32 | kind, name_.view()) >> 32);
  id = by_name_.find(hash, [&](uint32_t i) {
    return schemas_[i].kind == subject.kind && schemas_[i].name == name_.view();
  });
  if (id == IdTable::kNone) {
    // The one of all others is beside the limit, which it makes way for.
    if (subject.kind != DiscoveredKind::kOther && by_name_.size() >= limits_.schemas) {
      has_too_many_ = true;
      return find_schema({}, id);
    }
    return make_schema(subject, hash, id);
  }
  keep_least(schemas_[id].source, subject.source);
  keep_least(schemas_[id].detail_type, subject.detail_type);
  return true;
}

bool Discovery::make_schema(const Subject& subject, uint32_t hash, uint32_t& id) {
  DiscoveredSchema schema{};
  schema.name = texts_.copy(name_.view());
  schema.title = texts_.copy(title_.view());
  schema.kind = subject.kind;
  auto* source = static_cast<char*>(texts_.allocate_bytes(kLongestName));
  auto* detail_type = static_cast<char*>(texts_.allocate_bytes(kLongestName));
  if (texts_.failed() || !by_name_.reserve_one() || !schemas_.reserve_more(1)) return false;
  schema.source = write_at(source, subject.source);
  schema.detail_type = write_at(detail_type, subject.detail_type);
  schema.root = shapes_.add_root();
  if (schema.root == ShapeTree::kNone) return false;
  id = schemas_.size();
  schemas_.push_reserved(schema);
  by_name_.insert(hash, id);
  return true;
}

bool Discovery::write(SchemaForm form, Text& output) {
  Vec<uint32_t> order;
  if (!shapes_.settle() || !order.reserve(schemas_.size())) return false;
  for (uint32_t i = 0; i < schemas_.size(); ++i) order.push_reserved(i);
  sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
    const DiscoveredSchema& first = schemas_[a];
    const DiscoveredSchema& second = schemas_[b];
    return first.name != second.name ? first.name < second.name : first.kind < second.kind;
  });
  output.append('[');
  for (uint32_t i = 0; i < order.size(); ++i) {
    const DiscoveredSchema& schema = schemas_[order[i]];
    if (i != 0) output.append(',');
    ObjectWriter object(output);
    object.string("name", schema.name);
    object.string("kind", kKindNames[static_cast<uint32_t>(schema.kind)]);
    if (schema.kind == DiscoveredKind::kEventBridge) {
      object.string("source", schema.source);
      object.string("detailType", schema.detail_type);
    }
    object.name("samples");
    output.append_number(shapes_.shape(schema.root).total());
    object.name("schema");
    ShapeWriter writer(shapes_, form, limits_.enum_samples, seed_);
    if (!writer.write(schema, output)) return false;
    object.name("notes");
    const bool holds_others = schema.kind == DiscoveredKind::kOther && has_too_many_;
    if (!writer.write_notes(holds_others, output)) return false;
    object.end();
  }
  output.append(']');
  return !output.failed();
}

}  // namespace tidegate
