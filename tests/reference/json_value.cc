#include "reference/json_value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace reference {
namespace {

constexpr int kMaxDepth = 1000;
constexpr int kMaxDigits = 1000;  // of one number

struct NotJson {};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  JsonValue read_document() {
    JsonValue value = read_value(0);
    skip_space();
    if (at_ != text_.size()) throw NotJson{};
    return value;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  char next() {
    if (at_ == text_.size()) throw NotJson{};
    return text_[at_++];
  }

  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) throw NotJson{};
    at_ += word.size();
  }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  JsonValue read_value(int depth) {
    skip_space();
    JsonValue value;
    switch (peek()) {
      case '{':
        value.kind = JsonValue::Kind::kObject;
        read_members(value, depth + 1);
        return value;
      case '[':
        value.kind = JsonValue::Kind::kArray;
        read_elements(value, depth + 1);
        return value;
      case '"':
        value.kind = JsonValue::Kind::kString;
        value.text = read_string();
        return value;
      case 't':
        expect("true");
        value.kind = JsonValue::Kind::kTrue;
        return value;
      case 'f':
        expect("false");
        value.kind = JsonValue::Kind::kFalse;
        return value;
      case 'n':
        expect("null");
        return value;
      default:
        value.kind = JsonValue::Kind::kNumber;
        value.text = read_number();
        return value;
    }
  }

  void read_members(JsonValue& object, int depth) {
    if (depth > kMaxDepth) throw NotJson{};
    expect("{");
    skip_space();
    if (take('}')) return;
    do {
      skip_space();
      std::string key = read_string();
      skip_space();
      expect(":");
      object.members.push_back({std::move(key), read_value(depth)});
      skip_space();
    } while (take(','));
    expect("}");
  }

  void read_elements(JsonValue& array, int depth) {
    if (depth > kMaxDepth) throw NotJson{};
    expect("[");
    skip_space();
    if (take(']')) return;
    do {
      array.elements.push_back(read_value(depth));
      skip_space();
    } while (take(','));
    expect("]");
  }

  void read_digits() {
    if (peek() < '0' || peek() > '9') throw NotJson{};
    while (peek() >= '0' && peek() <= '9') ++at_;
  }

  std::string read_number() {
    const size_t begin = at_;
    take('-');
    if (!take('0')) read_digits();
    if (take('.')) read_digits();
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      read_digits();
    }
    std::string token(text_.substr(begin, at_ - begin));
    const auto digits =
        std::count_if(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits > kMaxDigits) throw NotJson{};
    return token;
  }

  std::string read_string() {
    expect("\"");
    std::string decoded;
    for (;;) {
      const unsigned char c = static_cast<unsigned char>(next());
      if (c == '"') return decoded;
      if (c < 0x20) throw NotJson{};
      if (c == '\\') {
        append_utf8(read_escape(), decoded);
      } else if (c < 0x80) {
        decoded.push_back(static_cast<char>(c));
      } else {
        append_utf8(read_multibyte(c), decoded);
      }
    }
  }

  char32_t read_escape() {
    switch (next()) {
      case '"':
        return '"';
      case '\\':
        return '\\';
      case '/':
        return '/';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return read_unicode_escape();
      default:
        throw NotJson{};
    }
  }

  char32_t read_unicode_escape() {
    const char32_t unit = read_four_hex();
    if (unit < 0xD800 || unit > 0xDBFF || text_.substr(at_, 2) != "\\u") return unit;
    const size_t before = at_;
    at_ += 2;
    const char32_t low = read_four_hex();
    if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    at_ = before;
    return unit;
  }

  char32_t read_four_hex() {
    char32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = next();
      char32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<char32_t>(c - 'A' + 10);
      } else {
        throw NotJson{};
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  // RFC 3629: the shortest form only, no surrogates, nothing above 10FFFF.
  char32_t read_multibyte(unsigned char lead) {
    int more = 0;
    char32_t least = 0;
    char32_t code_point = 0;
    if (lead >= 0xC0 && lead < 0xE0) {
      more = 1;
      least = 0x80;
      code_point = lead & 0x1Fu;
    } else if (lead >= 0xE0 && lead < 0xF0) {
      more = 2;
      least = 0x800;
      code_point = lead & 0x0Fu;
    } else if (lead >= 0xF0 && lead < 0xF8) {
      more = 3;
      least = 0x10000;
      code_point = lead & 0x07u;
    } else {
      throw NotJson{};
    }
    for (int i = 0; i < more; ++i) {
      const unsigned char c = static_cast<unsigned char>(next());
      if (c < 0x80 || c > 0xBF) throw NotJson{};
      code_point = (code_point << 6) | (c & 0x3Fu);
    }
    if (code_point < least || code_point > 0x10FFFF) throw NotJson{};
    if (code_point >= 0xD800 && code_point <= 0xDFFF) throw NotJson{};
    return code_point;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  const JsonValue* found = nullptr;
  for (const auto& [key, value] : members) {
    if (key == name) found = &value;
  }
  return found;
}

std::optional<JsonValue> parse_json(std::string_view text) {
  try {
    return Reader(text).read_document();
  } catch (const NotJson&) {
    return std::nullopt;
  }
}

void append_utf8(char32_t code_point, std::string& text) {
  const auto push = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    push(code_point);
  } else if (code_point < 0x800) {
    push(0xC0 | (code_point >> 6));
    push(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    push(0xE0 | (code_point >> 12));
    push(0x80 | ((code_point >> 6) & 0x3F));
    push(0x80 | (code_point & 0x3F));
  } else {
    push(0xF0 | (code_point >> 18));
    push(0x80 | ((code_point >> 12) & 0x3F));
    push(0x80 | ((code_point >> 6) & 0x3F));
    push(0x80 | (code_point & 0x3F));
  }
}

std::vector<char32_t> decode_utf8(std::string_view text) {
  std::vector<char32_t> code_points;
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t k) {
      return static_cast<char32_t>(static_cast<unsigned char>(text[i + k]));
    };
    if (byte(0) < 0x80) {
      code_points.push_back(byte(0));
      i += 1;
    } else if (byte(0) < 0xE0) {
      code_points.push_back(((byte(0) & 0x1F) << 6) | (byte(1) & 0x3F));
      i += 2;
    } else if (byte(0) < 0xF0) {
      code_points.push_back(((byte(0) & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F));
      i += 3;
    } else {
      code_points.push_back(((byte(0) & 0x07) << 18) | ((byte(1) & 0x3F) << 12) |
                            ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F));
      i += 4;
    }
  }
  return code_points;
}

