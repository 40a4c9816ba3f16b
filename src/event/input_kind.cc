#include "event/input_kind.h"

namespace tidegate {

std::string_view input_kind_name(InputKind kind) {
  static constexpr std::string_view kNames[] = {
#define TIDEGATE_INPUT_KIND(constant, name, sentence) name,
#include "event/input_kind.def"
#undef TIDEGATE_INPUT_KIND
  };
  return kNames[static_cast<uint8_t>(kind)];
}

}  // namespace tidegate
