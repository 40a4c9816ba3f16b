import { fromBase64 } from "../base64.js";
import { EVENT_BYTES, isIterable, isPlainObject, type Kinds, readOptions } from "../check.js";
import { cloudEventText } from "../cloud-event.js";
import { DEFAULT_MAX_EVENT_BYTES, tooLarge } from "../core.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, bytesOf, type EventInput } from "../event.js";
import type { Loss } from "../losses.js";
import { encoder, escapeLoneSurrogates, escapePointer, isWellFormed } from "../text.js";
import type { AttributeType, AttributeTypes } from "./attribute-type.js";
import {
  attributeValue,
  checkName,
  checkText,
  fieldError,
  isAttributeType,
  REQUIRED,
  usualType,
} from "./attributes.js";
import { isJson, isProtobuf, JSON_TYPE } from "./content-type.js";
import { type JsonPart, jsonParts, parseJson } from "./json-text.js";
import {
  type AttributeValue,
  type Data,
  type Message,
  writeBatch,
  writeMessage,
} from "./messages.js";

/**
 * Options of {@link encodeCloudEvent} and {@link encodeCloudEvents}.
 *
 * @example
 * ```js
 * encodeCloudEvent(event, { types: { dataref: "uri-reference" }, maxEventBytes: 65536 });
 * ```
 */
