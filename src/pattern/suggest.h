#pragma once

#include <span>
#include <string_view>

namespace tidegate {

// The one of `names` that was probably meant by `written`: the same but for case and punctuation
// ("Equals_Ignore_Case"), or for up to two letters of them ("prefx"). Empty where none is near.
std::string_view suggest(std::string_view written, std::span<const std::string_view> names);

}  // namespace tidegate
