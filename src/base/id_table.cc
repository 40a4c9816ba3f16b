#include "base/id_table.h"

#include <algorithm>
#include <utility>

namespace tidegate {
namespace {

constexpr uint32_t kFirstHomes = 2;

// How far a table usually overflows behind its last home.
constexpr uint32_t kOverflow = 2;

// Buckets to move for each new id while the table is stretched. A quarter more homes take up more
// than one new id for each bucket of before, so that one would be enough; the sooner it is over,
// the less the old table fills up.
constexpr uint32_t kBucketsPerStep = 2;

}  // namespace

// ---- One bucket ----

// kBucketSize when it is not there.
uint32_t IdTable::Bucket::slot_of(uint32_t id) const {
  return static_cast<uint32_t>(__builtin_ctz(equal_to(id, ids) | 1u << kBucketSize));
}

void IdTable::Bucket::add(uint32_t hash, uint32_t id) {
  const uint32_t slot = size();
  hashes[slot] = hash;
  ids[slot] = id;
}

void IdTable::Bucket::remove(uint32_t slot) {
  const uint32_t last = size() - 1;
  hashes[slot] = hashes[last];
  ids[slot] = ids[last];
  ids[last] = kNone;
}

// ---- One table ----

// Makes room for the content of `count` more buckets, be it all pushed to the end, and a bucket
// behind it that is not full, for searches to end at. No home in use is beyond `last_home`.
bool IdTable::Table::make_room(uint32_t last_home, uint32_t count) {
  const uint64_t least = uint64_t{last_home} + count + 1;
  while (buckets.size() < least || buckets[buckets.size() - count - 1].full()) {
    const uint64_t size = std::max(uint64_t{buckets.size()} + 1, least);
    if (size > UINT32_MAX || !buckets.resize(static_cast<uint32_t>(size))) return false;
  }
  return true;
}

void IdTable::Table::insert(uint32_t hash, uint32_t id) {
  uint32_t i = home(hash);
  while (buckets[i].full()) ++i;
  buckets[i].add(hash, id);
}

void IdTable::Table::erase(uint32_t hash, uint32_t id) {
  for (uint32_t i = home(hash);; ++i) {
    Bucket& bucket = buckets[i];
    const uint32_t slot = bucket.slot_of(id);
    if (slot == kBucketSize) continue;
    const bool was_full = bucket.full();
    bucket.remove(slot);
    if (was_full) close_gap(i);
    return;
  }
}

// Bucket i was full and no longer is. Ids that passed it by while it was full must not lie behind
// it, where no search would look for them any more.
void IdTable::Table::close_gap(uint32_t gap) {
  for (uint32_t i = gap + 1;; ++i) {
    Bucket& bucket = buckets[i];
    const bool was_full = bucket.full();
    const uint32_t size = bucket.size();
    for (uint32_t slot = 0; slot < size; ++slot) {
      if (home(bucket.hashes[slot]) > gap) continue;
      buckets[gap].add(bucket.hashes[slot], bucket.ids[slot]);
      bucket.remove(slot);
      gap = i;
      break;
    }
    if (!was_full) return;
  }
}

// ---- Stretching ----

bool IdTable::begin_to_stretch() {
  if (table_.homes > UINT32_MAX / 2) return false;
  const uint32_t homes = std::max({kFirstHomes, table_.homes + 1, table_.homes + table_.homes / 4});
  if (!stretched_.buckets.reserve(std::min(homes + kOverflow, stretched_.buckets.kChunkSize))) {
    return false;
  }
  stretched_.homes = homes;
  return true;
}

// Moves the buckets from next_ up to the first that is not full, and the frontier behind that. Not
// less, since a search ends at a bucket that is not full.
bool IdTable::move_run() {
  uint32_t end = next_;
  while (table_.buckets[end++].full()) {
  }
  // The lowest hash with its home at `end`.
  const uint64_t frontier = ((uint64_t{end} << 32) + table_.homes - 1) / table_.homes;
  const uint64_t reached = std::min(frontier, uint64_t{1} << 32);
  if (!stretched_.make_room(last_home(reached), end - next_)) return false;
  for (; next_ != end; ++next_) {
    const Bucket& bucket = table_.buckets[next_];
    const uint32_t size = bucket.size();
    for (uint32_t slot = 0; slot < size; ++slot) {
      stretched_.insert(bucket.hashes[slot], bucket.ids[slot]);
    }
  }
  frontier_ = reached;
  table_.buckets.release_below(next_);
  return true;
}

bool IdTable::stretch() {
  const bool small = table_.homes <= table_.buckets.kChunkSize;
  const uint32_t enough = small ? table_.homes : std::min(table_.homes, next_ + kBucketsPerStep);
  while (next_ < enough) {
    if (!move_run()) return false;
  }
  if (next_ < table_.homes) return true;
  table_ = std::move(stretched_);
  stretched_ = {};
  frontier_ = 0;
  next_ = 0;
  return true;
}

// ---- The whole ----

bool IdTable::reserve_one() {
  const bool full = count_ >= uint64_t{table_.homes} * kBucketSize * 4 / 5;
  if (full && !stretching() && !begin_to_stretch()) return false;
  if (stretching() && !stretch()) return false;
  if (!table_.make_room(table_.homes - 1, 1)) return false;
  return !stretching() || stretched_.make_room(last_home(frontier_), 1);
}

bool IdTable::reserve(uint32_t count) {
  const uint32_t homes = std::max(kFirstHomes, count / (kBucketSize * 3 / 4));
  if (count_ != 0 || stretching() || homes <= table_.homes) return true;
  if (!table_.buckets.reserve(homes + kOverflow)) return false;
  table_.homes = homes;
  return true;
}

void IdTable::insert(uint32_t hash, uint32_t id) {
  table_of(hash).insert(hash, id);
  ++count_;
}

void IdTable::erase(uint32_t hash, uint32_t id) {
  table_of(hash).erase(hash, id);
  --count_;
}

}  // namespace tidegate
