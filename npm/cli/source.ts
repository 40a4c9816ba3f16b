import { type Node as JsonNode, parseTree } from "jsonc-parser";
import type { SourceNode } from "./node.js";
import { Failure, type Problem, placeIn } from "./problem.js";

/** A file of rules or tests, or a text from the command line. */
export class Source {
  constructor(
    readonly file: string,
    readonly text: string,
    readonly root: SourceNode,
    readonly isJson: boolean,
  ) {}

  /** `file:line:column` of an index into the text. */
  place(offset: number): string {
    return placeIn(this.file, this.text, offset);
  }

  failure(node: SourceNode, message: string, details: Partial<Problem> = {}): Failure {
    return new Failure({ place: this.place(node.begin), message, ...details });
  }
}

/** What a text is made of that is JSON. */
export function jsonNode(text: string): SourceNode {
  return nodeOf(text, parseTree(text) as JsonNode);
}

function nodeOf(text: string, node: JsonNode): SourceNode {
  const { type, offset: begin, length, children = [], value } = node;
  const end = begin + length;
  if (type === "array") {
    return { kind: "list", begin, end, items: children.map((child) => nodeOf(text, child)) };
  }
  if (type === "object") {
    const members = children.map(({ children: [key, member] = [] }): [string, SourceNode] => [
      (key as JsonNode).value,
      nodeOf(text, member as JsonNode),
    ]);
    return { kind: "map", begin, end, members };
  }
  return { kind: "value", begin, end, value, json: text.slice(begin, end) };
}
