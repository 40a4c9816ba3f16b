#pragma once

#include <cstdint>
#include <string_view>

#include "json/address.h"
#include "json/reader.h"

namespace tidegate {

// A leaf of the event, with what predicates ask of it worked out once, when first asked.
class Value {
 public:
  explicit Value(const Leaf& leaf) : leaf_(&leaf) {}

  JsonType type() const { return leaf_->type; }
  bool is_string() const { return leaf_->type == JsonType::kString; }
  std::string_view text() const { return leaf_->view(); }

  // The number that the leaf is, or nullptr when it is none that can be compared (json/number.h).
  const double* number();

  // The IP address that the string spells, or nullptr.
  const Address* address();

 private:
  enum class Known : uint8_t { kNotYet, kNo, kYes };

  const Leaf* leaf_;
  Known known_ = Known::kNotYet;
  union Worked {
    double number;
    Address address;
    Worked() {}  // Nothing is written before it is known.
  } worked_;
};

}  // namespace tidegate
