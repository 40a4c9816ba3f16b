import type { Node } from "jsonc-parser";
import { membersOf, pointerTo, treeOf } from "./json-nodes.js";

/** What became of a value on its way. */
export type Change = "changed" | "lost" | "added";

export interface Difference {
  /** JSON Pointer (RFC 6901) to it. */
  readonly pointer: string;
  readonly change: Change;
  /** The value as JSON, cut where it is long; not there of what was added. */
  readonly before?: string;
  /** Likewise; not there of what was lost. */
  readonly after?: string;
}

export interface Differences {
  /** How many strings, numbers, true, false, null and empty objects and arrays came back. */
  readonly kept: number;
  /** In the order of the first text; at most 200. */
  readonly shown: readonly Difference[];
  /** How many there are. */
  readonly total: number;
}

const MOST = 200;
const LONGEST = 200;

/** One text, its place, and what was found up to now. */
class Comparison {
  kept = 0;
  total = 0;
  readonly shown: Difference[] = [];

  constructor(
    readonly before: string,
    readonly after: string,
  ) {}

  compare(pointer: string, before: Node, after: Node): void {
    if (before.type !== after.type) this.add(pointer, "changed", before, after);
    else if (before.type === "object") this.members(pointer, before, after);
    else if (before.type === "array") this.elements(pointer, before, after);
    else if (this.#same(before, after)) this.kept += 1;
    else this.add(pointer, "changed", before, after);
  }

  members(pointer: string, before: Node, after: Node): void {
    const old = membersOf(before);
    const now = membersOf(after);
    if (old.size === 0 && now.size === 0) this.kept += 1;
    for (const [name, node] of old) this.either(pointerTo(pointer, name), node, now.get(name));
    for (const [name, node] of now) {
      if (!old.has(name)) this.either(pointerTo(pointer, name), undefined, node);
    }
  }

  elements(pointer: string, { children: old = [] }: Node, { children: now = [] }: Node): void {
    const length = Math.max(old.length, now.length);
    if (length === 0) this.kept += 1;
    for (let index = 0; index < length; index += 1) {
      this.either(pointerTo(pointer, index), old[index], now[index]);
    }
  }

  either(pointer: string, before: Node | undefined, after: Node | undefined): void {
    if (before && after) this.compare(pointer, before, after);
    else this.add(pointer, before ? "lost" : "added", before, after);
  }

  add(pointer: string, change: Change, before: Node | undefined, after: Node | undefined): void {
    this.total += 1;
    if (this.shown.length === MOST) return;
    this.shown.push({
      pointer,
      change,
      ...(before && { before: excerpt(this.before, before) }),
      ...(after && { after: excerpt(this.after, after) }),
    });
  }

  /** Numbers are compared as they are written: a digit that is gone is a difference. */
  #same(before: Node, after: Node): boolean {
    if (before.type !== "number") return before.value === after.value;
    return rawText(this.before, before) === rawText(this.after, after);
  }
}

function rawText(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

function excerpt(text: string, node: Node): string {
  const written = rawText(text, node);
  const raw = node.children ? written.replace(/\s+/g, " ") : written;
  return raw.length > LONGEST ? `${raw.slice(0, LONGEST)} …` : raw;
}

/** What differs between two JSON texts, value by value; the order of members does not count. */
export function difference(before: string, after: string): Differences {
  const comparison = new Comparison(before, after);
  comparison.either("", treeOf(before), treeOf(after));
  const { kept, shown, total } = comparison;
  return { kept, shown, total };
}
