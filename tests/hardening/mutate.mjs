// Changes one operator of src/match or src/json at a time and runs the native tests on that: whichever changes nothing
// that a test sees is printed, to be looked at. By hand, since it takes some ten seconds a change:
//
//   node tests/hardening/mutate.mjs [--count 30] [--seed 1] [--build build/dev] [FOLDER...]
//
// It needs what `./dev test unit reference` has built.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    build: { type: "string", default: "build/dev" },
  },
});

const REPLACEMENTS = [
  [" < ", " <= "],
  [" <= ", " < "],
  [" > ", " >= "],
  [" >= ", " > "],
  [" == ", " != "],
  [" != ", " == "],
  [" && ", " || "],
  [" || ", " && "],
  [" + ", " - "],
  [" - ", " + "],
  [" & ", " | "],
  ["++", "--"],
  ["return true;", "return false;"],
  ["return false;", "return true;"],
  [" + 1", ""],
  [" - 1", ""],
];

/** A test that hangs has noticed. */
const MOST_MILLISECONDS = 120_000;
const CASES = "3000";

const build = resolve(options.build);
const folder = join(build, "mutation");
mkdirSync(folder, { recursive: true });

/** Changes in the order of this are as good as drawn. */
const digest = (mutation) =>
  createHash("sha256").update(options.seed).update(JSON.stringify(mutation)).digest("hex");

const commands = JSON.parse(readFileSync(join(build, "compile_commands.json"), "utf8"));

/** Every place where an operator stands, outside of comments, directives, and what no release has. */
function mutationsOf(path) {
  const mutations = [];
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    const code = line.replace(/\/\/.*/, "");
    if (/^\s*#|static_assert|template|operator|^\s*\/\//.test(code)) continue;
    for (const [from, to] of REPLACEMENTS) {
      for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + from.length)) {
        mutations.push({ path, index, at, from, to });
      }
    }
  }
  return mutations;
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: "ignore", timeout: MOST_MILLISECONDS });
  return status === 0;
}

/** What becomes of a change: it does not compile, a test fails, or nothing. */
function fate({ path, index, at, from, to }) {
  const lines = readFileSync(path, "utf8").split("\n");
  const line = lines[index];
  lines[index] = line.slice(0, at) + to + line.slice(at + from.length);
  const source = join(folder, basename(path));
  writeFileSync(source, lines.join("\n"));
  const library = join(folder, "libtidegate.a");
  copyFileSync(join(build, "libtidegate.a"), library);
  const object = `${source}.o`;
  const { command } = commands.find(({ file }) => file === resolve(path));
  const compile = command
    .split(" ")
    .filter((word) => !/^-(Werror|MD)$/.test(word))
    .join(" ")
    .replace(/ -MT \S+ -MF \S+/, "")
    .replace(/ -o \S+ -c \S+/, ` -w -o ${object} -c ${source}`);
  if (!run("sh", ["-c", compile]) || !run("ar", ["r", library, object])) return "does not compile";
  for (const [name, args] of [
    ["unit", []],
    ["differential", ["--cases", CASES]],
  ]) {
    const test = join(folder, name);
    const [link] = spawnSync("ninja", ["-C", build, "-t", "commands", `tests/tidegate_${name}`])
      .stdout.toString()
      .trim()
      .split("\n")
      .slice(-1);
    const relink = link
      .replaceAll(/(?<=\s)libtidegate\.a/g, library)
      .replace(/-o \S+/, `-o ${test}`);
    if (!run("sh", ["-c", `cd ${build} && ${relink}`])) return "does not link";
    if (!run(test, args)) return "noticed";
  }
  return "not noticed";
}

const folders = positionals.length > 0 ? positionals : ["src/match", "src/json"];
const mutations = folders
  .flatMap((name) => readdirSync(name).map((file) => join(name, file)))
  .filter((path) => path.endsWith(".cc"))
  .flatMap(mutationsOf)
  .map((mutation) => ({ ...mutation, order: digest(mutation) }))
  .sort((a, b) => (a.order < b.order ? -1 : 1));

const counts = {};
for (const mutation of mutations.slice(0, Number(options.count))) {
  const what = fate(mutation);
  counts[what] = (counts[what] ?? 0) + 1;
  if (what === "noticed") continue;
  const line = readFileSync(mutation.path, "utf8").split("\n")[mutation.index].trim();
  console.log(
    `${what}: ${mutation.path}:${mutation.index + 1}: ${mutation.from} for ${mutation.to}: ${line}`,
  );
}
console.log(
  `of ${mutations.length} changes ${options.count} were tried: ${JSON.stringify(counts)}`,
);
