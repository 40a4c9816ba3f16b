// Four threads at once, each with an instance of its own.
import assert from "node:assert/strict";
import { on } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { exercise } from "./support.mjs";

const THREADS = 4;
const ROUNDS = 50;
const script = new URL("thread.mjs", import.meta.url);
const tidegate = await import("tidegate");

const rules = tidegate.RuleSet.from({ a: { x: [1] }, b: { y: [{ prefix: "é" }] } });
const expected = await exercise(tidegate);

/** Starts the threads; each is [worker, the messages that it sends]. */
function start(rounds) {
  const workerData = { snapshot: rules.snapshot(), rounds };
  return Array.from({ length: THREADS }, () => {
    const worker = new Worker(script, { workerData });
    return [worker, on(worker, "message", { close: ["exit"] })];
  });
}

test("they give what the main thread gives, while that goes on", async () => {
  const threads = start(ROUNDS);
  for (let i = 0; i < ROUNDS; i++) assert.deepEqual(await exercise(tidegate), expected);
  for (const [, messages] of threads) {
    const [first] = (await messages.next()).value;
    assert.deepEqual(first.results, structuredClone(expected));
    assert.deepEqual(first.matched, ["a", "b"]);
    assert.equal(first.instances, 1);
    let rounds = 0;
    for await (const [{ round }] of messages) rounds = round;
    assert.equal(rounds, ROUNDS);
  }
});

test("one that is stopped in the middle of its work is no matter to the others", async () => {
  const threads = start(Number.MAX_SAFE_INTEGER);
  for (const [, messages] of threads) await messages.next();
  const [[stopped], ...others] = threads;
  await stopped.terminate();
  for (const [worker, messages] of others) {
    for (let i = 0; i < 3; i++) assert.ok((await messages.next()).value[0].round > 0);
    await worker.terminate();
  }
  assert.deepEqual(await exercise(tidegate), expected);
});
