#include "pattern/token_reader.h"

#include <cstring>

#include "base/limits.h"
#include "json/pointer.h"
#include "json/simd.h"
#include "json/strings.h"

namespace tidegate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The bytes of the character that begins with `lead`, in valid UTF-8.
uint32_t character_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The bytes of the character at the start of `text`, if it can be part of a word that Jackson would
// quote, or else 0. Jackson goes by Java's identifiers; beyond ASCII everything of the basic plane
// but the blocks of punctuation, symbols and special forms is taken for a letter here. Only how
// much of an unknown word is quoted depends on it.
uint32_t word_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) {
    const char lower = static_cast<char>(lead | 0x20);
    return (lower >= 'a' && lower <= 'z') || is_digit(text[0]) || lead == '_' || lead == '$';
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool no_letter = lead == 0xC2 ||                      // U+0080 to U+00BF
                         (lead == 0xE2 && second < 0xB0) ||   // U+2000 to U+2BFF
                         (lead == 0xE3 && second == 0x80) ||  // U+3000 to U+303F
                         lead >= 0xEF;  // from U+F000, with the byte order mark
  return no_letter ? 0 : character_size(text[0]);
}

}  // namespace

Token TokenReader::next() {
  if (token_ == Token::kError) return token_;
  if (token_ == Token::kName) return enter(value_);
  if (unread_string_ &&
      !finish_string(span_.begin, ProblemKind::kEndInString, ProblemKind::kControlInString))
    return token_;
  if (!skip_space()) return token_;
  if (at_end()) {
    if (!open_.empty()) fail_unclosed(ProblemKind::kEndInArray, ProblemKind::kEndInObject);
    return open_.empty() ? token_ = Token::kEnd : token_;
  }
  if (text_[position_] == '}' || text_[position_] == ']') return close();
  if (open_.empty()) return enter(begin_value());

  const bool first = open_.back().count++ == 0;
  if (!first && !skip_comma()) return token_;
  if (!open_.back().is_object) return enter(begin_value());
  if (!read_name()) return token_;
  value_ = begin_value();
  if (value_ != Token::kError) token_ = Token::kName;
  return token_;
}

bool TokenReader::expect_end() {
  if (next() == Token::kEnd) return true;
  const uint32_t begin = token_ == Token::kError ? problem_.span.begin : span_.begin;
  return fail(ProblemKind::kTextAfterPattern, {begin, static_cast<uint32_t>(text_.size())}, begin);
}

Span TokenReader::span() const {
  if (token_ != Token::kString || !unread_string_) return span_;
  uint32_t end = position_;
  while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  const auto size = static_cast<uint32_t>(text_.size());
  return {span_.begin, end < size ? end + 1 : size};
}

std::string_view TokenReader::spelling() const {
  const Span token = span();
  return text_.substr(token.begin, token.end - token.begin);
}

bool TokenReader::read_text(std::string_view& text) {
  if (!finish_string(span_.begin, ProblemKind::kEndInString, ProblemKind::kControlInString))
    return false;
  span_.end = position_;
  return decode(span_, text);
}

void TokenReader::append_pointer(Text& pointer) const {
  for (const Open& open : open_) {
    if (open.is_object && open.named) append_pointer_token(open.name, pointer);
    if (!open.is_object && open.count != 0) pointer.append('/').append_number(open.count - 1);
  }
}

// The value that was begun becomes the token.
Token TokenReader::enter(Token value) {
  if (value == Token::kError) return value;
  token_ = value;
  span_ = value_span_;
  if (value != Token::kObjectBegin && value != Token::kArrayBegin) return token_;
  if (open_.size() == kMaxDepth) {
    fail(ProblemKind::kTooDeepNesting, span_, Problem::kNowhere);
  } else if (!open_.push({value == Token::kObjectBegin, false, span_.begin, 0, {}})) {
    fail(ProblemKind::kNoMemory, span_, Problem::kNowhere);
  }
  return token_;
}

Token TokenReader::close() {
  const bool brace = text_[position_] == '}';
  if (open_.empty()) {
    fail_at_character(brace ? ProblemKind::kExtraBrace : ProblemKind::kExtraBracket);
    return token_;
  }
  if (open_.back().is_object != brace) {
    fail_at_character(brace ? ProblemKind::kWrongBrace : ProblemKind::kWrongBracket);
    problem_.opened = open_.back().begin;
    return token_;
  }
  open_.pop();
  span_ = {position_, position_ + 1};
  ++position_;
  token_ = brace ? Token::kObjectEnd : Token::kArrayEnd;
  return token_;
}

bool TokenReader::skip_space() {
  for (; !at_end(); ++position_) {
    const char c = text_[position_];
    if (c == '/') return fail_at_character(ProblemKind::kComment);
    if (static_cast<unsigned char>(c) > ' ') return true;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    const uint32_t begin = position_++;
    return fail(ProblemKind::kControlCharacter, {begin, position_}, position_,
                text_.substr(begin, 1));
  }
  return true;
}

