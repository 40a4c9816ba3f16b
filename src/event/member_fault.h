#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "json/items.h"

namespace tidegate {

// Sets `problem` to kEventField for a member of the event in `text`: the reason is
// 'The event's "<name>" <why>', with the place of the member's value. A member that is missing is
// nullptr; the place is then the start. False, for the caller to return.
bool set_member_fault(std::string_view text, const JsonItem* member, std::string_view name,
                      std::string_view why, std::string_view hint, Diagnostic& problem);

}  // namespace tidegate
