// A megabyte of anything takes no function more than a second. That is processor time, so that other work on the machine
// does not count; a call that takes longer is tried again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TidegateError } from "tidegate";
import * as schema from "tidegate/schema";
import { APIS, mine } from "../js/api-table.mjs";
import { utf8 } from "../js/support.mjs";

const SIZE = 1_000_000;
const MOST_MILLISECONDS = 1000;
const TRIES = 3;

/** So many of a part as make a megabyte, between commas. */
function list(part) {
  const parts = [];
  for (let size = 0; size < SIZE; size += parts.at(-1).length + 1) parts.push(part(parts.length));
  return parts.join(",");
}

const repeated = (text) => text.repeat(Math.ceil(SIZE / text.length));
const DEPTH = 900;

/** JSON values of a megabyte, each of another kind. */
const VALUES = {
  "a string": () => `"${repeated("a")}"`,
  "a string of escapes": () => `"${repeated("\\u00e9\\n")}"`,
  "a string beyond ASCII": () => `"${repeated("é😀")}"`,
  "an array of numbers": () => `[${list((i) => `${i}`)}]`,
  "an array of long numbers": () => `[${list((i) => `0.${"123456789".repeat(100)}${i}`)}]`,
  "an array of strings": () => `[${list((i) => `"k${i}"`)}]`,
  "an array of nothing": () => `[${list(() => "[]")}]`,
  "an array of objects": () => `[${list((i) => `{"a":${i},"b":"x"}`)}]`,
  "an object of many keys": () => `{${list((i) => `"k${i}":1`)}}`,
  "an object of one key": () => `{${list(() => '"a":1')}}`,
  "a long key": () => `{"${repeated("a.")}":1}`,
  depth: () => `[${list(() => "[".repeat(DEPTH) + "]".repeat(DEPTH))}]`,
  "depth of objects": () => `[${list(() => `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`)}]`,
  spaces: () => `[${repeated(" \n")}]`,
};

/** The kinds that are tried in place of a member of what is good as well. */
const WITHIN = ["a string beyond ASCII", "an array of objects", "an object of many keys", "depth"];

/** The text as a whole, and in place of two members. */
function inputsFor(good, kind, value) {
  const inputs = [value];
  let known;
  try {
    known = JSON.parse(typeof good === "string" ? good : JSON.stringify(good));
  } catch {}
  if (typeof known !== "object" || known === null || !WITHIN.includes(kind)) return inputs;
  const keys = new Set(["a", Object.keys(known).at(-1) ?? "a"]);
  return inputs.concat([...keys].map((key) => withMember(known, key, value)));
}

function withMember(known, name, value) {
  const members = Object.entries({ ...known, [name]: null }).map(
    ([key, other]) =>
      `${JSON.stringify(key)}:${key === name ? value : (JSON.stringify(other) ?? "null")}`,
  );
  return `{${members.join(",")}}`;
}

async function cost(call, args) {
  const before = process.cpuUsage();
  try {
    await call(...args);
  } catch (error) {
    assert.ok(
      error instanceof TidegateError || error?.name === "TidegateError" || error === mine,
      error?.stack,
    );
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function assertQuick(name, call, args, most) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && least > most; i++) {
    least = Math.min(least, await cost(call, args));
  }
  assert.ok(least <= most, `${name}: ${least.toFixed(0)} ms`);
}

const SCHEMA = { properties: { a: { uniqueItems: true, minimum: 5 } }, required: ["b"] };
const validator = schema.compileSchema(SCHEMA);
const options = { maxEventBytes: 2 ** 26 };

/** What reads a schema level by level (src/schema/schema_tree.h) takes more, the more levels there are. */
const BY_LEVEL = { depth: 6, "depth of objects": 3 };

const SCHEMA_APIS = [
  { name: "compileSchema", call: (given) => schema.compileSchema(given).dispose(), good: SCHEMA },
  { name: "validate", call: (given) => validator.validate(given), good: { a: 1 } },
  { name: "discover", call: (given) => schema.discover([given]), good: { a: 1 } },
  {
    name: "compareSchemas",
    call: (given) => schema.compareSchemas(given, given),
    good: SCHEMA,
    seconds: BY_LEVEL,
  },
  {
    name: "schemaToTypes",
    call: (given) => schema.schemaToTypes(given),
    good: SCHEMA,
    seconds: BY_LEVEL,
  },
  { name: "complete", call: (given) => schema.complete(given, given.length - 1), good: { a: [1] } },
  {
    name: "complete with schema and event",
    call: (given) => schema.complete('{"', 2, { schemas: [given], events: [given] }),
    good: SCHEMA,
  },
  {
    name: "suggestPattern",
    call: (given) => schema.suggestPattern({ match: [given], not: ['{"a":5}'] }, options),
    good: { a: 1 },
  },
];

const values = Object.entries(VALUES).map(([kind, make]) => [kind, make()]);

async function assertAllQuick(call, good, give, seconds = {}) {
  for (const [kind, value] of values) {
    const most = (seconds[kind] ?? 1) * MOST_MILLISECONDS;
    for (const input of inputsFor(good, kind, value)) {
      await assertQuick(kind, call, give(input), most);
    }
  }
}

const KINDS = ["event", "pattern", "text", "bytes", "body", "lines"];

describe("a megabyte in a second", () => {
  for (const [index, { name, call, args }] of APIS.entries()) {
    for (const [at, { good, is }] of args.entries()) {
      if (!KINDS.includes(is)) continue;
      test(`${index} ${name}, argument ${at}`, async () => {
        const others = args.map((argument) => argument.good);
        const give = (input) => others.with(at, is === "bytes" ? utf8(input) : input);
        await assertAllQuick(call, good, give);
      });
    }
  }
  for (const { name, call, good, seconds } of SCHEMA_APIS) {
    test(name, () => assertAllQuick(call, good, (input) => [input], seconds));
  }
});
