import { EVENT_BYTES, FLAG, type Kinds, readOptions } from "./check.js";
import { core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import { TidegateError } from "./error.js";
import type { EventInput } from "./event.js";
import type { InputKind } from "./generated/input-kinds.js";
import { foldedHeaderPairs } from "./protocol/headers.js";
import { type HttpHeaders, mode } from "./protocol/http.js";

/**
 * Options of {@link detect}.
 *
 * @example
 * ```js
 * detect(text, { headers: request.headers, deep: true });
 * ```
 */
export interface DetectOptions {
  /**
   * The headers that the input came with, in any case. Those of the HTTP protocol binding for
   * CloudEvents tell what the body alone may not.
   */
  readonly headers?: HttpHeaders;
  /** Whether to look for further events within the first record. Default: `false`. */
  readonly deep?: boolean;
  /** The size of the largest input in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * What {@link detect} finds.
 *
 * @example
 * ```js
 * detect(sqsBatch); // { kind: "sqs", records: 1 }
 * ```
 */
export interface Detection {
  /** What the input is; `"unknown"` where that is not sure. */
  readonly kind: InputKind;
  /** The version that a CloudEvent, or the first of a batch, says it is of, such as `"1.0"`. */
  readonly specversion?: string;
  /** How many records or events there are, where the input is a list of them or has one. */
  readonly records?: number;
  /**
   * With `deep`: what the first record carries, what that carries and so on, down to eight levels.
   * `["sns", "s3"]` for a message of SQS whose body is a notification of SNS about an event of S3.
   */
  readonly contains?: readonly InputKind[];
}

const OPTIONS: Kinds<DetectOptions> = {
  headers: ["headers", (value) => typeof value === "object" && value !== null],
  deep: FLAG,
  maxEventBytes: EVENT_BYTES,
};

const NOT_JSON: readonly string[] = [
  "ERR_INVALID_JSON",
  "ERR_INVALID_UTF8",
  "ERR_TOO_DEEP",
  "ERR_NUMBER_TOO_LONG",
];

/**
 * Says what JSON is by its shape: an event of EventBridge, a CloudEvent, a batch of records as a
 * Lambda function receives it, an array as EventBridge Pipes sends it, one record alone, a request
 * of API Gateway and so on. It looks at which members there are, of what types, and at some of
 * their values; of several records at the first that has a shape. It does not check whether an event is valid:
 * {@link validateCloudEvent} and {@link validateEventBridgeEvent} do.
 *
 * With `headers`, a request in the binary mode of the HTTP protocol binding is
 * `"cloudevent-binary"`, whatever its body is, and a content type of CloudEvents is believed where
 * the body is not known as something else.
 *
 * Errors: ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG, ERR_TOO_LARGE,
 * ERR_INVALID_ARGUMENT, ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * detect('{"Records": [{"eventSource": "aws:sqs", "messageId": "1", "body": "hello"}]}');
 * // { kind: "sqs", records: 1 }
 * ```
 */
export function detect(input: EventInput, options: DetectOptions = {}): Detection {
  const {
    headers,
    deep = false,
    maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
  } = readOptions(options, OPTIONS);
  if (headers === undefined) return detectBody(input, deep, maxEventBytes);
  const pairs = foldedHeaderPairs(headers);
  const found = mode({ headers: pairs });
  if (found === "binary") {
    const specversion = pairs.find(([name]) => name === "ce-specversion")?.[1] ?? "";
    const detection: Detection = { kind: "cloudevent-binary", specversion };
    return deep ? { ...detection, contains: kindsOfData(input, maxEventBytes) } : detection;
  }
  const detection = detectBody(input, deep, maxEventBytes);
  if (found === "none" || detection.kind !== "unknown") return detection;
  return { ...detection, kind: found === "batch" ? "cloudevent-batch" : "cloudevent" };
}

function detectBody(input: EventInput, deep: boolean, maxEventBytes: number): Detection {
  const wasm = core();
  const size = wasm.writeEvent(input, maxEventBytes);
  if (wasm.exports._tg_detect(size, deep) < 0) throw wasm.failure(input);
  return JSON.parse(wasm.outputText());
}

/** The data of an event in binary mode need not be JSON. */
function kindsOfData(input: EventInput, maxEventBytes: number): InputKind[] {
  try {
    const { kind, contains = [] } = detectBody(input, true, maxEventBytes);
    return kind === "unknown" ? [] : [kind, ...contains];
  } catch (error) {
    if (error instanceof TidegateError && NOT_JSON.includes(error.code)) return [];
    throw error;
  }
}
