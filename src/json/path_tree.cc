#include "json/path_tree.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace tidegate {
namespace {

// Splits off the part of `rest` before its first dot. False when there is no part left.
struct Segments {
  std::string_view rest;
  bool done = false;

  bool next(std::string_view& segment) {
    if (done) return false;
    const size_t dot = rest.find('.');
    done = dot == std::string_view::npos;
    segment = rest.substr(0, dot);
    if (!done) rest.remove_prefix(dot + 1);
    return true;
  }
};

uint64_t first_byte_bit(std::string_view segment) {
  const auto first = static_cast<unsigned char>(segment.empty() ? '.' : segment[0]);
  return uint64_t{1} << (first & 63);
}

}  // namespace

uint32_t PathTree::hash_of(Node parent, std::string_view segment) const {
  return static_cast<uint32_t>(hash_text(hash_mix(hash_seed_, parent), segment));
}

PathTree::Node PathTree::find_by_hash(Node node, const Digest& digest, std::string_view key) const {
  return children_.find(hash_of(node, key), [&](Node candidate) {
    return nodes_[candidate].parent == node && is_child(candidate, digest, key);
  });
}

PathTree::Node PathTree::descend_by_segments(Node node, std::string_view key) const {
  Segments segments{key};
  std::string_view segment;
  while (segments.next(segment)) {
    if ((nodes_[node].first_bytes & first_byte_bit(segment)) == 0) return kNone;
    node = child(node, segment);
    if (node == kNone) return kNone;
  }
  return node;
}

bool PathTree::create_root() { return !nodes_.empty() || nodes_.push(Entry{}); }

PathTree::Node PathTree::add_child(Node node, std::string_view segment) {
  if (!children_.reserve_one()) return kNone;
  if (free_ == kNone && !nodes_.reserve_more(1)) return kNone;
  const Pool::Ref key = keys_.add_text(segment);
  if (key == Pool::kNone) return kNone;
  Node added = free_;
  if (added == kNone) {
    added = nodes_.size();
    nodes_.push_reserved(Entry{});
  } else {
    free_ = nodes_[added].parent;
    nodes_[added] = Entry{};
  }
  Entry& entry = nodes_[added];
  entry.parent = node;
  entry.key = key;
  entry.digest = Digest(segment);
  children_.insert(hash_of(node, segment), added);
  link(node, added);
  return added;
}

void PathTree::link(Node node, Node added) {
  Entry& entry = nodes_[node];
  if (entry.children == kFew) entry.crowded = true;
  if (!entry.crowded) entry.few[entry.children] = added;
  ++entry.children;
  entry.first_bytes |= first_byte_bit(key(added));
}

void PathTree::unlink(Node node) {
  Entry& above = nodes_[nodes_[node].parent];
  --above.children;
  if (!above.crowded) {
    *std::find(above.few, above.few + above.children, node) = above.few[above.children];
  }
  if (above.children == 0) {
    above.first_bytes = 0;
    above.crowded = false;
  }
}

PathTree::Node PathTree::add(std::string_view path, Want want) {
  if (!create_root()) return kNone;
  Node node = kRoot;
  Segments segments{path};
  std::string_view segment;
  while (segments.next(segment)) {
    Node next = child(node, segment);
    if (next == kNone) next = add_child(node, segment);
    if (next == kNone) {
      prune(node);
      return kNone;
    }
    node = next;
  }
  if (++nodes_[node].wants == 1) ++version_;
  nodes_[node].whole = want == Want::kWhole;
  return node;
}

void PathTree::remove(Node node) {
  if (--nodes_[node].wants == 0) ++version_;
  prune(node);
}

bool PathTree::append_path(Node node, Vec<char>& text) const {
  uint32_t size = nodes_[node].digest.size;
  for (Node above = parent(node); above != kRoot; above = parent(above)) {
    size += nodes_[above].digest.size + 1;
  }
  if (!text.reserve_more(size)) return false;
  text.resize_reserved(text.size() + size);
  char* end = text.end();
  for (;; node = parent(node)) {
    end -= key(node).size();
    std::memcpy(end, key(node).data(), key(node).size());
    if (parent(node) == kRoot) return true;
    *--end = '.';
  }
}

// Frees a node that nobody wants and that leads nowhere, and what becomes so above it.
void PathTree::prune(Node node) {
  while (node != kRoot && nodes_[node].wants == 0 && nodes_[node].children == 0) {
    Entry& entry = nodes_[node];
    const Node parent = entry.parent;
    children_.erase(hash_of(parent, key(node)), node);
    unlink(node);
    keys_.release_block(entry.key, entry.digest.size);
    entry.parent = free_;
    free_ = node;
    node = parent;
  }
}

}  // namespace tidegate
