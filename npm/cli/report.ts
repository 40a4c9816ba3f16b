import type { TidegateError } from "tidegate";
import type { BadEvent, RawEvent } from "./splitter.js";
import { paint } from "./terminal.js";

export type Format = "human" | "json";

/** An error as it is printed in JSON; line and column are those in the file. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column?: number | undefined;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
}

/** An error of the library about an event, with its place in the file. */
export function reportError(error: TidegateError, event: Omit<RawEvent, "bytes">): ErrorReport {
  const { code, message, path, hint } = error;
  return { code, message, ...placeInFile(error, event), path, hint };
}

/** Where in the file something is that has a place in the event, or where the event begins. */
export function placeInFile(
  { line = 1, column }: { readonly line?: number; readonly column?: number },
  event: Omit<RawEvent, "bytes">,
): { readonly line: number; readonly column?: number | undefined } {
  if (column === undefined || line > 1) return { line: event.line + line - 1, column };
  return { line: event.line, column: event.column + column - 1 };
}

export function isBad(event: RawEvent | BadEvent): event is BadEvent {
  return "code" in event;
}

/** `file:line:column`. */
export function placeText(
  file: string,
  { line, column }: { readonly line: number; readonly column?: number | undefined },
): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** An error as a line for people. */
export function errorLine(file: string, error: ErrorReport, stream?: NodeJS.WriteStream): string {
  const { code, message } = error;
  const start = `${placeText(file, error)}: ${paint("red", "error", stream)}:`;
  return `${start} ${message} ${paint("dim", `(${code})`, stream)}`;
}

/** How an event is told of in a line of JSON. */
export function jsonHead(file: string | undefined, index: number): string {
  const start = file === undefined ? "" : `"file":${JSON.stringify(file)},`;
  return `{${start}"index":${index},`;
}

/** What the format is where nobody has said: for people on a terminal, for programs elsewhere. */
export function formatOf(options: { readonly format?: Format; readonly json?: true }): Format {
  if (options.json) return "json";
  return options.format ?? (process.stdout.isTTY ? "human" : "json");
}
