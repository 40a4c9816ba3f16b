import { invalidArgument } from "../error.js";
import { attempt, bytesOf } from "../event.js";
import { escapeLoneSurrogates } from "../text.js";

/**
 * A JSON Schema, or an OpenAPI document with schemas: JSON text or an object.
 *
 * @example
 * ```js
 * schemaToTypes('{"title": "Order", "type": "object"}').startsWith("export interface Order"); // true
 * ```
 */
export type SchemaSource = string | object;

/** The text of a schema. Errors: ERR_INVALID_ARGUMENT for what has none. */
export function schemaText(schema: SchemaSource): string {
  const isObject = typeof schema === "object" && schema !== null && bytesOf(schema) === undefined;
  const text = isObject ? attempt("The schema", () => JSON.stringify(schema)) : schema;
  if (typeof text !== "string") throw invalidArgument("A schema is JSON text or an object.");
  return escapeLoneSurrogates(text);
}
