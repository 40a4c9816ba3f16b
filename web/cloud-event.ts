import { toBase64 } from "./base64.js";
import { bytesOf, type EventInput, toJson } from "./event.js";

/**
 * A CloudEvent 1.0 in its JSON format. Members of other names are extensions, whose values are
 * strings, booleans or whole numbers of 32 bits.
 *
 * @example
 * ```js
 * validateCloudEvent({ specversion: "1.0", id: "1", source: "urn:shop", type: "com.example.sold" });
 * // { valid: true, issues: [] }
 * ```
 */
export interface CloudEvent {
  /** Together with `source` it names one event. */
  id: string;
  /** Where the event comes from: a URI-reference. */
  source: string;
  /** The version of the specification. */
  specversion: "1.0";
  /** What has happened. */
  type: string;
  /** The media type of the data. Data without one is JSON. */
  datacontenttype?: string;
  /** The schema of the data: an absolute URI. */
  dataschema?: string;
  /** What the event is about, within the source. */
  subject?: string;
  /** When it happened (RFC 3339), with every digit that was given. */
  time?: string;
  /** The data: JSON, or text of another media type. */
  data?: unknown;
  /** The data in base64, in place of `data`. */
  data_base64?: string;
  [extension: string]: unknown;
}

/**
 * An AWS event as a CloudEvent 0.2, which says `contenttype` where 1.0 says `datacontenttype`.
 *
 * @example
 * ```js
 * toCloudEvent(event, { specversion: "0.2" }).contenttype; // "application/json"
 * ```
 */
export interface CloudEventV02 {
  /** The `account` of the event. */
  awsaccount?: string;
  /** The `region` of the event. */
  awsregion: string;
  /** The media type of the data. */
  contenttype: "application/json";
  /** The `detail` of the event. */
  data?: unknown;
  /** The `id` of the event. */
  id: string;
  /** `com.amazonaws/<region>/<source without "aws.">`. */
  source: string;
  /** The version of the specification. */
  specversion: "0.2";
  /** The `time` of the event, as it is written. */
  time?: string;
  /** The `detail-type` of the event. */
  type: string;
}

/**
 * The JSON text or the bytes of a CloudEvent or of an array of them. An object counts as what
 * `JSON.stringify()` makes of it, save that `data` which is bytes (a buffer or any view of one)
 * becomes `data_base64`. Runs the caller's code where there are objects.
 *
 * Errors: ERR_INVALID_ARGUMENT for what has no JSON text.
 */
export function cloudEventText(event: EventInput): string | Uint8Array {
  if (typeof event !== "object" || event === null) return jsonOrText(event);
  const bytes = bytesOf(event);
  if (bytes !== undefined) return bytes;
  const whole = () => (Array.isArray(event) ? event.map(withTextData) : withTextData(event));
  return toJson({ toJSON: whole }, "event");
}

function jsonOrText(event: string | undefined): string {
  return typeof event === "string" ? event : toJson(event, "event");
}

interface WithToJson {
  toJSON?: unknown;
}

function withTextData(event: unknown): unknown {
  const plain = plainEvent(event);
  if (typeof plain !== "object" || plain === null || !("data" in plain)) return plain;
  // Events of the CloudEvents SDK have both, and `data` is none of the bytes it should be.
  const hasText = "data_base64" in plain && typeof plain.data_base64 === "string";
  if (hasText && ArrayBuffer.isView(plain.data)) return { ...plain, data: undefined };
  const bytes = bytesOf(plain.data);
  return bytes === undefined ? plain : { ...plain, data: undefined, data_base64: toBase64(bytes) };
}

/** What an event is without its methods: that of the CloudEvents SDK would round the time. */
function plainEvent(event: unknown): unknown {
  if (typeof event !== "object" || event === null) return event;
  const { toJSON } = event as WithToJson;
  if (typeof toJSON !== "function") return event;
  return "specversion" in event ? { ...event } : toJSON.call(event, "");
}
