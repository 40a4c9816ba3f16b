#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// Cuts a text into lines, which end with \n or \r\n; the last one may go without.
class Lines {
 public:
  Lines(std::string_view text, uint32_t begin) : text_(text), next_(begin) {}

  // The next line without its end. False: there is none.
  bool next(std::string_view& line);

  // Where the line after that begins.
  uint32_t position() const { return next_; }

 private:
  std::string_view text_;
  uint32_t next_;
};

// Whether a line holds nothing but spaces and tabs.
bool is_blank(std::string_view line);

}  // namespace tidegate
