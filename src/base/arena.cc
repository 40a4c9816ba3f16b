#include "base/arena.h"

#include <cstring>

namespace tidegate {
namespace {
constexpr size_t kFirstChunk = 1024;
constexpr size_t kLargestChunk = 64 * 1024;
}  // namespace

void Arena::reset() {
  while (head_ != nullptr) {
    Chunk* previous = head_->previous;
    release(head_);
    head_ = previous;
  }
  next_ = nullptr;
  left_ = 0;
  failed_ = false;
}

void* Arena::allocate_bytes(size_t size) {
  if (failed_ || size > SIZE_MAX / 4) {
    failed_ = true;
    return nullptr;
  }
  size = (size + 7) & ~size_t{7};
  if (size > left_) {
    size_t chunk = head_ == nullptr ? kFirstChunk : head_->size * 2;
    if (chunk > kLargestChunk) chunk = kLargestChunk;
    if (chunk < size) chunk = size;
    auto* fresh = static_cast<Chunk*>(allocate(sizeof(Chunk) + chunk));
    if (fresh == nullptr) {
      failed_ = true;
      return nullptr;
    }
    *fresh = {head_, chunk};
    head_ = fresh;
    next_ = reinterpret_cast<char*>(fresh + 1);
    left_ = chunk;
  }
  void* piece = next_;
  next_ += size;
  left_ -= size;
  return piece;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  auto* bytes = static_cast<char*>(allocate_bytes(text.size()));
  if (bytes == nullptr) return {};
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

}  // namespace tidegate
