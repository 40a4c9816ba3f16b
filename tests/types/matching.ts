// The types of the events that patterns let through; each line under @ts-expect-error has to be an
// error.
import type { Matching, Pattern } from "tidegate";
import { matches } from "tidegate";
import type * as match from "tidegate/match";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}
/** Each of two types is the other, however they are written. */
function alike<A, B>(
  ..._: [A] extends [B] ? ([B] extends [A] ? [] : ["more is let through"]) : ["less is let through"]
): void {}

/** The type of one field under a pattern for it. */
type Of<V, A extends Pattern[string]> = Matching<{ readonly field: A }, { field: V }>["field"];
type Letters = "alpha" | "beta" | "gamma";

// Values, alone and among others.
alike<Of<string, readonly ["a", "b"]>, "a" | "b">();
alike<Of<Letters, readonly ["beta", "delta"]>, "beta">();
alike<Of<string | number | null, readonly [1, null]>, 1 | null>();
alike<Of<boolean, readonly [true]>, true>();
alike<Of<string, readonly [{ readonly exactly: "10.0.0.1" }]>, "10.0.0.1">();

// Operators.
alike<Of<string, readonly [{ readonly prefix: "i-" }]>, `i-${string}`>();
alike<Of<Letters, readonly [{ readonly prefix: "g" }]>, "gamma">();
alike<Of<string, readonly [{ readonly suffix: ".png" }]>, `${string}.png`>();
alike<Of<Letters, readonly [{ readonly suffix: "ta" }]>, "beta">();
alike<Of<string, readonly [{ readonly wildcard: "dir/*/a*" }]>, `dir/${string}/a${string}`>();
alike<Of<Letters, readonly [{ readonly wildcard: "*a*a" }]>, "alpha" | "gamma">();
alike<Of<string | number, readonly [{ readonly numeric: readonly [">", 0] }]>, number>();
alike<Of<1 | 2 | "x", readonly [{ readonly numeric: readonly [">", 0] }]>, 1 | 2>();
alike<Of<Letters, readonly [{ readonly "anything-but": "beta" }]>, "alpha" | "gamma">();
alike<Of<Letters, readonly [{ readonly "anything-but": readonly ["beta", "alpha"] }]>, "gamma">();
alike<
  Of<Letters, readonly [{ readonly "anything-but": { readonly suffix: "ta" } }]>,
  "alpha" | "gamma"
>();
alike<
  Of<Letters, readonly [{ readonly "anything-but": { readonly prefix: readonly ["a", "b"] } }]>,
  "gamma"
>();
alike<
  Of<Letters | null, readonly [{ readonly "anything-but": "beta" }]>,
  "alpha" | "gamma" | null
>();
alike<Of<Letters | number, readonly [{ readonly prefix: "b" }, 5]>, "beta" | 5>();

// What a pattern cannot be sure of.
alike<Of<string, readonly ["10.0.0.1"]>, string>();
alike<Of<string, readonly ["::1"]>, string>();
alike<Of<string | null, readonly [{ readonly cidr: "10.0.0.0/8" }]>, string>();
alike<Of<Letters, readonly [{ readonly "equals-ignore-case": "BETA" }]>, Letters>();
alike<
  Of<string | 5, readonly [{ readonly prefix: { readonly "equals-ignore-case": "b" } }]>,
  string
>();
alike<Of<string, readonly [{ readonly wildcard: "a\\*b" }]>, string>();
alike<Of<string[], readonly ["a"]>, string[]>();
alike<Of<string[] | string, readonly ["a"]>, string[] | "a">();
alike<Of<string, string[]>, string>();
alike<Of<Letters, { "anything-but": string }[]>, Letters>();
alike<Of<string, { prefix: string }[]>, string>();

// A field that is there, and one that is not.
interface Optional {
  field?: string | undefined;
  other?: { a?: 1 | 2; b?: string };
}
type With<P extends Pattern> = Matching<P, Optional>;
const there = { field: [{ exists: true }], other: { a: [2] } } as const;
declare const withFields: With<typeof there>;
export const text: string = withFields.field;
export const two: 2 = withFields.other.a;
const gone = { field: [{ exists: false }] } as const;
declare const without: With<typeof gone>;
alike<typeof without.field, undefined>();
const perhaps = { field: ["x", { exists: false }], other: { b: [{ exists: false }] } } as const;
declare const withPerhaps: With<typeof perhaps>;
alike<typeof withPerhaps.field, "x" | undefined>();
alike<NonNullable<typeof withPerhaps.other>["b"], undefined>();
// @ts-expect-error: it may be missing
export const missing: object = withPerhaps.other;

