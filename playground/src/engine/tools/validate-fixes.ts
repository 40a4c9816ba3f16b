import { type JSONPath, modify, type Node } from "jsonc-parser";
import { type Issue, upgradeCloudEvent } from "tidegate";
import type { Edit } from "../../editor/marks.js";
import { formatJson } from "../../json/json-text.js";
import { membersOf, nodeAt, stepsOf } from "./json-nodes.js";

/** What mends a text. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A text, the tree of it, and one thing that is wrong with it. */
interface Case {
  readonly text: string;
  readonly root: Node;
  readonly issue: Issue;
}

type Mend = (at: Case) => Fix | undefined;

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** The steps to a value, those into arrays as numbers. */
function pathOf(root: Node, pointer: string): JSONPath {
  let node: Node | undefined = root;
  return stepsOf(pointer).map((step) => {
    const isArray = node?.type === "array";
    node = isArray ? node?.children?.[Number(step)] : node && membersOf(node).get(step);
    return isArray ? Number(step) : step;
  });
}

function edited({ text, root, issue }: Case, value: unknown, title: string): Fix {
  const edits = modify(text, pathOf(root, issue.path), value, FORMAT).map(
    ({ offset, length, content }) => ({ offset, end: offset + length, text: content }),
  );
  return { title, edits };
}

function nameOf({ issue }: Case): string {
  return stepsOf(issue.path).at(-1) ?? "";
}

const add =
  (value: () => unknown): Mend =>
  (at) =>
    edited(at, value(), `Add "${nameOf(at)}"`);

const set =
  (value: string): Mend =>
  (at) =>
    edited(at, value, `Make it "${value}"`);

const giveId: Mend = (at) => edited(at, freshId(), "Make it a fresh UUID");

const remove: Mend = (at) => edited(at, undefined, `Remove "${nameOf(at)}"`);

/** A number, true or false as a string of the same characters. */
const quote: Mend = (at) => {
  const node = nodeAt(at.root, at.issue.path);
  if (node === undefined || !["number", "boolean"].includes(node.type)) return undefined;
  const written = at.text.slice(node.offset, node.offset + node.length);
  return edited(at, written, `Write it as "${written}"`);
};

/** One string as a list of it. */
const list: Mend = (at) => {
  const value = nodeAt(at.root, at.issue.path)?.value;
  return typeof value === "string" ? edited(at, [value], "Make it a list") : undefined;
};

/** The name with its letters in lower case, and nothing but letters and digits. */
const rename: Mend = ({ text, root, issue: { path } }) => {
  const key = nodeAt(root, path)?.parent?.children?.[0];
  if (key?.parent?.parent === undefined) return undefined;
  const name = String(key.value)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
  if (name === "" || membersOf(key.parent.parent).has(name)) return undefined;
  const end = key.offset + key.length;
  const same = text.slice(key.offset, end) === `"${name}"`;
  if (same) return undefined;
  return {
    title: `Rename it to "${name}"`,
    edits: [{ offset: key.offset, end, text: `"${name}"` }],
  };
};

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** All of the event as one of version 1.0, where it is one of an earlier version in all else. */
const upgrade: Mend = ({ text, issue: { path } }) => {
  if (stepsOf(path).length !== 1) return undefined;
  const upgraded = attempt(() => formatJson(upgradeCloudEvent(text, { output: "text" })));
  if (upgraded === undefined) return undefined;
  return { title: "Upgrade to 1.0", edits: [{ offset: 0, end: text.length, text: upgraded }] };
};

/** A UUID of version 4 (RFC 9562, 5.4); `crypto.randomUUID()` is not there without TLS. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

/** What mends an issue without a guess at what was meant. */
export const MENDS: Readonly<Partial<Record<Issue["code"], Mend>>> = {
  CE_ID_MISSING: add(freshId),
  CE_ID_EMPTY: giveId,
  CE_ID_NOT_STRING: quote,
  CE_SOURCE_NOT_STRING: quote,
  CE_TYPE_NOT_STRING: quote,
  CE_SUBJECT_NOT_STRING: quote,
  CE_SPECVERSION_MISSING: add(() => "1.0"),
  CE_SPECVERSION_NOT_STRING: set("1.0"),
  CE_SPECVERSION_EMPTY: set("1.0"),
  CE_SPECVERSION_UNKNOWN: set("1.0"),
  CE_SPECVERSION_OLD: upgrade,
  CE_SUBJECT_EMPTY: remove,
  CE_DATASCHEMA_EMPTY: remove,
  CE_NAME_CHARACTERS: rename,
  CE_INTEGER_FORM: quote,
  CE_INTEGER_RANGE: quote,
  EB_UNKNOWN: remove,
  EB_VERSION_MISSING: add(() => "0"),
  EB_VERSION_NOT_STRING: set("0"),
  EB_VERSION_NOT_ZERO: set("0"),
  EB_ID_MISSING: add(freshId),
  EB_ID_EMPTY: giveId,
  EB_ID_NOT_STRING: giveId,
  EB_ID_NOT_UUID: giveId,
  EB_DETAIL_TYPE_NOT_STRING: quote,
  EB_SOURCE_NOT_STRING: quote,
  EB_ACCOUNT_NOT_STRING: quote,
  EB_REGION_NOT_STRING: quote,
  EB_TIME_MISSING: add(now),
  EB_RESOURCES_MISSING: add(() => []),
  EB_RESOURCES_NOT_ARRAY: list,
  EB_RESOURCE_NOT_STRING: quote,
  EB_DETAIL_MISSING: add(() => ({})),
};

/** What mends an issue, if there is one thing that does. */
export function fixOf(text: string, root: Node, issue: Issue): Fix | undefined {
  return MENDS[issue.code]?.({ text, root, issue });
}
