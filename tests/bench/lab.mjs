import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as tidegate from "tidegate";
import { checkSame, converters, structured, validators } from "./converting.mjs";
import { compileAll } from "./naive-matcher.mjs";
import { hasSchemas, schemaValidations } from "./schemas.mjs";

const { RuleSet } = tidegate;

/** What the package may not have yet. What is missing is said where it would be measured. */
export const api = {
  snapshot: typeof RuleSet.fromSnapshot === "function",
  matchBatch: typeof RuleSet.prototype.matchBatch === "function",
  touched: takesOption("validate", "touched"),
  validateCloudEvent: "validateCloudEvent" in tidegate,
  registrySchemas: hasSchemas,
};

function takesOption(name, value) {
  try {
    new RuleSet({ [name]: value }).dispose();
    return true;
  } catch {
    return false;
  }
}

/** The sides of comparisons (see measure.mjs). What they hold ends with release(). */
export class Lab {
  #data;
  #native;
  #sets = [];

  /** `native` is the program that measures the native library. */
  constructor(data, native) {
    this.#data = data;
    this.#native = native;
  }

  release() {
    for (const set of this.#sets) set.dispose();
    this.#sets = [];
  }

  /** The rule set of a workload, once its matches are those of the reference matcher. */
  rules(workload, options) {
    const set = new RuleSet({ profile: this.#data.profile(workload), ...options });
    this.#sets.push(set);
    for (const [name, pattern] of this.#data.rules(workload)) set.add(name, pattern);
    this.#check(workload, (text) => set.match(text).length);
    return set;
  }

  /** Matching texts. */
  match(workload, options) {
    const set = this.rules(workload, options);
    return inTurn(this.#data.events(workload), (text) => set.match(text));
  }

  /** Matching UTF-8 bytes. */
  matchBytes(workload) {
    const set = this.rules(workload);
    const events = this.#data.events(workload).map((text) => new TextEncoder().encode(text));
    return inTurn(events, (bytes) => set.match(bytes));
  }

  /** Matching parsed events. */
  matchObjects(workload) {
    const set = this.rules(workload);
    this.#check(workload, (text) => set.match(JSON.parse(text)).length);
    const events = this.#data.events(workload).map((text) => JSON.parse(text));
    return inTurn(events, (event) => set.match(event));
  }

  /** Matching all events of a workload by one call, as lines of one text. */
  async matchBatch(workload) {
    const set = this.rules(workload);
    const events = this.#data.events(workload);
    const bytes = new TextEncoder().encode(`${events.join("\n")}\n`);
    const { offsets } = await set.matchBatch(bytes);
    this.#check(workload, (_, i) => offsets[i + 1] - offsets[i]);
    return { step: () => set.matchBatch(bytes), perStep: events.length };
  }

  parse(workload) {
    return inTurn(this.#data.events(workload), (text) => JSON.parse(text));
  }

  stringify(workload) {
    const events = this.#data.events(workload).map((text) => JSON.parse(text));
    return inTurn(events, (event) => JSON.stringify(event));
  }

  /** Parsing texts, and one function for each rule. */
  parseAndMatchNaively(workload) {
    const patterns = this.#data.rules(workload).map(([, pattern]) => JSON.parse(pattern));
    const count = compileAll(patterns);
    this.#check(workload, (text) => count(JSON.parse(text)));
    return inTurn(this.#data.events(workload), (text) => count(JSON.parse(text)));
  }

  /** Making a rule set. */
  addAll(workload) {
    const rules = this.#data.rules(workload);
    return { step: () => RuleSet.from(rules).dispose() };
  }

  /** Making the same from a snapshot. */
  load(workload) {
    const snapshot = this.rules(workload).snapshot();
    const loaded = RuleSet.fromSnapshot(snapshot);
    this.#sets.push(loaded);
    this.#check(workload, (text) => loaded.match(text).length);
    return { step: () => RuleSet.fromSnapshot(snapshot).dispose() };
  }

  /** Converting texts of EventBridge to texts, and another way to do that. */
  conversions(workload, other) {
    const events = this.#data.events(workload);
    const ways = [converters.tidegate, converters[other]];
    checkSame(events, ...ways);
    return ways.map((way) => inTurn(events, way));
  }

  /** Validating CloudEvents whose data is the events of a workload, and another way to do that. */
  validations(workload, other) {
    const events = this.#data.events(workload).map(structured);
    const ways = [validators.tidegate, validators[other]];
    for (const way of ways) {
      if (!events.every(way)) throw new Error(`${workload}: an event is said to have faults`);
    }
    return ways.map((way) => inTurn(events, way));
  }

  /** Validating events by the schemas of the registry, which they fit or not, and another way to do that. */
  schemaValidations(other, valid) {
    return schemaValidations(other, valid).map(({ jobs, run }) => inTurn(jobs, run));
  }

  /** How many rules match an event of a workload on average, as far as they are counted. */
  matchesPerEvent(workload) {
    const counts = this.#data.counts(workload);
    return counts.reduce((sum, count) => sum + count, 0) / counts.length;
  }

  /** Nanoseconds an event by the native library. */
  native(workload, seconds) {
    this.#data.counts(workload);
    const folder = this.#data.folder(workload);
    const options = ["--benchmark_format=json", `--benchmark_min_time=${seconds}`];
    const { status, stdout, stderr } = spawnSync(this.#native, [folder, ...options]);
    if (status !== 0) throw new Error(`The native library failed on ${workload}: ${stderr}`);
    return JSON.parse(stdout).benchmarks[0].cpu_time;
  }

  /** What million.mjs prints, from a process of its own. */
  million() {
    const program = fileURLToPath(new URL("million.mjs", import.meta.url));
    const rules = `${this.#data.folder("eventbridge-1100000")}/rules.tsv`;
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, rules]);
    if (status !== 0) throw new Error(`A million rules failed: ${stderr}`);
    return JSON.parse(stdout);
  }

  #check(workload, count) {
    const events = this.#data.events(workload);
    for (const [i, expected] of this.#data.counts(workload).entries()) {
      const found = count(events[i], i);
      if (found === expected) continue;
      const says = `the reference matcher finds ${expected} matches, not ${found}`;
      throw new Error(`${workload}: ${says}, of ${events[i]}`);
    }
  }
}

function inTurn(events, use) {
  let next = 0;
  return {
    step: () => {
      if (next === events.length) next = 0;
      return use(events[next++]);
    },
  };
}