bool TokenReader::skip_comma() {
  if (text_[position_] != ',') {
    return fail_at_character(open_.back().is_object ? ProblemKind::kCommaExpectedInObject
                                                    : ProblemKind::kCommaExpectedInArray);
  }
  ++position_;
  return skip_space() && (!at_end() || fail_unclosed(ProblemKind::kEndBetweenValues,
                                                     ProblemKind::kEndBetweenMembers));
}

// Reads a name and passes the colon, up to the first character of the value.
bool TokenReader::read_name() {
  open_.back().named = false;
  const uint32_t begin = position_;
  if (text_[position_] != '"') return fail_at_character(ProblemKind::kNameExpected);
  ++position_;
  if (!finish_string(begin, ProblemKind::kEndInName, ProblemKind::kControlInName)) return false;
  span_ = {begin, position_};
  if (!decode(span_, open_.back().name)) return false;
  open_.back().named = true;

  constexpr ProblemKind kEnd = ProblemKind::kEndBetweenMembers;
  if (!skip_space()) return false;
  if (at_end()) return fail_unclosed(kEnd, kEnd);
  if (text_[position_] != ':') return fail_at_character(ProblemKind::kColonExpected);
  ++position_;
  return skip_space() && (!at_end() || fail_unclosed(kEnd, kEnd));
}

Token TokenReader::begin_value() {
  const char c = text_[position_];
  value_span_ = {position_, position_ + 1};
  switch (c) {
    case '{':
      ++position_;
      return Token::kObjectBegin;
    case '[':
      ++position_;
      return Token::kArrayBegin;
    case '"':
      ++position_;
      unread_string_ = true;
      return Token::kString;
    case '}':
      fail_at_character(ProblemKind::kBraceForValue);
      return token_;
    case '+':
      ++position_;
      if (at_end()) {
        fail_at_end(ProblemKind::kEndAfterPlus, value_span_.begin);
      } else {
        fail(ProblemKind::kPlusSign, value_span_, position_, "+");
        ++position_;
      }
      return token_;
    default:
      return c == '-' || is_digit(c) ? read_number() : read_word();
  }
}

Token TokenReader::read_word() {
  constexpr uint32_t kQuotedCharacters = 256;
  const uint32_t begin = position_;
  uint32_t characters = 0;
  while (!at_end() && characters < kQuotedCharacters) {
    const uint32_t size = word_character(text_.substr(position_));
    if (size == 0) break;
    position_ += size;
    ++characters;
  }
  if (characters == 0) {
    fail_at_character(ProblemKind::kValueExpected);
    return token_;
  }
  value_span_ = {begin, position_};
  const std::string_view word = text_.substr(begin, position_ - begin);
  if (word == "true") return Token::kTrue;
  if (word == "false") return Token::kFalse;
  if (word == "null") return Token::kNull;
  ProblemKind kind =
      characters == kQuotedCharacters ? ProblemKind::kLongToken : ProblemKind::kUnknownToken;
  if (word == "NaN" || word == "Infinity") kind = ProblemKind::kNoFiniteNumber;
  fail(kind, value_span_, position_, word);
  return token_;
}

Token TokenReader::read_number() {
  const uint32_t begin = position_;
  if (text_[position_] == '-' && !read_sign()) return token_;

  const uint32_t integer_begin = position_;
  const bool zero = text_[position_] == '0';
  uint32_t digits = skip_digits();
  if (zero && digits > 1) {
    const Span zeros = {integer_begin, position_};
    position_ = integer_begin + 1;
    fail(ProblemKind::kLeadingZero, zeros, position_);
    return token_;
  }
  const uint32_t integer_end = position_;
  if (!at_end() && text_[position_] == '.') {
    ++position_;
    const uint32_t fraction = skip_digits();
    digits += fraction;
    if (fraction == 0) {
      fail_without_digit(ProblemKind::kDigitAfterPoint, integer_end, zero);
      return token_;
    }
  }
  if (!at_end() && (text_[position_] | 0x20) == 'e') {
    ++position_;
    if (!at_end() && (text_[position_] == '+' || text_[position_] == '-')) ++position_;
    if (at_end()) {
      fail_at_end(ProblemKind::kEndAfterExponent, begin);
      return token_;
    }
    const uint32_t exponent = skip_digits();
    digits += exponent;
    if (exponent == 0) {
      fail_without_digit(ProblemKind::kDigitAfterExponent, integer_end, zero);
      return token_;
    }
  }
  value_span_ = {begin, position_};
  if (digits > kMaxNumberLength) {
    Text count;
    count.append_number(digits);
    fail(ProblemKind::kNumberDigits, value_span_, Problem::kNowhere, arena_.copy(count.view()));
    return token_;
  }
  return Token::kNumber;
}

