#include "event/detect.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/memory.h"
#include "event/input_shapes.h"

using namespace tidegate;

namespace {

struct Sample {
  std::string kind;
  std::string text;
};

// One of each shape in the table at the least. Those of real events are
// tests/convert/detect.test.mjs.
const std::vector<Sample> kSamples = {
    {"eventbridge", R"({"source":"s","detail-type":"t","detail":{}})"},
    {"eventbridge", R"({"source":"s","detail-type":"t","id":"1","region":"r"})"},
    {"eventbridge", R"([{"source":"s","detail-type":"t","detail":{}}])"},
    {"put-events", R"({"Source":"s","DetailType":"t","Detail":"{}"})"},
    {"put-events", R"({"Entries":[{"Source":"s","DetailType":"t","Detail":"{}"}]})"},
    {"cloudevent", R"({"specversion":"9","type":"t","source":"s"})"},
    {"cloudevent", R"({"specversion":"1.0","type":"t","id":"1"})"},
    {"cloudevent", R"({"cloudEventsVersion":"0.1","eventType":"t","source":"s","eventID":"1"})"},
    {"cloudevent-batch", R"([{"specversion":"1.0","type":"t","source":"s"}])"},
    {"s3", R"({"Records":[{"eventSource":"aws:s3","eventName":"n","s3":{}}]})"},
    {"s3", R"({"eventSource":"aws:s3","eventName":"n","s3":{}})"},
    {"sns", R"({"Records":[{"EventSource":"aws:sns","Sns":{}}]})"},
    {"sns",
     R"({"Type":"Notification","MessageId":"1","TopicArn":"a","Message":"m","Timestamp":"t"})"},
    {"sqs", R"({"Records":[{"eventSource":"aws:sqs","messageId":"1","body":""}]})"},
    {"sqs", R"([{"eventSource":"aws:sqs","messageId":"1","body":""}])"},
    {"kinesis", R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{}}]})"},
    {"kinesis", R"([{"eventSource":"aws:kinesis","sequenceNumber":"1","data":""}])"},
    {"dynamodb", R"({"eventSource":"aws:dynamodb","eventName":"INSERT","dynamodb":{}})"},
    {"msk", R"({"eventSource":"aws:kafka","records":{}})"},
    {"msk", R"([{"eventSource":"aws:kafka","topic":"t","offset":1}])"},
    {"self-managed-kafka", R"({"eventSource":"SelfManagedKafka","records":{}})"},
    {"self-managed-kafka", R"({"eventSource":"aws:SelfManagedKafka","records":{}})"},
    {"self-managed-kafka", R"([{"eventSource":"SelfManagedKafka","topic":"t","offset":1}])"},
    {"activemq", R"({"eventSource":"aws:mq","messages":[{}]})"},
    {"activemq", R"({"eventSource":"aws:amq","messages":[{}]})"},
    {"activemq", R"([{"eventSource":"aws:mq","messageID":"1","data":""}])"},
    {"activemq", R"([{"eventSource":"aws:amq","messageID":"1","data":""}])"},
    {"rabbitmq", R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{}})"},
    {"rabbitmq", R"([{"eventSource":"aws:rmq","basicProperties":{},"data":""}])"},
    {"documentdb", R"({"eventSource":"aws:docdb","events":[{}]})"},
    {"documentdb", R"([{"eventSource":"aws:docdb","event":{}}])"},
    {"ses", R"({"Records":[{"eventSource":"aws:ses","ses":{}}]})"},
    {"codecommit", R"({"Records":[{"eventSource":"aws:codecommit","codecommit":{}}]})"},
    {"cloudfront", R"({"Records":[{"cf":{"config":{}}}]})"},
    {"firehose", R"({"invocationId":"1","region":"r","records":[{}]})"},
    {"kinesis-analytics", R"({"invocationId":"1","applicationArn":"a","records":[{}]})"},
    {"s3-test", R"({"Event":"s3:TestEvent","Bucket":"b"})"},
    {"sns-subscription",
     R"({"Type":"SubscriptionConfirmation","TopicArn":"a","SubscribeURL":"u","Token":"t"})"},
    {"sns-unsubscription",
     R"({"Type":"UnsubscribeConfirmation","TopicArn":"a","SubscribeURL":"u","Token":"t"})"},
    {"ses-notification", R"({"notificationType":"Bounce","mail":{"messageId":"1"}})"},
    {"ses-notification", R"({"eventType":"Open","mail":{"messageId":"1"}})"},
    {"cloudwatch-logs", R"({"awslogs":{"data":""}})"},
    {"cloudwatch-logs-data",
     R"({"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[]})"},
    {"cloudwatch-alarm", R"({"source":"aws.cloudwatch","alarmArn":"a","alarmData":{}})"},
    {"cloudwatch-alarm-message",
     R"({"AlarmName":"n","AlarmArn":"a","NewStateValue":"OK","StateChangeTime":"t"})"},
    {"cloudwatch-dashboard", R"({"widgetContext":{"dashboardName":"d"}})"},
    {"cognito", R"({"triggerSource":"t","userPoolId":"p","request":{}})"},
    {"cognito-sync", R"({"eventType":"SyncTrigger","identityPoolId":"p","datasetName":"d"})"},
    {"config", R"({"invokingEvent":"{}","resultToken":"t","configRuleName":"n"})"},
    {"codepipeline", R"({"CodePipeline.job":{"id":"1","data":{}}})"},
    {"codedeploy-hook", R"({"DeploymentId":"1","LifecycleEventHookExecutionId":"2"})"},
    {"custom-resource",
     R"({"RequestType":"Create","ResponseURL":"u","StackId":"s","LogicalResourceId":"l"})"},
    {"secret-rotation", R"({"Step":"s","SecretId":"i","ClientRequestToken":"t"})"},
    {"iot-button", R"({"serialNumber":"n","clickType":"SINGLE","batteryVoltage":"2"})"},
    {"iot-1-click", R"({"deviceEvent":{},"deviceInfo":{},"placementInfo":{}})"},
    {"iot-authorizer", R"({"signatureVerified":true,"protocols":[],"protocolData":{}})"},
    {"iot-provisioning", R"({"certificateId":"c","templateArn":"a","parameters":{}})"},
    {"lambda-destination",
     R"({"requestContext":{"functionArn":"a","condition":"Success"},"requestPayload":1})"},
    {"s3-batch", R"({"invocationSchemaVersion":"1.0","invocationId":"1","job":{},"tasks":[{}]})"},
    {"s3-object-lambda", R"({"xAmzRequestId":"1","userRequest":{},"configuration":{}})"},
    {"sagemaker-labeling", R"({"labelingJobArn":"a","dataObject":{}})"},
    {"sagemaker-labeling", R"({"labelingJobArn":"a","labelAttributeName":"n","payload":{}})"},
    {"workmail", R"({"summaryVersion":"v","flowDirection":"INBOUND","envelope":{}})"},
    {"client-vpn", R"({"connection-id":"c","endpoint-id":"e","schema-version":"v1"})"},
    {"api-gateway", R"({"resource":"/","path":"/","httpMethod":"GET","requestContext":{}})"},
    {"http-api",
     R"({"routeKey":"k","rawPath":"/","requestContext":{"http":{},"domainName":"example.com"}})"},
    {"websocket-api", R"({"requestContext":{"connectionId":"c","routeKey":"k"}})"},
    {"api-gateway-authorizer", R"({"type":"TOKEN","methodArn":"a","authorizationToken":"t"})"},
    {"api-gateway-authorizer", R"({"type":"REQUEST","methodArn":"a","requestContext":{}})"},
    {"http-api-authorizer", R"({"type":"REQUEST","routeArn":"a","requestContext":{}})"},
    {"function-url",
     R"({"rawPath":"/","requestContext":{"http":{},"domainName":"u.lambda-url.us-east-1.on.aws"}})"},
    {"alb", R"({"httpMethod":"GET","path":"/","requestContext":{"elb":{}}})"},
    {"vpc-lattice", R"({"raw_path":"/","method":"GET","headers":{},"is_base64_encoded":false})"},
    {"vpc-lattice", R"({"path":"/","method":"GET","requestContext":{"serviceNetworkArn":"a"}})"},
    {"appsync", R"({"info":{"fieldName":"f","parentTypeName":"Query"},"arguments":{}})"},
    {"appsync", R"([{"info":{"fieldName":"f","parentTypeName":"Query"},"arguments":{}}])"},
    {"appsync", R"({"typeName":"Query","fieldName":"f","arguments":{}})"},
    {"appsync-authorizer",
     R"({"authorizationToken":"t","requestContext":{"apiId":"a","variables":{}}})"},
    {"lex", R"({"messageVersion":"1.0","currentIntent":{},"bot":{}})"},
    {"lex", R"({"messageVersion":"1.0","sessionState":{},"bot":{}})"},
    {"connect", R"({"Name":"ContactFlowEvent","Details":{"ContactData":{},"Parameters":{}}})"},
    {"bedrock-agent", R"({"messageVersion":"1.0","actionGroup":"g","agent":{}})"},
    {"alexa-skill",
     R"({"version":"1.0","context":{"System":{}},"request":{"type":"t","requestId":"1"}})"},
    {"alexa-smart-home",
     R"({"header":{"namespace":"n","name":"n","payloadVersion":"2"},"payload":{}})"},
    {"alexa-smart-home", R"({"directive":{"header":{},"payload":{}}})"},
    {"event-grid",
     R"([{"id":"1","eventType":"t","subject":"s","eventTime":"t","dataVersion":""}])"},
    {"pubsub-push", R"({"subscription":"s","message":{"messageId":"1"}})"},
    {"pubsub-push", R"({"subscription":"s","message":{"message_id":"1"}})"},
};

