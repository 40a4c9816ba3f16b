import { TidegateError } from "../error.js";
import { attempt, bytesOf, type EventInput, toJson } from "../event.js";
import { decode } from "../text.js";

/** What samples and schemas know of one field. */
export interface KnownField {
  /** Whether it has fields within it. */
  readonly isObject: boolean;
  /** Its types. */
  readonly detail: string;
  /** What a schema says of it. */
  readonly documentation: string;
  /** Its values, by their JSON texts. */
  readonly values: ReadonlyMap<string, { readonly detail: string; readonly documentation: string }>;
}

/** Of one field, and longer ones than these are none to choose from. */
const MOST_VALUES = 200;
const LONGEST_VALUE = 1000;

/** An object, such as a schema. */
interface Members {
  readonly [name: string]: unknown;
  readonly additionalProperties?: unknown;
  readonly enum?: unknown;
  readonly examples?: unknown;
  readonly nullable?: unknown;
  readonly properties?: unknown;
  readonly $ref?: unknown;
  readonly type?: unknown;
  readonly description?: unknown;
  readonly title?: unknown;
}

/** Part of a schema, and the document that its references point into. */
interface Part {
  readonly schema: Members;
  readonly root: unknown;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(value: unknown, name: string): unknown {
  const isThere = typeof value === "object" && value !== null && Object.keys(value).includes(name);
  return isThere ? (value as Members)[name] : undefined;
}

/** Sample events and schemas, asked for what lies at a path. */
export class Knowledge {
  readonly #events: readonly unknown[];
  readonly #schemas: readonly Part[];

  /** Errors: ERR_INVALID_JSON, ERR_INVALID_ARGUMENT. */
  constructor(schemas: readonly (string | object)[], events: readonly EventInput[]) {
    this.#events = attempt("The events", () =>
      Array.from(events, (event, i) => parsed(event, `events[${i}]`)),
    );
    this.#schemas = attempt("The schemas", () =>
      Array.from(schemas, (schema, i) => {
        const root = parsed(schema as EventInput, `schemas[${i}]`);
        return { schema: eventSchema(root), root };
      }),
    );
  }

  /** What is known of the field at a path. */
  field(path: readonly string[]): KnownField {
    const field = new Field();
    for (const value of this.#samplesAt(path)) field.addSample(value);
    for (const part of this.#partsAt(path)) field.addSchema(part.schema);
    this.#addEnvelope(field, path);
    return field;
  }

  /** The fields within the one at a path, those of schemas first. */
  fields(path: readonly string[]): ReadonlyMap<string, KnownField> {
    const fields = new Map<string, Field>();
    const fieldOf = (name: string) => {
      const field = fields.get(name) ?? new Field();
      fields.set(name, field);
      return field;
    };
    for (const { schema, root } of this.#partsAt(path)) {
      const properties = schema.properties;
      for (const name of isMembers(properties) ? Object.keys(properties) : []) {
        const property = (properties as Members)[name];
        for (const part of together([{ schema: property, root }])) {
          fieldOf(name).addSchema(part.schema);
        }
      }
    }
    for (const value of this.#samplesAt(path)) {
      if (!isMembers(value)) continue;
      for (const name of Object.keys(value)) {
        for (const each of flat([value[name]])) fieldOf(name).addSample(each);
      }
    }
    return fields;
  }

  /** The registry of EventBridge keeps the values of two members beside the schema. */
  #addEnvelope(field: Field, path: readonly string[]): void {
    if (path.length !== 1) return;
    for (const { schema } of this.#schemas) {
      const value = schema[`x-amazon-events-${path[0]}`];
      if (typeof value === "string") field.addValue(value, "in a schema", "");
    }
  }

  #samplesAt(path: readonly string[]): unknown[] {
    // By how many keys of the path lead there, since a member's name may have dots in it.
    const levels: unknown[][] = [...path, ""].map(() => []);
    levels[0] = flat(this.#events);
    for (const [level, key] of path.entries()) {
      for (const value of levels[level] as unknown[]) {
        if (!isMembers(value)) continue;
        for (const name of Object.keys(value)) {
          const steps = name === key ? 1 : stepsAlong(name, path, level);
          if (steps > 0) levels[level + steps]?.push(...flat([value[name]]));
        }
      }
    }
    return levels[path.length] as unknown[];
  }

  #partsAt(path: readonly string[]): Part[] {
    let parts = together(this.#schemas);
    for (const key of path) {
      const next: { schema: unknown; root: unknown }[] = [];
      for (const { schema, root } of parts) {
        const property = member(schema.properties, key);
        next.push({ schema: property ?? schema.additionalProperties, root });
      }
      parts = together(next);
    }
    return parts;
  }
}

