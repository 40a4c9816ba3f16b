#include "convert/to_cloud_events.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/base64.h"
#include "base/memory.h"

using namespace tidegate;

namespace {

// Stands in for a library: what is "compressed" has two bytes of gzip or zlib in front, and "z" is
// 400 bytes.
class FakeGunzip final : public Gunzip {
 public:
  Result inflate(std::string_view data, uint32_t& left, Text& output) override {
    data.remove_prefix(2);
    const std::string bomb(400, 'z');
    if (data == "z") data = bomb;
    const auto size = static_cast<uint32_t>(data.size());
    if (size > left) {
      left = 0;
      return Result::kTooLarge;
    }
    left -= size;
    if (data == "broken") return Result::kBroken;
    output.append(data);
    return output.failed() ? Result::kNoMemory : Result::kDone;
  }
};

std::string base64(std::string_view bytes) {
  Text text;
  append_base64(bytes, text);
  return std::string(text.view());
}

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  return json + "\"";
}

struct Converted {
  bool done = false;
  ErrorCode code = ErrorCode::kOk;
  std::string pointer;
  std::vector<std::string> events;
  std::string issues;
  std::string losses;
};

Converted convert(std::string_view input, const CloudEventsOptions& options = {}) {
  CloudEvents result;
  Diagnostic problem;
  FakeGunzip gunzip;
  Converted converted;
  converted.done = to_cloud_events(input, options, &gunzip, result, problem);
  converted.code = problem.code;
  converted.pointer = problem.pointer.view();
  uint32_t begin = 0;
  for (const uint32_t end : result.ends) {
    converted.events.emplace_back(result.events.view().substr(begin, end - begin));
    begin = end;
  }
  converted.issues = result.issues.view();
  Text losses;
  result.losses.write(losses);
  converted.losses = losses.view();
  return converted;
}

CloudEventsOptions with_profile(RecordProfile profile) {
  CloudEventsOptions options;
  options.profile = profile;
  return options;
}

CloudEventsOptions unwrapping() {
  CloudEventsOptions options;
  options.unwrap = true;
  return options;
}

std::string s3_record(const std::string& key, const std::string& sequencer = "01") {
  return R"({"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2",)"
         R"("eventTime":"2019-09-03T19:37:27.192Z","eventName":"ObjectCreated:Put",)"
         R"("responseElements":{"x-amz-request-id":"R","x-amz-id-2":"H/="},)"
         R"("s3":{"bucket":{"name":"b","arn":"arn:aws:s3:::b"},"object":{"key":")" +
         key + R"(","size":1.50,"sequencer":")" + sequencer + "\"}}}";
}

std::string records(const std::vector<std::string>& all) {
  std::string text = "{\"Records\":[";
  for (size_t i = 0; i < all.size(); ++i) text += (i == 0 ? "" : ",") + all[i];
  return text + "]}";
}

std::string sqs_record(const std::string& id, const std::string& body) {
  return R"({"messageId":")" + id + R"(","receiptHandle":"h","body":)" + quoted(body) +
         R"(,"attributes":{"SentTimestamp":"1545082649183"},"messageAttributes":{},)"
         R"("md5OfBody":"m","eventSource":"aws:sqs",)"
         R"("eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:q","awsRegion":"us-east-2"})";
}

std::string sns_message(const std::string& message) {
  return R"({"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:us-east-2:1:t",)"
         R"("Message":)" +
         quoted(message) +
         R"(,"Timestamp":"2019-01-02T12:45:07.000Z","SignatureVersion":"1","Signature":"s",)"
         R"("SigningCertURL":"https://x","UnsubscribeURL":)"
         R"("https://sns/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-2:1:t:u"})";
}

const std::string kAwsEvent =
    R"({"version":"0","id":"e1","detail-type":"D","source":"aws.ec2","account":"123456789012",)"
    R"("time":"2019-10-28T19:56:14.195503Z","region":"us-east-2","resources":[],"detail":{"n":1.50}})";

