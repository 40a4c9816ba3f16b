#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/id_table.h"
#include "base/pool.h"
#include "base/vec.h"

namespace tidegate {

// The union of all paths that somebody wants to see of an event, as a tree of keys. A path is a
// list of keys joined by
// "."; {"a.b": 1} and {"a": {"b": 1}} have the same path, and an empty key is a key like any other.
// The reader (json/reader.h) walks the tree along with the event, so what is not in it costs next
// to nothing.
class PathTree {
 public:
  using Node = uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNone = UINT32_MAX;

  // What the reader hands over at a wanted path.
  enum class Want : uint8_t {
    kLeaves,  // strings, numbers, true, false and null, also those within arrays
    kWhole,   // the value as one piece, whatever it is, and nothing within it
  };

  explicit PathTree(uint64_t hash_seed = 0) : hash_seed_(hash_seed) {}

  // Wants a path, counted: as many calls of remove() end it. Returns its node, the same for the
  // same path as long as it is wanted, or kNone when there is no memory (nothing has changed then).
  [[nodiscard]] Node add(std::string_view path, Want want = Want::kLeaves);
  void remove(Node node);

  // Wants a path once more that is wanted already.
  void hold(Node node) { ++nodes_[node].wants; }

  // The node of a path that is wanted or leads to one; kNone if it is neither.
  Node find(std::string_view path) const { return nodes_.empty() ? kNone : descend(kRoot, path); }

  // From `node` down by the key of a member, which may hold dots; kNone where the tree has nothing.
  // The tree must not be empty (capacity() > 0).
  Node descend(Node node, std::string_view key) const {
    const auto first = static_cast<unsigned char>(key.empty() ? '.' : key[0]);
    if ((nodes_[node].first_bytes >> (first & 63) & 1) == 0) return kNone;
    const Node found = child(node, key);
    if (found != kNone || key.find('.') == std::string_view::npos) return found;
    return descend_by_segments(node, key);
  }

  bool wanted(Node node) const { return nodes_[node].wants != 0; }
  bool wanted_whole(Node node) const { return nodes_[node].whole; }
  bool has_children(Node node) const { return nodes_[node].children != 0; }
  uint32_t child_count(Node node) const { return nodes_[node].children; }
  // For a node that is in use: the one above it, and the last key of its path.
  Node parent(Node node) const { return nodes_[node].parent; }
  std::string_view key(Node node) const {
    return {keys_.at(nodes_[node].key), nodes_[node].digest.size};
  }
  // Whether the node is wanted, or leads to one that is.
  bool in_use(Node node) const { return nodes_[node].wants + nodes_[node].children != 0; }

  // Appends the path of a node in use to `text`. False: no memory.
  [[nodiscard]] bool append_path(Node node, Vec<char>& text) const;

  // Another number after every change of what is wanted or of the nodes.
  uint32_t version() const { return version_; }

  size_t memory_bytes() const {
    return nodes_.memory_bytes() + children_.memory_bytes() + keys_.memory_bytes();
  }

  // One more than the largest node that was ever given out.
  uint32_t capacity() const { return nodes_.size(); }

 private:
  // The bytes of a key, at most 16 of them, so that short keys are compared at one look.
  struct Digest {
    uint64_t head = 0;
    uint64_t tail = 0;
    uint32_t size = 0;

    Digest() = default;
    explicit Digest(std::string_view key);
    bool operator==(const Digest& other) const {
      return size == other.size && head == other.head && tail == other.tail;
    }
    bool is_whole() const { return size <= 16; }
  };

  // Children that are tried one by one; more are found by hash.
  static constexpr uint32_t kFew = 6;

  struct Entry {
    // Which first bytes (mod 64) the children's keys have; "." stands for an empty key.
    uint64_t first_bytes = 0;
    uint32_t children = 0;
    bool crowded = false;  // There were more than a few; until there is none.
    bool whole = false;
    Node few[kFew] = {};
    Digest digest;
    Pool::Ref key = Pool::kNone;
    Node parent = kNone;  // Also the list of free entries.
    uint32_t wants = 0;
  };

  Node child(Node node, std::string_view key) const;
  Node find_by_hash(Node node, const Digest& digest, std::string_view key) const;
  Node descend_by_segments(Node node, std::string_view key) const;
  bool is_child(Node candidate, const Digest& digest, std::string_view key) const {
    const Entry& entry = nodes_[candidate];
    return entry.digest == digest && (digest.is_whole() || this->key(candidate) == key);
  }
  Node add_child(Node node, std::string_view segment);
  void link(Node node, Node added);
  void unlink(Node node);
  void prune(Node node);
  bool create_root();
  uint32_t hash_of(Node parent, std::string_view segment) const;

  uint64_t hash_seed_;
  Vec<Entry> nodes_;
  IdTable children_;  // By parent and key.
  Pool keys_;
  Node free_ = kNone;
  uint32_t version_ = 0;
};

inline PathTree::Digest::Digest(std::string_view key) : size(static_cast<uint32_t>(key.size())) {
  const char* p = key.data();
  if (size >= 8) {
    std::memcpy(&head, p, 8);
    std::memcpy(&tail, p + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(&head, p, 4);
    std::memcpy(&tail, p + size - 4, 4);
  } else if (size != 0) {
    head = static_cast<unsigned char>(p[0]);
    tail = static_cast<uint64_t>(static_cast<unsigned char>(p[size / 2])) << 8 |
           static_cast<unsigned char>(p[size - 1]);
  }
}

inline PathTree::Node PathTree::child(Node node, std::string_view key) const {
  const Digest digest(key);
  const Entry& entry = nodes_[node];
  if (entry.crowded) return find_by_hash(node, digest, key);
  for (uint32_t i = 0; i < entry.children; ++i) {
    if (is_child(entry.few[i], digest, key)) return entry.few[i];
  }
  return kNone;
}

}  // namespace tidegate