/** How many steps of the path a name with dots is; 0 if it is not along it. */
function stepsAlong(name: string, path: readonly string[], from: number): number {
  if (!name.includes(".")) return 0;
  const steps = name.split(".");
  return steps.every((step, i) => path[from + i] === step) ? steps.length : 0;
}

class Field implements KnownField {
  readonly #types = new Set<string>();
  readonly values: Map<string, { detail: string; documentation: string }> = new Map();
  isObject = false;
  documentation = "";

  get detail(): string {
    return [...this.#types].join(" | ");
  }

  addSample(value: unknown): void {
    if (isMembers(value)) {
      this.isObject = true;
      this.#types.add("object");
    } else {
      this.#types.add(value === null ? "null" : typeof value);
      this.addValue(value, "in an event", "");
    }
  }

  addSchema(schema: Members): void {
    const { type, description, title, properties } = schema;
    const types = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === "string");
    for (const each of types) this.#types.add(each);
    this.isObject ||= isMembers(properties) || types.includes("object");
    const words = typeof description === "string" ? description : title;
    if (this.documentation === "" && typeof words === "string") this.documentation = words;
    const lists = [schema.enum, schema.examples].filter(Array.isArray).flat();
    const single = ["const", "default", "example"].filter((name) => schema[name] !== undefined);
    const truth = types.includes("boolean") ? [true, false] : [];
    const nothing = types.includes("null") || schema.nullable === true ? [null] : [];
    const values = [...lists, ...single.map((name) => schema[name]), ...truth, ...nothing];
    for (const value of values) this.addValue(value, "in a schema", this.documentation);
  }

  addValue(value: unknown, detail: string, documentation: string): void {
    if (this.values.size >= MOST_VALUES || !isOffered(value)) return;
    const literal = JSON.stringify(value);
    if (literal.length > LONGEST_VALUE || this.values.has(literal)) return;
    this.values.set(literal, { detail, documentation });
  }
}

/** Whether a pattern can have the value, and it is what the event has. */
function isOffered(value: unknown): boolean {
  if (typeof value === "number") {
    const size = Math.abs(value);
    return size === 0 || (size > 1e-300 && size <= Number.MAX_SAFE_INTEGER);
  }
  return value === null || typeof value === "string" || typeof value === "boolean";
}

/** The values, and in place of arrays what is in them. */
function flat(values: readonly unknown[]): unknown[] {
  const all: unknown[] = [];
  const left = [[...values].reverse()].flat();
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) {
      for (let i = value.length; i > 0; i--) left.push(value[i - 1]);
    } else {
      all.push(value);
    }
  }
  return all;
}

const COMBINED = ["allOf", "anyOf", "oneOf", "prefixItems"];
const APPLIED = ["items", "contains", "if", "then", "else"];

/** The schemas, and all that speak of the same values or of the elements of those, each once. */
function together(schemas: readonly { schema: unknown; root: unknown }[]): Part[] {
  const parts: Part[] = [];
  const seen = new Set<unknown>();
  const left = [...schemas].reverse();
  while (left.length > 0) {
    const { schema, root } = left.pop() as Part;
    if (!isMembers(schema) || seen.has(schema)) continue;
    seen.add(schema);
    parts.push({ schema, root });
    const { $ref } = schema;
    const inner = typeof $ref === "string" ? [pointed(root, $ref)] : [];
    for (const name of COMBINED) {
      if (Array.isArray(schema[name])) inner.push(...(schema[name] as unknown[]));
    }
    for (const name of APPLIED) {
      const applied = schema[name];
      inner.push(...(Array.isArray(applied) ? applied : [applied]));
    }
    for (const each of inner.reverse()) left.push({ schema: each, root });
  }
  return parts;
}

/** What a reference within the document points to; of others nothing. */
function pointed(root: unknown, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let value = root;
  for (const token of reference.slice(1).split("/").slice(1)) {
    value = member(value, unescaped(token).replaceAll("~1", "/").replaceAll("~0", "~"));
  }
  return value;
}

function unescaped(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** Of an OpenAPI document the schema of the event, as src/schema/open_api.h finds it; or the first. */
function eventSchema(root: unknown): Members {
  const schemas = member(member(root, "components"), "schemas");
  const names = isMembers(schemas) ? Object.keys(schemas) : [];
  const title = member(member(root, "info"), "title");
  const name = ["AWSEvent", title, ...names].find((each) => names.includes(each as string));
  const schema = name === undefined ? root : member(schemas, name as string);
  return isMembers(schema) ? schema : {};
}

/** A copy, so that nothing of the caller's runs later. */
function parsed(input: EventInput, what: string): unknown {
  const bytes = bytesOf(input);
  const isText = typeof input === "string";
  const text = isText ? input : bytes ? decode(new Uint8Array(bytes)) : toJson(input, "event");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TidegateError("ERR_INVALID_JSON", `${what} is no JSON.`, { cause });
  }
}
