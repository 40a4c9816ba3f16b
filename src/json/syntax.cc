#include "json/syntax.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "base/limits.h"
#include "json/strings.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whatever reads something takes where it begins and returns where it ends, or nullptr once error_
// is set.
class SyntaxReader {
 public:
  SyntaxReader(const char* begin, const char* end, uint32_t max_depth)
      : begin_(begin), end_(end), max_depth_(max_depth) {}

  const JsonError& error() const { return error_; }

  void read_document() {
    const char* p = skip_space(begin_, end_);
    if (end_ - p >= 3 && std::memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
      fail(p, ErrorCode::kInvalidJson, "The text starts with a byte order mark.");
      return;
    }
    p = read_value(p);
    if (p == nullptr) return;
    p = skip_space(p, end_);
    if (p != end_) fail(p, ErrorCode::kInvalidJson, "There is text after the end of the value.");
  }

  // A value with all that is in it.
  const char* read_value(const char* p) {
    do {
      if (p == end_) return fail_at_end();
      if (*p == '{' || *p == '[') {
        p = open(p);
        if (p == nullptr) return nullptr;
        if (opened_) continue;
      } else {
        p = *p == '"' ? read_string(p) : read_scalar(p);
        if (p == nullptr) return nullptr;
      }
      p = read_up_to_value(p);
      if (p == nullptr) return nullptr;
    } while (depth_ != 0);
    return p;
  }

  const char* read_scalar(const char* p) {
    switch (*p) {
      case 't':
        return read_literal(p, "true");
      case 'f':
        return read_literal(p, "false");
      case 'n':
        return read_literal(p, "null");
      default:
        return read_number(p);
    }
  }

 private:
  const char* read_string(const char* p) {
    for (++p; p != end_;) {
      const auto byte = static_cast<unsigned char>(*p);
      if (byte == '"') return p + 1;
      if (byte == '\\') {
        const uint32_t length = escape_length(p, end_);
        if (length == 0) {
          return fail(p, ErrorCode::kInvalidJson, "This is no escape sequence of JSON.");
        }
        p += length;
      } else if (byte < 0x20) {
        return fail(p, ErrorCode::kInvalidJson, "A control character in a string must be escaped.");
      } else if (byte < 0x80) {
        ++p;
      } else {
        const uint32_t length = utf8_sequence(p, end_);
        if (length == 0) return fail(p, ErrorCode::kInvalidUtf8, "The bytes are not UTF-8.");
        p += length;
      }
    }
    return fail(p, ErrorCode::kInvalidJson, "The text ends inside a string.");
  }

  // An object or array up to its first value; if there is none, to its end (opened_ is false).
  const char* open(const char* p) {
    const bool is_object = *p == '{';
    if (depth_ == max_depth_) {
      return fail(p, ErrorCode::kTooDeep, "Objects and arrays are nested too deep.");
    }
    p = skip_space(p + 1, end_);
    if (p == end_) return fail_at_end();
    opened_ = *p != closing(is_object);
    if (!opened_) return p + 1;
    is_object_[depth_++] = is_object;
    return is_object ? read_name(p) : p;
  }

  // What is between a value and the next one; or all that ends with it, if nothing is open then.
  const char* read_up_to_value(const char* p) {
    while (depth_ != 0) {
      p = skip_space(p, end_);
      if (p == end_) return fail_at_end();
      const bool in_object = is_object_[depth_ - 1];
      if (*p == ',') {
        p = skip_space(p + 1, end_);
        return in_object ? read_name(p) : p;
      }
      if (*p != closing(in_object)) {
        return fail(p, ErrorCode::kInvalidJson,
                    in_object ? "Expected ',' or '}' here." : "Expected ',' or ']' here.");
      }
      ++p;
      --depth_;
    }
    return p;
  }

  // The name of a member, and what is before the value.
  const char* read_name(const char* p) {
    if (p == end_) return fail_at_end();
    if (*p != '"') return fail(p, ErrorCode::kInvalidJson, "Expected the name of a member here.");
    p = read_string(p);
    if (p == nullptr) return nullptr;
    p = skip_space(p, end_);
    if (p == end_) return fail_at_end();
    if (*p != ':') {
      return fail(p, ErrorCode::kInvalidJson, "Expected ':' after the name of a member.");
    }
    return skip_space(p + 1, end_);
  }

  static char closing(bool is_object) { return is_object ? '}' : ']'; }

  const char* read_literal(const char* p, std::string_view literal) {
    const size_t left = static_cast<size_t>(end_ - p);
    if (left < literal.size() || std::memcmp(p, literal.data(), literal.size()) != 0) {
      return fail(p, ErrorCode::kInvalidJson, "Expected a value here.");
    }
    return p + literal.size();
  }

  // number = [ minus ] int [ frac ] [ exp ] (RFC 8259, section 6).
  const char* read_number(const char* token) {
    const char* p = token;
    if (*p == '-') ++p;
    if (p == end_ || !is_digit(*p)) {
      return fail(
          token, ErrorCode::kInvalidJson,
          *token == '-' ? "A minus sign must be followed by a digit." : "Expected a value here.");
    }
    if (*p == '0') {
      ++p;
      if (p != end_ && is_digit(*p)) {
        return fail(p, ErrorCode::kInvalidJson, "A number must not start with a zero.");
      }
    } else {
      p = skip_digits(p);
    }
    if (p != end_ && *p == '.') {
      p = require_digits(p + 1, "A decimal point must be followed by a digit.");
      if (p == nullptr) return nullptr;
    }
    if (p != end_ && (*p == 'e' || *p == 'E')) {
      ++p;
      if (p != end_ && (*p == '+' || *p == '-')) ++p;
      p = require_digits(p, "An exponent must have a digit.");
      if (p == nullptr) return nullptr;
    }
    // Jackson counts the digits alone.
    if (p - token > static_cast<std::ptrdiff_t>(kMaxNumberLength) &&
        std::count_if(token, p, is_digit) > static_cast<std::ptrdiff_t>(kMaxNumberLength)) {
      return fail(token, ErrorCode::kNumberTooLong, "The number has too many digits.");
    }
    return p;
  }

  const char* skip_digits(const char* p) const {
    while (p != end_ && is_digit(*p)) ++p;
    return p;
  }

  const char* require_digits(const char* p, const char* reason) {
    if (p == end_ || !is_digit(*p)) return fail(p, ErrorCode::kInvalidJson, reason);
    return skip_digits(p);
  }

  const char* fail(const char* p, ErrorCode code, const char* reason) {
    error_ = {code, reason, static_cast<uint32_t>(p - begin_)};
    return nullptr;
  }

  const char* fail_at_end() {
    return fail(end_, ErrorCode::kInvalidJson,
                end_ == begin_ ? "The text is empty." : "The text ends too soon.");
  }

  const char* begin_;
  const char* end_;
  uint32_t max_depth_;
  JsonError error_;
  uint32_t depth_ = 0;
  bool opened_ = false;
  bool is_object_[kMaxDepth];  // Of what is open.
};

}  // namespace

JsonError find_fault(std::string_view text) {
  SyntaxReader reader(text.data(), text.data() + text.size(), kMaxDepth);
  reader.read_document();
  return reader.error();
}

const char* skip_scalar(const char* p, const char* end) {
  return SyntaxReader(p, end, 0).read_scalar(p);
}

const char* skip_value(const char* p, const char* end, uint32_t max_depth) {
  return SyntaxReader(p, end, max_depth).read_value(p);
}

}  // namespace tidegate
