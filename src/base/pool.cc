#include "base/pool.h"

#include <algorithm>
#include <cstring>

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
  Ref& head = free_[size_class];
  if (head != kNone) {
    const Ref ref = head;
    std::memcpy(&head, at(ref), sizeof(head));
    return ref;
  }
  const uint32_t units = size_of_class(size_class) / kUnit;
  if (units > (kChunkMask + 1) / 4) return allocate_large(units * kUnit);
  if (next_ == 0 || end_ - next_ < units) {
    if (chunks_.size() > UINT32_MAX >> kChunkBits) return kNone;
    if (!chunks_.reserve_more(1) || !owned_.reserve_more(1)) return kNone;
    auto* chunk = static_cast<char*>(allocate(kChunkBytes));
    if (chunk == nullptr) return kNone;
    next_ = chunks_.size() << kChunkBits;
    end_ = next_ + kChunkMask + 1;
    if (next_ == 0) next_ = 1;  // Reference 0 is kNone.
    chunks_.push_reserved(chunk);
    owned_.push_reserved(chunk);
    held_ += kChunkBytes;
  }
  const Ref ref = next_;
  next_ += units;
  return ref;
}

// A block of more than a quarter of a chunk gets whole chunks of its own.
Pool::Ref Pool::allocate_large(uint32_t size) {
  if (chunks_.empty() && !chunks_.push(nullptr)) return kNone;  // Reference 0 is kNone.
  const uint32_t count = (size + kChunkBytes - 1) / kChunkBytes;
  if (chunks_.size() + uint64_t{count} > UINT32_MAX >> kChunkBits) return kNone;
  if (!chunks_.reserve_more(count) || !owned_.reserve_more(1)) return kNone;
  auto* block = static_cast<char*>(allocate(size));
  if (block == nullptr) return kNone;
  const Ref ref = chunks_.size() << kChunkBits;
  for (uint32_t i = 0; i < count; ++i) chunks_.push_reserved(block + size_t{i} * kChunkBytes);
  owned_.push_reserved(block);
  held_ += size;
  return ref;
}

void Pool::release_block(Ref ref, uint32_t size) {
  Ref& head = free_[class_of(size)];
  std::memcpy(at(ref), &head, sizeof(head));
  head = ref;
}

Pool::Ref Pool::add_text(std::string_view text) {
  const Ref ref = allocate_block(static_cast<uint32_t>(text.size()));
  if (ref != kNone && !text.empty()) std::memcpy(at(ref), text.data(), text.size());
  return ref;
}

void Pool::clear() {
  for (char* block : owned_) release(block);
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
