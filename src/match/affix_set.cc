#include "match/affix_set.h"

#include <cstring>

namespace tidegate {
namespace {

constexpr uint32_t kSmallest = 9;  // Logarithms of the bits in a filter.
constexpr uint32_t kLargest = 27;
constexpr uint32_t kBitsPerAffix = 32;

uint32_t bytes_of(uint32_t shift) { return 1u << (32 - shift) >> 3; }

}  // namespace

bool AffixSet::add(uint32_t length, uint32_t hash, Pool& pool) {
  if (empty()) {
    shift_ = 32 - kSmallest;
    filter_ = pool.allocate_block(bytes_of(shift_));
    if (filter_ == Pool::kNone) return false;
    std::memset(pool.at(filter_), 0, bytes_of(shift_));
  }
  if (!lengths_.add(length, pool)) {
    if (empty()) pool.release_block(filter_, bytes_of(shift_));
    return false;
  }
  ++count_;
  if (uint64_t{count_} * kBitsPerAffix > uint64_t{bytes_of(shift_)} * 8) grow(pool);
  const uint32_t bit = hash >> shift_;
  char& byte = pool.at(filter_)[bit / 8];
  byte = static_cast<char>(byte | 1 << bit % 8);
  return true;
}

void AffixSet::remove(uint32_t length, Pool& pool) {
  lengths_.remove(length, pool);
  --count_;
  if (empty()) pool.release_block(filter_, bytes_of(shift_));
}

// Doubles the filter. What a bit stood for may be either of two bits then, so both are set. Where
// there is no memory, the small one lets more pass.
void AffixSet::grow(Pool& pool) {
  if (shift_ == 32 - kLargest) return;
  const Pool::Ref doubled = pool.allocate_block(bytes_of(shift_ - 1));
  if (doubled == Pool::kNone) return;
  const char* from = pool.at(filter_);
  char* to = pool.at(doubled);
  for (uint32_t i = 0; i < bytes_of(shift_); ++i) {
    uint32_t bits = static_cast<unsigned char>(from[i]);
    bits = (bits | bits << 4) & 0x0F0F;
    bits = (bits | bits << 2) & 0x3333;
    bits = (bits | bits << 1) & 0x5555;
    bits |= bits << 1;
    to[2 * i] = static_cast<char>(bits);
    to[2 * i + 1] = static_cast<char>(bits >> 8);
  }
  pool.release_block(filter_, bytes_of(shift_));
  filter_ = doubled;
  --shift_;
}

}  // namespace tidegate
