// Arbitrary values for the tests that give any of them to any function.
import fc from "fast-check";
import { WRONG } from "./api-table.mjs";

/** Of members: some that objects inherit, some that events have, and any. */
export const names = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "toJSON",
    "length",
    "a.b",
    "",
  ),
  fc.constantFrom(
    "id",
    "source",
    "type",
    "specversion",
    "detail",
    "data",
    "data_base64",
    "headers",
    "a",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);

/** Any value of JavaScript. */
export const anything = fc.anything({
  key: names,
  maxDepth: 3,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
});

/** Values that JSON has; `object` is always an object. */
export const jsonValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      1,
      -1.5,
      1e300,
      2 ** 53,
      "",
      "1.0",
      "x",
      "2024-05-14T09:12:47Z",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.array(fc.tuple(names, tie("value")), { maxLength: 5 }).map(objectOf),
}));

/** With members of any names, which a literal or an assignment would not make of `__proto__`. */
export function objectOf(members) {
  return Object.fromEntries(members);
}

// Functions that make values, since fast-check looks into values, which not all of them bear.
export const maker = (text, make) => Object.assign(make, { [fc.toStringMethod]: () => text });
export const made = (values) => values.map((value) => maker(fc.stringify(value), () => value));
/** Values of wrong types, all that there are. */
export const wrong = fc.constantFrom(
  ...Object.entries(WRONG).map(([kind, make]) => maker(kind, make)),
);

/** Everything that all objects, lists and functions inherit. */
export function inherited() {
  return [Object, Array, Function, String, Number, Map, Uint8Array, Promise, Error].map(
    ({ prototype }) => Object.getOwnPropertyDescriptors(prototype),
  );
}
