#pragma once

#include <cstdint>

namespace tidegate {

inline constexpr uint32_t kIllFormed = UINT32_MAX;
inline constexpr uint32_t kUtf8Slack = 64;

// Writes UTF-16 as UTF-8 and returns its size in bytes, or kIllFormed where a surrogate lacks its
// partner. `out` has room for 3 * count + kUtf8Slack bytes, and the units may stand at the very end
// of that room: writing never overtakes reading. Cost: linear; ASCII takes 16 characters a step.
uint32_t utf8_from_utf16(const char16_t* units, uint32_t count, char* out);

// The same with three bytes (ED A0..BF xx) for a surrogate without its partner, so it never fails.
uint32_t wtf8_from_utf16(const char16_t* units, uint32_t count, char* out);

}  // namespace tidegate
