#pragma once

#include <cstdint>

#include "base/vec.h"

namespace tidegate {

// A hash table of 32-bit ids. The things behind the ids live elsewhere; the caller hashes them and
// says which are equal. Open addressing with linear probing, at most 2/3 full; erasing shifts back,
// so there are no tombstones.
class IdTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // The id with this hash for which equal(id) holds, or kNone.
  template <class Equal>
  uint32_t find(uint32_t hash, Equal equal) const {
    if (count_ == 0) return kNone;
    for (uint32_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.id == kNone) return kNone;
      if (slot.hash == hash && equal(slot.id)) return slot.id;
    }
  }

  // Makes sure that the next insert has room. False: no memory, nothing changed.
  [[nodiscard]] bool reserve_one() {
    if (slots_.size() != 0 && (count_ + 1) * uint64_t{3} <= slots_.size() * uint64_t{2})
      return true;
    Vec<Slot> larger;
    const uint32_t size = slots_.size() == 0 ? 16 : slots_.size() * 2;
    if (size == 0 || !larger.resize(size)) return false;
    larger.swap(slots_);
    mask_ = size - 1;
    for (const Slot& slot : larger) {
      if (slot.id != kNone) place(slot);
    }
    return true;
  }

  // Needs reserve_one() before.
  void insert(uint32_t hash, uint32_t id) {
    place({hash, id});
    ++count_;
  }

  // `id` must be in the table with this hash.
  void erase(uint32_t hash, uint32_t id) {
    uint32_t hole = hash & mask_;
    while (slots_[hole].id != id) hole = (hole + 1) & mask_;
    for (uint32_t i = (hole + 1) & mask_; slots_[i].id != kNone; i = (i + 1) & mask_) {
      const uint32_t home = slots_[i].hash & mask_;
      if (((i - home) & mask_) >= ((i - hole) & mask_)) {
        slots_[hole] = slots_[i];
        hole = i;
      }
    }
    slots_[hole] = {};
    --count_;
  }

  uint32_t size() const { return count_; }
  size_t memory_bytes() const { return slots_.memory_bytes(); }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t id = kNone;
  };

  void place(Slot slot) {
    uint32_t i = slot.hash & mask_;
    while (slots_[i].id != kNone) i = (i + 1) & mask_;
    slots_[i] = slot;
  }

  Vec<Slot> slots_;
  uint32_t mask_ = 0;
  uint32_t count_ = 0;
};

}  // namespace tidegate
