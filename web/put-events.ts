import { COUNT, type Kinds, readMembers, readOptions } from "./check.js";
import { invalidArgument } from "./error.js";
import { attempt } from "./event.js";
import { encoder } from "./text.js";

/**
 * An entry of the request PutEvents of Amazon EventBridge.
 *
 * @example
 * ```js
 * const entry = { Source: "shop", DetailType: "sold", Detail: "{}", Time: new Date() };
 * entrySize(entry).bytes; // 24
 * ```
 */
export interface PutEventsEntry {
  /** The `source` of the event. */
  Source: string;
  /** Its `detail-type`. */
  DetailType: string;
  /** The JSON text of an object. */
  Detail: string;
  /** A date, as the AWS SDK wants it, or its text (RFC 3339), as the command line does. */
  Time?: Date | string;
  /** ARNs of what it is about. */
  Resources?: string[];
  /** The name or the ARN of the bus. */
  EventBusName?: string;
  /** A trace of AWS X-Ray: `Root=1-…;Parent=…;Sampled=1`. */
  TraceHeader?: string;
}

/**
 * Options of {@link entrySize}.
 *
 * @example
 * ```js
 * entrySize(entry, { limit: 262144 }).fits; // true
 * ```
 */
export interface EntrySizeOptions {
  /**
   * The most bytes that an entry may have, from 1. Default: 1,048,576, which AWS says as 1 MB; older
   * pages of its guide say 256 KB.
   */
  readonly limit?: number;
}

/**
 * What {@link entrySize} tells.
 *
 * @example
 * ```js
 * const { bytes, fits, warning } = entrySize(entry);
 * ```
 */
export interface EntrySize {
  /** The size of the entry as the service counts it. */
  readonly bytes: number;
  /** Whether it is within the limit. */
  readonly fits: boolean;
  /** Where it fits, but has more than 262,144 bytes: what to mind. */
  readonly warning?: string;
}

const OPTIONS: Kinds<EntrySizeOptions> = { limit: COUNT };
/** The limit for an entry unless the caller says otherwise, in bytes. */
export const DEFAULT_ENTRY_LIMIT = 1_048_576;
const FORMER_LIMIT = 262_144;
const TIME_BYTES = 14;
const MEMBERS = ["Source", "DetailType", "Detail", "Time", "Resources"] as const;

/**
 * How large an entry for PutEvents is by the formula of the service: 14 bytes for the time where
 * there is one, and the UTF-8 of source, detail type, detail and resources.
 *
 * Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const { bytes, fits } = entrySize({ Source: "shop", DetailType: "sold", Detail: '{"id":1}' });
 * bytes; // 16
 * ```
 */
export function entrySize(
  entry: Pick<PutEventsEntry, "Source" | "DetailType" | "Detail" | "Time" | "Resources">,
  options: EntrySizeOptions = {},
): EntrySize {
  const { limit = DEFAULT_ENTRY_LIMIT } = readOptions(options, OPTIONS);
  const { Time, Resources, ...texts } = readMembers("An entry", entry, ...MEMBERS);
  let bytes = hasTime(Time) ? TIME_BYTES : 0;
  for (const [name, text] of Object.entries(texts)) bytes += utf8Size(name, text);
  for (const resource of listOf(Resources)) bytes += utf8Size("Resources", resource);
  const fits = bytes <= limit;
  if (!fits || bytes <= FORMER_LIMIT) return { bytes, fits };
  const warning = `The entry has more than ${FORMER_LIMIT} bytes, which older limits do not allow.`;
  return { bytes, fits, warning };
}

function hasTime(time: unknown): boolean {
  if (time === undefined || time === null) return false;
  if (typeof time === "string") return true;
  return attempt("The Time", () => Date.prototype.getTime.call(time) !== undefined);
}

function listOf(resources: unknown): readonly unknown[] {
  if (resources === undefined) return [];
  return attempt("The Resources", () => {
    if (Array.isArray(resources)) return [...resources];
    throw invalidArgument("The Resources of an entry are an array.");
  });
}

function utf8Size(name: string, text: unknown): number {
  if (typeof text !== "string") throw invalidArgument(`The ${name} of an entry is no string.`);
  return encoder.encode(text).byteLength;
}
