/** An event as bytes, with its place in the file. */
export interface RawEvent {
  readonly bytes: Uint8Array;
  /** Where it begins, from 1; the column in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
}

/** What stands where an event should. */
export interface BadEvent {
  readonly line: number;
  readonly column: number;
  readonly code: "ERR_TOO_LARGE" | "ERR_INVALID_JSON";
  readonly message: string;
}

export type Chunks = AsyncIterable<Uint8Array>;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

/** How deep in brackets a text ends that begins outside of all; it may end within a string. */
export function depthAtEnd(bytes: Uint8Array): number {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (isString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) isString = false;
    } else if (byte === QUOTE) isString = true;
    else if (byte === OPEN_MAP || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE_MAP || byte === CLOSE_LIST) depth--;
  }
  return depth;
}

/** What may come next outside of values, in a text that is a list. */
type Expected = "value or end" | "value" | "comma or end" | "nothing";

/**
 * Cuts a text into its events: the elements of the list that it is, or the values that follow each
 * other. Only brackets and quotes are looked at; what an event is, is for others to say.
 *
 * No more is kept than one event of at most `limit` bytes; one that is larger is passed over.
 */
export class ValueSplitter {
  readonly #limit: number;

  /** Of the event at hand: what came of it in earlier chunks. */
  #parts: Uint8Array[] = [];
  #size = 0;
  #isOpen = false;
  /** A number or a word, which ends where something else begins. */
  #isBare = false;
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #line = 1;
  #column = 1;

  #isList: boolean | undefined;
  #expected: Expected = "value or end";
  /** Whether the text is beyond understanding. */
  isBroken = false;

  /** The place of the first byte of the chunk that has not been counted yet. */
  #counted = 0;
  #lines = 1;
  #columns = 1;

  constructor(limit: number) {
    this.#limit = limit;
  }

  *push(chunk: Uint8Array): Generator<RawEvent | BadEvent> {
    this.#counted = 0;
    for (let i = 0; i < chunk.length; ) {
      if (this.#isOpen) {
        const end = this.#isBare
          ? bareEnd(chunk, i + (this.#size === 0 ? 1 : 0))
          : this.#valueEnd(chunk, i);
        this.#keep(chunk.subarray(i, end));
        if (!this.#isOpen || (this.#isBare && end < chunk.length)) yield this.#take();
        i = end;
      } else if (this.#begins(chunk[i] as number)) {
        this.#count(chunk, i);
        this.#line = this.#lines;
        this.#column = this.#columns;
      } else if (this.isBroken) {
        this.#count(chunk, i);
        yield this.#broken();
        return;
      } else {
        i++;
      }
    }
    this.#count(chunk, chunk.length);
  }

  /** What is left when the text is over. */
  *end(): Generator<RawEvent | BadEvent> {
    if (this.isBroken) return;
    const isCut = this.#isOpen && !this.#isBare; // The event at hand says so itself.
    if (this.#isOpen) yield this.#take();
    if (this.#isList && this.#expected !== "nothing" && !isCut) yield this.#broken();
  }

  /** Whether an event begins with a byte that stands outside of any. */
  #begins(byte: number): boolean {
    if (isSpace(byte)) return false;
    if (this.#isList === undefined) {
      this.#isList = byte === OPEN_LIST;
      if (this.#isList) return false;
    }
    if (this.#isList && !this.#isElement(byte)) return false;
    this.#isOpen = true;
    this.#isBare = byte !== QUOTE && byte !== OPEN_MAP && byte !== OPEN_LIST;
    this.#depth = 0;
    this.#isString = false;
    this.#isEscaped = false;
    return true;
  }

  #isElement(byte: number): boolean {
    const expected = this.#expected;
    if (byte === COMMA && expected === "comma or end") this.#expected = "value";
    else if (byte === CLOSE_LIST && expected.endsWith("or end")) this.#expected = "nothing";
    else if (byte === COMMA || byte === CLOSE_LIST || !expected.startsWith("value")) {
      this.isBroken = true;
    } else {
      this.#expected = "comma or end";
      return true;
    }
    return false;
  }

  /** Where the event at hand ends, which closes it, or the chunk. All bytes come by here. */
  #valueEnd(chunk: Uint8Array, begin: number): number {
    let depth = this.#depth;
    let isString = this.#isString;
    let isEscaped = this.#isEscaped;
    let i = begin;
    for (; i < chunk.length && this.#isOpen; i++) {
      const byte = chunk[i] as number;
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isString = false;
          if (depth === 0) this.#isOpen = false;
        }
      } else if (byte === QUOTE) isString = true;
      else if (byte === OPEN_MAP || byte === OPEN_LIST) depth++;
      else if ((byte === CLOSE_MAP || byte === CLOSE_LIST) && --depth <= 0) this.#isOpen = false;
    }
    this.#depth = depth;
    this.#isString = isString;
    this.#isEscaped = isEscaped;
    return i;
  }

  /** Moves the place on to a byte of the chunk. */
  #count(chunk: Uint8Array, end: number): void {
    let begin = this.#counted;
    for (let at = chunk.indexOf(NEWLINE, begin); at >= 0 && at < end; ) {
      this.#lines++;
      this.#columns = 1;
      begin = at + 1;
      at = chunk.indexOf(NEWLINE, begin);
    }
    for (let i = begin; i < end; i++) {
      const byte = chunk[i] as number;
      if (byte < 0x80 || byte >= 0xc0) this.#columns += byte >= 0xf0 ? 2 : 1;
    }
    this.#counted = end;
  }

  #keep(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size <= this.#limit) this.#parts.push(bytes);
    else this.#parts = [];
  }

  #take(): RawEvent | BadEvent {
    const [size, parts, line, column] = [this.#size, this.#parts, this.#line, this.#column];
    this.#parts = [];
    this.#size = 0;
    this.#isOpen = false;
    if (size > this.#limit) return { line, column, ...tooLarge(this.#limit) };
    const [first] = parts;
    const bytes = parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
    return { bytes, line, column };
  }

  #broken(): BadEvent {
    const wanted =
      this.#expected === "nothing" ? "nothing more" : `a ${this.#expected} of the list`;
    const message = `The list of events is malformed: ${wanted} should come here.`;
    return { line: this.#lines, column: this.#columns, code: "ERR_INVALID_JSON", message };
  }
}

/** Where a number or a word ends, or the chunk. */
function bareEnd(chunk: Uint8Array, begin: number): number {
  for (let i = begin; i < chunk.length; i++) {
    const byte = chunk[i] as number;
    if (isSpace(byte) || byte === COMMA || byte === CLOSE_LIST) return i;
  }
  return chunk.length;
}

/** What is said of an event that has more bytes than it may have. */
export function tooLarge(limit: number): Pick<BadEvent, "code" | "message"> {
  return {
    code: "ERR_TOO_LARGE",
    message: `The event is larger than the limit of ${limit} bytes.`,
  };
}
