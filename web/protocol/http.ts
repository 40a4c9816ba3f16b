/**
 * CloudEvents in HTTP requests and responses, by the HTTP protocol binding.
 *
 * | event             | binary mode                           | structured mode |
 * | ----------------- | ------------------------------------- | --------------- |
 * | `datacontenttype` | `content-type`                        | in the body     |
 * | other attributes  | `ce-<name>`, percent-encoded          | in the body     |
 * | data              | the body                              | in the body     |
 *
 * @example
 * ```js
 * http.read(http.binary(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import {
  COUNT,
  checkOption,
  isIterable,
  type Kinds,
  oneOf,
  readMembers,
  readOptions,
} from "../check.js";
import type { CloudEvent } from "../cloud-event.js";
import { MAX_TEXT_BYTES } from "../core.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, type EventInput } from "../event.js";
import { type Conversion, type ConversionIssue, toCloudEvents } from "../to-cloud-events.js";
import { foldedHeaderPairs } from "./headers.js";
import {
  BATCH_TYPE,
  bytesOfBody,
  EVENT_TYPE,
  HTTP,
  modeOf,
  readMessage,
  takeReadOptions,
  WRITE_OPTIONS,
  writeBinary,
  writeStructured,
} from "./message.js";
import type { Body, Mode, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/**
 * The headers and the body of a request or a response.
 *
 * @example
 * ```js
 * http.binary(event).headers["ce-id"]; // "1"
 * ```
 */
export interface HttpMessage {
  /** Names are in lower case. */
  readonly headers: Record<string, string>;
  /** `null` where the event has no data. */
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/**
 * Headers in any of their common shapes: those of `fetch`, pairs, or an object such as
 * `request.headers` of Node. Names may be in any case.
 *
 * @example
 * ```js
 * http.mode({ headers: [["Content-Type", "application/cloudevents+json"]] }); // "structured"
 * ```
 */
export type HttpHeaders =
  | Headers
  | Iterable<readonly [name: string, value: string]>
  | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * What is known of a request or a response whose body has been received.
 *
 * @example
 * ```js
 * http.read({ headers: request.headers, body: await request.text() });
 * ```
 */
export interface ReceivedHttpMessage {
  /** All headers, or those of content and CloudEvents alone. */
  readonly headers: HttpHeaders;
  /**
   * What is missing is no data. What is empty is no data where the content type says JSON, or
   * nothing, and otherwise empty data.
   */
  readonly body?: Body;
}

/**
 * Options of {@link request} and {@link response}.
 *
 * @example
 * ```js
 * http.response(event, { mode: "structured" });
 * ```
 */
export interface SendOptions extends WriteOptions {
  /** Default: `"binary"`. */
  readonly mode?: "binary" | "structured";
}

const SEND_OPTIONS: Kinds<SendOptions> = {
  ...WRITE_OPTIONS,
  mode: oneOf(["binary", "structured"]),
};

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
  const { headers, body } = writeBinary(HTTP, event, readOptions(options, WRITE_OPTIONS));
  return { headers, body };
}

/**
 * Writes an event in structured mode: as JSON in the body. Errors: those of {@link binary}.
 *
 * @example
 * ```js
 * const { headers, body } = http.structured(event);
 * await fetch(url, { method: "POST", headers, body });
 * ```
 */
export function structured(event: EventInput, options: WriteOptions = {}): HttpMessage {
  const body = writeStructured(event, readOptions(options, WRITE_OPTIONS));
  return { headers: { "content-type": EVENT_TYPE }, body };
}

/**
 * Writes events as a batch, for receivers who have asked for batches. Errors: those of
 * {@link binary}.
 *
 * @example
 * ```js
 * const { headers, body } = http.batch([event, event]);
 * ```
 */
export function batch(events: Iterable<EventInput>, options: WriteOptions = {}): HttpMessage {
  const taken = readOptions(options, WRITE_OPTIONS);
  const texts = attempt("The batch", () => {
    if (!isIterable(events)) throw invalidArgument("A batch is an iterable of events.");
    return Array.from(events, (event) => writeStructured(event as EventInput, taken));
  });
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
export function mode(message: { readonly headers: HttpHeaders }): Mode {
  return modeOf(HTTP, { headers: headersOf(message) });
}

/** Errors: ERR_INVALID_ARGUMENT. */
function headersOf(message: { readonly headers: HttpHeaders }): [name: string, value: string][] {
  const { headers } = readMembers("A message", message, "headers");
  if ((headers ?? null) === null) throw invalidArgument("A message has headers.");
  return foldedHeaderPairs(headers);
}

/**
 * Reads the event of a request or a response, in binary or structured mode, whatever the case and
 * the parameters of its content type. A batch is for {@link readBatch}.
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
  const taken = takeReadOptions(options);
  const { headers, body } = readMembers("A message", message, "headers", "body");
  return readMessage(HTTP, { headers: headersOf({ headers }), body }, taken);
}

/**
 * What {@link readBatch} gives.
 *
 * @example
 * ```js
 * const { events, issues } = http.readBatch(http.batch([event, event]));
 * [events.length, issues.length]; // [2, 0]
 * ```
 */
export interface ReceivedBatch<Event> {
  /** In the order of the batch. */
  readonly events: Event[];
  /** The elements that are no CloudEvents. */
  readonly issues: ConversionIssue[];
}

/**
 * Reads the events of a batch, which may be none. One that is not a CloudEvent is an issue, and the
 * others come out all the same; those of older versions come out as 1.0.
 *
 * Errors: ERR_PROTOCOL_MESSAGE for a message that is no batch; otherwise those of {@link read}.
 *
 * @example
 * ```js
 * const message = { headers: request.headers, body: await request.arrayBuffer() };
 * const events = http.mode(message) === "batch" ? http.readBatch(message).events : [http.read(message)];
 * ```
 */
export function readBatch<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedHttpMessage,
  options: Options = {} as Options,
): ReceivedBatch<ReadResult<Options>> {
  const taken = takeReadOptions(options);
  const members = readMembers("A message", message, "headers", "body");
  if (mode(members) !== "batch") throw notABatch("/headers/content-type");
  const body = bytesOfBody(members.body) ?? new Uint8Array(0);
  if (isEmptyArray(body)) return { events: [], issues: [] };
  const { kind, events, issues } = eventsOf(body, taken.output);
  if (kind !== "cloudevent-batch") throw notABatch("/body");
  return { events: events as ReadResult<Options>[], issues };
}

