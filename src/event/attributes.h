#pragma once

#include <cstdint>
#include <string_view>

#include "json/items.h"

namespace tidegate {

// The attributes that are known by name: those of CloudEvents 1.0, then those of the documented
// extensions. The list is event/attributes.def.
enum class Attribute : uint8_t {
#define TIDEGATE_ATTRIBUTE(constant, name) constant,
#define TIDEGATE_EXTENSION(constant, name, type, flags, document, rule) constant,
#include "event/attributes.def"
  kUnknown,
};
inline constexpr uint32_t kAttributeCount = static_cast<uint32_t>(Attribute::kUnknown);

// Cost: one comparison, mostly.
Attribute find_attribute(std::string_view name);
std::string_view attribute_name(Attribute attribute);

// CloudEvents, "Type System".
enum class AttributeType : uint8_t {
  kString,
  kBoolean,
  kInteger,
  kTimestamp,
  kUri,
  kUriReference,
  kBinary,
};

// Whether a value is of a type, as a JSON value of it (JSON format, section 2.2) or as its
// canonical string. Characters of a String are not looked at.
bool is_of_type(const JsonItem& item, AttributeType type);

// Whether a text is the canonical string of an Integer, which lies in 32 bits.
bool is_integer(std::string_view text);

// What the document of an extension says of one of its attributes.
struct Extension {
  enum Flags : uint8_t {
    kRequired = 1,  // Wherever the extension is used.
    kNotEmpty = 2,
    kNew = 4,   // The document came after CloudEvents 1.0.2.
    kGone = 8,  // The attribute went after CloudEvents 1.0.2.
  };

  AttributeType type;
  uint8_t flags;
  std::string_view document;  // Its file, as the section of an issue.
  std::string_view rule;      // One sentence.

  bool has(Flags flag) const { return (flags & flag) != 0; }
};

// nullptr for what is no attribute of an extension.
const Extension* find_extension(Attribute attribute);

}  // namespace tidegate
