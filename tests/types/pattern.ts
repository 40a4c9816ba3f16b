// What the type of patterns takes, and what it must refuse: each line under @ts-expect-error has to
// be an error.
import type { Alternative, Operator, Pattern } from "tidegate";

export const taken: Pattern[] = [
  { source: ["aws.ec2"] },
  { "detail.state": ["running", 5, 1.5, true, false, null] },
  { detail: { state: { code: [{ numeric: ["=", 16] }] } } },
  { a: [{ prefix: "x" }, { prefix: { "equals-ignore-case": "x" } }] },
  { a: [{ suffix: "x" }, { suffix: { "equals-ignore-case": "x" } }] },
  { a: [{ "equals-ignore-case": "x" }, { wildcard: "a*b" }, { exactly: "10.0.0.1" }] },
  { a: [{ exists: true }, { cidr: "10.0.0.0/24" }, "other"] },
  {
    a: [{ numeric: ["<", 5] }, { numeric: [">", 0, "<=", 5] }, { numeric: [">=", -1, "<", 1e300] }],
  },
  { a: [{ "anything-but": "x" }, { "anything-but": 5 }] },
  { a: [{ "anything-but": ["x", "y"] }, { "anything-but": [1, 2] }] },
  { a: [{ "anything-but": { prefix: "x" } }, { "anything-but": { suffix: ["x", "y"] } }] },
  {
    a: [
      { "anything-but": { wildcard: "a*" } },
      { "anything-but": { "equals-ignore-case": ["x"] } },
    ],
  },
  { $or: [{ a: [1] }, { b: [2] }] },
  { $or: [{ a: [1] }, { b: [2] }, { $or: [{ c: [3] }, { d: { e: [4] } }] }], f: ["x"] },
];

const fixed = { source: ["aws.ec2"], detail: { state: [{ prefix: "r" }] } } as const;
export const fromConst: Pattern = fixed;

const operator: Operator = { numeric: [">", 0] };
const alternatives: Alternative[] = [operator, "x"];
export const composed: Pattern = { a: alternatives };

export const refused: Pattern[] = [
  // @ts-expect-error: no list around the value
  { source: "aws.ec2" },
  // @ts-expect-error: no such operator
  { a: [{ prefixx: "x" }] },
  // @ts-expect-error: no such operator, with an operand that could be a list of alternatives
  { a: [{ numerc: [">", 0] }] },
  // @ts-expect-error: two operators in one
  { a: [{ prefix: "x", suffix: "y" }] },
  // @ts-expect-error: operand of another type
  { a: [{ prefix: 5 }] },
  // @ts-expect-error: operand of another type
  { a: [{ exists: "true" }] },
  // @ts-expect-error: no such comparison
  { a: [{ numeric: ["!=", 5] }] },
  // @ts-expect-error: the upper bound first
  { a: [{ numeric: ["<", 5, ">", 0] }] },
  // @ts-expect-error: half a range
  { a: [{ numeric: [">", 5, "<"] }] },
  // @ts-expect-error: strings and numbers in one list
  { a: [{ "anything-but": ["x", 5] }] },
  // @ts-expect-error: no such operator within anything-but
  { a: [{ "anything-but": { cidr: "10.0.0.0/8" } }] },
  // @ts-expect-error: a list within a list
  { a: [["x"]] },
  // @ts-expect-error: $or of one
  { $or: [{ a: [1] }] },
  // @ts-expect-error: JSON has no undefined
  { a: undefined },
];

declare const either: Pattern;
export const composedOr: Pattern = { $or: [either, either, { a: [1] }] };
export const wrongBeside: Pattern[] = [
  // @ts-expect-error: no such operator, beside one that could be the field of a pattern
  { a: [{ numeric: [">", 0] }, { numerc: ["<", 5] }] },
  // @ts-expect-error: the same the other way round
  { a: [{ exist: ["x"] }, { prefix: "x" }] },
  // @ts-expect-error: a field within $or has the name of an operator
  { $or: [{ prefix: ["x"] }, { a: [1] }] },
  // @ts-expect-error: the same deeper down
  { $or: [{ a: [1] }, { b: { $or: [{ c: [1] }, { cidr: ["x"] }] } }] },
];