function eventsOf(
  body: Uint8Array,
  output: "object" | "text" = "object",
): Conversion<CloudEvent> | Conversion<string> {
  try {
    return toCloudEvents(body, { output, maxEventBytes: MAX_TEXT_BYTES });
  } catch (error) {
    if (error instanceof TidegateError && error.code === "ERR_EVENT_KIND") throw notABatch("/body");
    throw error;
  }
}

/** Which is a batch too, though nothing in it says of what. */
function isEmptyArray(body: Uint8Array): boolean {
  const tokens: number[] = [];
  for (let i = 0; i < body.length && tokens.length < 3; i++) {
    const byte = body[i] as number;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) tokens.push(byte);
  }
  return String.fromCharCode(...tokens) === "[]";
}

function notABatch(path: string): TidegateError {
  const hint = `Its content type is application/cloudevents-batch+json, and its body an array.`;
  return new TidegateError("ERR_PROTOCOL_MESSAGE", "The message is no batch of CloudEvents.", {
    path,
    hint,
  });
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
  const taken = takeReadOptions(options);
  const { headers, body, arrayBuffer } = readMembers(
    "A message",
    message,
    "headers",
    "body",
    "arrayBuffer",
  );
  if (typeof arrayBuffer !== "function") throw invalidArgument("This is no Request or Response.");
  return read({ headers, body: body === null ? null : await arrayBuffer.call(message) }, taken);
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
  return attempt("The request", () => {
    return new Request(url, { method: "POST", ...init, headers: merge(init, headers), body });
  });
}

/**
 * A response with an event. What else a response has is in `init`, whose headers are added.
 * Errors: those of {@link binary}.
 *
 * @example
 * ```js
 * http.response(event, {}, { status: 202 }).headers.get("ce-id"); // "1"
 * ```
 */
export function response(
  event: EventInput,
  options: SendOptions = {},
  init: ResponseInit = {},
): Response {
  const { headers, body } = send(event, options);
  return attempt("The response", () => {
    return new Response(body, { ...init, headers: merge(init, headers) });
  });
}

function send(event: EventInput, options: SendOptions): HttpMessage {
  const { mode = "binary", ...others } = readOptions(options, SEND_OPTIONS);
  return mode === "binary" ? binary(event, others) : structured(event, others);
}

function merge(init: RequestInit | ResponseInit, own: Record<string, string>): Headers {
  const { headers: given } = readMembers("An init", init, "headers");
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  return headers;
}

/**
 * Options of {@link allowWebhook}.
 *
 * @example
 * ```js
 * http.allowWebhook(request, { origins: "*", rate: 120 }); // undefined
 * ```
 */
export interface WebhookOptions {
  /** Who may send events here, by the names that senders give; `"*"` is everyone. */
  readonly origins: "*" | readonly string[];
  /** How many requests a minute a sender may make; `"*"`, the default, is any number. */
  readonly rate?: number | "*";
}

const WEBHOOK_OPTIONS: Kinds<WebhookOptions> = {
  origins: ['"*" or a list of names', isOrigins],
  rate: ['"*" or a whole number from 1', (value) => value === "*" || COUNT[1](value)],
};

function isOrigins(value: unknown): boolean {
  if (value === "*") return true;
  return Array.isArray(value) && Array.from(value).every((origin) => typeof origin === "string");
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
  options: WebhookOptions,
): Response | undefined {
  const { origins, rate = "*" } = readOptions(options ?? {}, WEBHOOK_OPTIONS);
  checkOption("origins", origins, WEBHOOK_OPTIONS.origins);
  const members = readMembers("A request", request, "method", "headers");
  const pair = headersOf(members).find(([name]) => name === "webhook-request-origin");
  if (members.method !== "OPTIONS" || pair === undefined) return undefined;
  const [, origin] = pair;
  const headers = new Headers({ allow: "POST" });
  if (origins === "*" || origins.includes(origin)) {
    headers.set("webhook-allowed-origin", origin);
    headers.set("webhook-allowed-rate", String(rate));
  }
  return new Response(null, { status: 200, headers });
}
