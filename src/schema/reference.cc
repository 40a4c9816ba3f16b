#include "schema/reference.h"

#include <algorithm>
#include <cstddef>

#include "base/hex.h"

namespace tidegate {
namespace {

// The parts of a URI-reference without fragment (RFC 3986, section 3), each with its delimiters.
struct Parts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const size_t colon = text.find_first_of(":/?");
  if (colon != text.npos && text[colon] == ':' && colon != 0) {
    parts.scheme = text.substr(0, colon + 1);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    parts.authority = text.substr(0, std::min(text.find_first_of("/?", 2), text.size()));
    text.remove_prefix(parts.authority.size());
  }
  const size_t query = std::min(text.find('?'), text.size());
  parts.path = text.substr(0, query);
  parts.query = text.substr(query);
  return parts;
}

// Appends a path, given in two parts, without its segments "." and ".." (section 5.2.4).
void append_path(std::string_view before, std::string_view path, Text& uri) {
  const size_t begin = uri.view().size();
  for (const std::string_view part : {before, path}) {
    for (size_t i = 0; i < part.size();) {
      const size_t slash = std::min(part.find('/', i), part.size());
      const std::string_view segment = part.substr(i, slash - i);
      const bool last = slash == part.size();
      if (segment == "..") {
        // The segment before, with the slash behind it.
        std::string_view written = uri.view().substr(begin);
        if (written.size() > 1) {
          written.remove_suffix(1);
          uri.cut(static_cast<uint32_t>(begin + written.rfind('/') + 1));
        }
      } else if (segment != ".") {
        uri.append(segment);
        if (!last) uri.append('/');
      }
      i = slash + 1;
    }
  }
}

}  // namespace

SplitReference split_reference(std::string_view reference) {
  const size_t hash = std::min(reference.find('#'), reference.size());
  return {reference.substr(0, hash), reference.substr(std::min(hash + 1, reference.size()))};
}

void resolve_reference(std::string_view base, std::string_view reference, Text& uri) {
  const Parts to = parts_of(reference);
  if (!to.scheme.empty()) {
    uri.append(reference);
    return;
  }
  const Parts from = parts_of(base);
  uri.append(from.scheme);
  if (!to.authority.empty()) {
    uri.append(reference);
    return;
  }
  uri.append(from.authority);
  if (to.path.empty()) {
    uri.append(from.path).append(to.query.empty() ? from.query : to.query);
    return;
  }
  if (to.path.starts_with('/')) {
    append_path({}, to.path, uri);
  } else if (from.path.empty() && !from.authority.empty()) {
    append_path("/", to.path, uri);
  } else {
    append_path(from.path.substr(0, from.path.rfind('/') + 1), to.path, uri);
  }
  uri.append(to.query);
}

void append_percent_decoded(std::string_view text, Text& decoded) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool encoded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                         hex_digit(text[i + 2]) >= 0;
    decoded.append(encoded ? static_cast<char>(hex_digit(text[i + 1]) << 4 | hex_digit(text[i + 2]))
                           : text[i]);
    if (encoded) i += 2;
  }
}

}  // namespace tidegate
