import { COUNT, checkOption, FLAG, type Kinds, OUTPUT, oneOf, readOptions, TEXT } from "./check.js";
import { cloudEventText } from "./cloud-event.js";
import { core, DEFAULT_MAX_EVENT_BYTES, tooLarge } from "./core.js";
import type { EventInput } from "./event.js";
import { type Loss, readLosses } from "./losses.js";
import { DEFAULT_ENTRY_LIMIT, entrySize, type PutEventsEntry } from "./put-events.js";

/**
 * An event as Amazon EventBridge delivers it.
 *
 * @example
 * ```js
 * const { output } = fromCloudEvent(cloudEvent, { to: "eventbridge", region: "eu-west-1" });
 * output["detail-type"]; // "com.example.sold"
 * ```
 */
export interface EventBridgeEvent {
  /** The version of the envelope, `"0"`. */
  version?: string;
  /** Unique to the event; a UUID where AWS makes it. */
  id: string;
  /** What has happened. */
  "detail-type": string;
  /** Who says so: `aws.` and a service, or any name. */
  source: string;
  /** The account, of 12 digits. */
  account?: string;
  /** When it happened (RFC 3339). */
  time?: string;
  /** Where, such as `us-east-1`. */
  region: string;
  /** ARNs of what it is about. */
  resources?: string[];
  /** The event itself; an object in every event that the service delivers. */
  detail?: unknown;
  /** The replay that delivered it, where one did. */
  "replay-name"?: string;
  [extra: string]: unknown;
}

/**
 * A message attribute of Amazon SNS and Amazon SQS.
 *
 * @example
 * ```js
 * const { MessageAttributes } = fromCloudEvent(cloudEvent, { to: "sqs" }).output;
 * MessageAttributes["content-type"].DataType; // "String"
 * ```
 */
export interface MessageAttribute {
  /** The type of the value. */
  DataType: "String";
  /** The value. */
  StringValue: string;
}

/**
 * The request Publish of Amazon SNS, to which a `TopicArn` is to be added.
 *
 * @example
 * ```js
 * const { output } = fromCloudEvent(cloudEvent, { to: "sns" });
 * await sns.publish({ TopicArn, ...output });
 * ```
 */
export interface SnsMessage {
  /** The CloudEvent in structured mode. */
  Message: string;
  /** The subject of the CloudEvent, where SNS takes it. */
  Subject?: string;
  /** The media type, as `content-type`. */
  MessageAttributes: Record<string, MessageAttribute>;
}

/**
 * The request SendMessage of Amazon SQS, to which a `QueueUrl` is to be added.
 *
 * @example
 * ```js
 * const { output } = fromCloudEvent(cloudEvent, { to: "sqs" });
 * await sqs.sendMessage({ QueueUrl, ...output });
 * ```
 */
export interface SqsMessage {
  /** The CloudEvent in structured mode. */
  MessageBody: string;
  /** The media type, as `content-type`. */
  MessageAttributes: Record<string, MessageAttribute>;
}

/**
 * An event in the schema of Azure Event Grid.
 *
 * @example
 * ```js
 * const needed = { subject: "orders/1", time: "2026-01-01T00:00:00Z" };
 * const { output } = fromCloudEvent(cloudEvent, { to: "event-grid", ...needed });
 * output.eventType; // "com.example.sold"
 * ```
 */
export interface EventGridEvent {
  /** The `id` of the CloudEvent. */
  id: string;
  /** Its `source`; not there with `{ topic: false }`. */
  topic?: string;
  /** Its `subject`. */
  subject: string;
  /** Its `type`. */
  eventType: string;
  /** Its `time` (RFC 3339). */
  eventTime: string;
  /** Its data. */
  data?: unknown;
  /** The version of the schema of the data. */
  dataVersion: string;
}

/**
 * What a CloudEvent becomes, by the option `to` of {@link fromCloudEvent}.
 *
 * @example
 * ```js
 * fromCloudEvent(cloudEvent, { to: "put-events" }).output.Source; // "/shop"
 * ```
 */
export interface FromCloudEventOutputs {
  /** An event as EventBridge delivers it. */
  eventbridge: EventBridgeEvent;
  /** An entry of the request PutEvents. */
  "put-events": PutEventsEntry;
  /** The request Publish. */
  sns: SnsMessage;
  /** The request SendMessage. */
  sqs: SqsMessage;
  /** An event in Azure's own schema. */
  "event-grid": EventGridEvent;
}

