#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tidegate {

// The T that lies at an offset of some bytes, which need not be aligned.
template <class T>
T read_plain(std::string_view bytes, size_t offset = 0) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

// A list of texts within an operand (match/operand.h): their number, the end of each, and their
// characters.
class TextList {
 public:
  explicit TextList(std::string_view bytes)
      : size_(read_plain<uint32_t>(bytes)),
        ends_(bytes.data() + sizeof(uint32_t)),
        chars_(ends_ + size_t{size_} * sizeof(uint32_t)) {}

  uint32_t size() const { return size_; }

  std::string_view operator[](uint32_t i) const {
    const uint32_t begin = i == 0 ? 0 : end(i - 1);
    return {chars_ + begin, end(i) - begin};
  }

 private:
  uint32_t end(uint32_t i) const {
    return read_plain<uint32_t>({ends_ + i * sizeof(uint32_t), sizeof(uint32_t)});
  }

  uint32_t size_;
  const char* ends_;
  const char* chars_;
};

}  // namespace tidegate
