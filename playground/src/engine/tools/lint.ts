import { type LintFinding, type LintOptions, lint, lintRules, type Profile } from "tidegate";
import { applyEdits } from "../../editor/marks.js";
import type { NamedText } from "../../workspace/workspace.js";
import { isJson } from "./json.js";

/** What the rules are for, as far as it is known. */
export interface LintTarget {
  readonly profile?: Profile;
  /** The text of the schema of the events; one that is half typed does not count. */
  readonly schema?: string;
}

function optionsOf({ profile = "eventbridge", schema = "" }: LintTarget): LintOptions {
  return { profile, ...(isJson(schema) && { schema }) };
}

/** Fixes of one pattern are applied one after the other, up to so many. */
const MOST_FIXES = 100;

/** What is wrong with a pattern, or probably not meant. */
export function lintText(text: string, target: LintTarget): LintFinding[] {
  return lint(text, optionsOf(target));
}

/** The same of all rules, and what they do to each other. A rule without a text is none yet. */
export function lintAll(rules: readonly NamedText[], target: LintTarget): LintFinding[] {
  const written = rules.filter(({ text }) => text.trim() !== "");
  return lintRules(
    written.map(({ name, text }) => [name, text] as const),
    optionsOf(target),
  );
}

/** The rules after every fix that lint has. */
export function fixAll(rules: readonly NamedText[], target: LintTarget): NamedText[] {
  return rules.map(({ name, text }) => ({ name, text: fixed(text, optionsOf(target)) }));
}

/** A fix may undo or need another one, so that each is looked for in what the last one has left. */
function fixed(text: string, options: LintOptions): string {
  let now = text;
  for (let count = 0; count < MOST_FIXES && now.trim() !== ""; count += 1) {
    const fix = lint(now, options).find((finding) => finding.fix)?.fix;
    if (fix === undefined) break;
    now = applyEdits(now, fix.edits);
  }
  return now;
}
