import { EVENT_BYTES, isIterable, type Kind, type Kinds, oneOf, readOptions } from "../check.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES, outOfMemory } from "../core.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, type EventInput } from "../event.js";
import { hashSeed } from "../hash-seed.js";

/**
 * What discovered schemas are written as: `"openapi3"` and `"draft-04"` as EventBridge's schema
 * registry has them (types OpenApi3 and JSONSchemaDraft4), `"2020-12"` as JSON Schema of that draft.
 *
 * @example
 * ```js
 * const [{ schema }] = discover([{ a: 1 }], { form: "2020-12" });
 * schema.properties; // { a: { type: "integer" } }
 * ```
 */
export type SchemaForm = "openapi3" | "draft-04" | "2020-12";

const FORMS: readonly SchemaForm[] = ["openapi3", "draft-04", "2020-12"];

/**
 * Limits of a {@link Discovery}, which bound its memory. What is over one of them is described in
 * general, so that every sample still fits; {@link DiscoveredSchema.notes} say where.
 *
 * @example
 * ```js
 * using discovery = new Discovery({ maxEnumValues: 5, minEnumSamples: 100 });
 * ```
 */
export interface DiscoveryOptions {
  /** How many schemas there may be; further kinds of events are one, `"Event"`. Default: 1,000. */
  readonly maxSchemas?: number;
  /**
   * How many fields all schemas may have together, elements of arrays being one. A field takes some
   * 250 bytes, and its values up to 100 each. Default: 20,000.
   */
  readonly maxFields?: number;
  /** How many keys an object may have in all samples; with more it is a map. Default: 200. */
  readonly maxKeys?: number;
  /** How deep objects and arrays are looked into, up to 255. Default: 64. */
  readonly maxDepth?: number;
  /** How many values a string may have to be an enum, up to 200; 0 is none. Default: 10. */
  readonly maxEnumValues?: number;
  /** How often a string must have been seen to be an enum, each value twice. Default: 20. */
  readonly minEnumSamples?: number;
  /** The largest event in bytes. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * Options of {@link discover}.
 *
 * @example
 * ```js
 * discover(events, { form: "draft-04", maxEnumValues: 0 });
 * ```
 */
export interface DiscoverOptions extends DiscoveryOptions {
  /** What the schemas are written as. Default: `"openapi3"`. */
  readonly form?: SchemaForm;
}

/**
 * What a limit of a {@link Discovery} has hidden.
 *
 * @example
 * ```js
 * const [{ notes }] = discover([{ a: { b: 1, c: 2 } }], { maxKeys: 1 });
 * [notes[0].code, notes[0].path]; // ["MANY_KEYS", "/a"]
 * ```
 */
export interface DiscoveryNote {
  /**
   * Which limit: an object is a map because of its keys; what is nested deeper is not described;
   * some fields are not described; events of further kinds are described in this schema.
   */
  readonly code: "MANY_KEYS" | "TOO_DEEP" | "TOO_MANY_FIELDS" | "TOO_MANY_SCHEMAS";
  /** JSON Pointer (RFC 6901) into events; `*` is any element, or any key of a map. */
  readonly path: string;
  /** What it means, as a sentence. */
  readonly message: string;
}

/**
 * A schema that was inferred from samples.
 *
 * @example
 * ```js
 * const [{ name, kind, samples }] = discover([text]);
 * [name, kind, samples]; // ["aws.ec2@State", "eventbridge", 1]
 * ```
 */
export interface DiscoveredSchema {
  /**
   * As in EventBridge's registry: `source@DetailType` of events of EventBridge, `Event` of others;
   * of CloudEvents it is their type.
   */
  readonly name: string;
  /** What the events are. */
  readonly kind: "eventbridge" | "cloudevent" | "other";
  /** The source of events of EventBridge; where several have one name, the first of them. */
  readonly source?: string;
  /** Their detail-type, likewise. */
  readonly detailType?: string;
  /** How many events it was inferred from. */
  readonly samples: number;
  /** The schema, or the OpenAPI document that holds it. */
  readonly schema: { readonly [keyword: string]: unknown };
  /** What the limits have hidden. */
  readonly notes: readonly DiscoveryNote[];
}

const whole = (from: number, to: number): Kind => [
  `a whole number from ${from} to ${to}`,
  (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to,
];
const MANY = whole(1, 2 ** 30);

const LIMITS: Kinds<DiscoveryOptions> = {
  maxSchemas: MANY,
  maxFields: MANY,
  maxKeys: MANY,
  maxDepth: whole(1, 255),
  maxEnumValues: whole(0, 200),
  minEnumSamples: MANY,
  maxEventBytes: EVENT_BYTES,
};
const FORM: Kinds<{ form?: SchemaForm }> = { form: oneOf(FORMS) };

/** Frees what was left without dispose(). */
const abandoned =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<number>((pointer) => core().exports._tg_discovery_destroy(pointer));

/**
 * Infers schemas from samples of events, one event after the other, in bounded memory. There is one
 * schema for each `source` and `detail-type` of EventBridge, one for each type of CloudEvents, and
 * one for all other events.
 *
 * A field is required if every sample has it, and may be null if one was. Strings have a format
 * (date-time, date, uuid, email, uri, ipv4, ipv6) if all have it, or are an enum if they are few in
 * many samples: no more than ten, each of them twice, in twenty or more, and no ARN or account among
 * them. Numbers are integers if all were written so. Objects are components, named by their field.
 * Elements of an array share one schema; values of several types are alternatives. Every sample
 * fits the schema, and the order of samples changes nothing, unless `maxSchemas` or `maxFields` is
 * reached.
 *
 * A discovery holds memory that the garbage collector does not see. End it by
 * {@link Discovery.dispose}, or declare it with `using`.
 *
 * @example
 * ```js
 * const discovery = new Discovery();
 * discovery.add('{"source": "shop", "detail-type": "Order Placed", "detail": {"id": 1}}');
 * discovery.add('{"source": "shop", "detail-type": "Order Placed", "detail": {"id": null}}');
 * const [{ name, schema }] = discovery.schemas();
 * name; // "shop@OrderPlaced"
 * schema.components.schemas.OrderPlaced.properties.id;
 * // { type: "integer", nullable: true, format: "int64" }
 * discovery.dispose();
 * ```
 */
export class Discovery {
  readonly #core: Core;
  readonly #limit: number;
  /** The address of it; 0 once it is disposed of. */
  #pointer: number;

  /** What `using` calls: {@link Discovery.dispose}. */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * Makes one without samples.
   *
   * Errors: ERR_INVALID_ARGUMENT, ERR_OUT_OF_MEMORY, ERR_UNSUPPORTED_RUNTIME.
   *
   * @example
   * ```js
   * const discovery = new Discovery({ maxKeys: 50 });
   * ```
   */
  constructor(options: DiscoveryOptions = {}) {
    const {
      maxSchemas = 1000,
      maxFields = 20_000,
      maxKeys = 200,
      maxDepth = 64,
      maxEnumValues = 10,
      minEnumSamples = 20,
      maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
    } = readOptions(options, LIMITS);
    this.#core = core();
    this.#limit = maxEventBytes;
    this.#pointer = this.#core.exports._tg_discovery_create(
      maxSchemas,
      maxFields,
      maxKeys,
      maxDepth,
      maxEnumValues,
      minEnumSamples,
      hashSeed(),
    );
    if (this.#pointer === 0) throw outOfMemory();
    abandoned?.register(this, this.#pointer, this);
  }

  /**
   * Adds a sample. Takes a look at each of its values, and a pass over its text for each level.
   *
   * Errors: ERR_EVENT_NOT_OBJECT, ERR_TOO_LARGE, those of reading JSON, ERR_INVALID_ARGUMENT and
   * ERR_DISPOSED, after which it is as if the sample had not been given; ERR_OUT_OF_MEMORY.
   *
   * @example
   * ```js
   * discovery.add(text);
   * discovery.schemas().length; // 1
   * ```
   */
  add(event: EventInput): void {
    this.#live();
    const size = this.#core.writeEvent(event, this.#limit);
    if (this.#core.exports._tg_discovery_add(this.#live(), size) < 0)
      throw this.#core.failure(event);
  }

  /**
   * The schemas of all samples up to now, sorted by name.
   *
   * Errors: ERR_INVALID_ARGUMENT, ERR_DISPOSED, ERR_OUT_OF_MEMORY.
   *
   * @example
   * ```js
   * const names = discovery.schemas({ form: "draft-04" }).map(({ name }) => name);
   * ```
   */
  schemas(options: { readonly form?: SchemaForm } = {}): DiscoveredSchema[] {
    const { form = "openapi3" } = readOptions(options, FORM);
    const pointer = this.#live();
    const written = this.#core.exports._tg_discovery_write(pointer, FORMS.indexOf(form));
    if (written < 0) throw this.#core.failure(undefined);
    return JSON.parse(this.#core.outputText());
  }

  /**
   * Frees the memory. Whatever is called afterwards throws ERR_DISPOSED, but for this.
   *
   * @example
   * ```js
   * using discovery = new Discovery(); // does the same at the end of the block
   * ```
   */
  dispose(): void {
    if (this.#pointer === 0) return;
    abandoned?.unregister(this);
    this.#core.exports._tg_discovery_destroy(this.#pointer);
    this.#pointer = 0;
  }

  /** For the start of a call, and after code of the caller's. */
  #live(): number {
    if (this.#pointer === 0) {
      throw new TidegateError("ERR_DISPOSED", "The discovery was used after dispose().");
    }
    this.#core.resetStack();
    return this.#pointer;
  }
}

// Not every runtime has the symbol yet; those that compile `using` away agree on this one.
Object.defineProperty(Discovery.prototype, Symbol.dispose ?? Symbol.for("Symbol.dispose"), {
  value: Discovery.prototype.dispose,
});

/**
 * Infers schemas from samples of events, as a {@link Discovery} does, all at once.
 *
 * Errors: those of {@link Discovery}; the first event that cannot be read ends it.
 *
 * @example
 * ```js
 * const events = [{ specversion: "1.0", type: "sold", price: 1.5 }, { specversion: "1.0", type: "sold" }];
 * const [{ name, schema }] = discover(events, { form: "draft-04" });
 * name; // "sold"
 * schema.required; // ["specversion", "type"]
 * schema.properties.price; // { type: "number", format: "double" }
 * ```
 */
export function discover(
  events: Iterable<EventInput>,
  options: DiscoverOptions = {},
): DiscoveredSchema[] {
  const { form = "openapi3", ...limits } = readOptions(options, { ...LIMITS, ...FORM });
  if (!isIterable(events)) throw invalidArgument("The samples are a list of events.");
  const discovery = new Discovery(limits);
  try {
    attempt("The list", () => {
      for (const event of events as Iterable<EventInput>) discovery.add(event);
    });
    return discovery.schemas({ form });
  } finally {
    discovery.dispose();
  }
}