/**
 * What a CloudEvent is turned into.
 *
 * @example
 * ```js
 * for (const to of ["put-events", "sns", "sqs"]) fromCloudEvent(cloudEvent, { to });
 * ```
 */
export type FromCloudEventTarget = keyof FromCloudEventOutputs;

/**
 * Options of {@link fromCloudEvent}. Those of other targets than `to` are refused.
 *
 * @example
 * ```js
 * fromCloudEvent(cloudEvent, { to: "put-events", detail: "data", eventBus: "orders" });
 * ```
 */
export interface FromCloudEventOptions {
  /** What to make of the CloudEvent. */
  readonly to: FromCloudEventTarget;
  /**
   * An object, or JSON text that keeps the digits of every number. Default: `"object"`. Of an entry
   * for PutEvents, the object has a `Date` as its `Time` and the text has RFC 3339.
   */
  readonly output?: "object" | "text";
  /**
   * What the detail is, for `"eventbridge"` and `"put-events"`: the whole CloudEvent or its data.
   * Default: `"event"`, save for an event that has come from EventBridge and goes back there as an
   * event.
   */
  readonly detail?: "event" | "data";
  /** The account of an event for `"eventbridge"` that has none. */
  readonly account?: string;
  /** The region of an event for `"eventbridge"` that has none. It must have one. */
  readonly region?: string;
  /** The event bus of an entry for `"put-events"`. Default: none, which is the bus of the account. */
  readonly eventBus?: string;
  /** The most bytes of an entry for `"put-events"`, from 1. Default: 1,048,576. */
  readonly limit?: number;
  /** The subject of an event for `"event-grid"` that has none. It must have one. */
  readonly subject?: string;
  /** The time of an event for `"event-grid"` that has none (RFC 3339). It must have one. */
  readonly time?: string;
  /** The version of the schema of the data, for `"event-grid"`. Default: `""`. */
  readonly dataVersion?: string;
  /**
   * Whether the source becomes the topic, for `"event-grid"`. A topic of Event Grid takes only its
   * own name as the topic of what is published, or none. Default: `true`.
   */
  readonly topic?: boolean;
}

/**
 * What {@link fromCloudEvent} makes.
 *
 * @example
 * ```js
 * const { output, losses } = fromCloudEvent(cloudEvent, { to: "sns" });
 * losses; // []
 * ```
 */
export interface FromCloudEventResult<Output> {
  /** What the CloudEvent became. */
  readonly output: Output;
  /** What the output could not take. */
  readonly losses: Loss[];
}

/** By target, in the order of the enum Target of src/convert/from_cloud_event.h. */
const TAKEN_BY: Readonly<Record<FromCloudEventTarget, readonly string[]>> = {
  eventbridge: ["detail", "account", "region"],
  "put-events": ["detail", "eventBus", "limit"],
  sns: [],
  sqs: [],
  "event-grid": ["subject", "time", "dataVersion", "topic"],
};
const TARGETS = Object.keys(TAKEN_BY);
/** In the order of FromCloudEventOptions::Detail; the first is none that a caller names. */
const DETAILS = ["auto", "event", "data"];
const OPTIONS: Kinds<FromCloudEventOptions> = {
  to: oneOf(TARGETS),
  output: OUTPUT,
  detail: oneOf(DETAILS.slice(1)),
  account: TEXT,
  region: TEXT,
  eventBus: TEXT,
  limit: COUNT,
  subject: TEXT,
  time: TEXT,
  dataVersion: TEXT,
  topic: FLAG,
};

