// What threads.test.mjs runs in each thread: tells what all calls give, then makes them time and again.
import assert from "node:assert/strict";
import { parentPort, workerData } from "node:worker_threads";
import { exercise, instances } from "./support.mjs";

const { snapshot, rounds } = workerData;
const tidegate = await import("tidegate");
const results = await exercise(tidegate);
const matched = tidegate.RuleSet.fromSnapshot(snapshot).match('{"x":1,"y":"é"}');
parentPort.postMessage({ results, matched, instances: instances() });

for (let round = 1; round <= rounds; round++) {
  assert.deepEqual(await exercise(tidegate), results);
  parentPort.postMessage({ round });
}
