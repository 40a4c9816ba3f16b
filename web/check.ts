import { MAX_TEXT_BYTES } from "./core.js";
import { invalidArgument } from "./error.js";
import { attempt, bytesOf, refusal } from "./event.js";
import { isWellFormed } from "./text.js";

/** Whether a value is an object as a literal or JSON.parse() makes it, in whichever realm. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What the value of an option is, and how to tell. */
export type Kind = readonly [words: string, takes: (value: unknown) => boolean];

export type Kinds<Options> = { readonly [Name in keyof Required<Options>]: Kind };

export const FLAG: Kind = ["true or false", (value) => typeof value === "boolean"];
export const TEXT: Kind = [
  "a string of 1 to 65536 characters without lone surrogates",
  (value) => {
    const isShort = typeof value === "string" && value !== "" && value.length <= 65536;
    return isShort && isWellFormed(value);
  },
];
export const COUNT: Kind = [
  "a whole number from 1",
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
];
export const EVENT_BYTES: Kind = [
  `a whole number from 1 to ${MAX_TEXT_BYTES}`,
  (value) => COUNT[1](value) && (value as number) <= MAX_TEXT_BYTES,
];
export const FUNCTION: Kind = ["a function", (value) => typeof value === "function"];

export function oneOf(choices: readonly unknown[]): Kind {
  return [`one of ${choices.join(", ")}`, (value) => choices.includes(value)];
}

/** The form of what is put out. */
export const OUTPUT: Kind = oneOf(["object", "text"]);
/** Of CloudEvents that are made. */
export const SPECVERSION: Kind = oneOf(["1.0", "0.2"]);

/**
 * A copy of the options that were given, each read once, with nothing inherited.
 * Errors: ERR_INVALID_ARGUMENT for what is no object of options, has one that there is not, or one
 * of another kind.
 */
export function readOptions<Options extends object>(
  given: Options,
  kinds: Kinds<Options>,
  known?: readonly string[],
): Options {
  const options = new Bare() as Record<string, unknown>;
  try {
    if (!isPlainObject(given)) throw invalidArgument("Options are a plain object.");
    for (const name of Object.keys(given) as (keyof Options & string)[]) {
      const isKnown = known === undefined ? has.call(kinds, name) : known.includes(name);
      if (!isKnown) throw unknownOption(name, known ?? Object.keys(kinds));
      const value = given[name];
      if (value !== undefined) checkOption(name, value, kinds[name]);
      options[name] = value;
    }
  } catch (cause) {
    throw refusal("The options cannot be read", cause);
  }
  return options as Options;
}

const has = Object.prototype.hasOwnProperty;

/** Objects that inherit nothing of Object.prototype, and are quick to read all the same. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkOption(name: string, value: unknown, [words, takes]: Kind): void {
  if (!takes(value)) throw invalidArgument(`The option "${name}" is ${words}.`);
}

function unknownOption(name: string, known: readonly string[]): Error {
  const shown = name.slice(0, LONGEST_NAME);
  const changes = known.map((each) => changesBetween(shown.toLowerCase(), each.toLowerCase()));
  const least = Math.min(...changes);
  const nearest = known[changes.indexOf(least)] ?? "";
  const isNear = least * 2 < Math.max(shown.length, nearest.length);
  const meant = isNear ? `; did you mean "${nearest}"?` : ".";
  return invalidArgument(`There is no option ${JSON.stringify(shown)}${meant}`, {
    hint: `The options are ${known.join(", ")}.`,
  });
}

const LONGEST_NAME = 40;

/** How many characters to change, add or take away to turn one text into the other. */
function changesBetween(from: string, to: string): number {
  let row = Array.from(to, (_, i) => i + 1);
  for (const [i, character] of [...from].entries()) {
    let corner = i;
    let left = i + 1;
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, corner + (to[j] === character ? 0 : 1));
      corner = above;
      return left;
    });
  }
  return row[row.length - 1] ?? from.length;
}

/**
 * Members of an object of the caller's, each read once. Errors: ERR_INVALID_ARGUMENT for what is no
 * such object, and for what its own code throws.
 */
export function readMembers<Given, Name extends keyof Given>(
  what: string,
  given: Given,
  ...names: readonly Name[]
): Pick<Given, Name> {
  return attempt(what, () => {
    const isBytes = bytesOf(given) !== undefined;
    if (typeof given !== "object" || given === null || Array.isArray(given) || isBytes) {
      throw invalidArgument(`${what} is an object with ${names.join(", ")}.`);
    }
    const members = names.map((name) => [name, given[name]]);
    return Object.fromEntries(members);
  });
}

/** Whether a value is a list of anything but bytes. Errors: ERR_INVALID_ARGUMENT. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  if (typeof value !== "object" || value === null || bytesOf(value) !== undefined) return false;
  return attempt("The list", () => Symbol.iterator in value);
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== "string") {
    throw invalidArgument(`The name of a rule is a string, not ${typeof name}.`);
  }
  if (!isWellFormed(name)) {
    throw invalidArgument("The name of a rule has a surrogate without its partner.");
  }
}
