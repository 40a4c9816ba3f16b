import fc from "fast-check";
import { texts } from "./workspaces.mjs";

/** What means something in one of the languages that rules are written in. */
const HOSTILE = [
  "$\u007bx}",
  "$$\u007bx}",
  "$$$\u007bx}",
  "%{if}",
  "%%{x}",
  "EOF",
  "'",
  "''",
  '"',
  "\\",
  "\\b",
  "\b\f\n\r\t",
  "`$\u007bx}`",
  "</script>",
  "__proto__",
  "constructor",
  "Ref",
  "Fn::Sub",
  "*/",
  "//",
  "#",
  "yes",
  "no",
  "on",
  "1:30",
  "2024-01-01",
  "~",
  "1e5",
  "0x10",
  "- a",
  "a: b",
  "!Sub x",
  "&a",
  "*a",
  "{{resolve:x}}",
  "\u2028",
  "e\u0301",
  "\ud800",
  "\udc00x",
  "😤",
  "\0",
  "",
];

export const hostile = fc.oneof(fc.constantFrom(...HOSTILE), texts, join(HOSTILE));

function join(parts) {
  return fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((some) => some.join(""));
}

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(1.5e300, 5e-324, 1e21, 0.1),
);

/** A pattern that the library takes, with any texts in it, as an object. */
export const patterns = fc.letrec((tie) => ({
  pattern: fc.dictionary(
    hostile.filter((key) => key !== "$or"),
    fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie("list"), tie("pattern")),
    { minKeys: 1, maxKeys: 3, noNullPrototype: true },
  ),
  list: fc.array(
    fc.oneof(
      hostile,
      numbers,
      fc.constantFrom(null, true, false, { exists: true }, { numeric: [">", 0, "<=", 1.5] }),
      fc.record({ prefix: hostile }, { noNullPrototype: true }),
      fc.record({ "anything-but": fc.array(hostile, { minLength: 1 }) }, { noNullPrototype: true }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
})).pattern;

/** Rules of a workspace: their names are different, their patterns JSON text. */
export const rules = fc.uniqueArray(
  fc.record(
    {
      name: hostile.filter((name) => name.isWellFormed()),
      text: fc
        .tuple(patterns, fc.constantFrom(undefined, 2))
        .map(([pattern, space]) => JSON.stringify(pattern, null, space))
        .filter((text) => text.length <= 4096),
    },
    { noNullPrototype: true },
  ),
  { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
);
