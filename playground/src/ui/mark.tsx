import type { ExplanationStatus } from "tidegate/match";

const SIGNS = { matched: "✓", failed: "✗", "not-reached": "·" } as const;
const WORDS = { matched: "holds", failed: "fails", "not-reached": "not reached" } as const;

export function signOf(status: ExplanationStatus): string {
  return SIGNS[status];
}

/** What became of a part of a rule, as a sign, a colour and a word. */
export function StatusMark({ status }: { readonly status: ExplanationStatus }) {
  return (
    <span class={`mark mark-is-${status}`} role="img" aria-label={WORDS[status]}>
      {SIGNS[status]}
    </span>
  );
}
