import type { SourceNode, ValueNode } from "../../../npm/cli/node.js";
import { jsonNode } from "../../../npm/cli/source.js";
import { outermost } from "./outermost.js";

/** What is nested deeper is not read here: nobody reads that, and each level takes some of the stack. */
const MAX_DEPTH = 200;

/** What a text is made of that is JSON; nothing for other texts, and for those nested too deeply. */
export function readJson(text: string): SourceNode | undefined {
  if (outermost(text).depth > MAX_DEPTH) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return jsonNode(text);
}

/** How an object is written, and what is in it. */
export interface Notation {
  readonly key: (key: string) => string;
  readonly value: (node: ValueNode) => string;
  /** Between a key and its value. */
  readonly is: string;
  /** Between members that stand on lines of their own. */
  readonly separator: string;
}

export const JSON_NOTATION: Notation = {
  key: (key) => JSON.stringify(key),
  value: ({ json }) => json,
  is: ": ",
  separator: ",",
};

/** Longer lines are broken, in characters. */
const WIDTH = 80;

/**
 * A value on lines as people write it: members of objects each on a line, lists and objects in them
 * on one where there is room.
 */
export function layOut(node: SourceNode, notation: Notation = JSON_NOTATION, indent = ""): string {
  if (node.kind === "value") return notation.value(node);
  const isList = node.kind === "list";
  const flat =
    isList || isEmpty(node) ? onOneLine(node, notation, WIDTH - indent.length) : undefined;
  if (flat !== undefined) return flat;
  const inner = `${indent}  `;
  const parts = isList
    ? node.items.map((item) => itemOn(item, notation, inner))
    : node.members.map(
        ([key, value]) => notation.key(key) + notation.is + layOut(value, notation, inner),
      );
  const [open, close] = isList ? "[]" : "{}";
  const separator = isList ? "," : notation.separator;
  return `${open}\n${parts.map((part) => inner + part).join(`${separator}\n`)}\n${indent}${close}`;
}

/** Objects in lists are operators more often than not, so short. */
function itemOn(item: SourceNode, notation: Notation, indent: string): string {
  return onOneLine(item, notation, WIDTH - indent.length - 1) ?? layOut(item, notation, indent);
}

const isEmpty = (node: SourceNode) => node.kind === "map" && node.members.length === 0;

/** A value on one line, where that has so much room. */
function onOneLine(node: SourceNode, notation: Notation, room: number): string | undefined {
  if (node.kind === "value") {
    const text = notation.value(node);
    return text.length <= room ? text : undefined;
  }
  const isList = node.kind === "list";
  const parts: string[] = [];
  let left = room - (isList ? 2 : 4);
  for (const [key, value] of isList
    ? node.items.map((item) => ["", item] as const)
    : node.members) {
    const name = isList ? "" : notation.key(key) + notation.is;
    const text = onOneLine(value, notation, left - name.length);
    if (text === undefined) return undefined;
    parts.push(name + text);
    left -= name.length + text.length + 2;
  }
  if (isList) return `[${parts.join(", ")}]`;
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** The longest pattern that EventBridge takes, white space included, in characters. */
export const MAX_PATTERN = 4096;

/** JSON laid out, each number and string as it was written; another text as it is. */
export function formatJson(text: string): string {
  const node = readJson(text);
  return node === undefined ? text : layOut(node);
}
