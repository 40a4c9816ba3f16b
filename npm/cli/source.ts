import { readFile } from "node:fs/promises";
import { type Node as JsonNode, parseTree } from "jsonc-parser";
import type { SourceNode } from "./node.js";
import { Failure, fileProblem, isTidegateError, type Problem, placeIn } from "./problem.js";

/** The largest file of rules or tests in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

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

/** Reads JSON, or YAML where the name or the first character says so. Throws a Failure. */
export async function readSource(file: string): Promise<Source> {
  const text = await readText(file);
  if (!/\.ya?ml$/i.test(file) && /^\s*[[{]/.test(text)) return parseJson(file, text);
  const { parseYaml } = await import("./yaml-source.js");
  return new Source(file, text, parseYaml(file, text), false);
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    throw new Failure(fileProblem(file, error));
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Failure({ place: file, message: "The file is not UTF-8.", code: "ERR_INVALID_UTF8" });
  }
}

/** Throws a Failure where the text is no JSON. */
export async function parseJson(file: string, text: string): Promise<Source> {
  const { detect } = await import("tidegate");
  try {
    detect(text, { maxEventBytes: MAX_BYTES });
  } catch (error) {
    if (!isTidegateError(error)) throw error;
    const { message, code, offset, hint } = error;
    const place = offset === undefined ? file : placeIn(file, text, offset);
    throw new Failure({ place, message, code, hint });
  }
  // What has passed has a root, and is no deeper than the library allows.
  return new Source(file, text, nodeOf(text, parseTree(text) as JsonNode), true);
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
