import { tooLarge } from "./core.js";
import { invalidArgument } from "./error.js";
import { bytesOf, toJson } from "./event.js";

/**
 * One or two comparisons with numbers. Of two, the lower bound comes first and is the smaller
 * number.
 *
 * @example
 * ```js
 * matches({ price: 5 }, { price: [{ numeric: [">", 0, "<=", 5] }] }); // true
 * ```
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
 *
 * @example
 * ```js
 * matches({ state: "running" }, { state: [{ "anything-but": ["stopped", "stopping"] }] }); // true
 * ```
 */
export type AnythingBut =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | OneOf<{
      /** Strings that begin so, or as any of these. */
      readonly prefix: OneOrMore<string>;
      /** Strings that end so, or as any of these. */
      readonly suffix: OneOrMore<string>;
      /** Strings that are equal to it, or to any of these, but for case. */
      readonly "equals-ignore-case": OneOrMore<string>;
      /** Strings of this shape, or of any of these. */
      readonly wildcard: OneOrMore<string>;
    }>;

interface IgnoringCase {
  /** In capitals, small letters or both. */
  readonly "equals-ignore-case": string;
}

/**
 * Each operator with its operand. An alternative of a pattern holds one of them.
 *
 * @example
 * ```js
 * matches({ file: "a.jpg" }, { file: [{ suffix: ".jpg" }] }); // true
 * ```
 */
export interface Operators {
  /**
   * The string itself, even where it is an IP address: `{ exactly: "10.0.0.1" }` does not match
   * `"010.0.0.1"`.
   */
  readonly exactly: string;
  /**
   * Strings that begin so: `{ prefix: "aws." }`, `{ prefix: { "equals-ignore-case": "AWS." } }`.
   */
  readonly prefix: string | IgnoringCase;
  /** Strings that end so: `{ suffix: ".png" }`, `{ suffix: { "equals-ignore-case": ".PNG" } }`. */
  readonly suffix: string | IgnoringCase;
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

/**
 * An object with exactly one of the {@link Operators}.
 *
 * @example
 * ```js
 * const operators = [{ prefix: "i-0" }, { wildcard: "i-*f" }];
 * matches({ id: "i-5f" }, { id: operators }); // true
 * ```
 */
export type Operator = OneOf<Operators>;

/**
 * One way for a field to match: a value that it is equal to, or an operator.
 *
 * @example
 * ```js
 * matches({ size: 5 }, { size: ["large", 5, null, { exists: false }] }); // true
 * ```
 */
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
export type Pattern = {
  /** Patterns of which one must match. */
  readonly $or?: Branches;
} & {
  readonly [field: string]: readonly Alternative[] | Pattern | Branches;
};

/**
 * At least two, of which none has a field with the name of an operator. That keeps a list with a
 * misspelt operator from passing for branches, also where it stands beside others.
 */
type Branches = readonly [Branch, Branch, ...Branch[]];
type Branch = Pattern & { readonly [Name in keyof Operators]?: never };

/**
 * A pattern as text or as an object.
 *
 * Text keeps what an object cannot: the spelling of numbers (`1.50`, `9007199254740993`) and keys
 * that come twice, and its errors have a line and a column. An object must be plain JSON data:
 * anything that `JSON.stringify()` would leave out or turn into null, such as `undefined` or `NaN`,
 * is refused, since the pattern would silently match more.
 *
 * @example
 * ```js
 * matches({ price: 1.5 }, '{"price": [1.50]}'); // true
 * ```
 */
export type PatternInput = string | Pattern;

/** The largest rule, name and pattern together, in bytes. */
export const MAX_RULE_BYTES: number = 16 * 1024 * 1024;

/** The text of a pattern. Errors: ERR_INVALID_ARGUMENT for what has none, ERR_TOO_LARGE. */
export function patternText(pattern: unknown): string {
  if (bytesOf(pattern) !== undefined) {
    throw invalidArgument("A pattern is JSON text or an object, not bytes.");
  }
  const text = typeof pattern === "string" ? pattern : toJson(pattern, "pattern", refuseLoss);
  if (text.length > MAX_RULE_BYTES) throw tooLarge(MAX_RULE_BYTES);
  return text;
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
