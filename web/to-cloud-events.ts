import {
  EVENT_BYTES,
  FLAG,
  type Kinds,
  OUTPUT,
  oneOf,
  readOptions,
  SPECVERSION,
  TEXT,
} from "./check.js";
import { type CloudEvent, cloudEventText } from "./cloud-event.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES, MAX_TEXT_BYTES } from "./core.js";
import type { EventInput } from "./event.js";
import type { ErrorCode } from "./generated/error-codes.js";
import type { InputKind } from "./generated/input-kinds.js";
import { gunzip } from "./gunzip.js";
import { hashSeed } from "./hash-seed.js";
import type { Loss } from "./losses.js";

/**
 * Which mapping to use where an input has several: `"talk"`, `"aws-docs"` and `"arn"` for events of
 * EventBridge (see {@link toCloudEvent}), `"spec-adapter"` and `"arn"` for notifications of S3 and
 * SNS. What does not have the one that is asked for uses its first.
 *
 * @example
 * ```js
 * toCloudEvents(event, { profile: "arn" }).events[0].type; // "com.amazon.events.event"
 * ```
 */
export type ConversionProfile = "talk" | "aws-docs" | "spec-adapter" | "arn";

/**
 * Options of {@link toCloudEvents}.
 *
 * @example
 * ```js
 * toCloudEvents(sqsBatch, { unwrap: true, generate: ["id", "time"] });
 * ```
 */
export interface ConversionOptions {
  /** Which mapping to use. Default: the first of each kind. */
  readonly profile?: ConversionProfile;
  /**
   * Whether a record that carries an event gives way to it: an S3 notification in a message of SNS
   * in one of SQS, an EventBridge event in SQS, a CloudEvent in any of them; up to eight within each
   * other. What the carriers say of themselves is then one of the losses. A record that carries
   * something else becomes an event itself, also where that is no JSON. Default: `false`.
   */
  readonly unwrap?: boolean;
  /** Whether the first record that cannot be converted refuses all. Default: `false`. */
  readonly strict?: boolean;
  /** What to make up for records that have none: a random id, the time of now. Default: nothing. */
  readonly generate?: readonly ("id" | "time")[];
  /** As for {@link toCloudEvent}. Default: `false`. */
  readonly lossless?: boolean;
  /** As for {@link toCloudEvent}. Default: `"default"`. */
  readonly eventBus?: string;
  /**
   * The version of what EventBridge events become; `"0.2"` is for the profile `"talk"`. Default:
   * `"1.0"`.
   */
  readonly specversion?: "1.0" | "0.2";
  /** Objects, or JSON texts that keep every number as it was written. Default: `"object"`. */
  readonly output?: "object" | "text";
  /**
   * The size of the largest input in bytes of UTF-8, and of what its compressed payloads may hold
   * together, from 1 to 536,870,912. Default: 16 MiB.
   */
  readonly maxEventBytes?: number;
}

/**
 * A record that could not be converted.
 *
 * @example
 * ```js
 * const [issue] = toCloudEvents({ Records: [{ eventSource: "aws:sqs", messageId: "1", body: "" }] }).issues;
 * issue.code; // "ERR_EVENT_FIELD"
 * ```
 */
export interface ConversionIssue {
  /** Which record of the input, from 0. */
  readonly index: number;
  /** What went wrong, to compare by. */
  readonly code: ErrorCode;
  /** The same in a sentence. */
  readonly message: string;
  /** JSON Pointer (RFC 6901) to the record, in the input. */
  readonly path: string;
  /** What to do about it. */
  readonly hint?: string;
}

/**
 * What {@link toCloudEvents} gives.
 *
 * @example
 * ```js
 * const { kind, events } = toCloudEvents(sqsBatch);
 * [kind, events.length]; // ["sqs", 1]
 * ```
 */
export interface Conversion<Event> {
  /** What the input was. */
  readonly kind: InputKind;
  /** In the order of the input. */
  readonly events: Event[];
  /**
   * Which record of the input each of them comes from, from 0: with `unwrap` one may give several
   * events, and one with an issue gives none.
   */
  readonly records: number[];
  /** The records that are not among the events. */
  readonly issues: ConversionIssue[];
  /** What the input says and the events do not. */
  readonly losses: Loss[];
}

