#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// What the fuzz targets share. Each is a program of libFuzzer (clang), built by the preset "fuzz".

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// What must hold. A target has found something when it does not.
inline void demand(bool holds) {
  if (!holds) std::abort();
}

// Splits off what stands before the first byte 0xFF, which is in no UTF-8.
inline std::string_view take_part(std::string_view& rest) {
  const size_t end = rest.find('\xFF');
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

}  // namespace fuzz
