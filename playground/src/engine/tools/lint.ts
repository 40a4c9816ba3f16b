import { type LintFinding, lint, lintRules, type Profile } from "tidegate";
import { applyEdits } from "../../editor/marks.js";
import type { NamedText } from "../../workspace/workspace.js";

/** Fixes of one pattern are applied one after the other, up to so many. */
const MOST_FIXES = 100;

/** What is wrong with a pattern, or probably not meant. */
export function lintText(text: string): LintFinding[] {
  return lint(text);
}

/** The same of all rules, and what they do to each other. A rule without a text is none yet. */
export function lintAll(
  rules: readonly NamedText[],
  profile: Profile = "eventbridge",
): LintFinding[] {
  const written = rules.filter(({ text }) => text.trim() !== "");
  return lintRules(
    written.map(({ name, text }) => [name, text] as const),
    { profile },
  );
}

/** The rules after every fix that lint has. */
export function fixAll(rules: readonly NamedText[], profile: Profile): NamedText[] {
  return rules.map(({ name, text }) => ({ name, text: fixed(text, profile) }));
}

/** A fix may undo or need another one, so that each is looked for in what the last one has left. */
function fixed(text: string, profile: Profile): string {
  let now = text;
  for (let count = 0; count < MOST_FIXES && now.trim() !== ""; count += 1) {
    const fix = lint(now, { profile }).find((finding) => finding.fix)?.fix;
    if (fix === undefined) break;
    now = applyEdits(now, fix.edits);
  }
  return now;
}
