#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/short_text.h"

namespace tidegate {

// One step of a multiplicative hash: mixes a word into a state.
inline uint64_t hash_mix(uint64_t state, uint64_t word) {
  state = (state ^ word) * 0x9E3779B97F4A7C15u;
  return state ^ (state >> 32);
}

// Hash of a text. Tables that take keys from strangers give a seed of their own.
inline uint64_t hash_text(uint64_t seed, std::string_view text) {
  const char* p = text.data();
  size_t left = text.size();
  uint64_t state = hash_mix(seed, left);
  for (; left >= 8; left -= 8, p += 8) state = hash_mix(state, load_word(p));
  return left == 0 ? state : hash_mix(state, load_tail(p, left));
}

// A checksum of many bytes: four lanes, so that the multiplications do not wait for each other.
inline uint64_t hash_bytes(std::string_view bytes) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  const char* p = bytes.data();
  size_t left = bytes.size();
  for (; left >= sizeof(lanes); left -= sizeof(lanes), p += sizeof(lanes)) {
    uint64_t words[4];
    std::memcpy(words, p, sizeof(words));
    for (int i = 0; i < 4; ++i) lanes[i] = hash_mix(lanes[i], words[i]);
  }
  uint64_t hash = hash_text(bytes.size(), {p, left});
  for (const uint64_t lane : lanes) hash = hash_mix(hash, lane);
  return hash;
}

// A hash that grows byte by byte and can be read at any length.
class GrowingHash {
 public:
  explicit GrowingHash(uint64_t seed) : state_(seed) {}

  void add(char c) { state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3u; }
  uint64_t value() const { return hash_mix(state_, 0); }

 private:
  uint64_t state_;
};

}  // namespace tidegate
