#pragma once

#include <cstdint>

#include "base/vec.h"

namespace tidegate {

// Records that come and go, known by small ids which are used again. Taking an id is split in two,
// so that a change that touches several tables can make sure of all its memory before it changes
// anything.
template <class T>
class Records {
 public:
  // Room for one more record, and for every id in the list of free ones, so that giving back never
  // needs memory. False: no memory, nothing changed.
  [[nodiscard]] bool reserve_one() {
    return records_.reserve_more(1) && free_.reserve(records_.size() + 1);
  }

  // The id of a fresh record. Needs reserve_one() before.
  uint32_t take() {
    if (free_.empty()) {
      records_.push_reserved(T{});
      return records_.size() - 1;
    }
    const uint32_t id = free_.back();
    free_.pop();
    records_[id] = T{};
    return id;
  }

  void give_back(uint32_t id) { free_.push_reserved(id); }

  T& operator[](uint32_t id) { return records_[id]; }
  const T& operator[](uint32_t id) const { return records_[id]; }

  // One more than the largest id that was ever taken.
  uint32_t capacity() const { return records_.size(); }

  size_t memory_bytes() const { return records_.memory_bytes() + free_.memory_bytes(); }

 private:
  Vec<T> records_;
  Vec<uint32_t> free_;
};

}  // namespace tidegate
