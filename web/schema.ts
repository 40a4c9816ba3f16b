/**
 * JSON Schema for events, with its own WebAssembly module.
 *
 * @example
 * ```js
 * import { compileSchema } from "tidegate/schema";
 *
 * const schema = compileSchema({ required: ["source"] });
 * schema.validate('{"source": "shop"}').valid; // true
 * ```
 *
 * @module tidegate/schema
 */

export type { TidegateErrorDetails } from "./error.js";
export { TidegateError } from "./error.js";
export type { EventInput } from "./event.js";
export type { ChangeCode } from "./generated/change-codes.js";
export type { ErrorCode } from "./generated/error-codes.js";
export type {
  CompileSchemaOptions,
  SchemaDialect,
  SchemaIssue,
  SchemaValidateOptions,
  SchemaValidation,
} from "./schema/compile-schema.js";
export { CompiledSchema, compileSchema } from "./schema/compile-schema.js";
export type { CompleteOptions, Completion, CompletionOption } from "./schema/complete.js";
export { complete } from "./schema/complete.js";
export type {
  DiscoveredSchema,
  DiscoverOptions,
  DiscoveryNote,
  DiscoveryOptions,
  SchemaForm,
} from "./schema/discover.js";
export { Discovery, discover } from "./schema/discover.js";
export type { SchemaInput } from "./schema/schema-text.js";
export { schemaToTypes } from "./schema/schema-to-types.js";
export type {
  NoPatternCode,
  PatternSamples,
  SuggestedPattern,
  SuggestPatternOptions,
} from "./schema/suggest-pattern.js";
export { suggestPattern } from "./schema/suggest-pattern.js";
export type { SchemaChange, SchemaDifference, SchemaParty } from "./schema/versions.js";
export { compareSchemas } from "./schema/versions.js";
