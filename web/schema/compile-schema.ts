import {
  EVENT_BYTES,
  FLAG,
  isPlainObject,
  type Kinds,
  oneOf,
  readOptions,
  TEXT,
} from "../check.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES, MAX_TEXT_BYTES } from "../core.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, bytesOf, type EventInput } from "../event.js";
import { hashSeed } from "../hash-seed.js";
import { placesOfBytes } from "../places.js";
import { escapeLoneSurrogates } from "../text.js";
import { regexes } from "./regexes.js";
import { type SchemaInput, schemaText } from "./schema-text.js";

/**
 * A version of JSON Schema.
 *
 * @example
 * ```js
 * compileSchema({ const: 1 }, { dialect: "draft-04" }).validate("2").valid; // true, as it has no const
 * ```
 */
export type SchemaDialect = "draft-04" | "draft-06" | "draft-07" | "2019-09" | "2020-12";

/**
 * Options of {@link compileSchema}.
 *
 * @example
 * ```js
 * compileSchema({ $ref: "https://example.com/id" }, { schemas: { "https://example.com/id": { type: "string" } } });
 * ```
 */
export interface CompileSchemaOptions {
  /** Documents that a `$ref` may lead to, by their URIs. Nothing is ever fetched. */
  readonly schemas?: Readonly<Record<string, SchemaInput>>;
  /** The version of JSON Schema where `$schema` says none. Default: `"2020-12"`. */
  readonly dialect?: SchemaDialect;
  /**
   * Of an OpenAPI document, the name of the schema below `components/schemas`. Default:
   * `"AWSEvent"`, the one that the title names, or the only one.
   */
  readonly component?: string;
  /**
   * Whether `format` is more than a note. Default: `"assert"`, for date-time, date, time, duration,
   * email, idn-email, hostname, ipv4, ipv6, uri, uri-reference, iri, iri-reference, uuid,
   * json-pointer, relative-json-pointer and regex; of any other format every string is. Of host names
   * beyond ASCII the tables of IDNA 2008 are not looked into.
   */
  readonly formats?: "assert" | "annotate";
  /**
   * Whether to take regular expressions of which it cannot be shown that they never take exponential
   * time. Default: no.
   */
  readonly unsafeRegex?: boolean;
  /** The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * Options of {@link CompiledSchema.validate}.
 *
 * @example
 * ```js
 * schema.validate(event, { output: "flag" }).issues; // []
 * ```
 */
export interface SchemaValidateOptions {
  /**
   * `"flag"`: only whether it is valid, which is found out soonest; `"basic"`: all issues, in one
   * list; `"detailed"`: those that one consists of, such as those of the branches of `anyOf`, are its
   * {@link SchemaIssue.issues}. Default: `"basic"`.
   */
  readonly output?: "flag" | "basic" | "detailed";
}

/**
 * One keyword of a schema that does not hold for a value.
 *
 * @example
 * ```js
 * const [issue] = compileSchema({ required: ["id"] }).validate("{}").issues;
 * issue.keyword; // "required"
 * issue.params; // { missingProperty: "id" }
 * ```
 */
export interface SchemaIssue {
  /**
   * Its name; `"false schema"` for a schema that is `false`; `"json"` for what is no JSON text within
   * the limits, whose {@link SchemaIssue.params} have the `code` of the error.
   */
  readonly keyword: string;
  /** JSON Pointer (RFC 6901) to the value in the event; `""` is all of it. */
  readonly instancePath: string;
  /**
   * Where the keyword stands: the URI of another document, if it is one, `#` and a JSON Pointer. Of
   * `"json"` it is `""`.
   */
  readonly schemaPath: string;
  /** What must be, for people. */
  readonly message: string;
  /** The same for programs, such as `{ limit: 5 }`; as Ajv names them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * Where the value begins: a UTF-16 index into a string, a byte offset into bytes. An event that
   * was an object has neither this nor `end`.
   */
  readonly offset?: number;
  /** Where it ends. */
  readonly end?: number;
  /** Only with the output `"detailed"`: what it consists of. */
  readonly issues?: readonly SchemaIssue[];
}

/**
 * What {@link CompiledSchema.validate} finds.
 *
 * @example
 * ```js
 * const { valid, issues } = schema.validate(event);
 * ```
 */
export interface SchemaValidation {
  /** Whether the event is valid. */
  readonly valid: boolean;
  /** What is wrong, at most 1,000; none with the output `"flag"`. */
  readonly issues: readonly SchemaIssue[];
}

const DIALECTS: readonly SchemaDialect[] = [
  "draft-04",
  "draft-06",
  "draft-07",
  "2019-09",
  "2020-12",
];
const FORMATS = ["assert", "annotate"] as const;
const OUTPUTS = ["flag", "basic", "detailed"] as const;

const OPTIONS: Kinds<CompileSchemaOptions> = {
  schemas: ["a plain object of schemas", isPlainObject],
  dialect: oneOf(DIALECTS),
  component: TEXT,
  formats: oneOf(FORMATS),
  unsafeRegex: FLAG,
  maxEventBytes: EVENT_BYTES,
};
const VALIDATE_OPTIONS: Kinds<SchemaValidateOptions> = { output: oneOf(OUTPUTS) };

/** What of {@link CompileSchemaOptions} the core knows by number: see src/schema/dialect.h. */
const FIRST_DIALECT = 1;
const NO_DIALECT = 6;

/** Frees what was left without dispose(). When, and whether, is up to the runtime. */
const abandoned =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<number>((schema) => core().exports._tg_destroy_schema(schema));

/** For making a {@link CompiledSchema}, which nobody else can. */
class MadeSchema {
  constructor(
    readonly core: Core,
    readonly pointer: number,
    readonly maxEventBytes: number,
  ) {}
}

/**
 * A JSON Schema that is ready to validate events: {@link compileSchema} makes it. It holds memory
 * that the garbage collector does not see. End it by {@link CompiledSchema.dispose}, or by `using`.
 *
 * @example
 * ```js
 * const schema = compileSchema({ properties: { price: { maximum: 10 } } });
 * schema.validate('{"price": 9}').valid; // true
 * schema.dispose();
 * ```
 */
export class CompiledSchema {
  readonly #core: Core;
  readonly #maxEventBytes: number;
  /** Its address; 0 once it is disposed of. */
  #pointer: number;

