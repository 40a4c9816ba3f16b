// The types of explanations, used as their users do.
import {
  type ExplainedNode,
  type Explanation,
  explain,
  formatExplanation,
  type ReasonCode,
  type RuleExplanation,
  RuleSet,
} from "tidegate";

const rules = RuleSet.from({ one: { a: [1] } });
const one: RuleExplanation = rules.explain({ a: 1 }, "one");
const ranked: RuleExplanation[] = rules.explain("{}", { limit: 3 });
const alone: Explanation = explain(new Uint8Array(), { a: [1] }, { profile: "pipes" });
const lines: string[] = [...ranked, one, alone].map(formatExplanation);

function codesOf(node: ExplainedNode): ReasonCode[] {
  const own = node.reason === undefined ? [] : [node.reason.code];
  if (node.kind === "object") return [...own, ...node.members.flatMap(codesOf)];
  if (node.kind === "or") return [...own, ...node.branches.flatMap(codesOf)];
  return [...own, ...node.alternatives.flatMap(({ reason }) => reason?.code ?? [])];
}
const begin: number | undefined = alone.tree.span[0];

// @ts-expect-error: there is no such option.
rules.explain("{}", { limits: 3 });
// @ts-expect-error: nor this one.
explain("{}", { a: [1] }, { validate: "all" });
// @ts-expect-error: there is no such code.
const wrong: ReasonCode = "DIFFERS";

export { begin, codesOf, lines, wrong };
