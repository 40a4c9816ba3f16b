import type { Row, Setup, Way } from "../engine/benchmark.js";

export const TITLES: Readonly<Record<Way, string>> = {
  tidegate: "Tidegate",
  naive: "Naive matcher",
  parse: "JSON.parse alone",
};

const UNITS = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
] as const;

function digits(number: number): string {
  return number.toLocaleString("en", { maximumSignificantDigits: 3 });
}

/** A time in nanoseconds as people read it: `640 ns`, `6.4 µs`. */
export function timeText(nanoseconds: number): string {
  const rounded = Number(nanoseconds.toPrecision(3));
  const [size, unit] = UNITS.find(([least]) => rounded >= least) ?? [1, "ns"];
  return `${digits(rounded / size)} ${unit}`;
}

/** A count by three digits: `1,560,000` is `1.56 million`. */
export function countText(count: number): string {
  const rounded = Number(count.toPrecision(3));
  return rounded >= 1e6 ? `${digits(rounded / 1e6)} million` : digits(rounded);
}

/** What the figures say in one sentence. */
export function sentence(rows: readonly Row[]): string {
  const [tidegate, ...others] = rows;
  if (tidegate === undefined) return "";
  const parts = others.map(({ way, p50 }) => ratioText(p50 / tidegate.p50, way));
  return `${timeText(tidegate.p50)} an event${parts.map((part) => `, ${part}`).join("")}.`;
}

const THAN: Readonly<Record<Way, string>> = {
  tidegate: "",
  naive: "the naive matcher",
  parse: "JSON.parse alone",
};

function ratioText(ratio: number, way: Way): string {
  const faster = ratio >= 1;
  const times = digits(Number((faster ? ratio : 1 / ratio).toPrecision(2)));
  if (times === "1") return `as fast as ${THAN[way]}`;
  return faster
    ? `${times} times as fast as ${THAN[way]}`
    : `${times} times the time of ${THAN[way]}`;
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}

/** What was measured: `12 rules on 3 events of 512 characters`. */
export function setupText({ rules, events, size, matches }: Setup): string {
  const characters = Math.round(size).toLocaleString("en");
  const each = events === 1 ? "" : " on average";
  const pairs = counted(matches, "match").replace(/matchs$/, "matches");
  return `${counted(rules, "rule")} on ${counted(events, "event")} of ${characters} characters${each}, ${pairs}`;
}
