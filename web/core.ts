import createModule from "tidegate:glue";
import { TidegateError, type TidegateErrorDetails } from "./error.js";
import { bytesOf, type EventInput, sizeOf, toJson } from "./event.js";
import type { ErrorCode } from "./generated/error-codes.js";
import type { gunzip } from "./gunzip.js";
import type { regexes } from "./schema/regexes.js";
import {
  type AsciiReader,
  asciiReader,
  columnBeforeEscaping,
  decode,
  encoder,
  escapeLoneSurrogates,
  hasQuickUtf16,
  indexOfByte,
  isWellFormed,
  type Utf16Writer,
  utf16Writer,
  writeCodePoints,
} from "./text.js";

type Words = readonly [number, number, number, number];

/** What stands at the beginning of a snapshot. The attachment is good until the next call. */
export interface SnapshotHeader {
  readonly profile: number;
  readonly maxEventBytes: number;
  readonly validation: number;
  readonly attachment: Uint8Array;
}

/** A call that takes a rule set, and a name and a pattern in the input buffer. */
export type RuleCall = "_tg_add" | "_tg_replace" | "_tg_remove_pattern";

type CallWithRule = (
  rules: number,
  nameSize: number,
  patternBegin: number,
  patternSize: number,
) => number;

/**
 * What bindings/ exports; its comments say what each does. Memory growth renews the views.
 */
interface Exports extends Record<RuleCall, CallWithRule> {
  /** What records.cc decompresses with. */
  gunzip?: typeof gunzip;
  /** What schema.cc has regular expressions run by. */
  regexes?: typeof regexes;
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  createRuleSet(
    profile: number,
    maxEventBytes: number,
    validation: number,
    hashSeed: number,
  ): number;
  loadRuleSet(hashSeed: number): number;
  destroyRuleSet(rules: number): void;
  _tg_reset_stack(): void;
  _tg_input(size: number): number;
  _tg_utf8_from_utf16(begin: number, count: number): number;
  _tg_match(rules: number, size: number): number;
  _tg_match_any(rules: number, size: number): number;
  _tg_match_stream(
    rules: number,
    begin: number,
    end: number,
    textLength: number,
    isUtf16: boolean,
    firstOnly: boolean,
  ): number;
  _tg_output_ids(): number;
  _tg_stream(words: number): number;
  _tg_know_text(size: number): number;
  _tg_forget_texts(): void;
  _tg_paths_version(rules: number): number;
  _tg_paths_capacity(rules: number): number;
  _tg_path_node(rules: number, node: number): number;
  _tg_descend(rules: number, node: number, keySize: number): number;
  _tg_batch_lines(rules: number, begin: number, end: number): number;
  _tg_batch_lines_state(): number;
  _tg_batch_ids(): number;
  _tg_batch_ends(): number;
  _tg_batch_size(): number;
  _tg_size(rules: number): number;
  _tg_list_rules(rules: number): number;
  _tg_find(rules: number, nameSize: number): number;
  _tg_remove(rules: number, nameSize: number): number;
  _tg_remove_newest(rules: number, nameSize: number): number;
  _tg_clear(rules: number): void;
  _tg_name(rules: number, id: number): number;
  _tg_save(rules: number, attachmentSize: number): number;
  _tg_snapshot(): number;
  _tg_forget_snapshot(): void;
  _tg_snapshot_header(size: number): number;
  _tg_sns_attributes(size: number): number;
  _tg_test_event_pattern(eventSize: number, patternSize: number): number;
  _tg_keep_text(size: number): number;
  _tg_explain(eventSize: number, patternSize: number, profile: number, flags: number): number;
  _tg_lint(size: number, profile: number, hashSeed: number): number;
  _tg_to_cloud_event(size: number, flags: number): number;
  _tg_conversion_words(size: number): number;
  _tg_to_cloud_events(size: number, flags: number, limit: number, hashSeed: number): number;
  _tg_conversion_ends(): number;
  _tg_conversion_records(): number;
  _tg_conversion_notes(): number;
  _tg_from_cloud_event(size: number): number;
  _tg_upgrade_cloud_event(size: number): number;
  _tg_write_message(size: number, protocol: number, flags: number): number;
  _tg_read_message(headSize: number, bodySize: number, protocol: number, flags: number): number;
  _tg_message_mode(headSize: number, protocol: number): number;
  _tg_check_event(size: number, flags: number): number;
  _tg_validate_cloud_event(size: number, flags: number): number;
  _tg_validate_aws_event(size: number, flags: number): number;
  _tg_detect(size: number, deep: boolean): number;
  _tg_suggest_begin(): void;
  _tg_suggest_event(size: number): number;
  _tg_suggest(size: number, matchCount: number, preference: number): number;
  _tg_discovery_create(
    schemas: number,
    fields: number,
    keys: number,
    depth: number,
    enumValues: number,
    enumSamples: number,
    seed: number,
  ): number;
  _tg_discovery_destroy(discovery: number): void;
  _tg_discovery_add(discovery: number, size: number): number;
  _tg_discovery_write(discovery: number, form: number): number;
  _tg_compare_schemas(beforeSize: number, afterSize: number, seed: number): number;
  _tg_schema_types(size: number, seed: number): number;
  _tg_compile_schema(
    size: number,
    dialect: number,
    formats: number,
    unsafeRegex: boolean,
    hashSeed: number,
  ): number;
  _tg_destroy_schema(schema: number): void;
  _tg_validate(schema: number, size: number, withIssues: boolean): number;
  _tg_output_text(): number;
  _tg_output_size(): number;
  _tg_problem(): number;
}

