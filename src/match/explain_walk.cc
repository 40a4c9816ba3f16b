#include "match/explain_walk.h"

#include "json/pointer.h"
#include "json/strings.h"
#include "json/syntax.h"

namespace tidegate {

bool EventWalk::next() {
  if (opens_) {
    if (!steps_.push({text_[begin_] == '{', false, 0, {}})) {
      failed_ = true;
      return false;
    }
    next_ = begin_ + 1;
    opens_ = false;
  }
  for (; next_ < text_.size(); ++next_) {
    const char c = text_[next_];
    if (is_space(c) || c == ',' || c == ':') continue;
    if (c == '}' || c == ']') {
      steps_.pop();
      continue;
    }
    if (!steps_.empty()) {
      Step& step = steps_.back();
      if (step.is_object) {
        read_key(step);
      } else if (step.is_begun) {
        ++step.index;
      }
      step.is_begun = true;
    }
    begin_ = next_;
    opens_ = text_[begin_] == '{' || text_[begin_] == '[';
    if (!opens_) skip_scalar();
    return true;
  }
  return false;
}

// Goes from the name of a member to its value.
void EventWalk::read_key(Step& step) {
  step.key.begin = next_ + 1;
  skip_string();
  step.key.end = next_ - 1;
  while (is_space(text_[next_]) || text_[next_] == ':') ++next_;
}

void EventWalk::skip_scalar() {
  if (text_[next_] == '"') return skip_string();
  while (next_ < text_.size() && text_[next_] != ',' && text_[next_] != '}' &&
         text_[next_] != ']' && !is_space(text_[next_])) {
    ++next_;
  }
}

void EventWalk::skip_string() {
  for (++next_; text_[next_] != '"'; ++next_) {
    if (text_[next_] == '\\') ++next_;
  }
  ++next_;
}

bool EventWalk::decode(const Step& step, std::string_view& key) {
  key = text_.substr(step.key.begin, step.key.end - step.key.begin);
  if (key.find('\\') == std::string_view::npos) return true;
  decoded_.clear();
  if (!decoded_.reserve(static_cast<uint32_t>(key.size()))) {
    failed_ = true;
    return false;
  }
  const char* end = decode_string(key, decoded_.begin());
  key = {decoded_.begin(), static_cast<size_t>(end - decoded_.begin())};
  return true;
}

bool EventWalk::append_pointer(Text& pointer, uint32_t elements) {
  uint32_t arrays = 0;
  for (const Step& step : steps_) {
    if (step.is_object) {
      std::string_view key;
      if (!decode(step, key)) return false;
      append_pointer_token(key, pointer);
    } else {
      pointer.append('/').append_number(step.index);
      if (++arrays == elements) break;
    }
  }
  return !pointer.failed();
}

}  // namespace tidegate
