import { getLocation, modify, type Node, parseTree } from "jsonc-parser";

/** A value of an event that a pattern can ask for. */
export interface EventValue {
  /** The keys to it, without the places in arrays, which patterns have none of. */
  readonly keys: readonly string[];
  /** The value as JSON. */
  readonly text: string;
}

/** The string, number, boolean or null at an offset of an event. */
export function locate(event: string, offset: number): EventValue | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(event, offset);
  if (isAtPropertyKey || previousNode === undefined) return undefined;
  const { type, offset: begin, length } = previousNode;
  if (type === "object" || type === "array") return undefined;
  const keys = path.filter((step) => typeof step === "string");
  return { keys, text: event.slice(begin, begin + length) };
}

function at(node: Node | undefined, keys: readonly string[]): Node | undefined {
  if (keys.length === 0 || node === undefined) return node;
  const [key, ...rest] = keys;
  const member = node.children?.find(({ children }) => children?.[0]?.value === key);
  return at(member?.children?.[1], rest);
}

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** A pattern that asks for the value as well; the same one where it does already. */
export function addValue(pattern: string, { keys, text }: EventValue): string {
  const before = pattern.trim() === "" ? "{}" : pattern;
  const list = at(parseTree(before), keys);
  const value = JSON.parse(text);
  const path = [...keys];
  if (list?.type !== "array") return edited(before, path, [value]);
  const { children = [] } = list;
  const there = children.some((one) => before.slice(one.offset, one.offset + one.length) === text);
  return there ? before : edited(before, [...path, children.length], value, true);
}

function edited(text: string, path: (string | number)[], value: unknown, isArrayInsertion = false) {
  return modify(text, path, value, { ...FORMAT, isArrayInsertion }).reduceRight(
    (all, { offset, length, content }) =>
      all.slice(0, offset) + content + all.slice(offset + length),
    text,
  );
}
