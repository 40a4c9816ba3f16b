import { type EventOptions, openEvents } from "./events.js";
import { isTidegateError } from "./problem.js";
import {
  type ErrorReport,
  errorLine,
  type Format,
  formatOf,
  isBad,
  jsonHead,
  reportError,
} from "./report.js";
import type { RawEvent } from "./splitter.js";
import { Output } from "./terminal.js";

export interface PrintOptions {
  readonly format?: Format;
  readonly json?: true;
}

/** An event, and what is printed of it. */
export interface Turn extends RawEvent {
  /** The file, as it is told to people. */
  readonly name: string;
  /** Prints what is for people, or the members of an object for programs. */
  print(human: () => string, json: () => object): Promise<void>;
}

/**
 * Reads events one by one and prints a line for each that cannot be read, or of which `call` throws
 * an error of the library. Returns how many were such.
 */
export async function eachEvent(
  names: readonly string[],
  options: EventOptions & PrintOptions,
  call: (turn: Turn) => void | Promise<void>,
  /** Tells of an error in place of the line for the event. */
  tell?: (line: string, error: ErrorReport) => void,
): Promise<number> {
  const isJson = formatOf(options) === "json";
  const output = new Output();
  let failures = 0;
  try {
    for (const { name, file, events } of await openEvents(names, options)) {
      let index = 0;
      for await (const event of events()) {
        const head = jsonHead(file, index++);
        const print: Turn["print"] = async (human, json) => {
          await output.line(isJson ? `${head}${JSON.stringify(json()).slice(1)}` : human());
        };
        const error = isBad(event)
          ? event
          : await errorOf(() => call({ ...event, name, print }), event);
        if (error === undefined) continue;
        failures++;
        if (tell !== undefined) tell(errorLine(name, error, process.stderr), error);
        else
          await print(
            () => errorLine(name, error),
            () => ({ error }),
          );
      }
    }
  } finally {
    await output.flush();
  }
  return failures;
}

/** What the library throws about an event. */
export async function errorOf(
  call: () => unknown,
  event: Omit<RawEvent, "bytes">,
): Promise<ErrorReport | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!isTidegateError(error)) throw error;
    return reportError(error, event);
  }
}
