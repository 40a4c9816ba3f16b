#pragma once

#include <cstdint>
#include <cstring>

#include "base/pool.h"

namespace tidegate {

// A growing list of 32-bit ids within a Pool, for records that exist by the million: 12 bytes and
// no block while empty. The pool is given with each call; release() gives the block back.
class IdList {
 public:
  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  uint32_t* begin(Pool& pool) const { return ids(pool); }
  const uint32_t* begin(const Pool& pool) const {
    return block_ == Pool::kNone ? nullptr : reinterpret_cast<const uint32_t*>(pool.at(block_));
  }

  // False: no memory, nothing changed.
  [[nodiscard]] bool push(Pool& pool, uint32_t id) {
    if (size_ == capacity_ && !grow(pool)) return false;
    ids(pool)[size_++] = id;
    return true;
  }

  void pop(Pool& pool) {
    if (--size_ == 0) release(pool);
  }

  void release(Pool& pool) {
    if (block_ != Pool::kNone) pool.release_block(block_, capacity_ * kIdBytes);
    *this = {};
  }

 private:
  static constexpr uint32_t kIdBytes = sizeof(uint32_t);

  uint32_t* ids(Pool& pool) const {
    return block_ == Pool::kNone ? nullptr : reinterpret_cast<uint32_t*>(pool.at(block_));
  }

  bool grow(Pool& pool) {
    if (size_ > UINT32_MAX / kIdBytes / 4) return false;
    const uint32_t capacity = Pool::block_size((size_ + size_ / 2 + 1) * kIdBytes) / kIdBytes;
    const Pool::Ref grown = pool.allocate_block(capacity * kIdBytes);
    if (grown == Pool::kNone) return false;
    if (size_ != 0) std::memcpy(pool.at(grown), ids(pool), size_t{size_} * kIdBytes);
    const uint32_t size = size_;
    release(pool);
    block_ = grown;
    size_ = size;
    capacity_ = capacity;
    return true;
  }

  Pool::Ref block_ = Pool::kNone;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

}  // namespace tidegate
