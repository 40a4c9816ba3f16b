#pragma once

#include <cstdint>

#include "base/chunked_vec.h"

#if defined(TIDEGATE_SCALAR)
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tidegate {

// A hash table of 32-bit ids. The things behind the ids live elsewhere; the caller hashes them and
// says which are equal.
//
// An id lies with its hash in a bucket of eight, which are compared at once: in its home bucket, or
// where that is full in the next one that was not. A hash that is so far on the way from 0 to 2^32
// has its home as far on the way through the buckets. So the table can grow without a stall: it is
// stretched by a quarter while it is in use. The buckets move to the longer table from the first
// one on, a few with each new id; hashes below `frontier_` are in the longer table, the others
// still in the old one, which is released as it empties. About 11 bytes an id.
class IdTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  IdTable() = default;
  IdTable(const IdTable&) = delete;
  IdTable& operator=(const IdTable&) = delete;

  // The id with this hash for which equal(id) holds, or kNone.
  template <class Equal>
  uint32_t find(uint32_t hash, Equal equal) const {
    if (count_ == 0) return kNone;
    const Table& table = hash < frontier_ ? stretched_ : table_;
    for (uint32_t i = table.home(hash);; ++i) {
      const Bucket& bucket = table.buckets[i];
      for (uint32_t mask = equal_to(hash, bucket.hashes); mask != 0; mask &= mask - 1) {
        const uint32_t id = bucket.ids[__builtin_ctz(mask)];
        if (id != kNone && equal(id)) return id;
      }
      if (!bucket.full()) return kNone;
    }
  }

  // Makes sure that the next insert has room. False: no memory, nothing changed. The only one that
  // allocates. Moves a few dozen ids at most, but for the at most 8,192 of a small table and for
  // those whose hashes crowd together.
  [[nodiscard]] bool reserve_one();

  // Makes a table that is empty as large as `count` ids will want it, so that none has to move.
  // False: no memory, nothing changed.
  [[nodiscard]] bool reserve(uint32_t count);

  // Needs reserve_one() before.
  void insert(uint32_t hash, uint32_t id);

  // `id` must be in the table with this hash.
  void erase(uint32_t hash, uint32_t id);

  uint32_t size() const { return count_; }
  size_t memory_bytes() const {
    return table_.buckets.memory_bytes() + stretched_.buckets.memory_bytes();
  }

 private:
  static constexpr uint32_t kBucketSize = 8;

  // Filled from the front; what is not filled has no id.
  struct Bucket {
    uint32_t hashes[kBucketSize] = {};
    uint32_t ids[kBucketSize] = {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};

    bool full() const { return ids[kBucketSize - 1] != kNone; }
    uint32_t size() const { return slot_of(kNone); }
    uint32_t slot_of(uint32_t id) const;
    void add(uint32_t hash, uint32_t id);
    void remove(uint32_t slot);
  };

  struct Table {
    ChunkedVec<Bucket> buckets;  // The homes, and what they overflow into.
    uint32_t homes = 0;

    uint32_t home(uint32_t hash) const {
      return static_cast<uint32_t>(uint64_t{hash} * homes >> 32);
    }
    [[nodiscard]] bool make_room(uint32_t last_home, uint32_t count);
    void insert(uint32_t hash, uint32_t id);
    void erase(uint32_t hash, uint32_t id);
    void close_gap(uint32_t gap);
  };

  static uint32_t equal_to(uint32_t wanted, const uint32_t* numbers);

  bool stretching() const { return stretched_.homes != 0; }
  Table& table_of(uint32_t hash) { return hash < frontier_ ? stretched_ : table_; }
  // The last bucket of stretched_ that is a home for a hash below the frontier.
  uint32_t last_home(uint64_t frontier) const {
    return stretched_.home(static_cast<uint32_t>(frontier - 1));
  }
  [[nodiscard]] bool begin_to_stretch();
  [[nodiscard]] bool stretch();
  [[nodiscard]] bool move_run();

  Table table_;
  Table stretched_;
  uint64_t frontier_ = 0;
  uint32_t next_ = 0;  // The bucket of table_ that moves next, and the home of the frontier.
  uint32_t count_ = 0;
};

// Which of eight numbers are the wanted one: one bit each, the first lowest.
inline uint32_t IdTable::equal_to(uint32_t wanted, const uint32_t* numbers) {
#if defined(TIDEGATE_SCALAR) || !(defined(__wasm_simd128__) || defined(__SSE2__))
  uint32_t mask = 0;
  for (uint32_t i = 0; i < kBucketSize; ++i) mask |= (numbers[i] == wanted ? 1u : 0u) << i;
  return mask;
#elif defined(__wasm_simd128__)
  const v128_t all_wanted = wasm_i32x4_splat(static_cast<int32_t>(wanted));
  const v128_t low = wasm_i32x4_eq(wasm_v128_load(numbers), all_wanted);
  const v128_t high = wasm_i32x4_eq(wasm_v128_load(numbers + 4), all_wanted);
  return static_cast<uint32_t>(wasm_i16x8_bitmask(wasm_i16x8_narrow_i32x4(low, high)));
#else
  const __m128i all_wanted = _mm_set1_epi32(static_cast<int32_t>(wanted));
  const auto load = [](const uint32_t* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  };
  const __m128i equal = _mm_packs_epi32(_mm_cmpeq_epi32(load(numbers), all_wanted),
                                        _mm_cmpeq_epi32(load(numbers + 4), all_wanted));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(equal, _mm_setzero_si128())));
#endif
}

}  // namespace tidegate
