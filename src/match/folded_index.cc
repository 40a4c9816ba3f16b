#include "match/folded_index.h"

namespace tidegate {
namespace {

// Puts the folding of a text into a buffer. False: no memory.
bool fold(std::string_view text, Vec<char>& folding) {
  const uint64_t room = folding_room(text.size());
  if (room > UINT32_MAX || !folding.reserve(static_cast<uint32_t>(room))) return false;
  folding.resize_reserved(fold_case(text, folding.data()));
  return true;
}

std::string_view view(const Vec<char>& bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

bool FoldedIndex::Scratch::fold(std::string_view text, Folded& folded) {
  if (!tidegate::fold(text, folding_)) return false;
  folded.folding = view(folding_);
  return true;
}

uint32_t FoldedIndex::hash_of(Operator op, std::string_view folding) const {
  const uint64_t seed = seed_of(op);
  const auto size = static_cast<uint32_t>(folding.size());
  switch (op) {
    case Operator::kEqualsIgnoreCase:
      return static_cast<uint32_t>(hash_text(seed, folding));
    case Operator::kPrefixIgnoreCase:
      return AffixHash<TextEnd::kFront>(seed, folding).at(size);
    default:
      return AffixHash<TextEnd::kBack>(seed, folding).at(size);
  }
}

bool FoldedIndex::enlist(Operator op, uint32_t hash, uint32_t folding_size) {
  switch (op) {
    case Operator::kEqualsIgnoreCase:
      return lengths_.add(folding_size, pool_);
    case Operator::kPrefixIgnoreCase:
      return prefixes_.add(folding_size, hash, pool_);
    default:
      return suffixes_.add(folding_size, hash, pool_);
  }
}

void FoldedIndex::unlist(Operator op, uint32_t folding_size) {
  switch (op) {
    case Operator::kEqualsIgnoreCase:
      return lengths_.remove(folding_size, pool_);
    case Operator::kPrefixIgnoreCase:
      return prefixes_.remove(folding_size, pool_);
    default:
      return suffixes_.remove(folding_size, pool_);
  }
}

bool FoldedIndex::add(uint32_t id, Operator op, std::string_view operand) {
  if (!entries_.reserve_one() || !ids_.reserve_one() || !fold(operand, folding_)) return false;
  const uint32_t hash = hash_of(op, view(folding_));
  const Pool::Ref copy = pool_.add_text(operand);
  if (copy == Pool::kNone) return false;
  const auto size = static_cast<uint32_t>(operand.size());
  if (!enlist(op, hash, folding_.size())) {
    pool_.release_block(copy, size);
    return false;
  }
  longest_ = std::max(longest_, folding_.size());
  const uint32_t entry = entries_.take();
  entries_[entry] = {copy, size, folding_.size(), id, IdTable::kNone, op};
  const uint32_t first = first_of(hash);
  if (first == IdTable::kNone) {
    ids_.insert(hash, entry);
  } else {
    entries_[entry].next = entries_[first].next;
    entries_[first].next = entry;
  }
  return true;
}

void FoldedIndex::remove(uint32_t id, Operator op, std::string_view operand) {
  folding_.resize_reserved(fold_case(operand, folding_.data()));
  const uint32_t hash = hash_of(op, view(folding_));
  uint32_t entry = first_of(hash);
  uint32_t previous = IdTable::kNone;
  for (; entries_[entry].id != id; entry = entries_[entry].next) previous = entry;
  pool_.release_block(entries_[entry].operand, entries_[entry].operand_size);
  unlist(op, folding_.size());

  const uint32_t next = entries_[entry].next;
  if (previous != IdTable::kNone) {
    entries_[previous].next = next;
  } else if (next == IdTable::kNone) {
    ids_.erase(hash, entry);
    if (empty()) longest_ = 0;
  } else {  // The next one moves to where the table finds it.
    entries_[entry] = entries_[next];
    entry = next;
  }
  entries_.give_back(entry);
}

bool FoldedIndex::is_satisfied(const Entry& entry, std::string_view text) const {
  const std::string_view operand(pool_.at(entry.operand), entry.operand_size);
  switch (entry.op) {
    case Operator::kEqualsIgnoreCase:
      return equals_ignore_case(operand, text);
    case Operator::kPrefixIgnoreCase:
      return starts_with_ignore_case(operand, text);
    default:
      return ends_with_ignore_case(operand, text);
  }
}

size_t FoldedIndex::memory_bytes() const {
  return entries_.memory_bytes() + ids_.memory_bytes() + pool_.memory_bytes() +
         folding_.memory_bytes();
}

}  // namespace tidegate
