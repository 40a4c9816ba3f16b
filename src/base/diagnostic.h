#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "base/text.h"

namespace tidegate {

// One thing that is wrong, with its place. Everything but the code may be empty.
struct Diagnostic {
  ErrorCode code = ErrorCode::kOk;
  Text reason;          // One sentence. Where AWS words it, AWS's own words, without the place.
  Text hint;            // What to do about it.
  Text pointer;         // JSON Pointer (RFC 6901) to the value in the text.
  Span span;            // Bytes of the text that are at fault.
  uint32_t line = 0;    // From 1; 0 when the error has no place. Lines end with \n, \r\n or \r.
  uint32_t column = 0;  // From 1, in UTF-16 code units, as editors and Jackson count.

  void clear();

  // Sets code and reason alone, for an error without a place. An empty reason is the code's
  // sentence.
  void set(ErrorCode error, std::string_view why = {});

  // Sets code, reason and span.begin == span.end == offset, with line and column counted in `text`.
  void set(ErrorCode error, std::string_view why, std::string_view text, uint32_t offset);
};

// Line and column of byte `offset` of `text`, both from 1. Cost: linear in `offset`.
struct Place {
  uint32_t line;
  uint32_t column;
};
Place place_of(std::string_view text, uint32_t offset);

}  // namespace tidegate
