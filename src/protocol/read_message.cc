#include "protocol/read_message.h"

#include <algorithm>
#include <iterator>

#include "base/base64.h"
#include "event/media_type.h"
#include "json/pointer.h"
#include "json/syntax.h"
#include "json/unicode.h"
#include "json/writer.h"
#include "protocol/content_type.h"
#include "protocol/context_attribute.h"
#include "protocol/header_value.h"

namespace tidegate {
namespace {

constexpr std::string_view kDataContentType = "datacontenttype";

// The attribute that a header is for; empty for a header that is for none. Without a prefix there
// is nothing to tell by but the name.
std::string_view name_of_attribute(const Binding& binding, std::string_view header) {
  if (binding.prefix.empty()) return fault_of_name(header) == nullptr ? header : std::string_view();
  if (header.starts_with(binding.prefix)) return header.substr(binding.prefix.size());
  const std::string_view other = binding.other_prefix;
  const bool is_other = !other.empty() && header.starts_with(other);
  return is_other ? header.substr(other.size()) : std::string_view();
}

bool is_content_type(const Binding& binding, const Header& header) {
  return !binding.content_type_header.empty() &&
         equals_ignore_case(binding.content_type_header, header.name);
}

std::string_view content_type_of(const Message& message, const Binding& binding) {
  for (const Header& header : message.headers) {
    if (is_content_type(binding, header)) return header.value;
  }
  return message.content_type;
}

// Names of version 0.3 (CloudEvents 0.3, "Context Attributes").
constexpr std::string_view kOldDataSchema = "schemaurl";
constexpr std::string_view kOldDataEncoding = "datacontentencoding";

std::string_view trim_spaces(std::string_view json) {
  while (!json.empty() && is_space(json.front())) json.remove_prefix(1);
  while (!json.empty() && is_space(json.back())) json.remove_suffix(1);
  return json;
}

class MessageReader {
 public:
  MessageReader(const Message& message, const Binding& binding, bool lenient, Text& event,
                Diagnostic& problem)
      : message_(message),
        binding_(binding),
        lenient_(lenient),
        event_(event),
        problem_(problem),
        content_type_(content_type_of(message, binding)),
        body_(message.body) {}

  Outcome read() {
    event_.clear();
    Outcome outcome = check_content_type() ? read_mode() : Outcome::kFailed;
    if (event_.failed() || out_of_memory_) {
      problem_.set(ErrorCode::kOutOfMemory);
      outcome = Outcome::kFailed;
    }
    if (outcome == Outcome::kFailed) event_.clear();
    return outcome;
  }

 private:
  bool check_content_type() {
    const auto count =
        std::count_if(message_.headers.begin(), message_.headers.end(),
                      [&](const Header& header) { return is_content_type(binding_, header); });
    return count < 2 || refuse_content_type("comes twice.", "");
  }

  Outcome read_mode() {
    const bool binary = content_mode(content_type_) == ContentMode::kBinary;
    return binary ? read_binary() : read_structured();
  }

  Outcome read_structured() {
    if (content_mode(content_type_) == ContentMode::kBatch) {
      refuse_content_type("is that of a batch, where one event was expected.",
                          binding_.has_batches ? "http.readBatch() reads a batch." : "");
      return Outcome::kFailed;
    }
    if (!is_json_format(content_type_)) {
      refuse_content_type("is that of a format other than JSON.",
                          "Events in Protobuf are read by tidegate/protobuf.");
      return Outcome::kFailed;
    }
    EventParts parts;
    const Outcome outcome = read_event_parts(body_, lenient_, parts, problem_);
    event_.append(body_);
    return outcome;
  }

  Outcome read_binary() {
    ObjectWriter writer(event_);
    const bool done = read_version() && read_headers(writer) && check_names() &&
                      write_content_type(writer) && decode_old_body() && write_data(writer);
    writer.end();
    return done ? Outcome::kDone : Outcome::kFailed;
  }

  // The version says what the other headers mean.
  bool read_version() {
    bool any = false;
    for (const Header& header : message_.headers) {
      const std::string_view name = name_of_attribute(binding_, header.name);
      any = any || name.data() != nullptr;
      if (name == "specversion") {
        std::string_view version = header.value;
        if (const char* fault = decode(version)) return refuse_header(header.name, fault);
        is_old_ = version == "0.3" || version == "0.2";
        return is_old_ || version == "1.0" || refuse_header(header.name, "is not \"1.0\".");
      }
    }
    return any ? refuse_attribute("specversion", "is missing.") : refuse_other();
  }

