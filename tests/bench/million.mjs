// What it takes to hold a million rules, in a process that does nothing else:   node million.mjs RULES
// Adds all lines of RULES to one set and removes those beyond the millionth. Prints as JSON what
// figures.mjs asks for.
import { readFileSync } from "node:fs";

const SIZE = 1_000_000;

// The package does not show its memory.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    const exported = Object.values(this.exports);
    memory = exported.find((value) => value instanceof WebAssembly.Memory) ?? memory;
  }
};

const { RuleSet } = await import("tidegate");
const rules = readFileSync(process.argv[2], "latin1")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"));
const set = new RuleSet();
const before = memory.buffer.byteLength;

const filling = time(rules.slice(0, SIZE), ([name, pattern]) => set.add(name, pattern));
const nameBytes = rules.slice(0, SIZE).reduce((sum, [name]) => sum + name.length, 0);
const bytes = memory.buffer.byteLength - before - nameBytes;
const adding = time(rules.slice(SIZE), ([name, pattern]) => set.add(name, pattern));
const removing = time(rules.slice(SIZE), ([name]) => set.remove(name));

console.log(
  JSON.stringify({
    addsPerSecond: adding.perSecond,
    removesPerSecond: removing.perSecond,
    slowestMs: Math.max(filling.slowestMs, adding.slowestMs, removing.slowestMs),
    mebibytes: bytes / 2 ** 20,
  }),
);

function time(list, use) {
  let slowestMs = 0;
  const begin = performance.now();
  let last = begin;
  for (const each of list) {
    use(each);
    const now = performance.now();
    slowestMs = Math.max(slowestMs, now - last);
    last = now;
  }
  return { slowestMs, perSecond: (list.length * 1000) / (last - begin) };
}
