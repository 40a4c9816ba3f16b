#include "base/pool.h"

#include <algorithm>
#include <cstring>

#include "base/short_text.h"

namespace tidegate {

// Four sizes to each doubling: 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, ... so at most a fifth of a
// block is idle.
uint32_t Pool::class_of(uint32_t size) {
  const uint32_t units = size == 0 ? 1 : (size - 1) / kUnit + 1;
  if (units <= 8) return units - 1;
  const auto log =
      static_cast<uint32_t>(31 - __builtin_clz(units - 1));  // units - 1 >= 8: log >= 3
  const uint32_t quarter = ((units - 1) >> (log - 2)) & 3;
  return 8 + (log - 3) * 4 + quarter;
}

uint32_t Pool::size_of_class(uint32_t size_class) {
  if (size_class < 8) return (size_class + 1) * kUnit;
  const uint32_t log = 3 + (size_class - 8) / 4;
  const uint32_t quarter = (size_class - 8) % 4;
  return ((4 + quarter + 1) << (log - 2)) * kUnit;
}

Pool::Ref Pool::allocate_block(uint32_t size) {
  if (size > kMaxBlock) return kNone;
  const uint32_t size_class = class_of(size);
  const uint32_t bytes = size_of_class(size_class);
  if (bytes > kLargeBytes) return add_memory(bytes);
  Ref& head = free_[size_class];
  if (head != kNone) {
    const Ref ref = head;
    std::memcpy(&head, at(ref), sizeof(head));
    return ref;
  }
  if ((end_ - next_) * kUnit < bytes && !open_chunk(bytes)) return kNone;
  const Ref ref = next_;
  next_ += bytes / kUnit;
  return ref;
}

void Pool::release_block(Ref ref, uint32_t size) {
  const uint32_t bytes = block_size(size);
  if (bytes > kLargeBytes) return release_large(ref, bytes);
  Ref& head = free_[class_of(size)];
  std::memcpy(at(ref), &head, sizeof(head));
  head = ref;
}

// A pool of few blocks is small: its chunks double what it holds until they have their full size.
bool Pool::open_chunk(uint32_t bytes) {
  const auto held = static_cast<uint32_t>(std::min<size_t>(held_, kChunkBytes));
  const uint32_t chunk_bytes = std::max({kFirstChunkBytes, held, bytes});
  const Ref first = add_memory(chunk_bytes);
  if (first == kNone) return false;
  release_rest();
  next_ = first;
  end_ = first + chunk_bytes / kUnit;
  return true;
}

// What is left of the open chunk becomes blocks to give out.
void Pool::release_rest() {
  while (next_ != end_) {
    const uint32_t left = (end_ - next_) * kUnit;
    uint32_t bytes = block_size(left);
    if (bytes > left) bytes = size_of_class(class_of(left) - 1);
    release_block(next_, bytes);
    next_ += bytes / kUnit;
  }
}

void Pool::release_large(Ref ref, uint32_t bytes) {
  const uint32_t first = ref >> kChunkBits;
  release(owned_[first]);
  const uint32_t count = (bytes + kChunkBytes - 1) / kChunkBytes;
  for (uint32_t i = first; i < first + count; ++i) chunks_[i] = owned_[i] = nullptr;
  held_ -= bytes;
}

// Memory of its own for a chunk or a large block.
Pool::Ref Pool::add_memory(uint32_t bytes) {
  const uint32_t count = (bytes + kChunkBytes - 1) / kChunkBytes;
  const uint32_t first = find_places(count);
  if (first == 0) return kNone;
  auto* memory = static_cast<char*>(allocate(bytes));
  if (memory == nullptr) return kNone;
  owned_[first] = memory;
  for (uint32_t i = 0; i < count; ++i) chunks_[first + i] = memory + size_t{i} * kChunkBytes;
  held_ += bytes;
  return first << kChunkBits;
}

// The first of `count` free places in a row; 0 when there is no memory for more. Linear in the
// number of places, of which there are few.
uint32_t Pool::find_places(uint32_t count) {
  uint32_t run = 0;
  for (uint32_t i = 1; i < chunks_.size(); ++i) {
    run = chunks_[i] == nullptr ? run + 1 : 0;
    if (run == count) return i + 1 - count;
  }
  const uint32_t first = std::max(chunks_.size() - run, 1u);
  const uint64_t size = uint64_t{first} + count;
  if (size > (UINT32_MAX >> kChunkBits)) return 0;
  // If only the first of them can grow, the surplus does no harm.
  const auto places = static_cast<uint32_t>(size);
  return owned_.resize(places) && chunks_.resize(places) ? first : 0;
}

Pool::Ref Pool::add_text(std::string_view text) {
  const Ref ref = allocate_block(static_cast<uint32_t>(text.size()));
  if (ref != kNone) copy_text(text, at(ref));
  return ref;
}

void Pool::clear() {
  for (char* memory : owned_) release(memory);
  owned_.clear();
  chunks_.clear();
  held_ = 0;
  next_ = 0;
  end_ = 0;
  std::fill(std::begin(free_), std::end(free_), kNone);
}

void Pool::swap(Pool& other) noexcept {
  chunks_.swap(other.chunks_);
  owned_.swap(other.owned_);
  std::swap(held_, other.held_);
  std::swap(next_, other.next_);
  std::swap(end_, other.end_);
  std::swap(free_, other.free_);
}

}  // namespace tidegate
