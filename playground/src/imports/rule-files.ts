import { type MapNode, member, type SourceNode, stringOf } from "../../../npm/cli/node.js";
import { isFunction, type Parameters, patternText } from "../../../npm/cli/pattern-text.js";
import { Failure } from "../../../npm/cli/problem.js";
import { Source } from "../../../npm/cli/source.js";
import { type FoundRule, findRules, inMap } from "../../../npm/cli/templates.js";
import type { Found } from "./found.js";

/** A file of rules that `tidegate` reads: templates, plans, lists, and maps of names to patterns. */
export class RuleFile {
  readonly #source: Source;

  /** @param file its name, for notes */
  constructor(file: string, text: string, root: SourceNode) {
    // Not as JSON: patterns are written anew, with texts in place of functions.
    this.#source = new Source(file || "line", text, root, false);
  }

  /** Whether it is a template, plan or list of rules: something that no event looks like. */
  get isTemplate(): boolean {
    const { root } = this.#source;
    const module = (key: string) => member(member(root, key), "root_module");
    return (
      members(member(root, "Resources")).some(([, one]) => stringOf(member(one, "Type"))) ||
      member(member(root, "resource"), "aws_cloudwatch_event_rule") !== undefined ||
      module("planned_values") !== undefined ||
      module("values") !== undefined ||
      isRuleList(member(root, "Rules"))
    );
  }

  readTemplate(found: Found): void {
    this.#read(() => findRules(this.#source, new Map()), found);
  }

  /** @param root where the map stands, if it is not all of the file */
  readMap(found: Found, root?: SourceNode): void {
    this.#read(() => inMap(this.#source, root), found);
  }

  /** JSON text of a part of it. */
  textOf(node: SourceNode): string {
    return patternText(this.#source, node).text;
  }

  #read(find: () => FoundRule[], found: Found): void {
    try {
      for (const rule of find()) this.#rule(rule, found);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const { place, message } of error.problems) found.note(`${place}: ${message}`);
    }
  }

  #rule({ name, node, parameters = new Map() }: FoundRule, found: Found): void {
    const placeholders = new Placeholders(parameters);
    const text = stringOf(node) ?? this.#pattern(node, placeholders);
    // A function in place of the whole pattern gives its text.
    found.rule(name, text.startsWith('"') ? String(JSON.parse(text)) : text);
    if (placeholders.used.size > 0) {
      const names = [...placeholders.used].join(", ");
      found.note(`Rule "${name}": ${names} stand as texts where the template has functions.`);
    }
  }

  #pattern(node: SourceNode, placeholders: Placeholders): string {
    try {
      return patternText(this.#source, node, placeholders).text;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return patternText(this.#source, this.#withoutFunctions(node, placeholders)).text;
    }
  }

  /** A pattern in which functions whose values nobody knows here are texts. */
  #withoutFunctions(node: SourceNode, placeholders: Placeholders): SourceNode {
    if (node.kind === "value") return node;
    if (node.kind === "list") {
      return {
        ...node,
        items: node.items.map((item) => this.#withoutFunctions(item, placeholders)),
      };
    }
    if (isFunction(node)) {
      const json = this.#functionText(node, placeholders);
      return { kind: "value", begin: node.begin, end: node.end, value: JSON.parse(json), json };
    }
    const members = node.members.map(([key, value]): [string, SourceNode] => [
      key,
      this.#withoutFunctions(value, placeholders),
    ]);
    return { ...node, members };
  }

  #functionText(node: MapNode, placeholders: Placeholders): string {
    try {
      return patternText(this.#source, node, placeholders).text;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const [[name, operand]] = node.members as [[string, SourceNode]];
      return JSON.stringify(placeholders.placeholder(`${name} ${wordsOf(operand)}`.trim()));
    }
  }
}

/** Values of parameters; a name without one stands for itself: `${Name}`. */
class Placeholders extends Map<string, string> implements Parameters {
  readonly used = new Set<string>();

  override get(name: string): string {
    return super.get(name) ?? this.placeholder(name);
  }

  placeholder(name: string): string {
    const text = `\${${name}}`;
    this.used.add(text);
    return text;
  }
}

/** What a function is called with, where that is short. */
function wordsOf(operand: SourceNode): string {
  if (operand.kind === "value") return String(operand.value);
  if (operand.kind === "map") return "…";
  return operand.items.map((item) => (item.kind === "value" ? String(item.value) : "…")).join(" ");
}

function members(node: SourceNode | undefined): MapNode["members"] {
  return node?.kind === "map" ? node.members : [];
}

function isRuleList(node: SourceNode | undefined): boolean {
  return node?.kind === "list" && stringOf(member(node.items[0], "Name")) !== undefined;
}
