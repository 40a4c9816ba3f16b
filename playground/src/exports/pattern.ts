import type { ListNode, MapNode, SourceNode, ValueNode } from "../../../npm/cli/node.js";
import { JSON_NOTATION, layOut, type Notation, readJson } from "../json/json-text.js";
import type { NamedText } from "../workspace/workspace.js";

/** A rule that can be written down elsewhere. */
export interface ExportedRule {
  readonly name: string;
  /** As it was typed. */
  readonly text: string;
  readonly pattern: MapNode;
}

/** The rules whose pattern is a JSON object; each other one is noted. */
export function readRules(rules: readonly NamedText[], notes: string[]): readonly ExportedRule[] {
  return rules.flatMap(({ name, text }) => {
    const node = readJson(text);
    if (node?.kind === "map") return [{ name, text, pattern: withoutRepeated(node) }];
    notes.push(`Rule "${name}" is no JSON object: it is left out.`);
    return [];
  });
}

/** Of members with one name, only the last counts in a pattern. */
function withoutRepeated(node: MapNode): MapNode {
  const members = new Map(node.members.map(([key, value]) => [key, distinct(value)]));
  return { ...node, members: [...members] };
}

function distinct(node: SourceNode): SourceNode {
  if (node.kind === "list") return { ...node, items: node.items.map(distinct) };
  return node.kind === "map" ? withoutRepeated(node) : node;
}

/** All values in a pattern that are no objects or lists. */
export function scalarsOf(node: SourceNode): ValueNode[] {
  if (node.kind === "value") return [node];
  const parts = node.kind === "list" ? node.items : node.members.map(([, value]) => value);
  return parts.flatMap(scalarsOf);
}

/** Whether any of the maps in a value is such. */
export function someMap(node: SourceNode, holds: (map: MapNode) => boolean): boolean {
  if (node.kind === "value") return false;
  if (node.kind === "list") return node.items.some((item) => someMap(item, holds));
  return holds(node) || node.members.some(([, value]) => someMap(value, holds));
}

/** The numbers that JavaScript, and most other languages, would round. */
export function roundedNumbers(pattern: MapNode): string[] {
  return scalarsOf(pattern)
    .filter(({ value, json }) => typeof value === "number" && !isKept(json))
    .map(({ json }) => json);
}

/** Whether a double has this number as its shortest form. */
function isKept(number: string): boolean {
  return digitsOf(number) === digitsOf(String(Number(number)));
}

/** The digits of a number, without zeros at either end, and its exponent. */
function digitsOf(number: string): string {
  const [mantissa = "", exponent = "0"] = number.replace("-", "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  return `${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
}

/** Notes each rule with numbers that a tool on the way to AWS would round. */
export function noteRounded(rules: readonly ExportedRule[], tool: string, notes: string[]): void {
  for (const { name, pattern } of rules) {
    const [number] = roundedNumbers(pattern);
    if (number !== undefined) notes.push(`Rule "${name}": ${tool} may round the number ${number}.`);
  }
}

/** The text without halves of characters, which no file can hold: they become escapes. */
export function wellFormed(json: string): string {
  return json.replaceAll(/\p{Surrogate}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** As an object literal of JavaScript or TypeScript. */
const LITERAL: Notation = {
  ...JSON_NOTATION,
  key: (key) => {
    // Without the brackets it would not be a key.
    if (key === "__proto__") return '["__proto__"]';
    return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
  },
  value: ({ value, json }) => (typeof value === "string" ? JSON.stringify(value) : json),
};

export function literal(node: MapNode | ListNode, indent = ""): string {
  return layOut(node, LITERAL, indent);
}
