#include "event/sns_attributes.h"

#include <span>

#include "base/vec.h"
#include "json/path_tree.h"
#include "json/pointer.h"
#include "json/reader.h"
#include "json/strings.h"

namespace tidegate {
namespace {

// Takes an object or array of valid JSON apart into its members or elements.
class Parts {
 public:
  explicit Parts(std::string_view text) : p_(text.data() + text.find_first_of("{[")) {
    named_ = *p_++ == '{';
  }

  // Goes on to the next one. False: there is none.
  bool next() {
    skip(", \t\n\r");
    if (*p_ == '}' || *p_ == ']') return false;
    if (named_) {
      name_ = take();
      skip(": \t\n\r");
    }
    value_ = take();
    return true;
  }

  // As written.
  std::string_view name() const { return name_; }
  std::string_view value() const { return value_; }

 private:
  void skip(std::string_view characters) {
    while (characters.find(*p_) != std::string_view::npos) ++p_;
  }

  std::string_view take() {
    const char* begin = p_;
    if (*p_ == '"') {
      take_string();
    } else if (*p_ == '{' || *p_ == '[') {
      take_container();
    } else {
      while (std::string_view(",]} \t\n\r").find(*p_) == std::string_view::npos) ++p_;
    }
    return {begin, static_cast<size_t>(p_ - begin)};
  }

  void take_container() {
    uint32_t depth = 0;
    do {
      if (*p_ == '"') {
        take_string();
        continue;
      }
      if (*p_ == '{' || *p_ == '[') ++depth;
      if (*p_ == '}' || *p_ == ']') --depth;
      ++p_;
    } while (depth != 0);
  }

  void take_string() {
    for (++p_; *p_ != '"'; ++p_) {
      if (*p_ == '\\') ++p_;
    }
    ++p_;
  }