/** In the order of RecordProfile of src/convert/record_mapping.h; the first is none. */
const PROFILES: readonly string[] = ["", "talk", "aws-docs", "spec-adapter", "arn"];
const GENERATED: readonly string[] = ["id", "time"];
const OPTIONS: Kinds<ConversionOptions> = {
  profile: oneOf(PROFILES.slice(1)),
  unwrap: FLAG,
  strict: FLAG,
  generate: [`a list of ${GENERATED.join(", ")}`, isGenerated],
  lossless: FLAG,
  eventBus: TEXT,
  specversion: SPECVERSION,
  output: OUTPUT,
  maxEventBytes: EVENT_BYTES,
};

/** Of tg_to_cloud_events(). */
const FLAG_UNWRAP = 8;
const FLAG_STRICT = 16;
const FLAG_LOSSLESS = 32;
const FLAG_V02 = 64;

/**
 * Turns whatever AWS hands to its consumers into CloudEvents: events of EventBridge, batches as
 * Lambda and Pipes deliver them, notifications of SNS over HTTP, compressed log events; also events
 * of Azure Event Grid and messages of Google Pub/Sub. CloudEvents pass through as they are, older
 * ones as 1.0. `detect()` says what an input is; the README has what becomes what.
 *
 * Ids come from the input, so a batch that is delivered again gives the same ones, and no two
 * records of a batch share one with their source. Times keep their digits, keys of S3 are decoded,
 * and so are payloads in base64 and gzip. A record that cannot be converted is an issue; the others
 * come out all the same.
 *
 * Errors: ERR_EVENT_KIND where there is no mapping for such an input; ERR_INVALID_JSON and others of
 * {@link RuleSet.match} where it is no JSON; ERR_TOO_LARGE; with `strict` the first issue.
 *
 * @example
 * ```js
 * const { events, issues } = toCloudEvents(sqsBatch, { unwrap: true });
 * for (const { index, message } of issues) console.warn(`record ${index}: ${message}`);
 * ```
 */
export function toCloudEvents(
  input: EventInput,
  options: ConversionOptions & { readonly output: "text" },
): Conversion<string>;
export function toCloudEvents(
  input: EventInput,
  options?: ConversionOptions & { readonly output?: "object" },
): Conversion<CloudEvent>;
export function toCloudEvents(
  input: EventInput,
  options?: ConversionOptions,
): Conversion<CloudEvent> | Conversion<string>;
export function toCloudEvents(
  input: EventInput,
  options: ConversionOptions = {},
): Conversion<CloudEvent> | Conversion<string> {
  const taken = readOptions(options, OPTIONS);
  const flags = flagsOf(taken);
  const { output, maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = taken;
  const text = cloudEventText(input);
  const wasm = core();
  wasm.exports.gunzip = gunzip;
  writeWords(wasm, taken);
  const size = wasm.writeEvent(text, maxEventBytes);
  const count = wasm.exports._tg_to_cloud_events(size, flags, maxEventBytes, hashSeed());
  if (count < 0) throw wasm.failure(input);
  const texts = wasm.convertedTexts(count);
  const records = wasm.convertedRecords(count);
  const notes = JSON.parse(wasm.conversionNotes());
  const { kind, issues, losses } = notes as Omit<Conversion<never>, "events" | "records">;
  return output === "text"
    ? { kind, events: texts, records, issues, losses }
    : {
        kind,
        events: texts.map((event): CloudEvent => JSON.parse(event)),
        records,
        issues,
        losses,
      };
}

function isGenerated(value: unknown): boolean {
  return Array.isArray(value) && Array.from(value).every((what) => GENERATED.includes(what));
}

function flagsOf(options: ConversionOptions): number {
  const { profile, unwrap, strict, lossless, specversion } = options;
  return (
    PROFILES.indexOf(profile ?? "") +
    (unwrap ? FLAG_UNWRAP : 0) +
    (strict ? FLAG_STRICT : 0) +
    (lossless ? FLAG_LOSSLESS : 0) +
    (specversion === "0.2" ? FLAG_V02 : 0)
  );
}

/** Errors: ERR_OUT_OF_MEMORY. */
function writeWords(wasm: Core, { eventBus = "default", generate = [] }: ConversionOptions): void {
  const id = generate.includes("id") ? randomId() : "";
  const time = generate.includes("time") ? new Date().toISOString() : "";
  const size = wasm.writeText(JSON.stringify([eventBus, id, time]), MAX_TEXT_BYTES);
  if (wasm.exports._tg_conversion_words(size) < 0) throw wasm.failure(undefined);
}

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
