#include "json/reader.h"

#include <cstddef>

#include "json/masks.h"
#include "json/padded_text.h"
#include "json/simd.h"
#include "json/string_end.h"
#include "json/strings.h"
#include "json/subtree.h"
#include "json/utf8.h"

// How it works. The reader walks only into objects and arrays on the way to wanted paths. There it
// looks at one member at a time, most often at 64 bytes at once, and finds its node in the tree of
// paths; wanted values become leaves. Whatever lies off the way is passed over as a whole: objects
// and arrays by skip_subtree(), which checks them without looking at single tokens, or with
// Validation::kTouched by counting brackets. UTF-8 is checked for all of the text in the end, if
// there was anything but ASCII.
//
// Nothing here knows what to say about a text that is broken. The first doubt ends the walk, and
// find_fault() reads the text again from its beginning, one token after the other. So the way of
// the valid text is short, and the same fault is reported whatever is wanted.
namespace tidegate {
namespace {

constexpr PathTree::Node kSkip = PathTree::kNone;  // Nothing is wanted here or below.
constexpr uint32_t kNoArray = UINT32_MAX;

// One object or array that is open.
struct Frame {
  PathTree::Node node;  // Where in the tree its members (or elements) are.
  uint32_t place;       // The place of what is in it; for an element of an array its own.
  uint32_t array;       // kNoArray for an object.
  uint32_t own_place;   // The place that ends with it, or kTopPlace.
  uint32_t missing;     // Wanted members that have not come, or kNotCounted.
  bool is_object;
};
constexpr uint32_t kNotCounted = UINT32_MAX;

// Whatever reads something takes where it begins and returns where it ends, or nullptr: the text is
// broken (how is for find_fault() to say), or there is no memory.
class EventReader {
 public:
  EventReader(std::string_view text, const PathTree& paths, EventView& view, Validation validation)
      : text_(text),
        end_(text_.end()),
        paths_(paths),
        view_(view),
        touched_(validation == Validation::kTouched) {}

  bool read() {
    view_.leaves.clear();
    view_.places.clear();
    view_.arrays.clear();
    view_.decoded.clear();
    const char* p = skip_space(text_.begin(), end_);
    if (!view_.places.push({EventView::kTopPlace, kNoArray, 0, 0, 0})) return no_memory(p);
    if (p == end_) return false;
    view_.root = type_of(*p);
    const bool in_tree = paths_.capacity() != 0 && paths_.has_children(PathTree::kRoot);
    if (!is_bracket(*p) || !in_tree) {
      if (touched_ && is_bracket(*p)) return true;
      p = skip_value(p);
    } else {
      p = open(p, PathTree::kRoot, EventView::kTopPlace, true);
      while (p != nullptr && depth_ != 0) {
        p = stack_[depth_ - 1].is_object ? read_members(p) : read_elements(p);
      }
    }
    if (p == nullptr) return false;
    return stopped_ ||
           (skip_space(p, end_) == end_ && (touched_ || is_ascii_ || is_utf8(text_.view())));
  }

  // Where there was no memory for a value, or nullptr.
  const char* out_of_memory_at() const { return out_of_memory_at_; }

 private:
  static bool is_bracket(char c) { return (c | ('{' ^ '[')) == '{'; }

  static std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<size_t>(end - begin)};
  }

  // A member up to its value, and with it if that was seen at the same look.
  struct Member {
    std::string_view name;
    const char* value;
    const char* value_end;  // Or nullptr.
  };

  // These two read on in what is open innermost, from behind its bracket or a value in it: up to
  // behind its end, or into what they open.
  const char* read_members(const char* p) {
    Frame& object = stack_[depth_ - 1];
    while (object.missing != 0) {
      p = next_item(p, '}');
      if (p == nullptr || closed_) return p;
      Member member;
      if (!glance(p, member) && !read_name(p, member)) return nullptr;
      const PathTree::Node node = paths_.descend(object.node, member.name);
      p = member.value_end;
      if (node == kSkip) {
        if (p == nullptr) p = skip_value(member.value);
      } else {
        if (touched_ && paths_.parent(node) == object.node) --object.missing;
        if (must_open(member.value, node)) return open(member.value, node, object.place, true);
        p = read_value(member.value, p, node, object.place);
      }
      if (p == nullptr) return nullptr;
    }
    return finish_early(p);
  }

  const char* read_elements(const char* p) {
    const Frame& array = stack_[depth_ - 1];
    for (;;) {
      p = next_item(p, ']');
      if (p == nullptr || closed_) return p;
      if (must_open(p, array.node)) return open(p, array.node, array.place, false);
      p = read_value(p, nullptr, array.node, array.place);
      if (p == nullptr) return nullptr;
    }
  }

  // Up to the next member or element; or, with closed_, behind the end.
  [[gnu::always_inline]] const char* next_item(const char* p, char closing) {
    if (end_ - p > 1 && *p == ',' && static_cast<unsigned char>(p[1]) > ' ' && !opened_) {
      closed_ = false;
      return p + 1;
    }
    return find_item(p, closing);
  }

