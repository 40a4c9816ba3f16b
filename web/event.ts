import { invalidArgument, TidegateError } from "./error.js";

/**
 * An event: JSON text, its UTF-8 bytes (a buffer or any view of one), or an object.
 *
 * An object counts as what `JSON.stringify()` makes of it. Where it is matched, only what rules look
 * at is visited; who has the text already had better give that than parse it first. A promise is
 * refused: it has to be awaited.
 *
 * @example
 * ```js
 * const inputs = ['{"a": 1}', new TextEncoder().encode('{"a": 1}'), { a: 1 }];
 * inputs.every((input) => matches(input, { a: [1] })); // true
 * ```
 */
export type EventInput = string | ArrayBufferView | ArrayBufferLike | object;

const typedArray: Uint8Array = Object.getPrototypeOf(Uint8Array.prototype);
const byteLength = Object.getOwnPropertyDescriptor(typedArray, "byteLength")?.get as () => number;

/** How many bytes there are, whatever an object says of itself. */
export function sizeOf(bytes: Uint8Array): number {
  return byteLength.call(bytes);
}

/**
 * The bytes of a buffer or of a view of one, not copied; undefined for anything else.
 * Errors: ERR_INVALID_ARGUMENT where the buffer is detached, and for promises, which have to be
 * awaited.
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    // Most events that are no text are such objects, and to ask for the tag takes long.
    if (Object.getPrototypeOf(value) === Object.prototype) return undefined;
    if (value instanceof Uint8Array && sizeOf(value) > 0 && sizeOf(value) === value.byteLength) {
      return value;
    }
    // Only a buffer has a view, whatever names itself one.
    const view = ArrayBuffer.isView(value) ? value : isBuffer(value) && new DataView(value);
    if (!view) return undefined;
    // That of an array tells what is empty from what lies out of a buffer that has shrunk.
    if (view.byteLength === 0 && !(view instanceof DataView)) typedArray.keys.call(view);
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  } catch (cause) {
    throw refusal("The input cannot be read", cause);
  }
}

/** By name, since a buffer may come from another realm and SharedArrayBuffer may be absent. */
function isBuffer(value: object): value is ArrayBufferLike {
  const name = Object.prototype.toString.call(value);
  if (name === "[object Promise]") throw invalidArgument("This is a promise: await it first.");
  return name === "[object ArrayBuffer]" || name === "[object SharedArrayBuffer]";
}

/**
 * The JSON text of a value that is neither text nor bytes. Errors: ERR_INVALID_ARGUMENT for what
 * has no JSON text, with the cause where something was thrown.
 */
export function toJson(
  value: unknown,
  what: "event" | "pattern",
  replacer?: (key: string, value: unknown) => unknown,
): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, replacer);
  } catch (cause) {
    throw refusal(`The ${what} cannot be written as JSON`, cause);
  }
  if (text === undefined) {
    throw invalidArgument(`An ${what} is JSON text, bytes or an object, not ${typeof value}.`);
  }
  return text;
}

/** Reads something of the caller's. What its own code throws is the cause of an error. */
export function attempt<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw refusal(`${what} cannot be read`, cause);
  }
}

/** What the caller's own code threw, as the cause of an error; errors of this library as they are. */
export function refusal(message: string, cause: unknown): TidegateError {
  if (cause instanceof TidegateError) return cause;
  return invalidArgument(`${message}: ${describeThrown(cause)}`, { cause });
}

/** Whether JSON.stringify() leaves a value out. */
export function isNothing(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}

/** For a message that says what the caller's own code has thrown. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "its own code threw something.";
}