export interface EncodeOptions {
  /**
   * The types of extensions where they are not what JSON says: a boolean is a Boolean, a number an
   * Integer and a string a String. A value of another type is a string: `"1.5"`, base64, RFC 3339.
   */
  readonly types?: AttributeTypes;
  /** The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * What an event is in the Protobuf format.
 *
 * @example
 * ```js
 * const { output, losses } = encodeCloudEvent(event);
 * losses; // []
 * ```
 */
export interface Encoded {
  /** The message. */
  readonly output: Uint8Array;
  /** What the format cannot keep: of times, offsets and digits beyond nanoseconds. */
  readonly losses: readonly Loss[];
}

const OPTIONS: Kinds<EncodeOptions> = {
  types: ["an object of names of types", isTypes],
  maxEventBytes: EVENT_BYTES,
};

function isTypes(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every(isAttributeType);
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Writes a CloudEvent 1.0 as the message `io.cloudevents.v1.CloudEvent`. Linear in the event.
 *
 * `data` that is JSON becomes `text_data`, as it is written where the event is text or bytes; where
 * the event has no `datacontenttype`, it becomes `application/json`, for only the JSON format knows
 * that by itself. Other text becomes `text_data` too. `data_base64`, and `data` that is a buffer or
 * a view of one, becomes `binary_data`; with `application/protobuf` it becomes `proto_data`, whose
 * type URL is `dataschema`.
 *
 * Errors: ERR_EVENT_FIELD with the `path` for what CloudEvents do not allow (`validateCloudEvent()`
 * tells all of it); ERR_EVENT_NOT_OBJECT, ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_LARGE,
 * ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const { output, losses } = encodeCloudEvent(event, { types: { dataref: "uri-reference" } });
 * await fetch(url, {
 *   method: "POST",
 *   headers: { "content-type": "application/cloudevents+protobuf" },
 *   body: output,
 * });
 * ```
 */
export function encodeCloudEvent(event: EventInput, options: EncodeOptions = {}): Encoded {
  const { types, limit } = checkEncodeOptions(options);
  const losses: Loss[] = [];
  const message = toMessage(readMembers(event, "", limit), "", types, (loss) => losses.push(loss));
  return { output: writeMessage(message), losses };
}

/**
 * Writes CloudEvents as the message `io.cloudevents.v1.CloudEventBatch`. They come as a JSON array,
 * text or bytes, or as an iterable of events. All are written or, where one is bad, none.
 *
 * Errors: those of {@link encodeCloudEvent}; the `path` begins with the index of the event.
 *
 * @example
 * ```js
 * const { output } = encodeCloudEvents([event, event]);
 * ```
 */
export function encodeCloudEvents(
  events: string | ArrayBufferView | ArrayBufferLike | Iterable<EventInput>,
  options: EncodeOptions = {},
): Encoded {
  const { types, limit } = checkEncodeOptions(options);
  const losses: Loss[] = [];
  const messages = Array.from(eachEvent(events, limit), (event, index) => {
    const place = `/${index}`;
    const members = readMembers(event, place, limit);
    return toMessage(members, place, types, (loss) => losses.push({ index, ...loss }));
  });
  return { output: writeBatch(messages), losses };
}

function checkEncodeOptions(options: EncodeOptions): { types: AttributeTypes; limit: number } {
  const { types = {}, maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = readOptions(options, OPTIONS);
  return { types: { ...types }, limit: maxEventBytes };
}

function eachEvent(
  events: string | ArrayBufferView | ArrayBufferLike | Iterable<EventInput>,
  limit: number,
): Iterable<EventInput> {
  const bytes = bytesOf(events);
  if (typeof events !== "string" && bytes === undefined) {
    if (isIterable(events)) return attempt("The batch", () => Array.from(events));
    throw invalidArgument("Events are a JSON array as text or bytes, or an iterable.");
  }
  const text = bytes === undefined ? (events as string) : textOf(bytes, limit);
  checkSize(text, limit);
  const parts = text.trimStart().startsWith("[") ? jsonParts(text) : undefined;
  if (parts === undefined) throw invalidArgument("The text of a batch is a JSON array.");
  return parts.map((part) => part.text);
}

function textOf(bytes: Uint8Array, limit: number): string {
  if (bytes.byteLength > limit) throw tooLarge(limit);
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new TidegateError("ERR_INVALID_UTF8", "The bytes are not UTF-8.", { cause });
  }
}

function checkSize(text: string, limit: number): void {
  const { length } = text;
  const isOver = length > limit || (length * 3 > limit && encoder.encode(text).byteLength > limit);
  if (isOver) throw tooLarge(limit);
}

/** The text of each member that is set. */
function readMembers(event: EventInput, place: string, limit: number): Map<string, string> {
  const input = cloudEventText(event);
  const text = typeof input === "string" ? input : textOf(input, limit);
  checkSize(text, limit);
  const isWhole = isWellFormed(text);
  const parts = jsonParts(isWhole ? text : escapeLoneSurrogates(text));
  if (parts === undefined || !text.trimStart().startsWith("{")) {
    const message = "The event is JSON, but not an object.";
    throw new TidegateError("ERR_EVENT_NOT_OBJECT", message, { path: place });
  }
  const members = new Map<string, string>();
  for (const { key, text } of parts as JsonPart[]) {
    if (members.has(key)) throw fieldError(pathTo(place, key), "This comes twice.");
    members.set(key, text);
  }
  for (const [key, text] of members) {
    if (text === "null" && key !== "data") members.delete(key);
  }
  return members;
}

function pathTo(place: string, name: string): string {
  return `${place}/${escapePointer(name)}`;
}

function toMessage(
  members: ReadonlyMap<string, string>,
  place: string,
  types: AttributeTypes,
  lose: (loss: Loss) => void,
): Message {
  const required = (name: string) => checkText(memberValue(members, name), pathTo(place, name));
  const specVersion = required("specversion");
  if (specVersion !== "1.0") {
    throw fieldError(
      `${place}/specversion`,
      'The version is "1.0"; upgradeCloudEvent() makes it so.',
    );
  }
  const attributes = new Map<string, AttributeValue>();
  for (const name of members.keys()) {
    if (REQUIRED.includes(name) || name === "data" || name === "data_base64") continue;
    const path = pathTo(place, name);
    checkName(name, path);
    const json = memberValue(members, name);
    const type = Object.hasOwn(types, name)
      ? (types[name] as AttributeType)
      : usualType(name, json);
    const { value, loss } = attributeValue(json, type, path);
    attributes.set(name, value);
    if (loss !== undefined) lose({ path, reason: loss });
  }
  return {
    id: required("id"),
    source: required("source"),
    specVersion,
    type: required("type"),
    data: toData(members, attributes, place),
    attributes,
  };
}

/** A number as it is written, so that `1.0` is no Integer. */
function memberValue(members: ReadonlyMap<string, string>, name: string): unknown {
  const text = members.get(name);
  return text === undefined || /^-?\d/.test(text) ? numberOf(text) : JSON.parse(text);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** "Data" of the Protobuf format. May say what content it is where nothing else does. */
function toData(
  members: ReadonlyMap<string, string>,
  attributes: Map<string, AttributeValue>,
  place: string,
): Data | undefined {
  const text = members.get("data");
  const base64 = members.get("data_base64");
  const contentType = attributes.get("datacontenttype")?.value as string | undefined;
  if (base64 !== undefined) {
    const path = `${place}/data_base64`;
    if (text !== undefined) {
      throw fieldError(path, "There is data or data_base64, not both.");
    }
    const value: unknown = JSON.parse(base64);
    const decoded = typeof value === "string" ? fromBase64(value) : undefined;
    if (decoded === undefined) throw fieldError(path, "This is no base64.");
    return binaryData(decoded, contentType, attributes);
  }
  if (text === undefined) return undefined;
  if (contentType === undefined) {
    attributes.set("datacontenttype", { kind: "ce_string", value: JSON_TYPE });
  }
  if (contentType === undefined || isJson(contentType)) return { kind: "text_data", text };
  const value = parseJson(text);
  if (typeof value !== "string") {
    throw fieldError(`${place}/data`, `Data of the type ${contentType} is a string.`);
  }
  return { kind: "text_data", text: value === "" ? value : checkText(value, `${place}/data`) };
}

function binaryData(
  bytes: Uint8Array,
  contentType: string | undefined,
  attributes: ReadonlyMap<string, AttributeValue>,
): Data {
  if (contentType === undefined || !isProtobuf(contentType)) return { kind: "binary_data", bytes };
  const schema = attributes.get("dataschema")?.value;
  return { kind: "proto_data", typeUrl: typeof schema === "string" ? schema : "", bytes };
}
