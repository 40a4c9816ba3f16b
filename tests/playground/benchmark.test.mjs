// What the tab Benchmark measures and how it says it; how long things take is no part of this.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./support.mjs";

const { measure, percentile, prepare } = await load("engine/benchmark.ts");
const { countText, sentence, setupText, timeText } = await load("tabs/benchmark-figures.ts");

const RULES = [
  { name: "ec2", text: '{"source": ["aws.ec2"]}' },
  { name: "stopped", text: '{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}' },
];
const EVENTS = ["stopped", "running"].map((state) => ({
  name: state,
  text: JSON.stringify({ source: "aws.ec2", detail: { state } }),
}));

test("both matchers are compared before they are measured", () => {
  const { size, ...setup } = prepare(RULES, EVENTS);
  assert.deepEqual(setup, {
    rules: 2,
    events: 2,
    matches: 3,
    leftOut: { rules: [], events: [] },
    compared: 4,
    disagreements: 0,
    examples: [],
  });
  assert.equal(size, (EVENTS[0].text.length + EVENTS[1].text.length) / 2);
});

test("a verdict on which the naive matcher differs is told", () => {
  const rules = [...RULES, { name: "pair", text: '{"items": {"a": [1], "b": [2]}}' }];
  const events = [{ name: "crossed", text: '{"items": [{"a": 1, "b": 1}, {"a": 2, "b": 2}]}' }];
  assert.equal(prepare(rules, events).disagreements, 0);
  const dotted = [{ name: "dotted", text: '{"detail.state": ["stopped"]}' }];
  const { compared, disagreements, examples } = prepare(dotted, EVENTS);
  assert.equal(compared, 2);
  assert.equal(disagreements, 1);
  assert.deepEqual(examples, [{ rule: "dotted", event: "stopped", matches: true }]);
});

test("what cannot be judged is left out, and named", () => {
  const rules = [...RULES, { name: "bad", text: "{" }, { name: "begun", text: "" }];
  const events = [...EVENTS, { name: "half", text: "{" }];
  const setup = prepare(rules, events);
  assert.deepEqual(setup.leftOut, { rules: ["bad"], events: ["half"] });
  assert.equal(setup.rules, 2);
  assert.equal(setup.events, 2);
  assert.equal(prepare([], []).rules, 0);
});

test("an operator that the naive matcher lacks leaves it out", () => {
  const setup = prepare([{ name: "exact", text: '{"source": [{"exactly": "shop"}]}' }], EVENTS);
  assert.match(setup.naiveFails, /exactly/);
  assert.equal(setup.compared, 0);
  const begin = Date.now();
  while (measure().rows.length < 2) assert.ok(Date.now() - begin < 60_000);
  assert.deepEqual(waysOf(measure()), ["tidegate", "parse"]);
});

const waysOf = ({ rows }) => rows.map(({ way }) => way);

function finished() {
  let progress = measure();
  for (let slices = 0; progress.done < 1 && slices < 10_000; slices += 1) {
    const next = measure();
    assert.ok(next.done >= progress.done);
    progress = next;
  }
  return progress;
}

test("it is measured in slices until all is done", { timeout: 120_000 }, () => {
  prepare(RULES, EVENTS);
  assert.ok(measure().done < 1);
  const progress = finished();
  assert.equal(progress.done, 1);
  assert.deepEqual(waysOf(progress), ["tidegate", "naive", "parse"]);
  for (const { p50, p99, eventsPerSecond } of progress.rows) {
    assert.ok(p50 > 0 && p99 >= p50);
    assert.equal(eventsPerSecond, 1e9 / p50);
  }
});

test("percentiles are those of the nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  assert.equal(percentile(hundred, 50), 50);
  assert.equal(percentile(hundred, 99), 99);
  assert.equal(percentile([7], 50), 7);
  assert.equal(percentile([7], 99), 7);
  assert.equal(percentile([1, 2, 3], 50), 2);
});

test("figures have three digits and a unit", () => {
  assert.equal(timeText(0.4321), "0.432 ns");
  assert.equal(timeText(640.4), "640 ns");
  assert.equal(timeText(999.9), "1 µs");
  assert.equal(timeText(6442), "6.44 µs");
  assert.equal(timeText(12_345_678), "12.3 ms");
  assert.equal(timeText(2.5e9), "2.5 s");
  assert.equal(countText(1_562_500), "1.56 million");
  assert.equal(countText(999_900), "1 million");
  assert.equal(countText(64_040), "64,000");
});

test("the sentence says which way takes longer", () => {
  const row = (way, p50) => ({ way, p50, p99: p50, eventsPerSecond: 1e9 / p50 });
  assert.equal(
    sentence([row("tidegate", 500), row("naive", 1500), row("parse", 250)]),
    "500 ns an event, 3 times as fast as the naive matcher, 2 times the time of JSON.parse alone.",
  );
  assert.equal(
    sentence([row("tidegate", 500), row("parse", 505)]),
    "500 ns an event, as fast as JSON.parse alone.",
  );
  assert.equal(sentence([]), "");
});

test("what was measured is said in words", () => {
  const setup = { rules: 1, events: 1, size: 1234.4, matches: 1 };
  assert.equal(setupText(setup), "1 rule on 1 event of 1,234 characters, 1 match");
  assert.equal(
    setupText({ ...setup, rules: 2, events: 3, matches: 0 }),
    "2 rules on 3 events of 1,234 characters on average, 0 matches",
  );
});
