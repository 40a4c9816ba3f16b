import { toBase64 } from "../base64.js";
import { EVENT_BYTES, type Kinds, OUTPUT, readOptions } from "../check.js";
import type { CloudEvent } from "../cloud-event.js";
import { DEFAULT_MAX_EVENT_BYTES, tooLarge } from "../core.js";
import { invalidArgument } from "../error.js";
import { bytesOf } from "../event.js";
import type { Loss } from "../losses.js";
import { escapePointer } from "../text.js";
import type { AttributeType, AttributeTypes } from "./attribute-type.js";
import { checkName, checkText, fieldError, jsonValue, typeOf, usualType } from "./attributes.js";
import { isJson, PROTOBUF_TYPE } from "./content-type.js";
import { parseJson } from "./json-text.js";
import { type Data, type Message, readBatch, readMessage } from "./messages.js";

/**
 * Options of {@link decodeCloudEvent} and {@link decodeCloudEvents}.
 *
 * @example
 * ```js
 * decodeCloudEvent(bytes, { output: "text" });
 * ```
 */
export interface DecodeOptions {
  /** An object, or JSON text that has `data` as it was written. Default: `"object"`. */
  readonly output?: "object" | "text";
  /** The size of the largest input in bytes, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * A CloudEvent that came in the Protobuf format.
 *
 * @example
 * ```js
 * const { output, types, losses } = decodeCloudEvent(bytes);
 * output.id; // "1"
 * ```
 */
export interface DecodedEvent<Output = CloudEvent> {
  /** The event in the JSON format. */
  readonly output: Output;
  /** The types of attributes which JSON does not tell, for {@link encodeCloudEvent}. */
  readonly types: AttributeTypes;
  /** What the JSON format cannot keep. */
  readonly losses: readonly Loss[];
}

/**
 * CloudEvents that came as a batch.
 *
 * @example
 * ```js
 * decodeCloudEvents(encodeCloudEvents([event]).output).output.length; // 1
 * ```
 */
export interface DecodedBatch<Output = CloudEvent> {
  /** The events in the JSON format. */
  readonly output: Output[];
  /** Those of each event. */
  readonly types: AttributeTypes[];
  /** What the JSON format cannot keep, each with the `index` of its event. */
  readonly losses: readonly Loss[];
}

const OPTIONS: Kinds<DecodeOptions> = { output: OUTPUT, maxEventBytes: EVENT_BYTES };

/**
 * Reads a CloudEvent from the message `io.cloudevents.v1.CloudEvent`. Linear in the bytes; fields
 * that the format does not have are passed over.
 *
 * `text_data` becomes `data`, of JSON its value and else a string; `binary_data` becomes
 * `data_base64`, whatever its type. So does `proto_data`, and where the event does not say them,
 * `datacontenttype` becomes `application/protobuf` and `dataschema` the type URL. Binary attributes
 * come in base64 and timestamps in UTC. A version 0.3 becomes 1.0: `schemaurl` is `dataschema`.
 *
 * Errors: ERR_INVALID_PROTOBUF, mostly with the `offset` in the bytes; ERR_INVALID_JSON where JSON
 * data is none; ERR_EVENT_FIELD with the `path` in the CloudEvent for what they do not allow;
 * ERR_TOO_LARGE, ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const { output, types } = decodeCloudEvent(new Uint8Array(await request.arrayBuffer()));
 * encodeCloudEvent(output, { types }); // The same message.
 * ```
 */
export function decodeCloudEvent(
  bytes: ArrayBufferView | ArrayBufferLike,
  options: DecodeOptions & { readonly output: "text" },
): DecodedEvent<string>;
export function decodeCloudEvent(
  bytes: ArrayBufferView | ArrayBufferLike,
  options?: DecodeOptions & { readonly output?: "object" },
): DecodedEvent;
export function decodeCloudEvent(
  bytes: ArrayBufferView | ArrayBufferLike,
  options?: DecodeOptions,
): DecodedEvent<CloudEvent | string>;
export function decodeCloudEvent(
  bytes: ArrayBufferView | ArrayBufferLike,
  options: DecodeOptions = {},
): DecodedEvent<CloudEvent | string> {
  const { input, isText } = checkDecode(bytes, options);
  const { text, types, losses } = fromMessage(readMessage(input), "");
  return { output: isText ? text : JSON.parse(text), types, losses };
}

/**
 * Reads CloudEvents from the message `io.cloudevents.v1.CloudEventBatch`; all or, where one is bad,
 * none. Errors: those of {@link decodeCloudEvent}; the `path` begins with the index of the event.
 *
 * @example
 * ```js
 * const { output } = decodeCloudEvents(new Uint8Array(await request.arrayBuffer()));
 * ```
 */
export function decodeCloudEvents(
  bytes: ArrayBufferView | ArrayBufferLike,
  options: DecodeOptions & { readonly output: "text" },
): DecodedBatch<string>;
export function decodeCloudEvents(
  bytes: ArrayBufferView | ArrayBufferLike,
  options?: DecodeOptions & { readonly output?: "object" },
): DecodedBatch;
export function decodeCloudEvents(
  bytes: ArrayBufferView | ArrayBufferLike,
  options?: DecodeOptions,
): DecodedBatch<CloudEvent | string>;
export function decodeCloudEvents(
  bytes: ArrayBufferView | ArrayBufferLike,
  options: DecodeOptions = {},
): DecodedBatch<CloudEvent | string> {
  const { input, isText } = checkDecode(bytes, options);
  const events = readBatch(input).map((message, index) => fromMessage(message, `/${index}`));
  return {
    output: events.map(({ text }) => (isText ? text : JSON.parse(text))),
    types: events.map(({ types }) => types),
    losses: events.flatMap(({ losses }, index) => losses.map((loss) => ({ index, ...loss }))),
  };
}

function checkDecode(
  bytes: ArrayBufferView | ArrayBufferLike,
  options: DecodeOptions,
): { input: Uint8Array; isText: boolean } {
  const { output, maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = readOptions(options, OPTIONS);
  const input = bytesOf(bytes);
  if (input === undefined) throw invalidArgument("The Protobuf format is bytes.");
  if (input.byteLength > maxEventBytes) throw tooLarge(maxEventBytes);
  return { input, isText: output === "text" };
}

/** An event in the JSON format. */
interface JsonEvent {
  readonly text: string;
  readonly types: AttributeTypes;
  readonly losses: readonly Loss[];
}

function fromMessage(message: Message, place: string): JsonEvent {
  const { specVersion, id, source, type } = message;
  const version = checkText(specVersion, `${place}/specversion`);
  if (version !== "1.0" && version !== "0.3") {
    throw fieldError(`${place}/specversion`, 'The version is "1.0" or "0.3".');
  }
  const members = new Map<string, unknown>([["specversion", "1.0"]]);
  for (const [name, value] of Object.entries({ id, source, type })) {
    members.set(name, checkText(value, `${place}/${name}`));
  }
  const types: Record<string, AttributeType> = {};
  for (const [key, attribute] of message.attributes) {
    const name = version === "0.3" && key === "schemaurl" ? "dataschema" : key;
    checkName(name, `${place}/${escapePointer(name)}`);
    if (members.has(name)) throw fieldError(`${place}/${name}`, "This comes twice.");
    const value = jsonValue(attribute);
    members.set(name, value);
    if (typeOf(attribute) !== usualType(name, value)) types[name] = typeOf(attribute);
  }
  const losses: Loss[] = [];
  const data = fromData(message.data, members, place, losses);
  const texts = Array.from(members, ([name, value]) => `"${name}":${JSON.stringify(value)}`);
  return { text: `{${[...texts, ...data].join()}}`, types, losses };
}

/** The member that the data is, or none. May say what content it is, where nothing else does. */
function fromData(
  data: Data | undefined,
  members: Map<string, unknown>,
  place: string,
  losses: Loss[],
): string[] {
  if (data === undefined) return [];
  if (data.kind === "text_data") return [`"data":${textData(data.text, members, place)}`];
  if (data.kind === "proto_data") describeMessage(data.typeUrl, members, place, losses);
  return [`"data_base64":"${toBase64(data.bytes)}"`];
}

function textData(text: string, members: ReadonlyMap<string, unknown>, place: string): string {
  const contentType = members.get("datacontenttype");
  if (typeof contentType !== "string" || !isJson(contentType)) return JSON.stringify(text);
  parseJson(text, `${place}/data`);
  return text;
}

function describeMessage(
  typeUrl: string,
  members: Map<string, unknown>,
  place: string,
  losses: Loss[],
): void {
  if (!members.has("datacontenttype")) members.set("datacontenttype", PROTOBUF_TYPE);
  if (!members.has("dataschema") && typeUrl !== "") members.set("dataschema", typeUrl);
  if ((members.get("dataschema") ?? "") === typeUrl) return;
  const path = `${place}/proto_data/type_url`;
  losses.push({
    path,
    reason: "The event has another dataschema, and JSON no type URL beside it.",
  });
}