Detection detection_of(Detector& detector, std::string_view text) {
  Detection detection;
  Diagnostic problem;
  INFO(text);
  REQUIRE(detector.detect(text, detection, problem));
  return detection;
}

std::string kind_of(Detector& detector, std::string_view text) {
  return std::string(input_kind_name(detection_of(detector, text).kind));
}

// The kinds of the text and of what it carries.
std::vector<std::string> kinds_within(std::string_view text) {
  Detector detector;
  std::vector<std::string> kinds;
  Detection detection = detection_of(detector, text);
  while (detection.kind != InputKind::kUnknown) {
    kinds.emplace_back(input_kind_name(detection.kind));
    REQUIRE(detector.descend(detection));
  }
  return kinds;
}

TEST_CASE("An input is known by its shape") {
  Detector detector;
  for (const auto& [kind, text] : kSamples) {
    CHECK(kind_of(detector, text) == kind);
    Detection detection;
    REQUIRE(detector.detect_part(text, detection));
    CHECK(input_kind_name(detection.kind) == kind);
  }
}

TEST_CASE("There is a sample of every kind but those that no shape tells") {
  std::set<std::string_view> kinds = {"unknown", "cloudevent-binary"};
  for (const Sample& sample : kSamples) kinds.insert(sample.kind);
  CHECK(kinds.size() == kInputKindCount);
}

