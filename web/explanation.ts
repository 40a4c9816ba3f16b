import type { ReasonCode } from "./generated/reason-codes.js";

/**
 * What became of a part of a pattern. Not reached is what did not matter any more: alternatives
 * behind the one that served, branches behind the one that holds, lists that a later one overrides.
 *
 * @example
 * ```js
 * explain({ a: 5 }, { a: [5] }).tree.status; // "matched"
 * ```
 */
export type ExplanationStatus = "matched" | "failed" | "not-reached";

/**
 * Where something begins and ends in a text, from 0: UTF-16 indices into a string, byte offsets
 * into bytes.
 *
 * @example
 * ```js
 * explain('{"a": 5}', { a: [5] }).tree.members[0].values[0].span; // [6, 7]
 * ```
 */
export type ExplanationSpan = readonly [begin: number, end: number];

/**
 * Why something does not hold. What does not apply is not there.
 *
 * @example
 * ```js
 * explain({ a: 7 }, { a: [{ numeric: ["<", 5] }] }).tree.members[0].reason.distance; // "2"
 * ```
 */
export interface Reason {
  /** To compare by. */
  readonly code: ReasonCode;
  /** The same as a plain sentence, such as `"Stopped" differs only in case from "stopped".` */
  readonly message: string;
  /** Of the values of the field, the index of the one that came closest. */
  readonly value?: number;
  /** Of a field: the `index` of the alternative that it came closest to. */
  readonly alternative?: number;
  /**
   * JSON text of what the value is measured by: the operand, the bound that it is beyond, the part
   * of the wildcard that is not found, what it is excluded by.
   */
  readonly expected?: string;
  /**
   * PREFIX_DIFFERS and SUFFIX_DIFFERS: the first character that differs, from 1; for a suffix
   * counted from the end.
   */
  readonly character?: number;
  /** OUT_OF_RANGE: how far the number is from the bound, as an exact decimal. */
  readonly distance?: string;
  /** FIELD_MISSING: the key of the event that was probably meant. */
  readonly nearest?: string;
  /** ARRAY_ELEMENTS_DISAGREE: some elements of one array, each with the fields that it satisfies. */
  readonly elements?: readonly ExplainedElement[];
}

/**
 * An element of an array of the event.
 *
 * @example
 * ```js
 * const tasks = [{ name: "web", code: 0 }, { name: "log", code: 1 }];
 * const { tree } = explain({ tasks }, { tasks: { name: ["web"], code: [1] } });
 * tree.reason.elements[0]; // { pointer: "/tasks/0", fields: ["tasks.name"] }
 * ```
 */
export interface ExplainedElement {
  /** JSON Pointer (RFC 6901) to the element. */
  readonly pointer: string;
  /** Paths of the fields that some value in the element satisfies. */
  readonly fields: readonly string[];
}

/**
 * A value of the event at the path of a field.
 *
 * @example
 * ```js
 * explain({ a: [1, 2] }, { a: [2] }).tree.members[0].values[1].served; // true
 * ```
 */
export interface ExplainedValue {
  /** JSON Pointer (RFC 6901) to the value in the event. */
  readonly pointer: string;
  /** The value as the event has it, cut off behind 200 bytes. */
  readonly text: string;
  /** Its type in JSON. */
  readonly type: "string" | "number" | "boolean" | "null";
  /** Where it stands in the event; not there for an event that is an object. */
  readonly span?: ExplanationSpan;
  /** Whether it is the one that satisfied the field. */
  readonly served?: true;
}

/**
 * One of the alternatives of a field.
 *
 * @example
 * ```js
 * const [field] = explain({ a: 2 }, { a: [1, 2] }).tree.members;
 * field.alternatives.map(({ status }) => status); // ["failed", "matched"]
 * ```
 */
export interface ExplainedAlternative {
  /** Which of the list it is, from 0. */
  readonly index: number;
  /** What became of it. */
  readonly status: ExplanationStatus;
  /** The alternative as the pattern has it, cut off behind 200 bytes. */
  readonly text: string;
  /** Where it stands in the text of the pattern. */
  readonly span: ExplanationSpan;
  /** Of the values of the field, the index of the one that satisfied it. */
  readonly value?: number;
  /** Why it failed. */
  readonly reason?: Reason;
}

