#include "pattern/cidr.h"

namespace tidegate {
namespace {

constexpr int64_t kNotAnInteger = INT64_MIN;

// As Java's Integer.parseInt.
int64_t parse_int(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  if (text.empty()) return kNotAnInteger;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return kNotAnInteger;
    number = number * 10 + (c - '0');
    if (number > int64_t{INT32_MAX} + negative) return kNotAnInteger;
  }
  return negative ? -number : number;
}

}  // namespace

ProblemKind parse_block(std::string_view text, AddressBlock& block, std::string_view& address) {
  // Java's split drops empty pieces at the end, so slashes behind the second piece do not count.
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
    return ProblemKind::kCidrSlash;
  }
  address = text.substr(0, slash);
  const int64_t bits = parse_int(text.substr(slash + 1));
  if (bits == kNotAnInteger) return ProblemKind::kCidrMask;
  if (bits < 0) return ProblemKind::kCidrNegative;
  switch (parse_address(address, block.base)) {
    case AddressError::kNotAnAddress:
      return ProblemKind::kCidrNoAddress;
    case AddressError::kInvalid:
      return ProblemKind::kCidrBadAddress;
    case AddressError::kNone:
      break;
  }
  if (bits >= block.base.size * 8)
    return block.base.size == 4 ? ProblemKind::kCidrMask4 : ProblemKind::kCidrMask6;
  block.mask_bits = static_cast<uint8_t>(bits);
  return ProblemKind::kNone;
}

}  // namespace tidegate