  /** What `using` calls: {@link CompiledSchema.dispose}. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(made: object) {
    if (!(made instanceof MadeSchema))
      throw invalidArgument("Schemas are made by compileSchema().");
    this.#core = made.core;
    this.#pointer = made.pointer;
    this.#maxEventBytes = made.maxEventBytes;
    abandoned?.register(this, made.pointer, this);
  }

  /**
   * Validates an event, or any other value: as text or bytes it is read once, and never parsed into
   * objects. Of a member that comes twice the last one counts, as for `JSON.parse()`; numbers are
   * compared by what is written, however many digits.
   *
   * What is no JSON text within the limits is an issue too, with the keyword `"json"`. Errors:
   * ERR_SCHEMA_TOO_COMPLEX where a schema that leads to itself many times over would take too long;
   * ERR_DISPOSED, ERR_OUT_OF_MEMORY; ERR_INVALID_ARGUMENT for what has no JSON text.
   *
   * @example
   * ```js
   * const { issues } = compileSchema({ properties: { id: { type: "string" } } }).validate('{"id": 7}');
   * issues[0].instancePath; // "/id"
   * issues[0].schemaPath; // "#/properties/id/type"
   * issues[0].message; // "must be string"
   * issues[0].offset; // 7
   * ```
   */
  validate(event: EventInput, options: SchemaValidateOptions = {}): SchemaValidation {
    const { output = "basic" } = readOptions(options, VALIDATE_OPTIONS);
    if (this.#pointer === 0) {
      throw new TidegateError("ERR_DISPOSED", "The schema was used after dispose().");
    }
    const wasm = this.#core;
    wasm.resetStack();
    let verdict: number;
    try {
      const size = wasm.writeEvent(event, this.#maxEventBytes);
      verdict = wasm.exports._tg_validate(this.#pointer, size, output !== "flag");
      if (verdict < 0) throw wasm.failure(event);
    } catch (error) {
      const issue = noJson(error);
      return { valid: false, issues: output === "flag" ? [] : [issue] };
    }
    if (verdict > 0 || output === "flag") return { valid: verdict > 0, issues: [] };
    const issues = placed(JSON.parse(wasm.outputText()), event);
    return { valid: false, issues: output === "basic" ? issues.map(flat) : nested(issues) };
  }

  /**
   * Frees the memory of the schema. {@link CompiledSchema.validate} throws ERR_DISPOSED afterwards.
   *
   * @example
   * ```js
   * using schema = compileSchema(true); // does the same at the end of the block
   * ```
   */
  dispose(): void {
    if (this.#pointer === 0) return;
    abandoned?.unregister(this);
    this.#core.exports._tg_destroy_schema(this.#pointer);
    this.#pointer = 0;
  }

  /**
   * Whether {@link CompiledSchema.dispose} was called.
   *
   * @example
   * ```js
   * schema.disposed; // false
   * ```
   */
  get disposed(): boolean {
    return this.#pointer === 0;
  }
}

// Not every runtime has the symbol yet; those that compile `using` away agree on this one.
Object.defineProperty(CompiledSchema.prototype, Symbol.dispose ?? Symbol.for("Symbol.dispose"), {
  value: CompiledSchema.prototype.dispose,
});

/**
 * Compiles a JSON Schema of draft 04, 06, 07, 2019-09 or 2020-12, as its `$schema` says; or a
 * component of an OpenAPI 3.0 document, as the schema registry of EventBridge has it. It needs no
 * `eval()`, so it works where Ajv does not compile.
 *
 * Regular expressions are those of ECMA-262 with the flag `u`, which the runtime's own engine runs.
 * One of which it cannot be shown that it never takes exponential time is refused: one with nested
 * repetitions, `(a+)+`, with alternatives in a repetition that begin alike, with back references.
 *
 * Errors: ERR_SCHEMA for what is no schema, with every mistake in `errors`, each with its `path`;
 * ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG, ERR_TOO_LARGE for what is no
 * JSON text; ERR_INVALID_ARGUMENT; ERR_OUT_OF_MEMORY; ERR_UNSUPPORTED_RUNTIME.
 *
 * @example
 * ```js
 * const schema = compileSchema({
 *   $schema: "http://json-schema.org/draft-04/schema#",
 *   properties: { time: { type: "string", format: "date-time" } },
 *   required: ["time"],
 * });
 * schema.validate('{"time": "2026-01-01T00:00:00Z"}').valid; // true
 * schema.validate('{"time": "yesterday"}').issues[0].keyword; // "format"
 * ```
 */
export function compileSchema(
  schema: SchemaInput,
  options: CompileSchemaOptions = {},
): CompiledSchema {
  const {
    schemas = {},
    dialect,
    component = "",
    formats = "assert",
    unsafeRegex = false,
    maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
  } = readOptions(options, OPTIONS);
  const uris = [""];
  const texts = [schemaText(schema)];
  for (const [uri, document] of attempt("The schemas", () => Object.entries(schemas))) {
    uris.push(escapeLoneSurrogates(uri));
    texts.push(schemaText(document));
  }
  const input = [component, ...texts.flatMap((text, i) => [uris[i], text])];
  const wasm = core();
  wasm.exports.regexes ??= regexes;
  const size = wasm.writeText(JSON.stringify(input), MAX_TEXT_BYTES);
  const pointer = wasm.exports._tg_compile_schema(
    size,
    dialect === undefined ? NO_DIALECT : FIRST_DIALECT + DIALECTS.indexOf(dialect),
    1 + FORMATS.indexOf(formats),
    unsafeRegex,
    hashSeed(),
  );
  if (pointer !== 0) return new CompiledSchema(new MadeSchema(wasm, pointer, maxEventBytes));
  const mistakes = wasm.outputText();
  if (mistakes === "") {
    throw wasm.failure(texts.length === 1 && typeof schema === "string" ? schema : undefined);
  }
  throw schemaError(JSON.parse(mistakes), schema, uris);
}

/** What the core writes of a mistake: its place in bytes. */
interface Mistake {
  readonly document: number;
  readonly path: string;
  readonly message: string;
  readonly begin: number;
  readonly end: number;
}

function schemaError(
  mistakes: readonly Mistake[],
  schema: SchemaInput,
  uris: readonly (string | undefined)[],
): TidegateError {
  const source = typeof schema === "string" ? schema : "";
  const own = mistakes.filter(({ document }) => document === 0);
  const places = placesOfBytes(
    source,
    own.flatMap(({ begin, end }) => [begin, end]),
  );
  const errors = mistakes.map(({ document, path, message, begin, end }) => {
    if (document > 0)
      return new TidegateError("ERR_SCHEMA", `${uris[document]}: ${message}`, { path });
    const from = places.get(begin);
    if (typeof schema !== "string" || from === undefined) {
      return new TidegateError("ERR_SCHEMA", message, { path });
    }
    const { index: offset, line, column } = from;
    const details = { path, offset, end: places.get(end)?.index ?? offset, line, column };
    return new TidegateError("ERR_SCHEMA", message, details);
  });
  const first = errors[0] as TidegateError;
  const { message, code, ...details } = { ...first, message: first.message };
  return new TidegateError(code, message, { ...details, errors });
}

/** What the core writes of an issue, with its place in the input as it was given. */
interface FoundIssue extends SchemaIssue {
  readonly begin: number;
  readonly end: number;
  readonly within: number;
}

type PlacedIssue = SchemaIssue & Pick<FoundIssue, "within">;

function placed(issues: readonly FoundIssue[], input: EventInput): PlacedIssue[] {
  const isText = typeof input === "string";
  const places = isText
    ? placesOfBytes(
        input,
        issues.flatMap(({ begin, end }) => [begin, end]),
      )
    : undefined;
  const hasPlaces = isText || bytesOf(input) !== undefined;
  return issues.map(({ begin, end, ...issue }) => {
    const instancePath = issue.instancePath.replace(/\p{Surrogate}/gu, "\ufffd");
    if (!hasPlaces) return { ...issue, instancePath };
    const at = (byte: number) => places?.get(byte)?.index ?? byte;
    return { ...issue, instancePath, offset: at(begin), end: at(end) };
  });
}

const NO_JSON: readonly unknown[] = [
  "ERR_INVALID_JSON",
  "ERR_INVALID_UTF8",
  "ERR_TOO_DEEP",
  "ERR_NUMBER_TOO_LONG",
  "ERR_TOO_LARGE",
];

/** The issue of what is no JSON text. Throws what is another error. */
function noJson(error: unknown): SchemaIssue {
  if (!(error instanceof TidegateError) || !NO_JSON.includes(error.code)) throw error;
  const { code, message, path = "", offset, end } = error;
  return {
    keyword: "json",
    instancePath: path,
    schemaPath: "",
    message,
    params: { code },
    ...(offset !== undefined && { offset }),
    ...(end !== undefined && { end }),
  };
}

function flat({ within: _, ...issue }: PlacedIssue): SchemaIssue {
  return issue;
}

/** Puts into each issue those before it that it consists of. */
function nested(issues: readonly PlacedIssue[]): SchemaIssue[] {
  const open: { issue: SchemaIssue; size: number }[] = [];
  for (const placed of issues) {
    const parts: SchemaIssue[] = [];
    let { within } = placed;
    while (within > 0) {
      const part = open.pop();
      if (part === undefined) break;
      parts.unshift(part.issue);
      within -= part.size;
    }
    const issue = parts.length > 0 ? { ...flat(placed), issues: parts } : flat(placed);
    open.push({ issue, size: placed.within + 1 });
  }
  return open.map(({ issue }) => issue);
}