  const char* p_;
  bool named_;
  std::string_view name_;
  std::string_view value_;
};

enum class Type : uint8_t { kString, kNumber, kArray, kBinary, kUnknown };

Type type_of(std::string_view name) {
  if (name == "String.Array" || name == "Number.Array") return Type::kArray;
  const std::string_view base = name.substr(0, name.find('.'));
  if (base == "String") return Type::kString;
  if (base == "Number") return Type::kNumber;
  return base == "Binary" ? Type::kBinary : Type::kUnknown;
}

// What a valid JSON text is.
bool is_number(std::string_view json) {
  return json[0] == '-' || (json[0] >= '0' && json[0] <= '9');
}

bool is_scalar_array(std::string_view json) {
  if (json[json.find_first_not_of(" \t\n\r")] != '[') return false;
  for (Parts elements(json); elements.next();) {
    const char first = elements.value()[0];
    if (first == '{' || first == '[') return false;
  }
  return true;
}

bool no_memory(Diagnostic& problem) {
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

constexpr std::string_view kTypes[] = {"Type", "DataType"};
constexpr std::string_view kValues[] = {"Value", "StringValue"};

class Converter {
 public:
  Converter(std::string_view text, Text& event, Diagnostic& problem)
      : text_(text), event_(event), problem_(problem) {}

  bool run();

 private:
  bool prepare();
  bool convert(std::string_view name, std::string_view attribute);
  bool convert_text(std::string_view name, Type type, std::string_view text,
                    std::string_view written);
  void write(std::string_view name, std::string_view json);
  const Leaf* find(std::span<const std::string_view> keys) const;
  bool refuse(std::string_view name, std::string_view attribute, std::string_view why);

  std::string_view text_;
  Text& event_;
  Diagnostic& problem_;
  PathTree fields_;  // Of an attribute.
  EventView view_;   // Of the attribute that is being converted.
};

bool Converter::run() {
  if (!prepare()) return false;
  event_.append('{');
  for (Parts attributes(text_); attributes.next();) {
    if (!convert(attributes.name(), attributes.value())) return false;
  }
  event_.append('}');
  return !event_.failed() || no_memory(problem_);
}

// Checks the whole text, so that whatever follows can rely on it.
bool Converter::prepare() {
  const JsonError error = read_event(text_, fields_, view_);
  if (error.code != ErrorCode::kOk) {
    problem_.set(error.code, error.reason, text_, error.offset);
    return false;
  }
  if (view_.root != JsonType::kObject) {
    problem_.set(ErrorCode::kEventNotObject, "The attributes are not a JSON object.", text_, 0);
    return false;
  }
  for (const std::string_view key : {kTypes[0], kTypes[1], kValues[0], kValues[1]}) {
    if (fields_.add(key, PathTree::Want::kWhole) == PathTree::kNone) return no_memory(problem_);
  }
  return true;
}

bool Converter::convert(std::string_view name, std::string_view attribute) {
  if (read_event(attribute, fields_, view_).code != ErrorCode::kOk) return no_memory(problem_);
  if (view_.root != JsonType::kObject) return refuse(name, attribute, "is not an object.");
  const Leaf* type_name = find(kTypes);
  if (type_name == nullptr || type_name->type != JsonType::kString)
    return refuse(name, attribute, "has no type.");
  const Type type = type_of(type_name->view());
  if (type == Type::kUnknown) return refuse(name, attribute, "has a type that SNS does not have.");
  if (type == Type::kBinary) return true;

  const Leaf* value = find(kValues);
  if (value == nullptr) return refuse(name, attribute, "has no value.");
  const std::string_view written = attribute.substr(value->begin, value->end - value->begin);
  if (value->type == JsonType::kString) return convert_text(name, type, value->view(), written);
  if (value->type != JsonType::kNumber || type != Type::kNumber)
    return refuse(name, attribute, "has a value that is no string.");
  write(name, written);
  return true;
}

bool Converter::convert_text(std::string_view name, Type type, std::string_view text,
                             std::string_view written) {
  if (type == Type::kString) {
    write(name, written);
    return true;
  }
  const ErrorCode code = validate_json(text).code;
  if (code == ErrorCode::kOutOfMemory) return no_memory(problem_);
  const bool json = code == ErrorCode::kOk;
  if (type == Type::kNumber) {
    write(name, json && is_number(text) ? text : written);
  } else if (json && is_scalar_array(text)) {
    write(name, text);
  }
  return true;
}

void Converter::write(std::string_view name, std::string_view json) {
  if (event_.view().size() > 1) event_.append(',');
  event_.append(name).append(':').append(json);
}

// What an attribute has under one of these keys; the last, as JSON.parse() would have it.
const Leaf* Converter::find(std::span<const std::string_view> keys) const {
  const Leaf* found = nullptr;
  for (const Leaf& leaf : view_.leaves) {
    if (leaf.path == fields_.find(keys[0]) || leaf.path == fields_.find(keys[1])) found = &leaf;
  }
  return found;
}

bool Converter::refuse(std::string_view name, std::string_view attribute, std::string_view why) {
  const auto begin = static_cast<uint32_t>(attribute.data() - text_.data());
  problem_.set(ErrorCode::kEventField, "", text_, begin);
  problem_.span.end = begin + static_cast<uint32_t>(attribute.size());
  problem_.reason.append("The attribute ").append(name).append(' ').append(why);
  problem_.hint.append(R"(An attribute is {"Type": "String", "Value": "x"}, or the same with )");
  problem_.hint.append("DataType and StringValue; the types are String, String.Array, Number and ");
  problem_.hint.append("Binary.");
  Vec<char> decoded;
  if (decoded.resize(static_cast<uint32_t>(name.size()))) {
    const char* end = decode_string(name.substr(1, name.size() - 2), decoded.data());
    append_pointer_token({decoded.data(), static_cast<size_t>(end - decoded.data())},
                         problem_.pointer);
  }
  return false;
}

}  // namespace

bool sns_attributes_event(std::string_view attributes, Text& event, Diagnostic& problem) {
  event.clear();
  if (Converter(attributes, event, problem).run()) return true;
  event.clear();
  return false;
}

}  // namespace tidegate
