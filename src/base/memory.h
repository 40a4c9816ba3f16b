#pragma once

#include <cstddef>
#include <cstdint>

// All heap memory of the library goes through these three, so that running out of it is an error
// value everywhere and a test can make any single allocation fail.
namespace tidegate {

// At least `size` bytes aligned for any scalar, or nullptr. Release with release().
[[nodiscard]] void* allocate(size_t size);

// Grows or shrinks what allocate() gave, keeping its content; nullptr leaves the old block as it
// was.
[[nodiscard]] void* reallocate(void* block, size_t size);

// Grows an array of elements of `size` bytes, to at least `wanted` of them and to twice its
// capacity, which it sets. nullptr, also where there would be 2^32 of them: nothing has changed.
// One function for all types of elements, which would each have its own otherwise.
[[nodiscard]] void* grow_array(void* block, uint32_t& capacity, uint32_t wanted, size_t size);

// Gives a block back; nullptr is fine.
void release(void* block);

// Only where TIDEGATE_FAILING_ALLOCATIONS is defined (the native test build): the n-th allocation
// from now (from 1) and every later one fails, until 0 is given. Not thread-safe.
void fail_allocations_from(size_t n);

}  // namespace tidegate
