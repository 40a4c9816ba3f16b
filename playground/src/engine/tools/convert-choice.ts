import type { ConversionProfile, Detection, InputKind } from "tidegate";

/** What a CloudEvent is written as, by what stands for it in a list. */
export const FORMS = {
  json: "CloudEvent in JSON",
  http: "HTTP request",
  batch: "HTTP batch",
  kafka: "Kafka message",
  amqp: "AMQP message",
  mqtt: "MQTT message",
  nats: "NATS message",
  websocket: "WebSocket frame",
  protobuf: "Protobuf",
  eventbridge: "EventBridge event",
  "put-events": "Entry for PutEvents",
  sns: "Message for SNS",
  sqs: "Message for SQS",
  "event-grid": "Event Grid event",
} as const;

export type Form = keyof typeof FORMS;

export const CLOUD_EVENT_FORMS: readonly Form[] = [
  "json",
  "http",
  "batch",
  "kafka",
  "amqp",
  "mqtt",
  "nats",
  "websocket",
  "protobuf",
];
export const OTHER_FORMS: readonly Form[] = [
  "eventbridge",
  "put-events",
  "sns",
  "sqs",
  "event-grid",
];
/** Those that have a binary mode beside the structured one. */
export const MODAL_FORMS: readonly Form[] = ["http", "kafka", "amqp", "mqtt", "nats"];
/** Those that can be an event of the playground again. */
export const EVENT_FORMS: readonly Form[] = [
  "json",
  "batch",
  "websocket",
  "eventbridge",
  "event-grid",
];

/** Which way a conversion goes: CloudEvents are turned into something else, all else into them. */
export type Side = "cloudevent" | "other";

export function sideOf(kind: InputKind): Side {
  return kind === "cloudevent" || kind === "cloudevent-batch" ? "cloudevent" : "other";
}

/** What each side becomes until a visitor says otherwise. */
export const FIRST_FORMS: Readonly<Record<Side, Form>> = {
  cloudevent: "eventbridge",
  other: "json",
};

const PROFILES: Partial<Record<InputKind, readonly ConversionProfile[]>> = {
  eventbridge: ["talk", "aws-docs", "arn"],
  s3: ["spec-adapter", "arn"],
  sns: ["spec-adapter", "arn"],
};

/** The mappings of which a visitor can choose; none where there is but one. */
export function profilesOf(kind: InputKind): readonly ConversionProfile[] {
  return PROFILES[kind] ?? [];
}

/** What is converted: the input, or what is in it. */
export function innerKind({ kind, contains = [] }: Detection, unwrap: boolean): InputKind {
  return (unwrap && contains.at(-1)) || kind;
}

/** A text of more characters is neither laid out nor compared, so that the answer comes soon. */
export const LARGE = 300_000;

/** What a visitor has chosen. */
export interface Wish {
  /** By what the input is. */
  readonly forms: Readonly<Record<Side, Form>>;
  readonly mode: "binary" | "structured";
  /** Where the input does not have it, the first of its own counts. */
  readonly profile: ConversionProfile | undefined;
  readonly lossless: boolean;
  /** Whether an event within an event is what is converted. */
  readonly unwrap: boolean;
  readonly detail: "auto" | "event" | "data";
  readonly region: string;
  readonly account: string;
  readonly subject: string;
  readonly time: string;
  /** Which of several events is shown, from 0. */
  readonly place: number;
}

export const FIRST_WISH: Wish = {
  forms: FIRST_FORMS,
  mode: "binary",
  profile: undefined,
  lossless: false,
  unwrap: true,
  detail: "auto",
  region: "us-east-1",
  account: "",
  subject: "",
  time: "",
  place: 0,
};