const std::string kCloudEvent =
    R"({ "specversion" : "1.0", "id":"c1", "source":"/s", "type":"t", "data":0.10 })";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an S3 notification becomes what the adapter of CloudEvents says") {
  const Converted converted = convert(records({s3_record("a+b%2Bc%C3%A9.txt")}));
  REQUIRE(converted.done);
  CHECK(converted.issues == "[]");
  REQUIRE(converted.events.size() == 1);
  CHECK(converted.events[0] ==
        "{\"data\":" + s3_record("a+b%2Bc%C3%A9.txt") +
            R"(,"datacontenttype":"application/json","id":"R.H/=","source":"aws:s3.us-east-2.b",)"
            R"("specversion":"1.0","subject":"a b+cé.txt","time":"2019-09-03T19:37:27.192Z",)"
            R"("type":"com.amazonaws.s3.ObjectCreated:Put"})");
  CHECK(converted.losses == "[]");
}

TEST_CASE("an S3 notification has an ARN as its source where that is asked for") {
  const Converted converted = convert(records({s3_record("k")}), with_profile(RecordProfile::kArn));
  REQUIRE(converted.events.size() == 1);
  CHECK(has(converted.events[0], R"("source":"arn:aws:s3:::b")"));
  CHECK(has(converted.events[0], R"("type":"com.amazon.s3.objectcreated")"));
}

TEST_CASE("a key that is not encoded as it should be stays as it is written") {
  for (const char* key : {"50%", "%zz", "%C0%A0", "%0A"}) {
    INFO(key);
    const Converted converted = convert(records({s3_record(key)}));
    REQUIRE(converted.events.size() == 1);
    CHECK(has(converted.events[0], "\"subject\":\"" + std::string(key) + "\""));
  }
}

TEST_CASE("ids are unique within a batch, and the same when it comes again") {
  const std::string batch =
      records({s3_record("a", "01"), s3_record("b", "02"), s3_record("c", "02")});
  const Converted converted = convert(batch);
  REQUIRE(converted.events.size() == 3);
  CHECK(has(converted.events[0], R"("id":"R.H/=")"));
  CHECK(has(converted.events[1], R"("id":"R.H/=.02")"));
  CHECK(has(converted.events[2], R"("id":"R.H/=#2")"));
  CHECK(convert(batch).events == converted.events);

  // Messages with the same ids, of which one has the id that another would get.
  const Converted sent =
      convert(records({sqs_record("q#2", "x"), sqs_record("q", "x"), sqs_record("q", "x")}));
  REQUIRE(sent.events.size() == 3);
  CHECK(has(sent.events[2], R"("id":"q#2#2")"));
}

TEST_CASE("the good records of a batch convert, and each bad one is an issue") {
  const std::string bad = R"({"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"r",)"
                          R"("eventName":"e","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}})";
  const std::string batch = records({s3_record("a"), bad, s3_record("b", "02"), "7"});
  const Converted converted = convert(batch);
  REQUIRE(converted.done);
  CHECK(converted.events.size() == 2);
  CHECK(has(converted.issues, R"({"index":1,"code":"ERR_EVENT_FIELD","message":)"));
  CHECK(has(converted.issues, R"("path":"/Records/1")"));
  CHECK(has(converted.issues, R"("path":"/Records/3")"));

  CloudEventsOptions strict;
  strict.strict = true;
  const Converted refused = convert(batch, strict);
  CHECK_FALSE(refused.done);
  CHECK(refused.code == ErrorCode::kEventField);
  CHECK(refused.pointer == "/Records/1");
  CHECK(refused.events.empty());
}

