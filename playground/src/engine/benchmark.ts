import type { RuleSet } from "tidegate/match";
import { compileAll } from "../../../tests/bench/naive-matcher.mjs";
import type { NamedText } from "../workspace/workspace.js";
import { attempt, ruleSetOf } from "./evaluate.js";

/** The ways that are timed, in the order of the table. */
export const WAYS = ["tidegate", "naive", "parse"] as const;
export type Way = (typeof WAYS)[number];

/** A verdict on which the naive matcher differs. */
export interface Disagreement {
  readonly rule: string;
  readonly event: string;
  /** What Tidegate says. */
  readonly matches: boolean;
}

/** What is going to be measured. */
export interface Setup {
  readonly rules: number;
  readonly events: number;
  /** The mean size of an event in UTF-16 units. */
  readonly size: number;
  /** How many pairs of a rule and an event match. */
  readonly matches: number;
  readonly leftOut: { readonly rules: readonly string[]; readonly events: readonly string[] };
  /** How many pairs both matchers were held against, and where they differ; the first few of these. */
  readonly compared: number;
  readonly disagreements: number;
  readonly examples: readonly Disagreement[];
  /** Why the naive matcher cannot be measured. */
  readonly naiveFails?: string;
}

/** Times of a way, in nanoseconds for one event. */
export interface Row {
  readonly way: Way;
  readonly p50: number;
  readonly p99: number;
  readonly eventsPerSecond: number;
}

export interface Progress {
  readonly rows: readonly Row[];
  /** From 0 to 1. */
  readonly done: number;
}

interface Timed {
  readonly way: Way;
  readonly take: (event: string) => number;
  /** How many events make up a sample. */
  batch: number;
  /** The next event. */
  next: number;
  /** Nanoseconds for one event, a mean each. */
  readonly samples: number[];
  /** Milliseconds in all. */
  spent: number;
  /** What all takes have returned: without a use of it, an engine might leave the work out. */
  found: number;
}

/** The clock of browsers is coarse, so a sample is the mean of as many events as take some so long. */
const SAMPLE_MS = 10;
const WARM_MS = 100;
const SAMPLES = 120;
/** A way ends after so long, where its samples take longer than they should. */
const MOST_MS = 4000;
/** A call returns after so long, so that whoever watches can stop. */
const SLICE_MS = 60;
const MOST_PAIRS = 200_000;
const EXAMPLES = 3;

let texts: readonly string[] = [];
let timed: Timed[] = [];
let set: RuleSet | undefined;

/** Makes both matchers ready and compares what they say. */
export function prepare(rules: readonly NamedText[], events: readonly NamedText[]): Setup {
  set?.dispose();
  const written = rules.filter(({ text }) => text.trim() !== "");
  const made = ruleSetOf(written);
  set = made.set;
  const match = (event: string) => made.set.match(event);
  const good = written.filter((_, index) => made.refused[index] === undefined);
  const bad = written.filter((_, index) => made.refused[index] !== undefined);
  const isGood = ({ text }: NamedText) => attempt(() => match(text)).failure === undefined;
  const read = events.filter(isGood);
  texts = read.map(({ text }) => text);

  const naive = attempt(() => {
    const patterns = good.map(({ text }) => JSON.parse(text));
    return { all: compileAll(patterns), each: patterns.map((pattern) => compileAll([pattern])) };
  });
  timed = [way("tidegate", (event) => match(event).length)];
  const { value } = naive;
  if (value) timed.push(way("naive", (event) => value.all(JSON.parse(event))));
  timed.push(way("parse", (event) => (JSON.parse(event) === null ? 0 : 1)));
  return {
    rules: good.length,
    events: texts.length,
    size: texts.reduce((total, text) => total + text.length, 0) / Math.max(1, texts.length),
    matches: texts.reduce((total, text) => total + match(text).length, 0),
    leftOut: {
      rules: bad.map(({ name }) => name),
      events: events.filter((event) => !read.includes(event)).map(({ name }) => name),
    },
    ...compare(good, read, value?.each ?? []),
    ...(naive.failure && { naiveFails: naive.failure.message }),
  };
}

function way(name: Way, take: Timed["take"]): Timed {
  return { way: name, take, batch: 1, next: 0, samples: [], spent: 0, found: 0 };
}

type Naive = (event: unknown) => number;

function compare(
  rules: readonly NamedText[],
  events: readonly NamedText[],
  naive: readonly Naive[],
) {
  const examples: Disagreement[] = [];
  let compared = 0;
  let disagreements = 0;
  for (const { name: event, text } of events) {
    if (naive.length === 0 || compared >= MOST_PAIRS) break;
    const matched = new Set(set?.match(text));
    const parsed: unknown = JSON.parse(text);
    for (const [index, { name: rule }] of rules.entries()) {
      compared += 1;
      const matches = matched.has(rule);
      if (matches === (naive[index] as Naive)(parsed) > 0) continue;
      disagreements += 1;
      if (examples.length < EXAMPLES) examples.push({ rule, event, matches });
    }
  }
  return { compared, disagreements, examples };
}

/** Measures for a moment more, each way by turns. */
export function measure(): Progress {
  const begin = performance.now();
  while (performance.now() - begin < SLICE_MS && timed.some((one) => !isDone(one))) {
    for (const one of timed) if (!isDone(one)) sample(one);
  }
  const share = timed.map((one) => (isDone(one) ? 1 : one.samples.length / SAMPLES));
  return {
    rows: timed.filter(({ samples }) => samples.length > 0).map(rowOf),
    done: share.reduce((total, part) => total + part, 0) / share.length,
  };
}

function isDone({ samples, spent }: Timed): boolean {
  return samples.length >= SAMPLES || spent > MOST_MS;
}

/** Takes a sample. Those of the first moments are for the engine, which compiles the code by them. */
function sample(one: Timed): void {
  const took = time(one);
  one.spent += took;
  if (took < SAMPLE_MS / 2) one.batch *= 2;
  else if (one.spent >= WARM_MS) one.samples.push((took * 1e6) / one.batch);
}

/** Takes the next events of a batch; how many milliseconds that took. */
function time(one: Timed): number {
  const { take, batch } = one;
  const begin = performance.now();
  let { next } = one;
  for (let count = 0; count < batch; count += 1) {
    one.found += take(texts[next] as string);
    next = next + 1 === texts.length ? 0 : next + 1;
  }
  one.next = next;
  return performance.now() - begin;
}

function rowOf({ way: name, samples }: Timed): Row {
  const sorted = samples.toSorted((a, b) => a - b);
  const p50 = percentile(sorted, 50);
  return { way: name, p50, p99: percentile(sorted, 99), eventsPerSecond: 1e9 / p50 };
}

/** By nearest rank, of numbers in ascending order. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] as number;
}
