#include "match/address_index.h"

#include "match/text_list.h"

namespace tidegate {
namespace {

uint64_t read_big_endian(const uint8_t* bytes) {
  uint64_t word = 0;
  for (size_t i = 0; i < sizeof(word); ++i) word = word << 8 | bytes[i];
  return word;
}

}  // namespace

AddressIndex::Bits::Bits(const Address& address)
    : high(read_big_endian(address.bytes)), low(read_big_endian(address.bytes + 8)) {}

bool AddressIndex::add(uint32_t id, std::string_view operand) {
  if (!entries_.reserve_one() || !blocks_.reserve_one() || !levels_.reserve_more(1)) return false;
  const AddressBlock block = read_plain<AddressBlock>(operand);
  const uint32_t at = find_level(block);
  if (at == levels_.size()) levels_.push_reserved({block.base.size, block.mask_bits, 0});
  Level& level = levels_[at];
  ++level.blocks;
  const uint32_t entry = entries_.take();
  entries_[entry] = {block, id};
  blocks_.insert(hash(level, Bits(block.base)), entry);
  return true;
}

void AddressIndex::remove(uint32_t id, std::string_view operand) {
  const AddressBlock block = read_plain<AddressBlock>(operand);
  const uint32_t at = find_level(block);
  const uint32_t hash_of_block = hash(levels_[at], Bits(block.base));
  const uint32_t entry =
      blocks_.find(hash_of_block, [&](uint32_t i) { return entries_[i].id == id; });
  blocks_.erase(hash_of_block, entry);
  entries_.give_back(entry);
  if (--levels_[at].blocks == 0) levels_.remove_unordered(at);
}

uint32_t AddressIndex::find_level(const AddressBlock& block) const {
  uint32_t at = 0;
  while (at < levels_.size() && !levels_[at].is_of(block)) ++at;
  return at;
}

}  // namespace tidegate
