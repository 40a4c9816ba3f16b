import { Names } from "./names.js";

/** A text that a visitor edits, and what it is called. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A saved case: what an event is expected to match. */
export interface TestCase {
  readonly name: string;
  /** The text of the event. */
  readonly event: string;
  /** The names of the rules that match it. */
  readonly matches: readonly string[];
}

export const TABS = [
  "explain",
  "convert",
  "validate",
  "discover",
  "lint",
  "benchmark",
  "tests",
  "facets",
] as const;

export type TabId = (typeof TABS)[number];

/** All that a visitor has before them: what a permalink and a file hold. */
export interface Workspace {
  /** Texts of patterns as they are typed, half typed ones included. Names are different. */
  readonly rules: readonly NamedText[];
  readonly events: readonly NamedText[];
  readonly cases: readonly TestCase[];
  /** Text of a JSON Schema or of an OpenAPI document; `""` where there is none. */
  readonly schema: string;
  /** Which rule is shown, from 0. */
  readonly rule: number;
  /** Which event is shown, from 0. */
  readonly event: number;
  readonly tab: TabId;
}

export const EMPTY: Workspace = {
  rules: [],
  events: [],
  cases: [],
  schema: "",
  rule: 0,
  event: 0,
  tab: "explain",
};

/** The name, or the name with the first number behind it that makes it a new one. */
export function freshName(name: string, taken: readonly { readonly name: string }[]): string {
  return new Names(taken.map((one) => one.name)).fresh(name);
}

/** The texts with names that differ from each other and from those that are taken. */
export function freshlyNamed<T extends { readonly name: string }>(
  texts: readonly T[],
  taken: readonly { readonly name: string }[],
): T[] {
  const names = new Names(taken.map((one) => one.name));
  return texts.map((one) => ({ ...one, name: names.fresh(one.name) }));
}
