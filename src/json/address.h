#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// An IP address, most significant byte first. `size` is 4 or 16; bytes beyond it are 0.
struct Address {
  uint8_t bytes[16] = {};
  uint8_t size = 0;
};

enum class AddressError : uint8_t {
  kNone,
  kNotAnAddress,  // Does not look like an address: neither four dotted runs of digits nor hex
                  // digits with a colon.
  kInvalid,       // Looks like one and is none: 300.0.0.0, 1::2::3.
};

// Reads an IPv4 or IPv6 literal as event-ruler (Java's InetAddress) does: decimal parts may have
// leading zeros, at most 15 characters in all; no embedded dotted quad; an IPv4-mapped IPv6 address
// (::ffff:a00:1) is the IPv4 address. `address` is written only when kNone is returned.
AddressError parse_address(std::string_view text, Address& address);

// A block of addresses, "base/mask_bits". One address is a block with all its bits in the mask (32
// or 128).
struct AddressBlock {
  Address base;  // Host bits are kept as written; they do not matter.
  uint8_t mask_bits = 0;
};

// The same block without what its mask does not look at.
AddressBlock without_host_bits(AddressBlock block);

// Whether an address lies in a block, by event-ruler's comparison of leading hexadecimal digits,
// which does not ask for the family: a block of IPv4 holds the IPv6 addresses whose first 32 bits
// lie in it; a block of IPv6 holds the IPv4 addresses whose 32 bits lie strictly between the first
// 32 bits of its lowest and of its highest address.
bool contains(const AddressBlock& block, const Address& address);

}  // namespace tidegate
