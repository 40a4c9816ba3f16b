/** The types of CloudEvents attributes, "Type System" of the specification. */
export type AttributeType =
  | "boolean"
  | "integer"
  | "string"
  | "binary"
  | "uri"
  | "uri-reference"
  | "timestamp";

/** Types by the names of attributes. */
export interface AttributeTypes {
  readonly [name: string]: AttributeType;
}
