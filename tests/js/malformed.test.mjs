// Thousands of damaged events. Each is accepted exactly when JSON.parse() accepts it, and whatever
// is refused is a TidegateError with a place in the text, after which the set works as before.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { RuleSet, toCloudEvent } from "tidegate";
import { errorOf, randomNumbers, utf8 } from "./support.mjs";

const VARIANTS = 400;
const folder = new URL("../data/", import.meta.url);
const files = readdirSync(new URL("events/", folder)).sort();
const rules = RuleSet.from(JSON.parse(readFileSync(new URL("rules.json", folder), "utf8")));
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const intact = readFileSync(new URL("events/ec2-state-change.json", folder));
const matched = rules.match(intact);

// What does harm: structure, escapes, digits, control characters, pieces of UTF-8.
const fragments = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "\\",
  "\\u12",
  "\\ud800",
  "\\x",
  "0",
  "-",
  ".",
  "e",
  "1e",
  "+1",
  "true",
  "nul",
  "\0",
  "\n",
  "\u007f",
  "/",
  "//",
  "'",
  "\ufeff",
  "\u2028",
  "é",
  "😀",
  "Infinity",
  "0x1",
  " ",
  "[[[[",
  '{"":',
  "\t",
  "1.",
  "-0",
  "00",
].map(utf8);
const bytes = [
  [0x80],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xe2, 0x82],
  [0xff],
  [0xf0, 0x9f],
];
const harm = [...fragments, ...bytes.map((list) => Uint8Array.from(list))];

function damage(event, random) {
  const below = (limit) => Math.floor(random() * limit);
  let result = event;
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(result.length);
    const span = 1 + below(random() < 0.8 ? 4 : 200);
    const inserted = [
      () => harm[below(harm.length)],
      () => Uint8Array.of(result[at] ^ (1 << below(8))),
      () => result.subarray(below(result.length)).subarray(0, span),
      () => new Uint8Array(),
    ][below(4)]();
    const removed = random() < 0.5 ? span : 0;
    result = Buffer.concat([result.subarray(0, at), inserted, result.subarray(at + removed)]);
  }
  return random() < 0.1 ? result.subarray(0, below(result.length)) : result;
}

function parse(event) {
  try {
    return { text: decoder.decode(event), value: JSON.parse(decoder.decode(event)) };
  } catch {
    return undefined;
  }
}

for (const [seed, file] of files.entries()) {
  test(`${file}, damaged in ${VARIANTS} ways`, () => {
    const random = randomNumbers(seed);
    const original = readFileSync(new URL(`events/${file}`, folder));
    const counts = { accepted: 0, refused: 0 };
    for (let i = 0; i < VARIANTS; i++) {
      const event = damage(original, random);
      const context = `seed ${seed}, variant ${i}: ${JSON.stringify(event.toString("latin1"))}`;
      const parsed = parse(event);
      if (isObject(parsed?.value)) {
        counts.accepted++;
        assert.deepEqual(rules.match(event), rules.match(parsed.text), context);
      } else {
        counts.refused++;
        assertRefused(event, parsed, context);
      }
    }
    assert.ok(
      counts.accepted > VARIANTS / 20 && counts.refused > VARIANTS / 4,
      JSON.stringify(counts),
    );
    assert.deepEqual(rules.match(intact), matched);
  });
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function assertRefused(event, parsed, context) {
  for (const call of [rules.match, rules.matchesAny, toCloudEvent]) {
    const error = errorOf(() => call.call(rules, event));
    if (parsed !== undefined) {
      assert.equal(error.code, "ERR_EVENT_NOT_OBJECT", context);
    } else {
      assert.match(error.code, /^ERR_INVALID_(JSON|UTF8)$/, context);
      assert.ok(error.offset >= 0 && error.offset <= event.length, context);
      assert.ok(error.line >= 1 && error.column >= 1, context);
    }
  }
}
