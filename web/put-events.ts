import { checkOptions } from "./check.js";
import { invalidArgument } from "./error.js";
import { encoder } from "./text.js";

/** An entry of the request PutEvents of Amazon EventBridge. */
export interface PutEventsEntry {
  Source: string;
  DetailType: string;
  /** The JSON text of an object. */
  Detail: string;
  /** A date, as the AWS SDK wants it, or its text (RFC 3339), as the command line does. */
  Time?: Date | string;
  Resources?: string[];
  EventBusName?: string;
  /** A trace of AWS X-Ray: `Root=1-…;Parent=…;Sampled=1`. */
  TraceHeader?: string;
}

/** Options of {@link entrySize}. */
export interface EntrySizeOptions {
  /**
   * The most bytes that an entry may have, from 1. Default: 1,048,576, which AWS says as 1 MB; older
   * pages of its guide say 256 KB.
   */
  readonly limit?: number;
}

/** What {@link entrySize} tells. */
export interface EntrySize {
  /** The size of the entry as the service counts it. */
  readonly bytes: number;
  /** Whether it is within the limit. */
  readonly fits: boolean;
  /** Where it fits, but has more than 262,144 bytes: what to mind. */
  readonly warning?: string;
}

const OPTIONS = ["limit"] as const;
/** The limit for an entry unless the caller says otherwise, in bytes. */
export const DEFAULT_ENTRY_LIMIT = 1_048_576;
const FORMER_LIMIT = 262_144;
const TIME_BYTES = 14;

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
  checkOptions(options, OPTIONS);
  const { limit = DEFAULT_ENTRY_LIMIT } = options;
  checkLimit(limit);
  if (typeof entry !== "object" || entry === null) {
    throw invalidArgument("An entry is an object with Source, DetailType and Detail.");
  }
  const { Source, DetailType, Detail, Time, Resources = [] } = entry;
  if (!Array.isArray(Resources)) throw invalidArgument("The Resources of an entry are an array.");
  const texts = { Source, DetailType, Detail };
  let bytes = Time === undefined || Time === null ? 0 : TIME_BYTES;
  for (const [name, text] of Object.entries(texts)) bytes += utf8Size(name, text);
  for (const resource of Resources) bytes += utf8Size("Resources", resource);
  const fits = bytes <= limit;
  if (!fits || bytes <= FORMER_LIMIT) return { bytes, fits };
  const warning = `The entry has more than ${FORMER_LIMIT} bytes, which older limits do not allow.`;
  return { bytes, fits, warning };
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw invalidArgument('The option "limit" is a whole number from 1.');
  }
}

function utf8Size(name: string, text: unknown): number {
  if (typeof text !== "string") throw invalidArgument(`The ${name} of an entry is no string.`);
  return encoder.encode(text).byteLength;
}
