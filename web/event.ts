import { invalidArgument, TidegateError } from "./error.js";

/**
 * An event: JSON text, its UTF-8 bytes (a buffer or any view of one), or an object.
 *
 * An object counts as what `JSON.stringify()` makes of it. Where it is matched, only what rules look
 * at is visited; who has the text already had better give that than parse it first.
 */
export type EventInput = string | ArrayBufferView | ArrayBufferLike | object;

/**
 * The bytes of a buffer or of a view of one, not copied; undefined for anything else.
 * Errors: ERR_INVALID_ARGUMENT where the buffer is detached.
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array && value.byteLength > 0) return value;
  try {
    // Most events that are no text are such objects, and to ask for the tag takes long.
    if (isObject(value) && Object.getPrototypeOf(value) === Object.prototype) return undefined;
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    return isBuffer(value) ? new Uint8Array(value) : undefined;
  } catch (cause) {
    throw invalidArgument("The bytes cannot be read; their buffer may be detached.", { cause });
  }
}

/** By name, since a buffer may come from another realm and SharedArrayBuffer may be absent. */
function isBuffer(value: unknown): value is ArrayBufferLike {
  const name = Object.prototype.toString.call(value);
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
    if (cause instanceof TidegateError) throw cause;
    const message = `The ${what} cannot be written as JSON: ${describeThrown(cause)}`;
    throw invalidArgument(message, { cause });
  }
  if (text === undefined) {
    throw invalidArgument(`An ${what} is JSON text, bytes or an object, not ${typeof value}.`);
  }
  return text;
}

/** Whether JSON.stringify() leaves a value out. */
export function isNothing(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** For a message that says what the caller's own code has thrown. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "its own code threw something.";
}
