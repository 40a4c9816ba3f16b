#include "json/reader.h"

#include <algorithm>
#include <cstring>

#include "json/simd.h"

namespace tidegate {
namespace {

constexpr PathTree::Node kSkip = PathTree::kNone;  // Nothing is wanted here or below.
constexpr uint32_t kNoArray = UINT32_MAX;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One object or array that is open.
struct Frame {
  PathTree::Node node;  // kSkip, or where in the tree its members (or elements) are.
  uint32_t place;       // The place of what is in it; for an element of an array its own.
  uint32_t array;       // kNoArray for an object and for an array without a node.
  uint32_t own_place;   // The place that ends with it, or kTopPlace.
  bool is_object;
};

class EventReader {
 public:
  EventReader(std::string_view text, const PathTree& paths, EventView& view)
      : begin_(text.data()), p_(begin_), end_(begin_ + text.size()), paths_(paths), view_(view) {}

  JsonError read() {
    if (static_cast<size_t>(end_ - begin_) > kMaxTextBytes) {
      fail(ErrorCode::kTooLarge, "The text is larger than the library takes.");
    } else if (prepare()) {
      read_document();
    }
    return error_;
  }

 private:
  bool prepare() {
    view_.leaves.clear();
    view_.places.clear();
    view_.arrays.clear();
    view_.decoded.clear();
    return view_.places.push({EventView::kTopPlace, kNoArray, 0, 0, 0}) || no_memory();
  }

  // A value, then what may follow it, until the outermost value has ended.
  void read_document() {
    skip_space();
    if (end_ - p_ >= 3 && std::memcmp(p_, "\xEF\xBB\xBF", 3) == 0) {
      fail(ErrorCode::kInvalidJson, "The text starts with a byte order mark.");
      return;
    }
    const PathTree::Node root = paths_.capacity() == 0 ? kSkip : PathTree::kRoot;
    if (p_ != end_) view_.root = type_of(*p_);
    if (!read_value(root, EventView::kTopPlace, true)) return;
    while (depth_ != 0) {
      if (!read_next()) return;
    }
    skip_space();
    if (p_ != end_) fail(ErrorCode::kInvalidJson, "There is text after the end of the value.");
  }

  // What follows within the innermost open object or array: its end, or the next member or element.
  bool read_next() {
    const Frame& frame = stack_[depth_ - 1];
    skip_space();
    if (p_ == end_) return fail_at_end();
    if (*p_ == closing(frame.is_object)) {
      ++p_;
      close_frame();
      return true;
    }
    if (!opened_) {
      if (*p_ != ',') return fail_separator(frame.is_object);
      ++p_;
      skip_space();
    }
    opened_ = false;
    if (frame.is_object) return read_member(frame.node, frame.place);
    return read_value(frame.node, frame.place, false);
  }

  bool read_member(PathTree::Node object, uint32_t place) {
    std::string_view key;
    bool escaped = false;
    if (!read_name(key, escaped)) return false;
    if (escaped && !decode(key)) return false;
    return read_value(paths_.descend(object, key), place, true);
  }

  // The name of a member, as written, and what is before the value.
  bool read_name(std::string_view& name, bool& escaped) {
    if (p_ == end_) return fail_at_end();
    if (*p_ != '"') return fail(ErrorCode::kInvalidJson, "Expected the name of a member here.");
    if (!read_quoted(name, escaped)) return false;
    skip_space();
    if (p_ == end_) return fail_at_end();
    if (*p_ != ':')
      return fail(ErrorCode::kInvalidJson, "Expected ':' after the name of a member.");
    ++p_;
    skip_space();
    return true;
  }

  // A value at `node`. `direct` is false for an element of an array.
  bool read_value(PathTree::Node node, uint32_t place, bool direct) {
    if (node == kSkip) return skip_value();
    if (p_ == end_) return fail_at_end();
    const char first = *p_;
    if (first == '{' || first == '[') return read_container(node, place, direct);
    const char* token = p_;
    if (first == '"') {
      std::string_view text;
      bool escaped = false;
      if (!read_quoted(text, escaped)) return false;
      if (!paths_.wanted(node)) return true;
      if (escaped && !decode(text)) return false;
      return add_leaf(JsonType::kString, node, place, token, text);
    }
    if (!skip_scalar()) return false;
    if (!paths_.wanted(node)) return true;
    return add_leaf(type_of(first), node, place, token, {token, static_cast<size_t>(p_ - token)});
  }

