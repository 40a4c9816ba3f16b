#include "convert/cloud_event.h"

#include "event/aws_event.h"
#include "json/strings.h"

namespace tidegate {
namespace {

// Writes the members of an object in the order in which they are given.
class ObjectWriter {
 public:
  explicit ObjectWriter(Text& output) : output_(output) { output_.append('{'); }

  void member(std::string_view key, std::string_view json) {
    if (!first_) output_.append(',');
    first_ = false;
    output_.append('"').append(key).append("\":").append(json);
  }

  void optional(std::string_view key, const AwsEvent::Value& value) {
    if (value.present()) member(key, value.text);
  }

  void end() { output_.append('}'); }

 private:
  Text& output_;
  bool first_ = true;
};

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Whether text[i] may stand in a URI-reference after its first path segment as it is (RFC 3986,
// sections 3.3 to 3.5): "%" before two hex digits, the first "#" only, and no brackets.
bool is_uri_character(std::string_view text, size_t i) {
  const char c = text[i];
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  if (c == '%')
    return i + 2 < text.size() && is_hex_digit(text[i + 1]) && is_hex_digit(text[i + 2]);
  if (c == '#') return text.find('#') == i;
  return std::string_view("-._~:/?@!$&'()*+,;=").find(c) != std::string_view::npos;
}

void append_uri(std::string_view text, Text& output) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_uri_character(text, i)) {
      output.append(text[i]);
    } else {
      const auto byte = static_cast<unsigned char>(text[i]);
      output.append('%').append(kHex[byte >> 4]).append(kHex[byte & 15]);
    }
  }
}

// The source as a JSON string. Nothing in a URI-reference needs escaping there.
void append_source(const AwsEvent& event, Text& output) {
  std::string_view source = event[AwsEvent::kSource].decoded;
  if (source.starts_with("aws.")) source.remove_prefix(4);
  output.append("\"com.amazonaws/");
  append_uri(event[AwsEvent::kRegion].decoded, output);
  output.append('/');
  append_uri(source, output);
  output.append('"');
}

bool refuse(ErrorCode code, std::string_view reason, Text& output, Diagnostic& problem) {
  output.clear();
  problem.set(code, reason);
  return false;
}

}  // namespace

bool to_cloud_event(std::string_view event, const CloudEventOptions& options, Text& output,
                    Diagnostic& problem) {
  output.clear();
  if (event.size() > options.max_event_bytes) {
    return refuse(ErrorCode::kTooLarge, "The event is larger than the limit.", output, problem);
  }
  EventView view;
  AwsEvent aws;
  if (!read_aws_event(event, view, aws, problem)) return false;
  Text source;
  append_source(aws, source);
  const bool current = options.version == CloudEventOptions::Version::k1_0;
  ObjectWriter writer(output);
  writer.optional("awsaccount", aws[AwsEvent::kAccount]);
  writer.member("awsregion", aws[AwsEvent::kRegion].text);
  if (!current) writer.member("contenttype", R"("application/json")");
  writer.optional("data", aws[AwsEvent::kDetail]);
  if (current) writer.member("datacontenttype", R"("application/json")");
  writer.member("id", aws[AwsEvent::kId].text);
  writer.member("source", source.view());
  writer.member("specversion", current ? R"("1.0")" : R"("0.2")");
  writer.optional("time", aws[AwsEvent::kTime]);
  writer.member("type", aws[AwsEvent::kDetailType].text);
  writer.end();
  if (output.failed() || source.failed()) {
    return refuse(ErrorCode::kOutOfMemory, {}, output, problem);
  }
  return true;
}

}  // namespace tidegate
