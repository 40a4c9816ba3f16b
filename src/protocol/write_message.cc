#include "protocol/write_message.h"

#include <algorithm>

#include "base/base64.h"
#include "event/media_type.h"
#include "event/member_fault.h"
#include "json/writer.h"
#include "protocol/content_type.h"
#include "protocol/header_value.h"

namespace tidegate {
namespace {

constexpr std::string_view kDataContentType = "datacontenttype";

class MessageWriter {
 public:
  MessageWriter(std::string_view event, const Binding& binding, const WriteOptions& options,
                WrittenMessage& message, Diagnostic& problem)
      : event_(event), binding_(binding), options_(options), message_(message), problem_(problem) {}

  Outcome write() {
    message_.head.clear();
    message_.body.clear();
    message_.has_body = false;
    const Outcome outcome = read_event_parts(event_, options_.lenient, parts_, problem_);
    if (outcome != Outcome::kDone) return outcome;
    data_ = parts_.event[CloudEventView::kData];
    data_base64_ = parts_.event[CloudEventView::kDataBase64];
    const JsonItem* type = parts_.event[CloudEventView::kDataContentType];
    if (type != nullptr && !type->value.empty()) {
      content_type_ = type->value;
    } else if (data_ != nullptr) {
      content_type_ = "application/json";
    }
    if (!check_content_type() || !write_body()) return Outcome::kFailed;
    write_head();
    out_of_memory_ = out_of_memory_ || message_.head.failed() || message_.body.failed();
    if (!out_of_memory_) return Outcome::kDone;
    problem_.set(ErrorCode::kOutOfMemory);
    return Outcome::kFailed;
  }

 private:
  bool check_content_type() {
    const bool printable = std::all_of(content_type_.begin(), content_type_.end(),
                                       [](char c) { return c >= ' ' && c <= '~'; });
    if (!printable) return refuse(kDataContentType, "has more than printable ASCII.");
    if (binding_.types_data_in_header || content_mode(content_type_) == ContentMode::kBinary) {
      return true;
    }
    return refuse(kDataContentType, "would make the message one in structured mode.",
                  "Write the message in structured mode.");
  }

  bool write_body() {
    message_.has_body = data_ != nullptr || data_base64_ != nullptr;
    if (data_base64_ != nullptr) {
      return decode_base64(data_base64_->value, message_.body) ||
             refuse("data_base64", "is not base64.");
    }
    return data_ == nullptr || write_data(*data_);
  }

  bool write_data(const JsonItem& data) {
    if (is_json_media_type(content_type_)) {
      message_.body.append(data.text);
      return true;
    }
    if (!data.is_string()) {
      if (!options_.lenient) return refuse("data", "is no string, though its type is not JSON.");
      message_.body.append(data.text);
      return true;
    }
    message_.body.append(data.value);
    if (is_encoded(data.value, text_type_of(content_type_).charset)) return true;
    return refuse("data", "has characters for which the encoding that its type names is not known.",
                  "Give the encoded bytes as data_base64.");
  }

  void write_head() {
    ObjectWriter head(message_.head);
    head.name("headers");
    write_headers();
    if (binding_.content_type_header.empty() && !content_type_.empty()) {
      head.string("contentType", content_type_);
    }
    head.end();
  }

  void write_headers() {
    ObjectWriter headers(message_.head);
    for (const ContextAttribute& attribute : parts_.attributes) write_attribute(attribute, headers);
    if (!content_type_.empty()) {
      if (binding_.types_data_in_header) {
        write_attribute({kDataContentType, content_type_}, headers);
      } else if (!binding_.content_type_header.empty()) {
        headers.string(binding_.content_type_header, content_type_);
      }
    }
    headers.end();
  }

  void write_attribute(const ContextAttribute& attribute, ObjectWriter& headers) {
    name_.clear();
    name_.append(options_.colon ? binding_.other_prefix : binding_.prefix).append(attribute.name);
    out_of_memory_ = out_of_memory_ || name_.failed();
    headers.name(name_.view());
    if (attribute.type != JsonType::kString && binding_.has_native_types) {
      message_.head.append(attribute.value);
    } else {
      write_value(attribute.value);
    }
  }

  void write_value(std::string_view value) {
    if (binding_.percent_encodes && !(options_.lenient && is_plain_header_value(value))) {
      value_.clear();
      append_header_value(value, value_);
      out_of_memory_ = out_of_memory_ || value_.failed();
      value = value_.view();
    }
    append_json_string(value, message_.head);
  }

  bool refuse(std::string_view name, std::string_view why, std::string_view hint = {}) {
    return set_member_fault(event_, parts_.items.find(name), name, why, hint, problem_);
  }

  std::string_view event_;
  const Binding& binding_;
  const WriteOptions& options_;
  WrittenMessage& message_;
  Diagnostic& problem_;
  EventParts parts_;
  const JsonItem* data_ = nullptr;
  const JsonItem* data_base64_ = nullptr;
  std::string_view content_type_;
  Text name_;   // Of a header.
  Text value_;  // Of a header.
  bool out_of_memory_ = false;
};

}  // namespace

Outcome write_message(std::string_view event, Protocol protocol, const WriteOptions& options,
                      WrittenMessage& message, Diagnostic& problem) {
  const Outcome outcome =
      MessageWriter(event, binding_of(protocol), options, message, problem).write();
  if (outcome != Outcome::kDone) {
    message.head.clear();
    message.body.clear();
  }
  return outcome;
}

}  // namespace tidegate