TEST_CASE("nothing is made up unless it is asked for") {
  const std::string trigger =
      R"({"version":"1","triggerSource":"PreSignUp_SignUp","region":"us-east-1","userPoolId":"p",)"
      R"("userName":"u","callerContext":{"awsSdkVersion":"a","clientId":"c"},"request":{},"response":{}})";
  CHECK(has(convert(trigger).issues, R"("hint":"Records of this kind never have one)"));
  CloudEventsOptions options;
  options.generated = {"made-up", "2020-01-01T00:00:00Z"};
  const Converted converted = convert(trigger, options);
  REQUIRE(converted.events.size() == 1);
  CHECK(has(converted.events[0], R"("id":"made-up")"));
  CHECK(has(converted.events[0], R"("time":"2020-01-01T00:00:00Z")"));
}

TEST_CASE("carriers are opened when that is asked for, and not otherwise") {
  const std::string s3 = records({s3_record("k")});
  const std::string batch = records({sqs_record("q1", sns_message(s3)), sqs_record("q2", "hello"),
                                     sqs_record("q3", kAwsEvent), sqs_record("q4", kCloudEvent)});
  const Converted closed = convert(batch);
  REQUIRE(closed.events.size() == 4);
  CHECK(has(closed.events[0], R"("type":"com.amazon.sqs.message")"));
  CHECK(has(closed.events[0], R"("time":"2018-12-17T21:37:29.183Z")"));

  const Converted opened = convert(batch, unwrapping());
  CHECK(opened.issues == "[]");
  REQUIRE(opened.events.size() == 4);
  CHECK(has(opened.losses, R"([{"index":0,"path":"/Records/0","reason":"It was opened)"));
  CHECK_FALSE(has(opened.losses, R"("path":"/Records/1")"));
  CHECK(opened.events[0] == convert(s3).events[0]);
  CHECK(has(opened.events[1], R"("id":"q2")"));
  CHECK(opened.events[2] == convert(kAwsEvent).events[0]);
  CHECK(opened.events[3] == kCloudEvent);
}

TEST_CASE("what is wrong in what a carrier carries is an issue of the carrier") {
  const std::string bad = R"({"eventSource":"aws:s3","eventName":"e","s3":{}})";
  const std::string batch =
      records({sqs_record("q1", records({s3_record("k"), bad})), sqs_record("q2", "x")});
  const Converted opened = convert(batch, unwrapping());
  CHECK(opened.events.size() == 2);
  CHECK(has(opened.issues, R"([{"index":0,"code":"ERR_EVENT_FIELD")"));
  CHECK(has(opened.issues, R"("path":"/Records/0")"));
  CHECK(opened.losses == "[]");
  CloudEventsOptions strict = unwrapping();
  strict.strict = true;
  const Converted refused = convert(batch, strict);
  CHECK_FALSE(refused.done);
  CHECK(refused.pointer == "/Records/0");
}

TEST_CASE("the detail of an EventBridge event is opened where it is a CloudEvent") {
  const auto event = [](const std::string& detail) {
    return R"({"version":"0","id":"e1","detail-type":"D","source":"s","account":"1","time":)"
           R"("2019-10-28T19:56:14Z","region":"r","resources":[],"detail":)" +
           detail + "}";
  };
  CHECK(convert(event(kCloudEvent), unwrapping()).events == std::vector<std::string>{kCloudEvent});
  CHECK(has(convert(event(kCloudEvent)).events.at(0), R"("source":"com.amazonaws/r/s")"));
  const std::string s3 = records({s3_record("k")});
  CHECK(has(convert(event(s3), unwrapping()).events.at(0), R"("source":"com.amazonaws/r/s")"));
}

TEST_CASE("notifications of SNS over HTTP name their subscription") {
  const Converted notification = convert(sns_message("hello"));
  REQUIRE(notification.events.size() == 1);
  CHECK(has(notification.events[0], R"("source":"arn:aws:sns:us-east-2:1:t:u")"));
  CHECK(has(notification.events[0], R"("type":"com.amazonaws.sns.Notification")"));
  CHECK(notification.losses == "[]");
  CHECK(has(convert(sns_message("hello"), with_profile(RecordProfile::kArn)).events.at(0),
            R"("source":"arn:aws:sns:us-east-2:1:t","specversion")"));

  const std::string ended =
      R"({"Type":"UnsubscribeConfirmation","MessageId":"m","Token":"x","TopicArn":"arn:aws:sns:r:1:t",)"
      R"("Message":"You have chosen to deactivate subscription arn:aws:sns:r:1:t:u.\nTo cancel this)"
      R"( operation and restore the subscription, visit the SubscribeURL included in this message.",)"
      R"("SubscribeURL":"https://x/?Action=ConfirmSubscription","Timestamp":"2012-04-26T20:06:41.581Z"})";
  CHECK(has(convert(ended).events.at(0), R"("source":"arn:aws:sns:r:1:t:u")"));
  CHECK(has(convert(ended).events.at(0), R"("type":"com.amazonaws.sns.UnsubscribeConfirmation")"));
}

