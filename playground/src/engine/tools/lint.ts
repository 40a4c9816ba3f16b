import { type LintFinding, lint, lintRules } from "tidegate";
import type { NamedText } from "../../workspace/workspace.js";

/** What is wrong with a pattern, or probably not meant. */
export function lintText(text: string): LintFinding[] {
  return lint(text);
}

/** The same of all rules, and what they do to each other. */
export function lintAll(rules: readonly NamedText[]): LintFinding[] {
  return lintRules(rules.map(({ name, text }) => [name, text] as const));
}
