#pragma once

#include <cstdint>
#include <string_view>

#include "base/vec.h"

namespace tidegate {

// Many small blocks of bytes, known by 32-bit references. They are cut from chunks of up to 64 KiB,
// and once released are given out again to blocks of about the same size, so a set that changes for
// ever does not grow for ever; large blocks go back to where they came from. Blocks never move, and
// are aligned to 8.
class Pool {
 public:
  using Ref = uint32_t;
  static constexpr Ref kNone = 0;
  static constexpr uint32_t kMaxBlock = 1u << 30;

  Pool() = default;
  Pool(Pool&& other) noexcept { swap(other); }
  Pool& operator=(Pool&& other) noexcept {
    Pool moved(static_cast<Pool&&>(other));
    swap(moved);
    return *this;
  }
  ~Pool() { clear(); }

  // A block of at least `size` bytes; kNone when there is no memory, or more than kMaxBlock is
  // asked for.
  [[nodiscard]] Ref allocate_block(uint32_t size);
  // Gives back a block that was asked for with this size.
  void release_block(Ref ref, uint32_t size);

  // A block that holds a copy of `text`; kNone when there is no memory. An empty text has a block
  // as well.
  [[nodiscard]] Ref add_text(std::string_view text);

  char* at(Ref ref) { return chunks_[ref >> kChunkBits] + (ref & kChunkMask) * kUnit; }
  const char* at(Ref ref) const { return chunks_[ref >> kChunkBits] + (ref & kChunkMask) * kUnit; }

  void clear();

  size_t memory_bytes() const { return held_ + chunks_.memory_bytes() + owned_.memory_bytes(); }

  // Blocks come in classes of size, small numbers. A block that is asked for with any size of a
  // class really has size_of_class().
  static uint32_t class_of(uint32_t size);
  static uint32_t size_of_class(uint32_t size_class);
  static uint32_t block_size(uint32_t size) { return size_of_class(class_of(size)); }

 private:
  static constexpr uint32_t kUnit = 8;
  static constexpr uint32_t kChunkBits = 13;  // Of units.
  static constexpr uint32_t kChunkMask = (1u << kChunkBits) - 1;
  static constexpr uint32_t kChunkBytes = kUnit << kChunkBits;
  static constexpr uint32_t kFirstChunkBytes = 1024;
  static constexpr uint32_t kLargeBytes = kChunkBytes / 4;  // Above, a block has its own memory.
  static constexpr uint32_t kClasses = 4 * 30;

  [[nodiscard]] bool open_chunk(uint32_t bytes);
  void release_rest();
  void release_large(Ref ref, uint32_t bytes);
  Ref add_memory(uint32_t bytes);
  uint32_t find_places(uint32_t count);
  void swap(Pool& other) noexcept;

  Vec<char*> chunks_;  // A large block takes several places in a row; the first place stays empty.
  Vec<char*> owned_;   // For each place, what is to be released.
  size_t held_ = 0;    // Bytes of all that is owned.
  uint32_t next_ = 0;  // First free unit of the open chunk, counted over all chunks.
  uint32_t end_ = 0;   // End of that chunk.
  // Heads of the lists of released blocks; the next one is in a block's first bytes.
  Ref free_[kClasses] = {};
};

}  // namespace tidegate
