import { core, MAX_TEXT_BYTES } from "../core.js";
import type { ChangeCode } from "../generated/change-codes.js";
import { hashSeed } from "../hash-seed.js";
import { encoder } from "../text.js";
import { type SchemaInput, schemaText } from "./schema-text.js";

/**
 * Who is broken by a change: `"consumers"` were written for the old version and read events of the
 * new one; `"producers"` write events of the old version where the new one is asked for.
 *
 * @example
 * ```js
 * compareSchemas({ type: "string" }, {}).changes[0].breaks; // ["consumers"]
 * ```
 */
export type SchemaParty = "consumers" | "producers";

/**
 * One thing that is different between two versions of a schema.
 *
 * @example
 * ```js
 * for (const { code, path, breaks } of compareSchemas(before, after).changes) {
 *   console.log(code, path, breaks.join(" and "));
 * }
 * ```
 */
export interface SchemaChange {
  /** What it is, to compare by. */
  readonly code: ChangeCode;
  /** JSON Pointer (RFC 6901) into events; `*` is any element, or any key that is not described. */
  readonly path: string;
  /** The keyword of the schema, where it is about one. */
  readonly keyword?: string;
  /** Whom it breaks; nobody, if it is empty. */
  readonly breaks: readonly SchemaParty[];
  /** What it is, as a sentence. */
  readonly message: string;
  /** The value before, where it is a single one: of an enum, or of the keyword; of types a list. */
  readonly before?: unknown;
  /** The value after. */
  readonly after?: unknown;
}

/**
 * How two versions of a schema differ.
 *
 * @example
 * ```js
 * const { level, changes } = compareSchemas({ type: "string" }, { type: "string" });
 * level; // "none"
 * changes; // []
 * ```
 */
export interface SchemaDifference {
  /**
   * What changes in a semantic version: `"major"` breaks someone; `"minor"` breaks nobody;
   * `"patch"` is only in what is said for people.
   */
  readonly level: "major" | "minor" | "patch" | "none";
  /** Whether some change breaks consumers. */
  readonly breaksConsumers: boolean;
  /** Whether some change breaks producers. */
  readonly breaksProducers: boolean;
  /** Each difference. */
  readonly changes: readonly SchemaChange[];
}

/**
 * Compares two versions of a schema by what they mean. Where the new one takes events that the old
 * one does not, it breaks consumers; the other way around, producers. The two may be of different
 * dialects, such as what {@link discover} gives as `"openapi3"` and as `"draft-04"`.
 *
 * Types, enums, formats, limits, fields and elements are compared, references followed; alternatives
 * type by type where each has types of its own, otherwise one by one. Conditions and the like are
 * the same or not, which counts as breaking both. Nobody is taken to use fields that a schema does
 * not describe, so a new one that is optional breaks nobody. What stands at several places is said
 * once.
 *
 * Errors: those of reading JSON; ERR_INVALID_ARGUMENT, ERR_TOO_LARGE, ERR_OUT_OF_MEMORY,
 * ERR_UNSUPPORTED_RUNTIME.
 *
 * @example
 * ```js
 * const before = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
 * const after = { type: "object", properties: { id: { type: "string" }, note: { type: "string" } } };
 * const { level, changes } = compareSchemas(before, after);
 * level; // "major"
 * changes.map(({ code, path, breaks }) => [code, path, ...breaks]);
 * // [["FIELD_ADDED", "/note"], ["FIELD_OPTIONAL", "/id", "consumers"]]
 * ```
 */
export function compareSchemas(before: SchemaInput, after: SchemaInput): SchemaDifference {
  const first = schemaText(before);
  const text = first + schemaText(after);
  const wasm = core();
  const size = wasm.writeText(text, MAX_TEXT_BYTES);
  const firstSize = size === text.length ? first.length : encoder.encode(first).byteLength;
  const result = wasm.exports._tg_compare_schemas(firstSize, size - firstSize, hashSeed());
  if (result < 0) throw wasm.failure(result === -1 ? before : after);
  return JSON.parse(wasm.outputText());
}
