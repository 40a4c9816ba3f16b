#pragma once

#include <rapidjson/reader.h>

#include <string>
#include <vector>

#include "json/reader.h"

// What RapidJSON says of a text, to hold the reader against.
namespace tidegate::rapidjson_oracle {

enum class Verdict { kAccepted, kRefused, kOfNoUse };

inline Verdict rapidjson_verdict(const std::string& text) {
  // It stops at NUL, which is never JSON outside a string and must be escaped inside.
  if (text.find('\0') != std::string::npos) return Verdict::kRefused;
  rapidjson::Reader reader;
  // On UTF-8 that breaks off it reads some bytes beyond the end.
  const std::string padded = text + std::string(8, '\0');
  rapidjson::StringStream stream(padded.c_str());
  rapidjson::BaseReaderHandler<> handler;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (!result.IsError()) return Verdict::kAccepted;
  // It takes no escape of a surrogate without its partner, and no exponent beyond a double; JSON's
  // grammar takes both.
  const bool too_strict = result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid ||
                          result.Code() == rapidjson::kParseErrorNumberTooBig;
  return too_strict ? Verdict::kOfNoUse : Verdict::kRefused;
}

using Values = std::vector<std::string>;

// What RapidJSON's events give at the wanted paths, in order: the path and the value, a number as
// written.
class Watcher : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Watcher> {
 public:
  explicit Watcher(const std::vector<std::string>& paths) : paths_(paths) {}

  const Values& values() const { return values_; }

  bool Null() { return scalar("null"); }
  bool Bool(bool value) { return scalar(value ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return scalar(std::string(text, size));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return scalar('"' + std::string(text, size));
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    key_ = std::string(text, size);
    return true;
  }
  bool StartObject() { return open(true); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(false); }
  bool EndArray(rapidjson::SizeType) { return close(); }

 private:
  struct Level {
    std::string path;
    bool is_object;
    bool is_root;
  };

  // Of the value that comes now.
  std::string path() const {
    if (levels_.empty()) return "";
    const Level& level = levels_.back();
    if (!level.is_object) return level.path;
    return level.is_root ? key_ : level.path + '.' + key_;
  }
  // An array at the root has the path of the root, which is none.
  bool open(bool is_object) {
    const bool is_root = levels_.empty() || (levels_.back().is_root && !levels_.back().is_object);
    levels_.push_back({path(), is_object, is_root});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }
  bool scalar(const std::string& text) {
    const bool at_root = levels_.empty() || (levels_.back().is_root && !levels_.back().is_object);
    if (at_root) return true;
    const std::string here = path();
    for (const std::string& wanted : paths_) {
      if (wanted == here) values_.push_back(here + '=' + text);
    }
    return true;
  }

  const std::vector<std::string>& paths_;
  std::vector<Level> levels_;
  std::string key_;
  Values values_;
};

inline Values rapidjson_values(const std::string& text, const std::vector<std::string>& paths) {
  rapidjson::Reader reader;
  rapidjson::StringStream stream(text.c_str());
  Watcher watcher(paths);
  reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag>(stream,
                                                                                       watcher);
  return watcher.values();
}

inline std::string path_of(const PathTree& tree, PathTree::Node node) {
  std::string path(tree.key(node));
  for (node = tree.parent(node); node != PathTree::kRoot; node = tree.parent(node)) {
    path = std::string(tree.key(node)) + '.' + path;
  }
  return path;
}

inline Values values_of(const EventView& view, const PathTree& tree) {
  Values values;
  for (const Leaf& leaf : view.leaves) {
    const char* quote = leaf.type == JsonType::kString ? "\"" : "";
    values.push_back(path_of(tree, leaf.path) + '=' + quote + std::string(leaf.view()));
  }
  return values;
}

}  // namespace tidegate::rapidjson_oracle
