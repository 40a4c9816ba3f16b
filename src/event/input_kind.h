#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// What an input is. The list, with a sentence for each, is event/input_kind.def.
enum class InputKind : uint8_t {
#define TIDEGATE_INPUT_KIND(constant, name, sentence) constant,
#include "event/input_kind.def"
#undef TIDEGATE_INPUT_KIND
};

// How many kinds there are, kUnknown among them.
inline constexpr InputKind kInputKinds[] = {
#define TIDEGATE_INPUT_KIND(constant, name, sentence) InputKind::constant,
#include "event/input_kind.def"
#undef TIDEGATE_INPUT_KIND
};
inline constexpr uint8_t kInputKindCount = sizeof(kInputKinds);

// The literal of the JavaScript API, such as "eventbridge".
std::string_view input_kind_name(InputKind kind);

}  // namespace tidegate
