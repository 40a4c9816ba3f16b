#pragma once

#include <string_view>

#include "json/address.h"
#include "pattern/messages.h"

namespace tidegate {

// Reads the operand of cidr, as event-ruler's CIDR does: kNone and `block`, or one of the kCidr...
// problems, whose argument is then `address`, the text before the slash.
ProblemKind parse_block(std::string_view text, AddressBlock& block, std::string_view& address);

}  // namespace tidegate
