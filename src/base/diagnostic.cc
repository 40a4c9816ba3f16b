#include "base/diagnostic.h"

namespace tidegate {

void Diagnostic::clear() {
  code = ErrorCode::kOk;
  reason.clear();
  hint.clear();
  pointer.clear();
  span = {};
  line = 0;
  column = 0;
}

void Diagnostic::set(ErrorCode error, std::string_view why) {
  clear();
  code = error;
  reason.append(why.empty() ? error_sentence(error) : why);
}

void Diagnostic::set(ErrorCode error, std::string_view why, std::string_view text,
                     uint32_t offset) {
  clear();
  code = error;
  reason.append(why);
  span = {offset, offset};
  const Place place = place_of(text, offset);
  line = place.line;
  column = place.column;
}

Place place_of(std::string_view text, uint32_t offset) {
  Place place = {1, 1};
  const size_t end = offset < text.size() ? offset : text.size();
  for (size_t i = 0; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n' || (byte == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n'))) {
      ++place.line;
      place.column = 1;
    } else if (byte >= 0xF0) {
      place.column += 2;  // A lead byte of four is two UTF-16 code units.
    } else if ((byte & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace tidegate