  // Checks a value that nobody wants and passes over it. Of what it opens only the kind matters.
  bool skip_value() {
    const uint32_t outer_depth = depth_;
    for (;;) {
      if (p_ == end_) return fail_at_end();
      const char first = *p_;
      if (first == '{' || first == '[') {
        const bool is_object = first == '{';
        if (depth_ == kMaxDepth) return fail_too_deep();
        stack_[depth_++].is_object = is_object;
        ++p_;
        skip_space();
        if (p_ == end_) return fail_at_end();
        if (*p_ != closing(is_object)) {
          if (is_object && !skip_name()) return false;
          continue;
        }
        ++p_;
        --depth_;
      } else if (!(first == '"' ? skip_quoted() : skip_scalar())) {
        return false;
      }
      if (!skip_to_next(outer_depth)) return false;
      if (depth_ == outer_depth) return true;
    }
  }

  // After a value within skip_value(): closes what ends with it, and goes on to the next value
  // unless all is closed.
  bool skip_to_next(uint32_t outer_depth) {
    while (depth_ != outer_depth) {
      skip_space();
      if (p_ == end_) return fail_at_end();
      const bool in_object = stack_[depth_ - 1].is_object;
      const char c = *p_;
      if (c == ',') {
        ++p_;
        skip_space();
        return !in_object || skip_name();
      }
      if (c != closing(in_object)) return fail_separator(in_object);
      ++p_;
      --depth_;
    }
    return true;
  }

  bool skip_name() {
    std::string_view name;
    bool escaped = false;
    return read_name(name, escaped);
  }

  bool skip_quoted() {
    std::string_view text;
    bool escaped = false;
    return read_quoted(text, escaped);
  }

  // A string; `text` is what stands between the quotes.
  bool read_quoted(std::string_view& text, bool& escaped) {
    const char* first = p_ + 1;
    const char* quote = skip_string(first, end_, begin_, escaped, error_);
    if (quote == nullptr) return false;
    text = std::string_view(first, static_cast<size_t>(quote - first));
    p_ = quote + 1;
    return true;
  }

  static char closing(bool is_object) { return is_object ? '}' : ']'; }

  static JsonType type_of(char first) {
    switch (first) {
      case '{':
        return JsonType::kObject;
      case '[':
        return JsonType::kArray;
      case '"':
        return JsonType::kString;
      case 't':
        return JsonType::kTrue;
      case 'f':
        return JsonType::kFalse;
      case 'n':
        return JsonType::kNull;
      default:
        return JsonType::kNumber;
    }
  }

  bool read_container(PathTree::Node node, uint32_t place, bool direct) {
    const char* token = p_;
    const bool is_object = *token == '{';
    if (paths_.wanted_whole(node)) {
      return skip_value() && add_leaf(type_of(*token), node, place, token,
                                      {token, static_cast<size_t>(p_ - token)});
    }
    if (is_object && !paths_.has_children(node)) return skip_value();
    if (depth_ == kMaxDepth) return fail_too_deep();
    Frame frame = {node, place, kNoArray, EventView::kTopPlace, is_object};
    if (!direct && !open_place(frame)) return false;
    if (!is_object && !open_array(frame)) return false;
    ++p_;
    stack_[depth_++] = frame;
    opened_ = true;
    return true;
  }

  // `frame` is an element of the innermost open array.
  bool open_place(Frame& frame) {
    const uint32_t parent = frame.place;
    frame.place = frame.own_place = view_.places.size();
    return view_.places.push({parent, stack_[depth_ - 1].array, view_.places[parent].depth + 1,
                              view_.leaves.size(), 0}) ||
           no_memory();
  }

  bool open_array(Frame& frame) {
    frame.array = view_.arrays.size();
    return view_.arrays.push({frame.node, view_.leaves.size(), 0}) || no_memory();
  }

  void close_frame() {
    const Frame& frame = stack_[--depth_];
    const uint32_t leaves = view_.leaves.size();
    if (frame.own_place != EventView::kTopPlace) view_.places[frame.own_place].end = leaves;
    if (frame.array != kNoArray) view_.arrays[frame.array].end = leaves;
    opened_ = false;
  }

  // A number, true, false or null.
  bool skip_scalar() {
    switch (*p_) {
      case 't':
        return skip_literal("true");
      case 'f':
        return skip_literal("false");
      case 'n':
        return skip_literal("null");
      default:
        return skip_number();
    }
  }

  bool skip_literal(std::string_view literal) {
    const size_t left = static_cast<size_t>(end_ - p_);
    if (left < literal.size() || std::memcmp(p_, literal.data(), literal.size()) != 0) {
      return fail(ErrorCode::kInvalidJson, "Expected a value here.");
    }
    p_ += literal.size();
    return true;
  }