TEST_CASE("carriers are opened only so deep") {
  std::string message = kCloudEvent;
  for (uint32_t i = 0; i < kMaxCarriers; ++i) message = sns_message(message);
  CHECK(convert(message, unwrapping()).events == std::vector<std::string>{kCloudEvent});
  const Converted deeper = convert(sns_message(message), unwrapping());
  REQUIRE(deeper.events.size() == 1);
  CHECK(has(deeper.events[0], "com.amazonaws.sns.Notification"));
}

TEST_CASE("payloads of Kinesis are decoded") {
  const auto record = [](const std::string& payload) {
    return records(
        {R"({"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"p",)"
         R"("sequenceNumber":"4959","data":")" +
         base64(payload) +
         R"(","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis",)"
         R"("eventVersion":"1.0","eventID":"shardId-0:4959","eventName":"aws:kinesis:record",)"
         R"("invokeIdentityArn":"arn:i","awsRegion":"us-east-2",)"
         R"("eventSourceARN":"arn:aws:kinesis:us-east-2:1:stream/s"})"});
  };
  const auto data_of = [&](const std::string& payload) {
    const Converted converted = convert(record(payload));
    REQUIRE(converted.events.size() == 1);
    CHECK(has(converted.events[0], R"("id":"shardId-0:4959","partitionkey":"p","source":"arn:)"));
    CHECK(has(converted.events[0], R"("time":"2018-12-17T22:10:50.987Z")"));
    return converted.events[0].substr(0, converted.events[0].find(",\"id\""));
  };
  CHECK(data_of(R"({"big":9007199254740993})") ==
        R"({"data":{"big":9007199254740993},"datacontenttype":"application/json")");
  CHECK(data_of("123") == R"({"data":"123","datacontenttype":"text/plain")");
  CHECK(data_of("\xFF\xFE") ==
        R"({"data_base64":"//4=","datacontenttype":"application/octet-stream")");
  CHECK(data_of("\x1f\x8b[1]") == R"({"data":[1],"datacontenttype":"application/json")");

  const Converted lossy = convert(record("x"));
  CHECK(has(lossy.losses, R"("path":"/Records/0/invokeIdentityArn")"));
  CHECK(has(lossy.losses, R"("path":"/Records/0/kinesis/kinesisSchemaVersion")"));
  CHECK_FALSE(has(lossy.losses, "partitionKey"));
  CHECK(data_of("") == R"({"data":"","datacontenttype":"text/plain")");
  CHECK(has(convert(record("\x1f\x8b"
                           "broken"))
                .issues,
            "ERR_EVENT_FIELD"));

  std::string number = record("x");
  number.replace(number.find("\"eA==\""), 6, "5");
  CHECK(has(convert(number).issues, "The payload of the record is not a string."));
}

TEST_CASE("what compressed payloads hold together is limited") {
  const auto record = [](int offset) {
    return R"({"topic":"t","partition":0,"offset":)" + std::to_string(offset) + R"(,"value":")" +
           base64("\x1f\x8bz") + "\"}";
  };
  const std::string batch =
      R"({"eventSource":"aws:kafka","eventSourceArn":"arn:c","records":{"t-0":[)" + record(1) +
      "," + record(2) + "," + record(3) + "]}}";
  CloudEventsOptions options;
  options.max_event_bytes = 1000;
  const Converted converted = convert(batch, options);
  REQUIRE(converted.events.size() == 2);
  CHECK(has(converted.events[1], R"("id":"t-0@2")"));
  CHECK(has(converted.issues, R"([{"index":2,"code":"ERR_TOO_LARGE")"));
}

