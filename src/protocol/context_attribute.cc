#include "protocol/context_attribute.h"

#include <algorithm>

#include "base/sort.h"
#include "event/attributes.h"
#include "event/string_characters.h"

namespace tidegate {
namespace {

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

const char* fault_of_text(uint8_t disallowed, bool lenient) {
  if ((disallowed & kSurrogate) != 0) return "has a surrogate without its partner.";
  if (lenient || disallowed == 0) return nullptr;
  return "has a control character or a noncharacter.";
}

}  // namespace

const char* fault_of_name(std::string_view name) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
    return "has a name that is not of the characters a to z and 0 to 9.";
  }
  return name == "data" ? "has a name that is kept for the data." : nullptr;
}

const char* fault_of_value(const ContextAttribute& attribute, bool lenient) {
  switch (attribute.type) {
    case JsonType::kString:
      return fault_of_text(find_disallowed(attribute.value), lenient);
    case JsonType::kNumber:
      return is_integer(attribute.value) ? nullptr : "is a number, but no integer of 32 bits.";
    case JsonType::kTrue:
    case JsonType::kFalse:
      return nullptr;
    default:
      return "is no string, boolean or integer.";
  }
}

std::string_view find_twice(Vec<std::string_view>& names) {
  sort(names.begin(), names.end());
  const auto* twice = std::adjacent_find(names.begin(), names.end());
  return twice == names.end() ? std::string_view() : *twice;
}

}  // namespace tidegate
