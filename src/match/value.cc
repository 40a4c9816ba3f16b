#include "match/value.h"

#include "json/number.h"

namespace tidegate {

const double* Value::number() {
  if (has_number_ == Known::kNotYet) {
    const bool comparable =
        leaf_->type == JsonType::kNumber && comparable_number(leaf_->view(), number_);
    has_number_ = comparable ? Known::kYes : Known::kNo;
  }
  return has_number_ == Known::kYes ? &number_ : nullptr;
}

const Address* Value::address() {
  if (has_address_ == Known::kNotYet) {
    const bool parsed =
        is_string() && parse_address(leaf_->view(), address_) == AddressError::kNone;
    has_address_ = parsed ? Known::kYes : Known::kNo;
  }
  return has_address_ == Known::kYes ? &address_ : nullptr;
}

}  // namespace tidegate
