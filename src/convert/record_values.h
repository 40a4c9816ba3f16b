#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "json/items.h"

namespace tidegate {

// The values that the templates of a RecordMapping name: of one record, and of the input that it is
// in. Views point into the record, the input or this object.
class RecordValues {
 public:
  // `input` are the members of the whole input, or nothing where it is the record itself.
  explicit RecordValues(const JsonItems* input) : input_(input) {}

  // Goes over to a record, whose members must outlive the calls below.
  void set_record(const JsonItems& record, std::string_view queue) {
    record_ = &record;
    queue_ = queue;
  }

  // The value at a path or at the first of several that has one; an empty path is none. Good until
  // the next call. nullptr: there is none, or no memory.
  const JsonItem* find(std::string_view paths);

  // Appends what a template gives. False: it gives nothing, and nothing was appended.
  [[nodiscard]] bool append(std::string_view pattern, Text& output);

  bool failed() const { return failed_; }  // There was no memory for something.

 private:
  // What was found in the input, which may have many members while there are many records.
  struct Known {
    std::string_view name;
    const JsonItem* item;
  };
  static constexpr uint32_t kMostKnown = 4;

  const JsonItem* find_one(std::string_view path);
  const JsonItem* find_in_input(std::string_view name);
  bool append_value(std::string_view expression, Text& output);
  bool append_as(std::string_view form, const JsonItem& item, Text& output);
  bool append_keys(const JsonItem& item, Text& output);

  const JsonItems* input_;
  const JsonItems* record_ = nullptr;
  std::string_view queue_;
  Known known_[kMostKnown];
  uint32_t known_count_ = 0;
  JsonItems level_;  // Of what find() is in.
  JsonItem found_;
  bool failed_ = false;
};

// Calls `visit(path, in_input)` for each path that a template names; true as soon as that is.
template <class Visit>
bool any_path(std::string_view pattern, Visit visit) {
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    if (open == std::string_view::npos) return false;
    const size_t close = pattern.find('}', open);
    std::string_view paths = pattern.substr(open + 1, close - open - 1);
    pattern.remove_prefix(close + 1);
    while (!paths.empty()) {
      std::string_view path = paths.substr(0, paths.find('|'));
      paths.remove_prefix(path.size() == paths.size() ? path.size() : path.size() + 1);
      path.remove_prefix(path.find(':') + 1);  // npos + 1 is 0.
      const bool in_input = path.starts_with('^');
      if (visit(path.substr(in_input ? 1 : 0), in_input)) return true;
    }
  }
  return false;
}

}  // namespace tidegate
