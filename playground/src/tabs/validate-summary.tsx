import type { Found } from "../engine/tools/validate.js";

/** Whether something is valid, at a glance. */
export function Summary({ valid, text }: { readonly valid: boolean; readonly text: string }) {
  return (
    <p class={`summary ${valid ? "is-valid" : "is-not"}`}>
      <span aria-hidden="true">{valid ? "✓" : "✗"}</span> {text}
    </p>
  );
}

function counted(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? "" : "s"}`];
}

/** Whether an event is valid, and how many issues there are, in words. */
export function summaryOf(valid: boolean, issues: readonly Found[], by: string): string {
  const errors = issues.filter(({ severity }) => severity === "error").length;
  const said = [...counted(errors, "error"), ...counted(issues.length - errors, "warning")];
  const verdict = valid ? `Valid ${by}` : `Not valid ${by}`;
  return said.length === 0 ? verdict : `${verdict}: ${said.join(", ")}`;
}
