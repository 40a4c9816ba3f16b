import { isIterable } from "../check.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, bytesOf } from "../event.js";

/** What a header of some protocol is before it is read. */
type RawValue = unknown;

/**
 * The headers of a message as pairs: of an object whose values may be lists, or of pairs, such as
 * those of `Headers`. Values that are bytes are UTF-8, and those that are undefined are not there.
 * Errors: ERR_INVALID_ARGUMENT; ERR_PROTOCOL_MESSAGE for bytes that are not UTF-8.
 */
export function headerPairs(headers: unknown): [name: string, value: string][] {
  const pairs: [name: string, value: string][] = [];
  for (const [name, values] of entriesOf(headers)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== undefined) pairs.push([name, textOf(name, value)]);
    }
  }
  return pairs;
}

/** The same for a protocol that does not tell small letters from capital ones. */
export function foldedHeaderPairs(headers: unknown): [name: string, value: string][] {
  return headerPairs(headers).map(([name, value]) => [
    name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
    value,
  ]);
}

/** The members of an object, or the pairs of an iterable; of nothing there are none. */
export function entriesOf(headers: unknown): [name: string, value: RawValue][] {
  return attempt("The headers", () => readEntries(headers));
}

function readEntries(headers: unknown): [name: string, value: RawValue][] {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== "object" || bytesOf(headers) !== undefined) {
    throw invalidArgument("Headers are an object or pairs.");
  }
  if (!isIterable(headers)) return Object.entries(headers);
  const pairs: [name: string, value: RawValue][] = [];
  for (const pair of headers) {
    if (!Array.isArray(pair) || typeof pair[0] !== "string") {
      throw invalidArgument("Each of an iterable of headers is [name, value].");
    }
    pairs.push([pair[0], pair[1]]);
  }
  return pairs;
}

/** A name of a header or property, for the messages of errors about it. */
function textOf(name: string, value: RawValue): string {
  if (typeof value === "string") return value;
  const bytes = bytesOf(value);
  if (bytes === undefined) {
    throw invalidArgument(`The header ${JSON.stringify(name)} is neither text nor bytes.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const message = `The header ${JSON.stringify(name)} is not UTF-8.`;
    throw new TidegateError("ERR_PROTOCOL_MESSAGE", message, { cause });
  }
}
