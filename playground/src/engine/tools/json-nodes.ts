import { type Node, parseTree } from "jsonc-parser";

/** The steps of a JSON Pointer (RFC 6901). */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON Pointer with one step more. */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Members by name; of one that comes twice the last one counts, as for `JSON.parse()`. */
export function membersOf({ children = [] }: Node): Map<string, Node> {
  return new Map(
    children.flatMap(({ children: pair }) => {
      const [key, value] = pair ?? [];
      return key && value ? [[key.value as string, value]] : [];
    }),
  );
}

/** The value that a JSON Pointer leads to. */
export function nodeAt(root: Node | undefined, pointer: string): Node | undefined {
  return stepsOf(pointer).reduce((node: Node | undefined, step) => {
    if (node?.type === "array") return node.children?.[Number(step)];
    return node?.type === "object" ? membersOf(node).get(step) : undefined;
  }, root);
}

/** The text as a tree of nodes, each with its place. */
export function treeOf(text: string): Node | undefined {
  return parseTree(text);
}
