#pragma once

#include <cstdint>

#include "json/padded_text.h"

namespace tidegate {

// An object or array that was passed over.
struct Subtree {
  const char* end = nullptr;  // nullptr: it is broken.
  bool is_ascii = true;
};

// Checks the object or array at `p` in `text` by the rules of find_fault() (json/syntax.h), except
// that bytes beyond ASCII in strings need not be UTF-8.
// At most `max_depth` objects and arrays may be open in it.
//
// Cost: linear, and nearly the same for any 64 bytes: there is no branch per token. No allocation,
// no recursion.
Subtree skip_subtree(const PaddedText& text, const char* p, uint32_t max_depth);

}  // namespace tidegate
