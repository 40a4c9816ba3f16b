// How much longer a process of Node 20 takes that imports an entry and matches one event than one that does nothing.
import { spawnSync } from "node:child_process";
import { consumer, fileName, runtime, version, write } from "./support.mjs";

const rounds = 15;

// Milliseconds over an empty process: what fails the test on any machine. It should be 15 one day.
const limits = { tidegate: 45, "tidegate/match": 40 };

const tellsUsage = `
  import { writeSync } from "node:fs";
  const { user, system } = process.cpuUsage();
  writeSync(1, String((user + system) / 1000));`;

const program = (entry) => `
  import { RuleSet } from "${entry}";
  const rules = new RuleSet();
  rules.add("cheap", { price: [{ numeric: ["<", 10] }] });
  if (rules.match('{"price": 9}').length !== 1) throw new Error("no match");
  ${tellsUsage}`;

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Milliseconds: from its start to its end, and those of processors that it used. */
function time(file) {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(runtime("node20/bin/node"), [file], {
    cwd: consumer,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
  return { lasted: performance.now() - begin, used: Number(stdout) };
}

/** Prints the figures, and says whether all are within their limits. */
export function measure() {
  const files = { empty: write(consumer, "startup-empty.mjs", tellsUsage) };
  for (const entry of Object.keys(limits)) {
    files[entry] = write(consumer, `startup-${fileName(entry)}.mjs`, program(entry));
  }
  const times = Object.fromEntries(Object.keys(files).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, file] of Object.entries(files)) times[name].push(time(file));
  }
  const over = (entry, kind) =>
    median(times[entry].map((one) => one[kind])) - median(times.empty.map((one) => one[kind]));

  console.log(`Node ${version("node20")}, from import to the first match, over an empty process:`);
  let within = true;
  for (const [entry, limit] of Object.entries(limits)) {
    const lasted = over(entry, "lasted");
    const used = over(entry, "used");
    const figures = `${lasted.toFixed(1)} ms, ${used.toFixed(1)} ms of processors`;
    console.log(`  ${entry}: ${figures}, limit ${limit} ms`);
    // Where others keep the processors busy it lasts longer, but uses little more.
    if (Math.min(lasted, used) > limit) within = false;
  }
  return within;
}
