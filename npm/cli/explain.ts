import { eachEvent, type PrintOptions } from "./each-event.js";
import type { EventOptions } from "./events.js";
import { Failure } from "./problem.js";
import { makeRuleSet, type RuleOptions, readPatterns } from "./rules.js";
import { paint } from "./terminal.js";

export interface ExplainOptions extends RuleOptions, EventOptions, PrintOptions {
  readonly rule?: string;
  readonly limit?: number;
}

/** Says why rules match events, or do not; the exit code. */
export async function explain(names: readonly string[], options: ExplainOptions): Promise<number> {
  const { formatExplanation } = await import("tidegate");
  const patterns = await readPatterns(options);
  const rules = await makeRuleSet(patterns, options);
  const { limit = 10, rule = rules.size === 1 ? patterns[0]?.name : undefined } = options;
  if (rule !== undefined && !rules.has(rule)) {
    const hint = `There are: ${[...rules.entries()].map(([name]) => name).join(", ")}`;
    throw new Failure({ message: `There is no rule "${rule}".`, code: "ERR_USAGE", hint });
  }
  let isMatch = false;
  const failures = await eachEvent(names, options, ({ bytes, name, line, print }) => {
    const explanations =
      rule === undefined ? rules.explain(bytes, { limit }) : [rules.explain(bytes, rule)];
    isMatch ||= explanations.some(({ matched }) => matched);
    return print(
      () => {
        const lines = explanations.map(formatExplanation).join("\n");
        return `${paint("bold", `${name}:${line}`)}\n${coloured(lines)}`;
      },
      () => ({ explanations }),
    );
  });
  if (failures > 0) return 2;
  return isMatch ? 0 : 1;
}

export function coloured(explanation: string): string {
  return explanation
    .replaceAll(/^( *)(✓)/gm, (_, start, mark) => start + paint("green", mark))
    .replaceAll(/^( *)(✗)/gm, (_, start, mark) => start + paint("red", mark))
    .replaceAll(/^( *)(·.*)/gm, (_, start, rest) => start + paint("dim", rest));
}
