import { MAX_TEXT_BYTES } from "./core.js";
import { invalidArgument } from "./error.js";
import { isWellFormed } from "./text.js";

/** Whether a value is an object as a literal or JSON.parse() makes it, in whichever realm. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Errors: ERR_INVALID_ARGUMENT for what is no object of options, or has one that there is not. */
export function checkOptions(options: object, known: readonly string[]): void {
  if (!isPlainObject(options)) throw invalidArgument("Options are a plain object.");
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      const message = `There is no option ${JSON.stringify(name)}.`;
      throw invalidArgument(message, { hint: `The options are ${known.join(", ")}.` });
    }
  }
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw invalidArgument(`The option "${option}" is one of ${choices.join(", ")}.`);
  }
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkFlag(option: string, value: unknown): asserts value is boolean {
  if (typeof value !== "boolean") {
    throw invalidArgument(`The option "${option}" is true or false.`);
  }
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkText(option: string, value: unknown): asserts value is string {
  if (typeof value !== "string" || value === "") {
    throw invalidArgument(`The option "${option}" is a string that is not empty.`);
  }
}

/** Errors: ERR_INVALID_ARGUMENT. */
export function checkMaxEventBytes(value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > MAX_TEXT_BYTES) {
    throw invalidArgument(
      `The option "maxEventBytes" is a whole number from 1 to ${MAX_TEXT_BYTES}.`,
    );
  }
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
