/**
 * A workspace in the fragment of a link, which browsers do not send to any server: "#v1." and, by
 * deflate-raw (RFC 1951) and base64url (RFC 4648, section 5), lines of JSON. The first line says
 * how many follow, and what is shown; then come a line for each rule, event and case, and one for
 * the schema. So whatever whole lines can be read of a link that was cut are whole rules.
 */
import type { Workspace } from "../workspace/workspace.js";
import { checkWorkspace, type ReadWorkspace } from "./check-workspace.js";

const PREFIX = "#v1.";
/** Longer links are cut by mail, chats and trackers: a file is better. */
const MAX_LINK = 8000;
/** No more of a link is unpacked, whatever it claims to hold; in bytes. */
const MAX_UNPACKED = 4 * 1024 * 1024;
/** So much of a damaged link is lost at most before the damage, in bytes. */
const PIECE = 16;

/** What is not so by itself. */
interface Head {
  /** Lines that follow. */
  readonly n: number;
  readonly rule?: number;
  readonly event?: number;
  readonly tab?: string;
}

type Line = readonly [kind: "r" | "e" | "c" | "s", ...fields: unknown[]];

/** The fragment of a link, with its #. */
export async function encodeWorkspace(workspace: Workspace): Promise<string> {
  const { rules, events, cases, schema, rule, event, tab } = workspace;
  const lines: Line[] = [
    ...rules.map(({ name, text }): Line => ["r", name, text]),
    ...events.map(({ name, text }): Line => ["e", name, text]),
    ...cases.map(({ name, event, matches }): Line => ["c", name, event, matches]),
    ...(schema === "" ? [] : [["s", schema] as Line]),
  ];
  const head: Head = {
    n: lines.length,
    ...(rule > 0 && { rule }),
    ...(event > 0 && { event }),
    ...(tab !== "explain" && { tab }),
  };
  const text = [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
  const packed = through(new CompressionStream("deflate-raw"), [new TextEncoder().encode(text)]);
  return PREFIX + toBase64Url(await bytesOf(packed));
}

/** Whether a fragment is longer than what travels well. */
export function tooLongForLink(fragment: string): boolean {
  return fragment.length > MAX_LINK;
}

/** Whether a fragment holds a workspace, of this version or another. */
export function isPermalink(fragment: string): boolean {
  return /^#v\d+\./.test(fragment);
}

/** Reads as much of a link as can be read, and says what could not. Never throws. */
export async function decodeWorkspace(fragment: string): Promise<ReadWorkspace> {
  if (!fragment.startsWith(PREFIX)) {
    const [version] = /^#v\d+(?=\.)/.exec(fragment) ?? [];
    const problem =
      version === undefined
        ? "There is no workspace in this link."
        : `This link is of version ${version.slice(1)}, which this playground does not know: reload the page to update it.`;
    return { ...checkWorkspace({}), problems: [problem] };
  }
  const { text, isTooLong } = await unpack(fromBase64Url(fragment.slice(PREFIX.length)));
  const { fields, isWhole } = fieldsOf(text);
  const { workspace, problems } = checkWorkspace(fields);
  const damage = damageOf(workspace, isWhole, isTooLong);
  return { workspace, problems: [...(damage === undefined ? [] : [damage]), ...problems] };
}

function damageOf(workspace: Workspace, isWhole: boolean, isTooLong: boolean): string | undefined {
  if (isWhole) return undefined;
  const { rules, events } = workspace;
  const kept = `${count(rules.length, "rule")} and ${count(events.length, "event")} of it`;
  if (isTooLong) return `This link holds more than 4 MB: only ${kept} are kept.`;
  if (rules.length + events.length === 0) return "This link is broken: nothing of it can be read.";
  return `This link is broken or cut short: only ${kept} can be read.`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** The fields of a workspace, from lines of which the last ones may be missing or no JSON. */
function fieldsOf(text: string): { fields: Record<string, unknown>; isWhole: boolean } {
  const [head, ...lines] = text.split("\n").slice(0, -1).map(parsed);
  const { n, ...shown } = (typeof head === "object" && head !== null ? head : {}) as Partial<Head>;
  const read = lines.filter((line) => Array.isArray(line));
  const of = (kind: Line[0]) => read.filter(([own]) => own === kind);
  const named = (kind: Line[0]) => of(kind).map(([, name, text]) => ({ name, text }));
  const [schema] = of("s");
  const fields = {
    ...shown,
    rules: named("r"),
    events: named("e"),
    cases: of("c").map(([, name, event, matches]) => ({ name, event, matches })),
    ...(schema && { schema: schema[1] }),
  };
  // Of what is cut, the one to be shown may be missing: that goes without saying.
  const isWhole = n === read.length;
  if (isWhole) return { fields, isWhole };
  const { rule: _, event: __, ...rest } = fields as typeof fields & Head;
  return { fields: rest, isWhole };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** As much as can be unpacked before the bytes are damaged, or end, or are too many. */
async function unpack(bytes: Uint8Array): Promise<{ text: string; isTooLong: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for await (const chunk of through(new DecompressionStream("deflate-raw"), piecesOf(bytes))) {
      size += chunk.length;
      if (size > MAX_UNPACKED) return { text, isTooLong: true };
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    // What came before the damage is kept; whether all came, the first line knows.
  }
  return { text, isTooLong: false };
}

/** Small pieces, so that what comes before a damaged one has come out when it goes in. */
function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** What comes out of a stream when these chunks go in, one by one. */
async function* through(
  { readable, writable }: GenericTransformStream,
  chunks: Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  const writer = writable.getWriter();
  const writing = (async () => {
    for (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  })();
  // The reader fails too, and tells.
  writing.catch(() => {});
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: BlobPart[] = [];
  for await (const chunk of chunks) parts.push(chunk as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes up to the first character that does not belong there. */
function fromBase64Url(text: string): Uint8Array {
  const [digits = ""] = /^[A-Za-z0-9_-]*/.exec(text) ?? [];
  // One digit alone is less than a byte.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
}
