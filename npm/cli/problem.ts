import type { TidegateError } from "tidegate";

/** Something that is wrong with what the program was given. */
export interface Problem {
  readonly message: string;
  /** To compare by: that of a TidegateError, or one of the program's own. */
  readonly code?: string | undefined;
  /** `file:line:column`, or as much of it as is known. */
  readonly place?: string | undefined;
  readonly hint?: string | undefined;
}

/** Ends the program with exit code 2, after each problem has been told. */
export class Failure extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: Problem[]) {
    super(problems[0]?.message);
    this.problems = problems;
  }
}

export function isTidegateError(error: unknown): error is TidegateError {
  return error instanceof Error && error.name === "TidegateError";
}

/** `file:line:column` of an index into a text. */
export function placeIn(file: string, text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${file}:${before.split("\n").length}:${offset - before.lastIndexOf("\n")}`;
}

/** What the file system says in words of its own. */
export function fileProblem(file: string, error: unknown): Problem {
  const { code, message } = error as Error & { readonly code?: string };
  const reasons: Record<string, string> = {
    ENOENT: "There is no such file.",
    EISDIR: "This is a folder.",
    EACCES: "The file may not be read.",
  };
  const hint = code === "EISDIR" ? `Name its files: '${file}/**/*.json'` : undefined;
  return { place: file, message: reasons[code ?? ""] ?? message, code, hint };
}