  const char* find_item(const char* p, char closing) {
    p = skip_space(p, end_);
    if (p == end_) return nullptr;
    closed_ = *p == closing;
    if (closed_) {
      close();
      return p + 1;
    }
    if (!opened_) {
      if (*p != ',') return nullptr;
      p = skip_space(p + 1, end_);
    }
    opened_ = false;
    return p == end_ ? nullptr : p;
  }

  // Most members are short and plain, and one look at 64 bytes shows where both name and value end,
  // without a branch that is hard to predict. False: this one is not, or is no member.
  bool glance(const char* p, Member& member) const {
    constexpr uint64_t kLastStop = uint64_t{1} << 61;  // Two more bytes are looked at behind it.
    const char* bytes = text_.bytes(p);
    if (*bytes != '"') return false;
    const Block block(bytes);
    uint64_t stops = block.not_plain();
    stops &= stops - 1;
    const uint32_t name_end = lowest_place(stops | kLastStop);
    if (bytes[name_end] != '"' || bytes[name_end + 1] != ':') return false;
    const uint32_t value = name_end + (bytes[name_end + 2] == ' ' ? 3 : 2);
    if (value >= Block::kSize / 2 || static_cast<unsigned char>(bytes[value]) <= ' ') return false;
    member = {{p + 1, name_end - 1}, p + value, nullptr};
    if (bytes[value] == '"') {
      stops &= stops - 1;
      stops &= stops - 1;
      const uint32_t value_end = lowest_place(stops | kLastStop);
      if (bytes[value_end] == '"') member.value_end = p + value_end + 1;
    } else if (bytes[value] <= '9') {
      const uint32_t size =
          size_of_number(bytes + value, static_cast<uint32_t>(block.digits() >> value));
      if (size != 0) member.value_end = p + value + size;
    }
    return true;
  }

  // The name of any member and what is before the value.
  bool read_name(const char* p, Member& member) {
    if (*p != '"') return false;
    bool escaped = false;
    const char* end = end_of_string(p, escaped);
    if (end == nullptr) return false;
    member.name = between(p + 1, end - 1);
    if (escaped && !decode(member.name)) return false;
    p = skip_space(end, end_);
    if (p == end_ || *p != ':') return false;
    member.value = skip_space(p + 1, end_);
    member.value_end = nullptr;
    return member.value != end_;
  }

  // A value at `node` that need not be opened; `end` is where it ends, or nullptr.
  const char* read_value(const char* p, const char* end, PathTree::Node node, uint32_t place) {
    bool escaped = false;
    if (end == nullptr) end = *p == '"' ? end_of_string(p, escaped) : skip_value(p);
    if (end == nullptr) return nullptr;
    if (is_bracket(*p) ? !paths_.wanted_whole(node) : !paths_.wanted(node)) return end;
    if (touched_ && !check_touched(p, end)) return nullptr;
    std::string_view text = *p == '"' ? between(p + 1, end - 1) : between(p, end);
    if (escaped && !decode(text)) return nullptr;
    if (!view_.leaves.push({text.data(), static_cast<uint32_t>(text.size()), node, offset(p),
                            offset(end), place, type_of(*p)})) {
      no_memory(p);
      return nullptr;
    }
    return end;
  }

  // What is left to check of a wanted value when the whole text is not.
  bool check_touched(const char* p, const char* end) const {
    if (!is_bracket(*p)) return is_ascii_ || is_utf8(between(p, end));
    const Subtree subtree = skip_subtree(text_, p, kMaxDepth - depth_);
    return subtree.end == end && (subtree.is_ascii || is_utf8(between(p, end)));
  }

  // Whether what is in the object or array at `p` can matter by itself.
  bool must_open(const char* p, PathTree::Node node) const {
    return is_bracket(*p) && !paths_.wanted_whole(node) && (*p == '[' || paths_.has_children(node));
  }

