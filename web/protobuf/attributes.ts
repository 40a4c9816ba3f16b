import { fromBase64, toBase64 } from "../base64.js";
import { TidegateError } from "../error.js";
import { isWellFormed } from "../text.js";
import type { AttributeType } from "./attribute-type.js";
import type { AttributeValue } from "./messages.js";
import { readTimestamp, writeTimestamp } from "./timestamp.js";
import { malformed } from "./wire.js";

type Kind = AttributeValue["kind"];

const KINDS: Readonly<Record<AttributeType, Kind>> = {
  boolean: "ce_boolean",
  integer: "ce_integer",
  string: "ce_string",
  binary: "ce_bytes",
  uri: "ce_uri",
  "uri-reference": "ce_uri_ref",
  timestamp: "ce_timestamp",
};

const TYPES = Object.fromEntries(
  Object.entries(KINDS).map(([type, kind]) => [kind, type]),
) as Readonly<Record<Kind, AttributeType>>;

/** Of the optional attributes. The required ones have fields of their own. */
const DECLARED: ReadonlyMap<string, AttributeType> = new Map([
  ["datacontenttype", "string"],
  ["dataschema", "uri"],
  ["subject", "string"],
  ["time", "timestamp"],
]);

/** Names of members that are in every event. */
export const REQUIRED: readonly string[] = ["specversion", "id", "source", "type"];

/** Names of members that are no attributes. */
const DATA_NAMES = ["data", "data_base64"];

export function isAttributeType(value: unknown): value is AttributeType {
  return typeof value === "string" && Object.hasOwn(KINDS, value);
}

export function typeOf({ kind }: AttributeValue): AttributeType {
  return TYPES[kind];
}

/** The type of an attribute with that JSON value where nobody says another. */
export function usualType(name: string, value: unknown): AttributeType {
  const declared = DECLARED.get(name);
  if (declared !== undefined) return declared;
  if (typeof value === "boolean") return "boolean";
  return typeof value === "number" ? "integer" : "string";
}

/** Of an optional attribute. "Naming Conventions" of the specification. Errors: ERR_EVENT_FIELD. */
export function checkName(name: string, path: string): void {
  const isTaken = REQUIRED.includes(name) || DATA_NAMES.includes(name);
  if (/^[a-z0-9]+$/.test(name) && !isTaken) return;
  throw fieldError(path, "The name of an attribute is of a to z and 0 to 9.");
}

/** Errors: ERR_EVENT_FIELD. */
export function checkText(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "") {
    throw fieldError(path, "This is a string that is not empty.");
  }
  if (!isWellFormed(value)) throw fieldError(path, "A surrogate is without its partner.");
  return value;
}

export function fieldError(path: string, message: string): TidegateError {
  return new TidegateError("ERR_EVENT_FIELD", message, { path });
}

/**
 * An attribute from its JSON value or its canonical string form, and what its type cannot keep of
 * it. Errors: ERR_EVENT_FIELD for a value that is not of the type.
 */
export function attributeValue(
  value: unknown,
  type: AttributeType,
  path: string,
): { value: AttributeValue; loss?: string | undefined } {
  if (type === "boolean") {
    const text = String(value);
    if (text === "true" || text === "false") {
      return { value: { kind: "ce_boolean", value: text === "true" } };
    }
  } else if (type === "integer") {
    const number = /^-?\d{1,10}$/.test(String(value)) ? Number(value) : Number.NaN;
    if (number === (number | 0)) return { value: { kind: "ce_integer", value: number } };
  } else if (typeof value === "string") {
    const text = value === "" ? value : checkText(value, path);
    if (type === "timestamp") {
      const read = readTimestamp(text);
      if (read) return { value: { kind: "ce_timestamp", value: read.timestamp }, loss: read.loss };
    } else if (type === "binary") {
      const bytes = fromBase64(text);
      if (bytes) return { value: { kind: "ce_bytes", value: bytes } };
    } else {
      return { value: { kind: KINDS[type], value: text } as AttributeValue };
    }
  }
  throw fieldError(path, `This is no ${type}.`);
}

/** The value in JSON. Errors: ERR_INVALID_PROTOBUF for a timestamp out of range. */
export function jsonValue(attribute: AttributeValue): string | number | boolean {
  if (attribute.kind === "ce_bytes") return toBase64(attribute.value);
  if (attribute.kind !== "ce_timestamp") return attribute.value;
  const text = writeTimestamp(attribute.value);
  if (text === undefined) throw malformed("A timestamp is before year 1 or after 9999.");
  return text;
}
