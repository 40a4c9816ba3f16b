import { computed, effect, type Signal, signal } from "@preact/signals";
import type { Explanation, RuleExplanation } from "tidegate/match";
import { EngineError, Superseded } from "../engine/engine.js";
import { counting, matching } from "../engine/engines.js";
import type { Matrix, Problems } from "../engine/evaluate.js";
import type { Failure } from "../engine/serve.js";
import { events, rules } from "./store.js";
import type { NamedText } from "./workspace.js";

/** The last good answer, and whether it is still that of the texts as they stand. */
export interface Verdict {
  readonly rule: string;
  readonly event: string;
  readonly explanation: Explanation;
}

/** The last verdict that there was. */
export const verdict: Signal<Verdict | undefined> = signal(undefined);
/** What is wrong with the texts as they stand. */
export const problems: Signal<Problems & { readonly both?: Failure }> = signal({});
/** The verdict is of other texts than those that are shown. */
export const stale = computed(
  () =>
    verdict.value !== undefined &&
    (verdict.value.rule !== rules.text.value || verdict.value.event !== events.text.value),
);
let tellFirstAnswer: () => void;
/** Resolves when there is the first answer: what is fetched for later waits for it. */
export const firstAnswer: Promise<void> = new Promise((resolve) => {
  tellFirstAnswer = resolve;
});
export const table: Signal<Matrix | undefined> = signal(undefined);
export const misses: Signal<readonly RuleExplanation[]> = signal([]);

/** Typing pauses for so many milliseconds before the rule is judged. */
const PAUSE = 30;
/** Many events at once may take longer than one. */
const MANY = { patience: 5000 };
/** Rules that are ranked for an event. */
const NEAREST = 5;

async function judgeShown(rule: string, event: string): Promise<void> {
  if (rule.trim() === "" || event.trim() === "") {
    problems.value = {};
    verdict.value = undefined;
    return;
  }
  const { explanation, problems: found } = await matching.call("judge", [rule, event]);
  problems.value = found;
  if (explanation) verdict.value = { rule, event, explanation };
}

async function judgeAll(all: readonly NamedText[], texts: readonly NamedText[]): Promise<void> {
  if (all.length < 2 && texts.length < 2) table.value = undefined;
  else table.value = await counting.call("matrix", [all, texts.map(({ text }) => text)], MANY);
}

async function rank(all: readonly NamedText[], event: string): Promise<void> {
  if (all.length < 2 || event.trim() === "") misses.value = [];
  else misses.value = await counting.call("nearest", [all, event, NEAREST]);
}

/** Begins to judge whatever is typed; ends when what it returns is called. */
export function startJudging(): () => void {
  const ends = [
    afterPause(
      () => [rules.text.value, events.text.value] as const,
      ([rule, event]) => judgeShown(rule, event).finally(tellFirstAnswer),
      (both) => {
        problems.value = { both };
      },
    ),
    afterPause(
      () => [rules.items.value, events.items.value] as const,
      ([all, texts]) => judgeAll(all, texts),
      () => {
        table.value = undefined;
      },
    ),
    afterPause(
      () => [rules.items.value, events.text.value] as const,
      ([all, event]) => rank(all, event),
      () => {
        misses.value = [];
      },
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Does something with what signals say, once they have been still for a moment; the newest wins. */
export function afterPause<T>(
  read: () => T,
  act: (value: T) => Promise<void>,
  fail: (failure: Failure) => void,
  pause = PAUSE,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = effect(() => {
    const value = read();
    clearTimeout(timer);
    timer = setTimeout(() => {
      act(value).catch((error) => {
        if (error instanceof EngineError) fail(error.failure);
        else if (!(error instanceof Superseded)) throw error;
      });
    }, pause);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