TEST_CASE("records of Kafka are what they carry, or the CloudEvent that their headers say") {
  const auto batch = [](const std::string& headers, const std::string& value) {
    return R"({"eventSource":"aws:kafka","eventSourceArn":"arn:aws:kafka:r:1:cluster/c/u",)"
           R"("bootstrapServers":"b:9092","records":{"t-0":[{"topic":"t","partition":0,"offset":15,)"
           R"("timestamp":1545084650987,"timestampType":"CREATE_TIME","key":"aw==","value":)" +
           value + R"(,"headers":[)" + headers + "]}]}}";
  };
  const Converted plain = convert(batch("", "\"" + base64("[1.0]") + "\""));
  REQUIRE(plain.events.size() == 1);
  CHECK(plain.events[0] ==
        R"({"data":[1.0],"datacontenttype":"application/json","id":"t-0@15","partitionkey":"k",)"
        R"("source":"arn:aws:kafka:r:1:cluster/c/u","specversion":"1.0","subject":"t",)"
        R"("time":"2018-12-17T22:10:50.987Z","type":"com.amazon.kafka.record"})");
  CHECK(has(plain.losses, R"("path":"/bootstrapServers")"));
  CHECK(has(plain.losses, R"("path":"/records/t-0/0/timestampType")"));

  const Converted tombstone = convert(batch("", "null"));
  REQUIRE(tombstone.events.size() == 1);
  CHECK(has(tombstone.events[0], R"({"id":"t-0@15")"));

  const auto header = [](const std::string& name, const std::string& value) {
    std::string bytes;
    for (const char c : value) {
      bytes += (bytes.empty() ? "" : ",") + std::to_string(static_cast<signed char>(c));
    }
    return "{\"" + name + "\":[" + bytes + "]}";
  };
  const std::string event = header("ce_specversion", "1.0") + "," + header("ce_id", "é") + "," +
                            header("ce_source", "/s") + "," + header("ce_type", "t") + "," +
                            header("content-type", "application/json");
  const Converted binary = convert(batch(event, "\"" + base64("[1.0]") + "\""));
  REQUIRE(binary.events.size() == 1);
  CHECK(has(binary.events[0], R"("id":"é")"));
  CHECK(has(binary.events[0], R"("data":[1.0])"));
  // As the library of Lambda for Java writes headers.
  const std::string encoded =
      R"({"ce_specversion":"MS4w"},{"ce_id":"MQ=="},{"ce_source":"L3M="},{"ce_type":"dA=="})";
  CHECK(has(convert(batch(encoded, "null")).events.at(0), R"("source":"/s")"));
  const std::string structured = header("content-type", "application/cloudevents+json");
  CHECK(convert(batch(structured, "\"" + base64(kCloudEvent) + "\"")).events ==
        std::vector<std::string>{kCloudEvent});
}

TEST_CASE("log events are decompressed") {
  const std::string logs =
      R"({"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/x",)"
      R"("logStream":"s","subscriptionFilters":["f"],"logEvents":[)"
      R"({"id":"1","timestamp":1440442987000,"message":"[ERROR] First"},)"
      R"({"id":"2","timestamp":1440442987001,"message":"{\"level\":\"info\"}"}]})";
  const auto wrapped = [](const std::string& data) {
    return "{\"awslogs\":{\"data\":\"" + base64(data) + "\"}}";
  };
  const Converted converted = convert(wrapped("\x1f\x8b" + logs));
  CHECK(converted.issues == "[]");
  REQUIRE(converted.events.size() == 2);
  CHECK(converted.events[0] ==
        R"({"data":"[ERROR] First","datacontenttype":"text/plain","id":"1",)"
        R"("source":"aws:logs.123456789012./aws/lambda/x","specversion":"1.0","subject":"s",)"
        R"("time":"2015-08-24T19:03:07.000Z","type":"com.amazon.logs.log"})");
  CHECK(has(converted.events[1], R"("data":{"level":"info"})"));
  CHECK(has(convert(wrapped("\x1f\x8b"
                            "broken"))
                .issues,
            "ERR_EVENT_FIELD"));
  CHECK(convert(wrapped("x\x9c" + logs)).events == converted.events);
  CHECK(has(convert(wrapped("\x1f\x8b[]")).issues, "not a batch of log events"));
  CHECK(has(convert(wrapped(logs)).issues, "not compressed"));
}

