#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "json/items.h"

namespace tidegate {

// The names of all members by which inputs are told apart (event/input_shapes.cc), sorted.
// clang-format off
inline constexpr std::string_view kKnownNames[] = {
    "AlarmArn", "AlarmName", "Bucket", "ClientRequestToken", "CodePipeline.job", "ContactData",
    "DeploymentId", "Detail", "DetailType", "Details", "Entries", "Event", "EventSource",
    "LifecycleEventHookExecutionId", "LogicalResourceId", "Message", "MessageId", "Name",
    "NewStateValue", "Parameters", "Records", "RequestType", "ResponseURL", "SecretId", "Sns",
    "Source", "StackId", "StateChangeTime", "Step", "SubscribeURL", "System", "Timestamp",
    "Token", "TopicArn", "Type", "actionGroup", "agent", "alarmArn", "alarmData", "apiId",
    "applicationArn", "arguments", "authorizationToken", "awslogs", "basicProperties",
    "batteryVoltage", "body", "bot", "certificateId", "cf", "clickType", "cloudEventsVersion",
    "codecommit", "condition", "config", "configRuleName", "configuration", "connection-id",
    "connectionId", "context", "currentIntent", "dashboardName", "data", "dataObject",
    "dataVersion", "data_base64", "datasetName", "detail", "detail-type", "deviceEvent",
    "deviceInfo", "directive", "domainName", "dynamodb", "elb", "endpoint-id", "envelope",
    "event", "eventID", "eventName", "eventSource", "eventTime", "eventType", "events",
    "fieldName", "flowDirection", "functionArn", "header", "headers", "http", "httpMethod",
    "id", "identityPoolId", "info", "invocationId", "invocationSchemaVersion", "invokingEvent",
    "is_base64_encoded", "job", "kafkaRecordValue", "kinesis", "labelAttributeName",
    "labelingJobArn", "logEvents", "logGroup", "logStream", "mail", "message", "messageID",
    "messageId", "messageType", "messageVersion", "message_id", "messages", "method",
    "methodArn", "name", "namespace", "notificationType", "offset", "parameters",
    "parentTypeName", "path", "payload", "payloadVersion", "placementInfo", "protocolData",
    "protocols", "rawPath", "raw_path", "records", "region", "request", "requestContext",
    "requestId", "requestPayload", "resource", "resultToken", "rmqMessagesByQueue", "routeArn",
    "routeKey", "s3", "schema-version", "sequenceNumber", "serialNumber", "serviceNetworkArn",
    "ses", "sessionState", "signatureVerified", "source", "specversion", "subject",
    "subscription", "summaryVersion", "tasks", "templateArn", "topic", "triggerSource", "type",
    "typeName", "userPoolId", "userRequest", "value", "variables", "version", "widgetContext",
    "xAmzRequestId",
};
// clang-format on

inline constexpr uint8_t kKnownNameCount = std::size(kKnownNames);
inline constexpr uint8_t kNoName = kKnownNameCount;
static_assert(std::size(kKnownNames) < UINT8_MAX);
static_assert(std::is_sorted(std::begin(kKnownNames), std::end(kKnownNames)));

// The place of a name in that list; kNoName if it is not there. Cost: logarithmic.
constexpr uint8_t find_known_name(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kKnownNames), std::end(kKnownNames), name);
  const bool is_known = found != std::end(kKnownNames) && *found == name;
  return is_known ? static_cast<uint8_t>(found - kKnownNames) : kNoName;
}

// Not there: calling it ends what known_name() is needed for, a constant.
void there_is_no_such_name();

// The same of a name that is in the list; of another it does not compile.
consteval uint8_t known_name(std::string_view name) {
  const uint8_t found = find_known_name(name);
  if (found == kNoName) there_is_no_such_name();
  return found;
}

// The members of an object that have those names; of several with one name the last.
class KnownMembers {
 public:
  JsonItems items;  // Read by the caller, who then calls index().

  void index() {
    std::fill(std::begin(found_), std::end(found_), nullptr);
    if (items.root() != JsonType::kObject) return;
    for (const JsonItem& item : items) found_[find_known_name(item.key)] = &item;
    found_[kNoName] = nullptr;
  }

  // nullptr if there is none, as for kNoName.
  const JsonItem* operator[](uint8_t name) const { return found_[name]; }

 private:
  const JsonItem* found_[kKnownNameCount + 1] = {};
};

}  // namespace tidegate
