import { EVENT_BYTES, FLAG, type Kinds, oneOf, readOptions } from "./check.js";
import { cloudEventText } from "./cloud-event.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import { TidegateError } from "./error.js";
import { bytesOf, type EventInput } from "./event.js";
import type { ErrorCode } from "./generated/error-codes.js";
import type { IssueCode } from "./generated/issue-codes.js";
import { placesOfBytes } from "./places.js";
import { decode } from "./text.js";

/**
 * One thing that is wrong with an event.
 *
 * @example
 * ```js
 * const [issue] = validateCloudEvent("{}").issues;
 * issue.code; // "CE_ID_MISSING"
 * ```
 */
export interface Issue {
  /** The rule that is broken; an ErrorCode where the text cannot be read at all. */
  readonly code: IssueCode | ErrorCode;
  /** `"error"` is against a MUST, `"warning"` against a SHOULD or a known limit of a service. */
  readonly severity: "error" | "warning";
  /** The rule in one sentence. */
  readonly message: string;
  /**
   * JSON Pointer (RFC 6901) to the value at fault, or to where it is missing; `""` is all of it. A
   * surrogate without its partner in a key shows as U+FFFD.
   */
  readonly path: string;
  /** Where the rule stands, such as `"spec.md, id"` of the CloudEvents specification. */
  readonly section: string;
  /**
   * Where the fault begins: a UTF-16 index into a string, a byte offset into bytes; from 0. An event
   * that was an object has no text, so there is no `offset`, `end`, `line` or `column`.
   */
  readonly offset?: number;
  /** Where the fault ends, counted as `offset`; equal to it where something is missing. */
  readonly end?: number;
  /** The line of `offset`, from 1. Lines end with `\n`, `\r\n` or `\r`. */
  readonly line?: number;
  /** The column of `offset` in UTF-16 code units, from 1. */
  readonly column?: number;
  /** What to do about it. */
  readonly hint?: string;
}

/**
 * What a validator finds.
 *
 * @example
 * ```js
 * const { valid, issues } = validateEventBridgeEvent(event);
 * valid; // true
 * ```
 */
export interface Validation {
  /** Whether there is no issue of the severity `"error"`. */
  readonly valid: boolean;
  /** In the order of the text; at most 1,000. */
  readonly issues: Issue[];
}

/**
 * Options of {@link validateCloudEvent}.
 *
 * @example
 * ```js
 * validateCloudEvent(cloudEvent, { spec: "1.0.3" }).valid; // true
 * ```
 */
