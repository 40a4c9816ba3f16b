#include "event/input_shapes.h"

namespace tidegate {
namespace {

using enum InputKind;

// Where an input of a shape may stand.
constexpr uint8_t kEvent = kAlone;
constexpr uint8_t kElement = kAlone | kInArray;              // What others batch in arrays.
constexpr uint8_t kRecord = kAlone | kInArray | kInRecords;  // As Lambda and Pipes receive them.
constexpr uint8_t kEntry = kAlone | kInArray | kInEntries;

consteval Condition any(std::string_view name) { return {Want::kAny, known_name(name)}; }
consteval Condition text(std::string_view name) { return {Want::kText, known_name(name)}; }
consteval Condition object(std::string_view name) { return {Want::kObject, known_name(name)}; }
consteval Condition array(std::string_view name) { return {Want::kArray, known_name(name)}; }
consteval Condition none(std::string_view name) { return {Want::kNone, known_name(name)}; }
consteval Condition is(std::string_view name, std::string_view literal) {
  return {Want::kLiteral, known_name(name), kNoName, literal};
}
consteval Condition has(std::string_view name, std::string_view part) {
  return {Want::kPart, known_name(name), kNoName, part};
}
consteval Condition lacks(std::string_view name, std::string_view part) {
  return {Want::kNoPart, known_name(name), kNoName, part};
}

// A condition on a member of a member.
consteval Condition in(std::string_view parent, Condition condition) {
  condition.parent = known_name(parent);
  return condition;
}

// The member that holds the records.
consteval uint8_t list(std::string_view name) { return known_name(name); }

// clang-format off
constexpr Shape kTable[] = {
    {kEventBridge, kElement, kNoName, {text("source"), text("detail-type"), object("detail"), none("specversion")}},
    {kEventBridge, kElement, kNoName, {text("source"), text("detail-type"), text("id"), text("region"), none("specversion")}},
    {kPutEvents, kEntry, kNoName, {text("Source"), text("DetailType"), text("Detail")}},
    {kCloudEvent, kElement, kNoName, {text("specversion"), text("type"), text("source"), none("detail-type")}},
    {kCloudEvent, kElement, kNoName, {text("specversion"), text("type"), text("id"), none("source"), none("detail-type")}},
    {kCloudEvent, kElement, kNoName, {text("cloudEventsVersion"), text("eventType"), text("source"), text("eventID")}},

    {kS3, kRecord, kNoName, {is("eventSource", "aws:s3"), text("eventName"), object("s3")}},
    {kSns, kRecord, kNoName, {is("EventSource", "aws:sns"), object("Sns")}},
    {kSns, kElement, kNoName, {is("Type", "Notification"), text("MessageId"), text("TopicArn"), text("Message"), text("Timestamp")}},
    {kSqs, kRecord, kNoName, {is("eventSource", "aws:sqs"), text("messageId"), text("body")}},
    {kKinesis, kRecord, kNoName, {is("eventSource", "aws:kinesis"), object("kinesis")}},
    {kKinesis, kRecord, kNoName, {is("eventSource", "aws:kinesis"), text("sequenceNumber"), text("data"), none("kinesis")}},
    {kDynamoDb, kRecord, kNoName, {is("eventSource", "aws:dynamodb"), text("eventName"), object("dynamodb")}},
    {kMsk, kEvent, list("records"), {is("eventSource", "aws:kafka"), object("records")}},
    {kMsk, kElement, kNoName, {is("eventSource", "aws:kafka"), text("topic"), any("offset")}},
    {kSelfManagedKafka, kEvent, list("records"), {is("eventSource", "SelfManagedKafka"), object("records")}},
    {kSelfManagedKafka, kEvent, list("records"), {is("eventSource", "aws:SelfManagedKafka"), object("records")}},
    {kSelfManagedKafka, kElement, kNoName, {is("eventSource", "SelfManagedKafka"), text("topic"), any("offset")}},
    {kActiveMq, kEvent, list("messages"), {is("eventSource", "aws:mq"), array("messages")}},
    {kActiveMq, kEvent, list("messages"), {is("eventSource", "aws:amq"), array("messages")}},
    {kActiveMq, kElement, kNoName, {is("eventSource", "aws:mq"), text("messageID"), any("data")}},
    {kActiveMq, kElement, kNoName, {is("eventSource", "aws:amq"), text("messageID"), any("data")}},
    {kRabbitMq, kEvent, list("rmqMessagesByQueue"), {is("eventSource", "aws:rmq"), object("rmqMessagesByQueue")}},
    {kRabbitMq, kElement, kNoName, {is("eventSource", "aws:rmq"), object("basicProperties"), any("data")}},
    {kDocumentDb, kEvent, list("events"), {is("eventSource", "aws:docdb"), array("events")}},
    {kDocumentDb, kElement, kNoName, {is("eventSource", "aws:docdb"), object("event")}},
    {kSes, kRecord, kNoName, {is("eventSource", "aws:ses"), object("ses")}},
    {kCodeCommit, kRecord, kNoName, {is("eventSource", "aws:codecommit"), object("codecommit")}},
    {kCloudFront, kInRecords, kNoName, {object("cf"), in("cf", object("config")), none("eventSource")}},
    {kFirehose, kEvent, list("records"), {text("invocationId"), text("region"), array("records"), none("applicationArn")}},
    {kKinesisAnalytics, kEvent, list("records"), {text("invocationId"), text("applicationArn"), array("records")}},

    {kS3Test, kEvent, kNoName, {is("Event", "s3:TestEvent"), text("Bucket")}},
    {kSnsSubscription, kEvent, kNoName, {is("Type", "SubscriptionConfirmation"), text("TopicArn"), text("SubscribeURL"), text("Token")}},
    {kSnsUnsubscription, kEvent, kNoName, {is("Type", "UnsubscribeConfirmation"), text("TopicArn"), text("SubscribeURL"), text("Token")}},
    {kSesNotification, kEvent, kNoName, {text("notificationType"), object("mail"), in("mail", text("messageId"))}},
    {kSesNotification, kEvent, kNoName, {text("eventType"), object("mail"), in("mail", text("messageId")), none("notificationType")}},
    {kCloudWatchLogs, kEvent, kNoName, {object("awslogs"), in("awslogs", text("data"))}},
    {kCloudWatchLogsData, kEvent, list("logEvents"), {text("messageType"), text("logGroup"), text("logStream"), array("logEvents")}},
    {kCloudWatchAlarm, kEvent, kNoName, {is("source", "aws.cloudwatch"), text("alarmArn"), object("alarmData")}},
    {kCloudWatchAlarmMessage, kEvent, kNoName, {text("AlarmName"), text("AlarmArn"), text("NewStateValue"), text("StateChangeTime")}},
    {kCloudWatchDashboard, kEvent, kNoName, {object("widgetContext"), in("widgetContext", text("dashboardName"))}},
    {kCognito, kEvent, kNoName, {text("triggerSource"), text("userPoolId"), object("request")}},
    {kCognitoSync, kEvent, kNoName, {is("eventType", "SyncTrigger"), text("identityPoolId"), text("datasetName")}},
    {kConfig, kEvent, kNoName, {text("invokingEvent"), text("resultToken"), text("configRuleName")}},
    {kCodePipeline, kEvent, kNoName, {object("CodePipeline.job"), in("CodePipeline.job", text("id")), in("CodePipeline.job", object("data"))}},
    {kCodeDeployHook, kEvent, kNoName, {text("DeploymentId"), text("LifecycleEventHookExecutionId")}},
    {kCustomResource, kEvent, kNoName, {text("RequestType"), text("ResponseURL"), text("StackId"), text("LogicalResourceId")}},
    {kSecretRotation, kEvent, kNoName, {text("Step"), text("SecretId"), text("ClientRequestToken")}},
    {kIotButton, kEvent, kNoName, {text("serialNumber"), text("clickType"), any("batteryVoltage")}},
    {kIotOneClick, kEvent, kNoName, {object("deviceEvent"), object("deviceInfo"), object("placementInfo")}},
    {kIotAuthorizer, kEvent, kNoName, {any("signatureVerified"), array("protocols"), object("protocolData")}},
    {kIotProvisioning, kEvent, kNoName, {text("certificateId"), text("templateArn"), object("parameters")}},
    {kLambdaDestination, kEvent, kNoName, {object("requestContext"), any("requestPayload"), in("requestContext", text("functionArn")), in("requestContext", text("condition"))}},
    {kS3Batch, kEvent, list("tasks"), {text("invocationSchemaVersion"), text("invocationId"), object("job"), array("tasks")}},
    {kS3ObjectLambda, kEvent, kNoName, {text("xAmzRequestId"), object("userRequest"), object("configuration")}},
    {kSageMakerLabeling, kEvent, kNoName, {text("labelingJobArn"), object("dataObject")}},
    {kSageMakerLabeling, kEvent, kNoName, {text("labelingJobArn"), text("labelAttributeName"), object("payload")}},
    {kWorkMail, kEvent, kNoName, {text("summaryVersion"), text("flowDirection"), object("envelope")}},
    {kClientVpn, kEvent, kNoName, {text("connection-id"), text("endpoint-id"), text("schema-version")}},

    {kApiGateway, kEvent, kNoName, {text("resource"), text("path"), text("httpMethod"), object("requestContext"), in("requestContext", none("connectionId")), none("methodArn")}},
    {kHttpApi, kEvent, kNoName, {text("routeKey"), text("rawPath"), in("requestContext", object("http")), in("requestContext", lacks("domainName", ".lambda-url.")), none("routeArn")}},
    {kWebSocketApi, kEvent, kNoName, {object("requestContext"), in("requestContext", text("connectionId")), in("requestContext", text("routeKey")), none("methodArn")}},
    {kApiGatewayAuthorizer, kEvent, kNoName, {is("type", "TOKEN"), text("methodArn"), text("authorizationToken")}},
    {kApiGatewayAuthorizer, kEvent, kNoName, {is("type", "REQUEST"), text("methodArn"), object("requestContext")}},
    {kHttpApiAuthorizer, kEvent, kNoName, {is("type", "REQUEST"), text("routeArn"), object("requestContext")}},
    {kFunctionUrl, kEvent, kNoName, {text("rawPath"), in("requestContext", object("http")), in("requestContext", has("domainName", ".lambda-url."))}},
    {kAlb, kEvent, kNoName, {text("httpMethod"), text("path"), in("requestContext", object("elb"))}},
    {kVpcLattice, kEvent, kNoName, {text("raw_path"), text("method"), object("headers"), any("is_base64_encoded")}},
    {kVpcLattice, kEvent, kNoName, {text("path"), text("method"), in("requestContext", text("serviceNetworkArn"))}},
    {kAppSync, kElement, kNoName, {object("info"), object("arguments"), in("info", text("fieldName")), in("info", text("parentTypeName"))}},
    {kAppSync, kEvent, kNoName, {text("typeName"), text("fieldName"), object("arguments")}},
    {kAppSyncAuthorizer, kEvent, kNoName, {text("authorizationToken"), in("requestContext", text("apiId")), in("requestContext", object("variables")), none("methodArn")}},
    {kLex, kEvent, kNoName, {text("messageVersion"), object("currentIntent"), object("bot")}},
    {kLex, kEvent, kNoName, {text("messageVersion"), object("sessionState"), object("bot")}},
    {kConnect, kEvent, kNoName, {text("Name"), in("Details", object("ContactData")), in("Details", any("Parameters"))}},
    {kBedrockAgent, kEvent, kNoName, {text("messageVersion"), text("actionGroup"), object("agent")}},
    {kAlexaSkill, kEvent, kNoName, {text("version"), in("context", object("System")), in("request", text("type")), in("request", text("requestId"))}},
    {kAlexaSmartHome, kEvent, kNoName, {object("payload"), in("header", text("namespace")), in("header", text("name")), in("header", text("payloadVersion"))}},
    {kAlexaSmartHome, kEvent, kNoName, {in("directive", object("header")), in("directive", object("payload"))}},

    {kEventGrid, kElement, kNoName, {text("id"), text("eventType"), text("subject"), text("eventTime"), text("dataVersion")}},
    {kPubSubPush, kEvent, kNoName, {text("subscription"), object("message"), in("message", text("messageId"))}},
    {kPubSubPush, kEvent, kNoName, {text("subscription"), object("message"), in("message", text("message_id")), in("message", none("messageId"))}},
};

constexpr Carrier kCarriers[] = {
    {kSqs, Coding::kText, kNoName, known_name("body")},
    {kSns, Coding::kText, known_name("Sns"), known_name("Message")},
    {kSns, Coding::kText, kNoName, known_name("Message")},
    {kKinesis, Coding::kBase64, known_name("kinesis"), known_name("data")},
    {kKinesis, Coding::kBase64, kNoName, known_name("data")},
    {kMsk, Coding::kBase64, kNoName, known_name("value")},
    {kSelfManagedKafka, Coding::kBase64, kNoName, known_name("value")},
    {kActiveMq, Coding::kBase64, kNoName, known_name("data")},
    {kRabbitMq, Coding::kBase64, kNoName, known_name("data")},
    {kFirehose, Coding::kBase64, kNoName, known_name("data")},
    {kFirehose, Coding::kBase64, kNoName, known_name("kafkaRecordValue")},
    {kKinesisAnalytics, Coding::kBase64, kNoName, known_name("data")},
    {kPubSubPush, Coding::kBase64, known_name("message"), known_name("data")},
    {kPutEvents, Coding::kText, kNoName, known_name("Detail")},
    {kEventBridge, Coding::kJson, kNoName, known_name("detail")},
    {kCloudEvent, Coding::kJson, kNoName, known_name("data")},
    {kCloudEvent, Coding::kBase64, kNoName, known_name("data_base64")},
    {kCloudEventBatch, Coding::kJson, kNoName, known_name("data")},
    {kCloudEventBatch, Coding::kBase64, kNoName, known_name("data_base64")},
    {kEventGrid, Coding::kJson, kNoName, known_name("data")},
    {kLambdaDestination, Coding::kJson, kNoName, known_name("requestPayload")},
};
// clang-format on

}  // namespace

std::span<const Shape> input_shapes() { return kTable; }

std::span<const Carrier> carriers() { return kCarriers; }

}  // namespace tidegate