TEST_CASE("A sample that lacks any one of its members is of no kind") {
  Detector detector;
  for (const auto& [kind, text] : kSamples) {
    for (size_t i = 1; i < text.size(); ++i) {
      const bool is_name = text[i] == '"' && (text[i - 1] == '{' || text[i - 1] == ',');
      if (is_name) CHECK(kind_of(detector, std::string(text).insert(i + 1, "not-")) == "unknown");
    }
  }
}

bool holds(const Condition& condition, const KnownMembers& members) {
  const JsonItem* item = members[condition.name];
  const auto is = [&](JsonType type) { return item != nullptr && item->type == type; };
  const bool is_text = is(JsonType::kString);
  const bool has_part = is_text && item->value.find(condition.literal) != std::string_view::npos;
  switch (condition.want) {
    case Want::kNothing:
      return true;
    case Want::kAny:
      return item != nullptr;
    case Want::kNone:
      return item == nullptr;
    case Want::kText:
      return is_text;
    case Want::kObject:
      return is(JsonType::kObject);
    case Want::kArray:
      return is(JsonType::kArray);
    case Want::kLiteral:
      return is_text && item->value == condition.literal;
    case Want::kPart:
      return has_part;
    case Want::kNoPart:
      return is_text && !has_part;
  }
  return false;
}

bool fits(const Shape& shape, const KnownMembers& members) {
  for (const Condition& condition : shape.conditions) {
    if (condition.parent == kNoName) {
      if (!holds(condition, members)) return false;
      continue;
    }
    KnownMembers inner;
    const JsonItem* parent = members[condition.parent];
    if (parent == nullptr || !inner.items.read_part(parent->text)) return false;
    inner.index();
    if (!holds(condition, inner)) return false;
  }
  return true;
}

