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
import type { CloudEvent, CloudEventV02 } from "./cloud-event.js";
import { core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import { bytesOf, type EventInput, toJson } from "./event.js";

/**
 * What becomes what when an event of Amazon EventBridge becomes a CloudEvent.
 *
 * @example
 * ```js
 * toCloudEvent(event, { profile: "arn" }).type; // "com.amazon.events.event"
 * ```
 */
export type CloudEventProfile = "talk" | "aws-docs" | "arn";

/**
 * Options of {@link toCloudEvent}.
 *
 * @example
 * ```js
 * const text = toCloudEvent(event, { lossless: true, output: "text" });
 * ```
 */
export interface CloudEventOptions {
  /**
   * What becomes what. Default: `"talk"`.
   *
   * | | `"talk"` | `"aws-docs"` | `"arn"` |
   * |---|---|---|---|
   * | `type` | `detail-type` | `detail-type` | `com.amazon.events.event` |
   * | `source` | `com.amazonaws/<region>/<source without "aws.">` | `source` | `arn:aws:events:<region>:<account>:event-bus/<bus>` |
   * | extensions | `awsregion`, `awsaccount` | `region`, `account` | `awseventssource`, `awseventsdetailtype` |
   * | `datacontenttype` | `application/json` | none | `application/json` |
   * | `data` | `detail` | `detail` | the whole event |
   *
   * `id` and `time` are those of the event.
   */
  readonly profile?: CloudEventProfile;
  /**
   * Adds the extensions `awssource`, `awsresources`, `awsversion`, `awsreplayname` and `awsextra`,
   * of which `fromCloudEvent()` makes the same event again. Default: `false`.
   */
  readonly lossless?: boolean;
  /** The name of the event bus, which the event does not tell, for `"arn"`. Default: `"default"`. */
  readonly eventBus?: string;
  /** The version of CloudEvents to write. Default: `"1.0"`. */
  readonly specversion?: "1.0" | "0.2";
  /**
   * An object, or JSON text that keeps every number of `data` as it was written. Default:
   * `"object"`.
   */
  readonly output?: "object" | "text";
  /** The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/** In the order of CloudEventOptions::Profile of src/convert/cloud_event.h. */
const PROFILES: readonly string[] = ["talk", "aws-docs", "arn"];
const OPTIONS: Kinds<CloudEventOptions> = {
  profile: oneOf(PROFILES),
  lossless: FLAG,
  eventBus: TEXT,
  specversion: SPECVERSION,
  output: OUTPUT,
  maxEventBytes: EVENT_BYTES,
};

/** Of tg_to_cloud_event(). */
const FLAG_V02 = 1;
const FLAG_LOSSLESS = 2;
const FLAG_EVENT_BUS = 4;
const TIMES_PROFILE = 8;

const NO_OPTIONS: CloudEventOptions = {};

/**
 * Turns an event of Amazon EventBridge into a CloudEvent. Attributes come in alphabetical order.
 *
 * JavaScript numbers are doubles, so `9007199254740993` or `1.50` in `data` come out as written
 * only where the event is text or bytes and `output` is `"text"`.
 *
 * Errors: ERR_EVENT_FIELD where the event lacks a field that the CloudEvent needs, or has it with
 * another type; otherwise those of {@link RuleSet.match}.
 *
 * @example
 * ```js
 * const event = toCloudEvent(awsEventText);
 * event.source; // "com.amazonaws/us-east-2/ec2"
 * const body = toCloudEvent(awsEventText, { output: "text" });
 * ```
 */
export function toCloudEvent(
  event: EventInput,
  options: CloudEventOptions & { readonly output: "text" },
): string;
export function toCloudEvent(
  event: EventInput,
  options: CloudEventOptions & { readonly specversion: "0.2"; readonly output?: "object" },
): CloudEventV02;
export function toCloudEvent(
  event: EventInput,
  options?: CloudEventOptions & { readonly specversion?: "1.0"; readonly output?: "object" },
): CloudEvent;
export function toCloudEvent(
  event: EventInput,
  options?: CloudEventOptions,
): CloudEvent | CloudEventV02 | string;
export function toCloudEvent(
  event: EventInput,
  options: CloudEventOptions = NO_OPTIONS,
): CloudEvent | CloudEventV02 | string {
  const taken = options === NO_OPTIONS ? options : readOptions(options, OPTIONS);
  const { eventBus, output = "object", maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = taken;
  const flags = taken === NO_OPTIONS ? 0 : flagsOf(taken);
  const wasm = core();
  // First, since the code of an object may convert other events.
  const given = typeof event === "string" ? event : (bytesOf(event) ?? toJson(event, "event"));
  if (eventBus !== undefined) wasm.keepText(eventBus);
  const size = wasm.writeEvent(given, maxEventBytes);
  const written = wasm.exports._tg_to_cloud_event(size, flags);
  if (written < 0) throw wasm.failure(event);
  // What comes of ASCII is ASCII, save the decoded names of members of any kind.
  const isAscii =
    typeof event === "string" && event.length === size && (flags & FLAG_LOSSLESS) === 0;
  const text = wasm.outputOf(written, isAscii);
  return output === "text" ? text : JSON.parse(text);
}

function flagsOf({ profile, lossless, eventBus, specversion }: CloudEventOptions): number {
  let flags = PROFILES.indexOf(profile ?? "talk") * TIMES_PROFILE;
  if (specversion === "0.2") flags |= FLAG_V02;
  if (lossless) flags |= FLAG_LOSSLESS;
  if (eventBus !== undefined) flags |= FLAG_EVENT_BUS;
  return flags;
}
