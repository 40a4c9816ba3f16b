#include "match/predicate_table.h"

namespace tidegate {
namespace {

// Whether the operand is the text as it stands (match/operand.h).
bool is_about_text(Operator op) {
  return op == Operator::kEqualsString || op == Operator::kEqualsToken || is_affix(op);
}

}  // namespace

// An affix is hashed as find_affixes() comes upon it.
uint32_t PredicateTable::hash_of(PathTree::Node path, Operator op, std::string_view operand) const {
  const uint64_t seed = seed_of(path, op);
  const auto size = static_cast<uint32_t>(operand.size());
  if (op == Operator::kPrefix) return AffixHash<TextEnd::kFront>(seed, operand).at(size);
  if (op == Operator::kSuffix) return AffixHash<TextEnd::kBack>(seed, operand).at(size);
  return static_cast<uint32_t>(hash_text(seed, operand));
}

PredicateId PredicateTable::find(PathTree::Node path, Operator op, std::string_view operand,
                                 const Pool& pool) const {
  return find_hashed(hash_of(path, op, operand), path, op, operand, pool);
}

PredicateId PredicateTable::acquire(PathTree::Node path, const Predicate& predicate, Pool& pool) {
  std::string_view operand = predicate.text;
  if (!is_about_text(predicate.op)) {
    operand_.clear();
    if (!append_operand(predicate, operand_)) return kNoId;
    operand = {operand_.data(), operand_.size()};
  }
  const uint32_t hash = hash_of(path, predicate.op, operand);
  PredicateId id = find_hashed(hash, path, predicate.op, operand, pool);
  if (id == kNoId) id = create(hash, path, predicate.op, operand, pool);
  if (id != kNoId) ++entries_[id].references;
  return id;
}

PredicateId PredicateTable::add(PathTree::Node path, Operator op, std::string_view operand,
                                Pool& pool) {
  const uint32_t hash = hash_of(path, op, operand);
  if (find_hashed(hash, path, op, operand, pool) != kNoId) return kNoId;
  return create(hash, path, op, operand, pool);
}

PredicateId PredicateTable::create(uint32_t hash, PathTree::Node path, Operator op,
                                   std::string_view operand, Pool& pool) {
  if (!ids_.reserve_one() || !entries_.reserve_one()) return kNoId;
  const Pool::Ref block = pool.add_text(operand);
  if (block == Pool::kNone) return kNoId;
  const PredicateId id = entries_.take();
  Entry& entry = entries_[id];
  entry.path = path;
  entry.operand = block;
  entry.operand_size = static_cast<uint32_t>(operand.size());
  entry.op = op;
  ids_.insert(hash, id);
  return id;
}

void PredicateTable::release(PredicateId id, Pool& pool) {
  Entry& entry = entries_[id];
  if (--entry.references != 0) return;
  ids_.erase(hash_of(entry.path, entry.op, operand(id, pool)), id);
  pool.release_block(entry.operand, entry.operand_size);
  entries_.give_back(id);
}

}  // namespace tidegate
