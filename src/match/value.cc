#include "match/value.h"

#include "json/number.h"

namespace tidegate {

const double* Value::number() {
  if (leaf_->type != JsonType::kNumber) return nullptr;
  if (known_ == Known::kNotYet) {
    known_ = comparable_number(leaf_->view(), worked_.number) ? Known::kYes : Known::kNo;
  }
  return known_ == Known::kYes ? &worked_.number : nullptr;
}

const Address* Value::address() {
  if (!is_string()) return nullptr;
  if (known_ == Known::kNotYet) {
    const AddressError error = parse_address(leaf_->view(), worked_.address);
    known_ = error == AddressError::kNone ? Known::kYes : Known::kNo;
  }
  return known_ == Known::kYes ? &worked_.address : nullptr;
}

}  // namespace tidegate
