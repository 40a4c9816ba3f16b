import { computed, type Signal, signal } from "@preact/signals";
import type { LintFinding } from "tidegate";
import type { Squiggle } from "../editor/marks.js";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import { afterPause, problems } from "../workspace/judging.js";
import { rules, schema } from "../workspace/store.js";

/** Typing pauses for so many milliseconds before the rule is linted. */
const LINT_PAUSE = 200;

/** What lint says of the rule that is shown, and of which text it says it. */
const found: Signal<{ text: string; findings: readonly LintFinding[] }> = signal({
  text: "",
  findings: [],
});

let linting = false;

/** Lints whatever is typed from now on: it is a larger download, which waits for who edits a rule. */
export function startLinting(): void {
  if (linting) return;
  linting = true;
  afterPause(
    () => [rules.text.value, { schema: schema.value }] as const,
    async ([text, target]) => {
      found.value = { text, findings: await tools.call("lintText", [text, target]) };
    },
    () => {
      found.value = { text: "", findings: [] };
    },
    LINT_PAUSE,
  );
}

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
