#include "json/utf8.h"

#include <cstddef>

#include "json/simd.h"

namespace tidegate {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Passes over one character, or gives nullptr.
const char* next_character(const char* p, const char* end) {
  if (is_ascii(*p)) return p + 1;
  const uint32_t length = utf8_sequence(p, end);
  return length == 0 ? nullptr : p + length;
}

#if defined(TIDEGATE_SIMD_TABLES)

// Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2021). What can be
// wrong with two bytes in a row is looked up by three nibbles of them; all three must agree.
constexpr uint8_t kTooShort = 1 << 0;      // A lead byte without its continuation.
constexpr uint8_t kTooLong = 1 << 1;       // A continuation after ASCII.
constexpr uint8_t kOverlong3 = 1 << 2;     // E0 80..9F
constexpr uint8_t kTooLarge = 1 << 3;      // F4 90..BF, F5..FF 90..BF
constexpr uint8_t kSurrogate = 1 << 4;     // ED A0..BF
constexpr uint8_t kOverlong2 = 1 << 5;     // C0..C1
constexpr uint8_t kOverlong4 = 1 << 6;     // F0 80..8F; F5..FF 80..8F are too large
constexpr uint8_t kContinuation = 1 << 7;  // Two in a row: right behind E0..FF alone.
constexpr uint8_t kAnyLow = kTooShort | kTooLong | kContinuation;
constexpr uint8_t kAnyLarge = kAnyLow | kTooLarge | kOverlong4;

constexpr uint8_t kFirstHigh[16] = {
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kContinuation,
    kContinuation,
    kContinuation,
    kContinuation,
    kTooShort | kOverlong2,
    kTooShort,
    kTooShort | kOverlong3 | kSurrogate,
    kTooShort | kTooLarge | kOverlong4,
};
constexpr uint8_t kFirstLow[16] = {
    kAnyLow | kOverlong2 | kOverlong3 | kOverlong4,
    kAnyLow | kOverlong2,
    kAnyLow,
    kAnyLow,
    kAnyLow | kTooLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge,
    kAnyLarge | kSurrogate,
    kAnyLarge,
    kAnyLarge,
};
constexpr uint8_t kSecondAny = kTooLong | kOverlong2 | kContinuation;
constexpr uint8_t kSecondHigh[16] = {
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kSecondAny | kOverlong3 | kOverlong4,
    kSecondAny | kOverlong3 | kTooLarge,
    kSecondAny | kSurrogate | kTooLarge,
    kSecondAny | kSurrogate | kTooLarge,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
};

// What is wrong with the bytes at `p`, each judged with up to three bytes before it.
Lane errors_at(const char* p) {
  const Lane first = Lane::load(p - 1);
  const Lane wrong = Lane::look_up(kFirstHigh, first.high_nibbles()) &
                     Lane::look_up(kFirstLow, first & Lane::splat(15)) &
                     Lane::look_up(kSecondHigh, Lane::load(p).high_nibbles());
  // The third and the fourth byte of a sequence must be a second continuation in a row, and only
  // they may.
  const Lane third = Lane::subtract_down_to_0(Lane::load(p - 2), Lane::splat(0xE0 - 0x80));
  const Lane fourth = Lane::subtract_down_to_0(Lane::load(p - 3), Lane::splat(0xF0 - 0x80));
  return wrong ^ ((third | fourth) & Lane::splat(static_cast<char>(kContinuation)));
}

// Passes over what can be checked at one look each, from a boundary of characters that has at least
// three bytes before it; nullptr for what is not UTF-8. The last character may be cut.
const char* skip_lanes(const char* p, const char* end) {
  Lane errors = Lane::splat(0);
  for (; end - p >= static_cast<std::ptrdiff_t>(Lane::kSize); p += Lane::kSize) {
    if ((Lane::load(p) | Lane::load(p - 3)).bits() != 0) errors = errors | errors_at(p);
  }
  // Any bit of a byte may be set, but only the top one counts.
  return Lane::at_most(Lane::splat(1), errors).bits() == 0 ? p : nullptr;
}

#else

const char* skip_lanes(const char* p, const char* end) {
  while (end - p >= static_cast<std::ptrdiff_t>(Lane::kSize)) {
    if (Lane::load(p).bits() == 0) {
      p += Lane::kSize;
      continue;
    }
    for (uint32_t i = 0; i < Lane::kSize / 4; ++i) {
      p = next_character(p, end);
      if (p == nullptr) return nullptr;
    }
  }
  return p;
}

#endif

}  // namespace

uint32_t utf8_sequence(const char* p, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(p[i]); };
  const auto follows = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead >= 0xC2 && lead < 0xE0) return end - p >= 2 && follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead < 0xF0) {
    if (end - p < 3 || !follows(1) || !follows(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;   // overlong
    if (lead == 0xED && byte(1) >= 0xA0) return 0;  // surrogate
    return 3;
  }
  if (lead >= 0xF0 && lead < 0xF5) {
    if (end - p < 4 || !follows(1) || !follows(2) || !follows(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;   // overlong
    if (lead == 0xF4 && byte(1) >= 0x90) return 0;  // beyond U+10FFFF
    return 4;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  if (text.empty()) return true;  // It may have no address.
  const char* begin = text.data();
  const char* end = begin + text.size();
  const char* p = begin;
  while (p != end && p - begin < 3) {
    p = next_character(p, end);
    if (p == nullptr) return false;
  }
  p = skip_lanes(p, end);
  if (p == nullptr) return false;
  // Back to the lead byte of the character that the last look may have cut.
  const char* lead = p;
  while (lead != begin && p - lead < 3 && is_continuation(*--lead)) {
  }
  if (lead != p && static_cast<unsigned char>(*lead) >= 0xC0) p = lead;
  while (p != end) {
    p = next_character(p, end);
    if (p == nullptr) return false;
  }
  return true;
}

}  // namespace tidegate
