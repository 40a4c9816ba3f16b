// One instance that lives long: rules come, change and go while events are matched, explained, converted and validated,
// good ones and broken ones. Every verdict is held against another matcher's, and once all is warm neither the Wasm
// memory nor the heap of JavaScript may grow.
//
//   node --expose-gc soak.mjs [--minutes 2] [--seed 1]

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import {
  explain,
  RuleSet,
  TidegateError,
  toCloudEvent,
  toCloudEvents,
  validateCloudEvent,
} from "tidegate";
import { randomNumbers } from "../js/support.mjs";
import { heapBytes, wasmBytes } from "../lifecycle/support.mjs";
import { matchesSimply, patternOf } from "./simple-matcher.mjs";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
  },
});

/** By how much each may be larger at the end: one percent, and of the heap what its own keeping takes. */
const MOST_GROWTH = 1.01;
const HEAP_SLACK = 256 * 1024;

/** How many rules there are at most, and how many things are done between two looks at the time. */
const MOST_RULES = 300;
const BATCH = 500;

const random = randomNumbers(Number(options.seed));
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];

const PATHS = ["a", "b", "c.d", "c.e.f", "detail.state", "detail.price", "source"];
const words = () => Array.from({ length: 1 + below(4) }, () => pick("abAB.é€")).join("");
const value = () => pick([words, words, () => below(20), () => true, () => null])();

const ALTERNATIVES = [
  value,
  value,
  () => ({ prefix: words() }),
  () => ({ suffix: words() }),
  () => ({ "equals-ignore-case": pick(["ab", "AB", "aB.", "b"]) }),
  () => ({ wildcard: `${words()}*${words()}` }),
  () => ({ numeric: [">=", below(10), "<", 10 + below(10)] }),
  () => ({ "anything-but": [words(), words()] }),
  () => ({ exists: random() < 0.5 }),
];

/** A pattern by paths. Those that are prefixes of others would exclude each other. */
function fields() {
  const made = {};
  for (let i = 1 + below(3); i > 0; i--) {
    made[pick(PATHS)] = Array.from({ length: 1 + below(3) }, () => pick(ALTERNATIVES)());
  }
  return made;
}

function event() {
  return {
    id: String(below(1e6)),
    source: random() < 0.5 ? "aws.ec2" : words(),
    ...(random() < 0.7 ? { a: value() } : {}),
    ...(random() < 0.7 ? { b: value() } : {}),
    c: { d: value(), e: { f: value() } },
    detail: { state: words(), price: below(20), more: words().repeat(below(50)) },
  };
}

/** The same event as text, as bytes or as it is. */
const form = (object) =>
  pick([
    (given) => JSON.stringify(given),
    (given) => new TextEncoder().encode(JSON.stringify(given)),
    (given) => given,
  ])(object);

const rules = new RuleSet({ profile: "event-ruler" });
/** The fields of each rule by its name, in the order of adding. */
const model = new Map();
const counts = { verdicts: 0, matches: 0, changes: 0, explained: 0, converted: 0, refused: 0 };

function change() {
  counts.changes++;
  const name = `r${below(MOST_RULES)}`;
  if (random() < 0.4) {
    assert.equal(rules.remove(name), model.delete(name));
    return;
  }
  const made = fields();
  const known = model.has(name);
  assert.equal(rules.replace(name, patternOf(made)), known);
  model.set(name, made);
}

function match() {
  const given = event();
  const expected = [];
  for (const [name, made] of model) if (matchesSimply(given, made)) expected.push(name);
  assert.deepEqual(rules.match(form(given)), expected);
  counts.verdicts += model.size;
  counts.matches += expected.length;
}

function explainOne() {
  if (model.size === 0) return;
  const given = event();
  const name = pick([...model.keys()]);
  const made = model.get(name);
  const expected = matchesSimply(given, made);
  assert.equal(rules.explain(form(given), name).matched, expected);
  const profile = "event-ruler";
  assert.equal(explain(form(given), patternOf(made), { profile }).matched, expected);
  counts.explained++;
}

function convert() {
  const given = {
    version: "0",
    account: "123456789012",
    time: "2024-05-14T09:12:47Z",
    region: "us-east-1",
    resources: [],
    ...event(),
    "detail-type": words(),
  };
  const made = toCloudEvent(form(given));
  assert.deepEqual(made.data, given.detail);
  validateCloudEvent(made);
  assert.deepEqual(toCloudEvents(form(given)).events, [made]);
  counts.converted++;
}

function fail() {
  const text = JSON.stringify(event());
  const calls = [
    () => rules.match(text.slice(0, -1 - below(text.length - 1))),
    () => rules.add("bad", '{"a": [{"numric": ["<", 5]}]}'),
    () => toCloudEvent('{"a": 1}'),
    () => RuleSet.fromSnapshot(new Uint8Array(100)),
  ];
  assert.throws(pick(calls), TidegateError);
  counts.refused++;
}

function saveAndLoad() {
  const loaded = RuleSet.fromSnapshot(rules.snapshot());
  const given = event();
  assert.deepEqual(loaded.match(given), rules.match(given));
  loaded.dispose();
}

const WORK = [change, change, change, match, match, explainOne, convert, fail];

function work() {
  for (let i = 0; i < BATCH; i++) pick(WORK)();
  saveAndLoad();
}

const begin = performance.now();
const end = begin + Number(options.minutes) * 60_000;
// Half of the time, but not more than five minutes, is for everything to find its size.
const warm = begin + Math.min((end - begin) / 2, 300_000);
while (performance.now() < warm) work();
const before = { wasm: wasmBytes(), heap: await heapBytes() };
while (performance.now() < end) work();
const after = { wasm: wasmBytes(), heap: await heapBytes() };

const percent = (key) => `${((after[key] / before[key] - 1) * 100).toFixed(2)} %`;
console.log(
  Object.entries(counts)
    .map(([key, count]) => `${count} ${key}`)
    .join(", "),
);
console.log(`Wasm memory ${after.wasm} bytes, ${percent("wasm")}`);
console.log(`heap of JavaScript ${after.heap} bytes, ${percent("heap")}`);
assert.ok(after.wasm <= before.wasm * MOST_GROWTH, "the Wasm memory has grown");
assert.ok(after.heap <= before.heap * MOST_GROWTH + HEAP_SLACK, "the heap has grown");
