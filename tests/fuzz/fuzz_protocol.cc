#include "fuzz.h"
#include "json/reader.h"
#include "json/utf8.h"
#include "json/writer.h"
#include "protocol/read_message.h"
#include "protocol/write_message.h"

using namespace tidegate;

namespace {

struct Setting {
  Protocol protocol;
  bool lenient;
};

void append_header(std::string_view name, std::string_view value, Text& head) {
  head.append(',');
  append_json_string(name, head);
  head.append(',');
  append_json_string(value, head);
}

// What every message in binary mode has.
void append_required(const Setting& setting, Text& head) {
  for (const std::string_view attribute : kRequiredAttributes) {
    Text name;
    name.append(binding_of(setting.protocol).prefix).append(attribute);
    append_header(name.view(), attribute == "specversion" ? "1.0" : "x", head);
  }
}

// Writes the head of a message as read_head() takes it, of the parts of a text, and leaves the
// body. False: the parts are no texts.
bool write_head(const Setting& setting, bool is_complete, std::string_view& rest, Text& head) {
  constexpr int kMaxHeaders = 16;
  const std::string_view content_type = fuzz::take_part(rest);
  if (!content_type.empty() && !is_utf8(content_type)) return false;
  head.append('[');
  append_json_string(content_type, head);
  if (is_complete) append_required(setting, head);
  for (int count = 0; count < kMaxHeaders; ++count) {
    const std::string_view name = fuzz::take_part(rest);
    if (name.empty()) break;
    const std::string_view value = fuzz::take_part(rest);
    if (!is_utf8(name) || (!value.empty() && !is_utf8(value))) return false;
    append_header(name, value, head);
  }
  head.append(']');
  return true;
}

// Reads a message. False: it was refused, for a reason, or is of an old version.
bool read(std::string_view head, std::string_view body, bool has_body, const Setting& setting,
          Text& event) {
  JsonItems items;
  Message message;
  fuzz::demand(read_head(head, items, message));
  message.body = body;
  message.has_body = has_body;
  Diagnostic problem;
  const Outcome outcome = read_message(message, setting.protocol, setting.lenient, event, problem);
  fuzz::demand(outcome == Outcome::kFailed
                   ? event.empty() && problem.code != ErrorCode::kOk && !problem.reason.empty()
                   : validate_json(event.view()).code == ErrorCode::kOk ||
                         validate_json(event.view()).code == ErrorCode::kTooDeep);
  return outcome == Outcome::kDone;
}

// Writes an event in binary mode and reads that. False: it cannot be written.
bool round_trip(std::string_view event, const Setting& setting, Text& read_again) {
  WrittenMessage message;
  Diagnostic problem;
  const WriteOptions options{.lenient = setting.lenient};
  const Outcome outcome = write_message(event, setting.protocol, options, message, problem);
  if (outcome != Outcome::kDone) {
    fuzz::demand(message.head.empty() && message.body.empty());
    return false;
  }
  JsonItems members;
  JsonItems headers;
  fuzz::demand(members.read(message.head.view(), problem) &&
               headers.read(members.find("headers")->text, problem));
  const JsonItem* type = members.find("contentType");
  Text head;
  head.append('[').append(type == nullptr ? "null" : type->text);
  for (const JsonItem& header : headers) {
    head.append(',');
    append_json_string(header.key, head);
    head.append(',').append(header.text);  // Which may be a number or a boolean.
  }
  head.append(']');
  fuzz::demand(read(head.view(), message.body.view(), message.has_body, setting, read_again));
  return true;
}

}  // namespace

// Headers and a body from bytes. What is read from them is an event; what a message in binary mode
// is made of it is read as the same event, but for the types of attributes that came in structured
// mode.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const Setting setting{static_cast<Protocol>((data[0] & 7) % 5), (data[0] & 8) != 0};
  const bool has_body = (data[0] & 16) != 0;
  const bool is_complete = (data[0] & 32) != 0;
  std::string_view body = fuzz::text_of(data + 1, size - 1);
  Text head;
  Text event;
  Text once;
  Text twice;
  if (!write_head(setting, is_complete, body, head)) return 0;
  if (!read(head.view(), body, has_body, setting, event)) return 0;
  if (!round_trip(event.view(), setting, once)) return 0;
  fuzz::demand(round_trip(once.view(), setting, twice) && once.view() == twice.view());
  return 0;
}
