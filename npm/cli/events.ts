import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { filesOf, STDIN } from "./files.js";
import { Failure, fileProblem } from "./problem.js";
import {
  type BadEvent,
  type Chunks,
  depthAtEnd,
  isSpace,
  type RawEvent,
  tooLarge,
  ValueSplitter,
} from "./splitter.js";

export interface EventOptions {
  readonly input?: "auto" | "ndjson" | "json";
  readonly maxEventBytes?: number;
}

export const DEFAULT_MAX_EVENT_BYTES: number = 16 * 1024 * 1024;

/** Whole lines of a file. */
export interface Lines {
  readonly lines: Uint8Array;
  /** How many lines come before. */
  readonly before: number;
}

/** Events that come together; in the order of the file. */
export type Piece = Lines | readonly (RawEvent | BadEvent)[];

/** A file of events, or standard input. */
export interface EventFile {
  /** As it is told to people. */
  readonly name: string;
  /** As it is told to programs: nothing where there is only one. */
  readonly file: string | undefined;
  /** Reads it once, keeping about one event. Throws a Failure where it cannot be read. */
  pieces(): AsyncGenerator<Piece>;
  /** One event at a time. */
  events(): AsyncGenerator<RawEvent | BadEvent>;
}

/** How much has been read of all files, and how much there is where that is known. */
export class Reading {
  bytes = 0;
  total: number | undefined = 0;
}

/** The files that are named, or standard input. Throws a Failure. */
export async function openEvents(
  names: readonly string[],
  options: EventOptions,
  reading: Reading = new Reading(),
): Promise<EventFile[]> {
  const files = await filesOf(names.length === 0 ? [STDIN] : names);
  for (const file of files) {
    const size = file === STDIN ? undefined : await sizeOf(file);
    if (reading.total !== undefined) {
      reading.total = size === undefined ? undefined : reading.total + size;
    }
  }
  return files.map((file) => {
    const name = file === STDIN ? "stdin" : file;
    const pieces = () => piecesOf(file, options, reading);
    return {
      name,
      file: files.length > 1 ? name : undefined,
      pieces,
      events: () => eventsOf(pieces()),
    };
  });
}

async function sizeOf(file: string): Promise<number | undefined> {
  const found = await stat(file).catch((error) => {
    throw new Failure(fileProblem(file, error));
  });
  return found.isFile() ? found.size : undefined;
}

async function* eventsOf(pieces: AsyncIterable<Piece>): AsyncGenerator<RawEvent | BadEvent> {
  for await (const piece of pieces) {
    if (!("lines" in piece)) {
      yield* piece;
      continue;
    }
    let line = piece.before;
    for (let begin = 0; begin < piece.lines.length; ) {
      const newline = piece.lines.indexOf(NEWLINE, begin);
      const end = newline < 0 ? piece.lines.length : newline;
      const bytes = piece.lines.subarray(begin, end);
      line++;
      if (!bytes.every(isSpace)) yield { bytes, line, column: 1 };
      begin = end + 1;
    }
  }
}

const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const CHUNK = 1024 * 1024;

async function* piecesOf(
  file: string,
  { input = "auto", maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: EventOptions,
  reading: Reading,
): AsyncGenerator<Piece> {
  const chunks = withoutMark(unzipped(file, chunksOf(file, reading)));
  if (input === "ndjson") return yield* linesOf(chunks, maxEventBytes);
  if (input === "json") return yield* valuesOf(chunks, maxEventBytes);
  const { isLines, rest } = await sniff(chunks, maxEventBytes);
  yield* isLines ? linesOf(rest, maxEventBytes) : valuesOf(rest, maxEventBytes);
}

async function* chunksOf(file: string, reading: Reading): AsyncGenerator<Uint8Array> {
  const stream = file === STDIN ? process.stdin : createReadStream(file, { highWaterMark: CHUNK });
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      reading.bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw new Failure(fileProblem(file, error));
  }
}

/** Chunks that were taken to look at, and those behind them, which end when this does. */
async function* chain(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Takes chunks until there are so many bytes. */
async function take(chunks: AsyncGenerator<Uint8Array>, size: number): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < size) {
    const { value, done } = await chunks.next();
    if (done) break;
    taken.push(value);
    bytes += value.length;
  }
  return Buffer.concat(taken);
}

/** Unpacks what begins as gzip does (RFC 1952). */
async function* unzipped(
  file: string,
  chunks: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const first = await take(chunks, 2);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* chain([first], chunks);
  const { Readable } = await import("node:stream");
  const source = Readable.from(chain([first], chunks), { objectMode: false });
  const unpacked = createGunzip({ chunkSize: CHUNK });
  source.on("error", (error) => unpacked.destroy(error));
  try {
    yield* source.pipe(unpacked) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const message = "This is not, or not to its end, what gzip has packed.";
    throw new Failure({ place: file, message, code: "ERR_GZIP" });
  } finally {
    source.destroy();
  }
}

/** Without the byte order mark of UTF-8. */
async function* withoutMark(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await take(chunks, 3);
  const hasMark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf;
  yield* chain([hasMark ? first.subarray(3) : first], chunks);
}

/** Whether the first line is an event by itself, so that others can be expected to be, too. */
async function sniff(chunks: AsyncGenerator<Uint8Array>, limit: number) {
  const taken: Uint8Array[] = [];
  let begin = -1;
  for (let size = 0; size <= limit; ) {
    const { value, done } = await chunks.next();
    if (done) break;
    taken.push(value);
    size += value.length;
    if (begin < 0) {
      const text = Buffer.concat(taken);
      begin = text.findIndex((byte) => !isSpace(byte));
      if (text[begin] === OPEN_LIST) return { isLines: false, rest: chain(taken, chunks) };
    }
    if (begin < 0 || !value.includes(NEWLINE)) continue;
    const text = Buffer.concat(taken);
    const end = text.indexOf(NEWLINE, begin);
    if (end < 0) continue;
    const isLines = depthAtEnd(text.subarray(begin, end)) <= 0;
    return { isLines, rest: chain(taken, chunks) };
  }
  return { isLines: true, rest: chain(taken, chunks) };
}

/** Whole lines, and what is wrong with lines over the limit. */
async function* linesOf(chunks: Chunks, limit: number): AsyncGenerator<Piece> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let before = 0;
  const tooLong = (): Piece => [{ line: before + 1, column: 1, ...tooLarge(limit) }];
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(NEWLINE);
    const first = last < 0 ? -1 : chunk.indexOf(NEWLINE);
    let begin = 0;
    // What is longer than the limit is not kept, so there is nothing of it to be matched.
    if (first >= 0 && size + first > limit) {
      yield tooLong();
      before++;
      begin = first + 1;
      parts = [];
      size = 0;
    }
    if (last >= begin) {
      const lines = Buffer.concat([...parts, chunk.subarray(begin, last + 1)]);
      yield { lines, before };
      before += countLines(lines);
      parts = [];
      size = 0;
      begin = last + 1;
    }
    size += chunk.length - begin;
    if (size <= limit) parts.push(chunk.subarray(begin));
    else parts = [];
  }
  if (size > limit) yield tooLong();
  else if (size > 0) yield { lines: Buffer.concat(parts), before };
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

async function* valuesOf(chunks: Chunks, limit: number): AsyncGenerator<Piece> {
  const splitter = new ValueSplitter(limit);
  for await (const chunk of chunks) {
    const events = [...splitter.push(chunk)];
    if (events.length > 0) yield events;
    if (splitter.isBroken) return;
  }
  const rest = [...splitter.end()];
  if (rest.length > 0) yield rest;
}
