#include "match/predicate_table.h"

#include "base/hash.h"

namespace tidegate {

uint32_t PredicateTable::hash_of(PathTree::Node path, Operator op, std::string_view operand) const {
  const uint64_t place = uint64_t{path} << 8 | static_cast<uint64_t>(op);
  return static_cast<uint32_t>(hash_text(hash_mix(hash_seed_, place), operand));
}

PredicateId PredicateTable::find(PathTree::Node path, Operator op, std::string_view operand,
                                 const Pool& pool) const {
  return ids_.find(hash_of(path, op, operand), [&](PredicateId id) {
    const Entry& entry = entries_[id];
    return entry.path == path && entry.op == op && this->operand(id, pool) == operand;
  });
}

PredicateId PredicateTable::acquire(PathTree::Node path, const Predicate& predicate, Pool& pool) {
  operand_.clear();
  if (!append_operand(predicate, operand_)) return kNoId;
  const std::string_view operand(operand_.data(), operand_.size());
  PredicateId id = find(path, predicate.op, operand, pool);
  if (id != kNoId) {
    ++entries_[id].references;
    return id;
  }
  if (!ids_.reserve_one() || !entries_.reserve_one()) return kNoId;
  const Pool::Ref block = pool.add_text(operand);
  if (block == Pool::kNone) return kNoId;
  id = entries_.take();
  Entry& entry = entries_[id];
  entry.path = path;
  entry.references = 1;
  entry.operand = block;
  entry.operand_size = operand_.size();
  entry.hash = hash_of(path, predicate.op, operand);
  entry.op = predicate.op;
  ids_.insert(entry.hash, id);
  return id;
}

bool PredicateTable::release(PredicateId id, Pool& pool) {
  Entry& entry = entries_[id];
  if (--entry.references != 0) return false;
  ids_.erase(entry.hash, id);
  pool.release_block(entry.operand, entry.operand_size);
  entries_.give_back(id);
  return true;
}

}  // namespace tidegate