TEST_CASE("Each shape has a sample, and each sample one kind, whatever the order of the shapes") {
  std::set<const Shape*> shapes;
  for (const auto& [kind, text] : kSamples) {
    Detector detector;
    const Detection detection = detection_of(detector, text);
    KnownMembers members;
    const bool has_first = detection.list == text || text.rfind(R"({"Records")", 0) == 0 ||
                           text.rfind(R"({"Entries")", 0) == 0;
    REQUIRE(members.items.read_part(has_first ? detection.first : std::string_view(text)));
    members.index();
    for (const Shape& shape : input_shapes()) {
      if (!fits(shape, members)) continue;
      shapes.insert(&shape);
      const bool is_event_of_batch =
          shape.kind == InputKind::kCloudEvent && kind == "cloudevent-batch";
      CAPTURE(text);
      CHECK((is_event_of_batch || input_kind_name(shape.kind) == kind));
    }
  }
  CHECK(shapes.size() == input_shapes().size());
}

TEST_CASE("Requests for authorization are not taken for the requests themselves") {
  Detector detector;
  CHECK(kind_of(detector, R"({"type":"REQUEST","methodArn":"a","resource":"/","path":"/",
      "httpMethod":"GET","requestContext":{}})") == "api-gateway-authorizer");
  CHECK(kind_of(detector, R"({"type":"REQUEST","methodArn":"a",
      "requestContext":{"connectionId":"c","routeKey":"k"}})") == "api-gateway-authorizer");
  CHECK(kind_of(detector, R"({"type":"REQUEST","routeArn":"a","routeKey":"k","rawPath":"/",
      "requestContext":{"http":{},"domainName":"example.com"}})") == "http-api-authorizer");
  CHECK(kind_of(detector, R"({"routeKey":"$default","rawPath":"/",
      "requestContext":{"http":{},"domainName":"u.lambda-url.us-east-1.on.aws"}})") ==
        "function-url");
}

TEST_CASE("What is not surely of a kind is unknown") {
  Detector detector;
  for (const char* text : {
           "null",
           "5",
           R"("specversion")",
           "{}",
           "[]",
           "[[]]",
           "[1]",
           R"({"id":1,"source":"x"})",
           R"({"id":"1","source":"x","type":"t"})",
           R"({"Records":[]})",
           R"({"Records":{}})",
           R"({"Records":[1]})",
           R"({"Records":[{}]})",
           R"({"Records":[{"eventSource":"aws:s3"}]})",
           R"({"Records":[{"eventSource":"aws:S3","eventName":"n","s3":{}}]})",
           R"({"Records":[{"eventSource":["aws:s3"],"eventName":"n","s3":{}}]})",
           R"({"Records":[{"specversion":"1.0","type":"t","source":"s","id":"1"}]})",
           R"({"records":[{"eventSource":"aws:s3","eventName":"n","s3":{}}]})",
           R"({"Entries":[{"source":"s","detail-type":"t","detail":{}}]})",
           R"([{"Records":[{"eventSource":"aws:s3","eventName":"n","s3":{}}]}])",
           R"([[{"eventSource":"aws:s3","eventName":"n","s3":{}}]])",
           R"([{"cf":{"config":{}}}])",
           R"({"specversion":1.0,"type":"t","source":"s","id":"1"})",
           R"({"specVersion":"1.0","type":"t","source":"s","id":"1"})",
           R"({"specversion":"1.0","source":"s","detail-type":"t","type":"t","detail":{}})",
           R"({"source":"s","detail-type":"t"})",
           R"({"source":"s","detail-type":"t","detail":"x"})",
           R"({"type":"REQUEST","methodArn":"a"})",
           R"({"httpMethod":"GET","path":"/","headers":{}})",
           R"({"eventSource":"aws:kafka","records":[]})",
       }) {
    CAPTURE(text);
    CHECK(kind_of(detector, text) == "unknown");
  }
}

TEST_CASE("Names and values count as they read, and the last of a name") {
  Detector detector;
  CHECK(kind_of(detector, R"( { "s\u006furce" : "aws.cloudw\u0061tch", "alarmArn": "a",
                              "alarmData": { } } )") == "cloudwatch-alarm");
  CHECK(kind_of(detector, R"({"Event":"x","Bucket":"b","Event":"s3:TestEvent"})") == "s3-test");
  CHECK(kind_of(detector, R"({"Event":"s3:TestEvent","Bucket":"b","Event":"x"})") == "unknown");
  CHECK(kind_of(detector, R"({"Event":"s3:TestEvent","Bucket":null})") == "unknown");
}

