import type { MapNode, SourceNode } from "../../../npm/cli/node.js";
import { LOGICAL_ID, namesFor } from "./names.js";
import { type ExportedRule, literal } from "./pattern.js";

/** The fields of an EventPattern of aws-cdk-lib/aws-events, by those of events. */
const FIELDS: Readonly<Record<string, string>> = {
  version: "version",
  id: "id",
  "detail-type": "detailType",
  source: "source",
  account: "account",
  time: "time",
  region: "region",
  resources: "resources",
  detail: "detail",
};

/** What of `Match` takes the operand of an operator, where that is a string. */
const MATCHERS: Readonly<Record<string, string>> = {
  prefix: "prefix",
  suffix: "suffix",
  "equals-ignore-case": "equalsIgnoreCase",
  wildcard: "wildcard",
  cidr: "cidr",
};

const INDENT = "      ";

/**
 * Rules as constructs: a `Rule` where its types take the pattern, and otherwise a `CfnRule`, which
 * takes any pattern as it is.
 */
export function cdk(rules: readonly ExportedRule[], names: readonly string[]): string {
  const ids = namesFor(
    rules.map(({ name }) => name),
    LOGICAL_ID,
  );
  const constructs = rules.map(({ pattern }, index) =>
    construct(pattern, ids[index] as string, names[index] as string),
  );
  const text = constructs.join("\n\n");
  const imports = ["CfnRule", "Match", "Rule"].filter((name) => text.includes(used(name)));
  return `import { Stack, type StackProps } from "aws-cdk-lib";
import { ${imports.join(", ")} } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";

export class RulesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

${text}
  }
}
`;
}

const used = (name: string) => (name === "Match" ? ": Match." : `new ${name}(`);

function construct(pattern: MapNode, id: string, name: string): string {
  const fields = pattern.members.map(([key, value]) => typedField(key, value));
  const isTyped = fields.every((field) => field !== undefined);
  const text = isTyped
    ? `{\n${fields.map((field) => `${INDENT}  ${field},\n`).join("")}${INDENT}}`
    : literal(pattern, INDENT);
  return [
    `    new ${isTyped ? "Rule" : "CfnRule"}(this, "${id}", {`,
    `${INDENT}${isTyped ? "ruleName" : "name"}: "${name}",`,
    `${INDENT}eventPattern: ${text},`,
    "    });",
  ].join("\n");
}

/** A field of an EventPattern, where its type takes the value. */
function typedField(key: string, value: SourceNode): string | undefined {
  const name = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
  const text = name === "detail" ? detailOf(value) : listOf(value);
  return name === undefined || text === undefined ? undefined : `${name}: ${text}`;
}

function detailOf(value: SourceNode): string | undefined {
  return value.kind === "map" ? literal(value, `${INDENT}  `) : undefined;
}

/** Fields of the envelope are lists of strings; what Match returns passes for one. */
function listOf(value: SourceNode): string | undefined {
  if (value.kind !== "list") return undefined;
  if (value.items.every(isString)) return literal(value, `${INDENT}  `);
  const [item] = value.items;
  if (value.items.length > 1 || item?.kind !== "map" || item.members.length !== 1) return undefined;
  const [[operator, operand]] = item.members as [[string, SourceNode]];
  if (operator === "exists" && operand.kind === "value") {
    if (operand.value === true) return "Match.exists()";
    return operand.value === false ? "Match.doesNotExist()" : undefined;
  }
  const matcher = Object.hasOwn(MATCHERS, operator) ? MATCHERS[operator] : undefined;
  if (matcher === undefined || operand.kind !== "value" || !isString(operand)) return undefined;
  return `Match.${matcher}(${JSON.stringify(operand.value)})`;
}

function isString(node: SourceNode): boolean {
  return node.kind === "value" && typeof node.value === "string";
}
