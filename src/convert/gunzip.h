#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace tidegate {

// Whoever converts payloads that are compressed brings what decompresses them: the platform, or a
// library.
class Gunzip {
 public:
  virtual ~Gunzip() = default;

  enum class Result : uint8_t { kDone, kBroken, kTooLarge, kNoMemory };

  // Appends what gzip or zlib data (RFC 1952, RFC 1950) holds, at most `left` bytes, to `output`,
  // which is of no use unless that is done. Takes from `left` what came out, whatever became of it,
  // so that it bounds the work of several calls.
  [[nodiscard]] virtual Result inflate(std::string_view data, uint32_t& left, Text& output) = 0;
};

}  // namespace tidegate
