#include "base/arena.h"

#include <algorithm>

#include "base/short_text.h"

namespace tidegate {
namespace {
constexpr size_t kFirstChunk = 1024;
constexpr size_t kLargestChunk = 64 * 1024;
}  // namespace

// The newest chunk is kept: it is larger than those before.
void Arena::reset() {
  failed_ = false;
  next_ = nullptr;
  left_ = 0;
  Chunk* kept = head_ != nullptr && head_->size <= kLargestChunk ? head_ : nullptr;
  release_chunks(kept == nullptr ? head_ : kept->previous);
  head_ = nullptr;
  if (kept != nullptr) open(kept, kept->size);
}

void Arena::release_chunks(Chunk* last) {
  while (last != nullptr) {
    Chunk* previous = last->previous;
    release(last);
    last = previous;
  }
}

// Takes pieces from a new chunk from now on.
void Arena::open(Chunk* chunk, size_t size) {
  *chunk = {head_, size};
  head_ = chunk;
  next_ = reinterpret_cast<char*>(chunk + 1);
  left_ = size;
}

void* Arena::grow_array(const void* block, uint32_t count, uint32_t& capacity, uint32_t wanted,
                        size_t size) {
  const uint64_t enough = std::max(uint64_t{wanted}, uint64_t{capacity} * 2);
  if (enough > UINT32_MAX || enough > SIZE_MAX / 4 / size) return nullptr;
  void* grown = allocate_bytes(static_cast<size_t>(enough) * size);
  if (grown == nullptr) return nullptr;
  if (count != 0) std::memcpy(grown, block, size_t{count} * size);
  capacity = static_cast<uint32_t>(enough);
  return grown;
}

void* Arena::allocate_in_new_chunk(size_t size) {
  const size_t usual = head_ == nullptr ? kFirstChunk : std::min(head_->size * 2, kLargestChunk);
  const size_t chunk_size = std::max(usual, (size + 7) & ~size_t{7});
  Chunk* chunk = nullptr;
  if (!failed_ && size <= SIZE_MAX / 4) {
    chunk = static_cast<Chunk*>(allocate(sizeof(Chunk) + chunk_size));
  }
  if (chunk == nullptr) {
    failed_ = true;
    next_ = nullptr;
    left_ = 0;
    return nullptr;
  }
  open(chunk, chunk_size);
  return allocate_bytes(size);
}

size_t Arena::memory_bytes() const {
  size_t bytes = 0;
  for (const Chunk* chunk = head_; chunk != nullptr; chunk = chunk->previous) {
    bytes += sizeof(Chunk) + chunk->size;
  }
  return bytes;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  auto* bytes = static_cast<char*>(allocate_bytes(text.size()));
  if (bytes == nullptr) return {};
  copy_text(text, bytes);
  return {bytes, text.size()};
}

}  // namespace tidegate
