import type { BatchError, BatchInput, BatchOptions, BatchResult } from "./batch.js";
import { FUNCTION, isIterable, type Kinds, readOptions } from "./check.js";
import { type Core, MAX_TEXT_BYTES, outOfMemory, tooLarge } from "./core.js";
import { invalidArgument, type TidegateError } from "./error.js";
import { bytesOf, type EventInput } from "./event.js";
import { indexOfByte } from "./text.js";

/** The rule set that a batch is matched with. */
export interface BatchHost {
  readonly core: Core;
  readonly maxEventBytes: number;
  /** Throws ERR_DISPOSED. */
  address(): number;
  /** Another number whenever the rules may have changed. */
  changes(): number;
  name(id: number): string;
  /** How many rules match; leaves their ids at tg_output_ids(). */
  match(event: EventInput): number;
}

/** Work goes on for so many milliseconds before others have their turn. */
const SLICE = 10;

/** After so many events the clock is looked at. */
const EVENTS_PER_LOOK = 32;

/** Lines are sent in pieces of so many bytes or characters, and the clock looked at after each. */
const PIECE = 32 * 1024;

const OPTIONS: Kinds<BatchOptions> = {
  signal: ["an AbortSignal", isSignal],
  onProgress: FUNCTION,
};

/** Matches a batch: {@link RuleSet.matchBatch}. */
export async function matchBatch(
  host: BatchHost,
  events: BatchInput,
  options: BatchOptions,
): Promise<BatchResult> {
  host.address();
  const { signal, onProgress } = readOptions(options, OPTIONS);
  throwIfAborted(signal);
  const batch = new Batch(host, signal);
  const report = () => {
    const { done, bytes } = batch;
    onProgress?.(Array.isArray(events) ? { done, total: events.length, bytes } : { done, bytes });
  };
  for await (const _ of batch.run(events)) {
    report();
    await pause();
    throwIfAborted(signal);
  }
  report();
  return batch.result();
}

/** A batch as far as it has been matched. */
class Batch {
  readonly #host: BatchHost;
  readonly #signal: AbortSignal | undefined;
  readonly #offsets = new NumberList();
  readonly #rules = new NumberList();
  readonly #names: string[] = [];
  readonly #indexByName = new Map<string, number>();
  /** Good as long as the rules do not change. */
  readonly #indexById = new Map<number, number>();
  #changes = 0;
  readonly #errors: BatchError[] = [];
  #matched = 0;
  #lines = 0;
  #sliceEnd = 0;
  bytes = 0;

  constructor(host: BatchHost, signal: AbortSignal | undefined) {
    this.#host = host;
    this.#signal = signal;
    this.#offsets.push(0);
  }

  get done(): number {
    return this.#offsets.size - 1;
  }

  result(): BatchResult {
    return new Result(
      this.#matched,
      this.#offsets.toArray(),
      this.#rules.toArray(),
      this.#names,
      this.#errors,
    );
  }

