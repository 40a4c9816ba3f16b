#include "json/address.h"

#include <algorithm>
#include <cstring>

namespace tidegate {
namespace {

constexpr uint8_t kIpv4Size = 4;
constexpr uint8_t kIpv6Size = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Four runs of digits with dots between them.
AddressError parse_ipv4(std::string_view text, Address& address) {
  Address result;
  result.size = kIpv4Size;
  bool valid = text.size() <= 15;
  size_t i = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (i == text.size() || text[i++] != '.')) return AddressError::kNotAnAddress;
    const size_t begin = i;
    unsigned value = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
      value = std::min(value * 10 + static_cast<unsigned>(text[i] - '0'), 256u);
    }
    if (i == begin) return AddressError::kNotAnAddress;
    if (value > 255) valid = false;
    result.bytes[part] = static_cast<uint8_t>(value);
  }
  if (i != text.size()) return AddressError::kNotAnAddress;
  if (!valid) return AddressError::kInvalid;
  address = result;
  return AddressError::kNone;
}

// Reads groups of hexadecimal digits with single colons between them into bytes [size, kIpv6Size)
// of `result` and moves `size` past them. A group is any number of digits whose value fits in 16
// bits. No text has no groups.
bool read_groups(std::string_view text, Address& result, size_t& size) {
  if (text.empty()) return true;
  while (true) {
    const std::string_view group = text.substr(0, text.find(':'));
    if (group.empty() || size == kIpv6Size) return false;
    unsigned value = 0;
    for (const char c : group) {
      value = value * 16 + static_cast<unsigned>(hex_value(c));
      if (value > 0xffff) return false;
    }
    result.bytes[size++] = static_cast<uint8_t>(value >> 8);
    result.bytes[size++] = static_cast<uint8_t>(value);
    if (group.size() == text.size()) return true;
    text.remove_prefix(group.size() + 1);
  }
}

// Hexadecimal digits and colons: eight groups, or fewer with one "::" for the zeros left out.
bool read_ipv6(std::string_view text, Address& result) {
  size_t size = 0;
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) return read_groups(text, result, size) && size == kIpv6Size;

  if (!read_groups(text.substr(0, gap), result, size)) return false;
  const size_t head = size;
  if (!read_groups(text.substr(gap + 2), result, size) || size == kIpv6Size) return false;
  std::rotate(result.bytes + head, result.bytes + size, result.bytes + kIpv6Size);
  return true;
}

AddressError parse_ipv6(std::string_view text, Address& address) {
  if (text.find(':') == std::string_view::npos) return AddressError::kNotAnAddress;
  for (const char c : text) {
    if (c != ':' && hex_value(c) < 0) return AddressError::kNotAnAddress;
  }

  Address result;
  if (!read_ipv6(text, result)) return AddressError::kInvalid;
  result.size = kIpv6Size;

  // RFC 4291, 2.5.5.2. Java gives such an address back as the IPv4 address.
  static constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(result.bytes, kMapped, sizeof kMapped) == 0) {
    Address ipv4;
    std::copy_n(result.bytes + sizeof kMapped, kIpv4Size, ipv4.bytes);
    ipv4.size = kIpv4Size;
    result = ipv4;
  }
  address = result;
  return AddressError::kNone;
}

bool same_leading_bits(const Address& a, const Address& b, unsigned bits) {
  const unsigned whole = bits / 8;
  if (std::memcmp(a.bytes, b.bytes, whole) != 0) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || (a.bytes[whole] ^ b.bytes[whole]) >> (8 - rest) == 0;
}

// Whether the bits of an IPv4 address after the first `bits` (below 32) are neither all 0 nor
// all 1.
bool lies_inside(const Address& address, unsigned bits) {
  uint32_t word = 0;
  for (size_t i = 0; i < kIpv4Size; ++i) word = word << 8 | address.bytes[i];
  const uint32_t mask = 0xffff'ffffu >> bits;
  return (word & mask) != 0 && (word & mask) != mask;
}

}  // namespace

AddressError parse_address(std::string_view text, Address& address) {
  const AddressError error = parse_ipv4(text, address);
  return error == AddressError::kNotAnAddress ? parse_ipv6(text, address) : error;
}

AddressBlock without_host_bits(AddressBlock block) {
  for (uint32_t i = 0; i < sizeof(block.base.bytes); ++i) {
    const uint32_t bits = block.mask_bits > i * 8 ? block.mask_bits - i * 8 : 0;
    if (bits < 8) {
      block.base.bytes[i] = static_cast<uint8_t>(block.base.bytes[i] & ~(0xFFu >> bits));
    }
  }
  return block;
}

bool contains(const AddressBlock& block, const Address& address) {
  // event-ruler writes addresses as hexadecimal digits and compares these up to where the address
  // is seen to lie inside the block. The digits of an IPv4 address end before those of an IPv6
  // block do: as long as they agree with its lowest or its highest address, nothing has been seen
  // yet.
  if (block.base.size > address.size &&
      (block.mask_bits >= 32 || !lies_inside(address, block.mask_bits))) {
    return false;
  }
  return same_leading_bits(block.base, address, block.mask_bits);
}

}  // namespace tidegate