/**
 * Turns a CloudEvent into what carries it elsewhere. One of an older version counts as what
 * {@link upgradeCloudEvent} makes of it. What has no place in the output is told in `losses`.
 *
 * An event of EventBridge that {@link toCloudEvent} has converted with `lossless` comes back as it
 * was, but for the order of its members. Where that was without `lossless`, `version` is `"0"`,
 * `resources` are `[]`, and the source is a guess: `aws.ec2` for `com.amazonaws/us-east-2/ec2`, but
 * `com.example.shop`, which has dots as services have not, for itself. Any other CloudEvent, and
 * any for PutEvents, becomes:
 *
 * | event | entry | `detail: "event"` | `detail: "data"` |
 * |---|---|---|---|
 * | `id` | | `id` | `id` |
 * | `source` | `Source` | `source` | `awssource`, otherwise `source` |
 * | `detail-type` | `DetailType` | `type` | `type` |
 * | `time` | `Time` | `time` | `time` |
 * | `account`, `region` | | `awsaccount`, `awsregion`, or the options | the same |
 * | `resources` | `Resources` | `[]`, none | `awsresources` |
 * | `detail` | `Detail` | the whole CloudEvent | `data`, which must be an object |
 * | | `TraceHeader` | `traceparent` | `traceparent` |
 *
 * The messages of SNS and SQS are the CloudEvent in structured mode, with the message attribute
 * `content-type`; SNS takes the subject too where it is ASCII of at most 100 characters. An event
 * for Event Grid has `id`, `subject` and `data` of the same names, `topic` of the source,
 * `eventType` of the type and `eventTime` of the time.
 *
 * Errors: ERR_EVENT_FIELD where something that the output needs is missing or cannot be, with its
 * `path`; ERR_TOO_LARGE for an entry over the limit, and a CloudEvent over 16 MiB;
 * ERR_EVENT_NOT_OBJECT, ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG;
 * ERR_INVALID_ARGUMENT; ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * const event = { specversion: "1.0", id: "1", source: "/shop", type: "sold", data: { price: 5 } };
 * const { output, losses } = fromCloudEvent(event, { to: "put-events", detail: "data" });
 * output; // { Source: "/shop", DetailType: "sold", Detail: '{"price":5}' }
 * losses; // [{ path: "/id", reason: "An entry for PutEvents has no place for it; ..." }]
 * ```
 */
export function fromCloudEvent(
  event: EventInput,
  options: FromCloudEventOptions & { readonly output: "text" },
): FromCloudEventResult<string>;
export function fromCloudEvent<To extends FromCloudEventTarget>(
  event: EventInput,
  options: FromCloudEventOptions & { readonly to: To; readonly output?: "object" },
): FromCloudEventResult<FromCloudEventOutputs[To]>;
export function fromCloudEvent(
  event: EventInput,
  options: FromCloudEventOptions,
): FromCloudEventResult<FromCloudEventOutputs[FromCloudEventTarget] | string>;
export function fromCloudEvent(
  event: EventInput,
  options: FromCloudEventOptions,
): FromCloudEventResult<FromCloudEventOutputs[FromCloudEventTarget] | string> {
  const taken = checked(options);
  const { to, output: form = "object", detail, limit = DEFAULT_ENTRY_LIMIT } = taken;
  const wasm = core();
  const text = cloudEventText(event);
  wasm.keepText(coreOptions(taken));
  const size = wasm.writeEvent(text, DEFAULT_MAX_EVENT_BYTES);
  if (wasm.exports._tg_from_cloud_event(size) < 0) throw wasm.failure(event);
  const written = wasm.outputText();
  const end = written.indexOf("\n");
  const losses = readLosses(written.slice(0, end));
  const output = written.slice(end + 1);
  if (to !== "put-events") return { output: form === "text" ? output : JSON.parse(output), losses };
  const entry: PutEventsEntry = JSON.parse(output);
  if (!entrySize(entry, { limit }).fits) throw tooLarge(limit);
  if (form === "text") return { output, losses };
  setDate(entry, detail === "data", losses);
  return { output: entry, losses };
}

/** Errors: ERR_INVALID_ARGUMENT. */
function checked(options: FromCloudEventOptions): FromCloudEventOptions {
  const taken = readOptions(options ?? {}, OPTIONS);
  const { to } = taken;
  checkOption("to", to, OPTIONS.to);
  return readOptions(taken, OPTIONS, ["to", "output", ...TAKEN_BY[to]]);
}

/** What read_from_cloud_event_options() of src/convert/from_cloud_event.h reads. */
function coreOptions(options: FromCloudEventOptions): string {
  const { to, detail = "auto" } = options;
  return JSON.stringify({
    ...options,
    target: TARGETS.indexOf(to),
    detail: DETAILS.indexOf(detail),
  });
}

/** The AWS SDK takes a Date, which has milliseconds and no leap seconds. */
function setDate(entry: PutEventsEntry, isAll: boolean, losses: Loss[]): void {
  const { Time: time } = entry;
  if (typeof time !== "string") return;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    delete entry.Time;
    losses.push({ path: "/time", reason: "JavaScript has no Date for it; the text of it has." });
    return;
  }
  entry.Time = date;
  if (isAll && /\.\d{3}\d*[1-9]/.test(time)) {
    losses.push({ path: "/time", reason: "A Date has no more than milliseconds; the text has." });
  }
}
