#pragma once

#include <cstdint>
#include <cstring>

#include "base/chunked_vec.h"

namespace tidegate {

// Records that come and go, known by small ids which are used again. Taking an id is split in two,
// so that a change that touches several tables can make sure of all its memory before it changes
// anything. Costs no memory but the records themselves, and nothing that grows with their number:
// the list of free ids lies within the free records.
template <class T>
class Records {
  static_assert(sizeof(T) >= sizeof(uint32_t));

 public:
  Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;

  // Room for one more record. May move the records while they are few. False: no memory, nothing
  // changed.
  [[nodiscard]] bool reserve_one() { return free_ != kNone || records_.reserve_more(1); }

  // The id of a fresh record. Needs reserve_one() before.
  uint32_t take() {
    if (free_ == kNone) {
      records_.push_reserved(T{});
      return records_.size() - 1;
    }
    const uint32_t id = free_;
    std::memcpy(&free_, &records_[id], sizeof(free_));
    records_[id] = T{};
    return id;
  }

  // Overwrites the first four bytes of the record and leaves the others as they are.
  void give_back(uint32_t id) {
    std::memcpy(static_cast<void*>(&records_[id]), &free_, sizeof(free_));
    free_ = id;
  }

  T& operator[](uint32_t id) { return records_[id]; }
  const T& operator[](uint32_t id) const { return records_[id]; }

  // One more than the largest id that was ever taken.
  uint32_t capacity() const { return records_.size(); }

  size_t memory_bytes() const { return records_.memory_bytes(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  ChunkedVec<T> records_;
  uint32_t free_ =
      kNone;  // The id given back last; the one before it is in the record's beginning.
};

}  // namespace tidegate
