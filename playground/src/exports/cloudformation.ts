import { stringify } from "yaml";
import type { MapNode, SourceNode } from "../../../npm/cli/node.js";
import { LOGICAL_ID, namesFor } from "./names.js";
import type { ExportedRule } from "./pattern.js";

export function cloudFormation(rules: readonly ExportedRule[], names: readonly string[]): string {
  const ids = idsOf(rules);
  const resources = rules.map(({ pattern }, index): [string, unknown] => [
    ids[index] as string,
    {
      Type: "AWS::Events::Rule",
      Properties: { Name: names[index], EventPattern: plain(pattern) },
    },
  ]);
  return yaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: Object.fromEntries(resources),
  });
}

/** The rules are events of one function, whose code is to be put in. */
export function sam(rules: readonly ExportedRule[], names: readonly string[]): string {
  const ids = idsOf(rules);
  const events = rules.map(({ pattern }, index): [string, unknown] => [
    ids[index] as string,
    {
      Type: "EventBridgeRule",
      Properties: { RuleName: names[index], Pattern: plain(pattern) },
    },
  ]);
  return yaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Resources: {
      EventFunction: {
        Type: "AWS::Serverless::Function",
        Properties: {
          CodeUri: "src/",
          Handler: "index.handler",
          Runtime: "nodejs22.x",
          Events: Object.fromEntries(events),
        },
      },
    },
  });
}

function idsOf(rules: readonly ExportedRule[]): string[] {
  return namesFor(
    rules.map(({ name }) => name),
    LOGICAL_ID,
  );
}

/** Templates are YAML 1.1, in which much that looks like a string is none: all strings are quoted. */
function yaml(template: object): string {
  return stringify(template, {
    version: "1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

function plain(node: SourceNode): unknown {
  if (node.kind === "list") return node.items.map(plain);
  if (node.kind === "map") {
    return Object.fromEntries(node.members.map(([key, value]) => [key, plain(value)]));
  }
  const isLong = typeof node.value === "number" && /^-?\d{16,}$/.test(node.json);
  return isLong ? BigInt(node.json) : node.value;
}

/** A map that CloudFormation would take for a call of a function. */
export function isFunction({ members }: MapNode): boolean {
  const [[name] = [""]] = members;
  return members.length === 1 && /^(?:Ref|Condition|Fn::.*)$/.test(name);
}
