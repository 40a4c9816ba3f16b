import { FLAG, type Kinds, OUTPUT, readOptions } from "../check.js";
import { cloudEventText } from "../cloud-event.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES, MAX_TEXT_BYTES, tooLarge } from "../core.js";
import { invalidArgument } from "../error.js";
import { bytesOf, type EventInput } from "../event.js";
import { decode, encoder, isWellFormed } from "../text.js";
import type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/** The content type of an event in structured mode. */
export const EVENT_TYPE = "application/cloudevents+json; charset=utf-8";

/** The content type of a batch. */
export const BATCH_TYPE = "application/cloudevents-batch+json; charset=utf-8";

/** Protocol of src/protocol/binding.h. */
export const HTTP = 0;
export const KAFKA = 1;
export const AMQP = 2;
export const MQTT = 3;
export const NATS = 4;

/** MessageMode of src/protocol/read_message.h. */
const MODES: readonly Mode[] = ["none", "binary", "structured", "batch"];

/** Flags of bindings/protocol.cc. */
const LENIENT = 1;
const COLON = 2;
const HAS_BODY = 2;

/** The value of a header: what is not a string only some protocols have. */
export type HeaderValue = string | number | boolean | null;

/** A message in binary mode. */
export interface Written {
  readonly headers: Record<string, string>;
  readonly contentType?: string;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** A message to be read. Names are in lower case where the protocol does not tell cases apart. */
export interface Readable {
  readonly contentType?: string | null;
  readonly headers: readonly (readonly [name: string, value: HeaderValue])[];
  readonly body?: Body;
}

export const WRITE_OPTIONS: Kinds<WriteOptions> = { lenient: FLAG };
const READ_OPTIONS: Kinds<ReadOptions> = { lenient: FLAG, output: OUTPUT };

/** Errors: ERR_INVALID_ARGUMENT. */
export function takeReadOptions<Options extends ReadOptions>(options: Options): Options {
  return readOptions<ReadOptions>(options, READ_OPTIONS) as Options;
}

/** Writes an event in binary mode. `colon` is that of AMQP. */
export function writeBinary(
  protocol: number,
  event: EventInput,
  { lenient = false }: WriteOptions,
  colon = false,
): Written {
  const flags = (lenient ? LENIENT : 0) | (colon ? COLON : 0);
  const wasm = core();
  const result = callWithEvent(wasm, event, (size) =>
    wasm.exports._tg_write_message(size, protocol, flags),
  );
  const headSize = result >>> 1;
  const output = outputBytes(wasm);
  const head = JSON.parse(decode(output.subarray(0, headSize)));
  return { ...head, body: (result & 1) === 1 ? output.slice(headSize) : null };
}

/** The JSON text of an event, as it was given, in UTF-8. */
export function writeStructured(
  event: EventInput,
  { lenient = false }: WriteOptions,
): Uint8Array<ArrayBuffer> {
  const wasm = core();
  const flags = lenient ? LENIENT : 0;
  callWithEvent(wasm, event, (size) => wasm.exports._tg_check_event(size, flags));
  return outputBytes(wasm);
}

/** Reads the event of a message. */
export function readMessage<Options extends ReadOptions>(
  protocol: number,
  message: Readable,
  options: Options,
): ReadResult<Options> {
  const { lenient = false, output = "object" } = options;
  const wasm = core();
  const body = bytesOfBody(message.body);
  const headSize = writeInput(wasm, message, body);
  const flags = (lenient ? LENIENT : 0) | (body === undefined ? 0 : HAS_BODY);
  const result = wasm.exports._tg_read_message(headSize, body?.byteLength ?? 0, protocol, flags);
  if (result < 0) throw wasm.failure(message.body);
  const text = wasm.outputText();
  return (output === "text" ? text : JSON.parse(text)) as ReadResult<Options>;
}

/** How a message carries events. */
export function modeOf(protocol: number, message: Readable): Mode {
  const wasm = core();
  const result = wasm.exports._tg_message_mode(writeInput(wasm, message, undefined), protocol);
  if (result < 0) throw wasm.failure(undefined);
  return MODES[result] as Mode;
}

/** Makes a call with an event in the input buffer. */
function callWithEvent(wasm: Core, event: EventInput, call: (size: number) => number): number {
  const result = call(wasm.writeEvent(cloudEventText(event), DEFAULT_MAX_EVENT_BYTES));
  if (result < 0) throw wasm.failure(event);
  return result;
}

function outputBytes({ exports }: Core): Uint8Array<ArrayBuffer> {
  const begin = exports._tg_output_text() >>> 0;
  return new Uint8Array(exports.HEAPU8.subarray(begin, begin + exports._tg_output_size()));
}

/** Writes a message to the input buffer. The size of its head. */
function writeInput(
  wasm: Core,
  { contentType = null, headers }: Readable,
  body: Uint8Array | undefined,
): number {
  if (contentType !== null && typeof contentType !== "string") {
    throw invalidArgument("The content type of a message is text.");
  }
  const parts = [contentType, ...headers.flat()];
  // Escapes may make six characters of one.
  const length = parts.reduce<number>((sum, part) => sum + String(part).length, 0);
  if (length > DEFAULT_MAX_EVENT_BYTES) throw tooLarge(DEFAULT_MAX_EVENT_BYTES);
  const head = encoder.encode(JSON.stringify(parts));
  const size = head.byteLength + (body?.byteLength ?? 0);
  if (size > MAX_TEXT_BYTES) throw tooLarge(MAX_TEXT_BYTES);
  const input = new Uint8Array(size);
  input.set(head);
  if (body !== undefined) input.set(body, head.byteLength);
  wasm.writeBytes(input, MAX_TEXT_BYTES);
  return head.byteLength;
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function bytesOfBody(body: Body): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body !== "string") {
    const bytes = bytesOf(body);
    if (bytes === undefined) throw invalidArgument("A body is text or bytes.");
    return bytes;
  }
  if (!isWellFormed(body)) {
    throw invalidArgument("The body has a surrogate without its partner.");
  }
  return encoder.encode(body);
}