export interface CloudEventValidationOptions {
  /**
   * The version of the specification to go by. `"1.0.3"` is its draft: names should start with a
   * letter, and the documents of extensions that came with it are binding; with `"1.0.2"` what is
   * against them is a warning. Default: `"1.0.2"`.
   */
  readonly spec?: "1.0.2" | "1.0.3";
  /** The size of the largest input in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * Options of {@link validateEventBridgeEvent}.
 *
 * @example
 * ```js
 * validateEventBridgeEvent(event, { custom: true }).valid; // false
 * ```
 */
export interface EventBridgeValidationOptions {
  /** Whether the event is one's own, so that its source must not begin with `aws.`. Default: no. */
  readonly custom?: boolean;
  /** The size of the largest input in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

const CLOUD_EVENT_OPTIONS: Kinds<CloudEventValidationOptions> = {
  spec: oneOf(["1.0.2", "1.0.3"]),
  maxEventBytes: EVENT_BYTES,
};
const EVENT_BRIDGE_OPTIONS: Kinds<EventBridgeValidationOptions> = {
  custom: FLAG,
  maxEventBytes: EVENT_BYTES,
};

/** Of tg_validate_cloud_event() and tg_validate_aws_event(). */
const FLAG_DRAFT = 1;
const FLAG_CUSTOM = 1;

/**
 * Validates a CloudEvent of version 1.0 in the JSON format, or an array of them: every MUST of the
 * specification and of the documents of known extensions is an error, every SHOULD a warning.
 *
 * The text itself is read, so what `JSON.parse()` hides is found: members that come twice, numbers
 * that are no integers of 32 bits. An attribute that is `null` counts as not set. Of an event of an
 * earlier version only that is said. Whatever is wrong with the input is an issue. Of an object,
 * `data` that is binary counts as `data_base64`.
 *
 * Errors: ERR_INVALID_ARGUMENT for what has no JSON text, ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * const { valid, issues } = validateCloudEvent('{"specversion": "1.0", "id": "", "type": "com.example.a"}');
 * valid; // false
 * issues.map(({ code, path }) => `${code} ${path}`); // ["CE_SOURCE_MISSING /source", "CE_ID_EMPTY /id"]
 * ```
 */
export function validateCloudEvent(
  input: EventInput,
  options: CloudEventValidationOptions = {},
): Validation {
  const { spec = "1.0.2", maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = readOptions(
    options,
    CLOUD_EVENT_OPTIONS,
  );
  const flags = spec === "1.0.3" ? FLAG_DRAFT : 0;
  return validate(input, cloudEventText(input), maxEventBytes, (wasm, size) =>
    wasm.exports._tg_validate_cloud_event(size, flags),
  );
}

/**
 * Validates an event of Amazon EventBridge as it is delivered: the members of its envelope and
 * their forms are errors, what AWS's own events keep to and the limits of PutEvents are warnings.
 * Whatever is wrong with the input is an issue.
 *
 * Errors: ERR_INVALID_ARGUMENT for what has no JSON text, ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * validateEventBridgeEvent(event, { custom: true }).issues; // EB_SOURCE_RESERVED for aws.ec2
 * ```
 */
export function validateEventBridgeEvent(
  input: EventInput,
  options: EventBridgeValidationOptions = {},
): Validation {
  const { custom = false, maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = readOptions(
    options,
    EVENT_BRIDGE_OPTIONS,
  );
  const flags = custom ? FLAG_CUSTOM : 0;
  return validate(input, input, maxEventBytes, (wasm, size) =>
    wasm.exports._tg_validate_aws_event(size, flags),
  );
}

function validate(
  input: EventInput,
  written: EventInput,
  limit: number,
  call: (wasm: Core, size: number) => number,
): Validation {
  const wasm = core();
  let size: number;
  try {
    size = wasm.writeEvent(written, limit);
  } catch (error) {
    if (!(error instanceof TidegateError) || error.code !== "ERR_TOO_LARGE") throw error;
    const { code, message } = error;
    return { valid: false, issues: [{ code, severity: "error", message, path: "", section: "" }] };
  }
  const count = call(wasm, size);
  if (count < 0) throw wasm.failure(undefined);
  if (count === 0) return { valid: true, issues: [] };
  const { valid, issues }: Report = JSON.parse(wasm.outputText());
  return { valid, issues: placed(issues, input) };
}

/** What the core writes of an issue: its place in bytes. */
interface FoundIssue extends Omit<Issue, "offset" | "end" | "line" | "column"> {
  readonly begin: number;
  readonly end: number;
}

interface Report {
  readonly valid: boolean;
  readonly issues: readonly FoundIssue[];
}

/** Says of issues where they are in the input as it was given. */
function placed(issues: readonly FoundIssue[], input: EventInput): Issue[] {
  const text = textOf(input);
  const places = placesOfBytes(
    text ?? "",
    issues.flatMap(({ begin, end }) => [begin, end]),
  );
  return issues.map(({ begin, end, ...issue }) => {
    const path = issue.path.replace(/\p{Surrogate}/gu, "\ufffd");
    const from = places.get(begin);
    const to = places.get(end);
    if (text === undefined || from === undefined || to === undefined) return { ...issue, path };
    const inText = typeof input === "string";
    const offset = inText ? from.index : begin;
    const { line, column } = from;
    return { ...issue, path, offset, end: inText ? to.index : end, line, column };
  });
}

/** The text that an input is; undefined for an object. */
function textOf(input: EventInput): string | undefined {
  if (typeof input === "string") return input;
  const bytes = bytesOf(input);
  // A copy, since a decoder need not take shared memory.
  return bytes === undefined ? undefined : decode(new Uint8Array(bytes));
}
