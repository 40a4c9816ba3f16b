import type { Detection, InputKind } from "tidegate";

/** What people call what can be converted or validated. */
const NAMES: Partial<Record<InputKind, string>> = {
  eventbridge: "an EventBridge event",
  "put-events": "an entry for PutEvents",
  cloudevent: "a CloudEvent",
  "cloudevent-batch": "a batch of CloudEvents",
  s3: "an S3 notification",
  sns: "an SNS notification",
  sqs: "a batch of SQS messages",
  kinesis: "a batch of Kinesis records",
  dynamodb: "a batch of DynamoDB changes",
  msk: "a batch of MSK records",
  "self-managed-kafka": "a batch of Kafka records",
  activemq: "a batch of ActiveMQ messages",
  rabbitmq: "a batch of RabbitMQ messages",
  documentdb: "a batch of DocumentDB changes",
  ses: "mail that SES received",
  codecommit: "a CodeCommit change",
  firehose: "a batch of Firehose records",
  "cloudwatch-logs": "compressed CloudWatch log events",
  "cloudwatch-logs-data": "CloudWatch log events",
  "cloudwatch-alarm": "a CloudWatch alarm",
  "event-grid": "an Event Grid event",
  "pubsub-push": "a Pub/Sub message",
};

export function nameOfKind(kind: InputKind): string {
  return NAMES[kind] ?? (kind === "unknown" ? "JSON of no known shape" : `“${kind}”`);
}

/** What an input is, in a sentence. */
export function sentenceOf({ kind, specversion, records, contains = [] }: Detection): string {
  const version = specversion === undefined ? "" : ` of version ${specversion}`;
  const count = records === undefined || records < 2 ? "" : ` (${records})`;
  const within = contains.map((one) => `, with ${nameOfKind(one)} in it`).join("");
  return `This is ${nameOfKind(kind)}${version}${count}${within}.`;
}
