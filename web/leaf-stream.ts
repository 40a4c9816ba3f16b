import { type Core, MAX_TEXT_BYTES, outOfMemory, tooLarge } from "./core.js";
import type { PathNode } from "./path-mirror.js";

/** enum class LeafRecord of src/json/leaf_stream.h. */
export const NULL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const NUMBER = 3;
export const STRING = 4;
const KNOWN_STRING = 5;
export const ARRAY = 6;
export const END_ARRAY = 7;
export const ELEMENT = 8;
export const END_ELEMENT = 9;

type Literal = typeof NULL | typeof FALSE | typeof TRUE;

/** A path has the bits above those of the record. */
const RECORD_BITS = 4;

const SMALLEST_STREAM = 4096;
const LARGEST_STREAM = MAX_TEXT_BYTES / 4;

/** The words of events in Wasm memory, as src/json/leaf_stream.h has them, but for their texts. */
export class LeafStream {
  readonly #core: Core;
  /** The buffer in Wasm memory. Memory growth detaches it, which makes its length 0. */
  #words: Uint32Array = new Uint32Array(0);
  #capacity = 0;
  /** The number of words written. */
  size = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** A record that has a path and nothing else. */
  record(record: Literal | typeof ARRAY, node: PathNode): void {
    const at = this.#claim(1);
    this.#words[at] = record | (node.id << RECORD_BITS);
  }

  text(record: typeof NUMBER | typeof STRING, node: PathNode, length: number): void {
    const at = this.#claim(2);
    this.#words[at] = record | (node.id << RECORD_BITS);
    this.#words[at + 1] = length;
  }

  /** A string by its id (see KnownStrings). */
  knownString(node: PathNode, id: number): void {
    const at = this.#claim(2);
    this.#words[at] = KNOWN_STRING | (node.id << RECORD_BITS);
    this.#words[at + 1] = id;
  }

  mark(record: typeof END_ARRAY | typeof ELEMENT | typeof END_ELEMENT): void {
    const at = this.#claim(1);
    this.#words[at] = record;
  }

  #claim(words: number): number {
    const at = this.size;
    if (at + words > this.#words.length) this.#grow(words);
    this.size = at + words;
    return at;
  }

  /** Makes room for so many more words. Errors: ERR_TOO_LARGE, ERR_OUT_OF_MEMORY. */
  #grow(words: number): void {
    let capacity = this.#capacity;
    if (this.size + words > capacity) capacity = Math.max(capacity * 2, SMALLEST_STREAM);
    if (capacity > LARGEST_STREAM) throw tooLarge(MAX_TEXT_BYTES);
    const { exports } = this.#core;
    const address = exports._tg_stream(capacity) >>> 0;
    if (address === 0) throw outOfMemory();
    this.#capacity = capacity;
    this.#words = new Uint32Array(exports.HEAPU8.buffer, address, capacity);
  }
}
