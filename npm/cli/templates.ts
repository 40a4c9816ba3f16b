import { type MapNode, member, type SourceNode, stringOf } from "./node.js";
import type { Parameters } from "./pattern-text.js";
import type { Source } from "./source.js";

/** A rule as it stands in a file. */
export interface FoundRule {
  readonly source: Source;
  readonly name: string;
  /** Its pattern: a map, or JSON text. */
  readonly node: SourceNode;
  /** What a template says its parameters are, under what the caller says. */
  readonly parameters?: Parameters;
}

/** Finds the rules in a file, each of its patterns. Throws a Failure where there are none. */
export function findRules(source: Source, parameters: Parameters): FoundRule[] {
  const { root } = source;
  const found =
    inCloudFormation(source, parameters) ??
    inTerraformPlan(source) ??
    inTerraform(source) ??
    inRuleList(source) ??
    inMap(source);
  if (found.length > 0) return found;
  throw source.failure(root, "There are no rules in this file.", { code: "ERR_NO_RULES" });
}

function membersOf(node: SourceNode | undefined): MapNode["members"] {
  return node?.kind === "map" ? node.members : [];
}

function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** Templates of CloudFormation, SAM and CDK: their resources each have a type. */
function inCloudFormation(source: Source, given: Parameters): FoundRule[] | undefined {
  const resources = membersOf(member(source.root, "Resources"));
  if (!resources.some(([, resource]) => stringOf(member(resource, "Type")) !== undefined)) {
    return undefined;
  }
  const parameters = new Map([...defaultsOf(source.root), ...given]);
  return resources.flatMap(([id, resource]) => {
    const type = stringOf(member(resource, "Type"));
    const properties = member(resource, "Properties");
    if (type === "AWS::Events::Rule") {
      const node = member(properties, "EventPattern");
      return node === undefined ? [] : [{ source, name: id, node, parameters }];
    }
    if (!type?.startsWith("AWS::Serverless::")) return [];
    return membersOf(member(properties, "Events")).flatMap(([event, trigger]) => {
      const kind = stringOf(member(trigger, "Type"));
      if (kind !== "EventBridgeRule" && kind !== "CloudWatchEvent") return [];
      const node = member(member(trigger, "Properties"), "Pattern");
      return node === undefined ? [] : [{ source, name: `${id}.${event}`, node, parameters }];
    });
  });
}

function defaultsOf(template: SourceNode): [string, string][] {
  return membersOf(member(template, "Parameters")).flatMap(([name, parameter]) => {
    const value = member(parameter, "Default");
    return value?.kind === "value" ? [[name, String(value.value)]] : [];
  });
}

const TERRAFORM_TYPE = "aws_cloudwatch_event_rule";

/** What `terraform show -json` says of a state or a plan. */
function inTerraformPlan(source: Source): FoundRule[] | undefined {
  const values = member(source.root, "planned_values") ?? member(source.root, "values");
  const root = member(values, "root_module");
  if (root === undefined) return undefined;
  const found: FoundRule[] = [];
  const modules = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of itemsOf(member(module, "resources"))) {
      if (stringOf(member(resource, "type")) !== TERRAFORM_TYPE) continue;
      const name = stringOf(member(resource, "address")) ?? TERRAFORM_TYPE;
      const own = member(resource, "values");
      const node = member(own, "event_pattern");
      if (stringOf(node) !== undefined) {
        found.push({ source, name, node: node as SourceNode });
      } else if (node === undefined && stringOf(member(own, "schedule_expression")) === undefined) {
        throw source.failure(resource, `Rule "${name}": its pattern is known only after apply.`, {
          code: "ERR_UNRESOLVED",
        });
      }
    }
    modules.push(...[...itemsOf(member(module, "child_modules"))].reverse());
  }
  return found;
}

/** A configuration of Terraform in JSON, as CDKTF writes it. */
function inTerraform(source: Source): FoundRule[] | undefined {
  const resources = member(member(source.root, "resource"), TERRAFORM_TYPE);
  if (resources?.kind !== "map") return undefined;
  return resources.members.flatMap(([id, resource]) => {
    const node = member(itemsOf(resource)[0] ?? resource, "event_pattern");
    if (node === undefined) return [];
    const name = `${TERRAFORM_TYPE}.${id}`;
    if (stringOf(node)?.includes("${")) {
      throw source.failure(node, `Rule "${name}": its pattern is an expression.`, {
        code: "ERR_UNRESOLVED",
        hint: "Let Terraform evaluate it: terraform show -json PLAN > rules.json",
      });
    }
    return [{ source, name, node }];
  });
}

/** What `aws events list-rules` prints. */
function inRuleList(source: Source): FoundRule[] | undefined {
  const rules = member(source.root, "Rules");
  if (rules?.kind !== "list" || stringOf(member(rules.items[0], "Name")) === undefined) {
    return undefined;
  }
  return rules.items.flatMap((rule) => {
    const node = member(rule, "EventPattern");
    if (stringOf(node) === undefined) return [];
    return [{ source, name: stringOf(member(rule, "Name")) ?? "", node: node as SourceNode }];
  });
}

/** A map of names to patterns, or to lists of them. */
export function inMap(source: Source, root: SourceNode = source.root): FoundRule[] {
  if (root.kind !== "map") {
    throw source.failure(root, "Rules are a map of names to patterns.", {
      code: "ERR_RULE_FILE",
      hint: 'Such as {"stopped": {"detail": {"state": ["stopped"]}}}',
    });
  }
  const names = new Set<string>();
  return root.members.flatMap(([name, value]) => {
    if (names.has(name)) {
      throw source.failure(value, `The rule "${name}" comes twice.`, { code: "ERR_RULE_FILE" });
    }
    names.add(name);
    const nodes = value.kind === "list" ? value.items : [value];
    for (const node of nodes) checkPattern(source, name, node);
    return nodes.map((node) => ({ source, name, node }));
  });
}

function checkPattern(source: Source, name: string, node: SourceNode): void {
  const text = stringOf(node)?.trimStart();
  if (node.kind === "map" || text?.startsWith("{")) return;
  throw source.failure(node, `Rule "${name}": a pattern is an object, or JSON text of one.`, {
    code: "ERR_RULE_FILE",
    hint: `If the file is a pattern itself, give it a name: {"my-rule": {"${name}": …}}`,
  });
}
