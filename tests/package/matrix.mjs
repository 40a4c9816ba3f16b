// Installs nothing and builds nothing: runs the check in every runtime, with the package that lies in build/matrix, and
// prints what came of it. Words choose the rows that have one of them.
//
//   node tests/package/matrix.mjs [WORD...]
import { copyFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import * as browsers from "./browsers.mjs";
import * as bun from "./bun.mjs";
import * as bundlers from "./bundlers.mjs";
import { checksOf } from "./check.mjs";
import * as deno from "./deno.mjs";
import * as edgeRuntime from "./edge-runtime.mjs";
import * as node from "./node.mjs";
import * as startup from "./startup.mjs";
import { bundles, consumer, within } from "./support.mjs";
import * as testRunners from "./test-runners.mjs";
import * as workerd from "./workerd.mjs";

const kinds = [testRunners, bundlers, browsers, node, deno, bun, workerd, edgeRuntime];
const atOnce = 2;

function prepare() {
  const source = fileURLToPath(new URL("check.mjs", import.meta.url));
  copyFileSync(source, `${consumer}/check.mjs`);
  buildSync({ entryPoints: [source], outfile: `${consumer}/check.cjs`, format: "cjs" });
  rmSync(bundles, { recursive: true, force: true });
}

/** What became of a row: its reasons to fail, and how long it took. */
async function judge(row) {
  const begin = performance.now();
  const failures = [];
  try {
    const { passed, failed } = await within(row.run(), "the row");
    failures.push(...failed.map(({ name, reason }) => `${name}: ${reason}`));
    const expected = Array(row.times ?? 1)
      .fill(row.checks ?? checksOf(row.entry))
      .flat();
    if (failed.length === 0 && passed.join() !== expected.join()) {
      failures.push(`the checks that ran are not ${expected.join()}, but ${passed.join()}`);
    }
  } catch (error) {
    failures.push(error.message);
  }
  return { ...row, failures, milliseconds: performance.now() - begin };
}

async function judgeAll(rows) {
  const results = [];
  const waiting = rows.entries();
  const work = async () => {
    for (const [i, row] of waiting) results[i] = await judge(row);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function print(results) {
  const cells = results.map(({ runtime, entry, how, failures, milliseconds }) => [
    runtime,
    entry,
    how,
    failures.length === 0 ? "passed" : "FAILED",
    `${(milliseconds / 1000).toFixed(1)} s`,
  ]);
  const table = [["runtime", "entry", "how", "result", "time"], ...cells];
  const widths = table[0].map((_, i) => Math.max(...table.map((line) => line[i].length)));
  for (const line of table) {
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    );
  }
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const { runtime, entry, how, failures } of failed) {
    console.log(`\n${runtime}, ${entry}, ${how}:\n${failures.join("\n")}`);
  }
  console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0;
}

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = ({ runtime, entry, how }) =>
  words.length === 0 ||
  words.some((word) => `${runtime} ${entry} ${how}`.toLowerCase().includes(word));
const rows = kinds.flatMap((kind) => kind.rows).filter(chosen);
if (rows.length === 0) throw new Error(`no row has one of the words ${words.join(", ")}`);

prepare();
let results;
try {
  results = await judgeAll(rows);
} finally {
  await browsers.stop();
}
const passed = print(results);
const quick = words.length > 0 || startup.measure();
process.exit(passed && quick ? 0 : 1); // Whatever a runtime has left behind.