TEST_CASE("a control message of CloudWatch Logs stays in its carrier") {
  const std::string control =
      R"({"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",)"
      R"("subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1510109208016,"message":"m"}]})";
  const std::string batch =
      R"({"invocationId":"i","deliveryStreamArn":"arn:f","region":"r","records":[{"recordId":"r1",)"
      R"("approximateArrivalTimestamp":1510254469499,"data":")" +
      base64("\x1f\x8b" + control) + "\"}]}";
  const Converted opened = convert(batch, unwrapping());
  CHECK(opened.issues == "[]");
  REQUIRE(opened.events.size() == 1);
  CHECK(has(opened.events[0], "\"data\":" + control));
}

TEST_CASE("what is no JSON, or of a kind without a mapping, is an error") {
  CHECK(convert("{").code == ErrorCode::kInvalidJson);
  CHECK(convert("[]").code == ErrorCode::kEventKind);
  CHECK(convert("{\"a\":1}").code == ErrorCode::kEventKind);
  CloudEventsOptions options;
  options.max_event_bytes = 10;
  CHECK(convert(kAwsEvent, options).code == ErrorCode::kTooLarge);
}

TEST_CASE("what is said once of a batch cannot make the output grow without bound") {
  std::string batch = R"({"eventSource":"aws:kafka","eventSourceArn":")" +
                      std::string(200'000, 'x') + R"(","records":{"t-0":[)";
  for (int i = 0; i < 2'000; ++i) {
    batch += std::string(i == 0 ? "" : ",") + R"({"topic":"t","partition":0,"offset":)" +
             std::to_string(i) +
             R"(,"timestamp":1,"timestampType":"CREATE_TIME","key":null,"value":"","headers":[]})";
  }
  CHECK(convert(batch + "]}}").code == ErrorCode::kTooLarge);
}

TEST_CASE("what there is to say of a batch cannot grow without bound") {
  std::string batch = R"({"Records":[)" + s3_record("k");
  for (int i = 0; i < 100'000; ++i) batch += ",1";
  CHECK(convert(batch + "]}").code == ErrorCode::kTooLarge);
}

TEST_CASE("a conversion that finds no memory says so and gives nothing") {
  const std::string batch = records({sqs_record("q1", sns_message(records({s3_record("k")}))),
                                     sqs_record("q2", "x"), sqs_record("q2", "y")});
  CloudEvents result;
  Diagnostic problem;
  FakeGunzip gunzip;
  for (size_t n = 1;; ++n) {
    fail_allocations_from(n);
    const bool done = to_cloud_events(batch, unwrapping(), &gunzip, result, problem);
    fail_allocations_from(0);
    if (done) {
      CHECK(n > 10);
      CHECK(result.ends.size() == 3);
      break;
    }
    if (problem.code != ErrorCode::kOutOfMemory) FAIL("allocation " << n);
    CHECK(result.events.empty());
    result = CloudEvents();
  }
}

TEST_CASE("a batch of CloudEvents gives those that are") {
  const std::string batch =
      "[" + kCloudEvent + R"(,{"specversion":"1.0"},{"specversion":"0.3","id":"","source":"/s",)" +
      R"("type":"t"},)" + kCloudEvent + "]";
  const Converted converted = convert(batch);
  CHECK(converted.events == std::vector<std::string>{kCloudEvent, kCloudEvent});
  CHECK(has(converted.issues, R"("path":"/1")"));
  CHECK(has(converted.issues, R"("path":"/2")"));
}
