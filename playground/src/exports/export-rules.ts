import type { NamedText } from "../workspace/workspace.js";
import { awsCli } from "./aws-cli.js";
import { cdk } from "./cdk.js";
import { cloudFormation, isFunction, sam } from "./cloudformation.js";
import { javaScript } from "./javascript.js";
import { namesFor, RULE_NAME } from "./names.js";
import { type ExportedRule, noteRounded, readRules, someMap } from "./pattern.js";
import { terraform } from "./terraform.js";

export type RuleFormat = "cli" | "cdk" | "terraform" | "sam" | "cloudformation" | "javascript";

/** A file, and what is not in it as it was in the playground, in sentences. */
export interface Exported {
  readonly fileName: string;
  readonly text: string;
  readonly notes: readonly string[];
}

interface Format {
  /** For people. */
  readonly title: string;
  readonly fileName: string;
  readonly write: (rules: readonly ExportedRule[], names: readonly string[]) => string;
  /** Rounds numbers that no double keeps. */
  readonly rounds?: true;
  /** Takes some maps for functions. */
  readonly hasFunctions?: true;
}

/** What rules can be written as, in the order in which it is offered. */
export const RULE_FORMATS: Readonly<Record<RuleFormat, Format>> = {
  cli: { title: "AWS CLI", fileName: "rules.sh", write: awsCli },
  cdk: { title: "CDK", fileName: "rules-stack.ts", write: cdk, rounds: true },
  terraform: { title: "Terraform", fileName: "rules.tf", write: terraform, rounds: true },
  sam: { title: "SAM", fileName: "template.yaml", write: sam, rounds: true, hasFunctions: true },
  cloudformation: {
    title: "CloudFormation",
    fileName: "template.yaml",
    write: cloudFormation,
    rounds: true,
    hasFunctions: true,
  },
  javascript: { title: "JavaScript", fileName: "rules.mjs", write: javaScript },
};

/** Rules in the language of a tool. Those that are no JSON objects are left out, and noted. */
export function exportRules(rules: readonly NamedText[], format: RuleFormat): Exported {
  const { title, fileName, write, rounds, hasFunctions: takesFunctions } = RULE_FORMATS[format];
  const notes: string[] = [];
  const readable = readRules(rules, notes);
  const names = namesFor(
    readable.map(({ name }) => name),
    RULE_NAME,
  );
  if (format !== "javascript") noteNames(readable, names, notes);
  if (rounds) noteRounded(readable, title, notes);
  if (takesFunctions) noteFunctions(readable, notes);
  return { fileName, text: write(readable, names), notes };
}

function noteNames(
  rules: readonly ExportedRule[],
  names: readonly string[],
  notes: string[],
): void {
  for (const [index, { name }] of rules.entries()) {
    if (name !== names[index]) notes.push(`Rule "${name}" is called ${names[index]} there.`);
  }
}

function noteFunctions(rules: readonly ExportedRule[], notes: string[]): void {
  for (const { name, pattern } of rules) {
    if (!someMap(pattern, isFunction)) continue;
    notes.push(`Rule "${name}": CloudFormation takes one of its fields for a function of its own.`);
  }
}
