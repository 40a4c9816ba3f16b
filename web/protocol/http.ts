/**
 * CloudEvents in HTTP requests and responses, by the HTTP protocol binding.
 *
 * | event             | binary mode                           | structured mode |
 * | ----------------- | ------------------------------------- | --------------- |
 * | `datacontenttype` | `content-type`                        | in the body     |
 * | other attributes  | `ce-<name>`, percent-encoded          | in the body     |
 * | data              | the body                              | in the body     |
 */

import { checkChoice } from "../check.js";
import { invalidArgument } from "../error.js";
import type { EventInput } from "../event.js";
import { foldedHeaderPairs } from "./headers.js";
import {
  BATCH_TYPE,
  checkReadOptions,
  checkWriteOptions,
  EVENT_TYPE,
  HTTP,
  modeOf,
  type Readable,
  readMessage,
  writeBinary,
  writeStructured,
} from "./message.js";
import type { Body, Mode, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/** The headers and the body of a request or a response. */
export interface HttpMessage {
  /** Names are in lower case. */
  readonly headers: Record<string, string>;
  /** `null` where the event has no data. */
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/**
 * Headers in any of their common shapes: those of `fetch`, pairs, or an object such as
 * `request.headers` of Node. Names may be in any case.
 */
export type HttpHeaders =
  | Headers
  | Iterable<readonly [name: string, value: string]>
  | { readonly [name: string]: string | readonly string[] | undefined };

/** What is known of a request or a response whose body has been received. */
export interface ReceivedHttpMessage {
  readonly headers: HttpHeaders;
  /**
   * What is missing is no data. What is empty is no data where the content type says JSON, or
   * nothing, and otherwise empty data.
   */
  readonly body?: Body;
}

/** Options of {@link request} and {@link response}. */
export interface SendOptions extends WriteOptions {
  /** Default: `"binary"`. */
  readonly mode?: "binary" | "structured";
}

const MODES = ["binary", "structured"];

/**
 * Writes an event in binary mode: its attributes as headers, its data as the body.
 *
 * Data is the body as it was written, to the last digit, where `datacontenttype` says JSON or is not
 * there; then the content type is `application/json`. Otherwise it is the characters of a string in
 * UTF-8, or the bytes of `data_base64`, or of `data` where that is binary.
 *
 * Errors: ERR_EVENT_FIELD for what no message can carry, with its `path`; ERR_EVENT_NOT_OBJECT,
 * ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG, ERR_TOO_LARGE,
 * ERR_INVALID_ARGUMENT, ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * const { headers, body } = http.binary(event);
 * headers["ce-subject"]; // "Euro%20%E2%82%AC", of the subject "Euro €"
 * await fetch(url, { method: "POST", headers, body });
 * ```
 */
export function binary(event: EventInput, options: WriteOptions = {}): HttpMessage {
  checkWriteOptions(options);
  const { headers, body } = writeBinary(HTTP, event, options);
  return { headers, body };
}

/** Writes an event in structured mode: as JSON in the body. Errors: those of {@link binary}. */
export function structured(event: EventInput, options: WriteOptions = {}): HttpMessage {
  checkWriteOptions(options);
  return { headers: { "content-type": EVENT_TYPE }, body: writeStructured(event, options) };
}

/**
 * Writes events as a batch, for receivers who have asked for batches. Errors: those of
 * {@link binary}.
 */
export function batch(events: Iterable<EventInput>, options: WriteOptions = {}): HttpMessage {
  checkWriteOptions(options);
  if (typeof events !== "object" || events === null || !(Symbol.iterator in events)) {
    throw invalidArgument("A batch is an iterable of events.");
  }
  const texts = Array.from(events, (event) => writeStructured(event, options));
  return { headers: { "content-type": BATCH_TYPE }, body: joinBatch(texts) };
}

/** A JSON array of texts. */
function joinBatch(texts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = texts.reduce((sum, text) => sum + text.byteLength + 1, 1);
  const joined = new Uint8Array(Math.max(size, 2));
  let end = 0;
  joined[end++] = "[".charCodeAt(0);
  for (const text of texts) {
    if (end > 1) joined[end++] = ",".charCodeAt(0);
    joined.set(text, end);
    end += text.byteLength;
  }
  joined[end] = "]".charCodeAt(0);
  return joined;
}

/**
 * How a message carries events, by its headers alone. Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * if (http.mode(request) === "none") return new Response(null, { status: 415 });
 * ```
 */
export function mode({ headers }: { readonly headers: HttpHeaders }): Mode {
  return modeOf(HTTP, { headers: foldedHeaderPairs(headers) });
}

/**
 * Reads the event of a request or a response, in binary or structured mode, whatever the case and
 * the parameters of its content type. The body of a batch is for {@link toCloudEvents} to read.
 *
 * In binary mode the body is `data` as it was written where the content type says JSON, `data` as a
 * string where it says text and that is UTF-8, and otherwise `data_base64`. Attributes are strings.
 *
 * Errors: ERR_PROTOCOL_MESSAGE for a message that is no event or not as the binding has it, with
 * `path` a JSON Pointer into the message, such as `/headers/ce-id`; those of {@link binary}, about
 * the event in the body.
 *
 * @example
 * ```js
 * const event = http.read({ headers: request.headers, body: await request.arrayBuffer() });
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedHttpMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  checkReadOptions(options);
  return readMessage(HTTP, readable(message), options);
}

/**
 * Receives the body of a request or a response, and reads its event. Errors: those of {@link read},
 * and of the body.
 *
 * @example
 * ```js
 * export default {
 *   async fetch(request) {
 *     const event = await http.receive(request);
 *     return new Response(event.type);
 *   },
 * };
 * ```
 */
export async function receive<Options extends ReadOptions = ObjectOptions>(
  message: Request | Response,
  options: Options = {} as Options,
): Promise<ReadResult<Options>> {
  checkReadOptions(options);
  const { headers } = message;
  const body = message.body === null ? null : await message.arrayBuffer();
  return read({ headers, body }, options);
}

/**
 * A POST request with an event. What else a request has is in `init`, whose headers are added.
 * Errors: those of {@link binary}.
 *
 * @example
 * ```js
 * await fetch(http.request("https://example.com/events", event, { mode: "structured" }));
 * ```
 */
export function request(
  url: string | URL,
  event: EventInput,
  options: SendOptions = {},
  init: RequestInit = {},
): Request {
  const { headers, body } = send(event, options);
  return new Request(url, { method: "POST", ...init, headers: merge(init.headers, headers), body });
}

/**
 * A response with an event. What else a response has is in `init`, whose headers are added.
 * Errors: those of {@link binary}.
 */
export function response(
  event: EventInput,
  options: SendOptions = {},
  init: ResponseInit = {},
): Response {
  const { headers, body } = send(event, options);
  return new Response(body, { ...init, headers: merge(init.headers, headers) });
}

function send(event: EventInput, options: SendOptions): HttpMessage {
  checkWriteOptions(options, ["mode"]);
  const { mode = "binary", ...others } = options;
  checkChoice("mode", mode, MODES);
  return mode === "binary" ? binary(event, others) : structured(event, others);
}

function merge(given: HeadersInit | undefined, own: Record<string, string>): Headers {
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  return headers;
}

function readable({ headers, body }: ReceivedHttpMessage): Readable {
  return { headers: foldedHeaderPairs(headers), body };
}

/** Options of {@link allowWebhook}. */
export interface WebhookOptions {
  /** Who may send events here, by the names that senders give; `"*"` is everyone. */
  readonly origins: "*" | readonly string[];
  /** How many requests a minute a sender may make; `"*"`, the default, is any number. */
  readonly rate?: number | "*";
}

/**
 * Answers the request by which a sender asks whether it may send events here (HTTP 1.1 Web Hooks for
 * Event Delivery, section 4): undefined for a request that is no such question. A sender that may
 * not is answered without the headers that would be a permission.
 * Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const answer = http.allowWebhook(request, { origins: ["eventemitter.example.com"], rate: 120 });
 * if (answer) return answer;
 * ```
 */
export function allowWebhook(
  request: { readonly method: string; readonly headers: Headers },
  { origins, rate = "*" }: WebhookOptions,
): Response | undefined {
  if (origins !== "*" && !Array.isArray(origins)) {
    throw invalidArgument('The option "origins" is "*" or a list of names.');
  }
  if (rate !== "*" && !(Number.isSafeInteger(rate) && rate > 0)) {
    throw invalidArgument('The option "rate" is "*" or a whole number above 0.');
  }
  const origin = request.headers.get("webhook-request-origin");
  if (request.method !== "OPTIONS" || origin === null) return undefined;
  const headers = new Headers({ allow: "POST" });
  if (origins === "*" || origins.includes(origin)) {
    headers.set("webhook-allowed-origin", origin);
    headers.set("webhook-allowed-rate", String(rate));
  }
  return new Response(null, { status: 200, headers });
}
