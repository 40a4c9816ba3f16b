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

// Whatever reads something takes where it begins and returns where it ends, or nullptr once error_
// is set.
class EventReader {
 public:
  EventReader(std::string_view text, const PathTree& paths, EventView& view)
      : begin_(text.data()), end_(begin_ + text.size()), paths_(paths), view_(view) {}

  JsonError read() {
    if (static_cast<size_t>(end_ - begin_) > kMaxTextBytes) {
      fail(begin_, ErrorCode::kTooLarge, "The text is larger than the library takes.");
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
    return view_.places.push({EventView::kTopPlace, kNoArray, 0, 0, 0}) || no_memory(begin_);
  }

  // A value, then what may follow it, until the outermost value has ended.
  void read_document() {
    const char* p = skip_space(begin_);
    if (end_ - p >= 3 && std::memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
      fail(p, ErrorCode::kInvalidJson, "The text starts with a byte order mark.");
      return;
    }
    const PathTree::Node root = paths_.capacity() == 0 ? kSkip : PathTree::kRoot;
    if (p != end_) view_.root = type_of(*p);
    p = read_value(p, root, EventView::kTopPlace, true);
    while (p != nullptr && depth_ != 0) p = read_next(p);
    if (p == nullptr) return;
    p = skip_space(p);
    if (p != end_) fail(p, ErrorCode::kInvalidJson, "There is text after the end of the value.");
  }

  // What follows within the innermost open object or array: its end, or the next member or element.
  const char* read_next(const char* p) {
    const Frame& frame = stack_[depth_ - 1];
    p = skip_space(p);
    if (p == end_) return fail_at_end();
    if (*p == closing(frame.is_object)) {
      close_frame();
      return p + 1;
    }
    if (!opened_) {
      if (*p != ',') return fail_separator(p, frame.is_object);
      p = skip_space(p + 1);
    }
    opened_ = false;
    if (frame.is_object) return read_member(p, frame.node, frame.place);
    return read_value(p, frame.node, frame.place, false);
  }

  const char* read_member(const char* p, PathTree::Node object, uint32_t place) {
    std::string_view key;
    bool escaped = false;
    p = read_name(p, key, escaped);
    if (p == nullptr || (escaped && !decode(key))) return nullptr;
    return read_value(p, paths_.descend(object, key), place, true);
  }

  // The name of a member, as written, and what is before the value.
  const char* read_name(const char* p, std::string_view& name, bool& escaped) {
    if (p == end_) return fail_at_end();
    if (*p != '"') return fail(p, ErrorCode::kInvalidJson, "Expected the name of a member here.");
    const char* first = p + 1;
    p = read_quoted(p, escaped);
    if (p == nullptr) return nullptr;
    name = std::string_view(first, static_cast<size_t>(p - 1 - first));
    p = skip_space(p);
    if (p == end_) return fail_at_end();
    if (*p != ':') {
      return fail(p, ErrorCode::kInvalidJson, "Expected ':' after the name of a member.");
    }
    return skip_space(p + 1);
  }

  // A value at `node`. `direct` is false for an element of an array.
  const char* read_value(const char* p, PathTree::Node node, uint32_t place, bool direct) {
    if (node == kSkip) return skip_value(p);
    if (p == end_) return fail_at_end();
    const char first = *p;
    if (first == '{' || first == '[') return read_container(p, node, place, direct);
    bool escaped = false;
    const char* end = first == '"' ? read_quoted(p, escaped) : skip_scalar(p);
    if (end == nullptr || !paths_.wanted(node)) return end;
    std::string_view text(p, static_cast<size_t>(end - p));
    if (first == '"') text = text.substr(1, text.size() - 2);
    if (escaped && !decode(text)) return nullptr;
    return add_leaf(type_of(first), node, place, p, end, text);
  }

  // Checks a value that nobody wants and passes over it. Of what it opens only the kind matters.
  const char* skip_value(const char* p) {
    const uint32_t outer_depth = depth_;
    for (;;) {
      if (p == end_) return fail_at_end();
      const char first = *p;
      if (first == '{' || first == '[') {
        const bool is_object = first == '{';
        if (depth_ == kMaxDepth) return fail_too_deep(p);
        stack_[depth_++].is_object = is_object;
        p = skip_space(p + 1);
        if (p == end_) return fail_at_end();
        if (*p != closing(is_object)) {
          if (is_object) p = skip_name(p);
          if (p == nullptr) return nullptr;
          continue;
        }
        ++p;
        --depth_;
      } else {
        p = first == '"' ? skip_quoted(p) : skip_scalar(p);
        if (p == nullptr) return nullptr;
      }
      p = skip_to_next(p, outer_depth);
      if (p == nullptr || depth_ == outer_depth) return p;
    }
  }

  // After a value within skip_value(): closes what ends with it, and goes on to the next value
  // unless all is closed.
  const char* skip_to_next(const char* p, uint32_t outer_depth) {
    while (depth_ != outer_depth) {
      p = skip_space(p);
      if (p == end_) return fail_at_end();
      const bool in_object = stack_[depth_ - 1].is_object;
      if (*p == ',') {
        p = skip_space(p + 1);
        return in_object ? skip_name(p) : p;
      }
      if (*p != closing(in_object)) return fail_separator(p, in_object);
      ++p;
      --depth_;
    }
    return p;
  }

  const char* skip_name(const char* p) {
    std::string_view name;
    bool escaped = false;
    return read_name(p, name, escaped);
  }

  const char* skip_quoted(const char* p) {
    bool escaped = false;
    return read_quoted(p, escaped);
  }

  // A string with its quotes. Most are short and plain, so that their end is seen at one look.
  const char* read_quoted(const char* p, bool& escaped) {
    const char* quote = p + 1;
    if (end_ - quote > 16) {
      quote += plain_prefix16(quote);
      if (*quote == '"') return quote + 1;
    }
    quote = skip_string(quote, end_, begin_, escaped, error_);
    return quote == nullptr ? nullptr : quote + 1;
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

  const char* read_container(const char* p, PathTree::Node node, uint32_t place, bool direct) {
    const bool is_object = *p == '{';
    if (paths_.wanted_whole(node)) {
      const char* end = skip_value(p);
      if (end == nullptr) return nullptr;
      return add_leaf(type_of(*p), node, place, p, end, {p, static_cast<size_t>(end - p)});
    }
    if (is_object && !paths_.has_children(node)) return skip_value(p);
    if (depth_ == kMaxDepth) return fail_too_deep(p);
    Frame frame = {node, place, kNoArray, EventView::kTopPlace, is_object};
    if ((!direct && !open_place(frame)) || (!is_object && !open_array(frame))) {
      no_memory(p);
      return nullptr;
    }
    stack_[depth_++] = frame;
    opened_ = true;
    return p + 1;
  }

  // `frame` is an element of the innermost open array. False: no memory.
  bool open_place(Frame& frame) {
    const uint32_t parent = frame.place;
    frame.place = frame.own_place = view_.places.size();
    return view_.places.push(
        {parent, stack_[depth_ - 1].array, view_.places[parent].depth + 1, view_.leaves.size(), 0});
  }

  bool open_array(Frame& frame) {
    frame.array = view_.arrays.size();
    return view_.arrays.push({frame.node, view_.leaves.size(), 0});
  }

  void close_frame() {
    const Frame& frame = stack_[--depth_];
    const uint32_t leaves = view_.leaves.size();
    if (frame.own_place != EventView::kTopPlace) view_.places[frame.own_place].end = leaves;
    if (frame.array != kNoArray) view_.arrays[frame.array].end = leaves;
    opened_ = false;
  }

  // A number, true, false or null.
  const char* skip_scalar(const char* p) {
    switch (*p) {
      case 't':
        return skip_literal(p, "true");
      case 'f':
        return skip_literal(p, "false");
      case 'n':
        return skip_literal(p, "null");
      default:
        return skip_number(p);
    }
  }

  const char* skip_literal(const char* p, std::string_view literal) {
    const size_t left = static_cast<size_t>(end_ - p);
    if (left < literal.size() || std::memcmp(p, literal.data(), literal.size()) != 0) {
      return fail(p, ErrorCode::kInvalidJson, "Expected a value here.");
    }
    return p + literal.size();
  }

  // number = [ minus ] int [ frac ] [ exp ] (RFC 8259, section 6). Most numbers have no exponent
  // and less than 32 characters: their digits are seen at one look.
  const char* skip_number(const char* p) {
    if (end_ - p < 32) return skip_any_number(p);
    const uint32_t digits = digit_mask32(p);
    uint32_t at = *p == '-' ? 1 : 0;
    const uint32_t integer = digit_run(digits, at);
    if (integer == 0 || (integer > 1 && p[at] == '0')) return skip_any_number(p);
    at += integer;
    if (at < 32 && p[at] == '.') {
      const uint32_t fraction = digit_run(digits, ++at);
      if (fraction == 0) return skip_any_number(p);
      at += fraction;
    }
    if (at >= 32 || (p[at] | 0x20) == 'e') return skip_any_number(p);
    return p + at;
  }

  // How many bits are set in a row from bit `at` on.
  static uint32_t digit_run(uint32_t digits, uint32_t at) {
    return at >= 32 ? 0 : static_cast<uint32_t>(__builtin_ctzll(~(uint64_t{digits} >> at)));
  }

  const char* skip_any_number(const char* token) {
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
    if (p - token > static_cast<ptrdiff_t>(kMaxNumberLength) &&
        std::count_if(token, p, is_digit) > static_cast<ptrdiff_t>(kMaxNumberLength)) {
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

  // The value from `token` up to `end`; `text` is what is handed over of it.
  const char* add_leaf(JsonType type, PathTree::Node node, uint32_t place, const char* token,
                       const char* end, std::string_view text) {
    if (view_.leaves.push({text.data(), static_cast<uint32_t>(text.size()), node,
                           static_cast<uint32_t>(token - begin_),
                           static_cast<uint32_t>(end - begin_), place, type})) {
      return end;
    }
    no_memory(token);
    return nullptr;
  }

  // Replaces the raw inside of a string by its characters. All that one event needs fits into what
  // is reserved at the first string, so views stay valid.
  bool decode(std::string_view& text) {
    Vec<char>& decoded = view_.decoded;
    if (decoded.empty() && !decoded.reserve(static_cast<uint32_t>(end_ - text.data()))) {
      return no_memory(text.data());
    }
    char* first = decoded.end();
    const char* last = decode_string(text, first);
    text = std::string_view(first, static_cast<size_t>(last - first));
    decoded.resize_reserved(decoded.size() + static_cast<uint32_t>(text.size()));
    return true;
  }

  const char* skip_space(const char* p) const {
    if (p != end_ && static_cast<unsigned char>(*p) > ' ') return p;
    while (p != end_ && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
    return p;
  }

  const char* fail(const char* p, ErrorCode code, const char* reason) {
    error_ = {code, reason, static_cast<uint32_t>(p - begin_)};
    return nullptr;
  }

  const char* fail_separator(const char* p, bool in_object) {
    return fail(p, ErrorCode::kInvalidJson,
                in_object ? "Expected ',' or '}' here." : "Expected ',' or ']' here.");
  }

  const char* fail_too_deep(const char* p) {
    return fail(p, ErrorCode::kTooDeep, "Objects and arrays are nested too deep.");
  }

  const char* fail_at_end() {
    return fail(end_, ErrorCode::kInvalidJson,
                end_ == begin_ ? "The text is empty." : "The text ends too soon.");
  }

  bool no_memory(const char* p) {
    fail(p, ErrorCode::kOutOfMemory, "There is not enough memory for the event.");
    return false;
  }

  const char* begin_;
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

bool read_object(std::string_view text, const PathTree& paths, EventView& view,
                 Diagnostic& problem) {
  const JsonError error = read_event(text, paths, view);
  if (error.code != ErrorCode::kOk) {
    problem.set(error.code, error.reason, text, error.offset);
    return false;
  }
  if (view.root == JsonType::kObject) return true;
  problem.set(ErrorCode::kEventNotObject, "The event is not a JSON object.", text, 0);
  return false;
}

JsonError validate_json(std::string_view text) {
  const PathTree nothing;
  EventView view;
  return read_event(text, nothing, view);
}

}  // namespace tidegate
