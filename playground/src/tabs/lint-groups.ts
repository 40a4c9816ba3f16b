import type { LintFinding } from "tidegate";

/** A finding, and whether it is of an earlier text of its rule. */
export interface ShownFinding {
  readonly finding: LintFinding;
  readonly stale: boolean;
}

export interface FindingGroup {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly ShownFinding[];
}

/** Whether it is about a rule that does nothing, or nothing of its own. */
export function isUseless({ code }: LintFinding): boolean {
  return code === "NEVER_MATCHES" || code === "DUPLICATE_RULE" || code === "SHADOWED";
}

const GROUPS: readonly (readonly [
  id: string,
  title: string,
  has: (finding: LintFinding) => boolean,
])[] = [
  ["useless", "Dead and shadowed rules", isUseless],
  ["error", "Errors", ({ severity }) => severity === "error"],
  ["warning", "Warnings", ({ severity }) => severity === "warning"],
  ["info", "Worth knowing", () => true],
];

/** Each finding in the first group that has it; groups without any are left out. */
export function groupsOf(findings: readonly ShownFinding[]): FindingGroup[] {
  const groupOf = ({ finding }: ShownFinding) => GROUPS.findIndex(([, , has]) => has(finding));
  return GROUPS.map(([id, title], group) => ({
    id,
    title,
    findings: findings.filter((one) => groupOf(one) === group),
  })).filter((group) => group.findings.length > 0);
}

function isHalfTyped({ errorCode }: LintFinding): boolean {
  return errorCode === "ERR_INVALID_JSON";
}

/** What lint finds now; of rules that are half typed also what it found before. */
export function withLastGood(
  before: readonly ShownFinding[],
  now: readonly LintFinding[],
): ShownFinding[] {
  const halfTyped = new Set(now.filter(isHalfTyped).map(({ rule }) => rule));
  return [
    ...now.map((finding) => ({ finding, stale: false })),
    ...before
      .filter(({ finding }) => halfTyped.has(finding.rule) && !isHalfTyped(finding))
      .map(({ finding }) => ({ finding, stale: true })),
  ];
}

const WORDS = [
  ["error", "error", "errors"],
  ["warning", "warning", "warnings"],
  ["info", "note", "notes"],
] as const;

/** How much there is, in words: `2 errors and 1 note`. */
export function countsOf(findings: readonly ShownFinding[]): string {
  const parts = WORDS.map(([severity, one, many]) => {
    const count = findings.filter(
      ({ finding, stale }) => !stale && finding.severity === severity,
    ).length;
    return count === 0 ? "" : `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  });
  return new Intl.ListFormat("en").format(parts.filter(Boolean));
}
