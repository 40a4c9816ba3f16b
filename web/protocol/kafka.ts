/**
 * CloudEvents in messages of Kafka, by the Kafka protocol binding, in the shape that KafkaJS takes
 * and gives.
 *
 * | event             | binary mode                        | structured mode |
 * | ----------------- | ---------------------------------- | --------------- |
 * | `datacontenttype` | header `content-type`              | in the value    |
 * | other attributes  | headers `ce_<name>`                | in the value    |
 * | data              | the value; `null` where there is none | in the value |
 *
 * @example
 * ```js
 * kafka.read(kafka.binary(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import { type Kinds, readMembers, readOptions } from "../check.js";
import { bytesOf, type EventInput } from "../event.js";
import { decode } from "../text.js";
import { headerPairs } from "./headers.js";
import {
  EVENT_TYPE,
  KAFKA,
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
 * A message to be sent.
 *
 * @example
 * ```js
 * kafka.binary(event).headers["ce_id"]; // "1"
 * ```
 */
export interface KafkaMessage {
  /** What {@link KafkaWriteOptions} say it is. */
  key: string | Uint8Array | null;
  /** A Buffer where the runtime has it, which clients of Kafka ask for; `null` is a tombstone. */
  value: Uint8Array | null;
  /** In binary mode the attributes, and always the content type where there is one. */
  headers: Record<string, string>;
}

/**
 * A message that was received. Headers that are bytes are UTF-8.
 *
 * @example
 * ```js
 * kafka.read({ headers: { "content-type": "application/cloudevents+json" }, value: JSON.stringify(event) });
 * ```
 */
export interface ReceivedKafkaMessage {
  /** The data, or in structured mode the event. */
  readonly value?: Body;
  /** The headers, as clients have them: text, bytes, or lists of these. */
  readonly headers?:
    | { readonly [name: string]: KafkaHeader | readonly KafkaHeader[] | undefined }
    | undefined;
}

type KafkaHeader = string | Uint8Array;

/**
 * Options of what writes a message of Kafka.
 *
 * @example
 * ```js
 * kafka.binary(event, { key: "customer-5" }).key; // "customer-5"
 * ```
 */
export interface KafkaWriteOptions extends WriteOptions {
  /** The key of the message. Default: `null`. */
  readonly key?: string | Uint8Array | null;
  /**
   * The attribute whose value is the key, where the event has it, such as `"partitionkey"` of the
   * extension for partitioning. The event keeps it.
   */
  readonly keyAttribute?: string;
}

const OPTIONS: Kinds<KafkaWriteOptions> = {
  ...WRITE_OPTIONS,
  key: ["text, bytes or null", isKey],
  keyAttribute: ["the name of an attribute", (value) => typeof value === "string"],
};

function isKey(value: unknown): boolean {
  return value === null || typeof value === "string" || bytesOf(value) !== undefined;
}

interface BufferClass {
  from(bytes: ArrayBuffer): Uint8Array<ArrayBuffer>;
}

/**
 * Writes an event in binary mode, with its data as {@link http.binary} has it. Errors: those of
 * {@link http.binary}.
 *
 * @example
 * ```js
 * const message = kafka.binary(event, { keyAttribute: "partitionkey" });
 * await producer.send({ topic: "orders", messages: [message] });
 * ```
 */
export function binary(event: EventInput, options: KafkaWriteOptions = {}): KafkaMessage {
  const { write, key, keyAttribute } = split(options);
  const { headers, body } = writeBinary(KAFKA, event, write);
  const value = body === null ? null : bufferOf(body);
  const header = keyAttribute === undefined ? undefined : `ce_${keyAttribute}`;
  return { key: keyOf(headers, header) ?? key, value, headers };
}

/**
 * Writes an event in structured mode: as JSON in the value. Errors: those of {@link http.binary}.
 *
 * @example
 * ```js
 * await producer.send({ topic: "orders", messages: [kafka.structured(event)] });
 * ```
 */
export function structured(event: EventInput, options: KafkaWriteOptions = {}): KafkaMessage {
  const { write, key, keyAttribute } = split(options);
  const value = writeStructured(event, write);
  const attributes = keyAttribute === undefined ? {} : JSON.parse(decode(value));
  return {
    key: keyOf(attributes, keyAttribute) ?? key,
    value: bufferOf(value),
    headers: { "content-type": EVENT_TYPE },
  };
}

/**
 * How a message carries an event. Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * kafka.mode(kafka.binary(event)); // "binary"
 * ```
 */
export function mode(message: Pick<ReceivedKafkaMessage, "headers">): Mode {
  const { headers } = readMembers("A message", message, "headers");
  return modeOf(KAFKA, { headers: headerPairs(headers) });
}

/**
 * Reads the event of a message, in either mode, as {@link http.read} does. Errors: those of
 * {@link http.read}, with a `path` such as `/headers/ce_id`.
 *
 * @example
 * ```js
 * await consumer.run({ eachMessage: async ({ message }) => handle(kafka.read(message)) });
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedKafkaMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  const taken = takeReadOptions(options);
  const { headers, value } = readMembers("A message", message, "headers", "value");
  return readMessage(KAFKA, { headers: headerPairs(headers), body: value }, taken);
}

function split(options: KafkaWriteOptions) {
  const { key = null, keyAttribute, ...write } = readOptions(options, OPTIONS);
  return { write, key, keyAttribute };
}

/** The value of an attribute, if it is to be the key and there is one. */
function keyOf(
  attributes: Readonly<Record<string, unknown>>,
  name: string | undefined,
): string | undefined {
  if (name === undefined || !Object.hasOwn(attributes, name)) return undefined;
  const value = attributes[name];
  return value === null ? undefined : String(value);
}

/** KafkaJS writes bytes that are no Buffer as a list of numbers. */
function bufferOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { readonly Buffer?: BufferClass };
  return Buffer === undefined ? bytes : Buffer.from(bytes.buffer);
}
