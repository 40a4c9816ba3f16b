#include "base/memory.h"

#include <algorithm>
#include <cstdlib>

namespace tidegate {

#ifdef TIDEGATE_FAILING_ALLOCATIONS
namespace {
size_t countdown = 0;  // 0: never fail; 1: fail from now on.

bool fails() {
  if (countdown > 1) --countdown;
  return countdown == 1;
}
}  // namespace

void fail_allocations_from(size_t n) { countdown = n == 0 ? 0 : n + 1; }

void* allocate(size_t size) { return fails() ? nullptr : std::malloc(size); }
void* reallocate(void* block, size_t size) { return fails() ? nullptr : std::realloc(block, size); }
#else
void fail_allocations_from(size_t) {}
void* allocate(size_t size) { return std::malloc(size); }
void* reallocate(void* block, size_t size) { return std::realloc(block, size); }
#endif

void* grow_array(void* block, uint32_t& capacity, uint32_t wanted, size_t size) {
  const uint64_t enough = std::max(uint64_t{wanted}, uint64_t{capacity} * 2);
  if (enough > UINT32_MAX || enough > SIZE_MAX / 2 / size) return nullptr;
  void* grown = reallocate(block, static_cast<size_t>(enough) * size);
  if (grown != nullptr) capacity = static_cast<uint32_t>(enough);
  return grown;
}

void release(void* block) { std::free(block); }

}  // namespace tidegate
