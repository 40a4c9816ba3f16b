import assert from "node:assert/strict";
import { TidegateError } from "tidegate";

export const utf8 = (text) => new TextEncoder().encode(text);

/** What a call throws, which must be a TidegateError with a known code and a message. */
export function errorOf(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof TidegateError, `another error was thrown: ${error?.stack ?? error}`);
    assert.match(error.code, /^ERR_[A-Z0-9_]+$/);
    assert.ok(error.message.length > 0);
    return error;
  }
  return assert.fail("nothing was thrown");
}

/** That a call throws a TidegateError which has these properties. */
export function assertError(call, expected) {
  const error = errorOf(call);
  const found = Object.fromEntries(Object.keys(expected).map((key) => [key, error[key]]));
  assert.deepEqual(found, expected, error.message);
  return error;
}

/** The same numbers from 0 up to 1 for the same seed (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text with the edits of a fix of lint made. */
export function applyFix(text, { edits }) {
  return edits.reduceRight(
    (t, { offset, end, text: by }) => t.slice(0, offset) + by + t.slice(end),
    text,
  );
}
