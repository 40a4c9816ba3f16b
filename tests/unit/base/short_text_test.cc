#include "base/short_text.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace tidegate {

// The texts lie at the end of blocks of their own size, so that AddressSanitizer sees any look
// behind them.
TEST_CASE("texts of every short length are compared and copied as memcmp and memcpy do") {
  for (size_t size = 0; size < 40; ++size) {
    std::vector<char> text(size);
    for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(0xF0 + i * 37);
    const std::string_view view(text.data(), size);

    std::vector<char> copy(size + 1, '!');
    copy_text(view, copy.data());
    CHECK(std::string_view(copy.data(), size) == view);
    CHECK(copy[size] == '!');

    copy.resize(size);
    CHECK(same_text(view, {copy.data(), size}));
    for (size_t i = 0; i < size; ++i) {
      copy[i] = static_cast<char>(copy[i] ^ 0x80);
      CHECK_FALSE(same_text(view, {copy.data(), size}));
      copy[i] = text[i];
    }
    if (size != 0) CHECK_FALSE(same_text(view, view.substr(1)));
  }
}

TEST_CASE("the last bytes of a text are the lowest of a word") {
  const std::string text = "\x01\x02\x03\x04\x05\x06\x07";
  uint64_t want = 0;
  for (size_t size = 1; size <= 7; ++size) {
    want |= uint64_t{size} << 8 * (size - 1);
    CHECK(load_tail(text.data(), size) == want);
  }
}

}  // namespace tidegate
