/** A record of CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
interface Trail {
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly [field: string]: unknown;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: "AWS API Call via CloudTrail",
  AwsServiceEvent: "AWS Service Event via CloudTrail",
  AwsConsoleSignIn: "AWS Console Sign In via CloudTrail",
  AwsConsoleAction: "AWS Console Action via CloudTrail",
  AwsCloudTrailInsight: "AWS Insight via CloudTrail",
  AwsVpceEvent: "AWS Network Activity Event via CloudTrail",
};

export const WRAPPED =
  "Records of CloudTrail are wrapped as EventBridge sends them: source, detail-type, account, time, region and id are made of the record's own fields.";

export function isTrail(value: unknown): value is Trail {
  const { eventVersion, eventSource, eventName } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof eventVersion === "string" &&
    typeof eventName === "string" &&
    typeof eventSource === "string" &&
    eventSource.endsWith(".amazonaws.com")
  );
}

/** The event that EventBridge makes of a record, as JSON text in which the record stands as it was. */
export function eventOfTrail(record: Trail, text: string): string {
  const { userIdentity, recipientAccountId, eventType, eventSource } = record;
  const { accountId } = (userIdentity ?? {}) as Record<string, unknown>;
  const head = {
    version: "0",
    id: record.eventID,
    "detail-type": DETAIL_TYPES[String(eventType ?? "AwsApiCall")] ?? DETAIL_TYPES.AwsApiCall,
    source: `aws.${eventSource.slice(0, -".amazonaws.com".length)}`,
    account: recipientAccountId ?? accountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
  };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${text}}`;
}
