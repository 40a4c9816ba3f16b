#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

inline constexpr uint32_t kNotNear = UINT32_MAX;

// How near two names are to each other: 0 if they differ in nothing but case, hyphens, underscores
// and spaces ("detailType", "detail-type"); up to 2 letters that were added, left out or replaced,
// as long as those are no more than a third of them; otherwise kNotNear. Texts of more than 64
// bytes are near to none. Letters beyond ASCII count by bytes. Cost: the product of the sizes.
uint32_t nearness(std::string_view a, std::string_view b);

}  // namespace tidegate
