import { EVENT_BYTES, type Kinds, oneOf, readOptions } from "./check.js";
import { MAX_DEPTH } from "./core.js";
import { aboutRule, invalidArgument } from "./error.js";
import { attempt, type EventInput } from "./event.js";
import type {
  ExplainedAlternative,
  ExplainedField,
  ExplainedNode,
  Explanation,
  ExplanationStatus,
  RuleExplanation,
} from "./explanation.js";
import type { PatternInput } from "./pattern.js";
import { PROFILES, RuleSet, type RuleSetOptions } from "./rule-set.js";

/**
 * Options of {@link explain}.
 *
 * @example
 * ```js
 * explain(event, pattern, { profile: "pipes" });
 * ```
 */
export type ExplainOptions = Pick<RuleSetOptions, "profile" | "maxEventBytes">;

const OPTIONS: Kinds<ExplainOptions> = { profile: oneOf(PROFILES), maxEventBytes: EVENT_BYTES };

/**
 * Why a pattern matches an event, or does not: the pattern as a tree, with what became of each part
 * and the values that it was held against, and a reason for whatever failed. The verdict is that of
 * {@link matches}.
 *
 * The event is checked whole; an object counts as all that JSON.stringify() makes of it. Takes some
 * five times as long as {@link matches}.
 *
 * Errors: those of {@link RuleSet.add} and {@link RuleSet.match}.
 *
 * @example
 * ```js
 * const { summary, tree } = explain('{"detail": {"state": "Stopped"}}', {
 *   detail: { state: ["stopped"] },
 * });
 * summary; // "No match: 1 of 1 condition failed: detail.state."
 * tree.members[0].members[0].reason.code; // "CASE_DIFFERS"
 * ```
 */
export function explain(
  event: EventInput,
  pattern: PatternInput,
  options: ExplainOptions = {},
): Explanation {
  const rules = new RuleSet(readOptions(options, OPTIONS));
  try {
    rules.add("", pattern);
    return rules.explain(event, "").patterns[0] as Explanation;
  } catch (error) {
    throw aboutRule(error, undefined);
  } finally {
    rules.dispose();
  }
}

const MARKS: Readonly<Record<ExplanationStatus, string>> = {
  matched: "✓",
  failed: "✗",
  "not-reached": "·",
};

/**
 * An explanation as lines of text for a terminal: ✓ for what matched, ✗ for what failed, · for what
 * did not matter.
 *
 * @example
 * ```js
 * console.log(formatExplanation(explain(event, pattern)));
 * // ✗ No match: 1 of 2 conditions failed: detail.state.
 * //   ✓ source: /source is "aws.ec2"
 * //   ✗ detail
 * //     ✗ state: "Stopped" differs only in case from "stopped".
 * ```
 */
export function formatExplanation(explanation: Explanation | RuleExplanation): string {
  return attempt("An explanation", () => {
    if (!("patterns" in explanation)) return formatPattern(explanation, "").join("\n");
    const { rule, patterns } = explanation;
    return patterns.flatMap((pattern) => formatPattern(pattern, `${keyText(rule)}: `)).join("\n");
  });
}

/** A level of a pattern is two where it is a branch of `$or`. */
const MOST_LEVELS = 2 * MAX_DEPTH;

function formatPattern({ matched, summary, tree }: Explanation, title: string): string[] {
  const lines = [`${matched ? "✓" : "✗"} ${title}${summary}`];
  for (const { pointer, fields } of tree.reason?.elements ?? []) {
    lines.push(`  ${pointer} has ${fields.join(", ")}`);
  }
  // Patterns may be a thousand levels deep, so this is no recursion.
  const left = indented(tree.members, 1);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, depth } = next;
    if (depth > MOST_LEVELS) throw invalidArgument("An explanation has no cycles.");
    lines.push(...nodeLines(node).map((line) => "  ".repeat(depth) + line));
    if (node.kind === "object") left.push(...indented(node.members, depth + 1));
    if (node.kind === "or") left.push(...indented(node.branches, depth + 1));
  }
  return lines;
}

function indented(nodes: readonly ExplainedNode[], depth: number) {
  return nodes.map((node) => ({ node, depth })).reverse();
}

function nodeLines(node: ExplainedNode): string[] {
  const { kind, key = "branch", status, reason } = node;
  const start = `${MARKS[status]} ${keyText(key)}`;
  if (kind === "field" && status === "matched") return [`${start}: ${servedText(node)}`];
  if (kind !== "field" || status === "not-reached" || node.alternatives.length < 2) {
    return [reason === undefined ? start : `${start}: ${reason.message}`];
  }
  const shown = node.alternatives.filter((alternative) => alternative.reason !== undefined);
  if (shown.length === 0) return [`${start}: ${reason?.message}`];
  return [start, ...shown.map(alternativeLine)];
}

function alternativeLine({ status, text, reason }: ExplainedAlternative): string {
  return `  ${MARKS[status]} ${text}: ${reason?.message}`;
}

function servedText({ values }: ExplainedField): string {
  const value = values.find(({ served }) => served);
  return value === undefined ? "has no value" : `${value.pointer} is ${value.text}`;
}

/** A key or name as it is, unless it could be taken for something else. */
function keyText(key: string): string {
  return /^[\w$@/ .:-]+$/.test(key) ? key : JSON.stringify(key);
}
