#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "base/vec.h"

namespace tidegate {

// Writes plain values and texts one behind the other, without padding. ok() tells at the end
// whether there was memory for all of them.
class ByteWriter {
 public:
  explicit ByteWriter(Vec<char>& bytes) : bytes_(bytes) {}

  template <class T>
  void write(const T& value) {
    static_assert(std::is_arithmetic_v<T>);
    append(reinterpret_cast<const char*>(&value), sizeof(T));
  }

  void write_text(std::string_view text) {
    write(static_cast<uint32_t>(text.size()));
    append(text.data(), static_cast<uint32_t>(text.size()));
  }

  bool ok() const { return ok_; }

 private:
  void append(const char* bytes, uint32_t size) { ok_ = ok_ && bytes_.append(bytes, size); }

  Vec<char>& bytes_;
  bool ok_ = true;
};

// Reads what a ByteWriter wrote. What lies beyond the end reads as zeros and empty texts, and ok()
// is false from then on.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  T read() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    if (const char* bytes = take(sizeof(T))) std::memcpy(&value, bytes, sizeof(T));
    return value;
  }

  std::string_view read_text() {
    const auto size = read<uint32_t>();
    const char* bytes = take(size);
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
  }

  // The number of things to come, each of which has at least `size` bytes; 0 when there is no room
  // for so many.
  uint32_t read_count(uint32_t size) {
    const auto count = read<uint32_t>();
    if (count > rest_.size() / size) ok_ = false;
    return ok_ ? count : 0;
  }

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  const char* take(size_t size) {
    ok_ = ok_ && size <= rest_.size();
    if (!ok_) return nullptr;
    const char* bytes = rest_.data();
    rest_.remove_prefix(size);
    return bytes;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace tidegate
