#include "base/memory.h"

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

void release(void* block) { std::free(block); }

}  // namespace tidegate