std::string write_json_string(std::string_view decoded) {
  std::string text = "\"";
  for (const char32_t c : decode_utf8(decoded)) {
    if (c == '"' || c == '\\') {
      text.push_back('\\');
      text.push_back(static_cast<char>(c));
    } else if (c < 0x20 || (c >= 0xD800 && c <= 0xDFFF)) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      text += escape;
    } else {
      append_utf8(c, text);
    }
  }
  text.push_back('"');
  return text;
}

std::string write_json(const JsonValue& value) {
  std::string text;
  switch (value.kind) {
    case JsonValue::Kind::kNull:
      return "null";
    case JsonValue::Kind::kTrue:
      return "true";
    case JsonValue::Kind::kFalse:
      return "false";
    case JsonValue::Kind::kNumber:
      return value.text;
    case JsonValue::Kind::kString:
      return write_json_string(value.text);
    case JsonValue::Kind::kArray:
      for (const JsonValue& element : value.elements) {
        text += (text.empty() ? "" : ",") + write_json(element);
      }
      return "[" + text + "]";
    case JsonValue::Kind::kObject:
      for (const auto& [key, member] : value.members) {
        text += (text.empty() ? "" : ",") + write_json_string(key) + ":" + write_json(member);
      }
      return "{" + text + "}";
  }
  return text;
}

}  // namespace reference
