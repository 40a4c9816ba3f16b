import { type Explanation, type RuleExplanation, RuleSet } from "tidegate/match";
import type { NamedText } from "../workspace/workspace.js";
import { type Failure, failureOf } from "./serve.js";

/** What keeps a rule or an event from being judged. */
export interface Problems {
  readonly rule?: Failure;
  readonly event?: Failure;
}

/** A rule on an event: an explanation, or what is wrong with one of them or with both. */
export interface Judgement {
  readonly explanation?: Explanation;
  readonly problems: Problems;
}

/** All rules on all events. */
export interface Matrix {
  /** By rule: why it is refused. */
  readonly refused: readonly (Failure | undefined)[];
  /** The rules that match event `i`: `rules[j]` for j from `offsets[i]` up to `offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  readonly rules: Uint32Array;
  /** Events that are none, by index. */
  readonly broken: ReadonlyMap<number, Failure>;
  /** By rule: how many events it matches. */
  readonly counts: readonly number[];
  /** How many events some rule matches. */
  readonly matched: number;
}

export function attempt<T>(work: () => T): { value?: T; failure?: Failure } {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Why a rule matches an event, or does not. */
export function judge(rule: string, event: string): Judgement {
  const rules = new RuleSet();
  try {
    const added = attempt(() => rules.add("rule", rule));
    // A set without rules reads events whole as well, and so tells what is wrong with this one.
    const explained = attempt(() =>
      added.failure ? rules.match(event) : rules.explain(event, "rule").patterns[0],
    );
    const problems = {
      ...(added.failure && { rule: added.failure }),
      ...(explained.failure && { event: explained.failure }),
    };
    if (added.failure || explained.failure) return { problems };
    return { explanation: explained.value as Explanation, problems };
  } finally {
    rules.dispose();
  }
}

/** The rules that match, or come closest to matching, the closest first. */
export function nearest(
  rules: readonly NamedText[],
  event: string,
  limit: number,
): RuleExplanation[] {
  const { set } = ruleSetOf(rules);
  try {
    return set.explain(event, { limit });
  } finally {
    set.dispose();
  }
}

export async function matrix(
  rules: readonly NamedText[],
  events: readonly string[],
): Promise<Matrix> {
  const { set, refused } = ruleSetOf(rules);
  try {
    const result = await set.matchBatch(events);
    const places = new Map(rules.map(({ name }, index) => [name, index]));
    const ids = result.names.map((name) => places.get(name) as number);
    const found = result.rules.map((id) => ids[id] as number);
    const counts = rules.map(() => 0);
    for (const rule of found) counts[rule] = (counts[rule] as number) + 1;
    return {
      refused,
      offsets: result.offsets,
      rules: found,
      broken: new Map(result.errors.map(({ index, error }) => [index, failureOf(error)])),
      counts,
      matched: result.matched,
    };
  } finally {
    set.dispose();
  }
}

export function ruleSetOf(rules: readonly NamedText[]) {
  const set = new RuleSet();
  const refused = rules.map(({ name, text }) => attempt(() => set.add(name, text)).failure);
  return { set, refused };
}
