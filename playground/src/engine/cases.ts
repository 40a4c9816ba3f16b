import type { RuleSet } from "tidegate/match";
import type { NamedText, TestCase } from "../workspace/workspace.js";
import { attempt, ruleSetOf } from "./evaluate.js";
import type { Failure } from "./serve.js";

/** A rule that does not do what a case expects, and why not. */
export interface Surprise {
  readonly rule: string;
  readonly why: string;
}

/** What came of a case. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** The rules that match, in the order of the rules. */
  readonly matches: readonly string[];
  /** Rules that should match, but do not. */
  readonly missing: readonly Surprise[];
  /** Rules that should not match, but do. */
  readonly extra: readonly Surprise[];
  /** Names that are expected, and that no rule has. */
  readonly unknown: readonly string[];
  /** What is wrong with the event. */
  readonly failure?: Failure;
}

/** A rule that cannot be judged. */
export interface Refusal {
  readonly rule: string;
  readonly failure: Failure;
}

export interface CaseRun {
  readonly results: readonly CaseResult[];
  readonly refused: readonly Refusal[];
}

/** Holds the rules against all cases. A rule without a text is none yet. */
export function runCases(rules: readonly NamedText[], cases: readonly TestCase[]): CaseRun {
  return withRules(rules, (set, refused) => ({
    results: cases.map((one) => resultOf(set, one)),
    refused,
  }));
}

/** The rules that match an event, as a new case expects them. */
export function matchesOf(rules: readonly NamedText[], event: string): string[] {
  return withRules(rules, (set) => set.match(event));
}

function withRules<T>(
  rules: readonly NamedText[],
  use: (set: RuleSet, refused: readonly Refusal[]) => T,
): T {
  const written = rules.filter(({ text }) => text.trim() !== "");
  const { set, refused } = ruleSetOf(written);
  try {
    return use(
      set,
      written.flatMap(({ name }, index) => {
        const failure = refused[index];
        return failure ? [{ rule: name, failure }] : [];
      }),
    );
  } finally {
    set.dispose();
  }
}

function resultOf(set: RuleSet, { name, event, matches: expected }: TestCase): CaseResult {
  const { value: matches = [], failure } = attempt(() => set.match(event));
  if (failure) {
    return { name, passed: false, matches, missing: [], extra: [], unknown: [], failure };
  }
  const surprises = (names: readonly string[]) =>
    names.map((rule) => ({ rule, why: set.explain(event, rule).summary }));
  const missing = expected.filter((rule) => set.has(rule) && !matches.includes(rule));
  const extra = matches.filter((rule) => !expected.includes(rule));
  const unknown = expected.filter((rule) => !set.has(rule));
  return {
    name,
    passed: missing.length + extra.length + unknown.length === 0,
    matches,
    missing: surprises(missing),
    extra: surprises(extra),
    unknown,
  };
}
