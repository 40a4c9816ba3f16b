#include "match/address_index.h"

#include "index_model.h"

using namespace tidegate;
using namespace tidegate::index_test;

namespace {

std::string block(std::string_view address, uint32_t mask_bits) {
  Predicate predicate;
  predicate.op = Operator::kAddress;
  REQUIRE(parse_address(address, predicate.block.base) == AddressError::kNone);
  predicate.block.mask_bits = static_cast<uint8_t>(mask_bits);
  return operand(predicate);
}

const auto find = [](const AddressIndex& index, Value& value, auto hit) {
  return value.address() == nullptr || index.find(*value.address(), hit);
};

const std::vector<std::string> kIpv4 = {"0.0.0.0",         "10.0.0.1",    "10.0.0.2",   "10.0.1.1",
                                        "10.128.0.1",      "11.0.0.1",    "127.0.0.1",  "128.0.0.0",
                                        "255.255.255.255", "32.1.13.184", "32.1.13.185"};
const std::vector<std::string> kIpv6 = {"::",
                                        "::1",
                                        "a00:1::",
                                        "a00:1::1",
                                        "2001:db8::",
                                        "2001:db8::1",
                                        "2001:db8:1::1",
                                        "2001:db9::",
                                        "8000::",
                                        "ffff:ffff::",
                                        "2001:db8:8000::",
                                        "2001:db8::8000:0:0:0",
                                        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};

}  // namespace

TEST_CASE("blocks are found as they say, across families, whatever comes and goes") {
  std::vector<Leaf> leaves;
  for (const std::string& text : kIpv4) leaves.push_back(leaf_of(JsonType::kString, text));
  for (const std::string& text : kIpv6) leaves.push_back(leaf_of(JsonType::kString, text));
  leaves.push_back(leaf_of(JsonType::kString, "no address"));
  leaves.push_back(leaf_of(JsonType::kNumber, "10"));
  const auto make = [](std::mt19937& random, Operator& op) {
    op = Operator::kAddress;
    const bool ipv4 = random() % 2 == 0;
    const auto& addresses = ipv4 ? kIpv4 : kIpv6;
    const uint32_t size = ipv4 ? 32 : 128;
    return block(addresses[random() % addresses.size()],
                 random() % 4 == 0 ? size : random() % (size + 1));
  };
  check_at_random<AddressIndex>(1, find, make, leaves);
  check_without_memory<AddressIndex>(1, find, make, leaves);
}

TEST_CASE("every length of mask tells addresses apart where it ends") {
  for (const std::string base : {"10.1.2.3", "2001:db8:1:2:3:4:5:6"}) {
    Address address;
    REQUIRE(parse_address(base, address) == AddressError::kNone);
    const uint32_t bits = address.size * 8u;
    AddressIndex index;
    for (uint32_t i = 0; i <= bits; ++i) REQUIRE(index.add(i, block(base, i)));
    for (uint32_t flipped = 0; flipped < bits; ++flipped) {
      Address other = address;
      other.bytes[flipped / 8] ^= static_cast<uint8_t>(0x80u >> flipped % 8);
      uint32_t hits = 0;
      CHECK(index.find(other, [&](uint32_t id) {
        CHECK(id <= flipped);
        ++hits;
        return true;
      }));
      CHECK(hits == flipped + 1);
    }
  }
}

TEST_CASE("blocks of one length are not tried one by one") {
  double times[2];
  for (const uint32_t n : {100u, 100'000u}) {
    AddressIndex index;
    for (uint32_t i = 0; i < n; ++i) {
      const std::string address = "10." + std::to_string(i >> 16) + "." +
                                  std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255);
      REQUIRE(index.add(i, block(address, 32)));
    }
    Address address;
    REQUIRE(parse_address("10.0.0.77", address) == AddressError::kNone);
    uint32_t found = 0;
    CHECK(index.find(address, [&](uint32_t id) {
      found = id;
      return true;
    }));
    CHECK(found == 77);
    times[n != 100] = best_time([&] { return index.find(address, [](uint32_t) { return true; }); });
  }
  CHECK(times[1] < times[0] * 50);
}
