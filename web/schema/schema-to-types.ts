import { core, MAX_TEXT_BYTES } from "../core.js";
import { hashSeed } from "../hash-seed.js";
import { type SchemaInput, schemaText } from "./schema-text.js";

/**
 * The TypeScript of a schema: the text of a module that exports an interface, or a type, for each
 * component or definition, and for the root of a JSON Schema. Each is named by its schema in
 * PascalCase; `AWSEvent` is the event itself where the schema is one of EventBridge's registry.
 *
 * The types accept whatever the schema does, and compile under `strict`. Lists of values are unions
 * of literals, what may be null says so, descriptions are comments. An object has an index signature
 * where the schema says what further keys hold, or names no keys; without one, TypeScript refuses
 * keys that are not described, in literals. What has no type in TypeScript, such as a format, a
 * limit or a condition, is left out; `unknown` stands for a reference that leads out of the schema.
 *
 * Errors: those of reading JSON; ERR_INVALID_ARGUMENT, ERR_TOO_LARGE, ERR_OUT_OF_MEMORY,
 * ERR_UNSUPPORTED_RUNTIME.
 *
 * @example
 * ```js
 * schemaToTypes({
 *   title: "order",
 *   type: "object",
 *   required: ["state"],
 *   properties: { state: { enum: ["open", "paid"] }, note: { type: ["string", "null"] } },
 * });
 * // 'export interface Order {\n  state: "open" | "paid";\n  note?: string | null;\n}\n'
 * ```
 */
export function schemaToTypes(schema: SchemaInput): string {
  const text = schemaText(schema);
  const wasm = core();
  const size = wasm.writeText(text, MAX_TEXT_BYTES);
  if (wasm.exports._tg_schema_types(size, hashSeed()) < 0) throw wasm.failure(schema);
  return wasm.outputText();
}
