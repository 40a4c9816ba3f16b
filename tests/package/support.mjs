// Where things are, and how the runners run processes and wait.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mark } from "./check.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** The folder in which the packed package is installed, and nothing else. */
export const consumer = join(here, "../../build/matrix");

/** For what bundlers make: from there no package can be found. */
export const bundles = join(here, "../../build/bundles");

/** A file of a package of tests/package/package.json. */
export const runtime = (...path) => join(here, "node_modules", ...path);

export const version = (name) =>
  JSON.parse(readFileSync(runtime(name, "package.json"), "utf8")).version;

/** The script of an entry for runtimes that none of its conditions names, as its manifest says. */
export function defaultScript(entry) {
  const manifest = readFileSync(join(consumer, "node_modules/tidegate/package.json"), "utf8");
  return JSON.parse(manifest).exports[entry.replace("tidegate", ".")].default;
}

/** How long anything may take, in milliseconds. */
export const patience = 60_000;

/** Writes a file, and gives its path. */
export function write(folder, name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** What the promise gives, unless that takes too long. */
export async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing for ${patience} ms`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const running = new Set();

// Groups of their own are not told when this process is.
process.on("exit", () => {
  for (const stop of running) stop();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Starts a process in a group of its own. `stop()` ends all of them. */
export function start(command, args, options = {}) {
  const env = { ...process.env, NO_COLOR: "1", ...options.env };
  const child = spawn(command, args, { detached: true, cwd: consumer, ...options, env });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  const stop = () => {
    running.delete(stop);
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {} // It has ended, or never begun.
  };
  running.add(stop);
  return { child, output, ended, stop };
}

/** What a process prints, which must end by itself and well. */
export async function run(command, args, options) {
  const { output, ended, stop } = start(command, args, options);
  try {
    const status = await within(ended, command);
    if (status === 0) return output.stdout + output.stderr;
    throw new Error(`${command} ended with ${status}`);
  } catch (error) {
    throw new Error(`${error.message}\n${output.stdout}${output.stderr}`);
  } finally {
    stop();
  }
}

/** The report in what a runtime printed. */
export function reportIn(text) {
  const line = text.split("\n").find((candidate) => candidate.includes(mark));
  if (line === undefined) throw new Error(`there is no report in: ${text}`);
  return JSON.parse(line.slice(line.indexOf(mark) + mark.length));
}

/** The report of a process that runs a script of the check. */
export const reportOf = async (...call) => reportIn(await run(...call));

/** A module that loads an entry, and lets it answer the check. */
export const imports = (entry, check = "./check.mjs") => `
  import * as tidegate from "${entry}";
  import { tell } from "${check}";
  tell(tidegate, "${entry}");`;

const requires = (entry) => `
  const tidegate = require("${entry}");
  import("./check.mjs").then(({ tell }) => tell(tidegate, "${entry}"));`;

const oneInstance = "import and require() give the same";

const loadsTwice = (entry) => `
  const required = require("${entry}");
  import("${entry}").then((imported) => {
    const same = required.TidegateError === imported.TidegateError;
    const failure = { name: "${oneInstance}", reason: "they are two instances" };
    const report = { passed: same ? ["${oneInstance}"] : [], failed: same ? [] : [failure] };
    console.log("${mark}" + JSON.stringify(report));
  });`;

/** How a program may load a package. */
export const loading = [
  { how: "import", extension: "mjs", program: imports },
  { how: "require()", extension: "cjs", program: requires },
  { how: "import and require()", extension: "cjs", program: loadsTwice, checks: [oneInstance] },
];

/** The entries that are used as they are imported. */
export const entries = [
  "tidegate",
  "tidegate/match",
  "tidegate/schema",
  "tidegate/protobuf",
  "tidegate/facets",
];

/** Those of them without WebAssembly. */
export const plainEntries = ["tidegate/protobuf", "tidegate/facets"];

/** The part of a file name that stands for an entry. */
export const fileName = (entry) => entry.replace("/", "-");

/** A row for each of these entries; `run` is given the entry. */
export function rowsFor(names, row) {
  return names.map((entry) => ({ ...row, entry, run: () => row.run(entry) }));
}

/** The rows of a runtime that is a program. `call` makes of a script what is to be run. */
export function processRows(name, title, call, ways = loading) {
  return ways.flatMap(({ program, extension, ...way }, i) =>
    rowsFor(entries, {
      runtime: `${title} ${version(name)}`,
      ...way,
      run(entry) {
        const file = `${name}-${i}-${fileName(entry)}.${extension}`;
        return reportOf(...call(write(consumer, file, program(entry))));
      },
    }),
  );
}