/** What all nodes of an explanation have. */
interface ExplainedPart {
  /** The key in the pattern; not there for the root and for branches. */
  readonly key?: string;
  /** What became of this part. */
  readonly status: ExplanationStatus;
  /** Where the value of the key stands in the text of the pattern. */
  readonly span: ExplanationSpan;
  /** Why this part failed. */
  readonly reason?: Reason;
}

/**
 * A list of alternatives: one of them must be satisfied.
 *
 * @example
 * ```js
 * explain({ a: { b: 1 } }, { a: { b: [1] } }).tree.members[0].members[0].path; // "a.b"
 * ```
 */
export interface ExplainedField extends ExplainedPart {
  /** Tells the kinds of nodes apart. */
  readonly kind: "field";
  readonly key: string;
  /** The keys on the way to the field, joined by ".". */
  readonly path: string;
  /**
   * The first hundred, and those that matter. Where all failed, the reason of the field is that of
   * the one that came closest.
   */
  readonly alternatives: readonly ExplainedAlternative[];
  /** The first ten values at the path, and the one that served. */
  readonly values: readonly ExplainedValue[];
  /** How many values there are at the path. */
  readonly valueCount: number;
}

/**
 * An object of the pattern: all of its members must hold.
 *
 * @example
 * ```js
 * explain({}, { a: [1], b: [2] }).tree.members.map(({ key }) => key); // ["a", "b"]
 * ```
 */
export interface ExplainedObject extends ExplainedPart {
  /** Tells the kinds of nodes apart. */
  readonly kind: "object";
  /** One for each key, in the order of the pattern. */
  readonly members: readonly ExplainedNode[];
}

/**
 * A `$or`: one of its branches must hold.
 *
 * @example
 * ```js
 * explain({}, { $or: [{ a: [1] }, { b: [2] }] }).tree.members[0].branches.length; // 2
 * ```
 */
export interface ExplainedOr extends ExplainedPart {
  /** Tells the kinds of nodes apart. */
  readonly kind: "or";
  readonly key: "$or";
  /** One for each branch, in the order of the pattern. */
  readonly branches: readonly ExplainedObject[];
}

/**
 * A node of the pattern as it is written.
 *
 * @example
 * ```js
 * const [node] = explain({}, { a: [1] }).tree.members;
 * node.kind; // "field"
 * ```
 */
export type ExplainedNode = ExplainedField | ExplainedObject | ExplainedOr;

/**
 * Why a pattern matches an event, or does not.
 *
 * @example
 * ```js
 * explain({}, { a: [1] }).conditions; // 1
 * ```
 */
export interface Explanation {
  /** What {@link RuleSet.match} says. */
  readonly matched: boolean;
  /** All in a sentence: `No match: 1 of 4 conditions failed: detail.state.` */
  readonly summary: string;
  /** How many conditions failed; of every `$or` those of the branch that came closest. */
  readonly failed: number;
  /** How many conditions there are, counted in the same way. */
  readonly conditions: number;
  /** The text of the pattern, into which spans point. */
  readonly pattern: string;
  /** The pattern as a tree, with what became of each part. */
  readonly tree: ExplainedObject;
}

/**
 * Why a rule matches an event, or does not.
 *
 * @example
 * ```js
 * rules.explain({ detail: {} }, "stopped").matched; // false
 * ```
 */
export interface RuleExplanation {
  /** The name of the rule. */
  readonly rule: string;
  /** Whether one of its patterns matches. */
  readonly matched: boolean;
  /** The summary of the pattern that came closest. */
  readonly summary: string;
  /** How many conditions of that pattern failed. */
  readonly failed: number;
  /** How many conditions that pattern has. */
  readonly conditions: number;
  /** One for each pattern of the rule, in the order in which they were added. */
  readonly patterns: readonly Explanation[];
}
