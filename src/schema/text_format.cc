#include "schema/text_format.h"

#include "schema/format.h"

namespace tidegate {
namespace {

// An address without quotes or brackets, whose domain has two labels or more.
bool is_plain_email(std::string_view text) {
  const size_t at = text.find('@');
  return text[0] != '"' && text[at + 1] != '[' && text.find('.', at) != text.npos;
}

bool has_slashes(std::string_view text) { return text.find("://") != text.npos; }

struct FormatRow {
  Format format;
  bool (*is_telling)(std::string_view text) = nullptr;  // What else must be true of such a text.
};

// In the order of TextFormat.
constexpr FormatRow kFormats[] = {
    {Format::kDateTime},         {Format::kDate}, {Format::kUuid}, {Format::kEmail, is_plain_email},
    {Format::kUri, has_slashes}, {Format::kIpv4}, {Format::kIpv6},
};

bool is_of(const FormatRow& row, std::string_view text) {
  return has_format(row.format, text) && (row.is_telling == nullptr || row.is_telling(text));
}

}  // namespace

uint8_t formats_of(std::string_view text, uint8_t asked) {
  uint8_t found = 0;
  for (uint32_t i = 0; asked >> i != 0; ++i) {
    const auto bit = static_cast<uint8_t>(1u << i);
    if ((asked & bit) != 0 && is_of(kFormats[i], text)) found |= bit;
  }
  return found;
}

std::string_view format_name(uint8_t formats) {
  return formats == 0 ? std::string_view() : format_name(kFormats[__builtin_ctz(formats)].format);
}

}  // namespace tidegate