  // number = [ minus ] int [ frac ] [ exp ] (RFC 8259, section 6). Most numbers have no exponent
  // and less than 32 characters: their digits are seen at one look.
  bool skip_number() {
    if (end_ - p_ < 32) return skip_any_number();
    const uint32_t digits = digit_mask32(p_);
    uint32_t at = *p_ == '-' ? 1 : 0;
    const uint32_t integer = digit_run(digits, at);
    if (integer == 0 || (integer > 1 && p_[at] == '0')) return skip_any_number();
    at += integer;
    if (at < 32 && p_[at] == '.') {
      const uint32_t fraction = digit_run(digits, ++at);
      if (fraction == 0) return skip_any_number();
      at += fraction;
    }
    if (at >= 32 || (p_[at] | 0x20) == 'e') return skip_any_number();
    p_ += at;
    return true;
  }

  // How many bits are set in a row from bit `at` on.
  static uint32_t digit_run(uint32_t digits, uint32_t at) {
    return at >= 32 ? 0 : static_cast<uint32_t>(__builtin_ctzll(~(uint64_t{digits} >> at)));
  }

  bool skip_any_number() {
    const char* token = p_;
    if (*p_ == '-') ++p_;
    if (p_ == end_ || !is_digit(*p_)) {
      p_ = token;
      return fail(ErrorCode::kInvalidJson, *token == '-'
                                               ? "A minus sign must be followed by a digit."
                                               : "Expected a value here.");
    }
    if (*p_ == '0') {
      ++p_;
      if (p_ != end_ && is_digit(*p_)) {
        return fail(ErrorCode::kInvalidJson, "A number must not start with a zero.");
      }
    } else {
      skip_digits();
    }
    if (p_ != end_ && *p_ == '.') {
      ++p_;
      if (!require_digits("A decimal point must be followed by a digit.")) return false;
    }
    if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      if (p_ != end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!require_digits("An exponent must have a digit.")) return false;
    }
    return p_ - token <= static_cast<ptrdiff_t>(kMaxNumberLength) || check_number_length(token);
  }

  // Jackson counts the digits alone.
  bool check_number_length(const char* token) {
    if (std::count_if(token, p_, is_digit) <= static_cast<ptrdiff_t>(kMaxNumberLength)) return true;
    p_ = token;
    return fail(ErrorCode::kNumberTooLong, "The number has too many digits.");
  }

  void skip_digits() {
    while (p_ != end_ && is_digit(*p_)) ++p_;
  }

  bool require_digits(const char* reason) {
    if (p_ == end_ || !is_digit(*p_)) return fail(ErrorCode::kInvalidJson, reason);
    skip_digits();
    return true;
  }

  // The value from `token` up to here; `text` is what is handed over of it.
  bool add_leaf(JsonType type, PathTree::Node node, uint32_t place, const char* token,
                std::string_view text) {
    return view_.leaves.push({text.data(), static_cast<uint32_t>(text.size()), node,
                              static_cast<uint32_t>(token - begin_),
                              static_cast<uint32_t>(p_ - begin_), place, type}) ||
           no_memory();
  }

  // Replaces the raw inside of a string by its characters. All that one event needs fits into what
  // is reserved at the first string, so views stay valid.
  bool decode(std::string_view& text) {
    Vec<char>& decoded = view_.decoded;
    if (decoded.empty() && !decoded.reserve(static_cast<uint32_t>(end_ - text.data()))) {
      return no_memory();
    }
    char* first = decoded.end();
    const char* last = decode_string(text, first);
    text = std::string_view(first, static_cast<size_t>(last - first));
    decoded.resize_reserved(decoded.size() + static_cast<uint32_t>(text.size()));
    return true;
  }

  void skip_space() {
    if (p_ != end_ && static_cast<unsigned char>(*p_) > ' ') return;
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  bool fail(ErrorCode code, const char* reason) {
    error_ = {code, reason, static_cast<uint32_t>(p_ - begin_)};
    return false;
  }

  bool fail_separator(bool in_object) {
    return fail(ErrorCode::kInvalidJson,
                in_object ? "Expected ',' or '}' here." : "Expected ',' or ']' here.");
  }

  bool fail_too_deep() {
    return fail(ErrorCode::kTooDeep, "Objects and arrays are nested too deep.");
  }

  bool fail_at_end() {
    return fail(ErrorCode::kInvalidJson,
                p_ == begin_ ? "The text is empty." : "The text ends too soon.");
  }

  bool no_memory() {
    return fail(ErrorCode::kOutOfMemory, "There is not enough memory for the event.");
  }

  const char* begin_;
  const char* p_;
  const char* end_;
  const PathTree& paths_;
  EventView& view_;
  JsonError error_;
  uint32_t depth_ = 0;
  bool opened_ = false;  // The innermost object or array has been opened and nothing read in it.
  Frame stack_[kMaxDepth];
};

}  // namespace

JsonError read_event(std::string_view text, const PathTree& paths, EventView& view) {
  return EventReader(text, paths, view).read();
}

JsonError validate_json(std::string_view text) {
  const PathTree nothing;
  EventView view;
  return read_event(text, nothing, view);
}

}  // namespace tidegate