TEST_CASE("Records are counted, and the first is shown") {
  Detector detector;
  const auto check = [&](std::string_view text, uint32_t records, std::string_view list,
                         std::string_view first) {
    const Detection found = detection_of(detector, text);
    CHECK(found.records == records);
    CHECK(found.list == list);
    CHECK(found.first == first);
  };
  check(
      R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"a":[],"b":[{"n":1},{}],"c":[{}],"d":0}})",
      3, R"({"a":[],"b":[{"n":1},{}],"c":[{}],"d":0})", R"({"n":1})");
  check(R"({"eventSource":"aws:mq","messages":[ {"n":1}, 2]})", 2, R"([ {"n":1}, 2])",
        R"({"n":1})");
  check(R"({"eventSource":"aws:mq","messages":[]})", 0, "[]", "");
  check(R"({"eventSource":"aws:kafka","records":{}})", 0, "{}", "");
  check(R"({"Records":[{"eventSource":"aws:ses","ses":{}},{},null]})", 3,
        R"([{"eventSource":"aws:ses","ses":{}},{},null])", R"({"eventSource":"aws:ses","ses":{}})");
  check(R"([{"eventSource":"aws:ses","ses":{}}])", 1, R"([{"eventSource":"aws:ses","ses":{}}])",
        R"({"eventSource":"aws:ses","ses":{}})");
  check(R"({"eventSource":"aws:ses","ses":{}})", 0, "", R"({"eventSource":"aws:ses","ses":{}})");
  check("[]", 0, "", "");
}

TEST_CASE("Broken records do not hide those behind them") {
  Detector detector;
  const std::string good = R"({"eventSource":"aws:sqs","messageId":"1","body":""})";
  for (const char* broken : {"null", "5", "[]", "{}", R"({"eventSource":"aws:sqs"})"}) {
    const std::string list = std::string("[") + broken + "," + good + "]";
    for (const std::string& text : {list, R"({"Records":)" + list + "}"}) {
      const Detection found = detection_of(detector, text);
      CHECK(input_kind_name(found.kind) == "sqs");
      CHECK(found.records == 2);
      CHECK(found.list == list);
      CHECK(found.first == good);
    }
  }
  std::string many = "[";
  for (int i = 0; i < 64; ++i) many += "{},";
  CHECK(kind_of(detector, many + good + "]") == "unknown");
  CHECK(kind_of(detector, many.substr(0, many.size() - 3) + good + "]") == "sqs");
}

TEST_CASE("A CloudEvent says its version") {
  Detector detector;
  const auto version = [&](std::string_view text) {
    return std::string(detection_of(detector, text).specversion);
  };
  CHECK(version(R"({"specversion":"0.3","type":"t","source":"s"})") == R"("0.3")");
  CHECK(version(R"([{"specversion":"1\u002e0","type":"t","source":"s"}])") == R"("1\u002e0")");
  CHECK(version(R"({"cloudEventsVersion":"0.1","eventType":"t","source":"s","eventID":"1"})") ==
        R"("0.1")");
  CHECK(version(R"({"Event":"s3:TestEvent","Bucket":"b","specversion":"1.0"})").empty());
}

