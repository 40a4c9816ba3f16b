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

  // Appends what the gzip data (RFC 1952) holds, at most `limit` bytes, to `output`. False: it is
  // no such data, or holds more, or there is no memory; `output` is of no use then.
  [[nodiscard]] virtual bool inflate(std::string_view data, uint32_t limit, Text& output) = 0;
};

}  // namespace tidegate
