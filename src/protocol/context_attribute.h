#pragma once

#include <cstdint>
#include <string_view>

#include "base/vec.h"
#include "json/reader.h"

namespace tidegate {

// A context attribute (CloudEvents, "Context Attributes").
struct ContextAttribute {
  std::string_view name;
  std::string_view value;  // The characters: the canonical string of a Boolean or an Integer.
  JsonType type = JsonType::kString;
};

// What is wrong with an attribute, as the end of a sentence that begins with it; nullptr: nothing.
//
// Names are of a to z and 0 to 9, and not "data" ("Naming Conventions").
const char* fault_of_name(std::string_view name);

// Values are Strings without control characters, noncharacters and surrogates, Booleans, or
// Integers of 32 bits ("Type System"). `lenient`: Strings may have all but surrogates, which no
// message can carry.
const char* fault_of_value(const ContextAttribute& attribute, bool lenient);

// The attributes that every event has, in no value empty.
inline constexpr std::string_view kRequiredAttributes[] = {"specversion", "id", "source", "type"};

// A name that comes twice; with no data where there is none. Sorts the names. Cost: n log n.
std::string_view find_twice(Vec<std::string_view>& names);

}  // namespace tidegate
