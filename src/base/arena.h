#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/memory.h"

namespace tidegate {

// Memory that is given out piece by piece and given back all at once. Pieces never move. Holds only
// types without a destructor. Once there is no memory left, failed() stays true and every piece is
// nullptr (or an empty view).
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    Arena moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Arena() { release_chunks(head_); }

  void swap(Arena& other) noexcept {
    std::swap(head_, other.head_);
    std::swap(next_, other.next_);
    std::swap(left_, other.left_);
    std::swap(failed_, other.failed_);
  }

  bool failed() const { return failed_; }

  // Takes all pieces back; failed() is false again. Keeps up to 64 KiB, so that what is filled
  // again and again with about as much costs no allocation.
  void reset();

  // `size` bytes aligned to 8, or nullptr.
  [[nodiscard]] void* allocate_bytes(size_t size) {
    const size_t rounded = (size + 7) & ~size_t{7};
    if (rounded > left_ || rounded < size) return allocate_in_new_chunk(size);
    void* piece = next_;
    next_ += rounded;
    left_ -= rounded;
    return piece;
  }

  // A value-initialised T, or nullptr.
  template <class T>
  [[nodiscard]] T* make() {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    void* place = allocate_bytes(sizeof(T));
    return place == nullptr ? nullptr : new (place) T();
  }

  // `count` value-initialised Ts; empty when there is no memory (see failed()).
  template <class T>
  [[nodiscard]] std::span<T> make_array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    if (count == 0 || count > (SIZE_MAX / 2) / sizeof(T)) return {};
    T* first = static_cast<T*>(allocate_bytes(count * sizeof(T)));
    if (first == nullptr) return {};
    for (size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }

  // A copy of the values; empty when there is no memory (see failed()).
  template <class T>
  [[nodiscard]] std::span<T> copy(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T> &&
                  alignof(T) <= 8);
    if (values.empty()) return {};
    auto* first = static_cast<T*>(allocate_bytes(values.size_bytes()));
    if (first == nullptr) return {};
    std::memcpy(first, values.data(), values.size_bytes());
    return {first, values.size()};
  }

  // What grow_array() of base/memory.h does, here. Of the old block the first `count` elements
  // count.
  [[nodiscard]] void* grow_array(const void* block, uint32_t count, uint32_t& capacity,
                                 uint32_t wanted, size_t size);

  // A copy of the characters; empty when there is no memory (see failed()).
  [[nodiscard]] std::string_view copy(std::string_view text);

  size_t memory_bytes() const;

 private:
  struct Chunk {
    Chunk* previous;
    size_t size;
  };

  void* allocate_in_new_chunk(size_t size);
  void open(Chunk* chunk, size_t size);
  static void release_chunks(Chunk* last);

  Chunk* head_ = nullptr;
  char* next_ = nullptr;
  size_t left_ = 0;  // 0 once it has failed.
  bool failed_ = false;
};

}  // namespace tidegate
