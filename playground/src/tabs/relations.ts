import { type Signal, signal } from "@preact/signals";
import type { LintFinding } from "tidegate";
import { tools } from "../engine/engines.js";
import { afterPause } from "../workspace/judging.js";
import { rules } from "../workspace/store.js";
import { isUseless } from "./lint-groups.js";

/** Typing pauses for so many milliseconds before all rules are compared. */
const COMPARE_PAUSE = 400;

/** Which rules are dead or shadowed, whatever the events. */
export const relations: Signal<readonly LintFinding[]> = signal([]);

/** Compares the rules from now on, until what it returns is called. */
export function startRelating(): () => void {
  return afterPause(
    () => rules.items.value,
    async (all) => {
      const found = await tools.call("lintAll", [all, {}], { patience: 5000 });
      relations.value = found.filter(isUseless);
    },
    () => {
      relations.value = [];
    },
    COMPARE_PAUSE,
  );
}
