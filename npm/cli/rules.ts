import type { Profile, RuleSet } from "tidegate";
import { nodeAt, type SourceNode } from "./node.js";
import { type Parameters, patternText } from "./pattern-text.js";
import { Failure, isTidegateError, type Problem } from "./problem.js";
import { parseJson, readSource } from "./read-source.js";
import type { Source } from "./source.js";
import { type FoundRule, findRules } from "./templates.js";

export interface RuleOptions {
  readonly rules?: readonly string[];
  readonly pattern?: string;
  readonly profile?: Profile;
  readonly param?: Parameters;
  readonly maxEventBytes?: number;
}

/** A pattern of a rule, with its place. */
export interface RulePattern {
  readonly name: string;
  readonly text: string;
  readonly source: Source;
  /** What the pattern is made of; a string where the pattern is JSON text within the source. */
  readonly node: SourceNode;
  /** Whether `text` is that of the source at `node`. */
  readonly isVerbatim: boolean;
}

/** The name of the pattern of `--pattern`. */
const COMMAND_LINE = "--pattern";

/** Reads what `--rules` and `--pattern` name. Throws a Failure. */
export async function readPatterns(options: RuleOptions): Promise<RulePattern[]> {
  const { rules = [], pattern, param = new Map<string, string>() } = options;
  if (rules.length === 0 && pattern === undefined) {
    throw new Failure({
      message: "There are no rules.",
      code: "ERR_USAGE",
      hint: "Name their file: --rules rules.json",
    });
  }
  const { filesOf } = await import("./files.js");
  const patterns: RulePattern[] = [];
  if (pattern !== undefined) {
    const source = await parseJson(COMMAND_LINE, pattern);
    patterns.push(toPattern({ source, name: "pattern", node: source.root }, param));
  }
  const files = new Map<string, string>();
  for (const file of await filesOf(rules)) {
    const source = await readSource(file);
    for (const rule of findRules(source, param)) {
      const other = files.get(rule.name) ?? file;
      if (other !== file) {
        const message = `The rule "${rule.name}" is in ${other} too.`;
        throw source.failure(rule.node, message, { code: "ERR_RULE_FILE" });
      }
      files.set(rule.name, file);
      patterns.push(toPattern(rule, rule.parameters ?? param));
    }
  }
  return patterns;
}

function toPattern({ source, name, node }: FoundRule, param: Parameters): RulePattern {
  if (node.kind === "value" && typeof node.value === "string") {
    return { name, source, node, text: node.value, isVerbatim: false };
  }
  try {
    const { text, isVerbatim } = patternText(source, node, param);
    // A function in place of the whole pattern gives its text.
    return { name, source, node, isVerbatim, text: text.startsWith('"') ? JSON.parse(text) : text };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(...error.problems.map((problem) => aboutRule(problem, name)));
  }
}

function aboutRule(problem: Problem, rule: string): Problem {
  return { ...problem, message: `Rule "${rule}": ${problem.message}` };
}

/** Makes a set of patterns. Throws a Failure that tells of every rule that is refused. */
export async function makeRuleSet(
  patterns: readonly RulePattern[],
  { profile, maxEventBytes }: RuleOptions,
): Promise<RuleSet> {
  const { RuleSet } = await import("tidegate");
  const rules = new RuleSet({
    ...(profile && { profile }),
    ...(maxEventBytes && { maxEventBytes }),
  });
  const problems: Problem[] = [];
  for (const pattern of patterns) {
    try {
      rules.add(pattern.name, pattern.text);
    } catch (error) {
      if (!isTidegateError(error)) throw error;
      const { code, message, hint } = error;
      problems.push(
        aboutRule({ code, message, hint, place: placeOf(pattern, error) }, pattern.name),
      );
    }
  }
  if (problems.length > 0) throw new Failure(...problems);
  return rules;
}

/** Where in the file something is that the library has said of a pattern. */
export function placeOf(
  { source, node, isVerbatim }: RulePattern,
  { offset, path = "" }: { readonly offset?: number; readonly path?: string },
): string {
  if (isVerbatim && offset !== undefined) return source.place(node.begin + offset);
  return source.place(nodeAt(node, path).begin);
}

/** Reads rules and makes a set of them. Throws a Failure. */
export async function loadRules(options: RuleOptions): Promise<RuleSet> {
  return makeRuleSet(await readPatterns(options), options);
}
