#include "steps.h"

#include <malloc.h>

#include <cstddef>

namespace hardening {

uint64_t steps = 0;

namespace {

constexpr size_t kBytesPerStep = 16;

__attribute__((no_sanitize_coverage)) void count(size_t bytes) { steps += bytes / kBytesPerStep; }

}  // namespace
}  // namespace hardening

// The linker puts these in place of the functions of the C library (--wrap).
extern "C" {

#define UNCOUNTED __attribute__((no_sanitize_coverage))

void __sanitizer_cov_trace_pc();
UNCOUNTED void __sanitizer_cov_trace_pc() { ++hardening::steps; }

void* __real_memcpy(void* to, const void* from, size_t size);
UNCOUNTED void* __wrap_memcpy(void* to, const void* from, size_t size) {
  hardening::count(size);
  return __real_memcpy(to, from, size);
}

void* __real_memmove(void* to, const void* from, size_t size);
UNCOUNTED void* __wrap_memmove(void* to, const void* from, size_t size) {
  hardening::count(size);
  return __real_memmove(to, from, size);
}

void* __real_memset(void* to, int byte, size_t size);
UNCOUNTED void* __wrap_memset(void* to, int byte, size_t size) {
  hardening::count(size);
  return __real_memset(to, byte, size);
}

int __real_memcmp(const void* a, const void* b, size_t size);
UNCOUNTED int __wrap_memcmp(const void* a, const void* b, size_t size) {
  hardening::count(size);
  return __real_memcmp(a, b, size);
}

// These end where they find something, which is less than is counted here where nothing says so.
void* __real_memchr(const void* text, int byte, size_t size);
UNCOUNTED void* __wrap_memchr(const void* text, int byte, size_t size) {
  void* found = __real_memchr(text, byte, size);
  hardening::count(found == nullptr ? size
                                    : static_cast<size_t>(static_cast<const char*>(found) -
                                                          static_cast<const char*>(text)));
  return found;
}

void* __real_memmem(const void* text, size_t size, const void* part, size_t part_size);
UNCOUNTED void* __wrap_memmem(const void* text, size_t size, const void* part, size_t part_size) {
  void* found = __real_memmem(text, size, part, part_size);
  hardening::count(part_size);
  hardening::count(found == nullptr ? size
                                    : static_cast<size_t>(static_cast<const char*>(found) -
                                                          static_cast<const char*>(text)));
  return found;
}

void* __real_realloc(void* block, size_t size);
UNCOUNTED void* __wrap_realloc(void* block, size_t size) {
  if (block != nullptr) hardening::count(malloc_usable_size(block));
  return __real_realloc(block, size);
}

}  // extern "C"
