import type { PatternInput } from "./pattern.js";

type Primitive = string | number | boolean | null;
type List = readonly unknown[];
type Same<T> = { readonly [Key in keyof T]: T[Key] };

/**
 * The type of the events that a pattern lets through, of those of a type `Event`: exact values
 * become literals, prefixes, suffixes and wildcards template literals, and fields that the pattern
 * asks for are there. An event of a union that cannot match is no longer in it.
 *
 * The pattern has to be a constant (`as const`), or it says nothing. What the pattern cannot be
 * sure of stays as it is in `Event`: lists, since one element is enough; strings that are compared
 * without regard to case or as IP addresses. A field that `Event` does not declare may hold a list.
 *
 * @example
 * ```ts
 * const pattern = { source: ["aws.ec2"], detail: { state: ["stopped", "terminated"] } } as const;
 * interface StateChange {
 *   source: string;
 *   detail: { state: string };
 * }
 * const event: StateChange = { source: "aws.ec2", detail: { state: "stopped" } };
 * const isEnd = (given: StateChange): given is Matching<typeof pattern, StateChange> =>
 *   matches(given, pattern);
 * if (isEnd(event)) {
 *   const state: "stopped" | "terminated" = event.detail.state;
 *   console.log(state);
 * }
 * ```
 */
export type Matching<P extends PatternInput, Event = unknown> = P extends string
  ? Event
  : InObject<P, Event>;

/** Each event of a union by itself. `any` tells as little as `unknown`. */
type InObject<P, E> = unknown extends E
  ? WithFields<P, unknown>
  : E extends unknown
    ? WithFields<P, E>
    : never;

type WithFields<P, E> =
  HasNever<RequiredFields<P, E>> extends true
    ? never
    : E & Same<RequiredFields<P, E> & OptionalFields<P, E>> & InBranches<P, E>;

type InBranches<P, E> = P extends { readonly $or: readonly (infer Branch)[] }
  ? Branch extends unknown
    ? InObject<Branch, E>
    : never
  : unknown;

type RequiredFields<P, E> = {
  [Key in FirstKeys<P, E> as Key extends AbsentKeys<P, E> ? never : Key]-?: Field<P, E, Key>;
};

type OptionalFields<P, E> = { [Key in AbsentKeys<P, E>]?: Field<P, E, Key> };

type HasNever<T> = true extends {
  [Key in keyof T]: [T[Key]] extends [never] ? true : false;
}[keyof T]
  ? true
  : false;

/**
 * The fields of the pattern, by the first of their keys: `"a.b"` is `b` in `a`, unless the event has
 * a member of that name.
 */
type FirstKeys<P, E> = FirstKey<Exclude<keyof P, "$or"> & string, E>;
type FirstKey<Key extends string, E> = Key extends keyof E
  ? Key
  : Key extends `${infer First}.${string}`
    ? First
    : Key;

/** What the pattern says of a field; what it says with dots too is another such thing. */
type Said<P, E, Key extends string> =
  | (Key extends keyof P ? P[Key] : never)
  | {
      [Name in keyof P & `${Key}.${string}`]: Name extends keyof E
        ? never
        : Name extends `${Key}.${infer Rest}`
          ? { readonly [_ in Rest]: P[Name] }
          : never;
    }[keyof P & `${Key}.${string}`];

type ValueOf<E, Key> = unknown extends E ? unknown : Key extends keyof E ? E[Key] : unknown;

/** The value of a field, which is all that is said of it. */
type Field<P, E, Key extends string> = AllOf<
  Said<P, E, Key> extends infer S
    ? S extends unknown
      ? [OneOf<S, ValueOf<E, Key>>]
      : never
    : never
>;

/** The intersection of what single lists hold. */
type AllOf<Lists> = (Lists extends [infer T] ? (_: [T]) => void : never) extends (
  _: infer All,
) => void
  ? All extends [unknown]
    ? All[0]
    : never
  : never;

type OneOf<S, V> = S extends readonly (infer A)[] ? Leaf<V, A> : Inside<S, V>;

