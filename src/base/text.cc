#include "base/text.h"

namespace tidegate {

// Not inlined anywhere: there are hundreds of calls.
[[gnu::noinline]] Text& Text::append(std::string_view text) {
  if (!chars_.append(text.data(), static_cast<uint32_t>(text.size()))) failed_ = true;
  return *this;
}

Text& Text::append_number(uint64_t number) {
  char digits[20];
  char* first = digits + sizeof(digits);
  do {
    *--first = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  return append({first, static_cast<size_t>(digits + sizeof(digits) - first)});
}

}  // namespace tidegate
