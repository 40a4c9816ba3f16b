import { type MapNode, member, pointerTo, type SourceNode, stringOf } from "./node.js";
import type { Failure } from "./problem.js";
import type { Source } from "./source.js";

/** Values of a template's parameters, and of the attributes of its resources, by name. */
export type Parameters = ReadonlyMap<string, string>;

/** No pattern is longer, not even those of SNS; aliases may repeat more than that. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** A pattern as JSON text. */
export interface PatternText {
  readonly text: string;
  /** Whether the text is that of the source, character by character. */
  readonly isVerbatim: boolean;
}

/**
 * JSON text of a pattern or an event. What CloudFormation's functions `Ref`, `Fn::GetAtt`, `Fn::Sub`
 * and `Fn::Join` give is put in their place. Throws a Failure for other functions, and for names
 * that have no value.
 */
export function patternText(
  source: Source,
  node: SourceNode,
  parameters: Parameters = new Map(),
): PatternText {
  const writer = new Writer(source, node, parameters);
  const text = writer.write(node, "");
  const isVerbatim = source.isJson && !writer.hasFunctions;
  return { text: isVerbatim ? source.text.slice(node.begin, node.end) : text, isVerbatim };
}

class Writer {
  hasFunctions = false;
  #size = 0;

  constructor(
    readonly source: Source,
    readonly root: SourceNode,
    readonly parameters: Parameters,
  ) {}

  write(node: SourceNode, pointer: string): string {
    if (node.kind === "value") {
      this.#size += node.json.length;
      if (this.#size > MAX_CHARACTERS) {
        throw this.source.failure(this.root, "This is too long.", { code: "ERR_TOO_LARGE" });
      }
      return node.json;
    }
    if (node.kind === "list") {
      const items = node.items.map((item, index) => this.write(item, pointerTo(pointer, index)));
      return `[${items.join()}]`;
    }
    if (isFunction(node)) {
      this.hasFunctions = true;
      return JSON.stringify(this.#value(node, pointer));
    }
    const members = node.members.map(
      ([key, value]) => `${JSON.stringify(key)}:${this.write(value, pointerTo(pointer, key))}`,
    );
    return `{${members.join()}}`;
  }

  /** The text that a function gives, or a string or number as it is. */
  #value(node: SourceNode, pointer: string): string {
    if (node.kind === "value" && node.value !== null) return String(node.value);
    if (node.kind !== "map" || !isFunction(node)) throw this.#unresolved(node, pointer);
    const [[name, operand]] = node.members as [[string, SourceNode]];
    if (name === "Ref" || name === "Fn::GetAtt") {
      return this.#named(node, pointer, attributeOf(operand));
    }
    if (name === "Fn::Sub") return this.#substituted(node, pointer, operand);
    if (name === "Fn::Join" && operand.kind === "list") {
      const [delimiter, parts] = operand.items;
      if (parts?.kind === "list") {
        return parts.items.map((part) => this.#value(part, pointer)).join(stringOf(delimiter));
      }
    }
    throw this.#unresolved(node, pointer);
  }

  #substituted(node: SourceNode, pointer: string, operand: SourceNode): string {
    const [template, values] = operand.kind === "list" ? operand.items : [operand];
    const text = stringOf(template);
    if (text === undefined) throw this.#unresolved(node, pointer);
    return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      const own = member(values, name);
      return own === undefined ? this.#named(node, pointer, name) : this.#value(own, pointer);
    });
  }

  #named(node: SourceNode, pointer: string, name: string | undefined): string {
    const value = name === undefined ? undefined : this.parameters.get(name);
    if (value === undefined) throw this.#unresolved(node, pointer, name);
    return value;
  }

  #unresolved(node: SourceNode, pointer: string, name?: string): Failure {
    const shown = this.source.text.slice(node.begin, node.end).replaceAll(/\s+/g, " ");
    const what = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    const about = name === undefined ? "" : ` for want of a value for "${name}"`;
    return this.source.failure(node, `At ${pointer || "/"}, ${what} cannot be resolved${about}.`, {
      code: "ERR_UNRESOLVED",
      hint: name === undefined ? undefined : `Give its value: --param '${name}=…'`,
    });
  }
}

/** A call of a function; the field of a pattern that has such a name holds a list. */
export function isFunction({ members }: MapNode): boolean {
  const [[name, operand] = ["", undefined]] = members;
  if (members.length !== 1 || operand === undefined) return false;
  return name.startsWith("Fn::") || (name === "Ref" && operand.kind === "value");
}

/** `Queue.Arn`, however it is written. */
function attributeOf(operand: SourceNode): string | undefined {
  if (operand.kind !== "list") return stringOf(operand);
  const names = operand.items.map(stringOf);
  return names.includes(undefined) ? undefined : names.join(".");
}
