// Sets that nobody disposes of: the garbage collector's business, as a last resort.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, wasmBytes, withoutGrowth } from "./support.mjs";

const { RuleSet } = await import("tidegate");

const RULES = Array.from({ length: 10 }, (_, i) => [
  `rule ${i}`,
  `{"a": ["${i}", {"prefix": "${i}x"}]}`,
]);
const TOGETHER = 250;

async function drop(count) {
  for (let i = 0; i < count; i++) {
    const rules = RuleSet.from(RULES);
    assert.deepEqual(rules.match('{"a": "7"}'), ["rule 7"]);
    assert.deepEqual(rules.match({ a: "7xyz" }), ["rule 7"]);
    if (i % TOGETHER === TOGETHER - 1) await settle();
  }
}

test("10,000 sets that were dropped leave their memory to the next", async () => {
  const kept = RuleSet.from(RULES);
  await drop(1000);
  const before = wasmBytes();
  await withoutGrowth(() => drop(9000));
  assert.equal(wasmBytes(), before);
  assert.deepEqual(kept.match('{"a": "3"}'), ["rule 3"]);
  kept.dispose();
});

test("so do those that were disposed of, without any collection", async () => {
  await withoutGrowth(() => {
    for (let i = 0; i < 10_000; i++) RuleSet.from(RULES).dispose();
  });
});

test("a batch holds its set as long as it runs", async () => {
  const lines = '{"a": "7"}\n'.repeat(500_000);
  let running = true;
  const batch = RuleSet.from(RULES)
    .matchBatch(lines)
    .finally(() => {
      running = false;
    });
  let collections = 0;
  for (; running; collections++) await settle();
  assert.ok(collections > 0);
  const { count, matched, names } = await batch;
  assert.deepEqual([count, matched, [...names]], [500_000, 500_000, ["rule 7"]]);
});
