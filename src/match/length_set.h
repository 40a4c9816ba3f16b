#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/id_list.h"

namespace tidegate {

// Which lengths some operands have, ascending, each once, and how many have it. The pool is given
// with each call.
class LengthSet {
 public:
  bool empty() const { return lengths_.empty(); }
  std::span<const uint32_t> lengths(const Pool& pool) const {
    return {lengths_.begin(pool), lengths_.size()};
  }

  // False: no memory, nothing changed.
  [[nodiscard]] bool add(uint32_t length, Pool& pool) {
    const uint32_t at = find(length, pool);
    if (at < lengths_.size() && lengths_.begin(pool)[at] == length) {
      ++counts_.begin(pool)[at];
      return true;
    }
    if (!lengths_.push(pool, length)) return false;
    if (!counts_.push(pool, 1)) {
      lengths_.pop(pool);
      return false;
    }
    std::rotate(lengths_.begin(pool) + at, lengths_.begin(pool) + lengths_.size() - 1,
                lengths_.begin(pool) + lengths_.size());
    std::rotate(counts_.begin(pool) + at, counts_.begin(pool) + counts_.size() - 1,
                counts_.begin(pool) + counts_.size());
    return true;
  }

  // `length` must have been added.
  void remove(uint32_t length, Pool& pool) {
    const uint32_t at = find(length, pool);
    if (--counts_.begin(pool)[at] != 0) return;
    std::rotate(lengths_.begin(pool) + at, lengths_.begin(pool) + at + 1,
                lengths_.begin(pool) + lengths_.size());
    std::rotate(counts_.begin(pool) + at, counts_.begin(pool) + at + 1,
                counts_.begin(pool) + counts_.size());
    lengths_.pop(pool);
    counts_.pop(pool);
  }

 private:
  uint32_t find(uint32_t length, Pool& pool) const {
    const uint32_t* first = lengths_.begin(pool);
    return static_cast<uint32_t>(std::lower_bound(first, first + lengths_.size(), length) - first);
  }

  IdList lengths_;
  IdList counts_;
};

}  // namespace tidegate
