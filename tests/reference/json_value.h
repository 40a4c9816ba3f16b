#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A small JSON reader for tests, by RFC 8259 and nothing more. It shares nothing with src/json.
// What a usual reader loses is kept: repeated keys, the spelling of numbers, and lone surrogates of
// escapes (as three bytes each, ED A0..BF xx).
namespace reference {

struct JsonMember;

struct JsonValue {
  enum class Kind { kNull, kTrue, kFalse, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text;  // The decoded string, or the number as it was written.
  std::vector<JsonValue> elements;
  std::vector<JsonMember> members;  // In the order of the text.

  // The last member of that name, or nullptr.
  const JsonValue* find(std::string_view name) const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

// Limits are Jackson's: 1,000 open objects and arrays, 1,000 characters of a number.
// Nothing when the text is not JSON, not UTF-8, over a limit, or followed by more than whitespace.
std::optional<JsonValue> parse_json(std::string_view text);

// JSON text of a value: no spaces, only what must be escaped is escaped.
std::string write_json(const JsonValue& value);
std::string write_json_string(std::string_view decoded);

// The code points of a text of parse_json; a lone surrogate is one.
std::vector<char32_t> decode_utf8(std::string_view text);
void append_utf8(char32_t code_point, std::string& text);

}  // namespace reference
