import { type ExportedRule, literal, roundedNumbers, wellFormed } from "./pattern.js";

export function javaScript(rules: readonly ExportedRule[]): string {
  const calls = rules.map(
    (rule) => `rules.add(${JSON.stringify(rule.name)}, ${patternOf(rule)});\n`,
  );
  return `import { RuleSet } from "tidegate";

export const rules = new RuleSet();
${calls.join("")}
// The names of the rules that match an event: JSON text, bytes or an object.
export const match = (event) => rules.match(event);
`;
}

/** Text where an object would not be the same. */
function patternOf({ text, pattern }: ExportedRule): string {
  const isSame = roundedNumbers(pattern).length === 0;
  return isSame ? literal(pattern) : JSON.stringify(wellFormed(text));
}