/** The largest text that the core takes: kMaxTextBytes of src/base/limits.h. */
export const MAX_TEXT_BYTES: number = 512 * 1024 * 1024;

/**
 * The largest event unless the caller says otherwise: kDefaultMaxEventBytes of src/base/limits.h.
 */
export const DEFAULT_MAX_EVENT_BYTES: number = 16 * 1024 * 1024;

/** How deep objects and arrays may be nested: kMaxDepth of src/base/limits.h. */
export const MAX_DEPTH = 1000;

const SMALLEST_INPUT = 64 * 1024;

/** Behind the input buffer there is so much more: kUtf8Slack of src/json/utf16.h. */
const UTF8_SLACK = 64;

/** Where the pattern of a rule begins in the input buffer, unless its name is long. */
const PATTERN_BEGIN = 1024;

/** How many texts of ASCII in a row it takes for the next to be expected to be ASCII. */
const PATIENCE = 8;

/** Longer texts are not worth three bytes of memory a character. */
const LONGEST_WIDE_TEXT = 1024 * 1024;

/** The one instance of the Wasm module, and the buffers through which texts and values reach it. */
export class Core {
  readonly exports: Exports;
  /** The input buffer. Memory growth detaches it, which makes its length 0. */
  #input: Uint8Array = new Uint8Array(0);
  /** The part of it where patterns are written. */
  #patternInput: Uint8Array = this.#input;
  #writeUtf16: Utf16Writer = () => undefined;
  #readAscii: AsciiReader = () => "";
  /** The memory that it reads, which grows into another. */
  #asciiMemory: ArrayBufferLike | undefined;
  /** How many more texts are expected to go beyond ASCII. */
  #wideTexts = 0;
  /** The bytes of the text that was written last. */
  inputSize = 0;
  /** Whether a call has thrown that saves the time of resetStack(), so that the next needs it. */
  hasFailed = false;

  constructor(module: WebAssembly.Module) {
    this.exports = instantiate(module);
  }

  /**
   * Where a call begins, before which nothing runs in the core: whoever throws out of a function of
   * it, as JavaScript does when its stack is full, leaves the stack of the core as it was then.
   */
  resetStack(): void {
    this.hasFailed = false;
    this.exports._tg_reset_stack();
  }

  /**
   * Writes an event to the input buffer. Runs the caller's code where the event is an object.
   * Returns its size in bytes. Errors: ERR_INVALID_ARGUMENT, ERR_TOO_LARGE, ERR_OUT_OF_MEMORY.
   */
  writeEvent(event: EventInput, limit: number): number {
    if (typeof event === "string") return this.writeText(event, limit);
    const bytes = bytesOf(event);
    return bytes === undefined
      ? this.writeText(toJson(event, "event"), limit)
      : this.writeBytes(bytes, limit);
  }

