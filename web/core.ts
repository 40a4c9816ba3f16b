import createModule from "tidegate:glue";
import { TidegateError, type TidegateErrorDetails } from "./error.js";
import { bytesOf, type EventInput, toJson } from "./event.js";
import type { ErrorCode } from "./generated/error-codes.js";
import {
  columnBeforeEscaping,
  decode,
  encoder,
  escapeLoneSurrogates,
  indexOfByte,
  isWellFormed,
} from "./text.js";

/** A rule set in Wasm memory. Ends by `delete()`, once. */
export interface Handle {
  ptr(): number;
  delete(): void;
}

/** What lastError() of bindings/core.cc gives. */
interface Failure {
  readonly code: Uint8Array;
  readonly reason: Uint8Array;
  readonly hint: Uint8Array;
  readonly pointer: Uint8Array;
  readonly begin: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A call that takes a rule set and the sizes of the name and of the pattern in the input buffer.
 */
export type RuleCall = "_tg_add" | "_tg_replace" | "_tg_remove_pattern";

/**
 * What bindings/core.cc exports; its comments say what each does. Memory growth renews the views.
 */
interface Exports
  extends Record<RuleCall, (rules: number, name: number, pattern: number) => number> {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  readonly RuleSet: {
    create(profile: number, maxEventBytes: number, hashSeed: number): Handle | null;
  };
  lastError(): Failure;
  _tg_input(size: number): number;
  _tg_match(rules: number, size: number): number;
  _tg_matches_any(rules: number, size: number): number;
  _tg_output_ids(): number;
  _tg_remove(rules: number, nameSize: number): number;
  _tg_remove_newest(rules: number, nameSize: number): number;
  _tg_clear(rules: number): void;
  _tg_sns_attributes(size: number): number;
  _tg_test_event_pattern(eventSize: number, patternSize: number): number;
  _tg_to_cloud_event(size: number, flags: number): number;
  _tg_output_text(): number;
  _tg_output_size(): number;
}

/** The largest text that the core takes: kMaxTextBytes of src/base/limits.h. */
export const MAX_TEXT_BYTES: number = 512 * 1024 * 1024;

/**
 * The largest event unless the caller says otherwise: kDefaultMaxEventBytes of src/base/limits.h.
 */
export const DEFAULT_MAX_EVENT_BYTES: number = 16 * 1024 * 1024;

const SMALLEST_INPUT = 64 * 1024;

/** The one instance of the Wasm module, and the buffer through which texts reach it. */
export class Core {
  readonly exports: Exports;
  /** The input buffer. Memory growth detaches it, which makes its length 0. */
  #input: Uint8Array = new Uint8Array(0);

  constructor(module: WebAssembly.Module) {
    this.exports = instantiate(module);
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
      : this.#writeBytes(bytes, limit);
  }

  /**
   * Writes JSON text to the input buffer, in UTF-8 with lone surrogates escaped.
   * Returns its size in bytes. Errors: ERR_TOO_LARGE, ERR_OUT_OF_MEMORY.
   *
   * Most texts are ASCII and most fit into the buffer, so that is tried first.
   */
  writeText(text: string, limit: number): number {
    const { length } = text;
    if (length > limit) throw tooLarge(limit);
    if (length >= this.#input.byteLength) this.#reserve(length);
    const { read, written } = encoder.encodeInto(text, this.#input);
    if (read === length) {
      if (written === length) return written;
      if (written <= limit && isWellFormed(text)) return written;
    }
    return this.#writeAnyText(escapeLoneSurrogates(text), limit);
  }

  #writeAnyText(text: string, limit: number): number {
    this.#reserve(Math.min(text.length * 3, limit));
    const { read, written } = encoder.encodeInto(text, this.#input);
    if (read < text.length || written > limit) throw tooLarge(limit);
    return written;
  }

  #writeBytes(bytes: Uint8Array, limit: number): number {
    const { byteLength } = bytes;
    if (byteLength > limit) throw tooLarge(limit);
    if (byteLength >= this.#input.byteLength) this.#reserve(byteLength);
    this.#input.set(bytes);
    return byteLength;
  }

  /** Makes the input buffer longer than `size`. */
  #reserve(size: number): void {
    const capacity = Math.max(size + 1, SMALLEST_INPUT);
    const address = this.exports._tg_input(capacity);
    const length = address === 0 ? 0 : capacity;
    this.#input = new Uint8Array(this.exports.HEAPU8.buffer, address >>> 0, length);
    if (length === 0) throw outOfMemory();
  }

  /** The text that the last conversion wrote. */
  outputText(): string {
    const begin = this.exports._tg_output_text() >>> 0;
    return decode(this.exports.HEAPU8.subarray(begin, begin + this.exports._tg_output_size()));
  }

  /** The last failure of a call, whose input was written from `source`. */
  failure(source: unknown): TidegateError {
    const { code, reason, hint, pointer, begin, end, line, column } = this.exports.lastError();
    const details: { -readonly [K in keyof TidegateErrorDetails]: TidegateErrorDetails[K] } = {};
    const placed = line > 0 || end > 0;
    if (placed || pointer.byteLength > 0) details.path = decode(pointer);
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
    if (hint.byteLength > 0) details.hint = decode(hint);
    return new TidegateError(decode(code) as ErrorCode, decode(reason), details);
  }
}

export function outOfMemory(cause?: unknown): TidegateError {
  const message = "There is not enough memory; nothing was changed.";
  return new TidegateError("ERR_OUT_OF_MEMORY", message, cause === undefined ? {} : { cause });
}

export function tooLarge(limit: number): TidegateError {
  return new TidegateError("ERR_TOO_LARGE", `The text is larger than the limit of ${limit} bytes.`);
}

let compile: () => WebAssembly.Module;
let instance: Core | undefined;

/** Says where the Wasm comes from; each entry does so as it loads. */
export function provideWasm(compileModule: () => WebAssembly.Module): void {
  compile = compileModule;
}

/**
 * The core, which is made when it is first used, so that only importing the package costs nothing.
 * Errors: ERR_UNSUPPORTED_RUNTIME, ERR_OUT_OF_MEMORY.
 */
export function core(): Core {
  instance ??= new Core(compileOrExplain());
  return instance;
}

const RUNTIME_HINT =
  "Use Node 20.19, Chrome 91, Firefox 90, Safari 16.4 or later; a Content-Security-Policy needs " +
  "'wasm-unsafe-eval'.";

function compileOrExplain(): WebAssembly.Module {
  try {
    return compile();
  } catch (cause) {
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
  if (failure !== undefined) throw outOfMemory(failure);
  return glue as unknown as Exports;
}
