// The messages CloudEvent, CloudEventAttributeValue and CloudEventBatch of the Protobuf format, with
// Any and Timestamp within them, as the CloudEvents project's cloudevents.proto declares them.

import { PbfWriter } from "pbf";
import { encoder } from "../text.js";
import type { Timestamp } from "./timestamp.js";
import { malformed, WireReader } from "./wire.js";

/** A member of the oneof `attr`, by its name. */
export type AttributeValue =
  | { readonly kind: "ce_boolean"; readonly value: boolean }
  | { readonly kind: "ce_integer"; readonly value: number }
  | { readonly kind: "ce_string"; readonly value: string }
  | { readonly kind: "ce_uri"; readonly value: string }
  | { readonly kind: "ce_uri_ref"; readonly value: string }
  | { readonly kind: "ce_bytes"; readonly value: Uint8Array }
  | { readonly kind: "ce_timestamp"; readonly value: Timestamp };

/** A member of the oneof `data`, by its name. */
export type Data =
  | { readonly kind: "binary_data"; readonly bytes: Uint8Array }
  | { readonly kind: "text_data"; readonly text: string }
  | { readonly kind: "proto_data"; readonly typeUrl: string; readonly bytes: Uint8Array };

/** Attribute names come once each. */
export interface Message {
  readonly id: string;
  readonly source: string;
  readonly specVersion: string;
  readonly type: string;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly data: Data | undefined;
}

/** Never longer than a few times its texts and bytes. */
export function writeMessage(message: Message): Uint8Array {
  const writer = new PbfWriter();
  writeFields(message, writer);
  return writer.finish();
}

export function writeBatch(messages: readonly Message[]): Uint8Array {
  const writer = new PbfWriter();
  for (const message of messages) writer.writeMessage(1, writeFields, message);
  return writer.finish();
}

function writeFields(message: Message, writer: PbfWriter): void {
  writeText(1, message.id, writer);
  writeText(2, message.source, writer);
  writeText(3, message.specVersion, writer);
  writeText(4, message.type, writer);
  for (const entry of message.attributes) writer.writeMessage(5, writeEntry, entry);
  const { data } = message;
  if (data?.kind === "binary_data") writer.writeBytesField(6, data.bytes);
  if (data?.kind === "text_data") writeText(7, data.text, writer);
  if (data?.kind === "proto_data") writer.writeMessage(8, writeAny, data);
}

function writeEntry([name, value]: [string, AttributeValue], writer: PbfWriter): void {
  writeText(1, name, writer);
  writer.writeMessage(2, writeValue, value);
}

function writeValue(attribute: AttributeValue, writer: PbfWriter): void {
  const { kind, value } = attribute;
  if (kind === "ce_boolean") writer.writeBooleanField(1, value);
  else if (kind === "ce_integer") writer.writeVarintField(2, value);
  else if (kind === "ce_string") writeText(3, value, writer);
  else if (kind === "ce_bytes") writer.writeBytesField(4, value);
  else if (kind === "ce_uri") writeText(5, value, writer);
  else if (kind === "ce_uri_ref") writeText(6, value, writer);
  else writer.writeMessage(7, writeTimestamp, value);
}

function writeTimestamp({ seconds, nanos }: Timestamp, writer: PbfWriter): void {
  if (seconds !== 0) writer.writeVarintField(1, seconds);
  if (nanos !== 0) writer.writeVarintField(2, nanos);
}

function writeAny(
  { typeUrl, bytes }: { typeUrl: string; bytes: Uint8Array },
  writer: PbfWriter,
): void {
  writeText(1, typeUrl, writer);
  writer.writeBytesField(2, bytes);
}

/** pbf's own writeStringField() takes U+20000 for U+10000. */
function writeText(field: number, text: string, writer: PbfWriter): void {
  writer.writeBytesField(field, encoder.encode(text));
}

/** Views of the bytes, no copies. Errors: ERR_INVALID_PROTOBUF. */
export function readMessage(bytes: Uint8Array): Message {
  return readFields(new WireReader(bytes));
}

/** Errors: ERR_INVALID_PROTOBUF. */
export function readBatch(bytes: Uint8Array): Message[] {
  const reader = new WireReader(bytes);
  const messages: Message[] = [];
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) messages.push(readFields(reader.message()));
    else reader.skip();
  }
  return messages;
}

/** Of a field that comes more than once the last counts, as with any reader of Protobuf. */
function readFields(reader: WireReader): Message {
  const texts: [string, string, string, string] = ["", "", "", ""];
  const attributes = new Map<string, AttributeValue>();
  let data: Data | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field <= 4) texts[field - 1] = reader.string();
    else if (field === 5) attributes.set(...readEntry(reader.message()));
    else if (field === 6) data = { kind: "binary_data", bytes: reader.bytes() };
    else if (field === 7) data = { kind: "text_data", text: reader.string() };
    else if (field === 8) data = readAny(reader.message());
    else reader.skip();
  }
  const [id, source, specVersion, type] = texts;
  return { id, source, specVersion, type, attributes, data };
}

function readEntry(reader: WireReader): [string, AttributeValue] {
  let name = "";
  let value: AttributeValue | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) name = reader.string();
    else if (field === 2) value = readValue(reader.message());
    else reader.skip();
  }
  if (value === undefined) throw malformed(`The attribute "${name}" has no value.`);
  return [name, value];
}

function readValue(reader: WireReader): AttributeValue | undefined {
  let read: AttributeValue | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) read = { kind: "ce_boolean", value: reader.boolean() };
    else if (field === 2) read = { kind: "ce_integer", value: reader.int32() };
    else if (field === 3) read = { kind: "ce_string", value: reader.string() };
    else if (field === 4) read = { kind: "ce_bytes", value: reader.bytes() };
    else if (field === 5) read = { kind: "ce_uri", value: reader.string() };
    else if (field === 6) read = { kind: "ce_uri_ref", value: reader.string() };
    else if (field === 7) read = { kind: "ce_timestamp", value: readTimestamp(reader.message()) };
    else reader.skip();
  }
  return read;
}

function readTimestamp(reader: WireReader): Timestamp {
  let seconds = 0;
  let nanos = 0;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) seconds = Number(reader.int64());
    else if (field === 2) nanos = reader.int32();
    else reader.skip();
  }
  return { seconds, nanos };
}

function readAny(reader: WireReader): Data {
  let typeUrl = "";
  let bytes: Uint8Array = new Uint8Array();
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) typeUrl = reader.string();
    else if (field === 2) bytes = reader.bytes();
    else reader.skip();
  }
  return { kind: "proto_data", typeUrl, bytes };
}
