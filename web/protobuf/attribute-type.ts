/**
 * The types of CloudEvents attributes, "Type System" of the specification.
 *
 * @example
 * ```js
 * encodeCloudEvent(event, { types: { dataref: "uri-reference" } });
 * ```
 */
export type AttributeType =
  | "boolean"
  | "integer"
  | "string"
  | "binary"
  | "uri"
  | "uri-reference"
  | "timestamp";

/**
 * Types by the names of attributes.
 *
 * @example
 * ```js
 * const { output } = encodeCloudEvent({ ...event, dataref: "/1" }, { types: { dataref: "uri" } });
 * decodeCloudEvent(output).types; // { dataref: "uri" }
 * ```
 */
export interface AttributeTypes {
  readonly [name: string]: AttributeType;
}
