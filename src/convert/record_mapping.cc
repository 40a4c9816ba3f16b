#include "convert/record_mapping.h"

namespace tidegate {
namespace {

using enum InputKind;
constexpr auto kSpec = RecordProfile::kSpecAdapter;
constexpr auto kArn = RecordProfile::kArn;
constexpr auto kBase64 = PayloadForm::kBase64;
constexpr auto kCharacters = PayloadForm::kCharacters;

// clang-format off
constexpr RecordMapping kMappings[] = {
  // adapters/aws-s3.md. Its "s3.buckets.name" is meant as s3.bucket.name; names of events have "s3:"
  // in front since version 2.1 of the records, which would come twice; keys are encoded in records.
  {.kind = kS3, .profile = kSpec,
   .id = "{responseElements/x-amz-request-id}.{responseElements/x-amz-id-2}",
   .source = "{eventSource}.{awsRegion}.{s3/bucket/name}",
   .type = "com.amazonaws.s3.{event:eventName}",
   .subject = "{url:s3/object/key|s3/object/key}", .time = "{time:eventTime}",
   .tie_break = "{s3/object/sequencer}"},
  {.kind = kS3, .profile = kArn,
   .id = "{responseElements/x-amz-request-id}.{responseElements/x-amz-id-2}",
   .source = "{s3/bucket/arn}", .type = "com.amazon.s3.{family:eventName}",
   .subject = "{url:s3/object/key|s3/object/key}", .time = "{time:eventTime}",
   .tie_break = "{s3/object/sequencer}"},
  {.kind = kS3Test, .profile = kSpec, .id = "{RequestId}.{HostId}", .source = "aws:s3.{Bucket}",
   .type = "com.amazonaws.s3.{event:Event}", .time = "{time:Time}"},

  // adapters/aws-sns.md. What it takes from the header x-amz-sns-subscription-arn is in the records
  // of Lambda and, over HTTP, in the URL to unsubscribe by, or in the message that confirms that.
  {.kind = kSns, .profile = kSpec, .id = "{Sns/MessageId|MessageId}",
   .source = "{EventSubscriptionArn|arn:UnsubscribeURL}",
   .type = "com.amazonaws.sns.{Sns/Type|Type}", .subject = "{Sns/Subject|Subject}",
   .time = "{time:Sns/Timestamp|time:Timestamp}", .data = "Sns|", .payload = "Sns/Message|Message"},
  {.kind = kSns, .profile = kArn, .id = "{Sns/MessageId|MessageId}",
   .source = "{Sns/TopicArn|TopicArn}", .type = "com.amazon.sns.notification",
   .subject = "{Sns/Subject|Subject}", .time = "{time:Sns/Timestamp|time:Timestamp}",
   .data = "Sns|", .payload = "Sns/Message|Message"},
  {.kind = kSnsSubscription, .profile = kSpec, .id = "{MessageId}", .source = "{TopicArn}",
   .type = "com.amazonaws.sns.{Type}", .time = "{time:Timestamp}"},
  {.kind = kSnsUnsubscription, .profile = kSpec, .id = "{MessageId}",
   .source = "{arn:Message|TopicArn}", .type = "com.amazonaws.sns.{Type}",
   .time = "{time:Timestamp}"},

  {.kind = kSqs, .profile = kArn, .id = "{messageId}", .source = "{eventSourceARN}",
   .type = "com.amazon.sqs.message", .time = "{ms:attributes/SentTimestamp}", .payload = "body"},
  {.kind = kKinesis, .profile = kArn, .id = "{eventID|kinesis/sequenceNumber|sequenceNumber}",
   .source = "{eventSourceARN}", .type = "com.amazon.kinesis.stream_record",
   .subject = "{kinesis/partitionKey|partitionKey}",
   .time = "{s:kinesis/approximateArrivalTimestamp|s:approximateArrivalTimestamp}",
   .extension = "partitionkey={kinesis/partitionKey|partitionKey}",
   .payload = "kinesis/data|data", .payload_form = kBase64, .payload_is_data = true},
  {.kind = kDynamoDb, .profile = kArn, .id = "{eventID}", .source = "{eventSourceARN}",
   .type = "com.amazon.dynamodb.stream_record", .subject = "{keys:dynamodb/Keys}",
   .time = "{s:dynamodb/ApproximateCreationDateTime}",
   .extension = "dynamodboperation={eventName}"},
  {.kind = kDocumentDb, .profile = kArn, .id = "{event/_id/_data}",
   .source = "{^eventSourceArn|eventSourceArn}",
   .type = "com.amazon.documentdb.{event/operationType}",
   .subject = "{event/ns/db}.{event/ns/coll}", .time = "{s:event/clusterTime/$timestamp/t}"},

  // An offset is unique within its partition alone.
  {.kind = kMsk, .profile = kArn, .id = "{topic}-{partition}@{offset}",
   .source = "{^eventSourceArn|eventSourceArn}", .type = "com.amazon.kafka.record", .subject = "{topic}",
   .time = "{ms:timestamp}", .extension = "partitionkey={base64:key}", .payload = "value",
   .payload_form = kBase64, .payload_is_data = true},
  {.kind = kSelfManagedKafka, .profile = kArn, .id = "{topic}-{partition}@{offset}",
   .source = "kafka:{^bootstrapServers|bootstrapServers}", .type = "com.amazon.kafka.record", .subject = "{topic}",
   .time = "{ms:timestamp}", .extension = "partitionkey={base64:key}", .payload = "value",
   .payload_form = kBase64, .payload_is_data = true},
  {.kind = kActiveMq, .profile = kArn, .id = "{messageID}",
   .source = "{^eventSourceArn|eventSourceArn}", .type = "com.amazon.mq.message",
   .subject = "{destination/physicalName|destination/physicalname}",
   .time = "{ms:timestamp}", .payload = "data", .payload_form = kBase64, .payload_is_data = true},
  {.kind = kRabbitMq, .profile = kArn, .id = "{basicProperties/messageId}",
   .source = "{^eventSourceArn|eventSourceArn}", .type = "com.amazon.mq.message",
   .subject = "{queue}",
   .data_type = "{basicProperties/contentType}", .payload = "data", .payload_form = kBase64,
   .payload_is_data = true},
  {.kind = kFirehose, .profile = kArn, .id = "{recordId}",
   .source = "{^deliveryStreamArn|^sourceKinesisStreamArn}", .type = "com.amazon.firehose.record",
   .time = "{ms:approximateArrivalTimestamp|time:approximateArrivalTimestamp}",
   .extension = "partitionkey={kinesisRecordMetadata/partitionKey}",
   .payload = "data|kafkaRecordValue", .payload_form = kBase64, .payload_is_data = true},
  {.kind = kKinesisAnalytics, .profile = kArn, .id = "{recordId}", .source = "{^applicationArn}",
   .type = "com.amazon.kinesisanalytics.record",
   .time = "{ms:kinesisStreamRecordMetadata/approximateArrivalTimestamp|ms:kinesisFirehoseRecordMetadata/approximateArrivalTimestamp}",
   .extension = "partitionkey={kinesisStreamRecordMetadata/partitionKey}", .payload = "data",
   .payload_form = kBase64, .payload_is_data = true},
  {.kind = kSes, .profile = kArn, .id = "{ses/mail/messageId}", .source = "{eventSource}",
   .type = "com.amazon.ses.receipt", .time = "{time:ses/mail/timestamp}"},
  // An event of many changes comes in parts.
  {.kind = kCodeCommit, .profile = kArn, .id = "{eventId}.{eventPartNumber}",
   .source = "{eventSourceARN}", .type = "com.amazon.codecommit.push",
   .time = "{time:eventTime}"},

  // Log events know their account and group, but no region.
  {.kind = kCloudWatchLogsData, .profile = kArn, .id = "{id}",
   .source = "aws:logs.{^owner}.{^logGroup}", .type = "com.amazon.logs.log",
   .subject = "{^logStream}", .time = "{ms:timestamp}", .payload = "message",
   .payload_form = kCharacters, .payload_is_data = true},
  {.kind = kCloudWatchAlarm, .profile = kArn, .id = "{time}", .source = "{alarmArn}",
   .type = "com.amazon.cloudwatch.alarm", .subject = "{alarmData/alarmName}",
   .time = "{time:time}"},
  {.kind = kCloudWatchAlarmMessage, .profile = kArn, .id = "{StateChangeTime}",
   .source = "{AlarmArn}", .type = "com.amazon.cloudwatch.alarm", .subject = "{AlarmName}",
   .time = "{time:StateChangeTime}"},
  // Of one mail there are many events, some of the same type; each has a time under its type.
  {.kind = kSesNotification, .profile = kArn,
   .id = "{mail/messageId}.{notificationType|eventType}.{bounce/feedbackId|complaint/feedbackId|delivery/timestamp|open/timestamp|click/timestamp|deliveryDelay/timestamp|subscription/timestamp|mail/timestamp}",
   .source = "{mail/sourceArn|mail/source}",
   .type = "com.amazon.ses.{notificationType|eventType}",
   .time = "{time:bounce/timestamp|time:complaint/timestamp|time:delivery/timestamp|time:open/timestamp|time:click/timestamp|time:deliveryDelay/timestamp|time:subscription/timestamp|time:mail/timestamp}"},
  {.kind = kLambdaDestination, .profile = kArn, .id = "{requestContext/requestId}",
   .source = "{requestContext/functionArn}", .type = "com.amazon.lambda.destination",
   .subject = "{requestContext/condition}", .time = "{time:timestamp}"},
  {.kind = kCodePipeline, .profile = kArn, .id = "{CodePipeline.job/id}",
   .source = "aws:codepipeline.{CodePipeline.job/accountId}", .type = "com.amazon.codepipeline.job"},

  // These have no id of their own: `generate` has to ask for one.
  {.kind = kCognito, .profile = kArn, .id = "", .source = "aws:cognito.{region}.{userPoolId}",
   .type = "com.amazon.cognito.{triggerSource}", .subject = "{userName}"},
  {.kind = kCognitoSync, .profile = kArn, .id = "",
   .source = "aws:cognito-identity.{region}.{identityPoolId}",
   .type = "com.amazon.cognito-identity.sync_trigger", .subject = "{identityId}"},
  {.kind = kConfig, .profile = kArn, .id = "", .source = "{configRuleArn}",
   .type = "com.amazon.config.rule", .subject = "{configRuleName}"},
  {.kind = kIotButton, .profile = kArn, .id = "", .source = "aws:iot.{serialNumber}",
   .type = "com.amazon.iot.button.{clickType}"},
  {.kind = kIotOneClick, .profile = kArn, .id = "", .source = "aws:iot.{deviceInfo/deviceId}",
   .type = "com.amazon.iot.button.{deviceEvent/buttonClicked/clickType}",
   .subject = "{placementInfo/placementName}",
   .time = "{time:deviceEvent/buttonClicked/reportedTime}"},

  {.kind = kEventGrid, .profile = kArn, .id = "{id}", .source = "{topic}", .type = "{eventType}",
   .subject = "{subject}", .time = "{time:eventTime}", .data = "data"},
  {.kind = kPubSubPush, .profile = kArn, .id = "{message/messageId|message/message_id}",
   .source = "//pubsub.googleapis.com/{subscription}",
   .type = "google.cloud.pubsub.topic.v1.messagePublished",
   .time = "{time:message/publishTime|time:message/publish_time}",
   .payload = "message/data", .payload_form = kBase64},
};
// clang-format on

}  // namespace

const RecordMapping* find_mapping(InputKind kind, RecordProfile profile) {
  const RecordMapping* first = nullptr;
  for (const RecordMapping& mapping : kMappings) {
    if (mapping.kind != kind) continue;
    if (mapping.profile == profile) return &mapping;
    if (first == nullptr) first = &mapping;
  }
  return first;
}

}  // namespace tidegate
