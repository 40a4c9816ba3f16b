interface Part {
  /** Where it stands in the text of its source: UTF-16 indices. */
  readonly begin: number;
  readonly end: number;
}

export interface MapNode extends Part {
  readonly kind: "map";
  readonly members: readonly (readonly [key: string, value: SourceNode])[];
}

export interface ListNode extends Part {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
}

export interface ValueNode extends Part {
  readonly kind: "value";
  readonly value: string | number | boolean | null;
  /** JSON text of the value; a number is as it was written. */
  readonly json: string;
}

/** A part of a JSON or YAML text, with its place. */
export type SourceNode = MapNode | ListNode | ValueNode;

/** A member of a map; of several with the name the last. */
export function member(node: SourceNode | undefined, key: string): SourceNode | undefined {
  if (node?.kind !== "map") return undefined;
  return node.members.findLast(([name]) => name === key)?.[1];
}

/** What a node says where it is a string. */
export function stringOf(node: SourceNode | undefined): string | undefined {
  return node?.kind === "value" && typeof node.value === "string" ? node.value : undefined;
}

/** The node that a JSON Pointer leads to, or the last on the way there. */
export function nodeAt(root: SourceNode, pointer: string): SourceNode {
  let node = root;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = node.kind === "list" ? node.items[Number(key)] : member(node, key);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** A JSON Pointer to a member. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
