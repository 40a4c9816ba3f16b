#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/arena.h"

namespace tidegate {

// A growing array in an arena, which must outlive it: nothing to release, and next to nothing to
// begin with. What it has outgrown stays in the arena, so it takes up to twice its size. What may
// allocate returns false when there is no memory, and then nothing has changed.
template <class T>
class ArenaVec {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  static_assert(alignof(T) <= 8);

 public:
  explicit ArenaVec(Arena& arena) : arena_(arena) {}
  ArenaVec(const ArenaVec&) = delete;
  ArenaVec& operator=(const ArenaVec&) = delete;

  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](uint32_t i) { return data_[i]; }
  const T& operator[](uint32_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

  // Room for `capacity` elements in all.
  [[nodiscard]] bool reserve(uint32_t capacity) {
    if (capacity <= capacity_) return true;
    void* grown = arena_.grow_array(data_, size_, capacity_, capacity, sizeof(T));
    if (grown == nullptr) return false;
    data_ = static_cast<T*>(grown);
    return true;
  }

  // Room for `count` further elements, so that the next `count` calls of push_reserved cannot fail.
  [[nodiscard]] bool reserve_more(uint32_t count) {
    return count <= UINT32_MAX - size_ && reserve(size_ + count);
  }

  [[nodiscard]] bool push(T value) {
    if (size_ == capacity_ && !reserve(size_ < 4 ? 4 : size_ + 1)) return false;
    data_[size_++] = value;
    return true;
  }

  void push_reserved(T value) { data_[size_++] = value; }

  [[nodiscard]] bool append(const T* values, uint32_t count) {
    if (!reserve_more(count)) return false;
    if (count != 0) std::memcpy(data_ + size_, values, size_t{count} * sizeof(T));
    size_ += count;
    return true;
  }

  // New elements are copies of `value`.
  [[nodiscard]] bool resize(uint32_t size, T value = T{}) {
    if (!reserve(size)) return false;
    while (size_ < size) data_[size_++] = value;
    size_ = size;
    return true;
  }

  // `size` must be within what is reserved; new elements are as the memory was left.
  void resize_reserved(uint32_t size) { size_ = size; }
  void pop() { --size_; }
  void clear() { size_ = 0; }

 private:
  Arena& arena_;
  T* data_ = nullptr;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

}  // namespace tidegate
