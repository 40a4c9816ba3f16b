#include "pattern/cidr.h"

#include <catch2/catch.hpp>

namespace tidegate {
namespace {

ProblemKind kind_of(std::string_view text) {
  AddressBlock block;
  std::string_view address;
  return parse_block(text, block, address);
}

}  // namespace

TEST_CASE("blocks of addresses are read") {
  AddressBlock block;
  std::string_view address;
  REQUIRE(parse_block("10.1.2.3/8", block, address) == ProblemKind::kNone);
  CHECK(block.base.size == 4);
  CHECK(block.base.bytes[0] == 10);
  CHECK(block.mask_bits == 8);
  REQUIRE(parse_block("2001:db8::/127", block, address) == ProblemKind::kNone);
  CHECK(block.base.size == 16);
  CHECK(block.mask_bits == 127);
  REQUIRE(parse_block("0.0.0.0/0", block, address) == ProblemKind::kNone);
  CHECK(block.mask_bits == 0);
}

TEST_CASE("what Java's split and parseInt let pass is let pass") {
  CHECK(kind_of("10.0.0.0/8/") == ProblemKind::kNone);
  CHECK(kind_of("10.0.0.0/8//") == ProblemKind::kNone);
  CHECK(kind_of("10.0.0.0/+8") == ProblemKind::kNone);
  CHECK(kind_of("10.0.0.0/0008") == ProblemKind::kNone);
  CHECK(kind_of("10.0.0.0/-0") == ProblemKind::kNone);
}

TEST_CASE("malformed blocks are refused in event-ruler's order") {
  for (const std::string_view text :
       {"", "/", "10.0.0.0", "10.0.0.0/", "x/", "10.0.0.0//8", "10.0.0.0/8/8"}) {
    CAPTURE(text);
    CHECK(kind_of(text) == ProblemKind::kCidrSlash);
  }
  for (const std::string_view text :
       {"x/x", "x/8 ", "x/ 8", "x/8.0", "x/+", "x/-", "x/2147483648", "x/-2147483649"}) {
    CAPTURE(text);
    CHECK(kind_of(text) == ProblemKind::kCidrMask);
  }
  CHECK(kind_of("x/-2147483648") == ProblemKind::kCidrNegative);
  CHECK(kind_of("/8") == ProblemKind::kCidrNoAddress);
  CHECK(kind_of("x/2147483647") == ProblemKind::kCidrNoAddress);
  CHECK(kind_of("::ffff:10.0.0.0/8") == ProblemKind::kCidrNoAddress);
  CHECK(kind_of("1::2::3/8") == ProblemKind::kCidrBadAddress);
  CHECK(kind_of("10.0.0.0/32") == ProblemKind::kCidrMask4);
  CHECK(kind_of("::ffff:0a00:0/104") == ProblemKind::kCidrMask4);
  CHECK(kind_of("::/128") == ProblemKind::kCidrMask6);

  AddressBlock block;
  std::string_view address;
  REQUIRE(parse_block("host/8", block, address) == ProblemKind::kCidrNoAddress);
  CHECK(address == "host");
}

}  // namespace tidegate
