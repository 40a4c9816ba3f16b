import type { CaseResult, CaseRun } from "../engine/cases.js";
import type { TestCase } from "../workspace/workspace.js";

/** What came of the cases, by their names, which are different. */
export function resultsByName(run: CaseRun | undefined): ReadonlyMap<string, CaseResult> {
  return new Map(run?.results.map((result) => [result.name, result]));
}

/** How many cases pass and fail, in words; a case that is new has no result yet. */
export function countsOf(
  cases: readonly TestCase[],
  results: ReadonlyMap<string, CaseResult>,
): { readonly text: string; readonly run: number; readonly failed: number } {
  const known = cases.flatMap(({ name }) => results.get(name) ?? []);
  const failed = known.filter(({ passed }) => !passed).length;
  return { text: textOf(known.length, failed), run: known.length, failed };
}

function textOf(all: number, failed: number): string {
  const count = (number: number) => number.toLocaleString("en");
  if (all === 1) return failed === 0 ? "The case passes." : "The case fails.";
  if (failed === 0) return `All ${count(all)} cases pass.`;
  if (failed === all) return `All ${count(all)} cases fail.`;
  return `${count(failed)} of ${count(all)} cases ${failed === 1 ? "fails" : "fail"}.`;
}

/** Names in the order of the rules, with one put in or taken out; unknown ones stay at the end. */
export function withExpected(
  matches: readonly string[],
  rules: readonly string[],
  name: string,
  expected: boolean,
): string[] {
  const now = new Set(matches);
  if (expected) now.add(name);
  else now.delete(name);
  return [
    ...rules.filter((rule) => now.has(rule)),
    ...[...now].filter((one) => !rules.includes(one)),
  ];
}
