#include "json/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

namespace tidegate {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

// The address as hexadecimal digits, or why there is none.
std::string parsed(std::string_view text) {
  Address address;
  address.size = 99;
  const AddressError error = parse_address(text, address);
  if (error != AddressError::kNone) {
    if (address.size != 99) return "refused, but written";
    return error == AddressError::kInvalid ? "invalid" : "no address";
  }
  std::string digits;
  for (size_t i = 0; i < 16; ++i) {
    if (i < address.size) {
      digits += kDigits[address.bytes[i] >> 4];
      digits += kDigits[address.bytes[i] & 15];
    } else if (address.bytes[i] != 0) {
      return "something after the end";
    }
  }
  return digits;
}

Address address(std::string_view text) {
  Address result;
  INFO(text);
  REQUIRE(parse_address(text, result) == AddressError::kNone);
  return result;
}

AddressBlock block(std::string_view base, int mask_bits) {
  return {address(base), static_cast<uint8_t>(mask_bits)};
}

TEST_CASE("IPv4 addresses") {
  CHECK(parsed("10.0.0.1") == "0a000001");
  CHECK(parsed("0.0.0.0") == "00000000");
  CHECK(parsed("255.255.255.255") == "ffffffff");
  CHECK(parsed("010.000.0.1") == "0a000001");
  CHECK(parsed("010.000.000.001") == "0a000001");
  CHECK(parsed("0000010.0.0.01") == "0a000001");
  CHECK(parsed("0000000010.0.0.1") == "invalid");  // 16 characters.
  CHECK(parsed("256.0.0.0") == "invalid");
  CHECK(parsed("1.2.3.300") == "invalid");
  CHECK(parsed("1.2.99999999999999999999.4") == "invalid");
}

TEST_CASE("texts that do not look like an IPv4 address") {
  for (const char* text :
       {"",          "1",       "10",        "1.2",         "1.2.3",     "1.2.3.",
        ".1.2.3",    "1..2.3",  "1.2.3.4.",  "1.2.3.4.5",   "1.2.3.4 ",  " 1.2.3.4",
        "+1.2.3.4",  "1.2.3.a", "0x1.2.3.4", "999.999.999", "1.2.3.4/8", "a.b.c.d",
        "localhost", "1,2,3,4", "1.2.3.4\n"}) {
    INFO(text);
    CHECK(parsed(text) == "no address");
  }
}

TEST_CASE("IPv6 addresses") {
  CHECK(parsed("::") == std::string(32, '0'));
  CHECK(parsed("::1") == std::string(31, '0') + "1");
  CHECK(parsed("0:0:0:0:0:0:0:1") == parsed("::1"));
  CHECK(parsed("1::") == "0001" + std::string(28, '0'));
  CHECK(parsed("2001:db8::1") == "20010db8000000000000000000000001");
  CHECK(parsed("2001:DB8::1") == parsed("2001:db8::1"));
  CHECK(parsed("1:2:3:4:5:6:7:8") == "00010002000300040005000600070008");
  CHECK(parsed("1:2:3:4:5:6:7::") == "00010002000300040005000600070000");
  CHECK(parsed("::2:3:4:5:6:7:8") == "00000002000300040005000600070008");
  CHECK(parsed("1:2:3::6:7:8") == "00010002000300000000000600070008");
  CHECK(parsed("00001::0000fffff") == "invalid");
  CHECK(parsed("00001::0000ffff") == "000100000000000000000000" + std::string("0000ffff"));
  CHECK(parsed("fe80::" + std::string(100, '0') + "a") == parsed("fe80::a"));
}

TEST_CASE("texts that only look like an IPv6 address") {
  for (const char* text : {":",
                           ":::",
                           "::::",
                           "1:",
                           ":1",
                           "1::2::3",
                           "1:::2",
                           "::1:",
                           ":1::",
                           "1::2:",
                           "10000::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8:",
                           "1:2:3:4::5:6:7:8",
                           "::1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7:8::",
                           "a:b",
                           "add:cafe"}) {
    INFO(text);
    CHECK(parsed(text) == "invalid");
  }
  for (const char* text : {"", "::g", "fe80::1%eth0", "[::1]", "::ffff:1.2.3.4", "::1 ", "cafe",
                           "12:30:00Z", "::1/64", "-::"}) {
    INFO(text);
    CHECK(parsed(text) == "no address");
  }
}

TEST_CASE("an IPv4-mapped address is the IPv4 address") {
  CHECK(parsed("::ffff:a00:1") == "0a000001");
  CHECK(parsed("0:0:0:0:0:FFFF:a00:1") == "0a000001");
  CHECK(parsed("::ffff:0:0") == "00000000");
  CHECK(parsed("::ffff:1:a00:1").size() == 32);
  CHECK(parsed("::fffe:a00:1").size() == 32);
  CHECK(parsed("1::ffff:a00:1").size() == 32);
  CHECK(parsed("::a00:1").size() == 32);
}

// Where groups have at most four digits, inet_pton reads the same addresses.
TEST_CASE("random texts are read as inet_pton reads them") {
  std::mt19937 random(6);
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  int valid = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    const unsigned groups = below(10);
    for (unsigned group = 0; group < groups; ++group) {
      if (group > 0 || below(8) == 0) text += ':';
      if (below(10) == 0) text += ':';
      for (unsigned digits = below(24) == 0 ? 0 : 1 + below(4); digits > 0; --digits) {
        text += below(3) == 0 ? 'F' : kDigits[below(16)];
      }
    }
    if (below(8) == 0) text += ':';
    if (text.find(':') == std::string::npos) continue;
    uint8_t bytes[16];
    std::string expected = "invalid";
    if (inet_pton(AF_INET6, text.c_str(), bytes) == 1) {
      ++valid;
      expected.clear();
      for (const uint8_t byte : bytes) {
        expected += kDigits[byte >> 4];
        expected += kDigits[byte & 15];
      }
      if (expected.starts_with("00000000000000000000ffff")) expected.erase(0, 24);
    }
    if (parsed(text) != expected) FAIL(text << " should be " << expected);
  }
  CHECK(valid > 20'000);
}

TEST_CASE("blocks of IPv4") {
  CHECK(contains(block("10.0.0.0", 8), address("10.255.255.255")));
  CHECK(contains(block("10.1.2.3", 8), address("10.0.0.0")));
  CHECK(!contains(block("10.0.0.0", 8), address("11.0.0.0")));
  CHECK(!contains(block("10.0.0.0", 8), address("9.255.255.255")));
  CHECK(contains(block("10.0.0.0", 22), address("10.0.3.255")));
  CHECK(!contains(block("10.0.0.0", 22), address("10.0.4.0")));
  CHECK(contains(block("10.0.0.1", 31), address("10.0.0.0")));
  CHECK(!contains(block("10.0.0.1", 31), address("10.0.0.2")));
  CHECK(contains(block("10.0.0.1", 32), address("010.0.0.1")));
  CHECK(!contains(block("10.0.0.1", 32), address("10.0.0.0")));
  CHECK(contains(block("0.0.0.0", 0), address("255.255.255.255")));
  CHECK(contains(block("0.0.0.0", 0), address("0.0.0.0")));
}

TEST_CASE("blocks of IPv6") {
  CHECK(contains(block("2001:db8::", 32), address("2001:db8:ffff::")));
  CHECK(!contains(block("2001:db8::", 32), address("2001:db9::")));
  CHECK(contains(block("::1", 127), address("::")));
  CHECK(!contains(block("::1", 127), address("::2")));
  CHECK(contains(block("::1", 128), address("0:0:0:0:0:0:0:1")));
  CHECK(!contains(block("::1", 128), address("::")));
  CHECK(contains(block("fe80::", 10), address("febf::")));
  CHECK(!contains(block("fe80::", 10), address("fec0::")));
}

TEST_CASE("addresses of the other family") {
  CHECK(contains(block("0.0.0.0", 0), address("2001:db8::1")));
  CHECK(contains(block("::", 0), address("1.2.3.4")));
  CHECK(!contains(block("::", 0), address("0.0.0.0")));
  CHECK(!contains(block("::", 0), address("255.255.255.255")));
  CHECK(contains(block("10.1.2.3", 32), address("a01:203::")));
  CHECK(contains(block("10.1.2.3", 32), address("a01:203:ffff:ffff:ffff:ffff:ffff:ffff")));
  CHECK(!contains(block("10.1.2.3", 32), address("a01:204::")));
  CHECK(!contains(block("a01:203::", 128), address("10.1.2.3")));
  CHECK(!contains(block("a01:203::", 32), address("10.1.2.3")));
  CHECK(!contains(block("a01:203::", 31), address("10.1.2.3")));
  CHECK(!contains(block("a01:203::", 31), address("10.1.2.2")));
  CHECK(contains(block("a01:203::", 30), address("10.1.2.1")));
  CHECK(!contains(block("a01:203::", 30), address("10.1.2.0")));
  CHECK(!contains(block("a01:203::", 30), address("10.1.2.3")));
}

// The comparison as event-ruler makes it: digit by digit, as long as those of the address are also
// those of the lowest or of the highest address of the block.
bool contains_by_digits(const AddressBlock& block, const Address& address) {
  std::string low, high, digits;
  for (unsigned i = 0; i < block.base.size * 8u; i += 4) {
    const unsigned digit = block.base.bytes[i / 8] >> (i % 8 == 0 ? 4 : 0) & 15;
    const unsigned fixed = block.mask_bits <= i ? 0u : std::min(block.mask_bits - i, 4u);
    const unsigned host = 15u >> fixed;
    low += kDigits[digit & ~host];
    high += kDigits[digit | host];
  }
  for (unsigned i = 0; i < address.size * 2u; ++i) {
    digits += kDigits[address.bytes[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
  }
  bool on_low = true, on_high = true;
  for (size_t i = 0; i < low.size(); ++i) {
    if (i == digits.size()) return false;
    if (on_low && digits[i] < low[i]) return false;
    if (on_high && digits[i] > high[i]) return false;
    on_low = on_low && digits[i] == low[i];
    on_high = on_high && digits[i] == high[i];
    if (!on_low && !on_high) return true;
  }
  return true;
}

TEST_CASE("blocks hold what a comparison of digits finds in them") {
  std::mt19937 random(7);
  int held[2][2] = {};
  for (int i = 0; i < 300'000; ++i) {
    AddressBlock block;
    Address address;
    block.base.size = random() % 2 == 0 ? 4 : 16;
    address.size = random() % 2 == 0 ? 4 : 16;
    block.mask_bits =
        static_cast<uint8_t>(random() % (random() % 2 == 0 ? 33 : block.base.size * 8 + 1));
    for (size_t byte = 0; byte < block.base.size; ++byte) {
      block.base.bytes[byte] = static_cast<uint8_t>(random());
    }
    // The address starts as the base does, and goes on with all 0, all 1 or anything; then a bit
    // may flip.
    const size_t shared = random() % 130;
    const auto rest = random() % 3;
    for (size_t bit = 0; bit < address.size * 8u; ++bit) {
      bool on = rest == 2 ? random() % 2 != 0 : rest == 1;
      if (bit < shared && bit < block.base.size * 8u) {
        on = (block.base.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
      }
      if (on)
        address.bytes[bit / 8] = static_cast<uint8_t>(address.bytes[bit / 8] | 0x80 >> bit % 8);
    }
    if (random() % 2 == 0) {
      const size_t bit = random() % (address.size * 8u);
      address.bytes[bit / 8] = static_cast<uint8_t>(address.bytes[bit / 8] ^ 0x80 >> bit % 8);
    }
    const bool expected = contains_by_digits(block, address);
    if (expected) ++held[block.base.size == 16][address.size == 16];
    if (contains(block, address) != expected) {
      FAIL("case " << i << ": /" << int{block.mask_bits} << " of " << int{block.base.size}
                   << " bytes, address of " << int{address.size});
    }
  }
  CHECK(held[0][0] > 1000);
  CHECK(held[0][1] > 1000);
  CHECK(held[1][0] > 1000);
  CHECK(held[1][1] > 1000);
}

}  // namespace
}  // namespace tidegate