// Passes over a minus sign. False: no digit follows.
bool TokenReader::read_sign() {
  constexpr std::string_view kMinusInfinity = "-Infinity";
  const uint32_t begin = position_++;
  if (at_end()) return fail_at_end(ProblemKind::kEndAfterMinus, begin);
  if (is_digit(text_[position_])) return true;
  if (text_[position_] == '.') return fail_at_character(ProblemKind::kValueExpected);
  if (text_.substr(begin, kMinusInfinity.size()) != kMinusInfinity) {
    return fail_at_character(ProblemKind::kDigitAfterMinus);
  }
  position_ = begin + static_cast<uint32_t>(kMinusInfinity.size());
  return fail(ProblemKind::kNoFiniteNumber, {begin, position_}, position_, kMinusInfinity);
}

uint32_t TokenReader::skip_digits() {
  const uint32_t begin = position_;
  while (!at_end() && is_digit(text_[position_])) ++position_;
  return position_ - begin;
}

bool TokenReader::finish_string(uint32_t begin, ProblemKind at_end_of_text, ProblemKind control) {
  unread_string_ = false;
  escaped_ = false;
  for (skip_plain(); !at_end(); skip_plain()) {
    const char c = text_[position_];
    if (static_cast<unsigned char>(c) < ' ') return fail_at_character(control);
    if (c == '\\') {
      if (!skip_escape(begin)) return false;
      continue;
    }
    ++position_;
    if (c == '"') return true;
  }
  return fail_at_end(at_end_of_text, begin);
}

// Passes over much of what needs no look in a string.
void TokenReader::skip_plain() {
  while (text_.size() - position_ >= 16) {
    const uint32_t plain = plain_prefix16(text_.data() + position_);
    position_ += plain;
    if (plain != 16) return;
  }
}

// `begin` is where the string begins.
bool TokenReader::skip_escape(uint32_t begin) {
  escaped_ = true;
  ++position_;
  if (at_end()) return fail_at_end(ProblemKind::kEndInEscape, begin);
  if (text_[position_] != 'u') {
    if (std::strchr("\"\\/bfnrt", text_[position_]) == nullptr || text_[position_] == '\0') {
      return fail_at_character(ProblemKind::kUnknownEscape);
    }
    ++position_;
    return true;
  }
  ++position_;
  for (int i = 0; i < 4; ++i, ++position_) {
    if (at_end()) return fail_at_end(ProblemKind::kEndInEscape, begin);
    const char c = text_[position_];
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit(c) && !(lower >= 'a' && lower <= 'f'))
      return fail_at_character(ProblemKind::kHexDigitExpected);
  }
  return true;
}

bool TokenReader::decode(Span quoted, std::string_view& text) {
  const std::string_view raw = text_.substr(quoted.begin + 1, quoted.end - quoted.begin - 2);
  text = raw;
  if (!escaped_) return true;
  auto* bytes = static_cast<char*>(arena_.allocate_bytes(raw.size()));
  if (bytes == nullptr) return fail(ProblemKind::kNoMemory, quoted, Problem::kNowhere);
  text = {bytes, static_cast<size_t>(decode_string(raw, bytes) - bytes)};
  return true;
}

bool TokenReader::fail(ProblemKind kind, Span span, uint32_t place, std::string_view argument) {
  token_ = Token::kError;
  problem_ = Problem{};
  problem_.kind = kind;
  problem_.span = span;
  problem_.place = place;
  problem_.argument = argument;
  return false;
}

// `begin` is where the token begins that the text ends in.
bool TokenReader::fail_at_end(ProblemKind kind, uint32_t begin) {
  return fail(kind, {begin, position_}, position_);
}

// The text ends and the innermost object or array is open.
bool TokenReader::fail_unclosed(ProblemKind in_array, ProblemKind in_object) {
  const Open& open = open_.back();
  fail(open.is_object ? in_object : in_array, {open.begin, open.begin + 1}, position_);
  problem_.opened = open.begin;
  return false;
}

// Jackson has read the character at fault by the time it complains, but reports the place before
// it.
bool TokenReader::fail_at_character(ProblemKind kind) {
  const uint32_t begin = position_;
  const uint32_t size = character_size(text_[begin]);
  position_ += size;
  return fail(kind, {begin, position_}, begin, text_.substr(begin, size));
}

// Jackson sweeps over a number, and only at its end moves its place from the integer part; a number
// that begins with 0 or runs to the end of the text it reads again, character by character. The
// place depends on which of the two misses the digit.
bool TokenReader::fail_without_digit(ProblemKind kind, uint32_t integer_end, bool reread) {
  const uint32_t fault = at_end() ? position_ - 1 : position_;
  const uint32_t place = reread || at_end() ? fault : integer_end;
  const uint32_t size = character_size(text_[fault]);
  position_ = place == fault ? fault + size : integer_end + 1;
  return fail(kind, {fault, fault + size}, place, text_.substr(fault, size));
}

void append_pointer_to(std::string_view text, uint32_t offset, Text& pointer) {
  Arena arena;
  TokenReader reader(text, arena);
  for (Token token = reader.next(); token != Token::kEnd && token != Token::kError;
       token = reader.next()) {
    if (reader.span().end > offset) break;
  }
  reader.append_pointer(pointer);
}

}  // namespace tidegate
