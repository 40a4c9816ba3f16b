#include "match/folded_index.h"

namespace tidegate {

void FoldedIndex::Key::add(const Folding& folding) {
  for (uint32_t i = 0; i < folding.size; ++i) {
    char32_t c = folding.code_points[from_end_ ? folding.size - 1 - i : i];
    do hash_.add(static_cast<char>(c & 0xff));
    while ((c >>= 8) != 0);
  }
  length_ += folding.size;
}

FoldedIndex::Key FoldedIndex::key_of(Operator op, std::string_view operand) const {
  Key key(op, hash_seed_);
  while (!operand.empty()) key.take(operand);
  return key;
}

bool FoldedIndex::add(uint32_t id, Operator op, std::string_view operand) {
  if (!entries_.reserve_one() || !ids_.reserve_one()) return false;
  const Key key = key_of(op, operand);
  const Pool::Ref copy = pool_.add_text(operand);
  if (copy == Pool::kNone) return false;
  const auto size = static_cast<uint32_t>(operand.size());
  if (!lengths_[kind_of(op)].add(key.length(), pool_)) {
    pool_.release_block(copy, size);
    return false;
  }
  const uint32_t entry = entries_.take();
  const uint32_t first = first_of(key.hash());
  if (first == IdTable::kNone) {
    entries_[entry] = {copy, size, id, IdTable::kNone, op};
    ids_.insert(key.hash(), entry);
  } else {
    entries_[entry] = {copy, size, id, entries_[first].next, op};
    entries_[first].next = entry;
  }
  return true;
}

void FoldedIndex::remove(uint32_t id, Operator op, std::string_view operand) {
  const Key key = key_of(op, operand);
  uint32_t entry = first_of(key.hash());
  uint32_t previous = IdTable::kNone;
  for (; entries_[entry].id != id; entry = entries_[entry].next) previous = entry;
  pool_.release_block(entries_[entry].operand, entries_[entry].operand_size);
  lengths_[kind_of(op)].remove(key.length(), pool_);

  const uint32_t next = entries_[entry].next;
  if (previous != IdTable::kNone) {
    entries_[previous].next = next;
  } else if (next == IdTable::kNone) {
    ids_.erase(key.hash(), entry);
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

}  // namespace tidegate
