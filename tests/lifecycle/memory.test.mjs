// Memory over many calls, made in ten rounds. The first warms up; then what is left of the Wasm memory is
// taken but for SLACK, and no more may come, so that what leaks there ends in ERR_OUT_OF_MEMORY. What
// JavaScript holds at the end (the least after the last three rounds, since compilers come and go) must not
// be more than it was in the first half, but for one per cent.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fill, heapBytes, wasmBytes, withoutGrowth } from "./support.mjs";

const tidegate = await import("tidegate");
const { RuleSet } = tidegate;

const SLACK = 128 * 1024;
const ROUNDS = 10;
const MOST_GROWTH = 1.01;

function steady(title, count, work) {
  test(`${count.toLocaleString("en")} ${title}`, async (t) => {
    const size = count / ROUNDS;
    const run = (round) => work(round * size, (round + 1) * size);
    run(0);
    await withoutGrowth(async () => {
      const rest = fill(tidegate, SLACK);
      const wasm = wasmBytes();
      const heap = [];
      for (let round = 1; round < ROUNDS; round++) {
        run(round);
        heap.push(await heapBytes());
      }
      new RuleSet().add("x".repeat(SLACK / 2), { x: [1] }); // What was left is there.
      rest.dispose();
      assert.equal(wasmBytes(), wasm);
      const grown = Math.min(...heap.slice(-3)) / Math.max(...heap.slice(0, ROUNDS / 2 - 1));
      t.diagnostic(
        `${wasm} bytes of Wasm memory, ${heap[0]} of JavaScript, times ${grown.toFixed(4)}`,
      );
      assert.ok(grown <= MOST_GROWTH, `what JavaScript holds: ${heap.join(", ")} bytes`);
    });
  });
}

const data = new URL("../data/", import.meta.url);
const patterns = JSON.parse(readFileSync(new URL("rules.json", data), "utf8"));
const samples = readdirSync(new URL("events/", data)).map((file) =>
  readFileSync(new URL(`events/${file}`, data), "utf8"),
);

const utf8 = new TextEncoder();
const text = (i) =>
  `{"id":"${i % 4999}","source":"shop","detail":{"state":"s${i % 7}","price":${i % 300}}}`;
const small = Array.from({ length: 4999 }, (_, i) => {
  if (i % 3 === 0) return text(i);
  return i % 3 === 1 ? utf8.encode(text(i)) : JSON.parse(text(i));
});
const rules = RuleSet.from({
  ...patterns,
  cheap: { source: ["shop"], detail: { price: [{ numeric: ["<", 100] }] } },
  some: { id: [{ prefix: "12" }], detail: { state: ["s3", { suffix: "5" }] } },
});

steady("matches of text, bytes and objects", 10_000_000, (from, to) => {
  let matched = 0;
  for (let i = from; i < to; i++) {
    if (rules.match(small[i % small.length]).includes("cheap")) matched++;
    if (i % 1000 === 0) fails(() => rules.match('{"detail": {"price": 1}'), "ERR_INVALID_JSON");
  }
  const share = matched / (to - from);
  assert.ok(share > 0.33 && share < 0.35, `${share} of all match`);
});

steady("matches of larger events, whose texts were never there before", 200_000, (from, to) => {
  for (let i = from; i < to; i++) {
    const event = samples[i % samples.length].replace(/"(id|version)": "/, `$&${i} é`);
    rules.match(i % 2 === 0 ? event : JSON.parse(event));
  }
});

steady("rules that come and go", 100_000, (from, to) => {
  const changing = RuleSet.from({ many: { a: [{ exists: true }] }, few: { id: ["x"], n: [1] } });
  for (let i = from; i < to; i++) {
    const name = `rule ${i % 100}`;
    const pattern = `{"id": ["${i}", {"prefix": "x${i}"}], "n": [{"numeric": [">", ${i}]}], "k${i % 50}": ["${i}"]}`;
    assert.equal(changing.add(name, pattern), true);
    assert.deepEqual(changing.match(`{"id": "${i}", "n": ${i + 1}, "k${i % 50}": "${i}"}`), [name]);
    if (i % 3 === 0) changing.replace(name, { id: [`${i}`], w: [{ wildcard: `*${i}*` }] });
    assert.equal(changing.remove(name), true);
    if (i % 100 === 0)
      fails(() => changing.add("bad", '{"id": [{"nope": 1}]}'), "ERR_PATTERN_OPERATOR");
  }
  assert.equal(changing.size, 2);
  changing.dispose();
});

const pattern = { source: ["shop"], detail: { price: [{ numeric: ["<", 100] }], state: ["s3"] } };
steady("explanations", 100_000, (from, to) => {
  for (let i = from; i < to; i++) {
    assert.equal(tidegate.explain(small[i % small.length], pattern).conditions, 3);
  }
});

const aws = samples.filter((sample) => "region" in JSON.parse(sample));
steady("conversions there and back", 100_000, (from, to) => {
  for (let i = from; i < to; i++) {
    const event = aws[i % aws.length];
    const output = i % 2 === 0 ? "text" : "object";
    const converted = tidegate.toCloudEvent(event, { output, lossless: true });
    tidegate.fromCloudEvent(converted, { to: "eventbridge", output: "text" });
    if (i % 100 === 0) fails(() => tidegate.toCloudEvent("{}"), "ERR_EVENT_FIELD");
  }
});

const cloudEvents = aws.map((sample) => tidegate.toCloudEvent(sample, { output: "text" }));
steady("validations", 100_000, (from, to) => {
  for (let i = from; i < to; i++) {
    assert.ok(tidegate.validateCloudEvent(cloudEvents[i % cloudEvents.length]).valid);
    const { issues } = tidegate.validateCloudEvent('{"specversion": "1.0", "id": ""}');
    assert.ok(issues.length > 2);
  }
});

function fails(call, code) {
  assert.throws(call, (error) => error.code === code);
}
