#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/id_table.h"
#include "base/records.h"
#include "base/vec.h"
#include "json/address.h"

namespace tidegate {

// The address blocks of one path, found by an address that lies in them.
//
// Blocks lie in a hash table by family, length of mask and leading bits. A search looks once for
// each family and length in use, of which there are 162 at most, so it costs the same for any
// number of blocks.
class AddressIndex {
 public:
  // Who takes blocks from strangers gives a seed of their own.
  explicit AddressIndex(uint64_t hash_seed = 0) : hash_seed_(hash_seed) {}

  // The operand is one of kAddress (match/operand.h) that is not there yet. False: no memory,
  // nothing changed.
  [[nodiscard]] bool add(uint32_t id, std::string_view operand);

  // What was added.
  void remove(uint32_t id, std::string_view operand);

  // Calls hit(id) for each block that contains() the address (json/address.h), in no order; false
  // as soon as hit() is. No allocation.
  template <class Hit>
  bool find(const Address& address, Hit hit) const {
    const Bits bits(address);
    for (const Level& level : levels_) {
      const uint32_t found = blocks_.find(hash(level, bits), [&](uint32_t i) {
        const AddressBlock& block = entries_[i].block;
        return level.is_of(block) && contains(block, address);
      });
      if (found != IdTable::kNone && !hit(entries_[found].id)) return false;
    }
    return true;
  }

  bool empty() const { return levels_.empty(); }
  size_t memory_bytes() const {
    return entries_.memory_bytes() + blocks_.memory_bytes() + levels_.memory_bytes();
  }

 private:
  struct Entry {
    AddressBlock block;
    uint32_t id;
  };

  // The blocks of one family with masks of one length.
  struct Level {
    bool is_of(const AddressBlock& block) const {
      return block.base.size == address_size && block.mask_bits == mask_bits;
    }

    uint8_t address_size;
    uint8_t mask_bits;
    uint32_t blocks;
  };

  // An address as a number of 128 bits; one of IPv4 has the first 32.
  struct Bits {
    explicit Bits(const Address& address);

    uint64_t high;
    uint64_t low;
  };

  static uint64_t leading_bits(uint64_t word, uint32_t count) {
    return count >= 64 ? word : word & ~(UINT64_MAX >> count);
  }

  uint32_t hash(const Level& level, const Bits& bits) const {
    const uint32_t length = level.mask_bits;
    const uint64_t seed = hash_mix(hash_seed_, uint64_t{level.address_size} << 8 | length);
    const uint64_t state = hash_mix(seed, leading_bits(bits.high, length));
    return static_cast<uint32_t>(
        hash_mix(state, length <= 64 ? 0 : leading_bits(bits.low, length - 64)));
  }

  // Where the level of a block is among levels_, or levels_.size().
  uint32_t find_level(const AddressBlock& block) const;

  uint64_t hash_seed_;
  Records<Entry> entries_;
  IdTable blocks_;  // Of entries.
  Vec<Level> levels_;
};

}  // namespace tidegate
