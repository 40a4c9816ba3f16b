import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
} from "yaml";
import type { SourceNode, ValueNode } from "./node.js";
import { Failure, placeIn } from "./problem.js";

/** Templates are YAML 1.1, in which `on` is true, but have none of its dates, sets and merges. */
const UNUSED_TAGS = /:(binary|omap|pairs|set|timestamp|merge)$/;
const TEMPLATE = {
  version: "1.1",
  customTags: (tags: readonly { tag: string }[]) =>
    tags.filter(({ tag }) => !UNUSED_TAGS.test(tag)),
} as const;

/** The short forms of CloudFormation's functions that do not stand for `Fn::`. */
const BARE_TAGS = ["Ref", "Condition"];

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;
const NOTHING: ValueNode = { kind: "value", begin: 0, end: 0, value: null, json: "null" };

/** Reads YAML 1.2, or a template of CloudFormation. Throws a Failure. */
export function parseYaml(file: string, text: string): SourceNode {
  try {
    const document = parse(file, text, {});
    const isTemplate = isMap(document.contents) && document.contents.has("Resources");
    const root = isTemplate ? parse(file, text, TEMPLATE) : document;
    return new Reader(file, text, root).read(root.contents);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = "The YAML is nested too deeply, or within itself.";
    throw new Failure({ place: file, message, code: "ERR_TOO_DEEP" });
  }
}

function parse(file: string, text: string, options: object): Document {
  const document = parseDocument(text, { ...options, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document;
  const place = placeIn(file, text, error.pos[0]);
  throw new Failure({ place, message: error.message, code: "ERR_INVALID_YAML" });
}

class Reader {
  readonly #nodes = new Map<Node, SourceNode>();

  constructor(
    readonly file: string,
    readonly text: string,
    readonly document: Document,
  ) {}

  /** What an alias stands for is that very node, so that repeating it takes no room. */
  read(node: Node | null): SourceNode {
    if (node === null) return NOTHING;
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    const read = isAlias(node) ? this.read(this.#targetOf(node)) : this.#tagged(node);
    this.#nodes.set(node, read);
    return read;
  }

  #targetOf(alias: Alias): Node {
    const target = alias.resolve(this.document);
    if (target !== undefined) return target;
    throw this.#failure(alias, `There is no anchor "${alias.source}" before this.`);
  }

  /** `!Sub x` is `{"Fn::Sub": x}`. */
  #tagged(node: Node): SourceNode {
    const read = this.#untagged(node);
    const { tag } = node as { tag?: string };
    if (!tag?.startsWith("!") || tag === "!") return read;
    const name = tag.slice(1);
    const key = BARE_TAGS.includes(name) ? name : `Fn::${name}`;
    return { kind: "map", begin: read.begin, end: read.end, members: [[key, read]] };
  }

  #untagged(node: Node): SourceNode {
    const [begin, end] = node.range ?? [0, 0];
    if (isSeq(node)) {
      return { kind: "list", begin, end, items: node.items.map((item) => this.read(item as Node)) };
    }
    if (isMap(node)) {
      const members = node.items.map(({ key, value }): [string, SourceNode] => [
        this.#keyOf(key as Node),
        this.read(value as Node | null),
      ]);
      return { kind: "map", begin, end, members };
    }
    const { value, source = "" } = node as { value?: unknown; source?: string };
    if (value === null || typeof value === "string" || typeof value === "boolean") {
      return { kind: "value", begin, end, value, json: JSON.stringify(value) };
    }
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw this.#failure(node, "JSON has no such value.");
    }
    const json = JSON_NUMBER.test(source) ? source : JSON.stringify(value);
    return { kind: "value", begin, end, value, json };
  }

  #keyOf(key: Node): string {
    if (isScalar(key)) {
      const name = typeof key.value === "string" ? key.value : (key.source ?? "");
      if (name !== "<<") return name;
    }
    throw this.#failure(key, "A key is plain text here, and there are no merges.");
  }

  #failure(node: Node, message: string): Failure {
    const place = placeIn(this.file, this.text, node.range?.[0] ?? 0);
    return new Failure({ place, message, code: "ERR_INVALID_YAML" });
  }
}
