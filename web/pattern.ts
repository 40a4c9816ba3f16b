import { invalidArgument } from "./error.js";
import { toJson } from "./event.js";

/**
 * One or two comparisons with numbers. Of two, the lower bound comes first and is the smaller
 * number.
 */
export type NumericRange =
  | readonly [operator: "=" | "<" | "<=" | ">" | ">=", bound: number]
  | readonly [lower: ">" | ">=", bottom: number, upper: "<" | "<=", top: number];

type OneOrMore<T> = T | readonly T[];

/** Makes a union of objects with exactly one of the properties. */
type OneOf<T> = {
  [K in keyof T]-?: Pick<T, K> & { readonly [Other in Exclude<keyof T, K>]?: never };
}[keyof T];

/**
 * What `anything-but` excludes: values, or strings by one operator. A list is all strings or all
 * numbers.
 */
export type AnythingBut =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | OneOf<{
      readonly prefix: OneOrMore<string>;
      readonly suffix: OneOrMore<string>;
      readonly "equals-ignore-case": OneOrMore<string>;
      readonly wildcard: OneOrMore<string>;
    }>;

/** Each operator with its operand. An alternative of a pattern holds one of them. */
export interface Operators {
  /**
   * The string itself, even where it is an IP address: `{ exactly: "10.0.0.1" }` does not match
   * `"010.0.0.1"`.
   */
  readonly exactly: string;
  /**
   * Strings that begin so: `{ prefix: "aws." }`, `{ prefix: { "equals-ignore-case": "AWS." } }`.
   */
  readonly prefix: string | { readonly "equals-ignore-case": string };
  /** Strings that end so: `{ suffix: ".png" }`, `{ suffix: { "equals-ignore-case": ".PNG" } }`. */
  readonly suffix: string | { readonly "equals-ignore-case": string };
  /** Strings that are equal but for case: `{ "equals-ignore-case": "Alice" }`. */
  readonly "equals-ignore-case": string;
  /**
   * Strings of this shape, where `*` stands for any characters and `\*` for itself: `{ wildcard:
   * "dir/*.png" }`.
   */
  readonly wildcard: string;
  /**
   * Any value but these: `{ "anything-but": ["stopped", "overloaded"] }`. The field must be there.
   */
  readonly "anything-but": AnythingBut;
  /** Numbers in a range: `{ numeric: [">", 0, "<=", 5] }`. */
  readonly numeric: NumericRange;
  /**
   * Whether the field has a value, which may be null: `{ exists: false }`. An object is no value.
   */
  readonly exists: boolean;
  /** Strings that are IP addresses of this block: `{ cidr: "10.0.0.0/24" }`. */
  readonly cidr: string;
}

/** An object with exactly one of the {@link Operators}. */
export type Operator = OneOf<Operators>;

/** One way for a field to match: a value that it is equal to, or an operator. */
export type Alternative = string | number | boolean | null | Operator;

/**
 * An event pattern. An event matches when each field of the pattern does; a field matches when one
 * of its alternatives does. Objects nest as in the event, and `"a.b"` is the same field as `b`
 * inside `a`. `$or` lists patterns of which one must match. Fields of the event that the pattern
 * does not name do not matter.
 *
 * Values and operators are those of Amazon EventBridge.
 *
 * @example
 * ```ts
 * const pattern: Pattern = {
 *   source: ["aws.ec2"],
 *   detail: {
 *     state: [{ "anything-but": "terminated" }],
 *     $or: [{ "instance-id": [{ prefix: "i-0" }] }, { priority: [{ numeric: [">=", 3] }] }],
 *   },
 * };
 * ```
 */
export type Pattern = { readonly $or?: Branches } & {
  readonly [field: string]: readonly Alternative[] | Pattern | Branches;
};

/**
 * At least two, which also keeps a misspelt operator in a list of one from passing for a branch.
 */
type Branches = readonly [Pattern, Pattern, ...Pattern[]];

/**
 * A pattern as text or as an object.
 *
 * Text keeps what an object cannot: the spelling of numbers (`1.50`, `9007199254740993`) and keys
 * that come twice, and its errors have a line and a column. An object must be plain JSON data:
 * anything that `JSON.stringify()` would leave out or turn into null, such as `undefined` or `NaN`,
 * is refused, since the pattern would silently match more.
 */
export type PatternInput = string | Pattern;

/** The text of a pattern. Errors: ERR_INVALID_ARGUMENT for what has none. */
export function patternText(pattern: unknown): string {
  return typeof pattern === "string" ? pattern : toJson(pattern, "pattern", refuseLoss);
}

function refuseLoss(key: string, value: unknown): unknown {
  const type = typeof value;
  if (type === "string" || type === "object" || type === "boolean" || Number.isFinite(value)) {
    return value;
  }
  const found = type === "number" || type === "undefined" ? String(value) : `a ${type}`;
  throw invalidArgument(
    key === ""
      ? `A pattern is JSON text or an object, not ${found}.`
      : `The pattern has ${found} at "${key}", which JSON cannot say.`,
  );
}
