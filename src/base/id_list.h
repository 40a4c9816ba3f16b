#pragma once

#include <cstdint>
#include <cstring>

#include "base/pool.h"

namespace tidegate {

// A growing list of 32-bit ids, for records that exist by the million: 8 bytes, which are enough
// for one id; more lie in a block of a Pool. The pool is given with each call; release() gives the
// block back.
class IdList {
 public:
  static constexpr uint32_t kMaxSize = (1u << 25) - 1;

  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // Good until the list is changed or moved.
  uint32_t* begin(Pool& pool) {
    return size_ < 2 ? &place_ : reinterpret_cast<uint32_t*>(pool.at(place_));
  }
  const uint32_t* begin(const Pool& pool) const {
    return size_ < 2 ? &place_ : reinterpret_cast<const uint32_t*>(pool.at(place_));
  }

  // False: no memory (or kMaxSize is reached), nothing changed.
  [[nodiscard]] bool push(Pool& pool, uint32_t id) {
    if (size_ == capacity() && !grow(pool)) return false;
    uint32_t* ids = size_ == 0 ? &place_ : reinterpret_cast<uint32_t*>(pool.at(place_));
    ids[size_] = id;
    ++size_;
    return true;
  }

  void pop(Pool& pool) {
    if (size_ == 2) {
      const uint32_t left = *begin(pool);
      release(pool);
      place_ = left;
      size_ = 1;
    } else {
      --size_;
    }
  }

  void release(Pool& pool) {
    if (size_ >= 2) pool.release_block(place_, Pool::size_of_class(size_class_));
    *this = {};
  }

 private:
  static constexpr uint32_t kIdBytes = sizeof(uint32_t);

  uint32_t capacity() const { return size_ < 2 ? 1 : Pool::size_of_class(size_class_) / kIdBytes; }

  bool grow(Pool& pool) {
    const uint32_t size = size_;
    if (size == kMaxSize) return false;
    const uint32_t wanted = size + size / 2 + 1;
    const uint32_t size_class = Pool::class_of(wanted * kIdBytes);
    const Pool::Ref grown = pool.allocate_block(wanted * kIdBytes);
    if (grown == Pool::kNone) return false;
    std::memcpy(pool.at(grown), begin(pool), size_t{size} * kIdBytes);
    release(pool);
    place_ = grown;
    size_ = size & kMaxSize;
    size_class_ = size_class & 127;
    return true;
  }

  uint32_t place_ = 0;  // The block of two and more ids; the only id itself.
  uint32_t size_ : 25 = 0;
  uint32_t size_class_ : 7 = 0;  // Of the block.
};

static_assert(sizeof(IdList) == 8);

}  // namespace tidegate
