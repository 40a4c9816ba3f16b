#include <catch2/catch.hpp>
#include <cstring>
#include <initializer_list>
#include <string>

#include "match/operand.h"

using namespace tidegate;

// Snapshots may hold any operand. A list that is not in order is none: no pattern compiles to it,
// and it would be another predicate than the same list in order. Changing the comparison went
// unnoticed before.

namespace {

std::string bytes_of(std::initializer_list<double> numbers) {
  std::string bytes;
  for (const double number : numbers) {
    char eight[sizeof(number)];
    std::memcpy(eight, &number, sizeof(number));
    bytes.append(eight, sizeof(eight));
  }
  return bytes;
}

bool is_list(std::initializer_list<double> numbers) {
  return is_operand(Operator::kAnythingBut, "n" + bytes_of(numbers));
}

}  // namespace

TEST_CASE("a list of numbers in a snapshot is in order, each once") {
  CHECK(is_list({1}));
  CHECK(is_list({-2, 0, 1.5, 1e300}));
  CHECK_FALSE(is_list({}));
  CHECK_FALSE(is_list({2, 1}));
  CHECK_FALSE(is_list({1, 1}));
  CHECK_FALSE(is_list({1, 3, 2}));
  CHECK_FALSE(is_list({-0.0}));
  CHECK_FALSE(is_operand(Operator::kAnythingBut, "n" + bytes_of({1, 2}).substr(0, 12)));
}
