import { isFunction } from "../../../npm/cli/pattern-text.js";
import { layOut, MAX_PATTERN, readJson } from "../json/json-text.js";
import type { NamedText, TestCase } from "../workspace/workspace.js";
import type { Exported } from "./export-rules.js";
import { type ExportedRule, readRules, someMap, wellFormed } from "./pattern.js";

/**
 * A file for `tidegate test`: the rules, and the cases with what is expected of them. What is no
 * JSON is left out, and noted.
 */
export function exportCases(cases: readonly TestCase[], rules: readonly NamedText[]): Exported {
  const notes: string[] = [];
  const patterns = new Map<string, ExportedRule[]>();
  for (const rule of readRules(rules, notes)) {
    patterns.set(rule.name, [...(patterns.get(rule.name) ?? []), rule]);
  }
  const lists = [...patterns].map(([name, list]) => `    ${string(name)}: ${writtenList(list)}`);
  const entries = cases.flatMap((one) => {
    const entry = caseOf(one, patterns, notes);
    return entry === undefined ? [] : [entry];
  });
  const text = `{\n  "rules": ${block("{}", lists)},\n  "cases": ${block("[]", entries)}\n}\n`;
  return { fileName: "cases.json", text, notes };
}

function block([open, close]: string, parts: readonly string[]): string {
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(",\n")}\n  ${close}`;
}

function caseOf(
  { name, event, matches }: TestCase,
  rules: ReadonlyMap<string, unknown>,
  notes: string[],
): string | undefined {
  const node = readJson(event);
  if (node === undefined) {
    notes.push(`The event of case "${name}" is no JSON: it is left out.`);
    return undefined;
  }
  const known = matches.filter((rule) => rules.has(rule));
  for (const rule of matches) {
    if (!rules.has(rule)) notes.push(`Case "${name}": there is no rule "${rule}" to match.`);
  }
  const isText = node.kind !== "map" || someMap(node, isFunction);
  const fields = [
    `"name": ${string(name)}`,
    isText
      ? `"text": ${string(event)}`
      : `"event": ${wellFormed(layOut(node, undefined, "      "))}`,
    `"matches": [${known.map(string).join(", ")}]`,
  ];
  return `    {\n      ${fields.join(",\n      ")}\n    }`;
}

/** The pattern of a rule, or those of all that have its name. */
function writtenList(list: readonly ExportedRule[]): string {
  if (list.length === 1) return list.map((rule) => written(rule, "    ")).join();
  return `[\n${list.map((rule) => `      ${written(rule, "      ")}`).join(",\n")}\n    ]`;
}

/**
 * A pattern laid out; or its text as it was typed, where it would be too long, or the program would
 * take a part of it for a function.
 */
function written({ pattern, text }: ExportedRule, indent: string): string {
  const laidOut = wellFormed(layOut(pattern, undefined, indent));
  const isTaken = laidOut.length <= MAX_PATTERN && !someMap(pattern, isFunction);
  return isTaken ? laidOut : string(text.trim());
}

const string = (text: string) => JSON.stringify(text);