  // `direct` is false for an element of an array, which is a place of its own.
  const char* open(const char* p, PathTree::Node node, uint32_t place, bool direct) {
    if (depth_ == kMaxDepth) return nullptr;
    const bool is_object = *p == '{';
    Frame frame = {node, place, kNoArray, EventView::kTopPlace, kNotCounted, is_object};
    if (touched_ && is_object) frame.missing = paths_.child_count(node);
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

  void close() {
    const Frame& frame = stack_[--depth_];
    const uint32_t leaves = view_.leaves.size();
    if (frame.own_place != EventView::kTopPlace) view_.places[frame.own_place].end = leaves;
    if (frame.array != kNoArray) view_.arrays[frame.array].end = leaves;
    opened_ = false;
  }

  // Behind the innermost object, whose further members do not matter; or not even there, if
  // nothing further matters in all that is open.
  const char* finish_early(const char* p) {
    uint32_t depth = depth_;
    while (depth != 0 && stack_[depth - 1].missing == 0) --depth;
    if (depth == 0) {
      stopped_ = true;
      depth_ = 0;
      return p;
    }
    close();
    return end_of_brackets(p);
  }

  // A value that is not opened.
  const char* skip_value(const char* p) {
    if (*p == '"') {
      bool escaped = false;
      return end_of_string(p, escaped);
    }
    if (!is_bracket(*p)) return end_of_scalar(p);
    if (depth_ == kMaxDepth) return nullptr;
    if (const char* end = end_of_strings(p)) return end;
    if (touched_) return end_of_brackets(p + 1);
    const Subtree subtree = skip_subtree(text_, p, kMaxDepth - depth_);
    is_ascii_ = is_ascii_ && subtree.is_ascii;
    return subtree.end;
  }

  // An empty object or array, or an array of strings, as are most in events of AWS. nullptr: it is
  // something else, or broken.
  const char* end_of_strings(const char* p) {
    const char closing = *p == '{' ? '}' : ']';
    if (++p != end_ && *p == closing) return p + 1;
    while (p != end_ && *p == '"' && closing == ']') {
      bool escaped = false;
      p = end_of_string(p, escaped);
      if (p == nullptr || p == end_) return nullptr;
      if (*p == ']') return p + 1;
      if (*p++ != ',') return nullptr;
    }
    return nullptr;
  }

  // A string with its quotes. Beyond ASCII it is checked when all of the text is.
  const char* end_of_string(const char* p, bool& escaped) {
    return find_string_end(text_, p, escaped, is_ascii_);
  }

  // A number, true, false or null.
  const char* end_of_scalar(const char* p) const {
    if (*p <= '9') {
      const char* bytes = text_.bytes(p);
      const uint32_t size = size_of_number(bytes, static_cast<uint32_t>(Block(bytes).digits()));
      if (size != 0) return p + size;
    }
    return skip_scalar(p, end_);
  }

  // The size of the number at `p` if it has no exponent and fits into 32 bytes; otherwise 0, also
  // for what is no number. `digits` are those of the 32 bytes at `p`.
  static uint32_t size_of_number(const char* p, uint32_t digits) {
    const uint64_t others = ~uint64_t{digits};
    uint32_t size = *p == '-' ? 1 : 0;
    const uint32_t integer = lowest_place(others >> size);
    if (integer == 0 || (integer > 1 && p[size] == '0')) return 0;
    size += integer;
    if (p[size] == '.') {
      ++size;
      const uint32_t fraction = lowest_place(others >> size);
      if (fraction == 0) return 0;
      size += fraction;
    }
    return size >= Block::kSize / 2 || (p[size] | 0x20) == 'e' ? 0 : size;
  }

  // From behind an opening bracket, or anywhere outside strings, to behind the bracket that closes
  // what is open there.
  const char* end_of_brackets(const char* p) const {
    uint64_t in_string = 0;
    uint64_t first_escaped = 0;
    for (uint32_t depth = 1; p < end_; p = text_.next(p)) {
      const Block block = text_.block(p);
      uint64_t quotes = block.equal('"');
      const uint64_t backslashes = block.equal('\\');
      if ((backslashes | first_escaped) != 0) [[unlikely]] {
        quotes &= ~escaped_by(backslashes, first_escaped);
      }
      const uint64_t outside = ~inside_strings(quotes, in_string);
      const uint64_t opening = block.brackets('{') & outside;
      const uint64_t closing = block.brackets('}') & outside;
      if (count(closing) < depth) {
        depth += count(opening) - count(closing);
        continue;
      }
      for (uint64_t left = opening | closing; left != 0; left &= left - 1) {
        const uint64_t bracket = left & (0 - left);
        if ((bracket & opening) != 0) {
          ++depth;
        } else if (--depth == 0) {
          return p + lowest_place(bracket) + 1;
        }
      }
    }
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
    text = between(first, last);
    decoded.resize_reserved(decoded.size() + static_cast<uint32_t>(text.size()));
    return true;
  }

  bool no_memory(const char* p) {
    out_of_memory_at_ = p;
    return false;
  }

  uint32_t offset(const char* p) const { return static_cast<uint32_t>(p - text_.begin()); }

  const PaddedText text_;
  const char* const end_;
  const PathTree& paths_;
  EventView& view_;
  const bool touched_;
  bool is_ascii_ = true;  // What was passed over so far.
  bool opened_ = false;   // The innermost object or array has been opened and nothing read in it.
  bool closed_ = false;   // See next_item().
  bool stopped_ = false;  // Before the end of the text.
  const char* out_of_memory_at_ = nullptr;
  uint32_t depth_ = 0;
  Frame stack_[kMaxDepth];
};

}  // namespace

JsonError read_event(std::string_view text, const PathTree& paths, EventView& view,
                     Validation validation) {
  if (text.size() > kMaxTextBytes) {
    return {ErrorCode::kTooLarge, "The text is larger than the library takes.", 0};
  }
  EventReader reader(text, paths, view, validation);
  if (reader.read()) return {};
  const char* place = reader.out_of_memory_at();
  if (place == nullptr) return find_fault(text);
  return {ErrorCode::kOutOfMemory, "There is not enough memory for the event.",
          static_cast<uint32_t>(place - text.data())};
}

bool read_object(std::string_view text, const PathTree& paths, EventView& view, Diagnostic& problem,
                 Validation validation) {
  const JsonError error = read_event(text, paths, view, validation);
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
