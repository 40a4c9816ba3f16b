// Measures and prints the table of figures.mjs, or the growth curves:
//
//   node bench.mjs [--gate | --baseline] [quick | growth | FILTER...]
//
// Works in the folder of the checkout, with the native programs of build/release. Ends with 1 where
// some answer is wrong or, with --gate, a ratio is worse than tests/bench/baseline.json has it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { Data } from "./data.mjs";
import { GROUPS, QUICK } from "./figures.mjs";
import { printGrowth } from "./growth.mjs";
import { api, Lab } from "./lab.mjs";
import { measure } from "./measure.mjs";

const OUTPUT = "build/bench";
const PROGRAMS = "build/release/tests/bench";
const BASELINE = "tests/bench/baseline.json";

const SECONDS = 0.4; // For each side of a row.
const QUICK_SECONDS = 0.2;
const TOLERANCE = 1.25;
const RETRIES = 3;
const NATIVE_TURNS = 3;
const WIDTH = 84;

const options = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = options.find((option) => option !== "--gate" && option !== "--baseline");
if (unknown !== undefined) fail(`there is no option ${unknown}`);
const isQuick = filters.includes("quick");
const baseline = options.includes("--gate") ? readBaseline() : undefined;

const data = new Data(`${OUTPUT}/data`, `${PROGRAMS}/tidegate_bench_counts`);
const lab = new Lab(data, `${PROGRAMS}/tidegate_bench`);
const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}`;

mkdirSync(OUTPUT, { recursive: true });
console.log(`${machine}\n`);
if (filters.includes("growth")) {
  await printGrowth(lab, OUTPUT);
} else {
  await printTable();
}

async function printTable() {
  const results = [];
  const failures = [];
  const groups = GROUPS.map(({ title, rows }) => ({
    title,
    chosen: Object.entries(rows).filter(([id, row]) => isChosen(id, row, title)),
  })).filter(({ chosen }) => chosen.length > 0);
  if (groups.length === 0) fail(`no row has a word of: ${filters.join(" ")}`);
  for (const { title, chosen } of groups) {
    console.log(heading(title));
    for (const [id, row] of chosen) {
      if (row.needs !== undefined && !api[row.needs]) {
        console.log(line(row.what, "left out", `the package has no ${row.needs} yet`));
        if (baseline?.[id] !== undefined) failures.push(`${row.what}: not there any more`);
        continue;
      }
      try {
        const result = await measureRow(id, row, isQuick ? QUICK_SECONDS : SECONDS);
        results.push(result);
        console.log(describe(row, result));
        if (result.isWorse) failures.push(`${row.what}: ${result.value} after ${baseline[id]}`);
        if (baseline !== undefined && row.unit === undefined && !(id in baseline)) {
          failures.push(`${row.what}: ${BASELINE} does not have it`);
        }
      } catch (error) {
        failures.push(`${row.what}: ${error.message.slice(0, 400)}`);
        console.log(line(row.what, "FAILED"));
      } finally {
        lab.release();
      }
    }
  }
  finish(results, failures);
}

function fail(reason) {
  console.error(`bench: ${reason}`);
  process.exit(1);
}

function isChosen(id, { what }, title) {
  if (isQuick) return QUICK.includes(id);
  const text = `${id} ${what} ${title}`.toLowerCase();
  return filters.length === 0 || filters.some((filter) => text.includes(filter.toLowerCase()));
}

/** Measures a row; where the baseline says that it is worse, again and longer, as noise passes. */
async function measureRow(id, row, seconds) {
  let best = await measureOnce(row, seconds);
  const before = row.unit === undefined ? baseline?.[id] : undefined;
  for (let i = 1; i <= RETRIES && isWorse(row, best.value, before); i++) {
    const again = await measureOnce(row, seconds * 2 ** i);
    if (isWorse(row, best.value, again.value, 1)) best = again;
  }
  const isOver =
    best.value > (row.atMost ?? best.value) || best.value < (row.atLeast ?? best.value);
  return { id, ...best, isOver, isWorse: isWorse(row, best.value, before) };
}

async function measureOnce(row, seconds) {
  if (row.probe !== undefined) return { value: round(row.probe(lab)) };
  try {
    const nanoseconds = await measureSides(row, seconds);
    const value = row.value?.(nanoseconds, lab) ?? nanoseconds[0] / nanoseconds[1];
    return { value: round(value), nanoseconds: nanoseconds.map(round) };
  } finally {
    lab.release();
  }
}

async function measureSides(row, seconds) {
  const sides = await Promise.all(row.sides(lab));
  if (row.native === undefined) return measure(sides, seconds);
  const turns = [];
  for (let i = 0; i < NATIVE_TURNS; i++) {
    const [wasm] = await measure(sides, seconds / NATIVE_TURNS);
    turns.push([wasm, lab.native(row.native, seconds / NATIVE_TURNS)]);
  }
  return [0, 1].map((side) => Math.min(...turns.map((turn) => turn[side])));
}

/** Rows for which less is asked, or nothing, are better the smaller they are. */
function isWorse({ atLeast }, value, before, tolerance = TOLERANCE) {
  if (before === undefined) return false;
  return atLeast === undefined ? value > before * tolerance : value < before / tolerance;
}

function finish(results, failures) {
  writeFileSync(`${OUTPUT}/result.json`, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  if (options.includes("--baseline")) writeBaseline(results);
  const over = results.filter(({ isOver }) => isOver).length;
  console.log(`\n${results.length} figures, ${over} not as asked. ${OUTPUT}/result.json has them.`);
  if (failures.length === 0) return;
  console.log(`\nFAILED:\n${failures.join("\n")}`);
  process.exitCode = 1;
}

function readBaseline() {
  return JSON.parse(readFileSync(BASELINE, "utf8"));
}

/** Ratios alone: what has a unit depends on the machine. What was not measured stays. */
function writeBaseline(results) {
  const before = existsSync(BASELINE) ? readBaseline() : {};
  const measured = Object.fromEntries(results.map(({ id, value }) => [id, value]));
  const rows = GROUPS.flatMap((group) => Object.entries(group.rows));
  const values = rows
    .filter(([, { unit }]) => unit === undefined)
    .map(([id]) => [id, measured[id] ?? before[id]]);
  writeFileSync(BASELINE, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
}

// --- How it looks ----------------------------------------------------------------------------------

function heading(title) {
  return `\n${title.padEnd(WIDTH)}${"is".padStart(12)}  asked`;
}

function describe({ what, unit, atMost, atLeast }, { value, nanoseconds, isOver, isWorse }) {
  const withUnit = (number) => [show(number), unit].filter(Boolean).join(" ");
  const asked =
    atMost !== undefined
      ? `≤ ${withUnit(atMost)}`
      : atLeast !== undefined
        ? `≥ ${withUnit(atLeast)}`
        : "";
  const verdict = [asked && (isOver ? "OVER" : "ok"), isWorse && "WORSE"]
    .filter(Boolean)
    .join(", ");
  const times = nanoseconds?.map(show).join(" : ");
  return line(
    what,
    withUnit(value),
    asked.padEnd(20) + verdict.padEnd(13) + (times ? `${times} ns` : ""),
  );
}

function line(what, value, rest = "") {
  return `  ${what.padEnd(WIDTH - 2)}${value.padStart(12)}  ${rest}`.trimEnd();
}

function round(value) {
  return Number(value.toPrecision(4));
}

function show(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", {
    maximumFractionDigits: digits,
    minimumFractionDigits: Number.isInteger(value) && value >= 10 ? 0 : digits,
  });
}
