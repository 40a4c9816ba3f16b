import { invalidArgument, TidegateError } from "../error.js";
import { bytesOf, toJson } from "../event.js";
import { escapeLoneSurrogates } from "../text.js";

/**
 * A JSON Schema, or an OpenAPI document with schemas: JSON text, its UTF-8 bytes, or what that text
 * stands for.
 *
 * @example
 * ```js
 * const schemas = ['{"type": "object"}', { type: "object" }, true];
 * schemas.every((schema) => compileSchema(schema).validate({}).valid); // true
 * ```
 */
export type SchemaInput = string | ArrayBufferView | ArrayBufferLike | object | boolean;

/** The JSON text of a schema, which has a form in UTF-8. Errors: ERR_INVALID_ARGUMENT, ERR_INVALID_UTF8. */
export function schemaText(schema: SchemaInput): string {
  if (typeof schema === "string") return escapeLoneSurrogates(schema);
  const bytes = bytesOf(schema);
  if (bytes !== undefined) {
    try {
      // A copy, since a decoder need not take shared memory.
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        new Uint8Array(bytes),
      );
    } catch (cause) {
      throw new TidegateError("ERR_INVALID_UTF8", "The bytes are not UTF-8.", { cause });
    }
  }
  if ((typeof schema !== "object" || schema === null) && typeof schema !== "boolean") {
    throw invalidArgument("A schema is JSON text, bytes, an object, true or false.");
  }
  return escapeLoneSurrogates(toJson(schema, "event"));
}
