import { checkChoice, checkMaxEventBytes, checkOptions } from "./check.js";
import { core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import type { EventInput } from "./event.js";

/** An AWS event as a CloudEvent 1.0. */
export interface CloudEvent {
  /** The account that the event comes from: a string, which keeps its leading zeros. */
  awsaccount?: string;
  /** The region that the event comes from. */
  awsregion: string;
  /** The event's `detail`. */
  data?: unknown;
  datacontenttype: "application/json";
  id: string;
  /** `com.amazonaws/<region>/<service>`. */
  source: string;
  specversion: "1.0";
  /** As the event has it, to the last digit. */
  time?: string;
  /** The event's `detail-type`. */
  type: string;
}

/** An AWS event as a CloudEvent 0.2, which says `contenttype` where 1.0 says `datacontenttype`. */
export interface CloudEventV02 extends Omit<CloudEvent, "datacontenttype" | "specversion"> {
  contenttype: "application/json";
  specversion: "0.2";
}

/** Options of {@link toCloudEvent}. */
export interface CloudEventOptions {
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

const OPTIONS = ["specversion", "output", "maxEventBytes"] as const;
const SPECVERSIONS = ["1.0", "0.2"];
const OUTPUTS = ["object", "text"];

/** Of tg_to_cloud_event(). */
const FLAG_V02 = 1;

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
  options: CloudEventOptions = {},
): CloudEvent | CloudEventV02 | string {
  checkOptions(options, OPTIONS);
  const {
    specversion = "1.0",
    output = "object",
    maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
  } = options;
  checkChoice("specversion", specversion, SPECVERSIONS);
  checkChoice("output", output, OUTPUTS);
  checkMaxEventBytes(maxEventBytes);
  const wasm = core();
  const size = wasm.writeEvent(event, maxEventBytes);
  const result = wasm.exports._tg_to_cloud_event(size, specversion === "0.2" ? FLAG_V02 : 0);
  if (result < 0) throw wasm.failure(event);
  const text = wasm.outputText();
  return output === "text" ? text : JSON.parse(text);
}
