import { TidegateError } from "./error.js";

/** UTF-8 of what has no lone surrogates; see {@link escapeLoneSurrogates} for what has. */
export const encoder: TextEncoder = new TextEncoder();

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Writes a text as UTF-16 to an even byte of some memory. */
export type Utf16Writer = (text: string, begin: number) => void;

interface NodeBuffer {
  from(
    memory: ArrayBufferLike,
    begin: number,
    length: number,
  ): {
    write(text: string, begin: number, encoding: "utf16le"): number;
    toString(encoding: "latin1", begin: number, end: number): string;
  };
}

/** Node's Buffer; that of other runtimes is slow at this. */
const nodeBuffer: NodeBuffer | undefined = findNodeBuffer(globalThis as NodeGlobals);

interface NodeGlobals {
  readonly process?: { readonly versions?: { readonly node?: string } };
  readonly Deno?: unknown;
  readonly Bun?: unknown;
  readonly Buffer?: NodeBuffer;
}

function findNodeBuffer({ process, Deno, Bun, Buffer }: NodeGlobals): NodeBuffer | undefined {
  return process?.versions?.node && !Deno && !Bun ? Buffer : undefined;
}

/** Whether it is quicker to write UTF-16 than what is not ASCII by encodeInto(). */
export const hasQuickUtf16: boolean = nodeBuffer !== undefined;

/** Makes a writer to a part of some memory, whose first byte is an even one. */
export function utf16Writer(memory: ArrayBufferLike, begin: number, length: number): Utf16Writer {
  const buffer = nodeBuffer?.from(memory, begin, length);
  if (buffer !== undefined) return (text, at) => void buffer.write(text, at, "utf16le");
  const units = new Uint16Array(memory, begin, length >>> 1);
  return (text, at) => {
    for (let i = 0; i < text.length; i++) units[(at >>> 1) + i] = text.charCodeAt(i);
  };
}

/** Reads ASCII from byte `begin` up to `end` of some memory. */
export type AsciiReader = (begin: number, end: number) => string;

/** Makes a reader of ASCII in some memory, which in Node takes half the time of TextDecoder. */
export function asciiReader(memory: ArrayBufferLike): AsciiReader {
  const buffer = nodeBuffer?.from(memory, 0, memory.byteLength);
  if (buffer !== undefined) return (begin, end) => buffer.toString("latin1", begin, end);
  const bytes = new Uint8Array(memory);
  return (begin, end) => decode(bytes.subarray(begin, end));
}

const native = (String.prototype as { isWellFormed?: () => boolean }).isWellFormed;

/** Whether every surrogate has its partner, so that the text has an exact form in UTF-8. */
export const isWellFormed: (text: string) => boolean =
  native === undefined ? (text) => !/\p{Surrogate}/u.test(text) : (text) => native.call(text);

/** Of more lone surrogates a runtime may not hold what they are replaced by, and end. */
const MOST_TO_ESCAPE = 16 * 1024 * 1024;

/**
 * Replaces each lone surrogate of a JSON text by its escape, which stands for the same string. One
 * behind a backslash is no escape in JSON and stays, for the reader to refuse. Errors: ERR_TOO_LARGE
 * for more than 16 Mi characters some of which are such.
 */
export function escapeLoneSurrogates(text: string): string {
  if (isWellFormed(text)) return text;
  if (text.length > MOST_TO_ESCAPE) {
    throw new TidegateError("ERR_TOO_LARGE", "The text is too large to have lone surrogates.");
  }
  return text.replace(/\\.|\p{Surrogate}/gsu, (match) =>
    match.startsWith("\\") ? match : `\\u${match.charCodeAt(0).toString(16)}`,
  );
}

/**
 * Writes a text in UTF-8, lone surrogates in three bytes each, which is how the core keeps them.
 * Returns the number of bytes.
 */
export function writeCodePoints(text: string, bytes: Uint8Array): number {
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point < 0x80) {
      bytes[size++] = point;
      continue;
    }
    if (point > 0xffff) i++;
    const following = point < 0x800 ? 1 : point > 0xffff ? 3 : 2;
    bytes[size++] = (0xff00 >> (following + 1)) | (point >> (6 * following));
    for (let shift = 6 * following - 6; shift >= 0; shift -= 6) {
      bytes[size++] = 0x80 | ((point >> shift) & 0x3f);
    }
  }
  return size;
}

/** A key as JSON Pointers have it; a lone surrogate as U+FFFD. */
export function escapePointer(key: string): string {
  return key
    .replace(/~/g, "~0")
    .replace(/\//g, "~1")
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The index in `text` of the byte `offset` of its UTF-8 form with lone surrogates escaped. */
export function indexOfByte(text: string, offset: number): number {
  return advance(text, offset, (point) => {
    if (point < 0x80) return 1;
    if (point < 0x800) return 2;
    return point > 0xffff ? 4 : 3;
  });
}

/** The column in `text` of a column of its form with lone surrogates escaped; both from 1. */
export function columnBeforeEscaping(text: string, line: number, column: number): number {
  if (isWellFormed(text)) return column;
  const lineText = text.split(/\r\n|\r|\n/)[line - 1] ?? "";
  return advance(lineText, column - 1, (point) => (point > 0xffff ? 2 : 1)) + 1;
}

const ESCAPE_LENGTH = 6;

/** The index after the code points that take up `distance`, where each takes up its width. */
function advance(text: string, distance: number, width: (codePoint: number) => number): number {
  let index = 0;
  for (let passed = 0; passed < distance && index < text.length; ) {
    const point = text.codePointAt(index) as number;
    const isLoneSurrogate = point >= 0xd800 && point <= 0xdfff;
    passed += isLoneSurrogate ? ESCAPE_LENGTH : width(point);
    index += point > 0xffff ? 2 : 1;
  }
  return index;
}