  bool read_headers(ObjectWriter& writer) {
    if (!names_.reserve(message_.headers.size() + 1)) return no_memory();
    for (const Header& header : message_.headers) {
      const std::string_view name = name_of_attribute(binding_, header.name);
      if (name.data() != nullptr && !read_header(header, name, writer)) return false;
    }
    return true;
  }

  bool read_header(const Header& header, std::string_view name, ObjectWriter& writer) {
    const char* fault = fault_of_name(name);
    if (fault != nullptr) return lenient_ || refuse_header(header.name, fault);
    ContextAttribute attribute{name, header.value, header.type};
    if (attribute.type == JsonType::kString) {
      fault = decode(attribute.value);
    } else if (!binding_.has_native_types) {
      fault = "is not a string.";
    }
    if (out_of_memory_) return false;
    if (fault == nullptr) fault = fault_of_value(attribute, lenient_);
    if (fault != nullptr) return refuse_header(header.name, fault);
    if (is_old_) attribute = upgrade(attribute);
    names_.push_reserved(attribute.name);
    return write_attribute(attribute, header, writer);
  }

  // Makes a header's value what it stands for.
  const char* decode(std::string_view& value) {
    if (!binding_.percent_encodes) return nullptr;
    decoded_.clear();
    const char* fault = nullptr;
    if (!lenient_) {
      fault = decode_header_value(value, decoded_);
    } else if (!decode_header_value_leniently(value, decoded_)) {
      out_of_memory_ = true;
    }
    out_of_memory_ = out_of_memory_ || decoded_.failed();
    value = decoded_.view();
    return fault;
  }

  static ContextAttribute upgrade(const ContextAttribute& old) {
    if (old.name == "specversion") return {old.name, "1.0"};
    if (old.name == kOldDataSchema) return {"dataschema", old.value, old.type};
    return old;
  }

  bool write_attribute(const ContextAttribute& attribute, const Header& header,
                       ObjectWriter& writer) {
    if (attribute.name == kDataContentType) {
      data_type_header_ = &header;
      data_type_.append(attribute.value);
      return attribute.type == JsonType::kString || refuse_header(header.name, "is not a string.");
    }
    if (is_old_ && attribute.name == kOldDataEncoding && attribute.value == "base64") {
      is_base64_ = true;
      return true;
    }
    const auto* required =
        std::find(std::begin(kRequiredAttributes), std::end(kRequiredAttributes), attribute.name);
    if (required != std::end(kRequiredAttributes)) {
      if (attribute.type != JsonType::kString)
        return refuse_header(header.name, "is not a string.");
      if (attribute.value.empty()) return refuse_header(header.name, "is empty.");
    }
    if (attribute.type == JsonType::kString) {
      writer.string(attribute.name, attribute.value);
    } else {
      writer.member(attribute.name, attribute.value);
    }
    return true;
  }

  bool check_names() {
    const std::string_view twice = find_twice(names_);
    if (twice.data() != nullptr) return refuse_attribute(twice, "comes twice.");
    for (const std::string_view name : kRequiredAttributes) {
      const bool found = std::binary_search(names_.begin(), names_.end(), name);
      if (!found) return refuse_attribute(name, "is missing.");
    }
    return true;
  }

  // What the data is, into data_type_.
  bool write_content_type(ObjectWriter& writer) {
    if (!choose_content_type()) return false;
    if (data_type_.empty()) return true;
    const char* fault = fault_of_value({kDataContentType, data_type_.view()}, lenient_);
    if (fault != nullptr) return refuse_content_type(fault, "");
    writer.string(kDataContentType, data_type_.view());
    return true;
  }

  bool choose_content_type() {
    if (binding_.types_data_in_header) {
      if (lenient_ && data_type_.empty()) data_type_.append(content_type_);
      return true;
    }
    if (data_type_header_ != nullptr && !lenient_) {
      if (binding_.forbids_data_type_header) {
        return refuse_header(data_type_header_->name, "stands where the content type is enough.");
      }
      if (data_type_.view() != content_type_) {
        return refuse_header(data_type_header_->name, "is not the content type of the message.");
      }
    }
    if (content_type_.empty()) return true;
    data_type_.clear();
    data_type_.append(content_type_);
    return true;
  }

