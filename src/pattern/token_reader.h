#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena_vec.h"
#include "base/text.h"
#include "pattern/messages.h"

namespace tidegate {

enum class Token : uint8_t {
  kError,
  kEnd,
  kObjectBegin,
  kObjectEnd,
  kArrayBegin,
  kArrayEnd,
  kName,
  kString,
  kNumber,
  kTrue,
  kFalse,
  kNull,
};

// Reads a JSON text token by token, and stands after each where Jackson's ReaderBasedJsonParser
// stands, since AWS reports that place for whatever it dislikes about the token:
//
//   - A string is read only when it is asked for (read_text) or left behind; until then the reader
//   stands behind its
//     opening quote.
//   - Behind a name the reader has passed the colon and begun the value: it stands behind the
//   value's bracket, opening
//     quote, or last character.
//   - Every other token is read to its end.
//
// The text must be UTF-8. It and the arena, which takes strings with escapes and where the reader
// is, must outlive the reader. An error is final. Cost: linear in the text; depth is limited
// (kMaxDepth), without recursion.
class TokenReader {
 public:
  TokenReader(std::string_view text, Arena& arena) : text_(text), arena_(arena), open_(arena) {}

  Token next();

  // Behind the last value: whether nothing but white space follows. False: kTextAfterPattern.
  [[nodiscard]] bool expect_end();

  // The token that next() gave last; kError as soon as anything failed.
  Token token() const { return token_; }

  // The next unread byte.
  uint32_t position() const { return position_; }

  // Where the token begins in the text.
  uint32_t begin() const { return span_.begin; }

  // The token in the text. A string that is not read yet counts up to its closing quote.
  Span span() const;
  std::string_view spelling() const;

  // For kName, and behind it until the next member: the name.
  std::string_view name() const { return open_.back().name; }

  // For kString, once: its characters. False: an error in them.
  [[nodiscard]] bool read_text(std::string_view& text);

  // For kError.
  const Problem& problem() const { return problem_; }

  // The JSON Pointer (RFC 6901) to the value or member that the reader has begun last.
  void append_pointer(Text& pointer) const;

 private:
  // An object or array that the reader is in.
  struct Open {
    bool is_object;
    bool named;      // The current member's name is read.
    uint32_t begin;  // The bracket.
    uint32_t count;  // Members or values begun.
    std::string_view name;
  };

  bool at_end() const { return position_ == text_.size(); }

  Token enter(Token value);
  Token close();
  bool skip_space();
  bool skip_comma();
  bool read_name();
  Token begin_value();
  Token read_word();
  Token read_number();
  bool read_sign();
  uint32_t skip_digits();
  bool finish_string(uint32_t begin, ProblemKind at_end_of_text, ProblemKind control);
  void skip_plain();
  bool skip_escape(uint32_t begin);
  bool decode(Span quoted, std::string_view& text);

  bool fail(ProblemKind kind, Span span, uint32_t place, std::string_view argument = {});
  bool fail_at_end(ProblemKind kind, uint32_t begin);
  bool fail_unclosed(ProblemKind in_array, ProblemKind in_object);
  bool fail_at_character(ProblemKind kind);
  bool fail_without_digit(ProblemKind kind, uint32_t integer_end, bool reread);

  std::string_view text_;
  Arena& arena_;
  ArenaVec<Open> open_;
  uint32_t position_ = 0;
  Token token_ = Token::kEnd;
  Token value_ = Token::kEnd;   // Behind a name: the token of its value, which is begun.
  Span span_;                   // Of token_.
  Span value_span_;             // Of the value that was begun last.
  bool unread_string_ = false;  // It is a string, and the reader stands behind its opening quote.
  bool escaped_ = false;        // The string that was read last has escapes.
  Problem problem_;
};

// Appends the JSON Pointer to the value or member whose text begins at `offset` or has that byte in
// it; where the text is malformed before, to the last one begun. Reads the text anew up to there.
void append_pointer_to(std::string_view text, uint32_t offset, Text& pointer);

}  // namespace tidegate
