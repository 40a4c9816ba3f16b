#include "json/reader.h"

#include <cstring>

namespace tidegate {
namespace {

constexpr PathTree::Node kSkip = PathTree::kNone;  // Nothing is wanted here or below.
constexpr uint32_t kNoArray = UINT32_MAX;
constexpr uint32_t kNoLeaf = UINT32_MAX;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One object or array that is open.
struct Frame {
  PathTree::Node node;  // kSkip, or where in the tree its members (or elements) are.
  uint32_t place;       // The place of what is in it; for an element of an array its own.
  uint32_t array;       // kNoArray for an object and for an array without a node.
  uint32_t own_place;   // The place that ends with it, or kTopPlace.
  uint32_t whole_leaf;  // The leaf that ends with it, or kNoLeaf.
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
    if (!read_value(root, EventView::kTopPlace, true)) return;
    while (depth_ != 0) {
      if (!read_next()) return;
    }
    skip_space();
    if (p_ != end_) fail(ErrorCode::kInvalidJson, "There is text after the end of the value.");
  }

  // What follows within the innermost open object or array: its end, or the next member or element.
  bool read_next() {
    Frame& frame = stack_[depth_ - 1];
    skip_space();
    if (p_ == end_) return fail_at_end();
    const char close = frame.is_object ? '}' : ']';
    if (*p_ == close) {
      ++p_;
      return close_frame();
    }
    if (!opened_) {
      if (*p_ != ',') {
        return fail(ErrorCode::kInvalidJson,
                    frame.is_object ? "Expected ',' or '}' here." : "Expected ',' or ']' here.");
      }
      ++p_;
      skip_space();
    }
    opened_ = false;
    if (frame.is_object) return read_member(frame.node, frame.place);
    return read_value(frame.node, frame.place, false);
  }

  bool read_member(PathTree::Node object, uint32_t place) {
    if (p_ == end_) return fail_at_end();
    if (*p_ != '"') return fail(ErrorCode::kInvalidJson, "Expected the name of a member here.");
    const char* name = ++p_;
    bool escaped = false;
    const char* quote = skip_string(p_, end_, begin_, escaped, error_);
    if (quote == nullptr) return false;
    p_ = quote + 1;
    PathTree::Node node = kSkip;
    if (object != kSkip) {
      std::string_view key(name, static_cast<size_t>(quote - name));
      if (escaped && !decode(key)) return false;
      node = paths_.descend(object, key);
    }
    skip_space();
    if (p_ == end_) return fail_at_end();
    if (*p_ != ':')
      return fail(ErrorCode::kInvalidJson, "Expected ':' after the name of a member.");
    ++p_;
    skip_space();
    return read_value(node, place, true);
  }

  // A value at `node`. `direct` is false for an element of an array.
  bool read_value(PathTree::Node node, uint32_t place, bool direct) {
    if (p_ == end_) return fail_at_end();
    if (depth_ == 0) view_.root = type_of(*p_);
    switch (*p_) {
      case '{':
        return open_frame(node, place, direct, true);
      case '[':
        return open_frame(node, place, direct, false);
      case '"':
        return read_string(node, place);
      case 't':
        return read_literal("true", JsonType::kTrue, node, place);
      case 'f':
        return read_literal("false", JsonType::kFalse, node, place);
      case 'n':
        return read_literal("null", JsonType::kNull, node, place);
      default:
        return read_number(node, place);
    }
  }

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

  bool open_frame(PathTree::Node node, uint32_t place, bool direct, bool is_object) {
    if (depth_ == kMaxDepth)
      return fail(ErrorCode::kTooDeep, "Objects and arrays are nested too deep.");
    Frame frame = {node, place, kNoArray, EventView::kTopPlace, kNoLeaf, is_object};
    if (node != kSkip && paths_.wanted_whole(node)) {
      frame.whole_leaf = view_.leaves.size();
      const JsonType type = is_object ? JsonType::kObject : JsonType::kArray;
      if (!add_leaf(type, node, place, p_, p_, {})) return false;
      frame.node = kSkip;
    } else if (is_object && node != kSkip && !paths_.has_children(node)) {
      frame.node = kSkip;
    }
    if (frame.node != kSkip && !direct && !open_place(frame)) return false;
    if (frame.node != kSkip && !is_object && !open_array(frame)) return false;
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

  bool close_frame() {
    const Frame& frame = stack_[--depth_];
    const uint32_t leaves = view_.leaves.size();
    if (frame.own_place != EventView::kTopPlace) view_.places[frame.own_place].end = leaves;
    if (frame.array != kNoArray) view_.arrays[frame.array].end = leaves;
    if (frame.whole_leaf != kNoLeaf) {
      Leaf& leaf = view_.leaves[frame.whole_leaf];
      leaf.end = static_cast<uint32_t>(p_ - begin_);
      leaf.text_size = leaf.end - leaf.begin;
    }
    opened_ = false;
    return true;
  }

  bool read_string(PathTree::Node node, uint32_t place) {
    const char* token = p_;
    bool escaped = false;
    const char* quote = skip_string(token + 1, end_, begin_, escaped, error_);
    if (quote == nullptr) return false;
    p_ = quote + 1;
    if (node == kSkip || !paths_.wanted(node)) return true;
    std::string_view text(token + 1, static_cast<size_t>(quote - token - 1));
    if (escaped && !decode(text)) return false;
    return add_leaf(JsonType::kString, node, place, token, p_, text);
  }

  bool read_literal(std::string_view literal, JsonType type, PathTree::Node node, uint32_t place) {
    const char* token = p_;
    const size_t left = static_cast<size_t>(end_ - p_);
    if (left < literal.size() || std::memcmp(p_, literal.data(), literal.size()) != 0) {
      return fail(ErrorCode::kInvalidJson, "Expected a value here.");
    }
    p_ += literal.size();
    return add_token(type, node, place, token);
  }

  // number = [ minus ] int [ frac ] [ exp ] (RFC 8259, section 6)
  bool read_number(PathTree::Node node, uint32_t place) {
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
      if (!read_digits("A decimal point must be followed by a digit.")) return false;
    }
    if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      if (p_ != end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!read_digits("An exponent must have a digit.")) return false;
    }
    if (p_ - token > static_cast<ptrdiff_t>(kMaxNumberLength)) {
      p_ = token;
      return fail(ErrorCode::kNumberTooLong, "The number has too many characters.");
    }
    return add_token(JsonType::kNumber, node, place, token);
  }

  void skip_digits() {
    while (p_ != end_ && is_digit(*p_)) ++p_;
  }

  bool read_digits(const char* reason) {
    if (p_ == end_ || !is_digit(*p_)) return fail(ErrorCode::kInvalidJson, reason);
    skip_digits();
    return true;
  }

  bool add_token(JsonType type, PathTree::Node node, uint32_t place, const char* token) {
    if (node == kSkip || !paths_.wanted(node)) return true;
    return add_leaf(type, node, place, token, p_,
                    std::string_view(token, static_cast<size_t>(p_ - token)));
  }

  bool add_leaf(JsonType type, PathTree::Node node, uint32_t place, const char* token,
                const char* token_end, std::string_view text) {
    if (text.data() == nullptr) text = std::string_view(token, 0);
    return view_.leaves.push({text.data(), static_cast<uint32_t>(text.size()), node,
                              static_cast<uint32_t>(token - begin_),
                              static_cast<uint32_t>(token_end - begin_), place, type}) ||
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
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  bool fail(ErrorCode code, const char* reason) {
    error_ = {code, reason, static_cast<uint32_t>(p_ - begin_)};
    return false;
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