  bool decode_old_body() {
    if (!is_base64_) return true;
    if (!decode_base64(body_, old_body_)) return refuse_body("is not base64, as it is said to be.");
    out_of_memory_ = out_of_memory_ || old_body_.failed();
    body_ = old_body_.view();
    return true;
  }

  bool write_data(ObjectWriter& writer) {
    if (!message_.has_body) return true;
    const TextType text_type = text_type_of(data_type_.view());
    const bool json = is_json_media_type(data_type_.view());
    const bool says_nothing = json || data_type_.empty();
    if (body_.empty() && says_nothing && !binding_.tells_null_from_empty) return true;
    if (json && !body_.empty()) {
      const JsonError error = validate_json(body_);
      if (error.code == ErrorCode::kOk) {
        writer.member("data", trim_spaces(body_));
        return true;
      }
      if (error.code == ErrorCode::kOutOfMemory || !lenient_) return refuse_json(error);
    } else if (text_type.is_text && is_encoded(body_, text_type.charset)) {
      writer.string("data", body_);
      return true;
    }
    writer.name("data_base64");
    event_.append('"');
    append_base64(body_, event_);
    event_.append('"');
    return true;
  }

  // Each sets the problem and returns false.
  bool refuse(std::string_view pointer, std::string_view name, std::string_view what,
              std::string_view why) {
    problem_.set(ErrorCode::kProtocolMessage);
    problem_.pointer.append(pointer);
    if (!name.empty()) append_pointer_token(name, problem_.pointer);
    problem_.reason.clear();
    problem_.reason.append("The ").append(what).append(name.empty() ? "" : " \"").append(name);
    problem_.reason.append(name.empty() ? " " : "\" ").append(why);
    return false;
  }

  bool refuse_header(std::string_view name, std::string_view why) {
    return refuse(binding_.headers_pointer, name, "message's", why);
  }

  // For what has no header to point to, or several.
  bool refuse_attribute(std::string_view attribute, std::string_view why) {
    Text name;
    name.append(binding_.prefix).append(attribute);
    return refuse_header(name.view(), why);
  }

  bool refuse_content_type(std::string_view why, std::string_view hint) {
    refuse(binding_.content_type_pointer, "", "content type of the message", why);
    problem_.hint.append(hint);
    return false;
  }

  bool refuse_body(std::string_view why) {
    return refuse(binding_.body_pointer, "", "body of the message", why);
  }

  bool refuse_json(const JsonError& error) {
    problem_.set(error.code, error.reason, body_, error.offset);
    problem_.pointer.append(binding_.body_pointer);
    return false;
  }

  bool refuse_other() {
    problem_.set(
        ErrorCode::kProtocolMessage,
        "The message has neither the attributes of a CloudEvent nor the content type of one.");
    problem_.hint.append("A CloudEvent has the content type application/cloudevents+json, or its ")
        .append("attributes are in the message, such as \"")
        .append(binding_.prefix)
        .append("id\".");
    return false;
  }

  bool no_memory() {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  const Message& message_;
  const Binding& binding_;
  bool lenient_;
  Text& event_;
  Diagnostic& problem_;
  std::string_view content_type_;  // Of the message.
  std::string_view body_;
  bool is_old_ = false;     // Of a version before 1.0.
  bool is_base64_ = false;  // As the header of version 0.3 says that the body is.
  bool out_of_memory_ = false;
  Vec<std::string_view> names_;  // Of the attributes.
  const Header* data_type_header_ = nullptr;
  Text data_type_;  // Of the data.
  Text decoded_;    // The value of a header.
  Text old_body_;
};

}  // namespace

MessageMode mode_of(const Message& message, Protocol protocol) {
  const Binding& binding = binding_of(protocol);
  switch (content_mode(content_type_of(message, binding))) {
    case ContentMode::kStructured:
      return MessageMode::kStructured;
    case ContentMode::kBatch:
      return MessageMode::kBatch;
    case ContentMode::kBinary:
      break;
  }
  const auto has = [&](std::string_view name) {
    return std::any_of(message.headers.begin(), message.headers.end(), [&](const Header& header) {
      return name_of_attribute(binding, header.name) == name;
    });
  };
  const bool all = std::all_of(std::begin(kRequiredAttributes), std::end(kRequiredAttributes), has);
  return all ? MessageMode::kBinary : MessageMode::kNone;
}

Outcome read_message(const Message& message, Protocol protocol, bool lenient, Text& event,
                     Diagnostic& problem) {
  return MessageReader(message, binding_of(protocol), lenient, event, problem).read();
}

}  // namespace tidegate
