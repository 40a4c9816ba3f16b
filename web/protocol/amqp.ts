/**
 * CloudEvents in messages of AMQP 1.0, by the AMQP protocol binding, with the names that rhea gives
 * the parts of a message.
 *
 * | event             | binary mode                                    | structured mode |
 * | ----------------- | ---------------------------------------------- | --------------- |
 * | `datacontenttype` | property `content_type`                        | in the body     |
 * | other attributes  | application properties `cloudEvents_<name>`    | in the body     |
 * | data              | the body, as a section of data                 | in the body     |
 *
 * @example
 * ```js
 * amqp.read(amqp.binary(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import { toBase64 } from "../base64.js";
import { FUNCTION, type Kinds, oneOf, readMembers, readOptions } from "../check.js";
import { invalidArgument } from "../error.js";
import { attempt, bytesOf, type EventInput } from "../event.js";
import { entriesOf } from "./headers.js";
import {
  AMQP,
  EVENT_TYPE,
  type HeaderValue,
  modeOf,
  type Readable,
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
 * amqp.binary(event).application_properties["cloudEvents_id"]; // "1"
 * ```
 */
export interface AmqpMessage {
  /** In binary mode that of the data, in structured mode that of CloudEvents. */
  content_type?: string;
  /** In binary mode the attributes. */
  application_properties?: Record<string, unknown>;
  /** Bytes, or what {@link AmqpTypes.data} makes of them. */
  body?: unknown;
}

/**
 * A message that was received.
 *
 * @example
 * ```js
 * amqp.read({ content_type: "application/cloudevents+json", body: JSON.stringify(event) });
 * ```
 */
export interface ReceivedAmqpMessage {
  /** The property of that name. */
  readonly content_type?: string | null | undefined;
  /**
   * Values of any type of AMQP that an attribute may have: numbers and bigints are Integers, dates
   * Timestamps, bytes Binary.
   */
  readonly application_properties?: { readonly [name: string]: unknown } | null | undefined;
  /** Text, bytes, or one or more sections of data, as rhea has them. */
  readonly body?: Body | AmqpSection;
}

/**
 * A section of a body.
 *
 * @example
 * ```js
 * amqp.read({ ...amqp.structured(event), body: { content: amqp.structured(event).body } });
 * ```
 */
export interface AmqpSection {
  /** The bytes of the section, or of several. */
  readonly content: ArrayBufferView | string | readonly ArrayBufferView[];
}

/**
 * What makes values of the types of AMQP, which JavaScript does not have. Where one is missing, what
 * it would make is left as it can be without: Integers and Timestamps as strings, which the binding
 * allows everywhere, data as bytes.
 *
 * @example
 * ```js
 * const types = { long: rhea.types.wrap_long, timestamp: rhea.types.wrap_timestamp,
 *   data: rhea.message.data_section };
 * sender.send(amqp.binary(event, { types }));
 * ```
 */
export interface AmqpTypes {
  /** A long, of an attribute that is an Integer. */
  readonly long?: (value: number) => unknown;
  /**
   * A timestamp, in milliseconds since 1970, of `time`. Only of times that come back as the same
   * text: those in UTC with no fraction, or with three digits of which not all are 0.
   */
  readonly timestamp?: (milliseconds: number) => unknown;
  /** A section of data, of the body. */
  readonly data?: (bytes: Uint8Array) => unknown;
}

/**
 * Options of what writes a message of AMQP.
 *
 * @example
 * ```js
 * amqp.binary(event, { separator: ":" });
 * ```
 */
export interface AmqpWriteOptions extends WriteOptions {
  /** What makes values of the types of AMQP. Default: nothing does. */
  readonly types?: AmqpTypes;
  /** Stands between `cloudEvents` and the name of an attribute. Default: `"_"`. */
  readonly separator?: "_" | ":";
}

const TYPES: Kinds<AmqpTypes> = { long: FUNCTION, timestamp: FUNCTION, data: FUNCTION };
const OPTIONS: Kinds<AmqpWriteOptions> = {
  ...WRITE_OPTIONS,
  types: ["an object", (value) => typeof value === "object"],
  separator: oneOf(["_", ":"]),
};

const HEAD = ["content_type", "application_properties"] as const;

/**
 * Writes an event in binary mode, with its data as {@link http.binary} has it. Attributes that are
 * booleans stay what they are. Errors: those of {@link http.binary}.
 *
 * @example
 * ```js
 * const message = amqp.binary(event);
 * message.application_properties["cloudEvents_type"]; // "com.example.sold"
 * ```
 */