TEST_CASE("Carriers can be looked into") {
  using Kinds = std::vector<std::string>;
  CHECK(
      kinds_within(
          R"({"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"{\"Type\":\"Notification\",\"MessageId\":\"1\",\"TopicArn\":\"a\",\"Timestamp\":\"t\",\"Message\":\"{\\\"Records\\\":[{\\\"eventSource\\\":\\\"aws:s3\\\",\\\"eventName\\\":\\\"n\\\",\\\"s3\\\":{}}]}\"}"}]})") ==
      Kinds{"sqs", "sns", "s3"});
  // {"specversion":"1.0","type":"t","source":"s"} in base64.
  const std::string event = "eyJzcGVjdmVyc2lvbiI6IjEuMCIsInR5cGUiOiJ0Iiwic291cmNlIjoicyJ9";
  for (const auto& [kind, before] : std::vector<std::pair<std::string, std::string>>{
           {"kinesis", R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":"*"}}]})"},
           {"kinesis", R"([{"eventSource":"aws:kinesis","sequenceNumber":"1","data":"*"}])"},
           {"msk", R"({"eventSource":"aws:kafka","records":{"t-0":[{"value":"*"}]}})"},
           {"self-managed-kafka",
            R"([{"eventSource":"SelfManagedKafka","topic":"t","offset":1,"value":"*"}])"},
           {"activemq", R"({"eventSource":"aws:mq","messages":[{"data":"*"}]})"},
           {"rabbitmq", R"({"eventSource":"aws:rmq","rmqMessagesByQueue":{"q":[{"data":"*"}]}})"},
           {"firehose", R"({"invocationId":"1","region":"r","records":[{"data":"*"}]})"},
           {"firehose",
            R"({"invocationId":"1","region":"r","records":[{"kafkaRecordValue":"*"}]})"},
           {"kinesis-analytics",
            R"({"invocationId":"1","applicationArn":"a","records":[{"data":"*"}]})"},
           {"pubsub-push", R"({"subscription":"s","message":{"messageId":"1","data":"*"}})"},
           {"cloudevent", R"({"specversion":"1.0","type":"t","source":"s","data_base64":"*"})"},
           {"cloudevent-batch",
            R"([{"specversion":"1.0","type":"t","source":"s","data_base64":"*"}])"},
       }) {
    std::string text = before;
    text.replace(text.find('*'), 1, event);
    CAPTURE(text);
    CHECK(kinds_within(text) == Kinds{kind, "cloudevent"});
  }
  const std::string test = R"({"Event":"s3:TestEvent","Bucket":"b"})";
  for (
      const auto& [kind, before] : std::vector<std::pair<std::string, std::string>>{
          {"eventbridge", R"({"source":"s","detail-type":"t","detail":*})"},
          {"cloudevent", R"({"specversion":"1.0","type":"t","source":"s","data":*})"},
          {"cloudevent-batch", R"([{"specversion":"1.0","type":"t","source":"s","data":*}])"},
          {"event-grid",
           R"([{"id":"1","eventType":"t","subject":"s","eventTime":"t","dataVersion":"","data":*}])"},
          {"lambda-destination",
           R"({"requestContext":{"functionArn":"a","condition":"c"},"requestPayload":*})"},
      }) {
    std::string text = before;
    text.replace(text.find('*'), 1, test);
    CAPTURE(text);
    CHECK(kinds_within(text) == Kinds{kind, "s3-test"});
  }
  CHECK(
      kinds_within(
          R"({"Source":"s","DetailType":"t","Detail":"{\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"})") ==
      Kinds{"put-events", "s3-test"});
  CHECK(
      kinds_within(
          R"({"Records":[{"EventSource":"aws:sns","Sns":{"Message":"{\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"}}]})") ==
      Kinds{"sns", "s3-test"});
}

TEST_CASE("What is carried may be anything") {
  using Kinds = std::vector<std::string>;
  for (const char* body : {R"("")", R"("hello")", R"("{")", R"("5")", R"("[1]")", R"("\ud800")"}) {
    const std::string text =
        std::string(R"({"eventSource":"aws:sqs","messageId":"1","body":)") + body + "}";
    CHECK(kinds_within(text) == Kinds{"sqs"});
  }
  for (const char* data : {R"("H4sIAAAA")", R"("*")", R"("e30")", "5", "null", R"({"a":1})"}) {
    const std::string text =
        std::string(R"({"eventSource":"aws:kinesis","kinesis":{"data":)") + data + "}}";
    CHECK(kinds_within(text) == Kinds{"kinesis"});
  }
  CHECK(kinds_within(R"({"eventSource":"aws:mq","messages":[5]})") == Kinds{"activemq"});
  CHECK(kinds_within(R"({"eventSource":"aws:mq","messages":[]})") == Kinds{"activemq"});
}

TEST_CASE("What is not JSON is said to be so") {
  Detector detector;
  Detection detection;
  Diagnostic problem;
  CHECK_FALSE(detector.detect(R"({"Records":[})", detection, problem));
  CHECK(problem.code == ErrorCode::kInvalidJson);
  CHECK(problem.span.begin == 12);
  CHECK(detection.kind == InputKind::kUnknown);
}

TEST_CASE("Each allocation may fail") {
  const std::string text =
      R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":"eyJFdmVudCI6InMzOlRlc3RFdmVudCIsIkJ1Y2tldCI6Ilx1MDA2MiJ9","\u0061":1}}]})";
  for (size_t failing = 1;; ++failing) {
    Detector detector;
    Detection detection;
    Diagnostic problem;
    fail_allocations_from(failing);
    const bool detected = detector.detect(text, detection, problem);
    const bool descended = detected && detector.descend(detection);
    fail_allocations_from(0);
    if (descended) {
      CHECK(failing > 5);
      CHECK(detection.kind == InputKind::kS3Test);
      return;
    }
    if (!detected) CHECK(problem.code == ErrorCode::kOutOfMemory);
    REQUIRE(failing < 100);
  }
}

}  // namespace
