#include "base/sort.h"

#include <cstring>

namespace tidegate {
namespace {

constexpr uint32_t kFew = 12;  // So many are sorted faster one by one.

class Records {
 public:
  Records(void* records, uint32_t size, ComesBefore* by, const void* order)
      : records_(static_cast<char*>(records)), size_(size), comes_before_(by), order_(order) {}

  void insert_each(uint32_t count) {
    for (uint32_t i = 1; i < count; ++i) {
      for (uint32_t at = i; at > 0 && comes_before(at, at - 1); --at) swap(at, at - 1);
    }
  }

  void heap_sort(uint32_t count) {
    for (uint32_t root = count / 2; root-- > 0;) sink(root, count);
    while (count-- > 1) {
      swap(0, count);
      sink(0, count);
    }
  }

 private:
  // Makes a heap of the records under `root`, of which all but the root are in order.
  void sink(uint32_t root, uint32_t count) {
    for (uint64_t child = 0; (child = uint64_t{root} * 2 + 1) < count;) {
      auto larger = static_cast<uint32_t>(child);
      if (larger + 1 < count && comes_before(larger, larger + 1)) ++larger;
      if (!comes_before(root, larger)) return;
      swap(root, larger);
      root = larger;
    }
  }

  bool comes_before(uint32_t a, uint32_t b) const { return comes_before_(order_, at(a), at(b)); }

  void swap(uint32_t a, uint32_t b) {
    for (uint32_t offset = 0; offset < size_; offset += sizeof(uint32_t)) {
      uint32_t of_a, of_b;
      std::memcpy(&of_a, at(a) + offset, sizeof of_a);
      std::memcpy(&of_b, at(b) + offset, sizeof of_b);
      std::memcpy(at(a) + offset, &of_b, sizeof of_b);
      std::memcpy(at(b) + offset, &of_a, sizeof of_a);
    }
  }

  char* at(uint32_t i) const { return records_ + size_t{i} * size_; }

  char* const records_;
  const uint32_t size_;
  ComesBefore* const comes_before_;
  const void* const order_;
};

}  // namespace

void sort_records(void* records, uint32_t count, uint32_t size, ComesBefore* comes_before,
                  const void* order) {
  Records sorted(records, size, comes_before, order);
  count <= kFew ? sorted.insert_each(count) : sorted.heap_sort(count);
}

}  // namespace tidegate