  /**
   * Writes JSON text to the input buffer, in UTF-8 with lone surrogates escaped.
   * Returns its size in bytes. Errors: ERR_TOO_LARGE, ERR_OUT_OF_MEMORY.
   *
   * Most texts are ASCII and most fit into the buffer, so that is tried first. In Node
   * TextEncoder.encodeInto() is slow for all others, so after one of them the next texts go another
   * way: as UTF-16, which the core turns into UTF-8. That serves texts well too which are ASCII but
   * were cut out of one that is not.
   */
  writeText(text: string, limit: number): number {
    const { length } = text;
    if (length > limit) throw tooLarge(limit);
    if (length >= this.#input.byteLength) this.#reserve(length);
    if (this.#wideTexts > 0 && length <= LONGEST_WIDE_TEXT) return this.#writeWideText(text, limit);
    const { read, written } = encoder.encodeInto(text, this.#input);
    if (written === length && read === length) return this.#wrote(written);
    if (hasQuickUtf16) this.#wideTexts = PATIENCE;
    if (read === length && written <= limit && isWellFormed(text)) return this.#wrote(written);
    return this.#writeAnyText(escapeLoneSurrogates(text), limit);
  }

  #writeWideText(text: string, limit: number): number {
    const { length } = text;
    if (length * 3 >= this.#input.byteLength) this.#reserve(length * 3);
    const begin = (length + UTF8_SLACK + 1) & ~1;
    this.#writeUtf16(text, begin);
    const size = this.exports._tg_utf8_from_utf16(begin, length);
    this.#wideTexts = size === length ? this.#wideTexts - 1 : PATIENCE;
    if (size < 0) return this.#writeAnyText(escapeLoneSurrogates(text), limit);
    if (size > limit) throw tooLarge(limit);
    return this.#wrote(size);
  }

  #writeAnyText(text: string, limit: number): number {
    this.#reserve(Math.min(text.length * 3, limit));
    const { read, written } = encoder.encodeInto(text, this.#input);
    if (read < text.length || written > limit) throw tooLarge(limit);
    return this.#wrote(written);
  }

  /** Writes bytes to the input buffer. Errors: ERR_TOO_LARGE, ERR_OUT_OF_MEMORY. */
  writeBytes(bytes: Uint8Array, limit: number): number {
    const byteLength = sizeOf(bytes);
    if (byteLength > limit) throw tooLarge(limit);
    if (byteLength >= this.#input.byteLength) this.#reserve(byteLength);
    this.#input.set(bytes);
    return this.#wrote(byteLength);
  }

  #wrote(size: number): number {
    this.inputSize = size;
    return size;
  }

  /** Makes the input buffer longer than `size`. */
  #reserve(size: number): void {
    const capacity = Math.max(size + 1, SMALLEST_INPUT);
    const address = this.exports._tg_input(capacity) >>> 0;
    const length = address === 0 ? 0 : capacity;
    const { buffer } = this.exports.HEAPU8;
    this.#input = new Uint8Array(buffer, address, length);
    if (length === 0) throw outOfMemory();
    this.#patternInput = this.#input.subarray(PATTERN_BEGIN);
    this.#writeUtf16 = utf16Writer(buffer, address, length + UTF8_SLACK);
  }

  /** Keeps a text in the core, for events. Its id; -1: there is no memory. */
  knowText(text: string): number {
    if (text.length * 3 >= this.#input.byteLength) this.#reserve(text.length * 3);
    return this.exports._tg_know_text(writeCodePoints(text, this.#input));
  }

  /** Writes texts to the input buffer, in ASCII or else, which is false, in UTF-16. */
  writeTexts(texts: string): boolean {
    const { length } = texts;
    if (length === 0) return true;
    if (length >= this.#input.byteLength) this.#reserve(length);
    const { read, written } = encoder.encodeInto(texts, this.#input);
    if (read === length && written === length) return true;
    if (length * 2 >= this.#input.byteLength) this.#reserve(length * 2);
    this.#writeUtf16(texts, 0);
    return false;
  }

  /**
   * Makes a call with a rule's name, which has no lone surrogates, and the text of its pattern, in
   * `limit` bytes together. Errors: ERR_TOO_LARGE, ERR_OUT_OF_MEMORY.
   *
   * Most are ASCII and short, so that is tried first.
   */
  callWithRule(
    call: RuleCall,
    rules: number,
    name: string,
    pattern: string,
    limit: number,
  ): number {
    if (name.length + pattern.length > limit) throw tooLarge(limit);
    if (this.#input.byteLength === 0) this.#reserve(SMALLEST_INPUT);
    if (name.length < PATTERN_BEGIN && pattern.length < this.#patternInput.byteLength) {
      const patternSize = encoder.encodeInto(pattern, this.#patternInput).written;
      const nameSize = encoder.encodeInto(name, this.#input).written;
      if (nameSize === name.length && patternSize === pattern.length) {
        return this.exports[call](rules, nameSize, PATTERN_BEGIN, patternSize);
      }
    }
    const text = name + escapeLoneSurrogates(pattern);
    const size = this.writeText(text, limit);
    const nameSize = encoder.encode(name).byteLength;
    return this.exports[call](rules, nameSize, nameSize, size - nameSize);
  }

  /** Where the key of a member leads from a node of a path tree; negative is nowhere. */
  descend(rules: number, node: number, key: string): number {
    if (key.length * 3 >= this.#input.byteLength) this.#reserve(key.length * 3);
    return this.exports._tg_descend(rules, node, writeCodePoints(key, this.#input));
  }

  /** The name of a rule that there is. Errors: ERR_OUT_OF_MEMORY. */
  ruleName(rules: number, id: number): string {
    if (this.exports._tg_name(rules, id) < 0) throw outOfMemory();
    return this.outputText();
  }

  /** A snapshot of a rule set with an attachment. Errors: ERR_OUT_OF_MEMORY. */
  save(rules: number, attachment: string): Uint8Array<ArrayBuffer> {
    const { exports } = this;
    const size = exports._tg_save(rules, this.writeText(attachment, MAX_TEXT_BYTES));
    if (size < 0) throw this.failure(undefined);
    const begin = exports._tg_snapshot() >>> 0;
    const bytes = new Uint8Array(exports.HEAPU8.subarray(begin, begin + size));
    exports._tg_forget_snapshot();
    return bytes;
  }

  /** Keeps a text in the core for the next calls. Errors: ERR_OUT_OF_MEMORY, ERR_TOO_LARGE. */
  keepText(text: string): void {
    if (this.exports._tg_keep_text(this.writeText(text, MAX_TEXT_BYTES)) < 0) throw outOfMemory();
  }

  /** The text that the last conversion wrote. */
  outputText(): string {
    return this.outputOf(this.exports._tg_output_size());
  }

  /** The same where its size in bytes is known, and whether it is ASCII. */
  outputOf(size: number, isAscii = false): string {
    const begin = this.exports._tg_output_text() >>> 0;
    const { HEAPU8 } = this.exports;
    if (!isAscii) return decode(HEAPU8.subarray(begin, begin + size));
    if (HEAPU8.buffer !== this.#asciiMemory) {
      this.#asciiMemory = HEAPU8.buffer;
      this.#readAscii = asciiReader(HEAPU8.buffer);
    }
    return this.#readAscii(begin, begin + size);
  }

  /** The events that tg_to_cloud_events() gave, which says how many. */
  convertedTexts(count: number): string[] {
    const { exports } = this;
    let begin = exports._tg_output_text() >>> 0;
    const first = begin;
    const ends = (exports._tg_conversion_ends() >>> 0) / 4;
    const texts: string[] = [];
    for (const end of exports.HEAPU32.subarray(ends, ends + count)) {
      texts.push(decode(exports.HEAPU8.subarray(begin, first + end)));
      begin = first + end;
    }
    return texts;
  }

  /** Which record of the input each of them comes from. */
  convertedRecords(count: number): number[] {
    const begin = (this.exports._tg_conversion_records() >>> 0) / 4;
    return Array.from(this.exports.HEAPU32.subarray(begin, begin + count));
  }

  /** What else there is to say of them, as JSON. Errors: ERR_OUT_OF_MEMORY. */
  conversionNotes(): string {
    if (this.exports._tg_conversion_notes() < 0) throw outOfMemory();
    return this.outputText();
  }

  /** What a snapshot in the input begins with. Errors: ERR_SNAPSHOT, ERR_OUT_OF_MEMORY. */
  snapshotHeader(size: number): SnapshotHeader {
    const address = this.exports._tg_snapshot_header(size) >>> 0;
    if (address === 0) throw this.failure(undefined);
    const [profile, maxEventBytes, validation] = this.#words(address);
    return { profile, maxEventBytes, validation, attachment: this.#bytesAt(address + 12) };
  }

  /** Words of the memory. */
  #words(address: number): Words {
    return this.exports.HEAPU32.subarray(address / 4, address / 4 + 4) as unknown as Words;
  }

  /** The bytes of which a string_view of C++ tells. */
  #bytesAt(view: number): Uint8Array {
    const [begin, size] = this.#words(view);
    return this.exports.HEAPU8.subarray(begin, begin + size);
  }

  /** The last failure of a call, whose input was written from `source`. */
  failure(source: unknown): TidegateError {
    const problem = this.exports._tg_problem() >>> 0;
    const [code, reason, hint, pointer] = [0, 8, 16, 24].map((offset) =>
      decode(this.#bytesAt(problem + offset)),
    ) as [ErrorCode, string, string, string];
    const [begin, end, line, column] = this.#words(problem + 32);
    const details: { -readonly [K in keyof TidegateErrorDetails]: TidegateErrorDetails[K] } = {};
    const placed = line > 0 || end > 0;
    if (placed || pointer !== "") details.path = pointer;
    if (placed && typeof source === "string") {
      details.offset = indexOfByte(source, begin);
      details.end = indexOfByte(source, end);
    } else if (placed && bytesOf(source) !== undefined) {
      details.offset = begin;
      details.end = end;
    }
    if (line > 0 && details.offset !== undefined) {
      const isText = typeof source === "string";
      details.line = line;
      details.column = isText ? columnBeforeEscaping(source, line, column) : column;
    }
    if (hint !== "") details.hint = hint;
    return new TidegateError(code, reason, details);
  }
}

export function outOfMemory(cause?: unknown): TidegateError {
  const message = "There is not enough memory; nothing was changed.";
  return new TidegateError("ERR_OUT_OF_MEMORY", message, cause === undefined ? {} : { cause });
}

export function tooLarge(limit: number): TidegateError {
  return new TidegateError("ERR_TOO_LARGE", `The text is larger than the limit of ${limit} bytes.`);
}

let compile = (): WebAssembly.Module => {
  throw new TidegateError("ERR_NOT_INITIALIZED", "There is no WebAssembly yet.", {
    hint: "Await init(), which tidegate/slim exports, before anything else of it is used.",
  });
};
let instance: Core | undefined;

/** Says where the Wasm comes from; each entry does so as it loads. */
export function provideWasm(compileModule: () => WebAssembly.Module): void {
  compile = compileModule;
}

/**
 * The core, which is made when it is first used, so that only importing the package costs nothing.
 * Errors: ERR_NOT_INITIALIZED, ERR_UNSUPPORTED_RUNTIME, ERR_OUT_OF_MEMORY.
 */
export function core(): Core {
  instance ??= new Core(compileOrExplain());
  instance.resetStack();
  return instance;
}

const RUNTIME_HINT =
  "Use Node 20.19, Chrome 91, Firefox 90, Safari 16.4 or later; a Content-Security-Policy needs " +
  "'wasm-unsafe-eval'.";

function compileOrExplain(): WebAssembly.Module {
  try {
    return compile();
  } catch (cause) {
    if (cause instanceof TidegateError) throw cause;
    throw new TidegateError(
      "ERR_UNSUPPORTED_RUNTIME",
      "This runtime lacks WebAssembly with SIMD, or its policy forbids WebAssembly.",
      { cause, hint: RUNTIME_HINT },
    );
  }
}

/** Emscripten's glue fills the object before it returns, because the instance is made at once. */
function instantiate(module: WebAssembly.Module): Exports {
  let failure: unknown;
  const glue = {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): WebAssembly.Exports {
      let instance: WebAssembly.Instance;
      try {
        instance = new WebAssembly.Instance(module, imports);
      } catch (error) {
        failure = error; // The glue would only log it.
        return {};
      }
      receive(instance);
      return instance.exports;
    },
  };
  createModule(glue);
  if (failure instanceof WebAssembly.LinkError) throw failure;
  if (failure !== undefined) throw outOfMemory(failure);
  return glue as unknown as Exports;
}