  /** Matches the events, and yields whenever a slice of time is over. */
  async *run(events: BatchInput): AsyncGenerator<void> {
    this.#beginSlice();
    const lines = linesOf(events);
    if (lines !== undefined) {
      for (let begin = 0; begin < lines.length; ) {
        const end = pieceEnd(lines, begin);
        this.#matchLines(lines, begin, end);
        begin = end;
        if (begin === lines.length || !this.#sliceIsOver()) continue;
        yield;
        this.#beginSlice();
      }
    } else if (isAsyncIterable(events)) {
      for await (const event of events) {
        this.#matchEvent(event);
        throwIfAborted(this.#signal);
        if (!this.#sliceIsOver()) continue;
        yield;
        this.#beginSlice();
      }
    } else {
      for (const event of checkIterable(events)) {
        this.#matchEvent(event);
        if (this.done % EVENTS_PER_LOOK !== 0 || !this.#sliceIsOver()) continue;
        yield;
        this.#beginSlice();
      }
    }
  }

  #beginSlice(): void {
    this.#sliceEnd = performance.now() + SLICE;
  }

  #sliceIsOver(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  #matchEvent(event: EventInput): void {
    const host = this.#host;
    const { core } = host;
    let count = 0;
    core.inputSize = 0;
    try {
      count = host.match(event);
    } catch (error) {
      host.address(); // The end of the set is the end of the batch.
      this.#errors.push({ index: this.done, error: error as TidegateError });
    }
    this.bytes += core.inputSize;
    if (count > 0) {
      this.#takeIds(core.exports._tg_output_ids() >>> 2, count);
      this.#matched++;
    }
    this.#offsets.push(this.#rules.size);
  }

  /** To fetch a name may let the memory grow, so views of it are not kept. */
  #takeIds(begin: number, count: number): void {
    const host = this.#host;
    const { exports } = host.core;
    if (host.changes() !== this.#changes) {
      this.#indexById.clear();
      this.#changes = host.changes();
    }
    for (let i = begin; i < begin + count; i++) {
      const id = exports.HEAPU32[i] as number;
      this.#rules.push(this.#indexById.get(id) ?? this.#indexOf(id));
    }
  }

  #indexOf(id: number): number {
    const name = this.#host.name(id);
    let index = this.#indexByName.get(name);
    if (index === undefined) {
      index = this.#names.push(name) - 1;
      this.#indexByName.set(name, index);
    }
    this.#indexById.set(id, index);
    return index;
  }

  /** Matches the events in lines that end at `end`, or in one that ends there. */
  #matchLines(lines: Lines, begin: number, end: number): void {
    const { core, maxEventBytes } = this.#host;
    const { exports } = core;
    const address = this.#host.address();
    if (end - begin > PIECE + maxEventBytes) {
      this.#lines++;
      this.#failLine(this.done, tooLarge(maxEventBytes));
      this.#offsets.push(this.#rules.size);
      return;
    }
    const size = lines.write(core, begin, end);
    this.bytes += size;
    for (let at = 0, going = true; going; ) {
      const status = exports._tg_batch_lines(address, at, size);
      if (status < 0) throw outOfMemory();
      const state = exports._tg_batch_lines_state() >>> 2;
      const [next, passed, eventBegin, eventEnd] = exports.HEAPU32.subarray(state, state + 4);
      this.#lines += passed as number;
      going = status === 1;
      if (going) {
        const event = lines.event(eventBegin as number, eventEnd as number);
        this.#failLine(this.done + exports._tg_batch_size() - 1, core.failure(event));
      }
      this.#takeBatch();
      at = next as number;
    }
  }

  #failLine(index: number, error: TidegateError): void {
    this.#errors.push({ index, line: this.#lines, error });
  }

  /** Takes over the results that the core has collected. */
  #takeBatch(): void {
    const { exports } = this.#host.core;
    const ids = exports._tg_batch_ids() >>> 2;
    const ends = exports._tg_batch_ends() >>> 2;
    const count = exports._tg_batch_size();
    let begin = 0;
    for (let i = 0; i < count; i++) {
      const end = exports.HEAPU32[ends + i] as number;
      if (end > begin) {
        this.#takeIds(ids + begin, end - begin);
        this.#matched++;
      }
      this.#offsets.push(this.#rules.size);
      begin = end;
    }
  }
}

class Result implements BatchResult {
  readonly count: number;
  readonly matched: number;
  readonly offsets: Uint32Array;
  readonly rules: Uint32Array;
  readonly names: readonly string[];
  readonly errors: readonly BatchError[];

  constructor(
    matched: number,
    offsets: Uint32Array,
    rules: Uint32Array,
    names: readonly string[],
    errors: readonly BatchError[],
  ) {
    this.count = offsets.length - 1;
    this.matched = matched;
    this.offsets = offsets;
    this.rules = rules;
    this.names = names;
    this.errors = errors;
  }

  namesAt(index: number): string[] {
    const names: string[] = [];
    const end = this.offsets[index + 1] ?? 0;
    for (let i = this.offsets[index] ?? 0; i < end; i++) {
      names.push(this.names[this.rules[i] as number] as string);
    }
    return names;
  }

  *[Symbol.iterator](): IterableIterator<string[]> {
    for (let i = 0; i < this.count; i++) yield this.namesAt(i);
  }
}

