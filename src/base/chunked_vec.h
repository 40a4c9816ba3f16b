#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/memory.h"
#include "base/vec.h"

namespace tidegate {

// A growing array of plain values for what exists by the million: it lies in chunks of up to 64 KiB
// that stay where they are, so growing costs the same however large it is, never needs the old and
// the new memory at once, and leaves at most a chunk idle. Only the first chunk starts small, and
// moves until it is a full one. Where Vec would do, Vec is a load faster.
//
// What may allocate returns false when there is no memory; size and elements are then as they were.
// Owns its chunks; moves, never copies. Sizes are 32-bit.
template <class T>
class ChunkedVec {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  static constexpr uint32_t chunk_bits() {
    uint32_t bits = 0;
    while ((sizeof(T) << (bits + 1)) <= 64 * 1024) ++bits;
    return bits;
  }
  static constexpr uint32_t kChunkBits = chunk_bits();

 public:
  // Elements of a full chunk.
  static constexpr uint32_t kChunkSize = 1u << kChunkBits;

  ChunkedVec() = default;
  ChunkedVec(ChunkedVec&& other) noexcept { swap(other); }
  ChunkedVec& operator=(ChunkedVec&& other) noexcept {
    ChunkedVec moved(static_cast<ChunkedVec&&>(other));
    swap(moved);
    return *this;
  }
  ~ChunkedVec() {
    for (T* chunk : chunks_) release(chunk);
  }

  void swap(ChunkedVec& other) noexcept {
    chunks_.swap(other.chunks_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(released_, other.released_);
  }

  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t memory_bytes() const {
    return size_t{capacity_ - released_} * sizeof(T) + chunks_.memory_bytes();
  }

  T& operator[](uint32_t i) { return chunks_[i >> kChunkBits][i & kChunkMask]; }
  const T& operator[](uint32_t i) const { return chunks_[i >> kChunkBits][i & kChunkMask]; }

  // Room for `capacity` elements in all.
  [[nodiscard]] bool reserve(uint32_t capacity) {
    while (capacity_ < capacity) {
      const bool grown = capacity_ < kChunkSize ? grow_first_chunk(capacity) : add_chunk();
      if (!grown) return false;
    }
    return true;
  }

  // Room for `count` further elements, so that the next `count` calls of push_reserved cannot fail.
  [[nodiscard]] bool reserve_more(uint32_t count) {
    return count <= UINT32_MAX - size_ && reserve(size_ + count);
  }

  [[nodiscard]] bool push(T value) {
    if (size_ == capacity_ && !reserve_more(1)) return false;
    push_reserved(value);
    return true;
  }

  void push_reserved(T value) { (*this)[size_++] = value; }

  // New elements are copies of `value`.
  [[nodiscard]] bool resize(uint32_t size, T value = T{}) {
    if (!reserve(size)) return false;
    while (size_ < size) {
      const uint32_t count = std::min(size - size_, kChunkSize - (size_ & kChunkMask));
      std::fill_n(&(*this)[size_], count, value);
      size_ += count;
    }
    size_ = size;
    return true;
  }

  // Keeps the memory, but must not follow release_below().
  void clear() { size_ = 0; }

  // Releases the full chunks all of whose elements are below i. They must not be used any more.
  void release_below(uint32_t i) {
    for (; released_ + kChunkSize <= i; released_ += kChunkSize) {
      T*& chunk = chunks_[released_ >> kChunkBits];
      release(chunk);
      chunk = nullptr;
    }
  }

 private:
  static constexpr uint32_t kChunkMask = kChunkSize - 1;
  static constexpr uint32_t kFirstCapacity = kChunkSize < 8 ? kChunkSize : 8;

  bool grow_first_chunk(uint32_t wanted) {
    const uint32_t capacity =
        std::min(kChunkSize, std::max({wanted, capacity_ * 2, kFirstCapacity}));
    if (chunks_.empty() && !chunks_.push(nullptr)) return false;
    void* grown = reallocate(chunks_[0], capacity * sizeof(T));
    if (grown == nullptr) return false;
    chunks_[0] = static_cast<T*>(grown);
    capacity_ = capacity;
    return true;
  }

  bool add_chunk() {
    if (capacity_ > UINT32_MAX - kChunkSize || !chunks_.reserve_more(1)) return false;
    void* chunk = allocate(kChunkSize * sizeof(T));
    if (chunk == nullptr) return false;
    chunks_.push_reserved(static_cast<T*>(chunk));
    capacity_ += kChunkSize;
    return true;
  }

  Vec<T*> chunks_;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
  uint32_t released_ = 0;  // Elements of the chunks that were released.
};

}  // namespace tidegate
