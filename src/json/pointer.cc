#include "json/pointer.h"

namespace tidegate {

void append_pointer_token(std::string_view name, Text& pointer) {
  pointer.append('/');
  for (const char c : name) {
    if (c == '~' || c == '/') {
      pointer.append(c == '~' ? "~0" : "~1");
    } else {
      pointer.append(c);
    }
  }
}

}  // namespace tidegate
