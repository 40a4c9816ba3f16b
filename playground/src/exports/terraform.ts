import type { MapNode } from "../../../npm/cli/node.js";
import { layOut, type Notation } from "../json/json-text.js";
import { namesFor, TERRAFORM_NAME } from "./names.js";
import { type ExportedRule, roundedNumbers, scalarsOf, someMap } from "./pattern.js";

/** Names of HCL that need no quotes; what is not in this form, or a word of the language, does. */
const IDENTIFIER = /^(?!(?:for|if|in|null|true|false)$)[A-Za-z][\w-]*$/;

const HCL: Notation = {
  key: (key) => (IDENTIFIER.test(key) ? key : quoted(key)),
  value: ({ value, json }) => (typeof value === "string" ? quoted(value) : json),
  is: " = ",
  separator: "",
};

/**
 * A string of HCL, in which `${` and `%{` would begin a template. Doubling the first character would
 * do for most texts, but not for one that it stands in twice already.
 */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\./g, (pair) => ESCAPES[pair] ?? pair)
    .replaceAll(/[$%](?=\{)/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0025"));
}

/** What JSON has a short form for, and HCL has not. */
const ESCAPES: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

export function terraform(rules: readonly ExportedRule[], names: readonly string[]): string {
  const ids = namesFor(
    rules.map(({ name }) => name),
    TERRAFORM_NAME,
  );
  return rules
    .map(({ pattern }, index) =>
      [
        `resource "aws_cloudwatch_event_rule" "${ids[index]}" {`,
        `  name          = "${names[index]}"`,
        `  event_pattern = ${isPlain(pattern) ? `jsonencode(${layOut(pattern, HCL, "  ")})` : quoted(asciiJson(pattern))}`,
        "}",
        "",
      ].join("\n"),
    )
    .join("\n");
}

/** Whether Terraform takes all strings as they are, which it brings into the form NFC, and numbers. */
function isPlain(pattern: MapNode): boolean {
  const isKept = (text: string) => text.isWellFormed() && text.normalize() === text;
  const hasKeptKeys = !someMap(pattern, ({ members }) => !members.every(([key]) => isKept(key)));
  const hasKeptValues = scalarsOf(pattern).every(({ value }) => isKept(String(value)));
  return hasKeptKeys && hasKeptValues && roundedNumbers(pattern).length === 0;
}

/** JSON text in which characters beyond ASCII are escapes. */
function asciiJson(pattern: MapNode): string {
  return layOut(pattern, {
    key: (key) => asciiString(key),
    value: ({ value, json }) => (typeof value === "string" ? asciiString(value) : json),
    is: ": ",
    separator: ",",
  });
}

function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
