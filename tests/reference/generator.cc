#include "reference/generator.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "reference/json_value.h"
#include "reference/reference_values.h"
#include "reference/words.h"

namespace reference {
namespace {

// Names that sort differently by bytes and by UTF-16 (beyond the BMP against U+E000 and up), that
// look like operators or paths, or that are nothing.
const std::vector<std::string> kKeys = {"a",     "b",   "c",  "ab",          "A",      "",
                                        ".",     "é",   "😀",  "\uE000",      "\uFF5E", "exists",
                                        "$or.a", "a b", "\"", "\xED\xA0\x80"};

// Letters whose cases differ in number, beyond the BMP too, and characters that mean something.
const std::vector<std::string> kLetters = words(R"(
    a a b b ab A B é É s S ß ss SS ẞ ſ k K K ﬁ FI fi I i ı ς σ Σ ǆ ǅ Ǆ ΐ ŉ ʼN 𐐀 𐐨 😀 日本
    * \ " / 0 1 . :)");
// The last four are lone surrogates.
const std::vector<std::string> kOddLetters = words(
    "\x7F İ i\u0307 Ϊ\u0301 \u212A \uFFFD \uFFFF \xED\xA0\x80 \xED\xA0\x81 \xED\xB0\x80 "
    "\xED\xB0\x81");

// Texts that say something in another type, and addresses in their spellings.
const std::vector<std::string> kWholeTexts = words(R"(
    true null 1e5 5
    10.0.0.1 010.000.0.1 10.0.0.2 10.0.0.255 10.0.1.0 0.0.0.0 255.255.255.255 300.0.0.1 1.2.3
    ::1 0:0:0:0:0:0:0:1 :: ::ffff:a00:1 ::ffff:10.0.0.1 a00:1:: a00:1::2 2001:db8::1 2001:DB8:0::1
    2001:db8:: fe80::1 1::2::3 1:2:3:4:5:6:7:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 00001:: :1)");

const std::vector<std::string> kNumbers = words(R"(
    0 1 2 5 -1 0.1 0.3 300 100000 5e9 0e400 1e400 -1e400 1e-400 1e23 2e23 1e308
    4.9e-324 5e-324 9.9e-324 1e-323 4.9e-323 1.5e-323 2.2250738585072014e-308
    1.7976931348623157e308 9007199254740992 9007199254740993 123456789012345678
    12345678901234567890 0.10000000000000001 2.82879384806159E17)");

const std::vector<std::string> kZeros = words("0 -0 0.0 -0.00 0e5 0E-7 -0.0e+3 0e400");
const std::vector<std::string> kTokens = words("true false null");
const std::vector<std::string> kMaskSigns = words("+ - 0");
const std::vector<std::string> kSpaces = {" ", "\t", "\n", "\r\n", "  "};

// JSON's own characters, control characters, and bytes that are not UTF-8: cut short, too long,
// surrogates, beyond the last code point.
const std::vector<std::string> kJunk = words(
    "{ } [ ] \" , : \\ \\u 0 1 9 e + - . * t n // \x01 \x1F \x7F \x80 \xE2\x82 \xF0\x9F\x98 "
    "\xC0\x80 \xC1\xBF \xE0\x9F\xBF \xED\xA0\x80 \xEF\xBB\xBF \xF0\x8F\xBF\xBF \xF4\x90\x80\x80 "
    "\xF8 \xFF");

// Alternatives that no pattern may have.
const std::vector<std::string> kWrongAlternatives = words(R"-(
    [] [1] {} {"PREFIX":"a"} {"":"a"} {"$or":"a"}
    {"prefix":5} {"prefix":null} {"prefix":{}} {"prefix":{"suffix":"a"}} {"prefix":"a","suffix":"b"}
    {"prefix":{"equals-ignore-case":5}} {"prefix":{"equals-ignore-case":"a","prefix":"b"}}
    {"suffix":["a"]} {"suffix":{"equals-ignore-case":["a"]}}
    {"exactly":5} {"exactly":["a"]} {"equals-ignore-case":["a"]} {"equals-ignore-case":{}}
    {"wildcard":"a**b"} {"wildcard":"**"} {"wildcard":"\\a"} {"wildcard":"a\\"} {"wildcard":["a"]}
    {"exists":"true"} {"exists":null} {"exists":[true]} {"exists":true,"exists":true}
    {"anything-but":[]} {"anything-but":null} {"anything-but":true} {"anything-but":[null]}
    {"anything-but":[1,"a"]} {"anything-but":["a",1]} {"anything-but":["a",["b"]]}
    {"anything-but":9007199254740993} {"anything-but":[1,1e400]} {"anything-but":{}}
    {"anything-but":{"prefix":""}} {"anything-but":{"suffix":["a",""]}}
    {"anything-but":{"prefix":[]}} {"anything-but":{"suffix":[]}}
    {"anything-but":{"equals-ignore-case":[]}} {"anything-but":{"wildcard":[]}}
    {"anything-but":{"wildcard":"a**"}} {"anything-but":{"wildcard":["a",5]}}
    {"anything-but":{"prefix":5}} {"anything-but":{"prefix":{"equals-ignore-case":"a"}}}
    {"anything-but":{"numeric":["=",1]}} {"anything-but":{"cidr":"10.0.0.0/8"}}
    {"anything-but":{"exists":true}} {"anything-but":{"prefix":"a","suffix":"b"}}
    {"anything-but":"a","prefix":"b"}
    {"numeric":5} {"numeric":[]} {"numeric":["="]} {"numeric":[5]} {"numeric":["=",5,5]}
    {"numeric":["!=",5]} {"numeric":["<","5"]} {"numeric":["<",5,">",1]} {"numeric":[">",5,">",6]}
    {"numeric":[">=",5,"<=",5]} {"numeric":[">",5,"<",1]} {"numeric":[">",1,"<",5,"=",3]}
    {"numeric":[">",1,"<"]} {"numeric":["=",1,"<",5]} {"numeric":["=",9007199254740993]}
    {"numeric":["=",1],"exists":true}
    {"cidr":5} {"cidr":"10.0.0.0"} {"cidr":"10.0.0.0/32"} {"cidr":"10.0.0.0/-1"}
    {"cidr":"10.0.0.0/8/8"} {"cidr":"::/128"} {"cidr":"::ffff:10.0.0.0/8"} {"cidr":"/8"}
    {"cidr":"10.0.0/8"} {"cidr":"10.0.0.0/x"} {"cidr":"10.0.0.0/"} {"cidr":"::ffff:a00:0/40"})-");

// Members that no pattern may have.
const std::vector<std::string> kWrongMembers = words(R"(
    "a":5 "a":"b" "a":null "a":{} "a":[] "$or":[] "$or":5 "$or":{"a":[1]}
    "$or":[{"a":[1]}] "$or":[{"a":[1]},{}] "$or":[{"a":[1]},5] "$or":[{"a":[1]},{"a":5}]
    "$or":[{"prefix":[1]},{"a":[1]}] "$or":[{"a":{"=":[1]}},{"a":[1]}]
    "$or":[{"a":[1]},{"regex":{"a":[1]}}] "$or":[{"a":[1]},[{"a":[1]}]])");

std::string shortest(double value) {
  char text[64];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

void Generator::new_world() {
  keys_ = one_in(8) ? std::vector<std::string>{"😀", "\uFF5E"} : std::vector<std::string>{"a", "b"};
  for (size_t i = below(3); i > 0; --i) keys_.push_back(pick(kKeys));
  texts_.clear();
  for (size_t i = 3 + below(4); i > 0; --i) texts_.push_back(new_text());
  numbers_.clear();
  for (size_t i = 2 + below(3); i > 0; --i) numbers_.push_back(new_number());
  shape_ = new_shape(0);
}

Generator::Shape Generator::new_shape(size_t depth) {
  Shape shape;
  if (depth > 0 && (depth == 3 || one_in(2))) return shape;
  const size_t first = below(keys_.size());
  for (size_t i = 1 + below(3); i > 0; --i) {
    shape.children.push_back({keys_[(first + i) % keys_.size()], new_shape(depth + 1)});
  }
  return shape;
}

// Often a neighbour of a text that is there already.
std::string Generator::new_text() {
  if (one_in(20)) return "";
  if (one_in(3)) return pick(kWholeTexts);
  std::string text;
  if (!texts_.empty() && one_in(3)) text = pick(texts_);
  for (size_t i = below(4); i > 0; --i)
    text += one_in(20) ? pick(kSpaces) : one_in(5) ? pick(kOddLetters) : pick(kLetters);
  if (one_in(30)) text += std::string(70, 'a');
  return text;
}

// Often the next double to one that is there already, or a token that only looks like one.
std::string Generator::new_number() {
  if (numbers_.empty() || one_in(2)) return pick(kNumbers);
  const double value = std::strtod(pick(numbers_).c_str(), nullptr);
  char text[64];
  switch (below(5)) {
    case 0:
      return std::isfinite(value) ? shortest(std::nextafter(value, 0)) : "1";
    case 1:
      return std::fabs(value) < 1e308 ? shortest(std::nextafter(value, 1e308)) : "1";
    case 2:
      return std::isfinite(value) ? shortest(-value) : "-1";
    case 3:
      if (!std::isfinite(value)) return "1";
      std::snprintf(text, sizeof text, "%.17g", value);
      return text;
    default:
      return std::to_string(static_cast<int>(below(2000)) - 1000);
  }
}

// --- Spelling ---

std::string Generator::string(const std::string& decoded) {
  const bool with_escapes = one_in(4);
  std::string text = "\"";
  for (const char32_t c : decode_utf8(decoded)) {
    std::string plain;
    append_utf8(c, plain);
    if (!with_escapes || !one_in(3)) {
      plain = write_json_string(plain);
      text += plain.substr(1, plain.size() - 2);
      continue;
    }
    if (c == '/') {
      text += "\\/";
      continue;
    }
    const char* format = one_in(2) ? "\\u%04x" : "\\u%04X";
    char escape[8];
    const auto append_unit = [&](char32_t unit) {
      std::snprintf(escape, sizeof escape, format, static_cast<unsigned>(unit));
      text += escape;
    };
    if (c < 0x10000) {
      append_unit(c);
    } else {
      append_unit(0xD800 + ((c - 0x10000) >> 10));
      append_unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return text + "\"";
}

std::string Generator::number_like(const std::string& token) {
  const Decimal decimal = decimal_of(token);
  const std::string sign = decimal.negative ? "-" : "";
  const std::string e = one_in(2) ? "e" : "E";
  if (decimal.digits.empty()) {
    return pick(kZeros);
  }
  const std::string& digits = decimal.digits;
  const long size = static_cast<long>(digits.size());
  switch (below(4)) {
    case 0: {  // 12300.0
      if (decimal.exponent < -20 || decimal.exponent > 40) return token;
      const auto zeros = [](long count) {
        return std::string(count > 0 ? static_cast<size_t>(count) : 0, '0');
      };
      const auto point = static_cast<size_t>(std::max(0L, std::min(decimal.exponent, size)));
      const std::string whole = digits.substr(0, point) + zeros(decimal.exponent - size);
      const std::string fraction =
          zeros(-decimal.exponent) + digits.substr(point) + zeros(static_cast<long>(below(3)));
      return sign + (whole.empty() ? "0" : whole) + (fraction.empty() ? "" : "." + fraction);
    }
    case 1: {  // 1.23e+4
      const std::string fraction = digits.substr(1) + (one_in(3) ? "0" : "");
      const long power = decimal.exponent - 1;
      return sign + digits.substr(0, 1) + (fraction.empty() ? "" : "." + fraction) + e +
             (power >= 0 && one_in(2) ? "+" : "") + std::to_string(power);
    }
    case 2:  // 123e2
      return sign + digits + e + std::to_string(decimal.exponent - size);
    default:  // 0.00123e07
      return sign + "0.00" + digits + e + (decimal.exponent >= -2 ? "0" : "") +
             std::to_string(decimal.exponent + 2);
  }
}

std::string Generator::number() { return one_in(3) ? number_like(pick(numbers_)) : pick(numbers_); }

std::string Generator::space() {
  if (!one_in(12)) return "";
  return pick(kSpaces);
}

std::string Generator::object_of(const std::vector<std::string>& members) {
  std::string text;
  for (const std::string& member : members)
    text += (text.empty() ? "" : ",") + space() + member + space();
  return "{" + text + "}";
}

std::string Generator::list_of(const std::vector<std::string>& elements) {
  std::string text;
  for (const std::string& element : elements) {
    text += (text.empty() ? "" : ",") + space() + element + space();
  }
  return "[" + text + "]";
}

std::string Generator::respell(const std::string& json) {
  const auto document = parse_json(json);
  if (!document) return json;
  const auto write = [this](const auto& self, const JsonValue& value) -> std::string {
    std::vector<std::string> parts;
    switch (value.kind) {
      case JsonValue::Kind::kString:
        return string(value.text);
      case JsonValue::Kind::kNumber:
        return comparable_decimal(value.text) ? number_like(value.text) : value.text;
      case JsonValue::Kind::kArray:
        for (const JsonValue& element : value.elements) parts.push_back(self(self, element));
        return list_of(parts);
      case JsonValue::Kind::kObject:
        for (const auto& [key, member] : value.members) {
          parts.push_back(string(key) + space() + ":" + space() + self(self, member));
        }
        return object_of(parts);
      default:
        return write_json(value);
    }
  };
  return write(write, *document);
}

std::string Generator::damage(std::string text) {
  for (size_t i = 1 + below(2); i > 0 && !text.empty(); --i) {
    const size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(3));
        break;
      case 1:
        text.insert(at, pick(kJunk));
        break;
      case 2:
        text.replace(at, 1, pick(kJunk));
        break;
      default:
        text.insert(at, text.substr(at, 1 + below(4)));
        break;
    }
  }
  return text;
}

// --- Events ---

std::string Generator::event() {
  if (one_in(100)) return leaf();
  return space() + event_object(shape_, 0) + space();
}

std::string Generator::event_object(const Shape& shape, size_t depth) {
  std::vector<std::string> members;
  const auto add = [&](const std::string& key, const Shape& below_key) {
    members.push_back(string(key) + space() + ":" + space() + event_value(below_key, depth + 1));
  };
  for (const auto& [key, child] : shape.children) {
    if (one_in(8)) continue;
    if (!child.children.empty() && one_in(5)) {
      const auto& [inner_key, inner] = pick(child.children);
      add(key + "." + inner_key, inner);
    } else {
      add(key, child);
    }
  }
  if (one_in(4)) add(pick(keys_), one_in(2) ? shape_ : Shape{});
  if (members.size() > 1 && one_in(3)) std::swap(members.front(), members.back());
  return object_of(members);
}

std::string Generator::event_value(const Shape& shape, size_t depth) {
  if (depth < 6 && one_in(3)) {
    std::vector<std::string> elements;
    const size_t size = one_in(20) ? 20 : below(4);
    for (size_t i = 0; i < size; ++i) elements.push_back(event_value(shape, depth + 1));
    return list_of(elements);
  }
  const bool as_shaped = !one_in(8);
  const bool object = shape.children.empty() != as_shaped;
  return object && depth < 6 ? event_object(shape.children.empty() ? shape_ : shape, depth)
                             : leaf();
}

std::string Generator::leaf() {
  switch (below(8)) {
    case 0:
    case 1:
    case 2:
      return string(pick(texts_));
    case 3:
      return string(one_in(2) ? other_case(pick(texts_)) : new_text());
    case 4:
    case 5:
      return number();
    case 6:
      return one_in(3) ? new_number() : number();
    default:
      return pick(kTokens);
  }
}

// --- Patterns ---

std::string Generator::pattern(size_t refused_one_in) {
  refused_ = one_in(refused_one_in);
  if (refused_ && one_in(20)) return alternatives();
  return space() + pattern_object(shape_, 0, false) + space();
}

std::string Generator::pattern_object(const Shape& shape, size_t depth, bool inside_or) {
  std::vector<std::string> members;
  for (size_t i = 1 + below(depth == 0 ? 3 : 2); i > 0; --i) {
    members.push_back(pattern_member(shape, depth, inside_or));
  }
  if (refused_ && one_in(6)) {
    refused_ = false;
    members.push_back(pick(kWrongMembers));
  }
  return object_of(members);
}

std::string Generator::pattern_member(const Shape& shape, size_t depth, bool inside_or) {
  if (depth < 3 && one_in(10)) return "\"$or\":" + pattern_or(shape, depth);
  if (shape.children.empty() || one_in(15)) return string(pick(keys_)) + ":" + alternatives();
  const auto& [key, child] = pick(shape.children);
  // Few keys are words that $or reserves; those patterns are refused, and that is as good a case.
  if (child.children.empty() || one_in(8)) return string(key) + ":" + alternatives();
  if (one_in(3)) {
    const auto& [inner_key, inner] = pick(child.children);
    const std::string path = string(key + "." + inner_key) + ":";
    return path +
           (inner.children.empty() ? alternatives() : pattern_object(inner, depth + 2, inside_or));
  }
  return string(key) + space() + ":" + space() + pattern_object(child, depth + 1, inside_or);
}

std::string Generator::pattern_or(const Shape& shape, size_t depth) {
  std::vector<std::string> branches;
  for (size_t i = 2 + below(2); i > 0; --i)
    branches.push_back(pattern_object(shape, depth + 1, true));
  return list_of(branches);
}

std::string Generator::alternatives() {
  std::vector<std::string> list;
  for (size_t i = 1 + (one_in(2) ? below(3) : 0); i > 0; --i) list.push_back(alternative());
  if (refused_ && one_in(4)) {
    refused_ = false;
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(below(list.size() + 1)),
                pick(kWrongAlternatives));
  }
  return list_of(list);
}

std::string Generator::alternative() {
  switch (below(20)) {
    case 0:
    case 1:
    case 2:
      return string(pick(texts_));
    case 3:
    case 4:
      return number();
    case 5:
      return pick(kTokens);
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return string_test();
    case 12:
    case 13:
    case 14:
      return anything_but();
    case 15:
    case 16:
      return numeric();
    case 17:
      return cidr();
    case 18:
      return operation("exists", "true");
    default:
      return operation("exists", "false");
  }
}

std::string Generator::operation(const std::string& name, const std::string& operand) {
  return object_of({string(name) + space() + ":" + space() + operand});
}

std::string Generator::string_test() {
  const std::string& text = pick(texts_);
  switch (below(8)) {
    case 0:
      return operation("exactly", string(text));
    case 1:
      return operation("prefix", string(part(text)));
    case 2:
      return operation("suffix", string(part(text)));
    case 3:
      return operation("prefix", operation("equals-ignore-case", string(other_case(part(text)))));
    case 4:
      return operation("suffix", operation("equals-ignore-case", string(other_case(part(text)))));
    case 5:
      return operation("equals-ignore-case", string(other_case(text)));
    default:
      return operation("wildcard", string(wildcard_for(text)));
  }
}

std::string Generator::text_or_texts(const std::vector<std::string>& decoded) {
  if (decoded.size() == 1 && one_in(2)) return string(decoded.front());
  std::vector<std::string> texts;
  for (const std::string& text : decoded) texts.push_back(string(text));
  return list_of(texts);
}

std::string Generator::anything_but() {
  const size_t size = 1 + (one_in(2) ? below(3) : 0);
  std::vector<std::string> texts;
  const auto add = [&](std::string text, const char* instead) {
    texts.push_back(text.empty() ? instead : std::move(text));
  };
  switch (below(7)) {
    case 0:
    case 1:
      for (size_t i = 0; i < size; ++i) texts.push_back(pick(texts_));
      return operation("anything-but", text_or_texts(texts));
    case 2: {
      std::vector<std::string> numbers;
      for (size_t i = 0; i < size; ++i) numbers.push_back(number());
      return operation("anything-but", size == 1 && one_in(2) ? numbers.front() : list_of(numbers));
    }
    case 3:
      for (size_t i = 0; i < size; ++i) add(part(pick(texts_)), "a");
      return operation("anything-but", operation("prefix", text_or_texts(texts)));
    case 4:
      for (size_t i = 0; i < size; ++i) add(part(pick(texts_)), "a");
      return operation("anything-but", operation("suffix", text_or_texts(texts)));
    case 5:
      for (size_t i = 0; i < size; ++i) texts.push_back(other_case(pick(texts_)));
      return operation("anything-but", operation("equals-ignore-case", text_or_texts(texts)));
    default:
      for (size_t i = 0; i < size; ++i) texts.push_back(wildcard_for(pick(texts_)));
      return operation("anything-but", operation("wildcard", text_or_texts(texts)));
  }
}

std::string Generator::numeric() {
  const std::string lower = one_in(2) ? "\">\"" : "\">=\"";
  const std::string upper = one_in(2) ? "\"<\"" : "\"<=\"";
  switch (below(4)) {
    case 0:
      return operation("numeric", list_of({"\"=\"", number()}));
    case 1:
      return operation("numeric", list_of({lower, number()}));
    case 2:
      return operation("numeric", list_of({upper, number()}));
    default: {
      std::string low = number();
      std::string high = number();
      if (compare(decimal_of(low), decimal_of(high)) > 0) std::swap(low, high);
      return operation("numeric", list_of({lower, low, upper, high}));
    }
  }
}

std::string Generator::cidr() {
  std::string address = pick(texts_);
  if (!address_digits(address)) address = pick(kWholeTexts);
  if (!address_digits(address)) address = one_in(2) ? "10.0.0.1" : "2001:db8::1";
  const size_t bits = address_digits(address)->size() * 4;
  std::string mask = std::to_string(one_in(12) ? bits : below(bits));
  if (one_in(20)) mask = pick(kMaskSigns) + mask;
  return operation("cidr", string(address + "/" + mask));
}

// --- Variations of a text ---

// A piece from either end or from within.
std::string Generator::part(const std::string& text) {
  const std::vector<char32_t> letters = decode_utf8(text);
  const size_t begin = one_in(2) ? 0 : below(letters.size() + 1);
  const size_t end = one_in(2) ? letters.size() : begin + below(letters.size() - begin + 1);
  std::string piece;
  for (size_t i = begin; i < end; ++i) append_utf8(letters[i], piece);
  return piece;
}

std::string Generator::other_case(const std::string& text) {
  std::string other;
  for (const char32_t c : decode_utf8(text)) {
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    append_utf8(letter && one_in(2) ? c ^ 0x20 : c, other);
  }
  return other;
}

std::string Generator::wildcard_for(const std::string& text) {
  std::string wildcard;
  bool after_star = false;
  const auto star = [&] {
    if (!after_star) wildcard += "*";
    after_star = true;
  };
  for (const char32_t c : decode_utf8(text)) {
    if (one_in(4)) star();
    if (one_in(4)) {
      star();
      continue;
    }
    if (c == '*' || c == '\\') wildcard += "\\";
    append_utf8(c, wildcard);
    after_star = false;
  }
  if (one_in(4)) star();
  return wildcard;
}

}  // namespace reference
