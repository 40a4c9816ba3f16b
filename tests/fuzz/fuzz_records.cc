#include <iterator>

#include "base/base64.h"
#include "convert/to_cloud_events.h"
#include "fuzz.h"
#include "json/items.h"
#include "json/reader.h"
#include "json/writer.h"

using namespace tidegate;

namespace {

// What marks the records of a service. What is fuzzed follows as further members of the record, or
// is what it carries.
struct Frame {
  std::string_view before;
  std::string_view carried;  // The member that carries something; empty: none.
  bool is_base64;
  std::string_view after;
};

constexpr Frame kFrames[] = {
    {R"({"Records":[{"eventSource":"aws:s3","eventName":"e","s3":{"a":0})", "", false, "}]}"},
    {R"({"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"1","Type":"Notification")",
     "Message", false, R"(},"EventSubscriptionArn":"arn:a"}]})"},
    {R"({"Records":[{"eventSource":"aws:sqs","messageId":"1","eventSourceARN":"arn:a")", "body",
     false, "}]}"},
    {R"({"Records":[{"eventSource":"aws:kinesis","eventID":"1","eventSourceARN":"arn:a","kinesis":{"a":0)",
     "data", true, "}}]}"},
    {R"({"Records":[{"eventSource":"aws:dynamodb","eventName":"e","dynamodb":{"a":0})", "", false,
     "}]}"},
    {R"({"eventSource":"aws:kafka","eventSourceArn":"arn:a","records":{"t-0":[{"a":0)", "value",
     true, "}]}}"},
    {R"({"eventSource":"aws:mq","eventSourceArn":"arn:a","messages":[{"messageID":"1")", "data",
     true, "}]}"},
    {R"({"eventSource":"aws:rmq","eventSourceArn":"arn:a","rmqMessagesByQueue":{"q":[{"a":0)",
     "data", true, "}]}}"},
    {R"({"invocationId":"i","deliveryStreamArn":"arn:a","region":"r","records":[{"recordId":"1")",
     "data", true, "}]}"},
    {R"({"messageType":"m","owner":"1","logGroup":"g","logStream":"s","logEvents":[{"id":"1")",
     "message", false, "}]}"},
    {R"({"awslogs":{"a":0)", "data", true, "}}"},
    {R"({"source":"s","detail-type":"t","id":"1","region":"r")", "", false, "}"},
    {R"({"subscription":"s","message":{"messageId":"1")", "data", true, "}}"},
};
constexpr size_t kFrameCount = std::size(kFrames);

// What is "compressed" stands behind the first two bytes of gzip.
class FakeGunzip final : public Gunzip {
 public:
  Result inflate(std::string_view data, uint32_t& left, Text& output) override {
    data.remove_prefix(2);
    if (data.size() > left) return Result::kTooLarge;
    left -= static_cast<uint32_t>(data.size());
    output.append(data);
    return data.ends_with('!') ? Result::kBroken : Result::kDone;
  }
};

FakeGunzip gunzip;
CloudEvents result;
Diagnostic problem;
JsonItems members;

void demand_event(std::string_view event) {
  fuzz::demand(members.read(event, problem));
  for (const char* name : {"id", "source", "specversion", "type"}) {
    fuzz::demand(members.find(name) != nullptr);
  }
}

void check(std::string_view input, const CloudEventsOptions& options) {
  const bool done = to_cloud_events(input, options, &gunzip, result, problem);
  if (!done) {
    fuzz::demand(problem.code != ErrorCode::kOk && result.events.empty() && result.ends.empty());
    return;
  }
  fuzz::demand(!options.strict || result.issue_count == 0);
  uint32_t begin = 0;
  for (const uint32_t end : result.ends) {
    const std::string_view event = result.events.view().substr(begin, end - begin);
    fuzz::demand(validate_json(event).code == ErrorCode::kOk);
    // CloudEvents pass through as they are, whole or not.
    const bool is_made = !options.unwrap && result.kind != InputKind::kCloudEvent &&
                         result.kind != InputKind::kCloudEventBatch &&
                         result.kind != InputKind::kMsk;
    if (is_made) demand_event(event);
    begin = end;
  }
  fuzz::demand(begin == result.events.view().size());
  fuzz::demand(validate_json(result.issues.view()).code == ErrorCode::kOk);
  Text losses;
  result.losses.write(losses);
  fuzz::demand(validate_json(losses.view()).code == ErrorCode::kOk);
}

void check_all(std::string_view input) {
  for (const RecordProfile profile : {RecordProfile::kDefault, RecordProfile::kArn}) {
    CloudEventsOptions options;
    options.profile = profile;
    check(input, options);
    options.unwrap = true;
    options.generated = {"generated", "2020-01-01T00:00:00Z"};
    check(input, options);
    options.strict = true;
    check(input, options);
  }
}

void append_carried(const Frame& frame, std::string_view content, Text& input) {
  input.append(",\"").append(frame.carried).append("\":");
  if (frame.is_base64) {
    input.append('"');
    append_base64(content, input);
    input.append('"');
  } else {
    append_json_string(content, input);
  }
}

}  // namespace

// The first byte chooses the frame. The first part is members of a record, the other is what it
// carries. Whatever comes out is JSON, what is made up of records has all that an event must have,
// and what is refused has a code.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  check_all(rest);
  if (rest.empty()) return 0;
  const Frame& frame = kFrames[static_cast<unsigned char>(rest.front()) % kFrameCount];
  rest.remove_prefix(1);
  const std::string_view further = fuzz::take_part(rest);
  Text input;
  input.append(frame.before);
  if (!further.empty()) input.append(',').append(further);
  if (!frame.carried.empty()) append_carried(frame, rest, input);
  input.append(frame.after);
  check_all(input.view());
  return 0;
}
