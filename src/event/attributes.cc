#include "event/attributes.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/short_text.h"
#include "event/timestamp.h"
#include "event/uri.h"

namespace tidegate {
namespace {

constexpr std::array<std::string_view, kAttributeCount> kNames = {
#define TIDEGATE_ATTRIBUTE(constant, name) name,
#define TIDEGATE_EXTENSION(constant, name, type, flags, document, rule) name,
#include "event/attributes.def"
};

constexpr uint32_t kFirstExtension = 10;
static_assert(kNames[kFirstExtension] == "traceparent");

// Attributes by a hash of their names, with open addressing.
constexpr uint32_t kSlots = 128;
constexpr uint8_t kFree = UINT8_MAX;

constexpr uint32_t slot_of(std::string_view name) {
  const auto byte = [name](size_t i) { return uint32_t{static_cast<unsigned char>(name[i])}; };
  const auto size = static_cast<uint32_t>(name.size());
  return (byte(0) + byte(name.size() / 2) * 5 + byte(name.size() - 1) * 11 + size * 3) % kSlots;
}

constexpr std::array<uint8_t, kSlots> kTable = [] {
  std::array<uint8_t, kSlots> table{};
  for (uint8_t& slot : table) slot = kFree;
  for (uint32_t i = 0; i < kAttributeCount; ++i) {
    uint32_t slot = slot_of(kNames[i]);
    while (table[slot] != kFree) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint8_t>(i);
  }
  return table;
}();

constexpr std::array<bool, 256> kBase64Characters = [] {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789+/")) {
    allowed[static_cast<unsigned char>(c)] = true;
  }
  return allowed;
}();

// RFC 4648, section 4, as encoders must write it: padded, without line ends (section 3.1), and with
// zeros for the bits that the last character has too many (section 3.5).
bool is_base64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(padding);
  if (!std::all_of(text.begin(), text.end(),
                   [](char c) { return kBase64Characters[static_cast<unsigned char>(c)]; })) {
    return false;
  }
  if (padding == 0) return true;
  const std::string_view last = padding == 2 ? "AQgw" : "AEIMQUYcgkosw048";
  return last.find(text.back()) != std::string_view::npos;
}

bool is_canonical(std::string_view text, AttributeType type) {
  switch (type) {
    case AttributeType::kString:
      return true;
    case AttributeType::kBoolean:
      return text == "true" || text == "false";
    case AttributeType::kInteger:
      return is_integer(text);
    case AttributeType::kTimestamp:
      return is_timestamp(text);
    case AttributeType::kUri:
      return is_uri(text);
    case AttributeType::kUriReference:
      return is_uri_reference(text);
    case AttributeType::kBinary:
      return is_base64(text);
  }
  return false;
}

}  // namespace

Attribute find_attribute(std::string_view name) {
  if (name.empty()) return Attribute::kUnknown;
  for (uint32_t slot = slot_of(name); kTable[slot] != kFree; slot = (slot + 1) % kSlots) {
    if (same_text(kNames[kTable[slot]], name)) return static_cast<Attribute>(kTable[slot]);
  }
  return Attribute::kUnknown;
}

std::string_view attribute_name(Attribute attribute) {
  return kNames[static_cast<uint32_t>(attribute)];
}

bool is_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 10 || (text.size() > 1 && text.front() == '0')) return false;
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return value <= INT32_MAX + int64_t{negative};
}

bool is_of_type(const JsonItem& item, AttributeType type) {
  if (item.is_string()) return is_canonical(item.value, type);
  const bool is_boolean = item.type == JsonType::kTrue || item.type == JsonType::kFalse;
  if (type == AttributeType::kBoolean) return is_boolean;
  return type == AttributeType::kInteger && is_integer(item.text);
}

const Extension* find_extension(Attribute attribute) {
  static constexpr uint8_t kRequired = Extension::kRequired;
  static constexpr uint8_t kNotEmpty = Extension::kNotEmpty;
  static constexpr uint8_t kNew = Extension::kNew;
  static constexpr uint8_t kGone = Extension::kGone;
  static constexpr Extension kExtensions[] = {
#define TIDEGATE_EXTENSION(constant, name, type, flags, document, rule) \
  {AttributeType::type, flags, "extensions/" document ".md", rule},
#include "event/attributes.def"
  };
  const auto index = static_cast<uint32_t>(attribute);
  if (index < kFirstExtension || attribute == Attribute::kUnknown) return nullptr;
  return &kExtensions[index - kFirstExtension];
}

}  // namespace tidegate
