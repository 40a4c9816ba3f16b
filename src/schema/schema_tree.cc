#include "schema/schema_tree.h"

#include "base/hash.h"
#include "base/hex.h"
#include "base/sort.h"
#include "schema/open_api.h"

namespace tidegate {
namespace {

// Further references than that go in a circle, or serve no one.
constexpr uint32_t kMostReferences = 100;

// Whether `token`, a step of a JSON Pointer in a URI fragment (RFC 6901, section 6), is this key.
bool is_key(std::string_view token, std::string_view key) {
  size_t at = 0;
  for (size_t i = 0; i < token.size(); ++i, ++at) {
    char c = token[i];
    if (c == '%' && i + 2 < token.size() && hex_digit(token[i + 1]) >= 0 &&
        hex_digit(token[i + 2]) >= 0) {
      c = static_cast<char>(hex_digit(token[i + 1]) * 16 + hex_digit(token[i + 2]));
      i += 2;
    }
    if (c == '~' && i + 1 < token.size()) c = token[++i] == '1' ? '/' : '~';
    if (at == key.size() || key[at] != c) return false;
  }
  return at == key.size();
}

}  // namespace

bool SchemaTree::read(std::string_view text, Diagnostic& problem) {
  JsonItems items;
  if (!items.read(text, problem)) return false;
  const auto fail = [&problem] {
    problem.set(ErrorCode::kOutOfMemory);
    return false;
  };
  const size_t begin = text.find_first_not_of(" \t\r\n");
  const size_t end = text.find_last_not_of(" \t\r\n") + 1;
  Node root;
  root.text = root.value = text.substr(begin, end - begin);
  root.type = items.root();
  if (!nodes_.push(root)) return fail();
  const auto owned = [&](std::string_view part) {
    const bool is_inside = part.data() >= text.data() && part.data() <= text.data() + text.size();
    return is_inside || part.empty() ? part : texts_.copy(part);
  };
  for (uint32_t i = 0; i < nodes_.size(); ++i) {
    const JsonType type = nodes_[i].type;
    nodes_[i].first = nodes_[i].end = nodes_.size();
    if (type != JsonType::kObject && type != JsonType::kArray) continue;
    if (!items.read_part(nodes_[i].text) || !nodes_.reserve_more(items.size())) return fail();
    for (const JsonItem& item : items) {
      nodes_.push_reserved({owned(item.key), item.text, owned(item.value), item.type, i});
    }
    nodes_[i].end = nodes_.size();
  }
  return (!texts_.failed() && index()) || fail();
}

uint32_t SchemaTree::hash(uint32_t node, std::string_view key) const {
  return static_cast<uint32_t>(hash_text(uint64_t{seed_} << 32 | node, key) >> 32);
}

// From the last member on, so that of several with one name the last one counts.
bool SchemaTree::index() {
  for (uint32_t i = nodes_.size(); i != 0; --i) {
    const Node& node = nodes_[i - 1];
    if (node.parent == kNone || nodes_[node.parent].type != JsonType::kObject) continue;
    if (find(node.parent, node.key) != kNone) continue;
    if (!table_.reserve_one()) return false;
    table_.insert(hash(node.parent, node.key), i - 1);
  }
  return true;
}

uint32_t SchemaTree::find(uint32_t node, std::string_view key) const {
  if (node == kNone) return kNone;
  return table_.find(hash(node, key),
                     [&](uint32_t i) { return nodes_[i].parent == node && nodes_[i].key == key; });
}

std::string_view SchemaTree::text(uint32_t node, std::string_view key) const {
  const uint32_t found = find(node, key);
  const bool is_text = found != kNone && nodes_[found].type == JsonType::kString;
  return is_text ? nodes_[found].value : std::string_view();
}

bool SchemaTree::is_true(uint32_t node, std::string_view key) const {
  const uint32_t found = find(node, key);
  return found != kNone && nodes_[found].type == JsonType::kTrue;
}

bool SchemaTree::sort_elements(uint32_t array, Vec<uint32_t>& elements) const {
  elements.clear();
  if (array == kNone || nodes_[array].type != JsonType::kArray) return true;
  for (uint32_t i = nodes_[array].first; i < nodes_[array].end; ++i) {
    if (!elements.push(i)) return false;
  }
  sort(elements.begin(), elements.end(), [this](uint32_t a, uint32_t b) {
    if (nodes_[a].type != nodes_[b].type) return nodes_[a].type < nodes_[b].type;
    return nodes_[a].value < nodes_[b].value;
  });
  return true;
}

bool SchemaTree::has_text(const Vec<uint32_t>& sorted, std::string_view text) const {
  uint32_t low = 0;
  uint32_t high = sorted.size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const Node& node = nodes_[sorted[middle]];
    const bool is_before =
        node.type != JsonType::kString ? node.type < JsonType::kString : node.value < text;
    (is_before ? low : high) = is_before ? middle + 1 : middle;
  }
  return low < sorted.size() && nodes_[sorted[low]].type == JsonType::kString &&
         nodes_[sorted[low]].value == text;
}

uint32_t SchemaTree::resolve(uint32_t schema) const {
  for (uint32_t i = 0; i < kMostReferences; ++i) {
    const uint32_t reference = find(schema, "$ref");
    if (reference == kNone || nodes_[reference].type != JsonType::kString) return schema;
    const uint32_t found = target(nodes_[reference].value);
    if (found == kNone) return schema;
    schema = found;
  }
  return kNone;
}

uint32_t SchemaTree::element(uint32_t array, std::string_view index) const {
  constexpr size_t kMostDigits = 9;
  if (index.empty() || index.size() > kMostDigits) return kNone;
  uint32_t i = 0;
  for (const char c : index) {
    if (c < '0' || c > '9') return kNone;
    i = i * 10 + static_cast<uint32_t>(c - '0');
  }
  return i < nodes_[array].end - nodes_[array].first ? nodes_[array].first + i : kNone;
}

uint32_t SchemaTree::target(std::string_view reference) const {
  if (reference.empty() || reference[0] != '#') return kNone;
  reference.remove_prefix(1);
  uint32_t node = kRoot;
  while (node != kNone && !reference.empty()) {
    if (reference[0] != '/') return kNone;
    const size_t end = reference.find('/', 1);
    const std::string_view token = reference.substr(1, end == reference.npos ? end : end - 1);
    const Node& parent = nodes_[node];
    uint32_t found = find(node, token);
    for (uint32_t i = parent.first; i < parent.end && found == kNone; ++i) {
      if (parent.type == JsonType::kObject && is_key(token, nodes_[i].key)) found = i;
    }
    node = parent.type == JsonType::kArray ? element(node, token) : found;
    reference.remove_prefix(token.size() + 1);
  }
  return node;
}

uint32_t SchemaTree::event_schema() const {
  const uint32_t schemas = find(find(kRoot, "components"), "schemas");
  if (schemas == kNone || nodes_[schemas].type != JsonType::kObject) return kRoot;
  const bool has_any = nodes_[schemas].first != nodes_[schemas].end;
  return find_event_schema(
      text(find(kRoot, "info"), "title"),
      [&](std::string_view name) { return find(schemas, name); },
      has_any ? nodes_[schemas].first : kRoot, kNone);
}

}  // namespace tidegate