/** A growing list of whole numbers up to 2^32 - 1. */
class NumberList {
  #numbers = new Uint32Array(1024);
  size = 0;

  push(number: number): void {
    if (this.size === this.#numbers.length) {
      const grown = new Uint32Array(this.size * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.size++] = number;
  }

  toArray(): Uint32Array {
    return this.#numbers.slice(0, this.size);
  }
}

/** Lines of JSON, in UTF-16 units or in bytes. */
interface Lines {
  readonly length: number;
  /** The last line end in front of `end`, or the first from there on; -1 where there is none. */
  lastNewline(end: number): number;
  nextNewline(begin: number): number;
  /** Writes a part to the input buffer; its size there. */
  write(core: Core, begin: number, end: number): number;
  /** What stands at some bytes of the part that was written last; they rise from call to call. */
  event(begin: number, end: number): string | Uint8Array;
}

class TextLines implements Lines {
  readonly length: number;
  readonly #text: string;
  #part = "";
  /** An index into the part, and how many bytes come before it in the input buffer. */
  #index = 0;
  #bytes = 0;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  lastNewline(end: number): number {
    return this.#text.lastIndexOf("\n", end - 1);
  }

  nextNewline(begin: number): number {
    return this.#text.indexOf("\n", begin);
  }

  write(core: Core, begin: number, end: number): number {
    this.#part = this.#text.slice(begin, end);
    this.#index = 0;
    this.#bytes = 0;
    return core.writeText(this.#part, MAX_TEXT_BYTES);
  }

  event(begin: number, end: number): string {
    const first = this.#advance(begin);
    return this.#part.slice(first, this.#advance(end));
  }

  #advance(bytes: number): number {
    this.#index += indexOfByte(this.#part.slice(this.#index), bytes - this.#bytes);
    this.#bytes = bytes;
    return this.#index;
  }
}

class ByteLines implements Lines {
  readonly length: number;
  readonly #bytes: Uint8Array;
  #part: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = this.#part = bytes;
    this.length = bytes.byteLength;
  }

  lastNewline(end: number): number {
    this.#checkAttached();
    return this.#bytes.lastIndexOf(NEWLINE, end - 1);
  }

  nextNewline(begin: number): number {
    return this.#bytes.indexOf(NEWLINE, begin);
  }

  write(core: Core, begin: number, end: number): number {
    this.#checkAttached();
    this.#part = this.#bytes.subarray(begin, end);
    return core.writeBytes(this.#part, MAX_TEXT_BYTES);
  }

  event(begin: number, end: number): Uint8Array {
    return this.#part.subarray(begin, end);
  }

  #checkAttached(): void {
    if (this.#bytes.byteLength === this.length) return;
    throw invalidArgument("The bytes of the batch were detached before all had been read.");
  }
}

const NEWLINE = 10;

function linesOf(events: BatchInput): Lines | undefined {
  if (typeof events === "string") return new TextLines(events);
  const bytes = bytesOf(events);
  return bytes && new ByteLines(bytes);
}

/** The end of the piece to send next: whole lines, or one that is longer than a piece. */
function pieceEnd(lines: Lines, begin: number): number {
  const end = begin + PIECE;
  if (end >= lines.length) return lines.length;
  const last = lines.lastNewline(end);
  if (last >= begin) return last + 1;
  const next = lines.nextNewline(end);
  return next < 0 ? lines.length : next + 1;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<EventInput> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function checkIterable(value: unknown): Iterable<EventInput> {
  if (isIterable(value)) return value as Iterable<EventInput>;
  throw invalidArgument("A batch is lines of JSON as text or bytes, or an iterable of events.");
}

function isSignal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "aborted" in value;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

interface Schedulers {
  readonly scheduler?: { readonly yield?: () => Promise<void> };
  readonly setImmediate?: (callback: () => void) => void;
}

/** Lets other work of the event loop have its turn, with whatever the runtime has for that. */
function pause(): Promise<void> {
  const { scheduler, setImmediate } = globalThis as Schedulers;
  if (typeof scheduler?.yield === "function") return scheduler.yield();
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
    } else if (typeof MessageChannel === "function") {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    } else {
      setTimeout(resolve);
    }
  });
}