type Inside<S, V> = unknown extends V
  ? InObject<S, unknown> | List | (IsAbsent<S> extends true ? Primitive | undefined : never)
  : V extends List
    ? V
    : V extends object
      ? InObject<S, V>
      : IsAbsent<S> extends true
        ? V
        : never;

type AbsentKeys<P, E> = {
  [Key in FirstKeys<P, E>]: [Said<P, E, Key>] extends [never]
    ? never
    : false extends (
          Said<P, E, Key> extends infer S
            ? S extends unknown
              ? IsAbsent<S>
              : never
            : never
        )
      ? never
      : Key;
}[FirstKeys<P, E>];

/** Whether what is said of a field holds where the field is not there. */
type IsAbsent<S> = S extends readonly (infer A)[]
  ? TakesAbsence<A>
  : false extends {
        [Key in keyof S]: Key extends "$or" ? SomeIsAbsent<S[Key]> : IsAbsent<S[Key]>;
      }[keyof S]
    ? false
    : true;

type SomeIsAbsent<Branches> = Branches extends readonly (infer B)[]
  ? true extends (B extends unknown ? IsAbsent<B> : never)
    ? true
    : false
  : false;

type TakesAbsence<A> = true extends (A extends { readonly exists: infer E } ? IsFalse<E> : never)
  ? true
  : false;
type IsFalse<E> = false extends E ? true : false;

/** A value that satisfies one of the alternatives `A`. An object is no value, a list may have one. */
type Leaf<V, A> = unknown extends V
  ? One<Primitive, A> | List | (TakesAbsence<A> extends true ? object | undefined : never)
  : V extends List
    ? V
    : V extends object | undefined
      ? TakesAbsence<A> extends true
        ? V
        : never
      : One<V, A>;

type One<V, A> = A extends string
  ? V & (IsLikeAddress<A> extends true ? string : A)
  : A extends Primitive
    ? V & A
    : A extends { readonly exactly: infer Text extends string }
      ? V & Text
      : A extends { readonly prefix: infer Text }
        ? V & (Text extends string ? `${Text}${string}` : string)
        : A extends { readonly suffix: infer Text }
          ? V & (Text extends string ? `${string}${Text}` : string)
          : A extends { readonly wildcard: infer Text extends string }
            ? V & (Text extends `${string}\\${string}` ? string : Wildcard<Text>)
            : A extends { readonly "equals-ignore-case": unknown } | { readonly cidr: unknown }
              ? V & string
              : A extends { readonly numeric: readonly unknown[] }
                ? V & number
                : A extends { readonly exists: infer E }
                  ? true extends E
                    ? V
                    : never
                  : A extends { readonly "anything-but": infer Excluded }
                    ? AnythingBut<V, Excluded>
                    : V;

/** A text that is an IP address is equal to the same address written in another way. */
type IsLikeAddress<Text extends string> = Text extends `${number}.${number}.${number}.${number}`
  ? true
  : Text extends `${string}:${string}:${string}`
    ? Text extends `arn:${string}`
      ? false
      : true
    : false;

type Wildcard<Text extends string> = Text extends `${infer Head}*${infer Tail}`
  ? `${Head}${string}${Wildcard<Tail>}`
  : Text;

type AnythingBut<V, Excluded> = Excluded extends Primitive
  ? Without<V, Excluded>
  : Excluded extends readonly (infer Value)[]
    ? Without<V, Value>
    : Excluded extends { readonly prefix: infer Text }
      ? Without<V, Affixed<Texts<Text>, "", string>>
      : Excluded extends { readonly suffix: infer Text }
        ? Without<V, Affixed<Texts<Text>, string, "">>
        : V;

type Texts<Text> = Text extends readonly (infer Each extends string)[] ? Each : Text;
type Affixed<Text, Before extends string, Behind extends string> = Text extends string
  ? string extends Text
    ? never
    : `${Before}${Text}${Behind}`
  : never;

/** Without the values of a type, if those are single ones. */
type Without<V, Excluded> = string extends Excluded
  ? V
  : number extends Excluded
    ? V
    : Exclude<V, Excluded>;
