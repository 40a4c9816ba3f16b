// Rule sets made to find the one shape whose cost grows with the number of rules: at most a few of
// the rules match any event, so what grows is not the answer. `rules` are `count` of them, `event`
// is one event; `most` is the largest count that makes sense.
import { all, field } from "./rules.mjs";

const shared = (pattern) => ({ detail: { kind: ["shared"], ...pattern } });
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const filler = (random) => random.letters(12);

export const hostile = {
  "a field of its own": {
    rules: (_, count) => times(count, (i) => field(`detail.field${i}`, "on")),
    event: (random, count) => ({ detail: { [`field${random.below(count)}`]: "on" } }),
  },
  "a field of its own that is there": {
    rules: (_, count) => times(count, (i) => shared({ [`field${i}`]: [{ exists: true }] })),
    event: (random) => ({ detail: { kind: "shared", other: filler(random) } }),
  },
  "a field of its own that is absent": {
    rules: (_, count) => times(count, (i) => shared({ [`field${i}`]: [{ exists: false }] })),
    event: (random) => ({ detail: { kind: filler(random) } }),
  },
  "a path twenty deep": {
    rules: (_, count) => times(count, (i) => field(`${"a.".repeat(20)}b`, `own-${i}`)),
    event: (random, count) => nested(20, { b: `own-${random.below(count * 2)}` }),
  },
  "an exclusion of its own, and a shared one": {
    rules: (_, count) =>
      times(count, (i) => ({
        detail: { first: [{ "anything-but": [`own-${i}`] }], second: [{ "anything-but": ["no"] }] },
      })),
    event: (random) => ({ detail: { first: filler(random), second: "no" } }),
  },
  "an exclusion of its own, and a field that should be absent": {
    rules: (_, count) =>
      times(count, (i) => ({
        detail: { first: [{ "anything-but": [`own-${i}`] }], second: [{ exists: false }] },
      })),
    event: (random) => ({ detail: { first: filler(random), second: filler(random) } }),
  },
  "an exclusion and a range of its own": {
    rules: (_, count) =>
      times(count, (i) =>
        shared({
          state: [{ "anything-but": [`own-${i}`] }],
          value: [{ numeric: [">", 2 * i, "<", 2 * i + 1] }],
        }),
      ),
    event: (random, count) => ({
      detail: { kind: "shared", state: filler(random), value: 2 * random.below(count) + 1.5 },
    }),
  },
  "an own value, or not a shared one": {
    rules: (_, count) =>
      times(count, (i) => shared({ state: [`own-${i}`, { "anything-but": ["stopped"] }] })),
    event: () => ({ detail: { kind: "shared", state: "stopped" } }),
  },
  "an exclusion of its own in an array of 200": {
    rules: (_, count) =>
      times(count, (i) => shared({ tags: [{ "anything-but": [`own-${i}`] }], last: ["never"] })),
    event: (random) => ({
      detail: { kind: "shared", tags: times(200, () => filler(random)), last: filler(random) },
    }),
  },
  "a range of its own in an array of 200": {
    rules: (_, count) =>
      times(count, (i) => shared({ sizes: [{ numeric: [">=", -i] }], last: [{ exists: false }] })),
    event: (random) => ({
      detail: { kind: "shared", sizes: times(200, () => random.below(100)), last: filler(random) },
    }),
  },
  "ranges that all hold, and a field that should be absent": {
    rules: (_, count) =>
      times(count, (i) => shared({ value: [{ numeric: [">=", -i] }], last: [{ exists: false }] })),
    event: (random) => ({ detail: { kind: "shared", value: 1, last: filler(random) } }),
  },
  "two ranges that exclude each other": {
    rules: (_, count) =>
      times(count, (i) => ({
        detail: { first: [{ numeric: [">=", i] }], second: [{ numeric: ["<", i] }] },
      })),
    event: (random, count) => {
      const value = random.below(count);
      return { detail: { first: value, second: value } };
    },
  },
  "two shared values and a range": {
    rules: (_, count) =>
      times(count, (i) => shared({ state: ["on"], value: [{ numeric: [">", i + 10] }] })),
    event: () => ({ detail: { kind: "shared", state: "on", value: 3 } }),
  },
  "half of the values in each of twelve fields": {
    rules: (random, count) => times(count, () => all(...times(12, (i) => halfList(random, i)))),
    event: (random) => ({
      detail: Object.fromEntries(times(12, (i) => [`field${i}`, `v${random.below(8)}`])),
    }),
  },
  "numbers, each its own": {
    rules: (_, count) => times(count, (i) => shared({ value: [{ numeric: ["=", i + 0.5] }] })),
    event: (random, count) => ({ detail: { kind: "shared", value: random.below(count) } }),
  },
  "addresses, each a block of its own": {
    rules: (_, count) =>
      times(count, (i) => shared({ ip: [{ cidr: `10.${i >> 8}.${i % 256}.0/24` }] })),
    event: (random) => ({ detail: { kind: "shared", ip: `192.168.1.${random.below(256)}` } }),
  },
  "text in any case": {
    rules: (_, count) =>
      times(count, (i) => shared({ name: [{ "equals-ignore-case": `Own-${i}` }] })),
    event: (random) => ({ detail: { kind: "shared", name: `OWN-x${random.letters(2)}` } }),
  },
  "prefixes in any case": {
    rules: (_, count) =>
      times(count, (i) => shared({ name: [{ prefix: { "equals-ignore-case": `Own-${i}-` } }] })),
    event: (random) => ({ detail: { kind: "shared", name: `OWN-x${random.letters(8)}` } }),
  },
  "suffixes in any case": {
    rules: (_, count) =>
      times(count, (i) => shared({ name: [{ suffix: { "equals-ignore-case": `-${i}-Own` } }] })),
    event: (random) => ({ detail: { kind: "shared", name: `${random.letters(8)}x-OWN` } }),
  },
  "exclusions in any case": {
    rules: (_, count) =>
      times(count, (i) =>
        shared({ state: [{ "anything-but": { "equals-ignore-case": ["Stopped", `Own-${i}`] } }] }),
      ),
    event: () => ({ detail: { kind: "shared", state: "STOPPED" } }),
  },
  "exclusions of prefixes": {
    rules: (_, count) =>
      times(count, (i) => shared({ state: [{ "anything-but": { prefix: ["st", `own-${i}`] } }] })),
    event: () => ({ detail: { kind: "shared", state: "stopped" } }),
  },
  "exclusions of wildcards": {
    rules: (_, count) =>
      times(count, (i) =>
        shared({ state: [{ "anything-but": { wildcard: ["s*p*d", `own-*-${i}`] } }] }),
      ),
    event: () => ({ detail: { kind: "shared", state: "stopped" } }),
  },
  "prefixes of every length": {
    most: 1000,
    rules: (_, count) => times(count, (i) => shared({ name: [{ prefix: `${"x".repeat(i)}y` }] })),
    event: () => ({ detail: { kind: "shared", name: "x".repeat(1000) } }),
  },
  "suffixes of every length": {
    most: 1000,
    rules: (_, count) => times(count, (i) => shared({ name: [{ suffix: `y${"x".repeat(i)}` }] })),
    event: () => ({ detail: { kind: "shared", name: "x".repeat(1000) } }),
  },
  "prefixes that all hold, and a field that should be absent": {
    most: 1000,
    rules: (_, count) =>
      times(count, (i) =>
        shared({ name: [{ prefix: "x".repeat(i + 1) }], last: [{ exists: false }] }),
      ),
    event: (random) => ({
      detail: { kind: "shared", name: "x".repeat(1000), last: filler(random) },
    }),
  },
  "wildcards of one repeated letter": {
    rules: (_, count) => times(count, (i) => field("detail.name", { wildcard: `*a*a*b${i}` })),
    event: () => ({ detail: { name: "a".repeat(1000) } }),
  },
  "wildcards that begin alike": {
    rules: (_, count) => times(count, (i) => field("detail.name", { wildcard: `order-*-${i}x` })),
    event: (random) => ({ detail: { name: `order-${random.letters(8)}-${random.below(1000)}` } }),
  },
  "fields of two elements of an array of 100": {
    rules: (_, count) =>
      times(count, (i) => ({
        detail: {
          items: { note: [{ "anything-but": [`own-${i}`] }], sku: ["a"], state: ["late"] },
        },
      })),
    event: (random) => ({
      detail: {
        items: times(100, (i) => ({
          note: filler(random),
          sku: i === 3 ? "a" : filler(random),
          state: i === 7 ? "late" : filler(random),
        })),
      },
    }),
  },
  "fields of two arrays of 8, one in the other": {
    most: 1000,
    rules: (_, count) =>
      times(count, (i) => ({
        detail: { rows: { cells: { x: [{ numeric: [">", -1 - i] }], y: ["hit"] }, z: ["hit"] } },
      })),
    event: (random) => ({
      detail: {
        rows: times(8, (row) => ({
          cells: times(8, (cell) => ({ x: random.below(100), y: row === cell ? "hit" : "miss" })),
          z: "miss",
        })).concat({ cells: [], z: "hit" }),
      },
    }),
  },
  "an $or of eight choices": {
    rules: (_, count) =>
      times(count, (i) =>
        shared({
          $or: times(8, (branch) => ({ [`choice${branch}`]: [`own-${i}`] })),
        }),
      ),
    event: (random) => ({
      detail: {
        kind: "shared",
        ...Object.fromEntries(times(8, (i) => [`choice${i}`, filler(random)])),
      },
    }),
  },
  "an object of 2,000 keys that no rule names": {
    rules: (_, count) => times(count, (i) => field(`detail.field${i}`, "on")),
    event: (random) => ({
      detail: Object.fromEntries(times(2000, (i) => [`${random.letters(4)}${i}`, i])),
    }),
  },
};

function nested(depth, value) {
  let event = value;
  for (let i = 0; i < depth; i++) event = { a: event };
  return event;
}

function halfList(random, i) {
  const values = random.some(["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"], 4);
  return field(`detail.field${i}`, ...values);
}
