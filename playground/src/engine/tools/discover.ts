import {
  compareSchemas,
  type DiscoveredSchema,
  Discovery,
  type DiscoveryNote,
  type NoPatternCode,
  type SchemaDifference,
  type SchemaForm,
  schemaToTypes,
  suggestPattern,
} from "tidegate/schema";
import type { NamedText } from "../../workspace/workspace.js";
import { type Failure, failureOf } from "../serve.js";
import { patternText } from "./pattern-text.js";

/** What a discovered schema can be read as. */
export type Form = SchemaForm | "typescript";

export interface Discovered {
  readonly found: readonly Pick<DiscoveredSchema, "name" | "kind" | "samples">[];
  /** The one that was asked for, or else the first; nothing where there is none. */
  readonly chosen?: {
    readonly name: string;
    readonly texts: Readonly<Record<Form, string>>;
    readonly notes: readonly DiscoveryNote[];
  };
  /** Events that are none, by index, which are left out. */
  readonly broken: ReadonlyMap<number, Failure>;
}

/** The schemas of all events, and the text of one of them. */
export function discoverSchemas(events: readonly string[], wanted: string | undefined): Discovered {
  const discovery = new Discovery();
  try {
    const broken = new Map<number, Failure>();
    for (const [index, event] of events.entries()) {
      try {
        discovery.add(event);
      } catch (error) {
        broken.set(index, failureOf(error));
      }
    }
    const schemas = discovery.schemas({ form: "openapi3" });
    const found = schemas.map(({ name, kind, samples }) => ({ name, kind, samples }));
    const chosen = schemas.find(({ name }) => name === wanted) ?? schemas[0];
    if (chosen === undefined) return { found, broken };
    return { found, broken, chosen: textsOf(chosen, discovery) };
  } finally {
    discovery.dispose();
  }
}

function textsOf({ name, schema, notes }: DiscoveredSchema, discovery: Discovery) {
  const text = (value: unknown) => JSON.stringify(value, null, 2);
  const as = (form: "2020-12" | "draft-04") =>
    text(discovery.schemas({ form }).find((one) => one.name === name)?.schema);
  const texts = {
    "2020-12": as("2020-12"),
    "draft-04": as("draft-04"),
    openapi3: text(schema),
    typescript: schemaToTypes(schema),
  };
  return { name, texts, notes };
}

/** How a schema differs from an older version, which may be of any form. */
export function compareVersions(
  before: string,
  after: Readonly<Record<SchemaForm, string>>,
): SchemaDifference {
  return compareSchemas(before, after[formOf(before)]);
}

/** The forms say different things of numbers, so that only the same ones are compared. */
function formOf(schema: string): SchemaForm {
  try {
    const { openapi, $schema } = JSON.parse(schema);
    if (openapi !== undefined) return "openapi3";
    return String($schema).includes("draft-04") ? "draft-04" : "2020-12";
  } catch {
    // What is wrong with it, the comparison says.
    return "2020-12";
  }
}

export interface Suggestion {
  /** The text of a pattern. */
  readonly pattern?: string;
  /** Why there is none. */
  readonly code?: NoPatternCode;
  readonly reason?: string;
  /** The names of two events that no pattern tells apart. */
  readonly witness?: { readonly match: string; readonly not: string };
  /** The names of events that are none, which are left out. */
  readonly leftOut: readonly string[];
}

/** The smallest pattern that matches all of some events and none of others, by other fields than some. */
export function suggest(
  match: readonly NamedText[],
  not: readonly NamedText[],
  prefer: "general" | "values",
  ignore: readonly string[],
): Suggestion {
  const leftOut = [...match, ...not].filter((one) => !isEvent(one)).map(({ name }) => name);
  const samples = { match: match.filter(isEvent), not: not.filter(isEvent) };
  if (samples.match.length === 0) return { leftOut };
  const texts = (list: readonly NamedText[]) => list.map(({ text }) => text);
  const found = suggestPattern(
    { match: texts(samples.match), not: texts(samples.not) },
    { prefer, ignore },
  );
  if (found.pattern) return { pattern: patternText(found.pattern), leftOut };
  const { code, reason, witness } = found;
  const named = (list: readonly NamedText[], event: unknown) =>
    list.find(({ text }) => text === event)?.name ?? "";
  return {
    code,
    reason,
    leftOut,
    ...(witness && {
      witness: {
        match: named(samples.match, witness.match),
        not: named(samples.not, witness.not),
      },
    }),
  };
}

function isEvent({ text }: NamedText): boolean {
  try {
    const event: unknown = JSON.parse(text);
    return typeof event === "object" && event !== null && !Array.isArray(event);
  } catch {
    return false;
  }
}
