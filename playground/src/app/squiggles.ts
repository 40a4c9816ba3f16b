import { computed, effect, type Signal, signal } from "@preact/signals";
import type { LintFinding } from "tidegate";
import type { Squiggle } from "../editor/marks.js";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import { afterPause, problems, verdict } from "../workspace/judging.js";
import { rules } from "../workspace/store.js";

/** What lint says of the rule that is shown, and of which text it says it. */
const found: Signal<{ text: string; findings: readonly LintFinding[] }> = signal({
  text: "",
  findings: [],
});

/** Begins once there is a verdict: lint is a larger download, and can wait. */
const begin = effect(() => {
  if (verdict.value === undefined && problems.value.rule === undefined) return;
  queueMicrotask(() => begin());
  afterPause(
    () => rules.text.value,
    async (text) => {
      found.value = { text, findings: await tools.call("lintText", [text]) };
    },
    () => {
      found.value = { text: "", findings: [] };
    },
    200,
  );
});

function squiggleOf(finding: LintFinding): Squiggle {
  const { offset = 0, end = offset, severity, code, message, hint, fix } = finding;
  return {
    from: offset,
    to: end,
    severity,
    code,
    message,
    ...(hint && { hint }),
    ...(fix && { fixes: [fix] }),
  };
}

/** A failure as something to underline. */
export function squiggleOfFailure({ offset, end, code, message, hint }: Failure): Squiggle[] {
  if (offset === undefined) return [];
  const to = Math.max(end ?? offset, offset);
  return [{ from: offset, to, severity: "error", code, message, ...(hint && { hint }) }];
}

/** What is wrong with the rule that is shown: what refuses it, at once; then what lint finds. */
export const squiggles = computed((): Squiggle[] => {
  const { rule } = problems.value;
  if (found.value.text === rules.text.value && found.value.findings.length > 0) {
    return found.value.findings.map(squiggleOf);
  }
  return rule ? squiggleOfFailure(rule) : [];
});
