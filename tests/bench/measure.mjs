import { Bench } from "tinybench";

/**
 * What is timed: `step()` handles `perStep` events (one, unless said), the next ones each time. It
 * may be asynchronous.
 *
 * @typedef {{ step: () => unknown, perStep?: number }} Side
 */

const PASS_MS = 1.5;
const WARM_UP_MS = 150;

/** The least counts once so many passes came as near to it, or after so many times the seconds. */
const CONFIRMATIONS = 6;
const NEAR = 1.03;
const PATIENCE = 6;

/**
 * Nanoseconds an event of each side. The sides take turns in short passes, so that what else the
 * machine does falls on all alike, and of each the fastest pass counts.
 *
 * @param {Side[]} sides
 * @param {number} seconds for each side, on a quiet machine
 */
export async function measure(sides, seconds) {
  const passes = [];
  for (const side of sides) passes.push(await preparePass(side));
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
  for (const [i, { pass }] of passes.entries()) bench.add(String(i), pass);

  const samples = sides.map(() => []);
  const begin = performance.now();
  const budget = seconds * 1000 * sides.length;
  const isDue = () => performance.now() > begin + budget;
  const isLate = () => performance.now() > begin + budget * PATIENCE;
  do {
    bench.reset();
    await bench.run();
    for (const [i, { result }] of bench.tasks.entries()) {
      samples[i].push((result.latency.min * 1e6) / passes[i].events);
    }
  } while (!isDue() || !(samples.every(isConfirmed) || isLate()));
  return samples.map((list) => Math.min(...list));
}

function isConfirmed(list) {
  const least = Math.min(...list);
  return list.filter((sample) => sample <= least * NEAR).length >= CONFIRMATIONS;
}

/** A pass of as many steps as take its time once the engine has warmed up. */
async function preparePass({ step, perStep = 1 }) {
  const isAsync = step() instanceof Promise;
  const run = isAsync ? repeatAsync : repeat;
  const end = performance.now() + WARM_UP_MS;
  let count = 1;
  let fastest = Number.POSITIVE_INFINITY;
  let isShort = true;
  while (isShort || performance.now() < end) {
    const begin = performance.now();
    await run(step, count);
    const elapsed = performance.now() - begin;
    fastest = Math.min(fastest, elapsed / count);
    isShort = elapsed < PASS_MS / 2;
    if (isShort) count *= 2;
  }
  const steps = Math.max(1, Math.round(PASS_MS / fastest));
  const pass = isAsync ? async () => repeatAsync(step, steps) : () => repeat(step, steps);
  return { pass, events: steps * perStep };
}

function repeat(step, count) {
  for (let i = 0; i < count; i++) step();
}

async function repeatAsync(step, count) {
  for (let i = 0; i < count; i++) await step();
}
