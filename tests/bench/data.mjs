// The files of a workload, which the native programs read too: one folder for each, with
//
//   rules.tsv      a name and a pattern on each line
//   events.jsonl   an event on each line
//   about.tsv      the profile, and of how many events the matches are counted
//   counts.json    how many rules match each of these, by the reference matcher
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { Random } from "./random.mjs";
import { findWorkload } from "./workloads.mjs";

const LINES_AT_ONCE = 10_000;

/** The reference matcher holds about as many rules against events a second. */
const REFERENCE_PAIRS = 300_000;
const FEWEST_SAMPLES = 4;

export class Data {
  #folder;
  #counter;

  /** `counter` is the program that counts matches. */
  constructor(folder, counter) {
    this.#folder = folder;
    this.#counter = counter;
  }

  /** The folder of a workload, whose files are made where they are not there yet. */
  folder(workload) {
    const folder = `${this.#folder}/${workload.replaceAll(/[^a-z0-9-]+/g, "_")}`;
    if (!existsSync(`${folder}/about.tsv`)) write(folder, workload);
    return folder;
  }

  /** Rules as [name, pattern text]. */
  rules(workload) {
    return lines(`${this.folder(workload)}/rules.tsv`).map((line) => line.split("\t"));
  }

  /** The texts of the events, each a string of its own and not a part of one that holds all. */
  events(workload) {
    return lines(`${this.folder(workload)}/events.jsonl`);
  }

  profile(workload) {
    return readFileSync(`${this.folder(workload)}/about.tsv`, "utf8").split("\t")[0];
  }

  /** How many rules match each of the first events. */
  counts(workload) {
    const folder = this.folder(workload);
    if (!existsSync(`${folder}/counts.json`)) {
      const { status, error } = spawnSync(this.#counter, [folder], { stdio: "inherit" });
      if (status !== 0) throw new Error(`The reference matcher failed on ${workload}: ${error}`);
    }
    return JSON.parse(readFileSync(`${folder}/counts.json`, "utf8"));
  }
}

function write(folder, name) {
  const { rules, event, events, sample, profile } = findWorkload(name);
  mkdirSync(folder, { recursive: true });
  const patterns = rules(new Random(`rules of ${name}`));
  const rule = (pattern, i) => `r${i}\t${JSON.stringify(pattern)}`;
  const ruleCount = writeLines(`${folder}/rules.tsv`, patterns, rule);
  const random = new Random(`events of ${name}`);
  const texts = Array.from({ length: events }, () => event(random));
  writeLines(`${folder}/events.jsonl`, texts, (text) => text);
  const affordable = Math.floor(REFERENCE_PAIRS / ruleCount);
  const counted = Math.min(sample, Math.max(affordable, FEWEST_SAMPLES));
  writeFileSync(`${folder}/about.tsv`, `${profile}\t${counted}\n`);
}

function writeLines(path, values, format) {
  const file = openSync(path, "w");
  let count = 0;
  let pending = [];
  const flush = () => {
    writeFileSync(file, pending.join(""));
    pending = [];
  };
  for (const value of values) {
    pending.push(`${format(value, count)}\n`);
    count++;
    if (pending.length === LINES_AT_ONCE) flush();
  }
  flush();
  closeSync(file);
  return count;
}

function lines(path) {
  const bytes = readFileSync(path);
  const texts = [];
  for (let begin = 0; begin < bytes.length; ) {
    const end = bytes.indexOf(10, begin);
    texts.push(bytes.toString("utf8", begin, end));
    begin = end + 1;
  }
  return texts;
}