export function binary(event: EventInput, options: AmqpWriteOptions = {}): AmqpMessage {
  const { types, separator = "_", ...write } = taken(options);
  const message = writeBinary(AMQP, event, write, separator === ":");
  const properties: [name: string, value: unknown][] = [];
  for (const [name, value] of Object.entries<HeaderValue>(message.headers)) {
    const isTime = name === `cloudEvents${separator}time`;
    properties.push([name, isTime ? timestampOf(value, types) : integerOf(value, types)]);
  }
  return {
    ...(message.contentType !== undefined && { content_type: message.contentType }),
    application_properties: Object.fromEntries(properties),
    ...(message.body !== null && { body: bodyOf(message.body, types) }),
  };
}

/**
 * Writes an event in structured mode: as JSON in the body. Errors: those of {@link http.binary}.
 *
 * @example
 * ```js
 * amqp.structured(event).content_type; // "application/cloudevents+json; charset=utf-8"
 * ```
 */
export function structured(event: EventInput, options: AmqpWriteOptions = {}): AmqpMessage {
  const { types, separator: _, ...write } = taken(options);
  return { content_type: EVENT_TYPE, body: bodyOf(writeStructured(event, write), types) };
}

/**
 * How a message carries an event. Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * amqp.mode(amqp.binary(event)); // "binary"
 * ```
 */
export function mode(message: Omit<ReceivedAmqpMessage, "body">): Mode {
  return modeOf(AMQP, headOf(readMembers("A message", message, ...HEAD)));
}

/**
 * Reads the event of a message, in either mode, as {@link http.read} does. Attributes that are
 * booleans or integers stay what they are. Errors: those of {@link http.read}, with a `path` such as
 * `/application_properties/cloudEvents_id`.
 *
 * @example
 * ```js
 * receiver.on("message", ({ message }) => handle(amqp.read(message)));
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedAmqpMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  const taken = takeReadOptions(options);
  const members = readMembers("A message", message, ...HEAD, "body");
  const body = attempt("The body", () => bytesOfSections(members.body));
  return readMessage(AMQP, { ...headOf(members), body }, taken);
}

function taken(options: AmqpWriteOptions): AmqpWriteOptions & { readonly types: AmqpTypes } {
  const { types = {}, ...others } = readOptions(options, OPTIONS);
  return { ...others, types: readOptions(types, TYPES) };
}

function integerOf(value: HeaderValue, { long }: AmqpTypes): unknown {
  if (typeof value !== "number") return value;
  return long === undefined ? String(value) : long(value);
}

function timestampOf(value: HeaderValue, { timestamp }: AmqpTypes): unknown {
  if (timestamp === undefined) return value;
  const date = new Date(value as string);
  const isSame = !Number.isNaN(date.getTime()) && textOfDate(date) === value;
  return isSame ? timestamp(date.getTime()) : value;
}

/** In RFC 3339, without a fraction that says nothing. */
function textOfDate(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

function bodyOf(bytes: Uint8Array, { data }: AmqpTypes): unknown {
  return data === undefined ? bytes : data(bytes);
}

function headOf({
  content_type,
  application_properties,
}: Omit<ReceivedAmqpMessage, "body">): Readable {
  const headers: [name: string, value: HeaderValue][] = [];
  for (const [name, value] of entriesOf(application_properties)) {
    if (/^cloudEvents[_:]/.test(name)) headers.push([name, attributeOf(name, value)]);
  }
  return { contentType: content_type ?? null, headers };
}

/** A value of a type of AMQP as JSON has it. */
function attributeOf(name: string, value: unknown): HeaderValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return textOfDate(value);
  const bytes = bytesOf(value);
  if (bytes === undefined) {
    const message = `The property ${JSON.stringify(name)} has a value that no attribute has.`;
    throw invalidArgument(message);
  }
  return toBase64(bytes);
}

function bytesOfSections(body: ReceivedAmqpMessage["body"]): Body {
  if (typeof body !== "object" || body === null || bytesOf(body) !== undefined) return body as Body;
  const { content } = body as AmqpSection;
  if (content === undefined) throw invalidArgument("A section of data has content.");
  if (!Array.isArray(content)) return content as Body;
  const parts = content.map((part) => bytesOf(part));
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + (part?.byteLength ?? 0), 0));
  let end = 0;
  for (const part of parts) {
    if (part === undefined) throw invalidArgument("A section of data is bytes.");
    joined.set(part, end);
    end += part.byteLength;
  }
  return joined;
}