// An object is no value; a value is no object.
alike<Of<{ a: string } | "x", readonly [{ readonly exists: true }]>, "x">();
alike<Matching<{ readonly field: { readonly a: readonly ["b"] } }, { field: string }>, never>();
alike<Of<string, readonly [5]> extends never ? true : false, true>();

// Events of a union.
interface StateChange {
  source: "aws.ec2";
  "detail-type": "EC2 Instance State-change Notification";
  detail: { state: "running" | "stopped"; "instance-id": string };
}
interface Ordered {
  source: "shop";
  "detail-type": "Ordered";
  detail: { items: { sku: string }[]; total: number; coupon?: string };
}
type Known = StateChange | Ordered;
const stopped = { source: ["aws.ec2"], detail: { state: ["stopped"] } } as const satisfies Pattern;
declare const event: Known;
function isStopped(given: Known): given is Matching<typeof stopped, Known> {
  return matches(given, stopped);
}
if (isStopped(event)) {
  alike<typeof event.detail.state, "stopped">();
  export_(event.detail["instance-id"]);
  // @ts-expect-error: it is no order
  export_(event.detail.coupon);
}
function export_(_: string): void {}
same<Matching<{ readonly source: readonly ["other"] }, Known>, never>();
alike<
  Matching<
    { readonly detail: { readonly coupon: readonly [{ readonly prefix: "X" }] } },
    Ordered
  >["detail"]["coupon"],
  `X${string}`
>();
alike<
  Matching<
    { readonly detail: { readonly items: { readonly sku: readonly ["a"] } } },
    Ordered
  >["detail"]["items"],
  { sku: string }[]
>();

// Keys with dots, and branches.
alike<
  Matching<{ readonly "detail.state": readonly ["running"] }, StateChange>["detail"]["state"],
  "running"
>();
alike<Matching<{ readonly "a.b": readonly [1] }, { "a.b": number; a: { b: string } }>["a.b"], 1>();
const either = {
  source: ["aws.ec2", "shop"],
  $or: [{ detail: { state: ["running"] } }, { detail: { total: [{ numeric: [">", 5] }] } }],
} as const satisfies Pattern;
declare const some: Matching<typeof either, Known>;
if (some.source === "aws.ec2" && "state" in some.detail)
  alike<typeof some.detail.state, "running" | "stopped">();
alike<
  Matching<
    { readonly $or: readonly [{ readonly a: readonly [1] }, { readonly a: readonly [2] }] },
    { a: number; b: string }
  >["a"],
  1 | 2
>();
alike<
  Matching<
    { readonly $or: readonly [{ readonly a: readonly [1] }, { readonly b: readonly ["x"] }] },
    { a: number; b: string }
  >,
  { a: 1; b: string } | { a: number; b: "x" }
>();

// Of events of which nothing is known: what the pattern says, or a list.
declare const anything: Matching<typeof stopped>;
if (typeof anything.source === "string") alike<typeof anything.source, "aws.ec2">();
declare const untyped: Matching<typeof stopped, Record<string, unknown>>;
if (typeof untyped.source === "string") alike<typeof untyped.source, "aws.ec2">();

// A pattern that is no constant says nothing of values, and one that is text nothing at all.
const loose = { detail: { state: ["stopped"] } };
alike<Matching<typeof loose, StateChange>["detail"]["state"], "running" | "stopped">();
same<Matching<string, StateChange>, StateChange>();
same<match.Matching<typeof stopped, Known>, Matching<typeof stopped, Known>>();

// @ts-expect-error: no pattern
export type None = Matching<{ source: "aws.ec2" }, Known>;
// @ts-expect-error: the state is another
export const wrong: "running" = ({} as Matching<typeof stopped, StateChange>).detail.state;

// The example of the guide.
interface Change {
  source: "aws.ec2";
  detail: { state: string; "instance-id": string; reason?: string };
}
interface Order {
  source: "shop";
  detail: { total: number };
}
const stop = {
  source: ["aws.ec2"],
  detail: { state: ["stopped", "terminated"], reason: [{ prefix: "User" }] },
} as const satisfies Pattern;
const isStop = (given: Change | Order): given is Matching<typeof stop, Change | Order> =>
  matches(given, stop);
export function handle(given: Change | Order): void {
  if (!isStop(given)) return;
  alike<typeof given.detail.state, "stopped" | "terminated">();
  alike<typeof given.detail.reason, `User${string}`>();
}
